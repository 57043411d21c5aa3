"""`recommend --list`: what can be asked in an account, printed as it is found."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.interrupt import Interrupt
from pevents_tui.cli.narrate import NAME, ExitCode, code_for, tell
from pevents_tui.cli.output import Column as TableColumn
from pevents_tui.cli.output import Document, Listing, table_row
from pevents_tui.cli.tally import unanswered
from pevents_tui.domain.errors import AskFailed
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import Offer
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.offers import Offers


def _cell(name: str) -> Callable[[Document], str]:
    return lambda document: str(document[name] or "")


_OFFER_COLUMNS = tuple(
    TableColumn(title, width, _cell(name))
    for title, width, name in (
        ("what", 11, "what"),
        ("name", 28, "name"),
        ("status", 8, "status"),
        ("recipe", 32, "recipe"),
        ("ARN", 60, "arn"),
    )
)


def list_offers(args: argparse.Namespace, environment: Environment, workbench: Workbench, target: Target) -> ExitCode:
    """Print what can be asked as it is found."""
    cancel, found = Cancel(), 0
    listing = Listing(environment.stdout, args.output or "text", _line, _OFFER_COLUMNS, always_list=True)
    try:
        with Interrupt(cancel) as interrupt:
            interrupt.calling = True
            for offered in Offers(workbench, target, cancel).search():
                if offered.notice:
                    tell(environment, f"{NAME}: {offered.notice}")
                documents: list[Document] = [_offer_document(each) for each in offered.offers]
                documents += [
                    {
                        "what": "filter", "name": each.name, "status": each.status, "recipe": None,
                        "datasetGroup": each.group_arn.rpartition("/")[2], "expression": each.expression,
                        "live": None, "arn": each.arn,
                    }
                    for each in offered.filters
                ]  # fmt: skip
                for document in documents:
                    found += 1
                    listing.add(document)
    except AskFailed as error:
        tell(environment, f"{NAME}: {error}")
        return code_for(interrupt.ending) if cancel.is_set else unanswered(error.outcome)
    finally:
        listing.close()
    tell(environment, f"{found} in {target.region} of {target.label}")
    return ExitCode.OK


def _offer_document(offer: Offer) -> Document:
    return {
        "what": "campaign" if offer.is_campaign else "recommender",
        "name": offer.name,
        "status": offer.status,
        "recipe": offer.recipe or None,
        "datasetGroup": offer.group or None,
        "expression": None,
        "live": recipe_of(offer.recipe).live,
        "arn": offer.arn,
    }


def _line(document: Document) -> str:
    """An offer or filter as text: a line of columns, what a filter lets through in the place of a recipe."""
    return table_row({**document, "recipe": document["expression"] or document["recipe"]}, _OFFER_COLUMNS)
