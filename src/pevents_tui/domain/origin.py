"""Origin: what a draft was begun from, to tell whether it differs by now and to go back to it."""

from __future__ import annotations

from dataclasses import dataclass

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsonedit import alike


@dataclass(frozen=True, slots=True)
class Origin:
    """A sample, a file or a call, and the draft that was made of it.

    Attributes:
        name: How it is called: `view-item`, `call 12`.
        draft: As it was loaded, its event ids drawn.
    """

    name: str
    draft: Draft

    def differs(self, draft: Draft) -> bool:
        """Whether a draft is another one by now."""
        return draft.kind != self.draft.kind or not alike(self.draft.body, draft.body)
