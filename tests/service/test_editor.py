"""A text given to another program to edit: found, private, read back, and told where it fails."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.errors import EditorError
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.path import Path as Place
from pevents_tui.service import Kept, Workbench
from pevents_tui.service.editor import edit_text, find_editor

Script = Callable[[str], str]


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Makes an editor of Python code, which finds its file at `path`, and gives the command."""

    def make(code: str) -> str:
        file = tmp_path / "an editor.py"
        file.write_text(f"import os, sys\nfrom pathlib import Path\npath = Path(sys.argv[-1])\n{code}\n")
        return f"{sys.executable} '{file}' --wait"

    return make


def _edit(text: str, environ: Mapping[str, str]) -> str | None:
    return edit_text(text, {"PATH": os.environ["PATH"], **environ}, name="draft.json", lend=nullcontext)


def test_a_text_goes_out_in_a_private_file_and_comes_back(script: Script, tmp_path: Path) -> None:
    told = tmp_path / "told"
    note = "modes = [f'{each.stat().st_mode:o}' for each in (path, path.parent)]\n"
    note += f"Path({str(told)!r}).write_text(' '.join([str(path), *modes, sys.argv[1]]))\n"
    command = script(note + "path.write_text(path.read_text() + ' more\\u00e9', encoding='utf-8')")
    assert _edit('{"é": "\ud800"}', {"VISUAL": command, "EDITOR": "false"}) == '{"é": "\\ud800"} more\u00e9'
    path, file_mode, folder_mode, argument = told.read_text().split()
    assert Path(path).name == "draft.json"
    assert (stat.S_IMODE(int(file_mode, 8)), stat.S_IMODE(int(folder_mode, 8))) == (0o600, 0o700)
    assert argument == "--wait"
    assert not Path(path).parent.exists()


def test_what_was_not_changed_is_no_change(script: Script) -> None:
    assert _edit("{}\n", {"EDITOR": script("pass")}) is None
    assert _edit("{}", {"EDITOR": script("path.write_bytes(b'\\xff{}')")}) == "\\xff{}"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("sys.exit(3)", "ended with 3, so nothing was changed"),
        ("os.kill(os.getpid(), 9)", "was ended by signal 9"),
        ("path.unlink()", "the edited file cannot be read: no such file"),
        ("path.write_bytes(b' ' * 9_000_000)", "larger than 8 MiB"),
    ],
)
def test_an_editor_that_fails_is_told(script: Script, code: str, told: str) -> None:
    with pytest.raises(EditorError, match=told):
        _edit("{}", {"EDITOR": script(code)})


def test_the_terminal_comes_back_from_an_editor_that_cannot_be_started(tmp_path: Path) -> None:
    file = tmp_path / "no program"
    file.write_text("")
    file.chmod(0o700)
    turns = []

    @contextmanager
    def lend() -> Iterator[None]:
        yield  # as Textual's: what is raised here leaves the terminal where it is
        turns.append("back")

    with pytest.raises(EditorError, match="no program cannot be started: exec format error"):
        edit_text("{}", {"EDITOR": f"'{file}'"}, name="draft.json", lend=lend)
    assert turns == ["back"]


def test_the_editor_is_the_named_one_then_a_known_one(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("code", "nano"):
        (tools / name).write_text("")
        (tools / name).chmod(0o700)
    found = {"PATH": str(tools)}
    assert find_editor({**found, "EDITOR": "code --wait 'a b'"}) == ["code", "--wait", "a b"]
    assert find_editor({**found, "VISUAL": " ", "EDITOR": "nano"}) == ["nano"]
    assert find_editor(found) == ["nano"]
    for environ, told in (
        ({**found, "VISUAL": "emacs -nw"}, "VISUAL names 'emacs', which is no program here"),
        ({**found, "EDITOR": "code 'x"}, "EDITOR is no command: no closing quotation"),
        ({"PATH": str(tmp_path)}, "name one in VISUAL or EDITOR"),
    ):
        with pytest.raises(EditorError, match=told):
            find_editor(environ)


def test_what_is_unfinished_is_kept_with_the_draft(bench: Workbench) -> None:
    draft = builders.events_draft(builders.event(properties={"n": 1}))
    lines: dict[Place, str] = {("eventList", 0, "properties"): "gift"}
    kept = Kept(draft, '{"a": \ud800', lines, Origin("view-item", draft))
    bench.keep_draft(kept)
    assert bench.kept() == kept


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"kind": "x", "body": {}}', '{"kind": "put-events", "body": 5, "lines": [1]}']
)
def test_a_kept_draft_that_cannot_be_read_is_told_with_its_new_place(bench: Workbench, text: str) -> None:
    bench.paths.draft.write_text(text)
    kept = bench.kept()
    (aside,) = bench.paths.data.glob("draft.json.unreadable-*")
    assert kept.draft is None
    assert kept.notice is not None
    assert str(aside) in kept.notice
    assert bench.kept() == Kept()
