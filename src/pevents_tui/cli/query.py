"""`--query`: a JMESPath expression over what is printed, as in the AWS CLI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.output import Document, json_text, write, write_words, yaml_text


def compiled(expression: str) -> Any:
    """The expression, ready to search.

    Raises:
        UsageFault: it is no JMESPath.
    """
    import jmespath  # noqa: PLC0415 - few commands have a query
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415 - the same

    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        words = " ".join(str(error).split())
        raise UsageFault(f"--query {expression[:60]!r}: {words[:200]}") from None


AT_ONCE = frozenset({"jsonl", "text", "yaml-stream"})
"""Forms in which each document is searched by itself, as soon as it is there."""


class Queried:
    """Documents that are searched, and what was found on standard output.

    In a form of `AT_ONCE` each document is searched by itself as it comes. In any other they are held until all are
    there; one is searched by itself then, several as a list, unless `always_list` says otherwise.

    Args:
        stream: Standard output.
        form: How to print, one of `output.FORMS`; None means JSON.
        query: From `compiled`.
        always_list: What is held is searched as a list, however many there are.
    """

    def __init__(self, stream: TextIO, form: str | None, query: Any, *, always_list: bool = False) -> None:
        self._stream = stream
        self._form = form or "json"
        self._query = query
        self._always_list = always_list
        self._documents: list[Document] = []

    def add(self, document: Document) -> None:
        """Take a document.

        Raises:
            UsageFault: the expression cannot be applied to it.
        """
        if self._form in AT_ONCE:
            self._print(document)
        else:
            self._documents.append(document)

    def close(self) -> None:
        """Print what the expression finds in what was held.

        Raises:
            UsageFault: it cannot be applied to what is there.
        """
        if self._form in AT_ONCE:
            return
        if self._documents and not self._always_list:
            self._print(self._documents[0] if len(self._documents) == 1 else self._documents)
        elif self._always_list:
            self._print(self._documents)

    def _print(self, searched: Document | list[Document]) -> None:
        from jmespath.exceptions import JMESPathError  # noqa: PLC0415 - few commands have a query

        try:
            found = self._query.search(searched)
        except JMESPathError as error:
            raise UsageFault(f"--query: {' '.join(str(error).split())[:200]}") from None
        if self._form in {"text", "table"}:
            write_words(self._stream, list(_lines(found)))
        elif self._form != "off":
            write(self._stream, _printed(found, self._form))


def _printed(value: Any, form: str) -> str:
    if form == "jsonl":
        return "\n".join(json_text(each, indent=None) for each in (value if isinstance(value, list) else [value]))
    if form == "yaml-stream":
        return yaml_text([value])
    return yaml_text(value) if form == "yaml" else json_text(value, indent=4)


def _lines(value: Any) -> Iterator[list[str]]:
    """A value as lines of words, as the AWS CLI prints text: an object's plain members, by name, before its others."""
    if isinstance(value, Mapping):
        inner = [value[name] for name in sorted(value)]
    elif isinstance(value, list):
        inner = value
    else:
        yield [str(value)]
        return
    plain = [str(each) for each in inner if not isinstance(each, Mapping | list)]
    if plain:
        yield plain
    for each in inner:
        if isinstance(each, Mapping | list):
            yield from _lines(each)
