"""Amazon resource names of Personalize, read from what a person types or pastes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARN = re.compile(r"arn:([a-z\d-]+):personalize:([a-z\d-]*):(\d*):([a-z-]+)/([!-~]+)")
"""Source: shape Arn of the service model, narrowed to the form that the Personalize documentation shows."""
_MOST = 256


@dataclass(frozen=True, slots=True)
class Arn:
    """A resource's name everywhere.

    Attributes:
        text: All of it.
        region: The AWS region; empty where the name has none.
        account: Twelve digits; empty where the name has none.
        kind: What it names: `event-tracker`, `dataset`, `dataset-group`, `campaign`.
        name: The resource's own name; a dataset's is `group/TYPE`.
    """

    text: str
    region: str
    account: str
    kind: str
    name: str


def read_arn(text: str) -> Arn | None:
    """The ARN of a Personalize resource that a text is, without blanks around it; None where it is none."""
    text = text.strip()
    found = _ARN.fullmatch(text) if len(text) <= _MOST else None
    return None if found is None else Arn(text, found[2], found[3], found[4], found[5])


def dataset_rows(arn: Arn) -> str:
    """What rows the dataset of an ARN holds, in lower case: `items`, `users`; empty where it is no dataset's."""
    return arn.name.rpartition("/")[2].lower() if arn.kind == "dataset" else ""


def looks_like_arn(text: str) -> bool:
    """Whether a text begins as an ARN does, so that it is no tracking ID."""
    return text.strip().lower().startswith("arn:")
