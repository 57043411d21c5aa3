"""The drafts that are shipped: real-looking, for the sandbox, one for each thing a tracker is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from pevents_tui.domain.draft import Draft
from pevents_tui.service.intake import parse_text

SAMPLES = ("view-item", "purchase", "anonymous-view", "watch-video", "take-action", "batch-of-ten")
"""Their names, the one that opens first in front."""


class Samples(Mapping[str, Draft]):
    """The shipped drafts by name, each read when it is asked for."""

    def __getitem__(self, name: str) -> Draft:
        if name not in SAMPLES:
            raise KeyError(name)
        text = files("pevents_tui").joinpath("samples", f"{name}.json").read_text(encoding="utf-8")
        return parse_text(text, name=name)[0].draft

    def __iter__(self) -> Iterator[str]:
        return iter(SAMPLES)

    def __len__(self) -> int:
        return len(SAMPLES)
