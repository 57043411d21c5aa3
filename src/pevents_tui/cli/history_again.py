"""`history again`: calls are sent once more, exactly or as new ones, each to the target it went to."""

from __future__ import annotations

import argparse
import uuid
from dataclasses import replace

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.history_chosen import chosen_records
from pevents_tui.cli.manner import manner_of
from pevents_tui.cli.narrate import ExitCode
from pevents_tui.cli.sending import Sending
from pevents_tui.domain.outcome import Record
from pevents_tui.service import Source, Workbench


def send_again(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Send calls again, the oldest first."""
    records = [*chosen_records(args, workbench, environment)]
    run = str(uuid.uuid4()) if len(records) > 1 else None
    manner = replace(manner_of(args, workbench), opened=True)
    targets = {_name(record): record.target for record in records}
    sending = Sending(
        workbench,
        records[0].target,
        manner,
        environment,
        args.output or "text",
        run=run,
        listed=bool(args.find),
        aims=lambda source: targets[source.name],
    )
    return sending.work_through([_source(record, workbench, as_new=args.as_new) for record in records])


def _name(record: Record) -> str:
    return f"call {record.id}"


def _source(record: Record, workbench: Workbench, *, as_new: bool) -> Source:
    draft = record.call.as_draft()
    return Source(_name(record), workbench.fresh(draft) if as_new else draft)


ACTIONS = {"again": send_again}
"""What this module does, by the word that asks for it."""
