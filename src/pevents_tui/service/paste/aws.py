"""`aws personalize-events put-…` command lines as the requests they would send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.fields import FieldSpec, fields_of
from pevents_tui.domain.jsontext import JsonFault, parse_json
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.shorthand import ShorthandFault, fitted, parse_shorthand
from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.found import Found, Request
from pevents_tui.service.paste.shell import Word

PROGRAMS = frozenset({"aws", "aws.exe", "aws2", "awslocal"})
"""What the AWS CLI is called by."""
_SERVICE = "personalize-events"
_PLACES = {"--profile": "profile", "--region": "region", "--endpoint-url": "endpoint"}
_VALUED = frozenset(
    {
        *_PLACES,
        "--output",
        "--query",
        "--color",
        "--ca-bundle",
        "--cli-read-timeout",
        "--cli-connect-timeout",
        "--cli-binary-format",
        "--cli-error-format",
    }
)
_FLAGS = frozenset(
    {
        "--debug",
        "--no-verify-ssl",
        "--no-paginate",
        "--no-sign-request",
        "--no-cli-pager",
        "--cli-auto-prompt",
        "--no-cli-auto-prompt",
        "--generate-cli-skeleton",
        "--v2-debug",
    }
)
_INPUTS = ("--cli-input-json", "--cli-input-yaml")


def read_aws(commands: list[list[Word]]) -> Found:
    """The requests of those commands that put something to personalize-events.

    Args:
        commands: Each begins with the word `aws`.

    Raises:
        PasteFault: none of them does, or one cannot be read.
    """
    found = Found("AWS CLI command")
    for command in commands:
        options, operation = _parted(command)
        if operation is None:
            found.left_out(" ".join(word.text for word in command[:3]))
            continue
        found.requests.append(Request(_draft(options, operation), command[0].line))
        found.not_taken((_PLACES[name], words[-1].text) for name, words in options.items() if name in _PLACES and words)
    if not found.requests:
        raise PasteFault(f"there is no `aws {_SERVICE} put-…` among the commands", commands[0][0].line)
    return found


def _parted(command: list[Word]) -> tuple[dict[str, list[Word]], Word | None]:
    """The options with their words, and the operation; None where it is another service's."""
    options: dict[str, list[Word]] = {}
    plain: list[Word] = []
    words = iter(command[1:])
    last: list[Word] | None = None
    wanted = 0
    for word in words:
        if word.text.startswith("--") and not wanted:
            name, equals, value = word.text.partition("=")
            last = options.setdefault(name, [])
            last.extend([Word(value, word.line, word.unknown)] if equals else [])
            wanted = int(not equals and (name in _VALUED or name in _INPUTS))
        elif last is None or (not wanted and len(plain) < 2):
            plain.append(word)
        else:
            last.append(word)
            wanted = 0
    if not plain or plain[0].text != _SERVICE:
        return options, None
    if len(plain) < 2:
        raise PasteFault(f"no operation follows {_SERVICE}", plain[0].line)
    return options, plain[1]


def _draft(options: Mapping[str, list[Word]], operation: Word) -> Draft:
    kind = operation.text
    if kind not in KINDS:
        raise PasteFault(f"{_named(kind)} is not an operation known here: {' and '.join(KINDS)} are", operation.line)
    members = {_flag(spec): spec for spec in fields_of(kind) if len(spec.path) == 1}
    body: dict[str, Any] = {}
    for name in _INPUTS:
        if name in options:
            body = _input(name, _single(name, options[name], operation.line))
    for name, words in options.items():
        if name in members:
            body[str(members[name].path[0])] = _value(name, members[name], words, kind, operation.line)
        elif name not in _VALUED and name not in _FLAGS and name not in _INPUTS:
            line = words[0].line if words else operation.line
            raise PasteFault(f"{_named(name)} is no option of {kind}; it has {', '.join(members)}", line)
    return Draft(kind, body)


def _value(name: str, spec: FieldSpec, words: list[Word], kind: str, line: int) -> Any:
    if spec.form != "rows":
        return _known(name, _single(name, words, line))
    if not words:
        raise PasteFault(f"{name} has no value", line)
    texts = [_known(name, word) for word in words]
    # As with the AWS CLI, the first word tells how all are written.
    if not texts[0].lstrip().startswith(("{", "[")):
        field = str(spec.path[0])
        return [fitted(_shorthand(name, word), kind, (field, at)) for at, word in enumerate(words)]
    values = [_json(name, word) for word in words]
    return values[0] if len(values) == 1 and isinstance(values[0], list) else values


def _single(name: str, words: list[Word], line: int) -> Word:
    """The one word of an option; of an option given twice the last, as the AWS CLI has it."""
    if not words:
        raise PasteFault(f"{name} has no value", line)
    return words[-1]


def _known(name: str, word: Word) -> str:
    """The word's text, where it is all there.

    Raises:
        PasteFault: it names a file, or holds what only a shell can tell.
    """
    if word.unknown:
        raise PasteFault(f"{name}: only a shell can tell what {_named(word.unknown)} stands for", word.line)
    if word.text.startswith(("file://", "fileb://")):
        path = word.text.partition("://")[2]
        raise PasteFault(f"{name} names a file, which is not read from here: open {_named(path)} itself", word.line)
    return word.text


def _input(name: str, word: Word) -> dict[str, Any]:
    text = _known(name, word)
    if name == "--cli-input-json":
        value = _json(name, word)
    else:
        from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

        try:
            value = parse_yaml(text)
        except SourceError as error:
            raise PasteFault(f"{name}: {error}", word.line) from None
    if not isinstance(value, dict):
        raise PasteFault(f"{name} is not an object", word.line)
    return value


def _json(name: str, word: Word) -> Any:
    try:
        return parse_json(word.text)
    except JsonFault as fault:
        _misread(name, word, f"not JSON: {fault}")


def _shorthand(name: str, word: Word) -> dict[str, Any]:
    try:
        return parse_shorthand(word.text.rstrip("\r\n"))
    except ShorthandFault as fault:
        _misread(name, word, f"neither JSON nor shorthand: {fault}")


def _misread(name: str, word: Word, why: str) -> NoReturn:
    raise PasteFault(f"{name}: {why}: {_named(word.text)}", word.line) from None


def _flag(spec: FieldSpec) -> str:
    """A member as the AWS CLI's option: `--event-list`."""
    return "--" + "".join(f"-{char.lower()}" if char.isupper() else char for char in str(spec.path[0]))


def _named(text: str) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else text[:60] + "…"
