"""The schemas of datasets: from .avsc files, or as the service described them, which is kept on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SchemaError, why
from pevents_tui.domain.plan import Target
from pevents_tui.domain.schema import Schema
from pevents_tui.domain.schema_reading import MOST_CHARACTERS, SchemaFault, read_schema
from pevents_tui.domain.times import as_utc
from pevents_tui.service.describing import Described
from pevents_tui.service.paths import PRIVATE_FOLDER, Paths, write_private

_MOST_BYTES = MOST_CHARACTERS * 4
_MOST_HELD = 100
"""How many answers are held in memory; more trackers than that are read anew."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the schema of the dataset that a draft goes to.

    Attributes:
        schema: Of the draft's operation; None where it is not known.
        origin: Where it is from, in words; empty where it is not known.
        notices: Sentences on what could not be read.
    """

    schema: Schema | None = None
    origin: str = ""
    notices: tuple[str, ...] = ()


class Schemas:
    """The schema of each target: the file it names, else what the service told of its tracker before.

    Each is read once and then held, so that a key costs a look-up; safe to use from several threads.

    Args:
        paths: The files of this installation.
        clock: Epoch seconds.
    """

    def __init__(self, paths: Paths, clock: Callable[[], float]) -> None:
        self._paths = paths
        self._clock = clock
        self._lock = Lock()
        self._held: dict[tuple[Any, ...], Known] = {}

    def of(self, target: Target, draft: Draft) -> Known:
        """What is known of the schema that a draft's rows must fit.

        Args:
            target: Names a file, and the tracker where the draft does not.
            draft: Tells operation and tracker.
        """
        tracker = tracker_of(target, draft)
        key = (target.schema, *_place(target, draft.kind, tracker))
        with self._lock:
            if key not in self._held:
                if len(self._held) >= _MOST_HELD:
                    self._held.clear()
                self._held[key] = self._find(target, draft.kind, tracker)
            return self._held[key]

    def forget(self) -> None:
        """Read everything anew when it is asked for next."""
        with self._lock:
            self._held.clear()

    def keep(self, target: Target, draft: Draft, described: Described) -> Known:
        """Keep what the service told of the schema of a draft's tracker, and give it.

        Args:
            target: Where it was asked.
            draft: Tells operation and tracker.
            described: The service's answer.

        Raises:
            SchemaError: it is no schema of this operation's dataset, or cannot be kept.
        """
        schema = _read(described.text, described.name, described.domain)
        if schema.kind != draft.kind:
            raise SchemaError(f"the schema {described.name} is not of the dataset that {draft.spec.noun}s go to")
        document = {
            "text": described.text,
            "domain": described.domain,
            "name": described.name,
            "read_s": int(self._clock()),
        }
        path = self._kept_path(target, draft.kind, tracker_of(target, draft))
        try:
            path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            write_private(path, json.dumps(document))
        except OSError as error:
            raise SchemaError(f"the schema cannot be kept in {path}: {why(error)}") from None
        self.forget()
        return self.of(target, draft)

    def _find(self, target: Target, kind: str, tracker: str) -> Known:
        path = self._file(target)
        notices: tuple[str, ...] = ()
        if path is not None:
            try:
                schema = read_schema_file(path)
            except SchemaError as error:
                notices = (str(error),)
            else:
                if schema.kind == kind:
                    return Known(schema, str(path), tuple(f"{path}: {each}" for each in schema.notices))
        kept = self._kept(target, kind, tracker)
        return Known(kept.schema, kept.origin, notices + kept.notices)

    def _file(self, target: Target) -> Path | None:
        """The file that a target names; a path that is not absolute begins at the settings' directory."""
        if target.schema is None:
            return None
        path = Path(target.schema)
        with suppress(RuntimeError):  # no home directory is known
            path = path.expanduser()
        return self._paths.config / path

    def _kept(self, target: Target, kind: str, tracker: str) -> Known:
        """What was kept of a tracker's schema; nothing where that cannot be read."""
        try:
            with self._kept_path(target, kind, tracker).open(encoding="utf-8") as file:
                document = json.loads(file.read(_MOST_BYTES))
            schema = read_schema(document["text"], document["domain"])
            origin = f"{document['name']}, described {as_utc(int(document['read_s']))}"
        except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
            return Known()
        return Known(schema, origin, tuple(f"{document['name']}: {each}" for each in schema.notices))

    def _kept_path(self, target: Target, kind: str, tracker: str) -> Path:
        place = json.dumps(_place(target, kind, tracker))
        return self._paths.schemas / f"{hashlib.sha256(place.encode()).hexdigest()[:32]}.json"


def read_schema_file(path: Path) -> Schema:
    """The schema of an .avsc file, or of a saved answer of DescribeSchema.

    Raises:
        SchemaError: it cannot be read, or is no schema of a dataset; names the file.
    """
    try:
        if not path.is_file():
            raise SchemaError(f"cannot read the schema {path}: there is no such file")
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1).decode()
    except (OSError, ValueError) as error:
        told = why(error) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SchemaError(f"cannot read the schema {path}: {told}") from None
    return _read(text, str(path), None)


def tracker_of(target: Target, draft: Draft) -> str:
    """The tracking ID or dataset's ARN that a draft goes to, empty where nothing names one."""
    own = target.address(draft.spec)
    given = draft.address(own)
    return given if isinstance(given, str) else own or ""


def _place(target: Target, kind: str, tracker: str) -> tuple[str, ...]:
    """What tells one tracker's schema from another's; the sandbox's port changes, and says nothing."""
    where = target.endpoint if target.policy.value != "SANDBOX" else "sandbox"
    return kind, tracker, target.region or "", where or ""


def _read(text: str, name: str, domain: str | None) -> Schema:
    try:
        return read_schema(text, domain)
    except SchemaFault as fault:
        raise SchemaError(f"the schema {name} {fault}") from None
