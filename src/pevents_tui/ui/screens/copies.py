"""Copies: the calls or the draft as a text, and what is said once it was copied."""

from __future__ import annotations

from dataclasses import dataclass

_MOST_OSC_52 = 74_994
"""How many bytes of a clipboard many terminals take from a program. Source: xterm's and hterm's limit of 100,000 in
base64."""


@dataclass(frozen=True, slots=True)
class Written:
    """Calls or a draft as text.

    Attributes:
        text: All of it; empty where it could not be written.
        note: A sentence on what it is; empty where nothing is to be said.
        failure: Why it could not be written; empty where it could.
    """

    text: str
    note: str = ""
    failure: str = ""


def copied_words(title: str, written: Written) -> str:
    """What is said after a copy, which no terminal confirms."""
    size = len(written.text.encode())
    told = f"Copied as {title}, {size:,} bytes."
    if written.note:
        told += " " + written.note
    if size > _MOST_OSC_52:
        return f"{told} Many terminals take no more than {_MOST_OSC_52:,} from a program: save it with F9 instead."
    return f"{told} Where nothing arrives, the terminal does not let programs copy: save it with F9."
