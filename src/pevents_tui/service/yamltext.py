"""YAML 1.2 as data only: plain values, no tags, no aliases, bounded depth, times left as text."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, SequenceNode
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.jsontext import MOST_DEPTH, MOST_INT_BITS


class SeveralDocuments(SourceError):
    """A text that holds more than one YAML document."""


class _PlainConstructor(SafeConstructor):
    """Leaves times as the text they are, since the check reads them with their zone."""

    def construct_yaml_int(self, node: Any) -> Any:
        """A whole number that can be written again, also of hexadecimal digits, which Python reads any number of."""
        value = super().construct_yaml_int(node)
        if value.bit_length() > MOST_INT_BITS:
            raise ValueError("a number has too many digits")
        return value


class _Time(str):
    """A time as it is written, to be written so again."""

    __slots__ = ()


class _RoundTripConstructor(RoundTripConstructor):
    """The same, with comments and quotes kept."""


class _RoundTripRepresenter(RoundTripRepresenter):
    """Writes such times as they were."""


_PlainConstructor.add_constructor("tag:yaml.org,2002:int", _PlainConstructor.construct_yaml_int)
_TIME = "tag:yaml.org,2002:timestamp"
_PlainConstructor.add_constructor(_TIME, lambda loader, node: loader.construct_scalar(node))
_RoundTripConstructor.add_constructor(_TIME, lambda loader, node: _Time(loader.construct_scalar(node)))
_RoundTripRepresenter.add_representer(_Time, lambda dumper, time: dumper.represent_scalar(_TIME, str(time)))
_INDENTED_LIST = re.compile(r"(?m)^( *)[^\s#-][^\n]*:[ \t]*(?:#[^\n]*)?\n(?: *#[^\n]*\n|\n)*\1 +- ")


def parse_yaml(text: str) -> Any:
    """The value of one YAML document.

    Raises:
        SourceError: not YAML, several documents, an alias, a tag, a key twice, or nested too deeply; with its place.
    """
    try:
        _refuse_tricks(text)
        yaml = YAML(typ="safe", pure=True)
        yaml.Constructor = _PlainConstructor
        return yaml.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        if "another document" in str(error.problem):
            raise SeveralDocuments(f"not YAML of one document: another one begins{place}") from None
        raise SourceError(f"not YAML: {_problem(error)}{place}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise SourceError(f"not YAML: {str(error).splitlines()[0] if str(error) else type(error).__name__}") from None


def set_in_yaml(text: str, name: str, value: str) -> str:
    """A mapping's text with one key set, comments and order kept.

    Args:
        text: Text that `parse_yaml` reads.
        name: The key.
        value: A text.
    """

    def change(values: Any) -> None:
        values[name] = value

    return edit_yaml(text, change)


def compose_yaml(text: str) -> Any:
    """The nodes of a text that `parse_yaml` reads, with their places; None where there are none."""
    try:
        return YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, ValueError, RecursionError):
        return None


def lines_of(text: str, places: Iterable[Sequence[Any]]) -> list[int | None]:
    """The lines, from 1, that members stand in; of the nearest one above where one is not there.

    Args:
        text: YAML, which is read once however many places there are.
        places: The keys of mappings, and numbers from 0 in lists, of each from the outside in.
    """
    root, known = compose_yaml(text), {}

    def pairs_of(node: Any) -> dict[str, tuple[Any, Any]]:
        if id(node) not in known:
            pairs = node.value if isinstance(node, MappingNode) else []
            known[id(node)] = {str(key.value): (key, value) for key, value in pairs}
            if isinstance(node, SequenceNode):
                known[id(node)] = {str(at): (each, each) for at, each in enumerate(node.value)}
        return known[id(node)]

    lines: list[int | None] = []
    for place in places:
        node, line = root, None
        for name in place:
            found = pairs_of(node).get(str(name))
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        lines.append(line)
    return lines


def edit_yaml(text: str, change: Callable[[Any], None]) -> str:
    """A mapping's text after a change, comments and order kept where they can be.

    Args:
        text: Text that `parse_yaml` reads.
        change: Changes the mapping in place.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    values = yaml.load(text)
    values = CommentedMap() if values is None else values
    change(values)
    written = io.StringIO()
    yaml.dump(values, written)
    return written.getvalue()


def merge_into_yaml(text: str, value: Any) -> str:
    """A document's text with another value in it: what stays the same keeps its place, its form and its comments.

    Args:
        text: Text that `parse_yaml` reads.
        value: Of JSON's types.
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.Constructor, yaml.Representer = _RoundTripConstructor, _RoundTripRepresenter
    if _INDENTED_LIST.search(text):
        yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.explicit_start = text.startswith("---")
    written = io.StringIO()
    yaml.dump(_merged(yaml.load(text), value), written)
    return written.getvalue()


def _merged(there: Any, value: Any) -> Any:
    """A loaded value turned into another one, changed only where they differ."""
    if isinstance(value, dict):
        return _merged_map(there if isinstance(there, CommentedMap) else CommentedMap(), value)
    if isinstance(value, list):
        return _merged_list(there if isinstance(there, CommentedSeq) else CommentedSeq(), value)
    return DoubleQuotedScalarString(value) if isinstance(value, str) else value


def _merged_map(there: CommentedMap, value: dict[str, Any]) -> CommentedMap:
    for name in [name for name in there if name not in value]:
        del there[name]
    for name, inner in value.items():
        if name not in there or not _same(there[name], inner):
            there[name] = _merged(there.get(name), inner)
    return there


def _merged_list(there: CommentedSeq, value: list[Any]) -> CommentedSeq:
    del there[len(value) :]
    for at, inner in enumerate(value):
        if at >= len(there):
            there.append(_merged(None, inner))
        elif not _same(there[at], inner):
            there[at] = _merged(there[at], inner)
    return there


def _same(there: Any, value: Any) -> bool:
    """Whether a loaded value stands for another one, types included."""
    if isinstance(there, dict) and isinstance(value, dict):
        return list(there) == list(value) and all(_same(there[name], value[name]) for name in value)
    if isinstance(there, list) and isinstance(value, list):
        return len(there) == len(value) and all(map(_same, there, value))
    kinds = (bool, str, int, float, type(None))
    alike = any(isinstance(there, kind) and isinstance(value, kind) for kind in kinds[1:])
    return alike and isinstance(there, bool) == isinstance(value, bool) and bool(there == value)


def _problem(error: MarkedYAMLError) -> str:
    return str(error.problem or error.context or "it cannot be read").splitlines()[0]


def _refuse_tricks(text: str) -> None:
    """Look at the events before anything is built.

    Raises:
        SourceError: an alias, a tag, or nesting deeper than `MOST_DEPTH`.
    """
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        place = f"at line {event.start_mark.line + 1}"
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            raise SourceError(f"anchors and aliases are not read, {place}")
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) not in {"!", "None"}:
            raise SourceError(f"tags such as {str(tag)[:40]} are not read, {place}")
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise SourceError(f"nested deeper than {MOST_DEPTH} levels, {place}")
