"""The values that stand in a Python text in full, by its syntax tree; nothing is run to find one."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn

from pevents_tui.domain.jsontext import MOST_DEPTH, MOST_INT_BITS
from pevents_tui.service.paste.fault import PasteFault

_NOW = frozenset({"datetime.now", "datetime.utcnow", "time.time"})
_AROUND = frozenset({"int", "float", "round"})
_ZONES = frozenset({"UTC", "timezone.utc", "pytz.utc", "pytz.UTC"})
_NEW_ID = frozenset({"uuid.uuid4", "uuid4", "uuid.uuid1", "uuid1"})
_CHANGES = frozenset({"append", "extend", "insert", "update", "pop", "popitem", "setdefault", "clear", "remove"})
_SHOWN = 60
_MOST_WRITTEN_OUT = 1_048_576
"""How many characters all values come to, written out: a few lines of names that hold names could make any number."""
_LEAST_WRITTEN_OUT = 8
"""What each value counts at least, since to look at it takes time."""


class Values:
    """What names are given in a program, and the values of expressions by it.

    Args:
        nodes: All statements and expressions, in the order of the text.
    """

    def __init__(self, nodes: Iterable[ast.AST]) -> None:
        self._given: dict[str, list[ast.expr]] = {}
        self._changed: dict[str, int] = {}
        self._open: set[str] = set()
        self._depth = 0
        self._written_out = 0
        self._readers: Mapping[str, Callable[[ast.Call, str], Any]] = {
            "dict": self._made_dict,
            "json.dumps": self._dumped,
            "datetime": self._moment,
            "fromisoformat": self._iso,
        }
        for node in nodes:
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        """Remember what a name is given, and where what it holds is changed."""
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign | ast.AugAssign | ast.NamedExpr):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(value := getattr(node, "value", None), ast.expr):
                self._given.setdefault(target.id, []).append(value)
                if isinstance(node, ast.AugAssign):
                    self._changed[target.id] = node.lineno
            elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                self._changed[target.value.id] = target.lineno
        method = node.func if isinstance(node, ast.Call) else None
        if isinstance(method, ast.Attribute) and method.attr in _CHANGES and isinstance(method.value, ast.Name):
            self._changed[method.value.id] = method.lineno

    def value(self, node: ast.expr, name: str) -> Any:
        """The value that stands at a node.

        Raises:
            PasteFault: it does not stand there in full, or is too large; `name` is the member it is for.
        """
        self._depth += 1
        if self._depth > MOST_DEPTH:
            fail(f"{name}: nested deeper than {MOST_DEPTH} levels, names included", node)
        value = self._value(node, name)
        self._written_out += max(len(value) if isinstance(value, str) else 0, _LEAST_WRITTEN_OUT)
        if self._written_out > _MOST_WRITTEN_OUT:
            fail("the values of the names in it, written out, are more than 1 MiB", node)
        self._depth -= 1
        return value

    def _value(self, node: ast.expr, name: str) -> Any:
        if isinstance(node, ast.List | ast.Tuple):
            return [self.value(element, name) for element in node.elts]
        if isinstance(node, ast.Dict):
            return self._dict(node)
        if isinstance(node, ast.Name):
            return self._named(node, name)
        if isinstance(node, ast.Call):
            return self._called(node, name)
        return self._constant(node, name)

    def _constant(self, node: ast.expr, name: str) -> Any:
        """A literal of JSON's types, or a number with a minus."""
        sign, inner = 1, node
        while isinstance(inner, ast.UnaryOp) and isinstance(inner.op, ast.USub):
            sign, inner = -sign, inner.operand
        value = inner.value if isinstance(inner, ast.Constant) else ...
        if inner is node and (value is None or isinstance(value, str | bool)):
            return value
        if isinstance(value, int) and value.bit_length() > MOST_INT_BITS:
            fail(f"{name}: a number has too many digits", node)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return sign * value
        return _not_literal(node, name)

    def _dict(self, node: ast.Dict) -> dict[str, Any]:
        members: dict[str, Any] = {}
        for key, inner in zip(node.keys, node.values, strict=True):
            if key is None:
                more = self.value(inner, "")
                members.update(more if isinstance(more, dict) else fail("behind ** is not a dict", inner))
                continue
            said = self.value(key, "a key")
            name = said if isinstance(said, str) else json.dumps(said) if not isinstance(said, list | dict) else ""
            if name in members:
                fail(f"the key {name[:_SHOWN]!r} stands twice in one dict", key)
            members[name] = self.value(inner, name)
        return {name: value for name, value in members.items() if value is not _DRAWN}

    def _named(self, node: ast.Name, name: str) -> Any:
        """The literal that a name was given, once and for all."""
        given = self._given.get(node.id, [])
        if node.id in self._changed:
            fail(f"{node.id} is changed at line {self._changed[node.id]}, which is not followed here", node)
        if len(given) != 1 or node.id in self._open:
            return _not_literal(node, name)
        self._open.add(node.id)
        value = self.value(given[0], name)
        self._open.discard(node.id)
        return value

    def _called(self, node: ast.Call, name: str) -> Any:
        """The few calls whose value is plain to see."""
        function = dotted(node.func)
        if _is_now(node) or (function in _AROUND and len(node.args) == 1 and _is_now(node.args[0])):
            return "now"
        if name == "eventId" and _is_new_id(node):
            return _DRAWN
        read = self._readers.get(function.removeprefix("datetime.datetime.").removeprefix("datetime."))
        return read(node, name) if read else _not_literal(node, name)

    def _made_dict(self, node: ast.Call, name: str) -> dict[str, Any]:
        """A `dict(…)` of named members."""
        if node.args:
            _not_literal(node, name)
        keys: list[ast.expr | None] = [
            ast.Constant(each.arg, lineno=node.lineno) if each.arg else None for each in node.keywords
        ]
        return self._dict(ast.Dict(keys, [each.value for each in node.keywords]))

    def _iso(self, node: ast.Call, name: str) -> Any:
        """The text in a `datetime.fromisoformat(…)`."""
        return self.value(node.args[0], name) if len(node.args) == 1 else _not_literal(node, name)

    def _dumped(self, node: ast.Call, name: str) -> str:
        """The text that `json.dumps` would make, with the options that make another text of it."""
        options = {each.arg: self.value(each.value, name) for each in node.keywords}
        separators = options.pop("separators", None)
        if len(node.args) != 1 or set(options) - {"ensure_ascii"} or not _are_separators(separators):
            _not_literal(node, name)
        return json.dumps(
            self.value(node.args[0], name),
            ensure_ascii=bool(options.get("ensure_ascii", True)),
            separators=tuple(separators) if separators else None,
        )

    def _moment(self, node: ast.Call, name: str) -> str:
        """A `datetime(…)` in ISO 8601."""
        options = {each.arg: each.value for each in node.keywords}
        zone = options.pop("tzinfo", None)
        if zone is not None and dotted(zone).removeprefix("datetime.") not in _ZONES:
            fail(f"{name}: only UTC is read as a time zone, not {_source(zone)}", zone)
        parts = [self.value(each, name) for each in node.args]
        named = {str(key): self.value(each, name) for key, each in options.items()}
        named["tzinfo"] = UTC if zone is not None else None
        try:
            return datetime(*parts, **named).isoformat()  # noqa: DTZ001 - a time without a zone is told as one
        except (TypeError, ValueError, OverflowError) as error:
            fail(f"{name}: {_source(node)} is no time: {error}", node)


def _is_now(node: ast.expr) -> bool:
    """Whether it is the present: `datetime.now(…)`, `time.time()`, a `.timestamp()` of one."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "timestamp":
        node = node.func.value
    if not isinstance(node, ast.Call):
        return False
    return dotted(node.func).removeprefix("datetime.") in _NOW or dotted(node.func) in _NOW


def _is_new_id(node: ast.expr) -> bool:
    """Whether it is a fresh id: `str(uuid.uuid4())`."""
    if isinstance(node, ast.Call) and dotted(node.func) == "str" and len(node.args) == 1:
        return _is_new_id(node.args[0])
    return isinstance(node, ast.Call) and dotted(node.func) in _NEW_ID


def _not_literal(node: ast.expr, name: str) -> NoReturn:
    what = f"{name}: " if name else ""
    fail(f"{what}the value of {_source(node)} does not stand in the text; nothing is run to find it", node)


_DRAWN = object()
"""Stands for an id that is drawn for each row, which is the same as none given."""


def fail(message: str, node: ast.expr) -> NoReturn:
    """Tell what is wrong with its line.

    Raises:
        PasteFault: always.
    """
    raise PasteFault(message, node.lineno)


def _are_separators(value: Any) -> bool:
    return value is None or (
        isinstance(value, list) and len(value) == 2 and all(isinstance(each, str) for each in value)
    )


def dotted(node: ast.expr) -> str:
    """`datetime.datetime.now` of names and attributes; empty for anything else."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join(reversed([*names, node.id])) if isinstance(node, ast.Name) else ""


def _source(node: ast.expr) -> str:
    """The code of a node for a message, as much of it as can be read at a glance."""
    try:
        text = ast.unparse(node)
    except (ValueError, RecursionError):
        return "this"
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
