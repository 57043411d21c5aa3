"""Command lines as a shell would cut them into words, without a shell: nothing is expanded, looked up or run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from pevents_tui.service.paste.ansi import unescaped
from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.here_documents import HereDocuments

_ENDS_COMMAND = frozenset(";&|()\n")
_BLANKS = frozenset(" \t\r\x0b\x0c")
_PLAIN = re.compile(r"[^\s'\"\\$`;&|()<>^]+")
_CONTINUED = re.compile(r"\\[ \t]*\n(?:[ \t]*>[ \t])?")
_VARIABLE = re.compile(r"\$(?:\w+|[@*#?$!-])")
_ANSI = re.compile(r"\$'((?:\\.|[^'\\])*)'", re.DOTALL)
_REDIRECTION = re.compile(r"<<<|<<-?|[<>]+[&|]?")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command.

    Attributes:
        text: What the program would get.
        line: 1-based line it begins on.
        unknown: What in it only a shell can tell, such as `$USER`; empty where all of it is known.
    """

    text: str
    line: int
    unknown: str = ""


class Lexer:
    """A text and how far it was read, as bash reads it: quotes, continued lines, `$'…'`.

    Args:
        text: Lines ended by a line feed, without prompts.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._commands: list[list[Word]] = []
        self._words: list[Word] = []
        self._parts: list[str] | None = None
        self._began = 0
        self._unknown = ""
        self._redirected = self._reads_lines = False
        self._documents = HereDocuments(text)
        self._counted = (0, 1)

    def commands(self) -> list[list[Word]]:
        """All commands that have a word, each as its words; comments, redirections and here-documents are left out.

        Raises:
            PasteFault: a quote or a bracket is not closed.
        """
        while self._at < len(self._text):
            char = self._text[self._at]
            if char in _BLANKS:
                self._end_word()
                self._at += 1
            elif char in _ENDS_COMMAND:
                self._end_command()
                self._at += 1
                if char == "\n":
                    self._at = self._documents.behind(self._at)
            elif char == "#" and self._parts is None:
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            elif char in "<>":
                self._redirect()
            else:
                self._piece(char)
        self._end_command()
        return self._commands

    def _piece(self, char: str) -> None:
        """One piece of a word: a quoted part, an expansion, or a character."""
        if char == "\\":
            self._backslash()
        elif char == "'":
            self._add(self._until("'", self._at + 1))
        elif char == '"':
            self._at += 1
            self._double()
        elif self._text.startswith("$'", self._at):
            self._ansi()
        elif self._text.startswith('$"', self._at):
            self._at += 2
            self._double()
        elif char in "$`":
            self._expansion()
        else:
            plain = _PLAIN.match(self._text, self._at)
            self._add(plain[0] if plain else char, len(plain[0]) if plain else 1)

    def _backslash(self) -> None:
        continued = _CONTINUED.match(self._text, self._at)
        if continued:
            self._at = continued.end()
        else:
            self._add(self._text[self._at + 1 : self._at + 2], 2)

    def _double(self) -> None:
        """A part in double quotes, from behind the opening one."""
        opened = self._at - 1
        self._add("")
        while self._at < len(self._text):
            char = self._text[self._at]
            if char == '"':
                self._at += 1
                return
            if char == "\\":
                self._escaped()
            elif char in "$`":
                self._expansion()
            else:
                end = re.compile(r'[^"\\$`]+').match(self._text, self._at)
                assert end is not None  # noqa: S101 - the character is none of those
                self._add(end[0], len(end[0]))
        self._fail('the quote " is not closed', opened)

    def _escaped(self) -> None:
        """A backslash in double quotes, which escapes few characters."""
        following = self._text[self._at + 1 : self._at + 2]
        if following == "\n":
            self._at += 2
        elif following in {"$", "`", '"', "\\"}:
            self._add(following, 2)
        else:
            self._add("\\", 1)

    def _ansi(self) -> None:
        """A part as `$'…'`."""
        found = _ANSI.match(self._text, self._at)
        if found is None:
            self._fail("the quote $' is not closed", self._at)
        self._add(unescaped(found[1]), len(found[0]))

    def _expansion(self) -> None:
        """What a shell would put another text for; it stands as it is and is remembered."""
        began, text = self._at, self._text
        if text[began] == "`":
            raw = "`" + self._until("`", began + 1) + "`"
            self._at = began
        elif text[began + 1 : began + 2] in {"{", "("}:
            raw = text[began : self._closing(began + 1)]
        else:
            found = _VARIABLE.match(text, began)
            if found is None:
                self._add("$", 1)
                return
            raw = found[0]
        self._unknown = self._unknown or raw
        self._add(raw, len(raw))

    def _closing(self, opening: int) -> int:
        """Behind the bracket that closes the one at a position; brackets in quotes do not count."""
        depth, at, quote = 0, opening, ""
        while at < len(self._text):
            char = self._text[at]
            if char == "\\" and quote != "'":
                at += 1
            elif quote:
                quote = "" if char == quote else quote
            elif char in "'\"":
                quote = char
            elif char in "({":
                depth += 1
            elif char in ")}":
                depth -= 1
                if depth == 0:
                    return at + 1
            at += 1
        return self._fail(f"${self._text[opening]} is not closed", opening)

    def _redirect(self) -> None:
        """`2>&1`, `> file`, `<<END`: the number before it and the word after it are no words of the command."""
        if self._parts is not None and "".join(self._parts).isdigit():
            self._parts = None
        self._end_word()
        found = _REDIRECTION.match(self._text, self._at)
        assert found is not None  # noqa: S101 - the character is one of those
        self._at = found.end()
        self._redirected, self._reads_lines = True, found[0] in {"<<", "<<-"}

    def _until(self, quote: str, start: int) -> str:
        """The text up to a quote, which is passed."""
        end = self._text.find(quote, start)
        if end < 0:
            self._fail(f"the quote {quote} is not closed", start - 1)
        self._at = end + 1
        return self._text[start:end]

    def _add(self, text: str, length: int = 0) -> None:
        if self._parts is None:
            self._parts, self._began = [], self._at
        self._parts.append(text)
        self._at += length

    def _end_word(self) -> None:
        if self._parts is not None:
            text = "".join(self._parts)
            if not self._redirected:
                self._words.append(Word(text, self._line(self._began), self._unknown))
            elif self._reads_lines:
                self._documents.begin(text)
            self._redirected = self._reads_lines = False
        self._parts, self._unknown = None, ""

    def _end_command(self) -> None:
        self._end_word()
        if self._words:
            self._commands.append(self._words)
        self._words, self._redirected, self._reads_lines = [], False, False

    def _line(self, at: int) -> int:
        """The line of a position; they mostly come in order, so that each line feed is counted once."""
        counted, line = self._counted if at >= self._counted[0] else (0, 1)
        self._counted = (at, line + self._text.count("\n", counted, at))
        return self._counted[1]

    def _fail(self, message: str, at: int) -> NoReturn:
        raise PasteFault(message, self._line(at))
