"""TrackerSearch: what is known of an account's trackers while the picker shows them, and the workers that find out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.message import Message

from pevents_tui.domain.age import age_words
from pevents_tui.domain.arn import read_arn
from pevents_tui.domain.errors import AskFailed, PeventsError
from pevents_tui.domain.plan import Target
from pevents_tui.domain.tracker import Tracker
from pevents_tui.service import Cancel
from pevents_tui.service.catalogue import Catalogue, Remembered
from pevents_tui.service.discovery import Sighting


class Recalled(Message):
    """What was found the last time was looked for.

    Attributes:
        kept: What was found; None for nothing.
    """

    def __init__(self, kept: Remembered | None) -> None:
        super().__init__()
        self.kept = kept


class Sighted(Message):
    """A search found something out.

    Attributes:
        search: Which search.
        sighting: What.
    """

    def __init__(self, search: int, sighting: Sighting) -> None:
        super().__init__()
        self.search = search
        self.sighting = sighting


class Ended(Message):
    """A search is over.

    Attributes:
        search: Which search.
        failure: A sentence on what kept it from its end, None where nothing did.
    """

    def __init__(self, search: int, failure: str | None) -> None:
        super().__init__()
        self.search = search
        self.failure = failure


class Resolved(Message):
    """An ARN was asked about.

    Attributes:
        text: The ARN.
        tracker: What it names; None where that could not be found out.
        failure: Why not.
    """

    def __init__(self, text: str, tracker: Tracker | None, failure: str = "") -> None:
        super().__init__()
        self.text = text
        self.tracker = tracker
        self.failure = failure


class TrackerSearch:
    """The trackers of one account, as far as they are known. Workers post messages; `see` and `end` take them in.

    Attributes:
        known: By their ARNs.
        running: Whether the account is being asked.
        failure: What kept the last search from its end; empty where nothing did.
        notices: What the last search could not find out.

    Args:
        catalogue: Asks and remembers.
        target: Whose trackers.
        work: Runs a function in a worker.
        post: Posts a message, from any thread.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        target: Target,
        work: Callable[[Callable[[], object]], object],
        post: Callable[[Message], object],
    ) -> None:
        self._catalogue = catalogue
        self._target = target
        self._work = work
        self._post = post
        self._number = 0
        self._cancel = Cancel()
        self._asking = Cancel()
        self._left = 0
        self._found_s: float | None = None
        self._fresh: set[str] = set()
        self.known: dict[str, Tracker] = {}
        self.running = False
        self.failure = ""
        self.notices: list[str] = []

    def recall(self) -> None:
        """Look for what was found the last time."""
        self._work(lambda: self._post(Recalled(self._catalogue.remembered(self._target))))

    def take(self, kept: Remembered) -> None:
        """Take in what was found the last time."""
        self.known = {each.arn: each for each in kept.trackers}
        self._found_s = kept.at_s

    def begin(self) -> None:
        """Ask the account; what is known stays until it is known better."""
        self._cancel.set()
        self._cancel, self._number, self._fresh = Cancel(), self._number + 1, set()
        self.running, self.failure, self.notices, self._left = True, "", [], 1
        number, cancel = self._number, self._cancel

        def search() -> None:
            try:
                for sighting in self._catalogue.search(self._target, cancel):
                    self._post(Sighted(number, sighting))
            except PeventsError as error:
                self._post(Ended(number, str(error)))
            else:
                self._post(Ended(number, None))

        self._work(search)

    def see(self, event: Sighted) -> bool:
        """Take in what a search found out; whether it is the search that counts."""
        if event.search != self._number:
            return False
        for each in event.sighting.trackers:
            self._fresh.add(each.arn)
            old = self.known.get(each.arn)
            keep = old is not None and old.tracking_id is not None and not each.is_whole
            self.known[each.arn] = replace(old, status=each.status) if keep and old else each
        self._left = event.sighting.left
        if event.sighting.notice:
            self.notices.append(event.sighting.notice)
        return True

    def end(self, event: Ended) -> bool:
        """Take in that a search is over; whether it is the one that counts."""
        if event.search != self._number:
            return False
        self.running, self.failure = False, event.failure or ""
        if event.failure is None:  # what was not seen again is not there any more
            self.known = {arn: each for arn, each in self.known.items() if arn in self._fresh}
            self._found_s = self._catalogue.now_s()
        return True

    def resolve(self, text: str) -> None:
        """Ask what an ARN names."""
        self.leave_arn()
        self._asking = cancel = Cancel()

        def ask() -> None:
            try:
                self._post(Resolved(text, self._catalogue.resolve(text, self._target, cancel)))
            except AskFailed as error:
                if not cancel.is_set:
                    self._post(Resolved(text, None, str(error)))
            except PeventsError as error:
                self._post(Resolved(text, None, str(error)))

        self._work(ask)

    def leave_arn(self) -> None:
        """Want no answer about an ARN any more."""
        self._asking.set()

    def stop(self) -> None:
        """Ask nothing further."""
        self._cancel.set()
        self._asking.set()

    def whose(self) -> str:
        """Whose trackers they are; the account too, once it is known."""
        arn = read_arn(next(iter(self.known), ""))
        parts = [self._target.label, self._target.region or "no region", f"account {arn.account}" if arn else ""]
        return " · ".join(part for part in parts if part)

    def state(self, fitting: int | None = None) -> str:
        """How much is known, and how old it is, in a sentence.

        Args:
            fitting: How many are shown; None for all.
        """
        count = f"{len(self.known)} tracker{'' if len(self.known) == 1 else 's'}"
        if fitting is not None:
            count = f"{fitting} of {count}"
        if self.running:
            return f"Asking: {count} so far, {self._left} question{'' if self._left == 1 else 's'} left. Esc ends it."
        if self._found_s is None:
            return "Looking for what was found the last time."
        if not self.known:
            return "There is no tracker in this account and region; type a tracking ID, or choose another region."
        return f"{count}, found {age_words(self._catalogue.now_s() - self._found_s)}. ^R asks again."
