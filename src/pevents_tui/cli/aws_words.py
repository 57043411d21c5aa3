"""The options that the AWS CLI has on every command, beside those that say where a call goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pevents_tui.cli.output import FORMS
from pevents_tui.cli.parser import Parser
from pevents_tui.cli.skeleton import FORMS as SKELETONS

NO_EFFECT = "accepted, no effect: "
"""How the help of an option begins that changes nothing here."""


@dataclass(frozen=True, slots=True)
class AwsWord:
    """One of these options.

    Attributes:
        help: What it does here.
        metavar: What its value is called; None where it takes none, or one of the choices.
        choices: The values it takes; empty for any.
        bare: What stands for a value that is left out; None where it must be given.
    """

    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    bare: str | None = None


AWS_WORDS: Mapping[str, AwsWord] = MappingProxyType(
    {
        "--cli-input-json": AwsWord(
            "the request as JSON, or file://…; options given beside it win, each whole", "JSON"
        ),
        "--cli-input-yaml": AwsWord("the request as YAML, or file://…; likewise", "YAML"),
        "--generate-cli-skeleton": AwsWord(
            "print a request to fill in, sending nothing; output: check the request and print a receipt's shape",
            choices=SKELETONS,
            bare="input",
        ),
        "--output": AwsWord("how to print the receipt (nothing, as the AWS CLI)", choices=(*FORMS, "off")),
        "--version": AwsWord("print the version and end"),
        "--no-paginate": AwsWord(f"{NO_EFFECT}there are no pages"),
        "--cli-binary-format": AwsWord(f"{NO_EFFECT}every field is text", choices=("base64", "raw-in-base64-out")),
        "--no-cli-pager": AwsWord(f"{NO_EFFECT}there is no pager"),
        "--cli-auto-prompt": AwsWord("open the terminal app with what is given filled in"),
        "--no-cli-auto-prompt": AwsWord("do not, whatever was said before"),
    }
)
"""Each option by its flag. A table in docs/guide.md and a test hold them to the AWS CLI's own."""


def add_aws_words(parser: Parser) -> None:
    """Have a parser take them all."""
    group = parser.add_argument_group("as in the AWS CLI")
    for flag, word in AWS_WORDS.items():
        given: dict[str, Any] = {"help": word.help}
        if word.choices:
            given["choices"] = word.choices
        if word.bare is not None:
            given |= {"nargs": "?", "const": word.bare}
        if word.metavar is not None:
            given["metavar"] = word.metavar
        elif not word.choices:
            given["action"] = "store_true"
        if flag == "--no-cli-auto-prompt":
            given |= {"action": "store_false", "dest": "cli_auto_prompt", "default": False}
        group.add_argument(flag, **given)
