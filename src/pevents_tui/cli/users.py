"""`history users`: the user IDs that were sent to a target, as the file that takes them back out of Personalize.

Source: API reference, CreateDataDeletionJob: a CSV file with a single USER_ID column that lists the users' IDs.
Developer Guide, "Deleting users and their data": at most 100 MB of files a job, one job a dataset group.
"""

from __future__ import annotations

import argparse
import csv
import io

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import Column, Document, Listing, write_raw
from pevents_tui.domain.fresh import TEST_PREFIX
from pevents_tui.domain.visible import visible
from pevents_tui.service import Options, Workbench

COLUMN = "USER_ID"
"""The name on top of the one column."""


def list_users(args: argparse.Namespace, workbench: Workbench, environment: Environment) -> ExitCode:
    """Print the users, and say on standard error how many are not recognisable as tests."""
    target = workbench.target(Options(target=args.target))
    users = workbench.history.users_of(target)
    if args.output is None:
        write_raw(environment.stdout, _csv([COLUMN]) + "".join(_csv([user]) for user in users))
        environment.stdout.flush()
    else:
        listing = Listing(environment.stdout, args.output, _user, [Column(COLUMN, 0, _user)], always_list=True)
        for user in users:
            listing.add({COLUMN: user})
        listing.close()
    prefix = target.user_prefix or TEST_PREFIX
    others = [user for user in users if not user.startswith(prefix)]
    tell(environment, f"{len(users)} user{'' if len(users) == 1 else 's'} sent to {args.target!r}")
    if others:
        which = f"{', '.join(map(repr, others[:3]))}{' …' if len(others) > 3 else ''}"
        warning = "a deletion job deletes all there is of them, real history too: take out who is no test"
        tell(environment, f"{NAME}: {len(others)} do not begin with {prefix!r} ({which}); {warning}")
    return ExitCode.OK


def _user(document: Document) -> str:
    return str(document[COLUMN])


def _csv(row: list[str]) -> str:
    """A line of the file; what a terminal would obey is shown instead, since no user ID has it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([visible(value) for value in row])
    return line.getvalue()


ACTIONS = {"users": list_users}
"""What this module does, by the word that asks for it."""
