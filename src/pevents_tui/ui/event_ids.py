"""EventIds: which event id a row has, from when it is made until it was accepted, and which one it has then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pevents_tui.domain.draft import Draft


class EventIds:
    """Draws ids, holds them, and lets none come back that was used up.

    Args:
        new_id: Draws one.
    """

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._spare: list[str] = []
        self._next: dict[str, str] = {}

    def spare(self, index: int) -> str:
        """The id for a row whose own was cleared: the same at every keystroke in its fields."""
        while len(self._spare) <= index:
            self._spare.append(self._new_id())
        return self._spare[index]

    def forget_spare(self) -> None:
        """Draw others for rows without an id: rows came, went or changed places."""
        self._spare.clear()

    def spend(self, accepted: Iterable[str]) -> None:
        """Note ids that were accepted: a row that has one is another event from now on."""
        for event_id in accepted:
            if event_id not in self._next:
                self._next[event_id] = self._new_id()

    def given(self, draft: Draft) -> Draft:
        """The draft with an id drawn for each row that names none, to be held until it was accepted."""
        for index, row in enumerate(draft.rows if draft.spec.happens else []):
            if isinstance(row, Mapping) and row.get("eventId", "") == "":
                draft = draft.put((draft.spec.rows, index, "eventId"), self._new_id())
        return draft

    def begun(self, draft: Draft, *, is_theirs: bool) -> Draft:
        """The draft to begin with: with an id for each row, and others than there are where another app has it too."""
        rows = [row for row in draft.rows if is_theirs and isinstance(row, Mapping)]
        names = (str(row.get("eventId") or "") for row in rows)
        self.spend(name for name in names if name and "{{" not in name)
        return self.renewed(self.given(draft))

    def renewed(self, draft: Draft) -> Draft:
        """The draft with the id that follows, always the same, for each that was accepted."""
        for index, row in enumerate(draft.rows if self._next else []):
            if isinstance(row, Mapping) and str(row.get("eventId")) in self._next:
                following = self._following(draft, str(row["eventId"]))
                draft = draft.put((draft.spec.rows, index, "eventId"), following)
        return draft

    def _following(self, draft: Draft, event_id: str) -> str:
        taken = {str(row.get("eventId")) for row in draft.rows if isinstance(row, Mapping)}
        while event_id in self._next:
            event_id = self._next[event_id]
        return self._new_id() if event_id in taken else event_id
