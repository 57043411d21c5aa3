"""The program: the command line, or the terminal app. The one file that knows both."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, TextIO

if TYPE_CHECKING:  # everything else loads in `_run`, when the process was made ready for it
    from pevents_tui.cli.environment import Environment
    from pevents_tui.cli.main import Opening
    from pevents_tui.domain.origin import Origin
    from pevents_tui.service import Source, Workbench

_COLLECT_AFTER = 50_000
"""Objects made before the collector looks for cycles: a one-shot send stays below it."""


def main(
    argv: Sequence[str] | None = None,
    *,
    stdin: TextIO | IO[bytes] | None = None,
    stdout: TextIO | None = None,
    stderr: TextIO | None = None,
    environ: Mapping[str, str] | None = None,
) -> int:
    """Do what a command line says and give its exit code, one of `pevents_tui.cli.narrate.ExitCode`.

    Args:
        argv: The words after the program's name; None means the process's own.
        stdin: What comes in; None means the process's own, like the others.
        stdout: Takes the data.
        stderr: Takes the narration.
        environ: The environment variables.
    """
    if argv is None:
        _hasten()
    from pevents_tui.cli.environment import Environment  # noqa: PLC0415 - the collector is off by now
    from pevents_tui.cli.main import Opening, run  # noqa: PLC0415 - the same
    from pevents_tui.cli.narrate import guarded  # noqa: PLC0415 - the same

    words = sys.argv[1:] if argv is None else argv
    environment = Environment.of(stdin, stdout, stderr, environ)
    asked = run(words, environment)
    if isinstance(asked, Opening):
        opening = asked
        code = int(guarded(environment, words, lambda: _open(opening, environment)))
    else:
        code = int(asked)
    if argv is None:
        gc.freeze()  # what is left dies with the process: looking through it for cycles would take 60 ms
    return code


def _hasten() -> None:
    """Spare a fresh process what it does not need while it starts.

    Looking through every installed distribution for pydantic plugins, and collecting garbage among modules that stay
    anyway, takes a tenth of a one-shot send.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(_COLLECT_AFTER)


def _open(opening: Opening, environment: Environment) -> int:
    """Run the terminal app on what was asked for.

    Raises:
        UsageFault: there is no terminal to draw on, or the draft would come from it.
    """
    from pevents_tui.cli.faults import UsageFault  # noqa: PLC0415 - as above
    from pevents_tui.cli.said import connection_of, open_workbench, with_schema  # noqa: PLC0415 - as above

    if opening.draft == "-":
        raise UsageFault("the terminal app reads keys from standard input, so it cannot read a draft there; send it")
    if not environment.can_show_screen:
        raise UsageFault(_without_terminal(opening), "pevents-tui send view-item, or pevents-tui --help")
    gc.disable()  # until the first paint, where `run_app` turns it on
    with open_workbench(opening.args, environment, lean=False) as workbench:
        given = connection_of(opening.args)
        # What stood for `aws` goes where `aws` would send it, never to the sandbox unasked.
        target, notice = (workbench.aws_target(given), None) if opening.written else workbench.first_target(given)
        target = with_schema(opening.args, target)
        source = _begun(workbench, opening.draft) if opening.draft else None
        demo = getattr(opening.args, "demo", None)
        if demo is not None:
            from pevents_tui.service.demos import Demos  # noqa: PLC0415 - few begin with one

            Demos(workbench.paths.demos).read(demo)  # what is wrong with it is told before the screen is taken
        from pevents_tui.ui.app import run as run_app  # noqa: PLC0415 - the command line never loads the toolkit

        if opening.written is not None:
            return run_app(workbench, target, opening.written, "command line", notice=notice)
        if source is None:
            return run_app(workbench, target, notice=notice, demo=demo)
        return run_app(workbench, target, source.draft, origin_of(workbench, source), notice=notice, demo=demo)


def _without_terminal(opening: Opening) -> str:
    """Why the app cannot open; a word that looks like a verb is told first."""
    from pevents_tui.cli.main import no_verb  # noqa: PLC0415 - few command lines go wrong here

    told = no_verb(opening.draft) if opening.draft else ""
    return f"{told}, and no terminal to open it as a draft on" if told else "there is no terminal to draw on"


def _begun(workbench: Workbench, draft: str) -> Source:
    """The draft that a command line names.

    Raises:
        SourceError: there is none; a word that looks like a verb is told to be none either.
    """
    from pevents_tui.domain.errors import SourceError  # noqa: PLC0415 - as above

    try:
        return next(iter(workbench.read(draft)))
    except SourceError as error:
        from pevents_tui.cli.main import no_verb  # noqa: PLC0415 - as above

        told = no_verb(draft)
        raise SourceError(f"{told}, and as a draft to open: {error}") if told else error from None


def origin_of(workbench: Workbench, source: Source) -> Origin:
    """What the terminal app begins from: a file, or a template with its variables."""
    from pathlib import PurePath  # noqa: PLC0415 - the command line needs none of these

    from pevents_tui.domain.origin import Origin  # noqa: PLC0415 - the same

    entry = workbench.templates.find(source.template or source.name)
    if entry is None:
        return Origin(PurePath(source.name).name, source.draft, None, source.variables)
    return Origin(entry.name, source.draft, entry.whole_name, source.variables, entry.stamp)


if __name__ == "__main__":
    sys.exit(main())
