"""What workers of the Recommend screen found or finished, in the past tense: posted to the screen that began them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from textual.message import Message

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Plan
from pevents_tui.domain.recommendation import Act, Column, Offer, Offered, Run, Step, Unasked
from pevents_tui.domain.stillness import Reason
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.watching import Watch


class Phase(Enum):
    """What is under way; one thing at a time."""

    IDLE = "ready"
    ASKING = "asking"
    PREPARING = "checking"
    SENDING = "sending"
    WATCHING = "watching"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What kept something from being done.

    Attributes:
        words: What is wrong, and what to do about it.
        cancelled: A person stopped it.
    """

    words: str
    cancelled: bool = False


STOPPED = Trouble("Stopped.", cancelled=True)
"""A person stopped it, and nothing is left to say."""


UNDER_WAY = "Wait for what is under way, or stop it with {stop_waiting}."
"""Why something is not done now, with the name of the command that helps."""


class FromWorker(Message):
    """What a worker tells; what was told by one that was left in the meantime is not taken in.

    Attributes:
        work: The number of the work.
    """

    def __init__(self, work: int) -> None:
        super().__init__()
        self.work = work


class Broke(FromWorker):
    """A worker ended in an error of the program.

    Attributes:
        trouble: Which.
    """

    def __init__(self, work: int, trouble: Trouble) -> None:
        super().__init__(work)
        self.trouble = trouble


class OffersSeen(Message):
    """Campaigns, recommenders or filters were found.

    Attributes:
        search: The number of the search.
        offered: What was found.
    """

    def __init__(self, search: int, offered: Offered) -> None:
        super().__init__()
        self.search = search
        self.offered = offered


class OffersEnded(Message):
    """A search is over.

    Attributes:
        search: Its number.
        failure: Why it found nothing; empty where it did.
    """

    def __init__(self, search: int, failure: str = "") -> None:
        super().__init__()
        self.search = search
        self.failure = failure


class Named(FromWorker):
    """What an ARN names was asked.

    Attributes:
        offer: As much of it as is known; None where it is nothing that can be asked.
        trouble: Why not.
    """

    def __init__(self, work: int, offer: Offer | None, trouble: Trouble | None = None) -> None:
        super().__init__(work)
        self.offer = offer
        self.trouble = trouble


class Begun(FromWorker):
    """A baseline came, or did not.

    Attributes:
        inquiry: What was looked up around it; None where it did not come so far.
        watch: The run; None where there is none.
        trouble: Why there is none.
    """

    def __init__(self, work: int, inquiry: Inquiry | None, watch: Watch | None, trouble: Trouble | None) -> None:
        super().__init__(work)
        self.inquiry = inquiry
        self.watch = watch
        self.trouble = trouble


class Prepared(FromWorker):
    """Events were checked and laid out.

    Attributes:
        acts: What they are about.
        plan: What would be sent; None where nothing may be.
        trouble: Why.
    """

    def __init__(self, work: int, acts: Sequence[Act], plan: Plan | None, trouble: Trouble | None) -> None:
        super().__init__(work)
        self.acts = tuple(acts)
        self.plan = plan
        self.trouble = trouble


class Acted(FromWorker):
    """Events were sent, or not.

    Attributes:
        acts: With how they ended.
        trouble: What kept them from being sent; None where nothing did.
    """

    def __init__(self, work: int, acts: Sequence[Act], trouble: Trouble | None = None) -> None:
        super().__init__(work)
        self.acts = tuple(acts)
        self.trouble = trouble


class Watched(FromWorker):
    """A wait is over.

    Attributes:
        ended: The step that came of it, or why none did.
        run: All of it.
        reasons: Why nothing may have moved, where nothing did.
    """

    def __init__(self, work: int, ended: Column | Unasked | Trouble, run: Run, reasons: Sequence[Reason]) -> None:
        super().__init__(work)
        self.ended = ended
        self.run = run
        self.reasons = tuple(reasons)


class Stepped(FromWorker):
    """Something happened in a run.

    Attributes:
        step: What.
    """

    def __init__(self, work: int, step: Step) -> None:
        super().__init__(work)
        self.step = step


def trouble_of(ended: Unasked | PeventsError) -> Trouble:
    """What kept something from being done, of what the service layer says."""
    if isinstance(ended, Unasked):
        return STOPPED if ended.cancelled else Trouble(_sentence(ended.sentence))
    return Trouble(_sentence(str(ended)))


def broken(error: Exception) -> Trouble:
    """An error of the program in a worker; its words may name what nobody is to see."""
    return Trouble(f"The program failed at this ({type(error).__name__}), and goes on without it.")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
