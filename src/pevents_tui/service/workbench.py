"""Workbench: the one door to the road. Prepare a draft, send a plan, look at the history; nothing else sends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import FolderError, HistoryError
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.plan import Plan, Target
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connected import Connected
from pevents_tui.service.desk import random_id
from pevents_tui.service.pace import Pace
from pevents_tui.service.prepare import Prepared, prepare

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Record
    from pevents_tui.service.history import History
    from pevents_tui.service.transport import Transport
    from pevents_tui.service.variables import Variables


class Workbench(Connected):
    """Everything a front end or a notebook needs, in one place: a desk that sends; safe to use from several threads.

    Args:
        data_dir: Where history and drafts are kept; None means PEVENTS_DATA_DIR, then the platform's place.
        config_dir: Where settings are kept; None means PEVENTS_CONFIG_DIR, then the platform's place.
        environ: The environment; None means the process's own.
        clock: Epoch seconds.
        new_id: Gives a fresh event or session ID.
        ask_mfa: Asks a person for an MFA code; None means nobody can be asked.
        read_only: Send nothing, whoever asks.
        lean: Make calls without boto3 where they want nothing of it; a single call from a shell is faster so.

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
        new_id: Callable[[], str] = random_id,
        ask_mfa: Callable[[str], str] | None = None,
        read_only: bool = False,
        lean: bool = False,
    ) -> None:
        super().__init__(
            data_dir,
            config_dir,
            environ=environ,
            clock=clock,
            new_id=new_id,
            ask_mfa=ask_mfa,
            read_only=read_only,
        )
        self._lean = lean
        self._sends: Transport | None = None
        self._pace = Pace()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @cached_property
    def history(self) -> History:
        """Every call ever made; opened at the first touch.

        Raises:
            HistoryError: it cannot be opened.
        """
        from pevents_tui.service.history import History  # noqa: PLC0415 - a dry run needs none

        return History(self.paths.history, clock=self._clock)

    def recall(self) -> None:
        """Have what was sent before known to the checks, where anything was; a history that cannot be read is none."""
        if self.paths.history.exists():
            with suppress(HistoryError):
                self.history  # noqa: B018 - its first touch opens it

    def prepare(
        self,
        draft: Draft,
        target: Target,
        *,
        ids: Callable[[int], str] | None = None,
        now_s: int | None = None,
        memory: RowMemory | None = None,
        variables: Variables | None = None,
    ) -> Prepared:
        """A draft filled, checked and laid out as calls; an open history tells which event types were seen before.

        Args:
            draft: What was written.
            target: Where it would go.
            ids: Gives the event id for the row at an index; None draws a new one for each.
            now_s: The present in epoch seconds; None means the clock's.
            memory: Of one draft as it is written: rows that did not change are not looked at again.
            variables: What `{{ … }}` in it stands for; None where that is text like any other.
        """
        from pevents_tui.service.guards import in_force  # noqa: PLC0415 - a start does not wait for it

        now_s = int(self._clock()) if now_s is None else now_s
        named = draft.address(None) if variables is None else variables.tracker_of(draft, now_s)
        tracker = named or draft.address(target.address(draft.spec))
        target = in_force(target, tracker if isinstance(tracker, str) else None, self.targets.book)
        known = self.known_types(draft, target)
        new_id = ids or (lambda _: self._new_id())
        ready = partial(prepare, draft, target, new_id=new_id, now_s=now_s, memory=memory, variables=variables)
        return ready(known_types=known, schema=self.schemas.of(target, draft).schema)

    def send(
        self,
        plan: Plan,
        *,
        consent: str | None = None,
        attempts: int = 1,
        cancel: Cancel | None = None,
        run: str | None = None,
        tags: Sequence[str] = (),
    ) -> Iterator[Record]:
        """Send the calls of a plan in order; a record after each attempt. To stop iterating is to send nothing further.

        Each record is on disk before its call's first byte, unless the target says that none is kept. Before each
        attempt it is asked whether it may be made, so that what was saved meanwhile counts. A call that was throttled,
        not reached or unknown is repeated with the same ids and bytes while attempts are left; the record says how
        long the wait is.

        Args:
            plan: From `prepare` or `Record.again`.
            consent: The word that `plan.consent` asks for.
            attempts: Most attempts a call.
            cancel: Cuts the call under way and sends nothing further.
            run: Groups these calls in the history.
            tags: What these calls are marked with there, each one word.

        Raises:
            SendForbidden: the plan may not be sent at all; see `guarded`.
            ConsentMissing: the plan goes to a guarded tracker and the word does not fit.
            HistoryError: a record cannot be kept; its call was not sent.
            OutcomeNotKept: a call was sent and its outcome cannot be kept; its record was yielded just before.
            FolderError: the sandbox cannot start.
            KeyboardInterrupt: after the call under way was settled; its record was yielded just before.
        """
        plan = self.permitted(plan, consent)
        from pevents_tui.service.history.unkept import Unkept  # noqa: PLC0415 - it brings the history
        from pevents_tui.service.sending import Sending  # noqa: PLC0415 - the same

        history = self.history if plan.target.recorded else Unkept(self._clock)
        allow = partial(self.permitted, consent=consent)
        sending = Sending(history, self._transport(), self._reachable, self._pace, allow)
        return sending.records(plan, attempts, cancel or Cancel(), run, tags)

    def load_rules(self) -> None:
        """Load what drafts are checked by, the saved targets among it, so that the first check need not."""
        self.targets.read()
        from pevents_tui.domain import check, events, resolve  # noqa: F401, PLC0415 - they bring pydantic and every rule
        from pevents_tui.service import guards  # noqa: F401, PLC0415 - as above

    def warm(self, target: Target) -> None:
        """Load what the first call needs: boto3, the sandbox, a client. Failures are told by that call."""
        with suppress(FolderError):
            self._transport().warm(self._reachable(target))

    def close(self) -> None:
        """Close connections, sandbox and history; what is still under way fails."""
        if self._sends is not None:
            self._sends.close()
        self.disconnect()
        self.let_go()
        if "history" in self.__dict__:
            self.history.close()
            del self.__dict__["history"]

    def _transport(self) -> Transport:
        """What sends; made by the first call, in whichever thread that is."""
        from pevents_tui.service.transport import Transport  # noqa: PLC0415 - loads behind the first paint

        with self._beginning:
            if self._sends is None:
                self._sends = Transport(self._ask, self._roles, lean=self._lean)
            return self._sends

    def known_types(self, draft: Draft, target: Target) -> frozenset[str]:
        """Event types that the draft's tracker accepted before; nothing where the history is not open."""
        tracker = draft.address(target.address(draft.spec))
        if "history" not in self.__dict__ or not isinstance(tracker, str):
            return frozenset()
        with suppress(HistoryError):
            return self.history.known_types(tracker, draft.kind)
        return frozenset()
