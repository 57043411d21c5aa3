"""TemplateTree: folders, templates and scenarios as a tree that can be filtered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pevents_tui.domain.template import fuzzy
from pevents_tui.domain.visible import visible

_ROOTS = {"project": "project", "own": "yours", "samples": "samples"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One template or scenario of the tree.

    Attributes:
        key: Tells it from the others.
        root: The folder it is in: project, own or samples.
        name: Its place there: `shop/view-item`.
        is_scenario: It lists steps.
        problem: Why it cannot be read; None where it can.
        words: What it is found by beside its name, what counts most first.
    """

    key: str
    root: str
    name: str
    is_scenario: bool = False
    problem: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the tree: a folder where there is no leaf."""

    path: str
    text: str
    depth: int
    leaf: Leaf | None = None


class TemplateTree(OptionList):
    """The tree; letters do what can be done with the highlighted template."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "open(True)", "Open the folder", show=False),
        Binding("left", "open(False)", "Close the folder", show=False),
        Binding("slash", "want('find_template')", "Filter", show=False),
        Binding("space", "look", "Look at it", show=False),
        Binding("r", "want('rename_template')", "Rename", show=False),
        Binding("d", "want('duplicate_template')", "Duplicate", show=False),
        Binding("delete", "want('remove_template')", "Remove", show=False),
        Binding("u", "want('restore_template')", "Bring back", show=False),
    ]

    class Chosen(Message):
        """A template was chosen.

        Attributes:
            leaf: Which one.
        """

        def __init__(self, leaf: Leaf) -> None:
            super().__init__()
            self.leaf = leaf

    class Pointed(Message):
        """Another line is highlighted.

        Attributes:
            leaf: The template there; None where a folder is.
        """

        def __init__(self, leaf: Leaf | None) -> None:
            super().__init__()
            self.leaf = leaf

    class LookWanted(Message):
        """Somebody wants to see a template without loading it.

        Attributes:
            leaf: Which one.
        """

        def __init__(self, leaf: Leaf) -> None:
            super().__init__()
            self.leaf = leaf

    class Wanted(Message):
        """A command is wanted.

        Attributes:
            command: Its slug.
        """

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(self, leaves: Sequence[Leaf], *, id: str) -> None:  # noqa: A002 - Textual's
        super().__init__(id=id, markup=False, compact=True)
        self._leaves = tuple(leaves)
        self._shut: set[str] = set()
        self._wanted = ""
        self._rows: list[_Row] = []
        self._lay_out()

    @property
    def leaf(self) -> Leaf | None:
        """The template that is highlighted; None where a folder is, or nothing."""
        row = self._row
        return row.leaf if row else None

    @property
    def lines(self) -> list[str]:
        """What stands in the tree, line by line."""
        return [str(self.get_option_at_index(at).prompt) for at in range(self.option_count)]

    def show(self, leaves: Sequence[Leaf]) -> None:
        """Show other templates; what was highlighted stays so.

        Args:
            leaves: In the order of their folders.
        """
        if tuple(leaves) != self._leaves:
            self._leaves = tuple(leaves)
            self._lay_out()

    def filter(self, wanted: str) -> None:
        """Show only what a few letters are found in, best first.

        Args:
            wanted: Empty shows the tree again.
        """
        self._wanted = wanted.strip()
        self._lay_out()

    def point_to(self, key: str) -> None:
        """Highlight a template, where it is seen."""
        at = next((at for at, row in enumerate(self._rows) if row.leaf and row.leaf.key == key), None)
        if at is not None:
            self.highlighted = at

    def action_open(self, opened: bool) -> None:
        """Open or close the folder that is highlighted, or that the highlighted template is in."""
        row = self._row
        if row is None or self._wanted:
            return
        path = row.path if row.leaf is None else row.path.rpartition("/")[0]
        if opened:
            self._shut.discard(path)
        elif path in self._shut or (row.leaf is None and "/" in path and path in self._shut):
            path = path.rpartition("/")[0] or path
            self._shut.add(path)
        else:
            self._shut.add(path)
        self._lay_out(path)

    def action_look(self) -> None:
        """Show the highlighted template without loading it."""
        if self.leaf is not None:
            self.post_message(self.LookWanted(self.leaf))

    def action_want(self, command: str) -> None:
        """Ask for a command by its slug."""
        self.post_message(self.Wanted(command))

    def on_focus(self) -> None:
        """Begin at the first template, not at its folder."""
        if self.highlighted is None:
            self.highlighted = next((at for at, row in enumerate(self._rows) if row.leaf), None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose a template, or open or close a folder."""
        event.stop()
        row = self._rows[event.option_index]
        if row.leaf is not None:
            self.post_message(self.Chosen(row.leaf))
        else:
            self._shut ^= {row.path}
            self._lay_out(row.path)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which template is highlighted."""
        event.stop()
        self.post_message(self.Pointed(self.leaf))

    @property
    def _row(self) -> _Row | None:
        at = self.highlighted
        return self._rows[at] if at is not None and at < len(self._rows) else None

    def _lay_out(self, path: str | None = None) -> None:
        """Lay the lines out, and highlight the path, or what was highlighted."""
        row = self._row
        path = path or (row.path if row else None)
        self._rows = list(self._found() if self._wanted else self._tree())
        self.clear_options()
        self.add_options([Option(_drawn(row, row.path in self._shut)) for row in self._rows])
        at = next((at for at, row in enumerate(self._rows) if row.path == path), None)
        if at is not None or self._wanted:
            self.highlighted = at or 0 if self._rows else None

    def _found(self) -> Iterator[_Row]:
        scored = [(fuzzy(self._wanted, [leaf.name, *leaf.words]), leaf) for leaf in self._leaves]
        for score, leaf in sorted(scored, key=lambda pair: -(pair[0] or 0)):
            if score is not None:
                yield _Row(f"{leaf.key}", leaf.name, 0, leaf)

    def _tree(self) -> Iterator[_Row]:
        seen: set[str] = set()
        for leaf in self._leaves:
            parts = [leaf.root, *leaf.name.split("/")]
            hidden = False
            for depth in range(1, len(parts)):
                path = "/".join(parts[:depth])
                if path not in seen and not hidden:
                    seen.add(path)
                    text = _ROOTS.get(parts[0], parts[0]) if depth == 1 else parts[depth - 1]
                    yield _Row(path, text, depth - 1)
                hidden = hidden or path in self._shut
            if not hidden:
                yield _Row("/".join(parts) + ("|" if leaf.is_scenario else ""), parts[-1], len(parts) - 1, leaf)


def _drawn(row: _Row, closed: bool) -> Content:
    indent = "  " * row.depth
    if row.leaf is None:
        return Content.styled(f"{indent}{'▸' if closed else '▾'} {visible(row.text)}", "bold")
    if row.leaf.problem:
        return Content.styled(f"{indent}! {visible(row.text)}", "$text-error")
    return Content(f"{indent}{'»' if row.leaf.is_scenario else ' '} {visible(row.text)}")
