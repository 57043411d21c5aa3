"""curl commands as the requests they would post, DevTools' "Copy as cURL" included."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.found import Found, Request
from pevents_tui.service.paste.payload import draft_of_body
from pevents_tui.service.paste.shell import Word

PROGRAMS = frozenset({"curl", "curl.exe"})
"""What curl is called by."""
_DATA = frozenset({"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"})
_SHORT_WITH_VALUE = frozenset("AbcCdDeEFHhKmoPQrtTuUwxXyYz")
_LONG_WITH_VALUE = frozenset(
    {
        "--aws-sigv4",
        "--cacert",
        "--cert",
        "--config",
        "--connect-timeout",
        "--cookie",
        "--header",
        "--key",
        "--max-time",
        "--output",
        "--proxy",
        "--referer",
        "--request",
        "--resolve",
        "--retry",
        "--url",
        "--user",
        "--user-agent",
        "--write-out",
    }
)


def read_curl(commands: list[list[Word]]) -> Found:
    """The requests of curl commands.

    Args:
        commands: Each begins with the word `curl`.

    Raises:
        PasteFault: one has no data, or data that is no request.
    """
    found = Found("curl command")
    for command in commands:
        options = list(_options(command[1:]))
        data = [word for name, word in options if name in _DATA]
        if not data:
            raise PasteFault("the curl command has no --data", command[0].line)
        for word in data:
            _refuse_unknown(word)
        body = "&".join(word.text for word in data)
        url = next((word.text for name, word in options if name in {"", "--url"}), "")
        found.requests.append(Request(draft_of_body(body, data[0].line, path=_path(url)), command[0].line))
        found.not_taken(_places(url, options))
    return found


def _refuse_unknown(word: Word) -> None:
    if word.unknown:
        raise PasteFault(f"--data: only a shell can tell what {word.unknown[:60]} stands for", word.line)
    if word.text.startswith("@"):
        raise PasteFault(f"--data names a file, which is not read from here: open {word.text[1:61]} itself", word.line)


def _options(words: list[Word]) -> Iterator[tuple[str, Word]]:
    """Each option with its value, and each plain word under the empty name; options without a value are left out."""
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word.text.startswith("--"):
            name, equals, value = word.text.partition("=")
            if equals and name in _DATA | _LONG_WITH_VALUE:
                yield name, Word(value, word.line, word.unknown)
            elif name in _DATA | _LONG_WITH_VALUE and at < len(words):
                yield name, words[at]
                at += 1
        elif word.text.startswith("-") and len(word.text) > 1:
            letter, value = _short(word.text)
            if letter and value:
                yield f"-{letter}", Word(value, word.line, word.unknown)
            elif letter and at < len(words):
                yield f"-{letter}", words[at]
                at += 1
        else:
            yield "", word


def _short(text: str) -> tuple[str, str]:
    """The option of a bundle such as `-sSd` that takes a value, and the value glued to it; both may be empty."""
    for at, letter in enumerate(text[1:], 1):
        if letter in _SHORT_WITH_VALUE:
            return letter, text[at + 1 :]
    return "", ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _places(url: str, options: list[tuple[str, Word]]) -> Iterator[tuple[str, str]]:
    """What of the target the command names."""
    for name, word in options:
        parts = word.text.split(":")
        if name == "--aws-sigv4" and len(parts) > 2:
            yield "region", parts[2]
    try:
        host = urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        host = ""
    if host:
        yield "endpoint", host
