"""`run`: the steps of a scenario, one after another, through or each on a word."""

from __future__ import annotations

import argparse
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, agreed, tell
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.sources import addressed

if TYPE_CHECKING:
    from pevents_tui.cli.sending import Sending
    from pevents_tui.service import Source
    from pevents_tui.service.scenarios import ScenarioRun

_SUMMARY = """Send the steps of a scenario: a file that lists templates, waits and what one step hands on to the next.

Its variables are resolved once for the whole run; each step is a send like any other and a call of its own in the
history. The run ends at the first step that is not accepted, unless --keep-going is given. With --dry-run nothing is
sent and nothing waited for."""
_EXAMPLES = (
    f"{NAME} run first-visit",
    f"{NAME} run first-visit --step --var user=qa-ben",
    f"{NAME} run checkout.scenario.yaml --dry-run",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument("scenario", metavar="SCENARIO", help="a scenario's name, or its file")
    made.add_argument("--step", action="store_true", help="wait for Enter before each step")
    made.add_argument("--keep-going", action="store_true", help="go on after a step that was not accepted")
    options.add_variables(made)
    options.add_datasets(made)
    options.add_schema(made)
    options.add_connection(made)
    options.add_sending(made)
    options.add_telling(made, "text")
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Send every step."""
    from pevents_tui.cli.manner import manner_of  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.cli.sending import Sending  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.cli.variables import names_in_run, tell_strange  # noqa: PLC0415 - the same
    from pevents_tui.service.scenarios import ScenarioRun, read_scenario  # noqa: PLC0415 - the same

    if args.step and not environment.can_ask:
        raise UsageFault("--step waits for a person, and there is no terminal to ask on")
    with said.open_workbench(args, environment) as workbench:
        target, aims = said.aims_of(args, workbench)
        given = dict(args.var)
        scenario = ScenarioRun(workbench, read_scenario(workbench, args.scenario), target, given=given)
        if args.var and not args.quiet:
            tell_strange(environment, [name for name, _ in args.var], names_in_run(scenario))
        given.update(_begin(scenario, environment))
        form, manner = args.output or (None if args.quiet else "text"), manner_of(args, workbench)
        run_id = str(uuid.uuid4())
        sending = Sending(workbench, target, manner, environment, form, run=run_id, given=given, aims=aims)
        return sending.work_through(_steps(scenario, sending, args, environment))


def _begin(scenario: ScenarioRun, environment: Environment) -> dict[str, str]:
    """Resolve what all steps share; gives the answers to what it asks for.

    Raises:
        UsageFault: nobody can answer.
    """
    from pevents_tui.cli.variables import ask_for, how_to_give  # noqa: PLC0415 - --help must not wait for it

    missing = scenario.begin()
    if not missing:
        return {}
    if not environment.can_ask:
        raise UsageFault(f"{scenario.scenario.name} asks for {', '.join(missing)}: {how_to_give(missing)}")
    answers = ask_for(environment, missing)
    scenario.give(answers)
    scenario.begin()
    return answers


def _steps(
    scenario: ScenarioRun, sending: Sending, args: argparse.Namespace, environment: Environment
) -> Iterator[Source]:
    """Each step when it is its turn."""
    steps = scenario.scenario.steps
    for at, step in enumerate(steps):
        place = f"step {at + 1} of {len(steps)}"
        if sending.exit_code is not ExitCode.OK and not args.keep_going:
            tell(environment, f"{NAME}: ended before {place}; --keep-going goes on")
            return
        if step.wait_s and not args.dry_run:
            tell(environment, f"{place} in {step.wait_s:g} s")
            sending.wait(step.wait_s)
        if step.note:
            tell(environment, f"{place}: {step.note}")
        source = scenario.step(at)
        for notice in source.notices:
            tell(environment, f"{place}: {notice}")
        question = f"{place}, {scenario.templates[at].name}: Enter sends it, q ends:"
        if args.step and not agreed(environment, question):
            tell(environment, f"{NAME}: ended before {place}")
            return
        yield addressed(source, args)
