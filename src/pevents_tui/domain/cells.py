"""Texts as cells of a spreadsheet, which must not take them for formulas; and back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet would compute, or that was made safe from it."""
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def safe_cell(text: str) -> str:
    """The text with a quote before what a spreadsheet would take for a formula; numbers stay as they are."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain_cell(text: str) -> str:
    """The text that `safe_cell` made safe."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_line(cells: Iterable[str]) -> str:
    """Cells as one line of CSV with its end, quoted where they have to be. Source: RFC 4180."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(list(cells))  # quotes cells that hold either
    return line.getvalue()[:-2] + "\n"


def read_csv(text: str) -> list[Sequence[str]]:
    """The lines of a CSV text as cells."""
    return list(csv.reader(io.StringIO(text, newline="")))
