"""boto3 code and Python dicts as the requests they would send: read as a syntax tree, never run.

Only what stands there in full is taken: literals, names that are given one literal, `json.dumps(…)`, `dict(…)`, and the
few ways to write a time. Anything else is told with its line.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.kinds import KINDS
from pevents_tui.service.paste.fault import PasteFault
from pevents_tui.service.paste.found import Found, Request
from pevents_tui.service.paste.payload import draft_of_value
from pevents_tui.service.paste.python_values import Values, dotted, fail

_METHODS = {spec.method: spec.name for spec in KINDS.values()}
_PLACES = {"profile_name": "profile", "region_name": "region", "endpoint_url": "endpoint"}
_INDENTED = re.compile(r"\n([ \t]+)\S")
_SHOWN = 60


def read_python(text: str) -> Found:
    """The requests that a Python text would send, or the dicts of requests in it.

    Raises:
        PasteFault: not Python, no request in it, or one with a value that does not stand there in full.
    """
    return _Program(_tree(text)).found()


def is_python(text: str) -> bool:
    """Whether a text is Python, whatever it says."""
    try:
        _tree(text)
    except PasteFault:
        return False
    return True


def _tree(text: str) -> ast.Module:
    """The tree of a program, or of lines cut out of one.

    Raises:
        PasteFault: it is not Python.
    """
    # Lines of a block are read as one, since to move them would change the texts that go over several lines.
    if text.lstrip("\n")[:1] in {" ", "\t"}:
        return _parsed(text, block=True)
    try:
        return _parsed(text, block=False)
    except PasteFault:
        further = _INDENTED.search(text)
        if further is None:
            raise
        with suppress(PasteFault):  # the first line may have been cut off from what stood before it
            return _parsed(further[1] + text.lstrip("\n"), block=True)
        raise


def _parsed(text: str, *, block: bool) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it is another's code: what it is warned of is not for here
            tree = ast.parse(f"if 1:\n{text}" if block else text)
    except SyntaxError as error:
        line = error.lineno - block if error.lineno else None
        raise PasteFault(f"not Python: {error.msg}", line) from None
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise PasteFault(f"not Python: {str(error)[:_SHOWN] or 'nested too deeply'}") from None
    if block and isinstance(tree.body[0], ast.If):
        tree.body[:1] = tree.body[0].body
        ast.increment_lineno(tree, -1)
    return tree


class _Program:
    """A program's tree with the names that are given one value in it."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._nodes = sorted(
            (node for node in ast.walk(tree) if isinstance(node, ast.stmt | ast.expr)),
            key=lambda node: (node.lineno, node.col_offset),
        )
        self._values = Values(self._nodes)

    def found(self) -> Found:
        """The calls of the client; where there is none, the dicts that stand there as they are."""
        found = Found("boto3 code")
        for node in self._nodes:
            if isinstance(node, ast.Call):
                found.not_taken(self._places(node))
                if isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS:
                    found.requests.append(Request(self._call(node, _METHODS[node.func.attr]), node.lineno))
        if not found.requests:
            found.form = "Python dict"
            found.requests = list(self._dicts())
        if not found.requests:
            methods = " or ".join(_METHODS)
            raise PasteFault(f"no call of {methods} in the Python code, and no dict with eventList", 1)
        return found

    def _call(self, node: ast.Call, kind: str) -> Draft:
        body: dict[str, Any] = {}
        for keyword in node.keywords:
            value = self._values.value(keyword.value, keyword.arg or "")
            if keyword.arg is not None:
                body[keyword.arg] = value
            elif isinstance(value, dict):
                body.update(value)
            else:
                fail("what stands behind ** is not a dict", keyword.value)
        if node.args:
            fail("the client's methods take named arguments only", node.args[0])
        return draft_of_value(body, node.lineno, kind=kind)

    def _dicts(self) -> Iterator[Request]:
        """The dicts of requests at the top, in lists too."""
        for statement in self._tree.body:
            value = getattr(statement, "value", None)
            for node in value.elts if isinstance(value, ast.List | ast.Tuple) else [value]:
                if isinstance(node, ast.Dict | ast.Call) and self._is_request(node):
                    yield Request(draft_of_value(self._values.value(node, ""), node.lineno), node.lineno)

    def _is_request(self, node: ast.Dict | ast.Call) -> bool:
        if isinstance(node, ast.Call):
            names: list[Any] = [keyword.arg for keyword in node.keywords] if dotted(node.func) == "dict" else []
        else:
            names = [key.value for key in node.keys if isinstance(key, ast.Constant)]
        return any(spec.rows in names for spec in KINDS.values())

    def _places(self, node: ast.Call) -> Iterator[tuple[str, str]]:
        for keyword in node.keywords:
            if keyword.arg in _PLACES and isinstance(keyword.value, ast.Constant):
                yield _PLACES[keyword.arg], str(keyword.value.value)
