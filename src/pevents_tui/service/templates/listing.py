"""What a list tells of a template without loading it into the form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pevents_tui.domain.errors import TemplateError
from pevents_tui.domain.resolve import names_of
from pevents_tui.domain.scenario import Scenario
from pevents_tui.domain.template import Heading
from pevents_tui.service.scenarios import parse_scenario
from pevents_tui.service.templates.folders import Entry, read_text

if TYPE_CHECKING:
    from pevents_tui.service.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told of a template or scenario.

    Attributes:
        heading: Title, note, tags and variables.
        kind: The operation, or `scenario`; None where it cannot be read.
        rows: How many events, or steps.
        marks: Every variable in it as it is written.
        problem: What is wrong with it; None where all is well.
        scenario: What it lists, where it is a scenario that can be read.
    """

    heading: Heading = field(default_factory=Heading)
    kind: str | None = None
    rows: int = 0
    marks: tuple[str, ...] = ()
    problem: str | None = None
    scenario: Scenario | None = None


def words_of(workbench: Workbench, entry: Entry) -> tuple[str, ...]:
    """What a template is found by beside its name: its title, its tags, its note."""
    heading = facts_of(workbench, entry).heading
    return (heading.title, " ".join(heading.tags), heading.note)


def facts_of(workbench: Workbench, entry: Entry) -> Facts:
    """What is told of a template; what cannot be read is its problem."""
    if entry.problem:
        return Facts(problem=entry.problem)
    try:
        if entry.is_scenario:
            scenario = parse_scenario(entry.name, read_text(entry.path))
            heading = Heading(scenario.title, scenario.note, (), scenario.variables)
            return Facts(heading, "scenario", len(scenario.steps), scenario=scenario)
        read = workbench.templates.read(entry).template
    except TemplateError as error:
        return Facts(problem=str(error))
    return Facts(read.heading, read.draft.kind, len(read.draft.rows), names_of(read.draft), read.problem)
