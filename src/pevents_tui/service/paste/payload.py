"""The body of a request as it stands in another text: JSON, or a JSON text that holds JSON."""

from __future__ import annotations

import re
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.kinds import KINDS, ROWS_WORDS, kind_of
from pevents_tui.service.paste.fault import PasteFault

_SHOWN = 60
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def join_halves(text: str) -> str:
    """The text with halves of a character that stand side by side as the one character; a lone half stays."""
    if text.isprintable():
        return text
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def draft_of_body(text: str, line: int, *, path: str = "") -> Draft:
    """The draft of a body on the wire.

    Args:
        text: JSON.
        line: Where it stands, for messages.
        path: The URL's, which tells the operation where the body does not.

    Raises:
        PasteFault: it is not a request body.
    """
    try:
        value = parse_json(text)
        if isinstance(value, str) and value.lstrip().startswith("{"):
            value = parse_json(value)
    except JsonFault as fault:
        raise PasteFault(f"the body is not JSON: {fault}: {text[:_SHOWN]}", line) from None
    return draft_of_value(value, line, path=path)


def draft_of_value(value: Any, line: int, *, path: str = "", kind: str | None = None) -> Draft:
    """The draft of a body that was read.

    Args:
        value: What was read.
        line: Where it stands, for messages.
        path: The URL's, which tells the operation where the body does not.
        kind: A name in `KINDS`, where the text around it tells the operation.

    Raises:
        PasteFault: it is not a request body.
    """
    if not isinstance(value, dict):
        raise PasteFault(f"the body is not an object with {ROWS_WORDS}", line)
    by_path = {spec.route: spec.name for spec in KINDS.values()}
    told = kind_of(value)
    try:
        return Draft.of(value, kind or (told.name if told else by_path.get(path.rstrip("/"))))
    except ValueError as error:
        raise PasteFault(str(error), line) from None
