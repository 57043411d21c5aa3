"""What the variables of a draft want to be given, asked for or told."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import Stopped
from pevents_tui.cli.narrate import ask

if TYPE_CHECKING:
    from pevents_tui.service import Source


def holds_variables(source: Source) -> bool:
    """Whether a variable stands in a draft, or a template was told that it is from; a table is data, and holds none."""
    return source.template is not None or (not source.is_table and "{{" in str(source.draft.body))


def ask_for(environment: Environment, missing: Iterable[str]) -> dict[str, str]:
    """A person's answers to what a template asks for.

    Raises:
        Stopped: the input ended.
    """
    answers: dict[str, str] = {}
    for name in missing:
        answer = ask(environment, f"{name}:")
        if answer is None:
            raise Stopped(f"{name} was not given, so nothing of this was sent")
        answers[name] = answer
    return answers


def how_to_give(missing: Sequence[str]) -> str:
    """What to type so that nothing is missing."""
    return "give " + " ".join(f"--var {shlex.quote(f'{name}=…')}" for name in missing)
