"""Changes to the text of `targets.yaml` that leave everything else in it as it is, comments included.

A change is made to the lines it is about. Where the text then does not read as what is wanted, since it is written in
another style, the document is written anew with its comments where ruamel.yaml keeps them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from pevents_tui.domain.errors import SourceError
from pevents_tui.service.target_keys import KEYS
from pevents_tui.service.yamltext import compose_yaml, edit_yaml, parse_yaml

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def with_entry(text: str, name: str, entry: Mapping[str, Any]) -> str:
    """The text with an entry: a new one at its end, one that is there changed key by key.

    Args:
        text: All of the file.
        name: The target's name.
        entry: All its keys and values.

    Raises:
        SourceError: the text is not YAML.
    """
    before = _mapping(text)
    if name not in before:
        return _checked(text, {**before, name: dict(entry)}, _appended(text, name, entry), _put(name, entry))
    there = before[name] if isinstance(before[name], dict) else {}
    for key in [*there, *(key.name for key in KEYS if key.name not in there)]:
        value = entry.get(key)
        if there.get(key) != value:
            text = with_value(text, name, key, value)
    return text


def with_value(text: str, name: str, key: str, value: Any) -> str:
    """The text with one key of an entry set; taken away where the value is None.

    Raises:
        SourceError: the text is not YAML.
    """
    before = _mapping(text)
    there = before[name] if isinstance(before.get(name), dict) else {}
    entry = {each: held for each, held in {**there, key: value}.items() if each != key or value is not None}
    changed = _line_changed(text, name, key, value)
    return _checked(text, {**before, name: entry or None}, changed, _set(name, key, value))


def without_entry(text: str, name: str) -> str:
    """The text without an entry.

    Raises:
        SourceError: the text is not YAML.
    """
    before = _mapping(text)
    wanted = {each: value for each, value in before.items() if each != name}
    found = _found(text, name)
    changed = text
    if found is not None:
        lines = text.splitlines(keepends=True)
        first, last = found[0].start_mark.line, _last_line(*found)
        changed = "".join([*lines[:first], *lines[last + 1 :]])

    def change(values: Any) -> None:
        values.pop(name, None)

    return _checked(text, wanted, changed, change)


def _mapping(text: str) -> dict[Any, Any]:
    """The names and entries of a text.

    Raises:
        SourceError: it is not YAML, or something else than names and entries.
    """
    values = parse_yaml(text) if text.strip() else None
    if not isinstance(values, dict | None):
        raise SourceError("must be names, each with keys such as policy: DEV")
    return values or {}


def _checked(text: str, wanted: dict[Any, Any], changed: str, change: Callable[[Any], None]) -> str:
    """The changed text where it reads as wanted, else the whole written anew."""
    try:
        if _mapping(changed) == wanted:
            return changed
    except SourceError:
        pass
    return edit_yaml(text, change)


def _put(name: str, entry: Mapping[str, Any]) -> Callable[[Any], None]:
    def change(values: Any) -> None:
        values[name] = dict(entry)

    return change


def _set(name: str, key: str, value: Any) -> Callable[[Any], None]:
    def change(values: Any) -> None:
        if not isinstance(values.get(name), dict):
            values[name] = {}
        if value is None:
            values[name].pop(key, None)
        elif key in values[name] or not hasattr(values[name], "insert"):
            values[name][key] = value
        else:
            values[name].insert(0, key, value)  # at its end it would come after the comments of what follows
        if not values[name]:
            values[name] = None

    return change


def _appended(text: str, name: str, entry: Mapping[str, Any]) -> str:
    gap = "" if not text.strip() else "\n" if text.endswith("\n") else "\n\n"
    lines = "".join(f"  {key}: {_scalar(value)}\n" for key, value in entry.items())
    return f"{text}{gap}{_scalar(name)}:\n{lines}"


def _line_changed(text: str, name: str, key: str, value: Any) -> str:
    """The text with the line of a key changed, added or taken away; as it is where the entry is written otherwise."""
    found = _found(text, name)
    pairs = found[1].value if found is not None and isinstance(found[1].value, list) else []
    if found is None or not pairs or found[1].flow_style:
        return text
    lines = text.splitlines(keepends=True)
    held = next(((each, node) for each, node in pairs if each.value == key), None)
    if held is None:
        indent = " " * pairs[0][0].start_mark.column
        lines.insert(found[0].start_mark.line + 1, f"{indent}{key}: {_scalar(value)}\n")
    elif value is None:
        del lines[held[0].start_mark.line : _last_line(*held) + 1]
    else:
        start, end = held[1].start_mark, held[1].end_mark
        if start.line != end.line:
            return text
        line = lines[start.line]
        lines[start.line] = line[: start.column] + _scalar(value) + line[end.column :]
    return "".join(lines)


def _found(text: str, name: str) -> tuple[Any, Any] | None:
    """The nodes of an entry's name and value."""
    root = compose_yaml(text)
    pairs = root.value if root is not None and isinstance(root.value, list) and not root.flow_style else []
    return next(((key, value) for key, value in pairs if key.value == name), None)


def _last_line(key: Any, value: Any) -> int:
    """The last line of a key with its value; a mapping's own end mark stands after the comments that follow it."""
    if isinstance(value.value, list) and value.value and not value.flow_style:
        return max(_last_line(*pair) for pair in value.value if isinstance(pair, tuple))
    end = value.end_mark
    return int(max(key.start_mark.line, end.line if end.column else end.line - 1))


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
