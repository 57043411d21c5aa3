"""What is told of the calls of one command on standard error: what failed, what to do about it, and how all ended."""

from __future__ import annotations

from pevents_tui.cli.colour import COUNTS
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.manner import Manner
from pevents_tui.cli.narrate import NAME, ExitCode, code_for, sentence_of, tell
from pevents_tui.cli.receipts import step_of
from pevents_tui.cli.tally import Tally
from pevents_tui.domain.outcome import Record, Unknown
from pevents_tui.domain.remedy import untold_step

_MOST_UNKNOWN = 20
"""Most unknown calls whose numbers are told at the end."""


class Telling:
    """Tells of the calls of one command.

    Args:
        environment: Where it is told.
        manner: How calls are sent, and how much is said.
        tally: Counts them.
        many: There may be several drafts, so that each is told by its name.
    """

    def __init__(self, environment: Environment, manner: Manner, tally: Tally, *, many: bool) -> None:
        self._environment = environment
        self._manner = manner
        self._tally = tally
        self._many = many
        self._told: set[str] = set()
        self._unknown: list[int] = []
        self._unnamed = 0

    def say(self, text: str) -> None:
        """Tell what is worth knowing, but nothing wrong."""
        if not self._manner.quiet:
            tell(self._environment, text)

    def once(self, sentence: str, kind: str | None = None) -> None:
        """Tell a sentence that was not told yet, or the first one of a kind."""
        if (kind or sentence) not in self._told:
            self._told.add(kind or sentence)
            tell(self._environment, sentence)

    def wait(self, record: Record) -> None:
        """Tell how an attempt ended that is followed by another one."""
        if record.outcome is not None:
            attempt = f"attempt {record.attempts} of {self._manner.attempts}: {record.outcome.sentence}"
            self.say(f"{attempt}; again in {record.retry_in_s:.1f} s, with the same event ids")

    def ended(self, record: Record, source: str | None, *, numbered: bool = False) -> None:
        """Tell how a call ended, behind the name of its draft.

        Args:
            record: The call.
            source: Its draft's name, None where it has none.
            numbered: With its number in the history: no receipt tells it.
        """
        if record.outcome is not None:
            number = f", call {record.id}" if numbered and record.id else ""
            name = f"{source}: " if source else ""
            tell(self._environment, f"{name}{record.outcome.sentence}{number}", record.outcome.word)

    def step(self, record: Record) -> None:
        """Tell what to do about a call that was not accepted: each sort of step once, with the first call's number."""
        if record.outcome is None:
            return
        if isinstance(record.outcome, Unknown) and record.id:
            if len(self._unknown) < _MOST_UNKNOWN:
                self._unknown.append(record.id)
            else:
                self._unnamed += 1
        if sort := untold_step(record.outcome, record.target):
            self.once(step_of(record), sort if record.id else None)

    def error(self, error: Exception, name: str | None = None) -> None:
        """Tell an error, and count it; behind its draft's name where there are several."""
        sentence = sentence_of(error)
        if self._many and name:
            sentence = sentence.replace(f"{NAME}: ", f"{NAME}: {name}: ", 1)
        tell(self._environment, sentence)
        self._tally.note(code_for(error))

    def end(self, left: str, *, early: bool) -> None:
        """Tell how all ended, where there was more than one draft or it was interrupted.

        Args:
            left: How many drafts were not begun, in words.
            early: It ended before its time.
        """
        code = self._tally.exit_code
        interrupted = code in {ExitCode.INTERRUPTED, ExitCode.TERMINATED}
        if self._tally.unexpected:
            count = self._tally.unexpected
            calls = f"{count:,} call{'' if count == 1 else 's'}"
            tell(self._environment, f"{NAME}: {calls} did not end as expected ({self._manner.expected})")
        if self._manner.dry or not (interrupted or self._many) or (code is ExitCode.OK and self._manner.quiet):
            return
        if interrupted:
            self.broken_off("interrupted", left)
            return
        self._tell_unknown()
        tell(self._environment, f"{self._tally.sentence()}{left if early else ''}", COUNTS)

    def broken_off(self, how: str, left: str) -> None:
        """Tell what had come of all until it was broken off.

        Args:
            how: What broke it off, in a word or two.
            left: How many drafts were not begun, in words.
        """
        self._tell_unknown()
        tell(self._environment, f"{how}: {self._tally.sentence()}{left}; nothing further was sent", COUNTS)

    def _tell_unknown(self) -> None:
        """Tell the numbers of several calls that may have arrived, as the words that send them again exactly."""
        if len(self._unknown) < 2:
            return  # its step named it
        others = f"; {self._unnamed:,} more: {NAME} history list --outcome unknown" if self._unnamed else ""
        numbers = " ".join(map(str, self._unknown))
        tell(self._environment, f"may have arrived, send again exactly: {NAME} history again {numbers}{others}")
