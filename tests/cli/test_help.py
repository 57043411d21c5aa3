"""Help: for every verb and every option, with examples that run."""

from __future__ import annotations

import argparse
import shlex

import pytest

from cli.shell import Shell
from pevents_tui import __version__
from pevents_tui.cli.main import VERBS, root_parser, verb_parser
from pevents_tui.cli.options import VALUED
from pevents_tui.cli.parser import Parser


def _parsers(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """A parser and those of its sub-verbs."""
    below = [
        each
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for each in action.choices.values()
    ]
    return [parser, *(inner for each in below for inner in _parsers(each))]


def _made() -> list[Parser]:
    return [root_parser(), *(verb_parser(verb) for verb in VERBS)]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(shell: Shell, verb: str) -> None:
    ended = shell.run(verb, "--help")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"usage: pevents-tui {verb}")
    assert "\nexamples:\n" in ended.out
    assert verb in shell.run("--help").out
    assert shell.run("-h", verb).out == ended.out


def test_every_option_has_help() -> None:
    for parser in (each for made in _made() for each in _parsers(made)):
        for action in parser._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), f"{parser.prog}: {action.dest}"
        assert parser.description
        assert parser.epilog
        assert "pevents-tui" in parser.epilog


def test_every_example_is_understood() -> None:
    for made in _made():
        assert made.epilog is not None
        for line in made.epilog.splitlines()[1:]:
            command = line.partition("|")[2] or line
            words = shlex.split(command.replace('eval "$(', "").replace(')"', ""))
            words = words[words.index("pevents-tui") + 1 :]
            if words[:1] and words[0] in VERBS:
                verb_parser(words[0]).parse_args(words[1:])
            else:
                assert made.prog == "pevents-tui"


def test_what_may_stand_before_the_verb_is_understood_by_every_sender() -> None:
    for verb in ("send", "check", "put-events", "put-action-interactions"):
        known = {flag for action in verb_parser(verb)._actions for flag in action.option_strings}
        assert set(VALUED) <= known
    for made in _made():
        for action in made._actions:
            if set(action.option_strings) & set(VALUED):
                assert action.nargs is None


@pytest.mark.parametrize("words", [("--version",), ("--region", "r", "--version")])
def test_the_version_is_data(shell: Shell, words: tuple[str, ...]) -> None:
    ended = shell.run(*words)
    assert (ended.code, ended.out, ended.err) == (0, f"pevents-tui {__version__}\n", "")


def test_help_wins_over_what_else_is_wrong(shell: Shell) -> None:
    assert shell.run("put-events", "--nonsense", "--help").code == 0
    assert shell.run("--help", "send").out.startswith("usage: pevents-tui send")


@pytest.mark.parametrize("words", [("--vers",), ("send", "view-item", "--out", "json"), ("view-item", "extra")])
def test_words_are_not_guessed(shell: Shell, words: tuple[str, ...]) -> None:
    ended = shell.run(*words)
    assert ended.code == 252
    assert "unrecognized arguments" in ended.sentence
