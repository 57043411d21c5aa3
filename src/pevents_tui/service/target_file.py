"""`targets.yaml`: targets by name, read with everything in it that cannot be used told, and none of that fatal.

An entry with something in it that cannot be used is locked until it is mended: a misspelt `locked` must not open it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pevents_tui.domain.errors import SourceError, why
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service.connection import SANDBOX, is_loopback
from pevents_tui.service.target_keys import BY_NAME, KEYS, fault_of

MOST_BYTES = 131_072
"""A thousand targets; more would keep a first send waiting for seconds."""
_MOST_NAME = 64
_NAMED = ("tracking_id", "items_dataset", "users_dataset", "actions_dataset")
"""The keys that name what a label is for."""
_USUAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""Ways of writing the one host that nearly every server on this machine listens on."""
_FILES = ("items", "schema", "ca_bundle")
"""The keys that hold a path."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the file that cannot be used.

    Attributes:
        name: The target it belongs to; None where it is the file itself.
        text: What is wrong, and where.
    """

    name: str | None
    text: str

    def __str__(self) -> str:
        """The sentence."""
        return self.text


@dataclass(frozen=True)
class Book:
    """What the file holds.

    Attributes:
        targets: The saved targets by name, in the file's order.
        faults: What cannot be used.
        readable: Whether the file could be read at all; one that is not there can.
    """

    targets: Mapping[str, Target] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    readable: bool = True
    _by_tracker: Mapping[str, list[Target]] = field(default_factory=dict, init=False, compare=False, repr=False)
    _by_place: Mapping[str, list[Target]] = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        found: dict[str, list[Target]] = {}
        places: dict[str, list[Target]] = {}
        for target in self.targets.values():
            for address in (target.tracking_id, *target.datasets):
                if address is not None:
                    found.setdefault(tracker_key(address), []).append(target)
            if target.endpoint is not None and is_loopback(target.endpoint):
                places.setdefault(_place_key(target.endpoint), []).append(target)
        object.__setattr__(self, "_by_tracker", found)
        object.__setattr__(self, "_by_place", places)

    def of_tracker(self, tracking_id: str | None) -> list[Target]:
        """The saved targets of a tracker, or of a dataset by its ARN."""
        return [] if tracking_id is None else self._by_tracker.get(tracker_key(tracking_id), [])

    def at_place(self, endpoint: str | None) -> list[Target]:
        """The saved targets at an endpoint on this machine, however its host is written; none for None."""
        return [] if endpoint is None else self._by_place.get(_place_key(endpoint), [])


def tracker_key(tracking_id: str) -> str:
    """What two ways of writing one tracking ID, or one ARN, have in common."""
    return tracking_id.strip().casefold()


def _place_key(endpoint: str) -> str:
    """What the ways of writing one endpoint on this machine have in common: its port, and a host that is unusual."""
    parts = urlsplit(endpoint)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:  # no number of a port: nothing is reached there
        return endpoint
    host = parts.hostname or ""
    return f"{'' if host in _USUAL else host}:{port}"


def read_book(path: Path) -> Book:
    """What a file holds; what cannot be used of it is told by its faults, never raised.

    Args:
        path: `targets.yaml`; paths in it begin at its directory.
    """
    try:
        values = _values(path)
    except _Unreadable as error:
        return Book(faults=(Fault(None, f"{path}: {error}"),), readable=False)
    return _book(path, values)


class _Unreadable(Exception):
    """Why the file cannot be read."""


def _values(path: Path) -> dict[Any, Any]:
    """The file's keys and values.

    Raises:
        _Unreadable: it is no such thing.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        text = data.decode()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _Unreadable(f"cannot be read: {why(error)}") from None
    except UnicodeDecodeError:
        raise _Unreadable("is not UTF-8 text") from None
    if len(data) > MOST_BYTES:
        raise _Unreadable("is larger than 128 KiB")
    values = _parsed(text)
    if not isinstance(values, dict):
        raise _Unreadable("must be names, each with keys such as policy: DEV")
    return values


def _parsed(text: str) -> Any:
    """The document of a text, an empty one where it holds none.

    Raises:
        _Unreadable: it is not YAML.
    """
    if not text.strip():
        return {}
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        values = parse_yaml(text)
    except SourceError as error:
        raise _Unreadable(str(error)) from None
    return {} if values is None else values


def _book(path: Path, values: Mapping[Any, Any]) -> Book:
    targets: dict[str, Target] = {}
    found: list[tuple[tuple[Any, ...], str | None, str]] = []
    for name, entry in values.items():
        fault = name_fault(name)
        if fault is not None:
            found.append(((name,), None, f"{str(name)[:_MOST_NAME]!r} is left out: {fault}"))
            continue
        wrong = list(_faults_of(entry))
        found.extend(((name, *place), name, f"{name}: {text}") for place, text in wrong)
        targets[name] = target_of(name, _usable(entry, wrong), path.parent, locked=bool(wrong))
    return Book(targets, tuple(_placed(path, found)) if found else ())


def name_fault(name: Any) -> str | None:
    """Why a target cannot have a name; None where it can."""
    if not isinstance(name, str):
        return "a name is text; write it in quotes"
    if not name.strip() or name != name.strip() or len(name) > _MOST_NAME or not name.isprintable():
        return f"a name has 1 to {_MOST_NAME} printable characters, and no blanks around it"
    if name.casefold() == SANDBOX:
        return f"{SANDBOX} is the name of the embedded sandbox"
    if name.startswith("-"):
        return "a name that begins with - could not be given in a shell"
    return None


def _faults_of(entry: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What cannot be used of an entry, each with its place in it."""
    if entry is None:
        return
    if not isinstance(entry, dict):
        yield (), "must be keys and values, such as policy: DEV"
        return
    for key, value in entry.items():
        if key not in BY_NAME:
            near = nearest(str(key), BY_NAME)
            meant = f"did you mean {near}?" if near else f"known: {', '.join(BY_NAME)}"
            yield (key,), f"{str(key)[:_MOST_NAME]!r} is not a key; {meant}"
        elif (fault := fault_of(key, value)) is not None:
            yield (key,), f"{key} {fault}"
    if (fault := policy_fault(entry)) is not None:
        yield ("policy",), fault


def policy_fault(entry: Mapping[Any, Any]) -> str | None:
    """Why a policy does not go with an endpoint; None where it does, or where one of them cannot be used anyway."""
    policy, endpoint = entry.get("policy"), entry.get("endpoint")
    if fault_of("policy", policy) or fault_of("endpoint", endpoint) or policy is None:
        return None
    if policy.upper() == Policy.LOCAL and not (endpoint and is_loopback(endpoint)):
        return "policy LOCAL is for an endpoint on this machine only"
    if policy.upper() == Policy.SANDBOX and endpoint and not is_loopback(endpoint):
        return "policy SANDBOX is for the embedded sandbox, or an endpoint on this machine"
    return None


def _usable(entry: Any, wrong: list[tuple[tuple[Any, ...], str]]) -> dict[str, Any]:
    bad = {place[0] for place, _ in wrong if place}
    return {key: value for key, value in entry.items() if key not in bad} if isinstance(entry, dict) else {}


def target_of(name: str, entry: Mapping[str, Any], folder: Path, *, locked: bool = False) -> Target:
    """The target of an entry whose values can all be used.

    Args:
        name: Its name.
        entry: Its keys and values.
        folder: Where relative paths begin.
        locked: Lock it, whatever the entry says.
    """
    given = {key: value for key, value in entry.items() if value is not None}
    for key in _FILES:
        if key in given:
            given[key] = str(folder / _expanded(given[key]))
    given["variables"] = tuple(given.get("variables", {}).items())
    endpoint = given.get("endpoint")
    default = Policy.LOCAL if endpoint and is_loopback(endpoint) else Policy.PRODUCTION
    given["policy"] = Policy(given["policy"].upper()) if "policy" in given else default
    given["locked"] = locked or given.get("locked", False)
    return Target(**{"label": name, **given, "name": name, "labelled": any(key in given for key in _NAMED)})


def entry_of(target: Target) -> dict[str, Any]:
    """What the file says of a target: its keys that are not as they are by default."""
    usual = {each.name: each.default for each in fields(Target)}
    values = {key.name: getattr(target, key.name) for key in KEYS}
    values["policy"] = target.policy.value
    values["variables"] = dict(target.variables) or None
    if target.label == target.name:
        del values["label"]
    return {name: value for name, value in values.items() if value != usual[name] and value is not None}


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # no home directory is known
        return Path(text)


def _placed(path: Path, found: list[tuple[tuple[Any, ...], str | None, str]]) -> Iterator[Fault]:
    """Faults with the lines they stand in."""
    from pevents_tui.service.yamltext import lines_of  # noqa: PLC0415 - YAML loads only where there is some

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = ""
    lines = lines_of(text, [place for place, _, _ in found])
    for (_, name, words), line in zip(found, lines, strict=True):
        yield Fault(name, f"{path}{f', line {line}' if line else ''}: {words}")
