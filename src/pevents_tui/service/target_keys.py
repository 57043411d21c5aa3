"""The keys of a saved target: what each is for, which values it takes, and how a value is read from a line of text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pevents_tui.domain.arn import dataset_rows, read_arn
from pevents_tui.domain.errors import SourceError
from pevents_tui.domain.plan import Policy

_MOST_TEXT = 1_000
_MOST_S = 86_400
_MOST_RATE = 1_000
_MOST_PAIRS = 100
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
POLICIES = tuple(policy.value for policy in Policy)
"""The policies by their words."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: As it stands in the file: a field of `Target`.
        title: What it is called.
        wants: What its value must be, to follow "must be".
        form: `text`, `number`, `switch` or `pairs`.
        passes: Whether a value, not None, can be used.
    """

    name: str
    title: str
    wants: str
    form: str
    passes: Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _MOST_TEXT and value.isprintable()


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_time(value: Any) -> bool:
    return _is_number(value) and 0 <= value <= _MOST_S


def _is_rate(value: Any) -> bool:
    return _is_number(value) and 0 < value <= _MOST_RATE


def _is_policy(value: Any) -> bool:
    return isinstance(value, str) and value.upper() in POLICIES


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_endpoint(value: Any) -> bool:
    try:
        parts = urlsplit(value) if _is_text(value) else None
        return parts is not None and parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in value
    except ValueError:
        return False


def _is_pairs(value: Any) -> bool:
    from pevents_tui.service.templates.document import variables_problem  # noqa: PLC0415 - few targets have any

    return variables_problem(value) is None and len(value) <= _MOST_PAIRS


def _is_dataset(rows: str) -> Callable[[Any], bool]:
    """Whether a value is the ARN of a dataset of such rows."""

    def passes(value: Any) -> bool:
        arn = read_arn(value) if _is_text(value) else None
        return arn is not None and arn.text == value and dataset_rows(arn) == rows

    return passes


def _of(rows: str) -> str:
    return f"the ARN of a dataset, ending in /{rows.upper()}"


_SECONDS = f"seconds from 0 (no limit) to {_MOST_S}"
_URL = "a URL such as http://127.0.0.1:7373, without a user name or password"
KEYS: tuple[Key, ...] = (
    Key("policy", "Policy", f"one of {', '.join(POLICIES)}", "text", _is_policy),
    Key("label", "Label", "a word to show and to confirm with", "text", _is_text),
    Key("tracking_id", "Tracking ID", "a tracking ID", "text", _is_text),
    Key("items_dataset", "Items dataset", _of("items"), "text", _is_dataset("items")),
    Key("users_dataset", "Users dataset", _of("users"), "text", _is_dataset("users")),
    Key("actions_dataset", "Actions dataset", _of("actions"), "text", _is_dataset("actions")),
    Key("profile", "Profile", "a profile of the AWS config files", "text", _is_text),
    Key("region", "Region", "an AWS region", "text", _is_text),
    Key("endpoint", "Endpoint", _URL, "text", _is_endpoint),
    Key("user_prefix", "User ID prefix", "what every user ID must begin with", "text", _is_text),
    Key("locked", "Locked", "true or false", "switch", _is_switch),
    Key("recorded", "Kept in the history", "true or false", "switch", _is_switch),
    Key("rate_per_s", "Most calls a second", f"a number above 0, up to {_MOST_RATE}", "number", _is_rate),
    Key("session", "Session of new drafts", "new, or a session's ID", "text", _is_text),
    Key("items", "Items CSV", "a CSV file's path", "text", _is_text),
    Key("schema", "Schema .avsc", "an Avro schema file's path", "text", _is_text),
    Key("variables", "Variables", "names and values, such as {size: L, user: qa-ana}", "pairs", _is_pairs),
    Key("ca_bundle", "CA bundle", "a file of certificates", "text", _is_text),
    Key("verify", "Check certificate", "true or false", "switch", _is_switch),
    Key("sign", "Sign calls", "true or false", "switch", _is_switch),
    Key("read_timeout_s", "Read timeout", _SECONDS, "number", _is_time),
    Key("connect_timeout_s", "Connect timeout", _SECONDS, "number", _is_time),
)
"""Every key of a saved target; a test holds them to the fields of `Target`."""
BY_NAME: Mapping[str, Key] = {key.name: key for key in KEYS}
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def fault_of(name: str, value: Any) -> str | None:
    """Why a value cannot be used, in words that follow the key's name; None where it can.

    Args:
        name: A key's name.
        value: From a file or a line; None means not given.
    """
    key = BY_NAME[name]
    if value is None or key.passes(value):
        return None
    hint = "; write it in quotes" if key.form == "text" and not isinstance(value, str | list | dict) else ""
    return f"must be {key.wants}{hint}"


def read_value(name: str, text: str) -> Any:
    """The value that a line of text stands for; None for a blank line, the text itself where it cannot be read.

    Args:
        name: A key's name.
        text: As a person typed it.
    """
    form, given = BY_NAME[name].form, text.strip()
    if not given:
        return None
    if form == "switch":
        return _SWITCHES.get(given.lower(), given)
    if form == "pairs":
        return _read_pairs(given)
    if form == "number":
        try:
            return int(given) if given.isdecimal() else float(given)
        except ValueError:
            return given
    return given.upper() if name == "policy" else given


def value_text(value: Any) -> str:
    """A value as a line of text; blank for None."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping | tuple):
        return ", ".join(f"{name}: {_pair_text(each)}" for name, each in dict(value).items())
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _read_pairs(text: str) -> Any:
    """The names and values of a line such as `size: L, user: qa-ana`."""
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    with suppress(SourceError):
        return parse_yaml(text if text.startswith("{") else f"{{{text} }}")
    return text


def _pair_text(value: Any) -> str:
    known = {*_SWITCHES, "null", "y", "n"}
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in known:
        return value
    return json.dumps(value, ensure_ascii=False)
