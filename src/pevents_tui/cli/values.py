"""Values of `put-*` options as the AWS CLI takes them: JSON, `file://…` or shorthand, one word or several."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pevents_tui.cli.faults import UsageFault
from pevents_tui.domain.errors import why
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.shorthand import ShorthandFault, fitted, parse_shorthand

MOST_FILE_BYTES = 4_194_304
"""Most of a `file://` that is read: far beyond what a call of ten rows can hold."""


def read_text(option: str, word: str) -> str:
    """A text option's value, or the content of the file it names.

    Raises:
        UsageFault: the file cannot be read, or there is no text: an unset variable of the shell, not a wish.
    """
    content = _read_file(option, word)
    text = word if content is None else content
    if not text:
        raise UsageFault(f"{option} is empty: leave it out{_left_out(option)}")
    return text


def read_input(json_word: str | None, yaml_word: str | None) -> dict[str, Any] | None:
    """The request that `--cli-input-json` or `--cli-input-yaml` holds; None where neither is given.

    Raises:
        UsageFault: both are given, or what is given cannot be read or is no object.
    """
    if json_word is not None and yaml_word is not None:
        raise UsageFault("--cli-input-json and --cli-input-yaml: give one of them")
    if json_word is not None:
        option, value = "--cli-input-json", _json("--cli-input-json", read_text("--cli-input-json", json_word))
    elif yaml_word is not None:
        option, value = "--cli-input-yaml", _yaml("--cli-input-yaml", read_text("--cli-input-yaml", yaml_word))
    else:
        return None
    if not isinstance(value, dict):
        raise UsageFault(f"{option}: must be an object that holds the request")
    return value


def read_rows(option: str, words: Sequence[str], kind: str, field: str) -> list[Any]:
    """A list option's rows: one JSON list, or each word a JSON object or shorthand.

    Args:
        option: As the user wrote it: `--event-list`.
        words: At least one.
        kind: A name in `KINDS`.
        field: The wire name of the list: `eventList`.

    Raises:
        UsageFault: a file cannot be read, or a word is neither JSON nor shorthand.
    """
    texts = [read_text(option, words[0])] if len(words) == 1 else list(words)
    # As with the AWS CLI, the first word tells how all are written.
    if not texts[0].lstrip().startswith(("{", "[")):
        return [fitted(_row(option, text), kind, (field, at)) for at, text in enumerate(texts)]
    values = [_json(option, text) for text in texts]
    if len(values) == 1 and isinstance(values[0], list):
        return values[0]
    return values


def _left_out(name: str) -> str:
    """What it means that an option or a member is left out, where that is worth saying."""
    return " to send anonymously" if name in {"--user-id", "userId"} else ""


def _row(option: str, text: str) -> dict[str, Any]:
    """A row that is written in shorthand, nothing of it empty."""
    row = _shorthand(option, text)
    blank = next((name for name, value in row.items() if value == "" and name != "properties"), None)
    if blank is not None:
        raise UsageFault(f"{option}: {blank} is empty: leave it out{_left_out(blank)}")
    return row


def _shorthand(option: str, text: str) -> dict[str, Any]:
    try:
        return parse_shorthand(text.rstrip("\r\n"), lambda word: _read_file(option, word))
    except ShorthandFault as fault:
        raise UsageFault(f"{option}: neither JSON nor shorthand: {fault}: {_shown(text)}") from None


def _json(option: str, text: str) -> Any:
    try:
        return parse_json(text)
    except JsonFault as fault:
        raise UsageFault(f"{option}: not JSON: {fault}: {_shown(text)}") from None


def _yaml(option: str, text: str) -> Any:
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - few requests are YAML
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - the same

    try:
        return parse_yaml(text)
    except SourceError as error:
        raise UsageFault(f"{option}: {error}") from None


def _read_file(option: str, word: str) -> str | None:
    """The text of the file that `file://…` names, None where the word names none.

    Raises:
        UsageFault: it cannot be read, is too long, or is not text.
    """
    if word.startswith("fileb://"):
        raise UsageFault(f"{option}: every field here is text: give file://, not fileb://")
    if not word.startswith("file://"):
        return None
    path = Path(os.path.expandvars(word.removeprefix("file://"))).expanduser()
    try:
        with path.open(encoding="utf-8-sig") as file:
            text = file.read(MOST_FILE_BYTES + 1)
    except (OSError, RuntimeError) as error:
        reason = why(error)
        raise UsageFault(f"{option}: cannot read {path}: {reason}") from None
    except UnicodeDecodeError as error:
        raise UsageFault(f"{option}: {path} is not UTF-8 text: {error.reason}") from None
    except ValueError as error:
        raise UsageFault(f"{option}: cannot read {word!r}: {error}") from None
    if len(text) > MOST_FILE_BYTES:
        raise UsageFault(f"{option}: {path} is larger than {MOST_FILE_BYTES // 1_048_576} MiB")
    return text


def _shown(text: str) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else text[:60] + "…"
