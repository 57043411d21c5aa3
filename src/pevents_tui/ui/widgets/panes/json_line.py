"""A line of JSON with keys, texts and numbers told apart."""

from __future__ import annotations

import re

from textual.content import Content

JSON_TOKEN = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<text>"(?:[^"\\]|\\.)*"?)|(?P<word>-?\d[\d.eE+-]*|true|false|null)'
)
"""What has a colour of its own in JSON text; a text may end before its second quote."""
_STYLES = {"key": "$primary", "text": "$success", "word": "$accent"}
_VARIABLE = "bold $text-warning"
"""How a text is written in which a variable stands that is not resolved."""


def json_line(text: str) -> Content:
    """A line of JSON text in its colours.

    Args:
        text: Without a line feed, and without what a terminal would obey.
    """
    content, at = [], 0
    for match in JSON_TOKEN.finditer(text):
        style = _VARIABLE if match["text"] and "{{" in match[0] else _STYLES[str(match.lastgroup)]
        content += [Content(text[at : match.start()]), Content.styled(match[0], style)]
        at = match.end()
    content.append(Content(text[at:]))
    return Content("").join(content)
