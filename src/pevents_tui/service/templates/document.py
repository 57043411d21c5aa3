"""A template's text: read as data, and written again so that comments, order and forms a person chose stay."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError, TemplateError
from pevents_tui.domain.jsonedit import alike
from pevents_tui.domain.jsontext import JsonFault, compact, parse_json
from pevents_tui.domain.kinds import kind_of
from pevents_tui.domain.render import json_of
from pevents_tui.domain.template import Heading, Template, split_block, uncommented, write_block
from pevents_tui.domain.variables import has_variables, is_named
from pevents_tui.domain.yaml_writing import write_yaml
from pevents_tui.service.intake import drafts_of
from pevents_tui.service.templates.folders import read_text

_ABOVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)+")
"""Blank lines and comments before the first key, which a round trip would not keep as they are."""
_KEYS = ("name", "note", "tags", "target", "variables")
_TEXTS = frozenset({"name", "note", "target"})


def read_template(name: str, text: str, *, is_json: bool = False) -> Template:
    """The template of a text.

    Args:
        name: What it is called in messages too.
        text: The whole file.
        is_json: It is JSON, which has no comments.

    Raises:
        TemplateError: there is no request in it; names the place.
    """
    block, rest = ("", text) if is_json else split_block(text)
    heading, problem = read_heading(block)
    try:
        sources = drafts_of(_value(rest, is_json, block.count("\n")), None, name)
    except SourceError as error:
        raise TemplateError(str(error) if str(error).startswith(name) else f"{name}: {error}") from None
    if len(sources) != 1:
        raise TemplateError(f"{name}: holds {len(sources)} requests; a template is one, a scenario lists several")
    return Template(name, heading, _decoded(sources[0].draft), problem)


def heading_of(path: Path) -> Heading:
    """What the comments on top of a file tell; nothing where they tell nothing, or cannot be read."""
    with suppress(TemplateError):
        return read_heading(split_block(read_text(path))[0])[0]
    return Heading()


def read_heading(block: str) -> tuple[Heading, str | None]:
    """What a comment block tells, and what is wrong with it; then it counts for nothing.

    Args:
        block: The lines with their `#`.
    """
    if not block.strip("# \t\r\n"):
        return Heading(), None
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        value = parse_yaml(uncommented(block))
    except SourceError as error:
        return Heading(), f"the comments on top are {error}"
    if not isinstance(value, Mapping):
        return Heading(), "the comments on top are a text, not name, note, tags, target and variables"
    return _heading(value)


def write_template(draft: Draft, heading: Heading, old: str | None = None, *, is_json: bool = False) -> str:
    """The text of a template.

    Args:
        draft: The request.
        heading: What the comments shall tell.
        old: The file's text until now, of which everything stays that can; None for a new file.
        is_json: Written as JSON, which has no comments.
    """
    draft = encoded(draft)
    body = dict(draft.body) if kind_of(draft.body) is draft.spec else {"kind": draft.kind, "body": draft.body}
    if is_json:
        return json_of(body)
    block, rest = split_block(old or "")
    told, problem = read_heading(block)
    if told != heading or (old is None):
        block = write_block(heading) + (f"\n{block}" if problem else "")
    return block + _merged(rest, body)


def as_template(draft: Draft) -> Draft:
    """A draft without what was drawn for it alone: its event ids, unless a variable draws them."""
    for index, row in enumerate(draft.rows):
        if isinstance(row, Mapping) and not (isinstance(row.get("eventId"), str) and has_variables(row["eventId"])):
            draft = draft.remove((draft.spec.rows, index, "eventId"))
    return draft


def with_heading(text: str, heading: Heading) -> str:
    """A template's text with another heading."""
    block, rest = split_block(text)
    told, problem = read_heading(block)
    return text if told == heading else write_block(heading) + (f"\n{block}" if problem else "") + rest


def _value(text: str, is_json: bool, above: int) -> Any:
    """The value of the request's text.

    Raises:
        SourceError: it cannot be read.
    """
    if is_json:
        try:
            return parse_json(text)
        except JsonFault as fault:
            raise SourceError(f"not JSON: {fault}") from None
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        return parse_yaml("\n" * above + text)  # so that a fault tells its line in the file
    except SourceError as error:
        hint = '; a variable stands in quotes: "{{ uuid }}"' if "{{" in text else ""
        raise SourceError(f"{error}{hint}") from None


def _merged(rest: str, body: Any) -> str:
    """The request's text with another body, comments kept; written anew where they cannot be."""
    if not rest.strip():
        return rest + write_yaml(body)
    from pevents_tui.service.yamltext import merge_into_yaml, parse_yaml  # noqa: PLC0415 - as above

    try:
        old = parse_yaml(rest)
        body = _as_before(old, body)
        if alike(old, body):
            return rest
        above = _ABOVE.match(rest)
        start = above.end() if above else 0
        merged = rest[:start] + merge_into_yaml(rest[start:], body)
        if alike(parse_yaml(merged), body):
            return merged
    except (SourceError, ValueError, TypeError, AttributeError, LookupError):
        pass  # a form that cannot be kept: what it says is, below
    return write_yaml(body)


def _decoded(draft: Draft) -> Draft:
    """The draft with encoded properties as the objects they are, where those go out as the same text."""
    for index, row in enumerate(draft.rows):
        text = row.get("properties") if isinstance(row, Mapping) else None
        if isinstance(text, str) and text.startswith("{"):
            with suppress(JsonFault, ValueError):
                if compact(value := parse_json(text)) == text:
                    draft = draft.put((draft.spec.rows, index, "properties"), value)
    return draft


def encoded(draft: Draft) -> Draft:
    """The draft with properties as the text that the AWS CLI wants them in."""
    for index, row in enumerate(draft.rows):
        value = row.get("properties") if isinstance(row, Mapping) else None
        if isinstance(value, Mapping):
            with suppress(ValueError, TypeError, RecursionError):
                if alike(parse_json(text := compact(value)), value):
                    draft = draft.put((draft.spec.rows, index, "properties"), text)
    return draft


def _as_before(old: Any, body: Any) -> Any:
    """The body with properties as objects where a person wrote them so."""
    draft = Draft.of(body) if kind_of(body) else None
    before = old.get(draft.spec.rows) if draft and isinstance(old, Mapping) else None
    if draft is None or not isinstance(before, list):
        return body
    kept = [index for index, row in enumerate(before) if isinstance(row, Mapping) and _holds_object(row)]
    whole = _decoded(draft)
    for index in kept:
        if isinstance(whole.get(path := (draft.spec.rows, index, "properties")), Mapping):
            draft = draft.put(path, whole.get(path))
    return dict(draft.body)


def _holds_object(row: Mapping[Any, Any]) -> bool:
    return isinstance(row.get("properties"), Mapping)


def _heading(value: Mapping[Any, Any]) -> tuple[Heading, str | None]:
    heading, told = Heading(), "the comments on top"
    for key, inner in value.items():
        if key not in _KEYS:
            return Heading(), f"{told}: {str(key)[:40]!r} is none of {', '.join(_KEYS)}"
        if inner is None:
            continue
        if key in _TEXTS:
            if not isinstance(inner, str | int | float):
                return Heading(), f"{told}: {key} must be a text"
            heading = _with_text(heading, key, str(inner))
        elif key == "tags":
            if not isinstance(inner, list) or not all(isinstance(tag, str | int | float) for tag in inner):
                return Heading(), f"{told}: tags must be a list of words, such as [shop, checkout]"
            heading = replace(heading, tags=tuple(map(str, inner)))
        elif problem := variables_problem(inner):
            return Heading(), f"{told}: {problem}"
        else:
            heading = replace(heading, variables=dict(inner))
    return heading, None


def _with_text(heading: Heading, key: str, text: str) -> Heading:
    if key == "name":
        return replace(heading, title=text)
    return replace(heading, note=text) if key == "note" else replace(heading, target=text)


def variables_problem(value: Any) -> str | None:
    """What is wrong with a list of variables; None where nothing is."""
    if not isinstance(value, Mapping):
        return "variables must be names and values"
    for name, inner in value.items():
        if not isinstance(name, str) or not is_named(name):
            return f"{str(name)[:40]!r} cannot be a variable's name"
        if not isinstance(inner, str | int | float | None):
            return f"the variable {name} must be a text, a number, true, false or nothing"
    return None
