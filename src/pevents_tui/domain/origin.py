"""Origin: what a draft was begun from, to tell whether it differs by now and to go back to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsonedit import alike


class Origin(NamedTuple):
    """A template, a file or a call, and the draft that was made of it.

    Attributes:
        name: How it is called: `view-item`, `call 12`.
        draft: As it was loaded, its event ids drawn.
        template: The whole name of the template it is from: `own:shop/view-item`; None where it is from none.
        variables: Variables of its own that the template, or a scenario, defines.
        stamp: Which state of the template's file it is; None where that is not known.
    """

    name: str
    draft: Draft
    template: str | None = None
    variables: Mapping[str, Any] = MappingProxyType({})
    stamp: tuple[int, ...] | None = None

    @property
    def made_of(self) -> str | None:
        """What is kept with a call as what it was made of; None where nothing is, as for shipped samples."""
        if self.template is None:
            return self.name if self.variables else None
        place, _, name = self.template.partition(":")
        return None if place == "samples" else name

    def differs(self, draft: Draft) -> bool:
        """Whether a draft is another one by now."""
        return draft.kind != self.draft.kind or not alike(self.draft.body, draft.body)
