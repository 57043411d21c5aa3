"""What the variables of a draft want to be given, asked for or told."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import ask

if TYPE_CHECKING:
    from pevents_tui.service import Source


def holds_variables(source: Source) -> bool:
    """Whether a variable stands in a draft, or a template was told that it is from; a table is data, and holds none."""
    return source.template is not None or (not source.is_table and "{{" in str(source.draft.body))


def ask_for(environment: Environment, missing: Iterable[str]) -> dict[str, str]:
    """A person's answers to what a template asks for."""
    return {name: ask(environment, f"{name}:") for name in missing}


def how_to_give(missing: Sequence[str]) -> str:
    """What to type so that nothing is missing."""
    return "give " + " ".join(f"--var {shlex.quote(f'{name}=…')}" for name in missing)
