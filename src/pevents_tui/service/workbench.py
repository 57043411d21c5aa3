"""Workbench: the one door to the road. Prepare a draft, send a plan, look at the history; nothing else sends."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import ConsentMissing, FolderError, HistoryError, SourceError
from pevents_tui.domain.fresh import first_user
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import NEW_SESSION, Plan, Policy, Target
from pevents_tui.service import drafts
from pevents_tui.service.aimed import Aimed
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.drafts import Kept
from pevents_tui.service.embedded import EmbeddedSandbox
from pevents_tui.service.intake import Source, parse_text, read_file, read_stream
from pevents_tui.service.pace import Pace
from pevents_tui.service.paths import find_paths
from pevents_tui.service.prepare import Prepared, prepare
from pevents_tui.service.samples import Samples
from pevents_tui.service.settings import Settings, read_settings, write_setting
from pevents_tui.service.transport import Transport

if TYPE_CHECKING:
    from pevents_tui.service.history import History


class Workbench(Aimed):
    """Everything a front end or a notebook needs, in one place; safe to use from several threads.

    Args:
        data_dir: Where history and drafts are kept; None means PEVENTS_DATA_DIR, then the platform's place.
        config_dir: Where settings are kept; None means PEVENTS_CONFIG_DIR, then the platform's place.
        environ: The environment; None means the process's own.
        clock: Epoch seconds.
        new_id: Gives a fresh event or session ID.
        ask_mfa: Asks a person for an MFA code; None means nobody can be asked.
        read_only: Send nothing, whoever asks.

    Raises:
        FolderError: a directory cannot be used.
    """

    def __init__(
        self,
        data_dir: Path | None = None,
        config_dir: Path | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
        ask_mfa: Callable[[str], str] | None = None,
        read_only: bool = False,
    ) -> None:
        self.environ = os.environ if environ is None else environ
        """The environment it was given."""
        self.paths = find_paths(data_dir, config_dir, self.environ)
        """The files of this installation."""
        self.paths.make()
        super().__init__(self.paths, lambda: self.settings, self.environ, read_only=read_only)
        self._clock = clock
        self._new_id = new_id
        self._transport = Transport(ask_mfa)
        self._sandbox = EmbeddedSandbox(self.paths.sandbox)
        self._pace = Pace()
        self.samples: Mapping[str, Draft] = Samples()
        """The shipped drafts by name."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @cached_property
    def settings(self) -> Settings:
        """What the user set.

        Raises:
            SettingsError: the file holds something unusable; names file and key.
        """
        return read_settings(self.paths.settings)

    def remember_theme(self, name: str) -> None:
        """Begin with a theme from now on: it is written to the settings, where all else stays as it is.

        Raises:
            SettingsError: the file cannot be written.
        """
        write_setting(self.paths.settings, "theme", name)

    @cached_property
    def history(self) -> History:
        """Every call ever made; opened at the first touch.

        Raises:
            HistoryError: it cannot be opened.
        """
        from pevents_tui.service.history import History  # noqa: PLC0415 - a dry run needs none

        return History(self.paths.history, clock=self._clock)

    def read(self, source: str, stdin: IO[bytes] | None = None, kind: str | None = None) -> Iterator[Source]:
        """The drafts of a source, read as they are asked for.

        Args:
            source: A file's path, `-` for the given stream, or a shipped sample's name where no such file exists.
            stdin: The stream that `-` means.
            kind: The operation, where the bodies do not tell it.

        Raises:
            SourceError: there is no such source, or a document in it cannot be read; names the place.
        """
        if source == "-":
            if stdin is None:
                raise SourceError("- was given, but there is no standard input")
            return read_stream(stdin, kind)
        path = Path(source)
        try:
            exists = path.exists()
        except OSError as error:
            raise SourceError(f"cannot read {source[:80]!r}: {(error.strerror or str(error)).lower()}") from None
        if exists:
            return read_file(path, kind)
        if source in self.samples:
            return iter([Source(source, self.samples[source])])
        raise SourceError(
            f"there is no file {source!r}, and no sample of that name (samples: {', '.join(self.samples)})"
        )

    def parse(self, text: str, kind: str | None = None, name: str = "text") -> list[Source]:
        """The drafts of a JSON, JSON Lines or YAML text.

        Raises:
            SourceError: it cannot be read; names the place.
        """
        return parse_text(text, kind, name)

    def new_draft(self, kind: str, target: Target | None = None) -> Draft:
        """A draft of one row with a drawn event id, a recognisable test user, and a session.

        Args:
            kind: A name in `KINDS`.
            target: Where it would go: says how its session comes about and what users begin with; None says nothing.
        """
        spec = KINDS[kind]
        session = target.session if target is not None and target.session not in {None, NEW_SESSION} else None
        user = first_user(target.user_prefix if target is not None else None)
        draft = Draft.blank(kind).put((spec.rows, 0, "eventId"), self._new_id())
        return draft.put(spec.who(0, "userId"), user).put(spec.who(0, "sessionId"), session or self._new_id())

    def now_s(self) -> float:
        """The present in epoch seconds, by this workbench's clock."""
        return self._clock()

    def new_id(self) -> str:
        """A fresh event or session ID."""
        return self._new_id()

    def fresh(self, draft: Draft, *, keep_times: bool = False) -> Draft:
        """The same draft as new: a new event id in every row, times blank, which means now.

        Args:
            draft: One that was sent.
            keep_times: Leave the times as they are given.
        """
        for index, row in enumerate(draft.rows):
            if isinstance(row, Mapping):
                place = (draft.spec.rows, index)
                draft = draft.put((*place, "eventId"), self._new_id())
                draft = draft if keep_times else draft.remove((*place, draft.spec.time))
        return draft

    def prepare(
        self,
        draft: Draft,
        target: Target,
        *,
        ids: Callable[[int], str] | None = None,
        now_s: int | None = None,
        memory: RowMemory | None = None,
    ) -> Prepared:
        """A draft filled, checked and laid out as calls; an open history tells which event types were seen before.

        Args:
            draft: What was written.
            target: Where it would go.
            ids: Gives the event id for the row at an index; None draws a new one for each.
            now_s: The present in epoch seconds; None means the clock's.
            memory: Of one draft as it is written: rows that did not change are not looked at again.
        """
        from pevents_tui.service.guards import in_force  # noqa: PLC0415 - a start does not wait for it

        now_s = int(self._clock()) if now_s is None else now_s
        known = self._known_types(draft, target)
        tracker = draft.body.get("trackingId") or target.tracking_id
        target = in_force(target, tracker if isinstance(tracker, str) else None, self.targets.book)
        new_id = ids or (lambda _: self._new_id())
        return prepare(draft, target, new_id=new_id, now_s=now_s, known_types=known, memory=memory)

    def send(
        self,
        plan: Plan,
        *,
        consent: str | None = None,
        attempts: int = 1,
        cancel: Cancel | None = None,
        run: str | None = None,
    ) -> Iterator[Record]:
        """Send the calls of a plan in order; a record after each attempt. To stop iterating is to send nothing further.

        Each record is on disk before its call's first byte. A call that was throttled, not reached or unknown is
        repeated with the same ids and bytes while attempts are left; the record says how long the wait is.

        Args:
            plan: From `prepare` or `Record.again`.
            consent: The word that `plan.consent` asks for.
            attempts: Most attempts a call.
            cancel: Cuts the call under way and sends nothing further.
            run: Groups these calls in the history.

        Raises:
            SendForbidden: the plan may not be sent at all; see `guarded`.
            ConsentMissing: the plan goes to a guarded tracker and the word does not fit.
            HistoryError: a record cannot be kept; its call was not sent.
            OutcomeNotKept: a call was sent and its outcome cannot be kept; its record was yielded just before.
            FolderError: the sandbox cannot start.
            KeyboardInterrupt: after the call under way was settled.
        """
        plan = self.guarded(plan)
        if not plan.agrees(consent):
            raise ConsentMissing(plan.consent or "")
        from pevents_tui.service.sending import Sending  # noqa: PLC0415 - it brings the history

        sending = Sending(self.history, self._transport, self._reachable, self._pace, self.guarded)
        return sending.records(plan, attempts, cancel or Cancel(), run)

    def reachable(self, plan: Plan) -> Plan:
        """The plan with the endpoint that its calls really go to, for copies; starts the sandbox where it is one.

        Raises:
            FolderError: the sandbox cannot start.
        """
        return Plan(self._reachable(plan.target), plan.calls)

    def load_rules(self) -> None:
        """Load what drafts are checked by, the saved targets among it, so that the first check need not."""
        self.targets.read()
        from pevents_tui.domain import check, events  # noqa: F401, PLC0415 - they bring pydantic and every rule
        from pevents_tui.service import guards  # noqa: F401, PLC0415 - as above

    def warm(self, target: Target) -> None:
        """Load what the first call needs: boto3, the sandbox, a client. Failures are told by that call."""
        with suppress(FolderError):
            self._transport.warm(self._reachable(target))

    def keep_draft(self, draft: Draft | Kept) -> None:
        """Keep a draft, or all that a person has before them, through a crash.

        Raises:
            FolderError: the file cannot be written.
        """
        drafts.keep(self.paths.draft, Kept(draft) if isinstance(draft, Draft) else draft)

    def kept(self) -> Kept:
        """What was kept; a file that cannot be read is set aside, and told."""
        return drafts.kept(self.paths.draft)

    def kept_draft(self) -> Draft | None:
        """The draft that was kept, None where there is none; one that cannot be read is set aside."""
        return self.kept().draft

    def close(self) -> None:
        """Close connections, sandbox and history; what is still under way fails."""
        self._transport.close()
        self._sandbox.close()
        if "history" in self.__dict__:
            self.history.close()
            del self.__dict__["history"]

    def _known_types(self, draft: Draft, target: Target) -> frozenset[str]:
        """Event types that the draft's tracker accepted before; nothing where the history is not open."""
        tracker = draft.body.get("trackingId") or target.tracking_id
        if "history" not in self.__dict__ or not isinstance(tracker, str):
            return frozenset()
        with suppress(HistoryError):
            return self.history.known_types(tracker, draft.kind)
        return frozenset()

    def _reachable(self, target: Target) -> Target:
        """The target with an endpoint where it is the embedded sandbox."""
        if target.policy is Policy.SANDBOX and target.endpoint is None:
            return target.with_endpoint(self._sandbox.url())
        return target
