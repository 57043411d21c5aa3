"""`completion`: what makes bash, zsh or fish complete the words of this program."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

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


_SHORT = "pevents"
"""The program's other name."""
_TARGETS = {"bash": "_pevents_tui_targets", "zsh": "_pevents_tui_targets", "fish": "(__pevents_tui_names targets)"}
_SOURCES = {
    "bash": "_pevents_tui_file_or_template",  # a name with _file in it has shtab write paths as paths
    "zsh": "_pevents_tui_sources",
    "fish": "(__pevents_tui_names templates; __fish_complete_path (commandline -ct))",
}
_SED = """sed -n 's/^{"name": "\\([^"\\\\]*\\)".*/\\1/p'"""
_NAMES = {
    "bash": f"""
_pevents_tui_names() {{
  local name
  {NAME} "$1" list --output jsonl 2>/dev/null | {_SED} | while IFS= read -r name; do
    [[ "$name" == "$2"* ]] && printf '%q\\n' "$name"
  done
}}
_pevents_tui_targets() {{ _pevents_tui_names targets "$1"; }}
_pevents_tui_file_or_template() {{ _pevents_tui_names templates "$1"; _shtab_compgen_files "$1"; }}
""",
    "zsh": f"""
_pevents_tui_names() {{
  local -a names
  names=("${{(@f)$({NAME} $1 list --output jsonl 2>/dev/null | {_SED})}}")
  compadd -a names
}}
_pevents_tui_targets() {{ _pevents_tui_names targets }}
_pevents_tui_sources() {{ _pevents_tui_names templates; _files }}
""",
    "fish": f"""
function __pevents_tui_names
  {NAME} $argv[1] list --output jsonl 2>/dev/null | {_SED}
end
""",
}
"""What has a shell ask for the names of saved targets and templates."""


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

    made = str(shtab.complete(_whole(), shell, preamble=_NAMES[shell]))
    if shell == "zsh":
        return made.replace(f"#compdef {NAME}\n", f"#compdef {NAME} {_SHORT}\n", 1)
    also = f"complete -c {_SHORT} -w {NAME}" if shell == "fish" else _bash_also(made)
    return f"{made.rstrip()}\n{also}\n"


def _bash_also(script: str) -> str:
    """The line that completes the short name as bash's script completes the long one."""
    line = next(each for each in reversed(script.splitlines()) if each.startswith("complete "))
    return f"{line.removesuffix(NAME)}{_SHORT}"


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
    _complete(whole, {"DIR": shtab.DIRECTORY, "FILE": shtab.FILE})
    return whole


def _complete(made: argparse.ArgumentParser, places: Mapping[str, Any]) -> None:
    """Have files, directories and what is saved completed where a word takes them, of sub-verbs too.

    Args:
        made: A parser.
        places: The shells' own completions of files and directories, by metavar.
    """
    verb = made.prog.split()[1:2]
    for action in made._actions:  # noqa: SLF001 - as above
        found: Any = places.get(str(action.metavar))
        if action.metavar == "SOURCE":
            found = _SOURCES
        elif "--target" in action.option_strings or (action.metavar == "NAME" and verb == ["targets"]):
            found = _TARGETS
        if found is not None:
            action.complete = found  # type: ignore[attr-defined]  # shtab's own mark
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            for below in action.choices.values():
                _complete(below, places)
        elif action.choices is not None:  # bash would part a word at its blank
            action.choices = [str(each).replace(" ", "-") for each in action.choices]
