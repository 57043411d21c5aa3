"""What workers tell of demos, in the past tense: posted to the Recommend screen that began them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.message import Message

from pevents_tui.domain.demo import Demo
from pevents_tui.ui.recommend_arrivals import FromWorker

if TYPE_CHECKING:  # YAML loads only where there is some
    from pevents_tui.service.demos import Listed


class DemosListed(Message):
    """The scripts there are were read.

    Attributes:
        listed: Each, those that cannot be played too.
    """

    def __init__(self, listed: Sequence[Listed]) -> None:
        super().__init__()
        self.listed = tuple(listed)


class DemoRead(Message):
    """A script was read, or not.

    Attributes:
        demo: All of it; None where it cannot be played.
        fault: Why not.
    """

    def __init__(self, demo: Demo | None, fault: str = "") -> None:
        super().__init__()
        self.demo = demo
        self.fault = fault


class Forgot(FromWorker):
    """The sandbox forgot what a user did, or nobody could.

    Attributes:
        did: It did, or there was nobody to forget.
    """

    def __init__(self, work: int, did: bool) -> None:
        super().__init__(work)
        self.did = did
