"""argparse in this program's manner: faults and help are raised to the one caller, never printed or exited on."""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pevents_tui.cli.faults import HelpAsked, UsageFault

COLOURS = ("on", "off", "auto")
"""What `--color` takes."""
_COLOUR_HELP = "colour how calls ended and what problems weigh (auto: on a terminal, without NO_COLOR)"
_LONGEST_S = 86_400


class Parser(argparse.ArgumentParser):
    """A parser of one verb's words.

    Args:
        prog: How the verb is called: `pevents-tui send`.
        summary: What it does, in a sentence.
        examples: Runnable command lines.
        colour: It takes `--color`.
        _given: What else argparse gives the parser of a sub-verb, as later Pythons do.
    """

    def __init__(self, prog: str, summary: str, examples: Sequence[str], *, colour: bool = True, **_given: Any) -> None:
        super().__init__(
            prog,
            description=summary,
            epilog="\n".join(["examples:", *(f"  {example}" for example in examples)]),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
        )
        self.add_argument("-h", "--help", action=_Help, help="show this text and end")
        if colour:  # left out is left out: what stood before a verb's own sub-verb must hold
            self.add_argument("--color", choices=COLOURS, default=argparse.SUPPRESS, help=_COLOUR_HELP)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """Everything known: a sub-verb refuses the rest itself, so that its own help is what is named.

        Raises:
            UsageFault: there is a rest.
        """
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            from pevents_tui.domain.nearest import nearest  # noqa: PLC0415 - few words are unknown

            flag = next((word.partition("=")[0] for word in rest if word.startswith("-")), "")
            near = nearest(flag[2:], [known[2:] for known in self._option_string_actions if known.startswith("--")])
            meant = f"; did you mean --{near}?" if flag and near else ""
            self.error(f"unrecognized arguments: {' '.join(rest)}{meant}")
        return found, rest

    def error(self, message: str) -> NoReturn:
        """Refuse the words.

        Raises:
            UsageFault: always.
        """
        raise UsageFault(message, f"{self.prog} --help")


class _Help(argparse.Action):
    """Raises the help text as soon as it is asked for, whatever else is wrong with the words."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:  # noqa: A002 - argparse's name
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_given: Any) -> None:
        """Show the help.

        Raises:
            HelpAsked: always.
        """
        raise HelpAsked(parser.format_help())


def seconds(word: str) -> float:
    """A time bound in seconds; 0 means no limit."""
    value = float(word)
    if not (math.isfinite(value) and 0 <= value <= _LONGEST_S):
        raise argparse.ArgumentTypeError(f"{word} is not between 0 (no limit) and {_LONGEST_S}")
    return value


def delay(word: str) -> float:
    """A wait in seconds, which may be none."""
    value = float(word)
    if not 0 <= value <= _LONGEST_S:
        raise argparse.ArgumentTypeError(f"{word} is not between 0 and {_LONGEST_S}")
    return value


def whole(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds, as argparse wants it."""

    def number(word: str) -> int:
        value = int(word)
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{word} is not between {least} and {most}")
        return value

    return number


_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(ms|s|m|h|)", re.ASCII)
_UNITS_S = {"": 1.0, "ms": 0.001, "s": 1.0, "m": 60.0, "h": 3_600.0}


def duration(word: str) -> float:
    """A time between two things in seconds: `2`, `1.5`, `500ms`, `2s`, `1m`, `1h`."""
    found = _DURATION.fullmatch(word)
    value = float(found[1]) * _UNITS_S[found[2]] if found else math.nan
    if not value <= 86_400:  # which nan is not either
        raise argparse.ArgumentTypeError(f"{word} is not a time up to a day, such as 2s, 500ms or 1m")
    return value


def tag(word: str) -> str:
    """A tag of the history, as it is kept."""
    from pevents_tui.service.history.upkeep import checked_tag  # noqa: PLC0415 - few calls are tagged

    try:
        return checked_tag(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def folder(word: str) -> Path:
    """A directory as the user wrote it."""
    if not word:
        raise argparse.ArgumentTypeError("a directory has a name")
    return Path(word).expanduser()


def variable(word: str) -> tuple[str, str]:
    """A variable's name and value, as `NAME=VALUE`; what a template asks for is named in its own words."""
    name, equals, value = word.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"{word!r} is not NAME=VALUE")
    return name.strip(), value
