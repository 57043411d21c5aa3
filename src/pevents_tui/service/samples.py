"""The drafts that are shipped: real-looking, for the sandbox, one for each thing a tracker is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsontext import parse_json

SAMPLES = ("view-item", "purchase", "anonymous-view", "watch-video", "take-action", "batch-of-ten")
"""Their names, the one that opens first in front."""
FOLDER = Path(__file__).parents[1] / "samples"  # importlib.resources would take 3 ms of the time to the first key
"""Where they are."""


class Samples(Mapping[str, Draft]):
    """The shipped drafts by name, each read when it is asked for."""

    def __getitem__(self, name: str) -> Draft:
        if name not in SAMPLES:
            raise KeyError(name)
        text = FOLDER.joinpath(f"{name}.json").read_text(encoding="utf-8")
        return Draft.of(parse_json(text))

    def __iter__(self) -> Iterator[str]:
        return iter(SAMPLES)

    def __len__(self) -> int:
        return len(SAMPLES)
