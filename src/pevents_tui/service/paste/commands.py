"""Command lines as the requests they would send: those of the AWS CLI and of curl."""

from __future__ import annotations

import re

from pevents_tui.service.paste import aws, curl
from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.found import Found
from pevents_tui.service.paste.shell import Lexer, Word
from pevents_tui.service.paste.windows import CARETS, WindowsLexer

_PROMPT = re.compile(
    r"^[ \t]*(?:[^\s#'\"][^\n'\"#]{0,80}?#|(?:[^\s#'\"][^\n'\"#]{0,80}?)?[$%>\u276f])[ \t]+(?=(?:\S*/)?(?:aws|curl)\b)",
    re.MULTILINE,
)
_GIVEN = re.compile(r"[A-Za-z_]\w*=")
_PLACES = {
    "AWS_PROFILE": "profile",
    "AWS_REGION": "region",
    "AWS_DEFAULT_REGION": "region",
    "AWS_ENDPOINT_URL": "endpoint",
    "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS": "endpoint",
}


def read_commands(text: str) -> Found:
    """The requests of the commands in a text; other commands are left out and told.

    Raises:
        PasteFault: none of them sends a request, or one cannot be read.
    """
    text = _PROMPT.sub("", text.replace("\r\n", "\n"))
    caret = CARETS.search(text)
    # A caret behind a single quote stands in what bash would pass on as it is.
    lexer = WindowsLexer(text) if caret and "'" not in text[: caret.start()] else Lexer(text)
    others, calls, places = [], [], []
    for command in lexer.commands():
        words = list(command)
        while words and _GIVEN.match(words[0].text):
            name, _, value = words.pop(0).text.partition("=")
            places += [(_PLACES[name], value)] if name in _PLACES else []
        if words and _program(words[0]) in aws.PROGRAMS | curl.PROGRAMS:
            calls.append(words)
        elif words:
            others.append(words)
    if not calls:
        raise PasteFault("there is no aws or curl command in the text", 1)
    read = aws.read_aws if _program(calls[0][0]) in aws.PROGRAMS else curl.read_curl
    programs = aws.PROGRAMS if read is aws.read_aws else curl.PROGRAMS
    found = read([words for words in calls if _program(words[0]) in programs])
    found.not_taken(places)
    for words in [*others, *(words for words in calls if _program(words[0]) not in programs)]:
        found.left_out(" ".join(word.text for word in words[:3]))
    return found


def _program(word: Word) -> str:
    """The name of the program, without its folder."""
    return word.text.replace("\\", "/").rpartition("/")[2].lower()
