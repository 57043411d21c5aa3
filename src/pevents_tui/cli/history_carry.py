"""`history report`, `export` and `import`: calls go elsewhere and come back."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable
from pathlib import Path

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.history_chosen import calls, chosen_records
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import write_raw
from pevents_tui.domain.errors import FileThere
from pevents_tui.domain.evidence import evidence
from pevents_tui.service import Workbench
from pevents_tui.service.export import save_text


def report_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Write a report on calls in Markdown."""
    records = chosen_records(args, workbench, environment)
    _put(args, [evidence([*records], workbench.now_s())], environment)
    return ExitCode.OK


def export_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Write calls in one of several forms."""
    records = chosen_records(args, workbench, environment)
    from pevents_tui.service.history.carrying import write_calls  # noqa: PLC0415 - it brings SQLite

    pieces, left_out = write_calls(records, args.form)
    _put(args, pieces, environment)
    if left_out:
        tell(environment, f"{NAME}: {left_out} left out: a bulk import takes item interactions with a user and an item")
    return ExitCode.OK


def import_calls(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Bring an export back."""
    from pevents_tui.service.history.carrying import read_calls, read_file  # noqa: PLC0415 - it brings SQLite

    if args.file != "-":
        records = read_file(Path(args.file).expanduser())
    elif environment.stdin is None:
        raise UsageFault("- was given, but there is no standard input")
    else:
        records = read_calls(environment.stdin, "stdin")
    count = itertools.count()
    added = workbench.history.add(record for record, _ in zip(records, count, strict=False))
    known = next(count) - added
    numbered = f", {'' if added == 1 else 'each '}under a new number" if added else ""
    left = f"; {known:,} {'was' if known == 1 else 'were'} here already" if known else ""
    tell(environment, f"{NAME}: {calls(added)} added{numbered}{left}")
    return ExitCode.OK


def _put(args: argparse.Namespace, pieces: Iterable[str], environment: Environment) -> None:
    """Write a text to the file that the words name, or to standard output.

    Raises:
        UsageFault: the file is there and may not be replaced.
        SaveError: it cannot be written.
    """
    if args.to is None:
        for piece in pieces:
            write_raw(environment.stdout, piece)
        environment.stdout.flush()
        return
    try:
        place = save_text(args.to, pieces, replace=args.force)
    except FileThere as error:
        raise UsageFault(f"{error}: name another, or give --force") from None
    tell(environment, f"{NAME}: saved in {place}")


ACTIONS = {"report": report_calls, "export": export_calls, "import": import_calls}
"""What this module does, by the word that asks for it."""
