"""What comes in becomes drafts: from a file, a stream, a text or a shipped sample's name.

JSON, JSONL and YAML are read here; what other tools write is read in `paste`.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError, why
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.kinds import ROWS_WORDS
from pevents_tui.domain.rows_alone import rows_alone

if TYPE_CHECKING:
    from pevents_tui.service.table_places import TableRows

MOST_DOCUMENT_BYTES = 4_194_304
"""Largest single document read: the most a sandbox takes, and far beyond what a call of ten rows can hold."""
MOST_YAML_CHARACTERS = 524_288
"""Largest YAML document read: it is read fifty times slower than JSON."""
_LINES = (".jsonl", ".ndjson")


class Source(NamedTuple):
    """A draft and where it came from.

    Attributes:
        name: For messages: `calls.jsonl line 3`.
        draft: What stood there.
        notices: A sentence for each thing that stood there and was not taken over.
        variables: Variables of its own that a template defines.
        template: The template's name; None where it is from none.
        given: Plain values by name that a scenario hands on to it.
        target: The name of the saved target that a template is for; empty for whichever is chosen.
        is_table: It is of a table, whose cells are all text until a schema gives them types.
        untyped: What to tell of a table's properties where no schema is known; empty where it has none.
        table: Where its rows stand in a table; None where it is of none.
    """

    name: str
    draft: Draft
    notices: tuple[str, ...] = ()
    variables: Mapping[str, Any] = MappingProxyType({})
    template: str | None = None
    given: Mapping[str, Any] = MappingProxyType({})
    target: str = ""
    is_table: bool = False
    untyped: str = ""
    table: TableRows | None = None


def read_file(path: Path, kind: str | None = None) -> Iterator[Source]:
    """The drafts of a file; JSON Lines and CSV are read as they are asked for, so a long file costs no memory.

    Raises:
        SourceError: it cannot be read, or a document in it cannot; the message names the place.
    """
    try:
        with path.open("rb") as file:
            suffix = path.suffix.lower()
            yield from read_stream(file, kind, str(path), lines=suffix in _LINES, table=suffix == ".csv")
    except OSError as error:
        raise SourceError(f"cannot read {path}: {why(error)}") from None


def read_stream(
    stream: IO[bytes], kind: str | None = None, name: str = "stdin", *, lines: bool = False, table: bool = False
) -> Iterator[Source]:
    """The drafts of a stream of bytes.

    Args:
        stream: UTF-8 text.
        kind: The operation, where the body does not tell it.
        name: Names the stream in messages.
        lines: It is JSON Lines; otherwise a first line that is a whole JSON object, with another below it, tells so.
        table: It is CSV in the layout of a bulk import; otherwise a first line of its names of columns tells so.

    Raises:
        SourceError: a document cannot be read; the message names the place.
    """
    first = _to_next_line(stream)
    head = _strip(first)
    if table or (head[:1] not in b"{[" and b"_ID" in head and b"," in head):
        from pevents_tui.service.bulk import read_bulk, times_told  # noqa: PLC0415 - few sources are tables
        from pevents_tui.service.bulk_layout import is_bulk  # noqa: PLC0415 - the same

        if table or is_bulk(head):
            yield from times_told(read_bulk(stream, kind, name, first), name)
            return
    second = _to_next_line(stream) if not lines and _is_object(head) else b""
    started = first + second
    if lines or _strip(second):
        yield from _read_lines(io.BytesIO(started), stream, kind, name)
        return
    rest = stream.read(MOST_DOCUMENT_BYTES + 1 - len(started)) if len(started) <= MOST_DOCUMENT_BYTES else b""
    yield from parse_text(_decode(started + rest, name), kind, name)


def parse_text(text: str, kind: str | None = None, name: str = "text") -> list[Source]:
    """The drafts of a whole text, however they are written: see `paste.recognise`.

    Raises:
        SourceError: it cannot be read; the message names the place.
    """
    from pevents_tui.service.paste import recognise  # noqa: PLC0415 - it reads data through this module

    return list(recognise(text, kind, name).sources)


def parse_json_text(text: str, kind: str | None = None, name: str = "text") -> tuple[str, list[Source]]:
    """What form of JSON a text is, and its drafts: one document, a list of them, or JSON Lines.

    Args:
        text: It begins with a bracket.
        kind: The operation, where the body does not tell it.
        name: Names the text in messages.

    Raises:
        SourceError: it cannot be read; the message names the place.
        JsonFault: the text of one document is not JSON.
    """
    head, _, tail = text.partition("\n")
    if tail.strip() and _is_object(head.encode("utf-8", "replace")):
        raw = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        return "JSON Lines", list(_read_lines(raw, io.BytesIO(), kind, name))
    return "JSON", drafts_of(parse_json(text), kind, name)


def parse_yaml_text(text: str, kind: str | None = None, name: str = "text") -> list[Source]:
    """The drafts of a YAML document, or of a list in one.

    Raises:
        SourceError: it cannot be read; the message names the place.
    """
    if len(text) > MOST_YAML_CHARACTERS:
        raise SourceError(
            f"{name}: more than {MOST_YAML_CHARACTERS // 1024} KiB of YAML; give it as JSON or JSON Lines"
        )
    from pevents_tui.service.yamltext import SeveralDocuments, parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        value = parse_yaml(text)
    except SeveralDocuments as error:
        raise SourceError(f"{name}: {error}: give one list of them, each behind a -, or a file each") from None
    except SourceError as error:
        raise SourceError(f"{name}: {error}") from None
    return drafts_of(value, kind, name)


def drafts_of(value: Any, kind: str | None = None, name: str = "text") -> list[Source]:
    """The drafts of a value that was read: one request body, or a list of them.

    Raises:
        SourceError: it is neither; the message names the place.
    """
    if isinstance(value, list):
        if not value:
            raise SourceError(f"{name}: is an empty list; it must hold a request body")
        alone = rows_alone(value[0], of_list=True)
        if alone is not None:
            raise SourceError(f"{name}: {alone}")
        places = (f"{name} document {at}" for at in range(1, len(value) + 1))
        return [Source(place, _draft(each, kind, place)) for place, each in zip(places, value, strict=False)]
    return [Source(name, _draft(value, kind, name))]


def _to_next_line(stream: IO[bytes]) -> bytes:
    """The next line that holds something and the blank ones before it; no more of those than a document may have."""
    read, size_bytes = [], 0
    while line := stream.readline(MOST_DOCUMENT_BYTES + 1):
        read.append(line)
        size_bytes += len(line)
        if _strip(line) or size_bytes > MOST_DOCUMENT_BYTES:
            break
    return b"".join(read)


def _strip(line: bytes) -> bytes:
    """What a line holds, without the mark of its order of bytes and the blanks around it."""
    return line.strip().removeprefix(codecs.BOM_UTF8).lstrip()


def _read_lines(started: IO[bytes], stream: IO[bytes], kind: str | None, name: str) -> Iterator[Source]:
    number, found = 0, False
    for part in (started, stream):
        while line := part.readline(MOST_DOCUMENT_BYTES + 1):
            number += 1
            place = f"{name} line {number}"
            text = _decode(line, place).strip("\ufeff \t\r\n")
            if text:
                found = True
                yield Source(place, _draft(_json(text, place), kind, place))
    if not found:
        raise SourceError(f"{name}: is empty; it must hold a request body a line")


def _decode(data: bytes, name: str) -> str:
    if len(data) > MOST_DOCUMENT_BYTES:
        most = MOST_DOCUMENT_BYTES // 1_048_576
        raise SourceError(f"{name}: larger than {most} MiB; give one request body a line (JSON Lines)")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SourceError(f"{name}: not UTF-8 text: byte {error.start + 1} is {data[error.start]:#04x}") from None


def _json(text: str, name: str) -> Any:
    """What a line of JSON Lines holds; a fault in it is told by its column alone, since the name tells the line."""
    try:
        return parse_json(text)
    except JsonFault as fault:
        place = "" if fault.column is None else f" at column {fault.column}"
        raise SourceError(f"{name}: not JSON: {fault.words}{place}") from None


def _is_object(line: bytes) -> bool:
    """Whether a line by itself is a JSON object, which makes what it begins JSON Lines."""
    try:
        return isinstance(parse_json(line.decode("utf-8").strip("\ufeff \t\r\n")), dict)
    except (JsonFault, UnicodeDecodeError):
        return False


def _draft(value: Any, kind: str | None, name: str) -> Draft:
    """The draft of a value that was read: a request body, or one in the envelope `{"kind": …, "body": …}`."""
    if isinstance(value, Mapping) and set(value) == {"kind", "body"}:
        kind, value = value["kind"], value["body"]
        if not isinstance(kind, str):
            raise SourceError(f"{name}: kind must be the name of an operation, such as put-events")
    if not isinstance(value, Mapping):
        raise SourceError(f"{name}: a request body is an object with {ROWS_WORDS}")
    alone = rows_alone(value)
    if alone is not None:
        raise SourceError(f"{name}: {alone}")
    try:
        return Draft.of(_text_keys(value), kind)
    except (ValueError, KeyError) as error:
        reason = f"{error} is not an operation known here" if isinstance(error, KeyError) else str(error)
        raise SourceError(f"{name}: {reason}") from None


def _text_keys(value: Any) -> Any:
    """The value with every key as text; YAML allows numbers and true as keys, a request does not.

    Raises:
        ValueError: two keys become the same text.
    """
    if isinstance(value, Mapping):
        named = {key if isinstance(key, str) else str(key): _text_keys(inner) for key, inner in value.items()}
        if len(named) != len(value):
            raise ValueError("two names in one object are the same text")
        return named
    if isinstance(value, list):
        return [_text_keys(inner) for inner in value]
    return value
