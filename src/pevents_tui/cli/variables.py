"""What the variables of a draft want to be given, asked for or told."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ask, tell
from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.variables import MARK

if TYPE_CHECKING:
    from pevents_tui.domain.errors import SourceError
    from pevents_tui.service import Source


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
    for name in given:
        if name not in used:
            near = nearest(name, sorted(used))
            tell(environment, f"{NAME}: --var {name}: no draft has it{f'; did you mean {near}?' if near else ''}")


def names_in(source: Source) -> set[str]:
    """The names that a draft has for what may be given: its variables, and what it asks for."""
    if source.is_table:
        return set()
    texts = f"{dict(source.variables)} {source.draft.body}"
    words = (inner.strip().partition(" ") for inner in MARK.findall(texts))
    return {*source.variables, *(rest.strip() if word == "ask" else word for word, _, rest in words)}


def ask_for(environment: Environment, missing: Iterable[str]) -> dict[str, str]:
    """A person's answers to what a template asks for."""
    return {name: ask(environment, f"{name}:") for name in missing}


def how_to_give(missing: Sequence[str]) -> str:
    """What to type so that nothing is missing."""
    return "give " + " ".join(f"--var {shlex.quote(f'{name}=…')}" for name in missing)
