"""How many calls ended how, and what exit code that comes to."""

from __future__ import annotations

from collections import Counter

from pevents_tui.cli.narrate import WORST_FIRST, ExitCode
from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused, Unknown

_CODES = {Cause.CONNECTION: ExitCode.NOT_REACHED, Cause.CANCELLED: ExitCode.INTERRUPTED}


class Tally:
    """Counts of one run.

    Args:
        expected: How every call should end, `accepted` or `refused`; None for accepted, said by nobody.

    Attributes:
        drafts: Drafts that were not sent because of their problems.
        rows: Rows of tables that were left out of their drafts because of their problems.
        unexpected: Calls that ended otherwise than was said.
    """

    def __init__(self, expected: str | None = None) -> None:
        self._expected = expected
        self.unexpected = 0
        self._words: Counter[str] = Counter()
        self._codes: set[ExitCode] = set()
        self.drafts = 0
        self.rows = 0

    @property
    def calls(self) -> int:
        """Calls that were counted."""
        return self._words.total()

    @property
    def exit_code(self) -> ExitCode:
        """What the run ends with: the worst that occurred."""
        return next((code for code in WORST_FIRST if code in self._codes), ExitCode.OK)

    def add(self, outcome: Outcome) -> None:
        """Count how a call ended."""
        self._words[outcome.word] += 1
        self.unexpected += self._expected not in {None, outcome.word}
        if self._expected == Refused.word and isinstance(outcome, Accepted | Refused):
            self._codes.add(ExitCode.OK if isinstance(outcome, Refused) else ExitCode.REFUSED)
        else:
            self._codes.add(code_of(outcome))

    def add_untried(self, calls: int) -> None:
        """Count calls that were never begun."""
        self._words[NotSent.word] += calls

    def add_draft(self) -> None:
        """Count a draft that was not sent because of its problems."""
        self.drafts += 1
        self._codes.add(ExitCode.USAGE)

    def add_rows(self, rows: int) -> None:
        """Count rows that were left out of their draft because of their problems."""
        self.rows += rows
        self._codes.add(ExitCode.USAGE)

    def note(self, code: ExitCode) -> None:
        """Note what else happened."""
        self._codes.add(code)

    def sentence(self) -> str:
        """`3 accepted, 1 refused, 0 unknown, 0 not sent`, and the drafts that had problems."""
        words = (Accepted.word, Refused.word, Unknown.word, NotSent.word)
        counts = ", ".join(f"{self._words[word]:,} {word}" for word in words)
        held = ((self.drafts, "draft"), (self.rows, "row"))
        told = (f"; {n:,} {what}{'' if n == 1 else 's'} with problems, not sent" for n, what in held if n)
        return counts + "".join(told)


def code_of(outcome: Outcome) -> ExitCode:
    """The exit code that one outcome stands for."""
    if isinstance(outcome, Accepted):
        return ExitCode.OK
    if isinstance(outcome, Refused):
        return ExitCode.REFUSED
    if isinstance(outcome, Unknown):
        return ExitCode.INTERRUPTED if outcome.cause is Cause.CANCELLED else ExitCode.UNKNOWN
    return code_of_cause(outcome.cause)


def code_of_cause(cause: Cause) -> ExitCode:
    """The exit code of what did not go out, or was not answered, for a reason."""
    return _CODES.get(cause, ExitCode.CONFIGURATION)


def unanswered(outcome: Outcome) -> ExitCode:
    """The exit code of a question without an answer: nothing was changed, so that nothing is unknown."""
    code = code_of(outcome)
    return ExitCode.NOT_REACHED if code is ExitCode.UNKNOWN else code
