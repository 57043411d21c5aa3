"""Hints: what may be meant by what is typed, from the history and the catalogue; and the list that was shown last."""

from __future__ import annotations

import json
from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import FolderError, HistoryError, why
from pevents_tui.domain.event_types import DOMAIN_TYPES
from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.recommended import Recommended
from pevents_tui.domain.suggestions import EVENT_TYPES, MOST_SUGGESTIONS, SCHEMA, Suggestion, suggest
from pevents_tui.domain.times import as_utc
from pevents_tui.service.items import read_items, shipped
from pevents_tui.service.paths import write_private
from pevents_tui.service.workbench import Workbench

_THINGS = ("itemId", "actionId")
_MOST_BYTES = 4_194_304


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list that can be taken as impressions.

    Attributes:
        ids: Its items or actions, in order.
        told: Which list it is, in words that follow "took".
    """

    ids: tuple[str, ...]
    told: str


class Hints:
    """What a person may mean or want again; safe to use from several threads, none of which should be the UI's.

    Args:
        workbench: The door to history, settings and files.
    """

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._loading = Lock()
        self._loaded: dict[object, Catalogue] = {}

    def catalogue(self, kind: str, target: Target) -> Catalogue:
        """The items, or actions, of a target, read at the first call; what could not be read is its `notice`.

        Args:
            kind: A name in `KINDS`.
            target: Names its items, else the settings do; the sandbox has items of its own where neither does.
        """
        named = (target.items or self._workbench.settings.items) if KINDS[kind].thing == "itemId" else None
        if named is None and target.policy is not Policy.SANDBOX:
            return EMPTY
        with self._loading:
            if (key := named or kind) not in self._loaded:
                self._loaded[key] = read_items(self._place(named)) if named else shipped(kind)
            return self._loaded[key]

    def suggestions(self, name: str, text: str, draft: Draft, target: Target) -> list[Suggestion]:
        """The values that may be meant, the likeliest first.

        Args:
            name: The member, such as `itemId`; an `impression` is one of the draft's things.
            text: What was typed of it; empty for any.
            draft: Tells operation and tracker.
            target: Tells the tracker where the draft does not.
        """
        name = draft.spec.thing if name == "impression" else name
        titles = self.catalogue(draft.kind, target) if name in _THINGS else EMPTY
        past: list[str] = []
        with suppress(HistoryError):
            tracker = _tracker(draft, target)
            past = self._workbench.history.past_values(tracker, draft.kind, name, text, MOST_SUGGESTIONS)
        known = self._types(draft, target) if name == "eventType" else ()
        return suggest(text, past, titles.find(text, MOST_SUGGESTIONS), known, titles)

    def keys(self, text: str, draft: Draft, target: Target, there: Container[str] = ()) -> list[Suggestion]:
        """The keys of the schema's properties that hold a text, those it requires first.

        Args:
            text: What was typed of one; empty for any.
            draft: Tells operation and tracker.
            target: Names the schema, or the tracker where the draft does not.
            there: Those that are there already.
        """
        schema = self._workbench.schemas.of(target, draft).schema
        fields = sorted(schema.properties if schema is not None else (), key=lambda field: not field.required)
        left = [Suggestion(field.key, field.words, SCHEMA) for field in fields if field.key not in there]
        return [each for each in left if text.strip().casefold() in each.value.casefold()]

    def _types(self, draft: Draft, target: Target) -> tuple[str, ...]:
        """The event types to choose from: those of the dataset's domain, else all that use cases train on."""
        schema = self._workbench.schemas.of(target, draft).schema
        own = DOMAIN_TYPES.get(schema.domain or "") if schema is not None else None
        return own or EVENT_TYPES.get(draft.kind, ())

    def read_past(self) -> bool:
        """Read the values of some calls that an earlier version kept; whether there are more to read."""
        try:
            return self._workbench.history.read_past()
        except HistoryError:  # told where the history is shown
            return False

    def keep_list(self, kind: str, recommended: Recommended) -> None:
        """Keep a list that was recommended or pasted, in place of the one before.

        Args:
            kind: The operation whose things it is made of.
            recommended: The list.

        Raises:
            FolderError: the file cannot be written.
        """
        path = self._workbench.paths.last_list
        kept = {
            "kind": kind,
            "ids": recommended.ids,
            "recommendationId": recommended.recommendation_id,
            "received_s": recommended.received_s or self._workbench.now_s(),
        }
        try:
            write_private(path, json.dumps(kept))
        except OSError as error:
            raise FolderError(f"the list cannot be kept in {path}: {why(error)}") from None

    def kept_list(self, kind: str) -> Recommended | None:
        """The list that was kept, None where there is none of this operation's things."""
        try:
            with self._workbench.paths.last_list.open(encoding="utf-8") as file:
                kept = json.loads(file.read(_MOST_BYTES))
            if kept["kind"] != kind or not all(isinstance(each, str) for each in kept["ids"]):
                return None
            named = kept["recommendationId"]
            return Recommended(tuple(kept["ids"]), None if named is None else str(named), float(kept["received_s"]))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def last_list(self, draft: Draft, target: Target) -> ShownList | None:
        """The list that was kept, else the impressions last sent to the draft's tracker, else None."""
        kept = self.kept_list(draft.kind)
        if kept is not None and kept.ids:
            named = f", {kept.recommendation_id}" if kept.recommendation_id else ""
            return ShownList(kept.ids, f"the recommendation list of {as_utc(int(kept.received_s))}{named}")
        with suppress(HistoryError):
            sent = self._workbench.history.newest_impression(_tracker(draft, target), draft.kind)
            if sent is not None:
                return ShownList(sent[1], f"the impressions of call {sent[0]}, the last that had some")
        return None

    def _place(self, named: str) -> Path:
        path = Path(named)
        with suppress(RuntimeError):  # no home directory is known
            path = path.expanduser()
        return self._workbench.paths.config / path


def _tracker(draft: Draft, target: Target) -> str:
    """The tracker that a draft goes to."""
    own = target.address(draft.spec)
    given = draft.address(own)
    return given if isinstance(given, str) else own or ""
