"""One recogniser for every way a request is written: data, command lines, code.

>>> recognise("aws personalize-events put-events --tracking-id t --session-id s --event-list eventType=View").summary
'AWS CLI command: PutEvents, 1 event'

Nothing in a text is run, expanded or looked up. What it names beside the request (profile, region, endpoint) is told
in `notices` and not taken over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.service.intake import Source, parse_json_text, parse_yaml_text
from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.found import Found

_Reader = Callable[[str], Found]
MOST_CODE_CHARACTERS = 1_048_576
"""Longest command line or code that is read; a call of ten full rows has a tenth of it."""
LOOKED_FOR = (
    "JSON, JSON Lines, YAML, an aws personalize-events command, boto3 code, a Python dict, a curl command, fetch()"
)
"""Every way a request may be written, in words."""

_BLANK = "\ufeff \t\r\n"
_FENCE = re.compile(r"\A\s*```[^\n`]*(\n.*?)```\s*\Z", re.DOTALL)
_LEAD = re.compile(r"(?:\s|#[^\n]*\n)*")
"""Blank lines and comments before the first line that tells what a text is."""
_COMMAND = re.compile(
    r"^[ \t]*(?:[^\n'\"]{0,80}[$%#>\u276f;|&][ \t]+)?(?:[A-Za-z_]\w{0,80}=\S{0,200}[ \t]+){0,9}"
    r"(?:\S{0,200}/)?(?:aws2?|awslocal|curl)(?:\.exe)?[ \t]",
    re.MULTILINE,
)
_CALL = re.compile(r"\.(?:put_events|put_action_interactions|put_items|put_users|put_actions)\s*\(")
_FETCH = re.compile(r"(?<![\w.$])fetch\s*\(")
_ANNOTATED = re.compile(r"[A-Za-z_]\w*\s*:[\w.\[\], |]+=\s*(?:\{|\[|dict\b)")
_PROGRAM = re.compile(r"(?:import |from |dict\s*\(|[A-Za-z_][\w.]*\s*=[^=])")
_PYTHON_SIGNS = re.compile(r"'|\b(?:True|False|None)\b|datetime|json\.dumps")
_BARE_NAME = re.compile(r"[{,]\s*[A-Za-z_$][\w$]*\s*:")
_YAML = re.compile(
    r"(?!(?:try|else|finally)\s*:)"
    r"(?:[-?]\s|%YAML|---|(?:[\w.-]+|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*')[ \t]*:(?:\s|\Z))"
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text that was understood.

    Attributes:
        form: What it is, in words: `AWS CLI command`.
        sources: The drafts in it, at least one.
        notices: A sentence for each thing that was not taken over.
    """

    form: str
    sources: tuple[Source, ...]
    notices: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What it is and what it holds: `AWS CLI command: PutEvents, 2 events`."""
        drafts = [source.draft for source in self.sources]
        operations = " and ".join(dict.fromkeys(draft.spec.operation for draft in drafts))
        rows = sum(len(draft.rows) for draft in drafts)
        noun = "event" if all(draft.kind == "put-events" for draft in drafts) else "interaction"
        calls = f"{len(drafts)} requests with " if len(drafts) > 1 else ""
        return f"{self.form}: {operations}, {calls}{rows} {noun}{'' if rows == 1 else 's'}"

    @property
    def draft(self) -> Draft:
        """All requests as one draft, where they can be; else the first."""
        return merged([source.draft for source in self.sources]) or self.sources[0].draft

    @property
    def left(self) -> int:
        """How many requests are not in `draft`."""
        whole = merged([source.draft for source in self.sources]) is not None
        return 0 if whole else len(self.sources) - 1


def recognise(text: str, kind: str | None = None, name: str = "text") -> Recognised:
    """What a text is, and the drafts in it.

    Args:
        text: Anything; it may stand in a Markdown fence.
        kind: The operation, where a body does not tell it.
        name: Names the text in messages.

    Raises:
        SourceError: it is not recognised or cannot be read; the message names the place and what was looked for.
    """
    text = text.strip("\ufeff").rstrip()
    fenced = _FENCE.match(text)
    text = fenced[1].rstrip() if fenced else text
    if not text:
        raise SourceError(f"{name}: is empty; it must hold a request body")
    if text.lstrip(_BLANK).startswith(("{", "[")):
        return _bracketed(text, kind, name)
    if len(text) > MOST_CODE_CHARACTERS:
        raise SourceError(f"{name}: more than 1 MiB that is not JSON; give the request as JSON or JSON Lines")
    reader = _reader(text)
    return _data(text, kind, name) if reader is None else _read(reader, text, name)


def merged(drafts: Sequence[Draft]) -> Draft | None:
    """Several requests as one draft of all their rows; None where they differ in anything but their rows."""
    first, *others = drafts
    rows_name = first.spec.rows
    head = {key: value for key, value in first.body.items() if key != rows_name}
    rows = list(first.rows)
    for draft in others:
        if draft.kind != first.kind or {key: value for key, value in draft.body.items() if key != rows_name} != head:
            return None
        rows += draft.rows
    return first if not others else Draft(first.kind, {**first.body, rows_name: rows})


def _bracketed(text: str, kind: str | None, name: str) -> Recognised:
    """JSON, or what begins like it and is Python or JavaScript."""
    try:
        form, sources = parse_json_text(text.lstrip(_BLANK) if text.startswith("\ufeff") else text, kind, name)
    except JsonFault as fault:
        reader = _object_reader(text) if fault.line is not None and len(text) <= MOST_CODE_CHARACTERS else None
        if reader is None:
            raise SourceError(f"{name}: not JSON: {fault}") from None
        return _read(reader, text, name)
    return Recognised(form, tuple(sources))


def _object_reader(text: str) -> _Reader | None:
    """The reader of an object that is not JSON; None where it is neither Python nor JavaScript."""
    from pevents_tui.service.paste.javascript import read_object  # noqa: PLC0415 - JSON needs none of it
    from pevents_tui.service.paste.python import is_python, read_python  # noqa: PLC0415 - the same

    if not (_PYTHON_SIGNS.search(text) and is_python(text)):
        return read_object if _BARE_NAME.search(text) else None

    def either(text: str) -> Found:
        try:
            return read_python(text)
        except PasteFault:
            if not _BARE_NAME.search(text):  # names as keys are Python's too, and no literals there
                raise
            return read_object(text)

    return either


def _reader(text: str) -> _Reader | None:
    """The reader of a text that is a command line or code; None where it is data.

    Its first line tells first, since a value may hold anything that looks like something else.
    """
    lead = _LEAD.match(text)
    told = text[lead.end() :] if lead else text
    if _YAML.match(told) and not _ANNOTATED.match(told):
        return None
    from pevents_tui.service.paste.commands import read_commands  # noqa: PLC0415 - data needs none of it
    from pevents_tui.service.paste.javascript import read_fetch  # noqa: PLC0415 - the same
    from pevents_tui.service.paste.python import read_python  # noqa: PLC0415 - the same

    tests: tuple[tuple[object, _Reader], ...] = (
        (_COMMAND.match(told), read_commands),
        (_CALL.search(told) or _ANNOTATED.match(told), read_python),
        (_FETCH.search(told), read_fetch),
        (_COMMAND.search(told), read_commands),
        (_PROGRAM.match(told), read_python),
    )
    return next((reader for looks, reader in tests if looks), None)


def _read(reader: _Reader, text: str, name: str) -> Recognised:
    try:
        found = reader(text)
    except PasteFault as fault:
        raise SourceError(f"{name}: {fault}") from None
    many, notices = len(found.requests) > 1, tuple(found.notices)
    sources = tuple(
        Source(f"{name} line {each.line}" if many else name, each.draft, () if at else notices)
        for at, each in enumerate(found.requests)
    )
    return Recognised(found.form, sources, notices)


def _data(text: str, kind: str | None, name: str) -> Recognised:
    """YAML, or a JSON text that holds JSON."""
    try:
        inner = parse_json(text)
    except JsonFault:
        inner = None
    if isinstance(inner, str) and inner.lstrip().startswith("{"):
        return _bracketed(inner, kind, name)
    try:
        return Recognised("YAML", tuple(parse_yaml_text(text, kind, name)))
    except SourceError as error:
        lead = _LEAD.match(text)
        if _YAML.match(text, lead.end() if lead else 0):
            raise
        raise SourceError(f"{error}; looked for {LOOKED_FOR}") from None
