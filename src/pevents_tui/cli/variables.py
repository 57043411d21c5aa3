"""What the variables of a draft want to be given, asked for or told."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import Stopped
from pevents_tui.cli.narrate import NAME, ask, tell

if TYPE_CHECKING:
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.service import Source
    from pevents_tui.service.scenarios import ScenarioRun


def holds_variables(source: Source) -> bool:
    """Whether a variable stands in a draft, or a template was told that it is from; a table is data, and holds none."""
    return source.template is not None or (not source.is_table and "{{" in str(source.draft.body))


def tell_unused(
    environment: Environment, given: Iterable[str], documents: Iterable[Source | SourceError]
) -> Iterator[Source | SourceError]:
    """The documents; behind the last one, which of the given variables stood in none of them.

    Args:
        environment: Where it is told.
        given: The names.
        documents: Drafts, and what could not be read as one.
    """
    used: set[str] = set()
    for document in documents:
        used |= set() if isinstance(document, Exception) else names_in(document)
        yield document
    tell_strange(environment, given, used)


def tell_strange(environment: Environment, given: Iterable[str], used: Iterable[str]) -> None:
    """Tell which of the given variables are not among those that are used."""
    from pevents_tui.domain.nearest import nearest  # noqa: PLC0415 - few drafts are given any

    names = sorted(used)
    for name in given:
        if name not in names:
            near = nearest(name, names)
            tell(environment, f"{NAME}: --var {name}: no draft has it{f'; did you mean {near}?' if near else ''}")


def names_in(source: Source) -> set[str]:
    """The names that a draft has for what may be given: its variables, and what it asks for."""
    if source.is_table:
        return set()
    return {*source.variables, *names_of(f"{dict(source.variables)} {source.draft.body}")}


def names_in_run(run: ScenarioRun) -> set[str]:
    """The names that a scenario and the templates of its steps have for what may be given."""
    own = (run.scenario.variables, *(template.heading.variables for template in run.templates))
    drafts = [dict(template.draft.body) for template in run.templates]
    return {*(name for each in own for name in each), *names_of(f"{run.scenario} {own} {drafts}")}


def names_of(text: str) -> set[str]:
    """The names of variables that stand in a text, and what it asks for."""
    from pevents_tui.domain.variables import MARK  # noqa: PLC0415 - few drafts are given any

    words = (inner.strip().partition(" ") for inner in MARK.findall(text))
    return {rest.strip() if word == "ask" else word for word, _, rest in words}


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
