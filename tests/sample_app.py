"""A small app to end, break and show hostile texts in: `sample_app.py hardened|plain CRASH_DIR [VIEW]`.

`plain` is the same on Textual's own app; what the tests promise of the other one has to fail there.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.text import Text
from textual import work
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, DataTable, Input, Label, OptionList, Static, TextArea, Tree

from call_sources import Lines, Row
from pevents_tui.ui.base import HardenedApp, run_app
from pevents_tui.ui.widgets.call_list import CallList
from terminal import HOSTILE

TEXTS = [f"<{n}:{text}:{n}>" for n, text in enumerate(HOSTILE)]
"""Each hostile text between marks that tell that it was drawn."""

BASE: Any = HardenedApp if sys.argv[1] == "hardened" else App


def table() -> Widget:
    widget: DataTable[Text] = DataTable()
    widget.add_column(Text("texts"), width=60)
    for text in TEXTS:
        widget.add_row(Text(text))
    return widget


def tree() -> Widget:
    widget: Tree[None] = Tree(Text("texts"))
    widget.root.expand()
    for text in TEXTS:
        widget.root.add_leaf(Text(text))
    return widget


def titled(text: str) -> Widget:
    box = Static(" ")
    box.styles.border = ("solid", "red")
    box.border_title = Content(text)
    return box


def fixed(make: Callable[[str], Widget]) -> Iterator[Widget]:
    for text in TEXTS:
        yield make(text)


def calls() -> Widget:
    return CallList(Lines(*(Row(99 - at, items=(text,), user=text) for at, text in enumerate(TEXTS))), empty="none")


VIEWS: dict[str, Callable[[], Iterator[Widget]]] = {
    "static": lambda: fixed(lambda text: Static(text, markup=False)),
    "label": lambda: fixed(lambda text: Label(Text(text))),
    "button": lambda: fixed(lambda text: Button(Content(text), compact=True)),
    "input": lambda: fixed(lambda text: Input(text, compact=True)),
    "title": lambda: fixed(titled),
    "area": lambda: iter([TextArea("\n".join(TEXTS))]),
    "options": lambda: iter([OptionList(*map(Content, TEXTS), markup=False)]),
    "table": lambda: iter([table()]),
    "tree": lambda: iter([tree()]),
    "calls": lambda: iter([calls()]),
    "notify": lambda: iter([]),
    "exit": lambda: iter([]),
    "link": lambda: iter([Static("[@click=app.press]PRESS[/]")]),
    "field": lambda: iter([Static("ready", id="told"), Input()]),
}


class Sample(BASE):  # type: ignore[misc]  # one app on either base
    """What the tests type at."""

    BINDINGS = [  # noqa: RUF012 - as Textual has it
        ("f2", "break"),
        ("f3", "break_worker"),
        ("f4", "flood"),
        ("f5", "hang"),
        ("f6", "lend"),
        ("f7", "leave(7)"),
        ("f8", "tell"),
    ]

    def compose(self) -> ComposeResult:
        yield from VIEWS[self.view]()

    def on_mount(self) -> None:
        if self.view == "notify":
            for text in TEXTS:
                self.notify(text, title=text, timeout=60, markup=False)
        if self.view == "exit":
            self.exit(message=" ".join(TEXTS))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.say(f"got {len(event.value)}")

    def say(self, words: str) -> None:
        self.screen_stack[0].query_one("#told", Static).update(words)

    def action_press(self) -> None:
        self.exit(9)

    def action_break(self) -> None:
        canary = "canary-of-a-local"
        raise ValueError(f"{len(canary)} http://ana:pa55@proxy {sys.argv[2]}")

    @work(thread=True)
    def action_break_worker(self) -> None:
        raise KeyError("worker")

    def action_flood(self) -> None:
        for n in range(1000):
            self.notify(f"toast {n} [/x]", severity="error" if n == 500 else "information", markup=False)

    @work(thread=True)
    def action_hang(self) -> None:
        self.call_from_thread(self.say, "hanging")
        time.sleep(600)

    def action_lend(self) -> None:
        child = "import sys; print('lent', flush=True); sys.stdin.readline()"
        with self.suspend():
            code = subprocess.run([sys.executable, "-c", child], stderr=subprocess.DEVNULL, check=False).returncode
        self.say(f"child ended {code}")

    def action_leave(self, code: int) -> None:
        self.exit(code)

    def action_tell(self) -> None:
        self.say("alive") if self.view == "field" else self.exit(3)


def main() -> int:
    Sample.view = (sys.argv[3:] or ["field"])[0]
    if sys.argv[1] == "hardened":
        return run_app(Sample(crash_dir=Path(sys.argv[2])))
    Sample().run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
