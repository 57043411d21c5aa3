"""Command lines as the Windows shell and its programs cut them into words."""

from __future__ import annotations

import re

from pevents_tui.service.paste.shell import Lexer

CARETS = re.compile(r"\^[ \t]*\n|\^\"")
"""What tells that a text was written for that shell."""
_CONTINUED = re.compile(r"\^[ \t]*\n")
_ESCAPED = re.compile(r'\\(["\\])')
_ESCAPED_CARETED = re.compile(r'\^?\\\^?(["\\])')


class WindowsLexer(Lexer):
    """A text and how far it was read: carets escape, single quotes only open a word."""

    def _piece(self, char: str) -> None:
        if char == "^":
            self._caret()
        elif char == '"':
            self._at += 1
            self._double()
        elif char == "'" and self._parts is None:
            self._add(self._until("'", self._at + 1))
        elif char == "\\" and self._text[self._at + 1 : self._at + 3] in {'^"', '"'}:
            self._add('"', len(self._text[self._at : self._at + 3]))
        else:
            self._add(char, 1)

    def _caret(self) -> None:
        continued = _CONTINUED.match(self._text, self._at)
        if continued:
            self._at = continued.end()
        elif self._text.startswith('^"', self._at):
            self._at += 2
            self._double(careted=True)
        else:
            self._add(self._text[self._at + 1 : self._at + 2], 2)

    def _double(self, *, careted: bool = False) -> None:
        """A part in quotes; in careted ones a caret stands before everything that is special."""
        opened = self._at - 1
        self._add("")
        while self._at < len(self._text):
            char = self._text[self._at]
            if careted and char == "^":
                self._at += 1
                char = self._text[self._at : self._at + 1]
                if char == "\n":
                    self._add("\n", 2 if self._text.startswith("\n\n", self._at) else 1)
                    continue
            if char == '"':
                self._at += 1
                return
            if char == "\\":
                found = (_ESCAPED_CARETED if careted else _ESCAPED).match(self._text, self._at)
                self._add(found[1] if found else "\\", len(found[0]) if found else 1)
            else:
                self._add(char, 1)
        self._fail('the quote " is not closed', opened)
