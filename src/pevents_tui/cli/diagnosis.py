"""`targets test`: what works of a target, step by step, each line as soon as it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import ExitCode
from pevents_tui.cli.output import Column, Document, Listing

if TYPE_CHECKING:
    from pevents_tui.domain.plan import Target
    from pevents_tui.service import Workbench
    from pevents_tui.service.diagnosis import Finding

TEST_SUMMARY = """Say in order what works of a target.

The steps are config, credentials, identity, region, endpoint, tracker, datasets (where it names any) and permissions.
No event is sent. A step says ok, look (there is something to be known), failed or skipped, and what mends it. Ends with
0 where nothing failed, else with 253, or 255 where something was not reached."""
"""What the verb does, for its help."""


def run_test(workbench: Workbench, target: Target, environment: Environment, form: str | None = None) -> ExitCode:
    """Print the findings of a target; the exit code of the first that failed.

    Args:
        workbench: What looks.
        target: What is looked at.
        environment: Where it is printed.
        form: One of `output.FORMS`; None for text.
    """
    from pevents_tui.cli.tally import code_of_cause  # noqa: PLC0415 - --help must not wait for it

    listing = Listing(environment.stdout, form or "text", _text, _COLUMNS, always_list=True)
    code = ExitCode.OK
    try:
        for finding in workbench.access.diagnose(target):
            listing.add(_document(finding))
            if finding.cause is not None and code is ExitCode.OK:
                code = code_of_cause(finding.cause)
    finally:
        listing.close()
    return code


def _document(finding: Finding) -> Document:
    return {
        "step": finding.step,
        "verdict": finding.verdict.value,
        "sentence": finding.sentence,
        "mend": finding.mend or None,
    }


def _text(document: Document) -> str:
    mend = f"; {document['mend']}" if document["mend"] else ""
    return f"{document['step']:12}{document['verdict']:8}{document['sentence']}{mend}"


_COLUMNS = (
    Column("step", 12, lambda document: document["step"]),
    Column("verdict", 8, lambda document: document["verdict"]),
    Column("found", 60, lambda document: document["sentence"]),
    Column("what to do", 30, lambda document: document["mend"] or ""),
)
