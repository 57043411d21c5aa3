"""The way of a draft from its source to what can be judged, explained or sent; the same for all three."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, tell
from pevents_tui.cli.problems import tell_schema
from pevents_tui.cli.sources import as_typed
from pevents_tui.cli.variables import ask_for, holds_variables, how_to_give
from pevents_tui.domain.plan import Target
from pevents_tui.domain.report import Report
from pevents_tui.service import Prepared, Source, Workbench


class Readying:
    """Aims drafts, gives their texts the types of the dataset, stands in for their variables, and has them checked.

    Args:
        workbench: Checks them.
        environment: Where it is told.
        aims: Where a draft goes.
        given: Values of variables by name; None where `{{ … }}` is text like any other.
        quiet: Say nothing of schemas.
        sends: What its variables lack is asked for where somebody can answer, and else told.
    """

    def __init__(
        self,
        workbench: Workbench,
        environment: Environment,
        aims: Callable[[Source], Target],
        given: Mapping[str, str] | Iterable[tuple[str, str]] | None,
        *,
        quiet: bool,
        sends: bool = False,
    ) -> None:
        self._workbench = workbench
        self._environment = environment
        self._aims = aims
        self._given = None if given is None else dict(given)
        self._quiet = quiet
        self._sends = sends
        self._schema_told: set[str] = set()

    def ready(self, source: Source) -> Prepared:
        """A draft filled and checked.

        Raises:
            NoSuchTarget: it names a target that is not saved.
            Stopped: a person who was asked for a value is gone.
        """
        target = self._aims(source)
        known = self._workbench.schemas.of(target, source.draft)
        source, notices = as_typed(source, known)
        prepared = self._prepare(source, target)
        if known.schema is not None and (source.is_table or _is_held(prepared.report)):
            notices = (*notices, f"held against the schema {known.origin}")
        tell_schema(self._environment, () if self._quiet else notices, self._schema_told)
        return prepared

    def _prepare(self, source: Source, target: Target) -> Prepared:
        """The draft made ready, its variables resolved where it holds any."""
        if self._given is None or not holds_variables(source):
            return self._workbench.prepare(source.draft, target)
        from pevents_tui.service.variables import Variables  # noqa: PLC0415 - few drafts have any

        variables = Variables.of(self._workbench, target, source, self._given)
        prepared = self._workbench.prepare(source.draft, target, variables=variables)
        if prepared.missing and self._sends and self._environment.can_ask:
            self._given.update(ask_for(self._environment, prepared.missing))
            variables.give(self._given)
            prepared = self._workbench.prepare(source.draft, target, variables=variables)
        elif prepared.missing and self._sends:
            tell(self._environment, f"{NAME}: {how_to_give(prepared.missing)}")
        return prepared


def _is_held(report: Report) -> bool:
    """Whether a report tells what does not fit a schema."""
    return any(problem.rule.startswith("schema-") for problem in report.hints)
