"""Everything on standard output: data, as lines of text, JSON, YAML or a table."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from pevents_tui.domain.visible import UNSAFE, visible

FORMS = ("json", "jsonl", "yaml", "yaml-stream", "text", "table")
"""Ways to print data: `jsonl` and `yaml-stream` are a document after the other, each as soon as it is there."""

Document = Mapping[str, Any]
"""One thing to print, of JSON's types."""

_PLAIN_YAML = re.compile(r"[A-Za-z][A-Za-z0-9_/.@-]{0,200}")
_YAML_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """The value as JSON; non-ASCII stays readable, what a terminal would obey is escaped as JSON escapes it."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return text if text.isprintable() else UNSAFE.sub(_json_escape, text)


def yaml_text(value: Any) -> str:
    """The value as YAML in block style; texts that YAML could take for something else are quoted."""
    return "\n".join(_yaml_lines(value))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        title: Its heading.
        width: Characters it takes at least; a longer value pushes what follows to the right.
        text: A document's text in it.
    """

    title: str
    width: int
    text: Callable[[Document], str]


class Listing:
    """Documents on standard output, each as soon as it is there.

    As JSON and YAML, one document stands alone and several are a list, unless `always_list` says otherwise.

    Args:
        stream: Standard output.
        form: One of `FORMS`; None prints nothing.
        line: A document as text.
        columns: A document as a row of a table.
        always_list: One document is a list too.
        paint: Colours a document's line of text or row, see `colour.painter`; None where nothing is coloured.
    """

    def __init__(
        self,
        stream: TextIO,
        form: str | None,
        line: Callable[[Document], str],
        columns: Sequence[Column],
        *,
        always_list: bool = False,
        paint: Callable[[Document, str], str] | None = None,
    ) -> None:
        self._stream = stream
        self._form = form
        self._line = line
        self._columns = columns
        self._always_list = always_list
        self._paint = paint
        self._held: Document | None = None
        self._listed = 0

    def add(self, document: Document) -> None:
        """Print a document; the first one of JSON or YAML waits, since whether it stands alone is told by the next."""
        if self._form == "text":
            self._write(self._painted(document, visible(self._line(document), lines=True)))
        elif self._form == "table":
            self._add_row(document)
        elif self._form == "jsonl":
            self._write(json_text(document, indent=None))
        elif self._form == "yaml-stream":
            self._write(yaml_text([document]))
        elif self._form is not None:
            held, self._held = self._held, document
            if held is not None:
                self._add_element(held)

    def close(self) -> None:
        """Print what waited and what closes the list."""
        if self._form not in {"json", "yaml"}:
            return
        held, self._held = self._held, None
        if held is not None and not self._listed and not self._always_list:
            self._write(json_text(held) if self._form == "json" else yaml_text(held))
            return
        if held is not None:
            self._add_element(held)
        if not self._listed:
            self._write("[]")
        elif self._form == "json":
            self._write("\n]")

    def _add_element(self, document: Document) -> None:
        if self._form == "yaml":
            self._write(yaml_text([document]))
        else:
            body = json_text(document).replace("\n", "\n  ")
            self._write(("[\n  " if not self._listed else ",\n  ") + body, end="")
        self._listed += 1

    def _add_row(self, document: Document) -> None:
        if not self._listed:
            self._write(_aligned([column.title.upper() for column in self._columns], self._columns))
        self._write(self._painted(document, table_row(document, self._columns)))
        self._listed += 1

    def _painted(self, document: Document, line: str) -> str:
        return line if self._paint is None else self._paint(document, line)

    def _write(self, text: str, end: str = "\n") -> None:
        self._stream.write(text + end)
        self._stream.flush()


def write(stream: TextIO, text: str) -> None:
    """Lines of text on standard output; control characters in them are shown, not obeyed."""
    stream.write(visible(text.rstrip("\n"), lines=True) + "\n")
    stream.flush()


def write_raw(stream: TextIO, text: str) -> None:
    """A piece of a document on standard output, exactly; a person's terminal gets its control characters shown."""
    stream.write(visible(text, lines=True) if stream.isatty() else text)


def write_words(stream: TextIO, lines: Sequence[Sequence[str]]) -> None:
    """Lines of words on standard output, a tab between two; control characters in the words are shown, not obeyed."""
    stream.write("".join("\t".join(map(visible, words)) + "\n" for words in lines))
    stream.flush()


def table_row(document: Document, columns: Sequence[Column]) -> str:
    """A document as one line of aligned cells."""
    return _aligned([visible(column.text(document)) for column in columns], columns)


def _aligned(cells: Sequence[str], columns: Sequence[Column]) -> str:
    return "  ".join(cell.ljust(column.width) for cell, column in zip(cells, columns, strict=True)).rstrip()


def _json_escape(found: re.Match[str]) -> str:
    return found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}"


def _yaml_lines(value: Any) -> list[str]:
    if isinstance(value, Mapping) and value:
        return [line for name, inner in value.items() for line in _yaml_member(_yaml_scalar(name) + ":", inner)]
    if isinstance(value, list | tuple) and value:
        return [line for inner in value for line in _yaml_element(inner)]
    return [_yaml_scalar(value)]


def _yaml_member(name: str, value: Any) -> list[str]:
    if isinstance(value, Mapping | list | tuple) and value:
        return [name, *(f"  {line}" for line in _yaml_lines(value))]
    return [f"{name} {_yaml_scalar(value)}"]


def _yaml_element(value: Any) -> list[str]:
    first, *rest = _yaml_lines(value)
    return [f"- {first}", *(f"  {line}" for line in rest)]


def _yaml_scalar(value: Any) -> str:
    """A value on one line: JSON, which YAML 1.2 reads, or a bare word where no reader can mistake it."""
    if isinstance(value, str) and _PLAIN_YAML.fullmatch(value) and value.lower() not in _YAML_WORDS:
        return value
    return json_text(value, indent=None)
