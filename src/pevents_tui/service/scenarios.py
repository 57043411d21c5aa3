"""A run of a scenario: each step's draft with what is handed on to it; a front end sends them, each as any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import SourceError, TemplateError
from pevents_tui.domain.items import Catalogue
from pevents_tui.domain.plan import Target
from pevents_tui.domain.resolve import Came
from pevents_tui.domain.scenario import Scenario, ScenarioFault, Step, not_put, put_members, scenario_of
from pevents_tui.domain.template import Template
from pevents_tui.service.intake import Source
from pevents_tui.service.templates.document import as_template
from pevents_tui.service.templates.folders import read_text
from pevents_tui.service.variables import Variables

if TYPE_CHECKING:
    from pevents_tui.service.workbench import Workbench


class ScenarioRun:
    """One run of a scenario: its variables are resolved once, its steps one by one.

    Args:
        workbench: The door to templates and clock.
        scenario: What is run.
        target: Where it goes.
        given: Plain values by name, and answers by what was asked for.
        items: Gives the catalogue that `{{ item }}` draws from; None means the target's.
    """

    def __init__(
        self,
        workbench: Workbench,
        scenario: Scenario,
        target: Target,
        *,
        given: Mapping[str, Any] | None = None,
        items: Callable[[str], Catalogue] | None = None,
    ) -> None:
        self.scenario = scenario
        self.templates: tuple[Template, ...] = tuple(_template(workbench, scenario, step) for step in scenario.steps)
        """What each step sends, as it was read when the run began."""
        self._workbench = workbench
        self._target = target
        self._items = items
        self._given = dict(given or {})
        self._values: dict[str, Any] = {}

    @property
    def given(self) -> Mapping[str, Any]:
        """Every plain value that was given."""
        return self._given

    def give(self, values: Mapping[str, Any]) -> None:
        """Take values for what is missing."""
        self._given.update(values)

    def begin(self) -> tuple[str, ...]:
        """Resolve the scenario's own variables, once for all steps; what a person has to be asked for first.

        Raises:
            TemplateError: one of them stands for nothing.
        """
        own = {name: value for name, value in self.scenario.variables.items() if name not in self._given}
        variables = Variables(self._workbench, self._target, named=own, given=self._given, items=self._items)
        asked = Draft("put-events", {name: f"{{{{ {name} }}}}" for name in own})
        resolved = variables.resolve(asked, int(self._workbench.now_s()))
        wrong = [problem for problem in resolved.problems if problem.rule != "asked"]
        if wrong:
            raise TemplateError(f"{self.scenario.name}: variables: {wrong[0].text}")
        self._values = _latest(resolved.came)
        return resolved.missing

    def step(self, at: int) -> Source:
        """What a step sends: its draft, and what is handed on to its variables.

        Args:
            at: Which step, from 0.
        """
        step, template = self.scenario.steps[at], self.templates[at]
        put = {**self.scenario.put, **step.put}
        handed_on = {name: value for name, value in self._values.items() if name not in step.variables}
        return Source(
            f"step {at + 1} of {len(self.templates)}, {template.name}",
            as_template(put_members(template.draft, put)),
            _untold(template.draft, put),
            variables={**template.heading.variables, **step.variables},
            template=f"{self.scenario.name} {at + 1}/{len(self.templates)}",
            given={**handed_on, **self._given},
            target=template.heading.target,
        )


def read_scenario(workbench: Workbench, name: str) -> Scenario:
    """The scenario of a name, or of a file.

    Args:
        workbench: The door to templates.
        name: A scenario's name, or a path.

    Raises:
        TemplateError: there is none, or it cannot be read.
    """
    found = workbench.templates.find(name, scenario=True)
    if found is None:
        path = Path(name)
        if path.suffix in {".yaml", ".yml", ".json"} and path.is_file():
            return parse_scenario(str(path), read_text(path))
        found = workbench.templates.get(name, scenario=True)
    return parse_scenario(found.name, read_text(found.path))


def parse_scenario(name: str, text: str) -> Scenario:
    """The scenario that a YAML text describes.

    Raises:
        TemplateError: it describes none; names the place.
    """
    from pevents_tui.service.yamltext import parse_yaml  # noqa: PLC0415 - YAML loads only where there is some

    try:
        return scenario_of(name, parse_yaml(text))
    except ScenarioFault as fault:
        raise TemplateError(str(fault)) from None
    except SourceError as error:
        raise TemplateError(f"{name}: {error}") from None


def _template(workbench: Workbench, scenario: Scenario, step: Step) -> Template:
    """What a step sends: looked for beside the scenario, then by its whole name."""
    folder = scenario.name.rpartition("/")[0]
    beside = workbench.templates.find(f"{folder}/{step.template}") if folder and ":" not in step.template else None
    try:
        return workbench.templates.read(beside or workbench.templates.get(step.template)).template
    except TemplateError as error:
        raise TemplateError(f"{scenario.name}: {error}") from None


def _untold(draft: Draft, put: Mapping[str, Any]) -> tuple[str, ...]:
    """A sentence where a step does not take what the scenario hands on."""
    names = not_put(draft, put)
    if not names:
        return ()
    verb = "is" if len(names) == 1 else "are"
    return (f"{' and '.join(names)} {verb} not handed on: rows of {draft.kind} are no events of a user",)


def _latest(came: tuple[Came, ...]) -> dict[str, Any]:
    """What each of the scenario's variables came to, by its name."""
    return {str(each.path[0]): each.value for each in came}
