"""Skeletons of requests as the AWS CLI writes them: every member, each with the blank of its type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pevents_tui.domain.fields import FieldSpec, members_of, spec_at
from pevents_tui.domain.path import ANY, Path

FORMS = ("input", "yaml-input", "output")
"""What `--generate-cli-skeleton` takes. Source: AWS CLI v2 command pages."""
_BLANKS = {"text": "", "properties": "", "number": 0.0, "time": "1970-01-01T00:00:00"}
"""By the form of a field. Source: awscli's own skeletons; a test holds both together."""


def skeleton(kind: str) -> dict[str, Any]:
    """A request with every member, which needs only to be filled in; `fill` takes what is left blank as not given."""
    return {name: _blank(kind, (name,)) for name in members_of(kind, ())}


def yaml_skeleton(kind: str) -> str:
    """The same as YAML, with what is required and what each member is beside it."""
    return "\n".join(line for name in members_of(kind, ()) for line in _member(kind, (name,), ""))


def _blank(kind: str, path: Path) -> Any:
    spec = _spec(kind, path)
    if spec.form == "rows":
        return [{name: _blank(kind, (*path, 0, name)) for name in members_of(kind, (*path, 0))}]
    if spec.form == "list":
        return [""]
    if spec.form == "group":
        return {name: _blank(kind, (*path, name)) for name in members_of(kind, path)}
    return _BLANKS[spec.form]


def _member(kind: str, path: Path, indent: str) -> Iterator[str]:
    spec = _spec(kind, path)
    told = " ".join(part for part in ("[REQUIRED]" if spec.required else "", spec.help) if part)
    comment = f"  # {told}" if told else ""
    head = f"{indent}{path[-1]}:"
    if spec.form == "rows":
        yield head + comment
        members = (line for name in members_of(kind, (*path, 0)) for line in _member(kind, (*path, 0, name), ""))
        yield from (f"{indent}{'- ' if at == 0 else '  '}{line}" for at, line in enumerate(members))
    elif spec.form == "list":
        yield head + comment
        yield f"{indent}- ''"
    elif spec.form == "group":
        yield head + comment
        for name in members_of(kind, path):
            yield from _member(kind, (*path, name), indent + "  ")
    else:
        yield f"{head} {_BLANKS[spec.form]!r}{comment}"


def _spec(kind: str, path: Path) -> FieldSpec:
    spec = spec_at(kind, path)
    if spec is None:  # members_of names only fields
        raise LookupError(".".join(ANY if isinstance(part, int) else part for part in path))
    return spec
