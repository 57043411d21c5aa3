"""A reason why a list may not have moved."""

from __future__ import annotations

from dataclasses import dataclass

FOUND, POSSIBLE = "found", "possible"
"""Verdicts: it was looked at and applies; or it may, and nobody could look."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason.

    Attributes:
        verdict: `FOUND` or `POSSIBLE`.
        words: What it is, in a sentence.
        remedy: What to do or to look at; empty for nothing.
        source: Where it is documented.
    """

    verdict: str
    words: str
    remedy: str
    source: str
