"""`completion`: what makes bash, zsh or fish complete the words of this program."""

from __future__ import annotations

import argparse

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import NAME, ExitCode
from pevents_tui.cli.output import write_raw
from pevents_tui.cli.parser import Parser

SHELLS = ("bash", "zsh", "fish")
"""What it takes."""

_SUMMARY = """Print what makes a shell complete verbs, options and their values.

bash: put it into ~/.local/share/bash-completion/completions/pevents-tui
zsh:  put it as _pevents-tui into a folder of $fpath, before compinit
fish: put it into ~/.config/fish/completions/pevents-tui.fish"""
_EXAMPLES = tuple(f"{NAME} completion {shell}" for shell in SHELLS)


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument("shell", choices=SHELLS, help="which shell")
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Print the script."""
    write_raw(environment.stdout, script(args.shell))
    environment.stdout.flush()
    return ExitCode.OK


def script(shell: str) -> str:
    """A shell's completion script, made of the parsers of all verbs."""
    import shtab  # noqa: PLC0415 - it is asked for once

    return str(shtab.complete(_whole(), shell))


def _whole() -> argparse.ArgumentParser:
    """One parser of everything: the verbs are parsers of their own everywhere else, so that one loads only its own."""
    import shtab  # noqa: PLC0415 - it is asked for once

    from pevents_tui.cli.main import VERBS, root_parser, verb_parser  # noqa: PLC0415 - it loads this module

    root = root_parser()
    whole = argparse.ArgumentParser(NAME, add_help=False)
    for action in root._actions:  # noqa: SLF001 - argparse gives no other way to take options over
        if action.option_strings:
            whole._add_action(action)  # noqa: SLF001 - the same
    verbs = whole.add_subparsers(metavar="VERB", parser_class=argparse.ArgumentParser)
    for verb, (_, summary) in VERBS.items():
        made = verb_parser(verb)
        verbs.add_parser(verb, help=summary, parents=[made], add_help=False, conflict_handler="resolve")
    for each in (whole, *verbs.choices.values()):
        _complete_places(each, shtab)
    return whole


def _complete_places(made: argparse.ArgumentParser, shtab: object) -> None:
    """Have files and directories completed where an option takes them."""
    for action in made._actions:  # noqa: SLF001 - as above
        if action.metavar == "DIR":
            action.complete = getattr(shtab, "DIRECTORY")  # type: ignore[attr-defined]  # noqa: B009 - shtab's own mark
        elif action.metavar in {"FILE", "SOURCE"}:
            action.complete = getattr(shtab, "FILE")  # type: ignore[attr-defined]  # noqa: B009 - the same
