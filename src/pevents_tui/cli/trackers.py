"""`trackers`: what takes events or action interactions in an account, with the tracking IDs."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, code_for, tell
from pevents_tui.cli.output import Column, Document, Listing, table_row
from pevents_tui.cli.parser import Parser

if TYPE_CHECKING:
    from pevents_tui.domain.plan import Target
    from pevents_tui.domain.tracker import Tracker
    from pevents_tui.service import Cancel, Workbench
    from pevents_tui.service.catalogue import Catalogue

_SUMMARY = """List the trackers of an account and region with their tracking IDs, or resolve one ARN.

Each is asked for by itself, since no list tells tracking IDs: personalize:ListEventTrackers, DescribeEventTracker,
ListDatasetGroups, and for action interactions ListDatasets and DescribeDataset. Nothing is changed."""
_EXAMPLES = (
    f"{NAME} trackers",
    f"{NAME} trackers --profile shop --region eu-west-1 --output json",
    f"{NAME} trackers --takes actions --cached",
    f"{NAME} trackers arn:aws:personalize:us-east-1:123456789012:event-tracker/demo-store",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument(
        "arn", metavar="ARN", nargs="?", help="an event tracker's, or that of an action interactions dataset"
    )
    made.add_argument("--takes", choices=("events", "actions"), help="only those that take these")
    made.add_argument("--cached", action="store_true", help="what was found the last time; ask nothing")
    options.add_connection(made)
    options.add_output(made, "text")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print trackers as they are found."""
    if args.arn and args.cached:
        raise UsageFault("--cached lists what was found; an ARN is always asked for")
    with said.open_workbench(args, environment) as workbench:
        target = workbench.target(said.connection_of(args))
        return _Printing(args, environment, workbench, target).run()


class _Printing:
    """One run: what is printed, what is told of it, and the exit code."""

    def __init__(
        self, args: argparse.Namespace, environment: Environment, workbench: Workbench, target: Target
    ) -> None:
        from pevents_tui.service import Cancel  # noqa: PLC0415 - --help must not wait for it
        from pevents_tui.service.catalogue import Catalogue  # noqa: PLC0415 - the same

        self._args = args
        self._environment = environment
        self._workbench = workbench
        self._target = target
        self._cancel: Cancel = Cancel()
        self._catalogue: Catalogue = Catalogue(workbench)
        self._code = ExitCode.OK
        form = args.output or "text"
        self._listing = Listing(
            environment.stdout, form, lambda each: table_row(each, _COLUMNS), _COLUMNS, always_list=args.arn is None
        )

    def run(self) -> ExitCode:
        """Print what is asked for."""
        from pevents_tui.cli.interrupt import Interrupt  # noqa: PLC0415 - --help must not wait for it
        from pevents_tui.cli.tally import unanswered  # noqa: PLC0415 - the same
        from pevents_tui.domain.errors import AskFailed  # noqa: PLC0415 - the same

        try:
            with Interrupt(self._cancel) as interrupt:
                interrupt.calling = True
                for tracker in self._trackers():
                    self._print(tracker)
        except AskFailed as error:
            tell(self._environment, f"{NAME}: {error}")
            return code_for(interrupt.ending) if self._cancel.is_set else unanswered(error.outcome)
        finally:
            self._listing.close()
        return self._code

    def _trackers(self) -> Iterator[Tracker]:
        """What is to be printed, as it is known."""
        if self._args.arn:
            yield self._catalogue.resolve(self._args.arn, self._target, self._cancel)
        elif self._args.cached:
            yield from self._remembered()
        else:
            yield from self._found()

    def _remembered(self) -> Iterator[Tracker]:
        from pevents_tui.domain.age import age_words  # noqa: PLC0415 - --help must not wait for it

        kept = self._catalogue.remembered(self._target)
        if kept is None:
            raise UsageFault("nothing was found here yet", f"{NAME} trackers, without --cached")
        yield from kept.trackers
        tell(self._environment, f"found {age_words(self._workbench.now_s() - kept.at_s)}; nothing was asked now")

    def _found(self) -> Iterator[Tracker]:
        """Trackers of events as they are described, in the order of the list; those of actions come last."""
        known: dict[str, Tracker] = {}
        printed: set[str] = set()
        for sighting in self._catalogue.search(self._target, self._cancel):
            if sighting.notice:
                tell(self._environment, f"{NAME}: {sighting.notice}")
            known |= {each.arn: each for each in sighting.trackers}
            for each in [one for one in known.values() if one.takes == "events" and one.arn not in printed]:
                if not (each.is_whole and (each.domain is not None or each.trouble)):
                    break
                printed.add(each.arn)
                yield each
        yield from (each for each in known.values() if each.arn not in printed)
        tell(
            self._environment, f"{len(known)} in {self._target.region or 'the default region'} of {self._target.label}"
        )

    def _print(self, tracker: Tracker) -> None:
        if tracker.trouble:
            tell(self._environment, f"{NAME}: {tracker.name}: {tracker.trouble}")
            self._code = ExitCode.REFUSED
        if self._args.takes in {None, tracker.takes}:
            self._listing.add(_document(tracker))


def _document(tracker: Tracker) -> Document:
    return {
        "name": tracker.name,
        "takes": tracker.takes,
        "trackingId": tracker.tracking_id,
        "status": tracker.status,
        "datasetGroup": tracker.group or None,
        "domain": tracker.domain_word or None,
        "region": tracker.region or None,
        "arn": tracker.arn,
        "datasetGroupArn": tracker.group_arn,
        "trouble": tracker.trouble,
    }


_COLUMNS = (
    Column("tracking id", 36, lambda each: str(each["trackingId"] or "-")),
    Column("name", 28, lambda each: str(each["name"])),
    Column("group", 18, lambda each: str(each["datasetGroup"] or "-")),
    Column("domain", 15, lambda each: str(each["domain"] or "-")),
    Column("takes", 7, lambda each: str(each["takes"])),
    Column("status", 0, lambda each: str(each["status"])),
)
