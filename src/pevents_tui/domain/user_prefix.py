"""The prefix that a target wants on every user ID, so that what a test sent can be found and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.path import Path
from pevents_tui.domain.report import Context, Level, Problem
from pevents_tui.domain.rules import rows_of

_SOURCE = "targets.yaml, user_prefix of the target"


def find_strangers(draft: Draft, context: Context) -> Iterator[Problem]:
    """A stop at each user ID without the prefix; a row before login has none, and nothing is said of it."""
    prefix = context.user_prefix
    if not prefix:
        return
    yield from _stop(("userId",), draft.body.get("userId"), prefix)
    for path, row in rows_of(draft):
        find = partial(_in_row, path, row, prefix)
        yield from context.memory.recall("user-prefix", int(path[1]), row, prefix, find)


def is_stranger(user: str, prefix: str | None) -> bool:
    """Whether a user ID lacks the prefix."""
    return bool(prefix) and not user.startswith(prefix or "")


def _in_row(path: Path, row: Any, prefix: str) -> tuple[Problem, ...]:
    return tuple(_stop((*path, "userId"), row.get("userId"), prefix))


def _stop(path: Path, user: Any, prefix: str) -> Iterator[Problem]:
    if isinstance(user, str) and user and is_stranger(user, prefix):
        text = f"must begin with {prefix!r} on this target"
        yield Problem(path, Level.STOP, text, "user-prefix", _SOURCE)
