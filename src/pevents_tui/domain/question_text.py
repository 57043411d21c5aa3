"""Ids and names with values as a person types them in one line, and written so that they are read back the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_IDS = re.compile(r'(?:"[^"]*"|[^\s,|])+')
_PARTS = re.compile(r'(?:"[^"]*"|[^;])+')
_ODD_ID = re.compile(r'[\s,|"]|^$')
_ODD_VALUE = re.compile(r'[;"]|^\s|\s$')


def split(text: str) -> tuple[str, ...]:
    """Ids or names parted by commas, bars, blanks or lines, each once; one that holds such a sign is in quotes."""
    return tuple(dict.fromkeys(unquoted(part) for part in _IDS.findall(text)))


def joined(ids: Iterable[str]) -> str:
    """Ids in one line, from which `split` gives the same ones.

    Args:
        ids: Any.
    """
    return ", ".join(_doubled(each) if _ODD_ID.search(each) else each for each in ids)


def parts(text: str) -> list[str]:
    """What semicolons part, but for those in quotes."""
    return [part.strip() for part in _PARTS.findall(text) if part.strip()]


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Names with their values, as in `CATEGORY=kitchen; PRICE=50`; what is none is left out, and quotes stay."""
    for part in parts(text):
        name, sign, value = part.partition("=")
        if sign and name.strip():
            yield name.strip().removeprefix("$"), value.strip()


def paired(values: Iterable[tuple[str, str]]) -> str:
    """Names with values in one line, from which `pairs`, without the quotes, gives the same ones.

    Args:
        values: Any.
    """
    return "; ".join(f"{name}={_doubled(value) if _ODD_VALUE.search(value) else value}" for name, value in values)


def in_quotes(value: str) -> str:
    """A filter parameter's values as the service takes them, each in quotes; those that have them already stay.

    Args:
        value: One value, or several parted by commas.
    """
    return value if value.startswith('"') else ",".join(f'"{each.strip()}"' for each in value.split(","))


def unquoted(text: str) -> str:
    """A text without the quotes around all of it; a quote in it is written twice there.

    Args:
        text: As it was typed.
    """
    inner = text[1:-1]
    whole = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if whole else text


def _doubled(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
