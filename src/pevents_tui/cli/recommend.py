"""`recommend`: a list before and after something was done about it: a smoke test of tracker and campaign together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pevents_tui.cli import options, said
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode
from pevents_tui.cli.parser import Parser, delay, variable, whole

if TYPE_CHECKING:
    from pevents_tui.domain.recommendation import Ask, Filter, Offer

KINDS = {"items": "get-recommendations", "ranking": "get-personalized-ranking", "actions": "get-action-recommendations"}
"""What `--kind` takes, and the operation it stands for; a test holds them to the domain's."""
WAIT_S = 10.0
"""How long is waited for a reaction unless told otherwise."""
_OF_A_RUN = {
    "whom": "campaign", "user": "user", "session": "session", "kind": "kind", "item": "item", "input": "input",
    "num_results": "num-results", "filter": "filter", "filter_value": "filter-value", "context": "context",
    "promote": "promote", "metadata": "metadata", "act": "act", "value": "value", "control_user": "control-user",
}  # fmt: skip
"""What a demo brings itself: the attribute of the words, and the option."""
_OPTIONS = {
    "control": "control-user", "inputs": "input", "percent": "promote-percent", "results": "num-results",
    "values": "filter-value",
}  # fmt: skip
"""The option of a question's part, where it has another name."""
_SUMMARY = """Ask a campaign or recommender for a list; with --act, send events too, and say whether the list reacts.

The list is asked for, the acts are sent as events of the user on the normal road (with the list as impression and its
recommendationId; the impression wins at the service), and the list is asked for until it differs or --wait is over.
ITEM is an ID, or @3 for the third row of the first list. --play runs a demo script, which brings its own question and
acts. Exit code 0: it moved; 4: it did not; 255: no list came.
252, 253, 254, 3 and 130 are those of send."""
_EXAMPLES = (
    f"{NAME} recommend --list",
    f"{NAME} recommend --user qa-ana --recommender shop-for-you",
    f"{NAME} recommend --user qa-ana --recommender shop-for-you --act view=@3 --act purchase=@3 --output json",
    f"{NAME} recommend --play another-category",
)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument("--list", action="store_true", help="list what can be asked: campaigns, recommenders, filters")
    made.add_argument("--play", metavar="DEMO", help="run a demo script, a ready one or a file, without its pauses")
    _add_question(made)
    _add_acting(made)
    options.add_connection(made)
    made.add_argument(
        "--yes", metavar="LABEL", help="confirm a real tracker by its target's label or its tracking ID, unasked"
    )
    options.add_output(made, "text")
    options.add_places(made)
    return made


def _add_question(made: Parser) -> None:
    group = made.add_argument_group("question")
    whom = group.add_mutually_exclusive_group()
    whom.add_argument("--campaign", dest="whom", metavar="ARN", help="a campaign's ARN, or its name where one has it")
    whom.add_argument("--recommender", dest="whom", metavar="ARN", help="a recommender's ARN, or its name")
    group.add_argument("--user", metavar="ID", help="whom for; without it, a visitor whom the session stands for")
    group.add_argument("--session", metavar="ID", help="the session of the events (a fresh one)")
    group.add_argument("--kind", choices=tuple(KINDS), help="what is asked for (as the recipe says, else items)")
    group.add_argument("--item", metavar="ID", help="the item that others are related to")
    group.add_argument("--input", action="append", default=[], metavar="ID", help="an item to rank; as often as needed")
    group.add_argument("--num-results", type=whole(1, 500), metavar="N", help="how many")
    group.add_argument("--filter", metavar="FILTER", help="a filter's ARN, or its name")
    group.add_argument("--filter-value", action="append", type=variable, default=[], metavar="NAME=VALUE",
                       help="what a filter's $NAME stands for, several parted by commas; quoted for you")  # fmt: skip
    group.add_argument("--context", action="append", type=variable, default=[], metavar="NAME=VALUE",
                       help="contextual metadata")  # fmt: skip
    group.add_argument("--promote", metavar="FILTER", help="a filter whose items are to take a share of the list")
    group.add_argument("--promote-percent", type=whole(1, 100), default=20, metavar="N", help="that share (20)")
    group.add_argument("--metadata", action="append", default=[], metavar="COLUMN", help="a column to give along")


def _add_acting(made: Parser) -> None:
    group = made.add_argument_group("acting")
    group.add_argument("--act", action="append", type=variable, default=[], metavar="TYPE=ITEM",
                       help="send an event of this type about an item; as often as needed, a second apart")  # fmt: skip
    group.add_argument("--value", type=float, metavar="N", help="the events' value")
    group.add_argument("--wait", type=delay, default=WAIT_S, metavar="SECONDS", help="longest wait for a change (10)")
    group.add_argument("--control-user", metavar="ID", help="somebody who does nothing, whose list should stay")
    group.add_argument("--save", metavar="NAME", help="keep the run under a name")
    group.add_argument("--export", action="append", default=[], metavar="FILE", help="write it as .md, .csv or .json")


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """List what can be asked, or ask, act and watch."""
    if args.play and (args.list or (given := [name for name in _OF_A_RUN if getattr(args, name)])):
        named = "list" if args.list else _OF_A_RUN[given[0]]
        raise UsageFault(f"a demo brings its own question and acts; leave --{named} away")
    if not (args.list or args.play or args.whom):
        raise UsageFault("name a --campaign or --recommender", f"{NAME} recommend --list")
    if args.filter_value and not args.filter:
        raise UsageFault("--filter-value is of a filter: name it with --filter")
    if args.list and (args.whom or args.act):
        raise UsageFault("--list asks for nothing; leave the campaign and the acts away")
    from pevents_tui.cli.recommend_list import list_offers  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.cli.recommending import Recommending  # noqa: PLC0415 - --help must not wait for it

    with said.open_workbench(args, environment, lean=False) as workbench:
        target = workbench.target(said.connection_of(args))
        if args.list:
            return list_offers(args, environment, workbench, target)
        if args.play:
            from pevents_tui.cli.recommend_play import Playing  # noqa: PLC0415 - the same

            return Playing(args, environment, workbench, target).run()
        return Recommending(args, environment, workbench, target).run()


def question(args: argparse.Namespace, offer: Offer, kind: str, filters: Sequence[Filter]) -> Ask:
    """The question that the words name, held to the same rules as the form's.

    Args:
        args: The words.
        offer: Whom it is put to.
        kind: The operation.
        filters: Those of the account, to find one by its name.

    Raises:
        UsageFault: something is wrong with it.
    """
    from pevents_tui.domain.question import Question  # noqa: PLC0415 - --help must not wait for it
    from pevents_tui.domain.question_text import in_quotes, joined, paired  # noqa: PLC0415 - the same

    typed = Question(
        user=args.user or "",
        control=args.control_user or "",
        results="" if args.num_results is None else str(args.num_results),
        item=args.item or "",
        inputs=joined(args.input),
        filter=args.filter or "",
        values="; ".join(f"{name}={in_quotes(value)}" for name, value in args.filter_value),
        context=paired(args.context),
        promote=args.promote or "",
        percent=str(args.promote_percent),
        metadata=joined(args.metadata),
    )
    for name, words in typed.faults(offer, filters, kind=kind):
        raise UsageFault(f"--{_OPTIONS.get(name, name)}: {words}")
    return typed.ask(offer, filters, kind=kind)
