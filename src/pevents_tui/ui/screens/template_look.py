"""Templates looked at without loading them: the note under the tree and a template's text, loaded on first use."""

from __future__ import annotations

from textual.content import Content

from pevents_tui.domain.errors import TemplateError
from pevents_tui.domain.render import draft_text
from pevents_tui.domain.visible import visible
from pevents_tui.service.templates.folders import read_text
from pevents_tui.service.templates.listing import Facts
from pevents_tui.ui.screens.templates import TemplatesScreen
from pevents_tui.ui.screens.text import TextScreen, plain_lines
from pevents_tui.ui.widgets.template_tree import Leaf

_MOST_NOTE = 300


def note_of(facts: Facts) -> Content:
    """What is told of a template in a few lines: its heading, its size, the variables it asks for, what is wrong."""
    heading = facts.heading
    rows = f"{facts.rows} {'step' if facts.kind == 'scenario' else 'row'}{'' if facts.rows == 1 else 's'}"
    told = [heading.title, heading.note, f"{facts.kind} · {rows}" if facts.kind else ""]
    told += [" ".join(f"#{tag}" for tag in heading.tags), " ".join(facts.marks)]
    told += [f"for {heading.target}"] if heading.target else []
    text = "\n".join(line for line in told if line)[:_MOST_NOTE]
    problem = Content.styled(f"\n{visible(facts.problem)[:_MOST_NOTE]}", "$text-error") if facts.problem else ""
    return Content(visible(text, lines=True)) + problem


def look_at(screen: TemplatesScreen, leaf: Leaf) -> None:
    """Show the text of what stands at a leaf, with a way to load it."""
    entry = screen.template_entries.get(leaf.key)
    if entry is None or entry.problem:
        return
    try:
        sample = leaf.root == "samples" and not leaf.is_scenario
        text = draft_text(screen.workbench.samples[leaf.name], "yaml") if sample else read_text(entry.path)
    except TemplateError as error:
        screen.app.notify(str(error), severity="error", timeout=10)
        return

    def answered(choice: str | None) -> None:
        if choice == "load":
            screen.template_tree.post_message(screen.template_tree.Chosen(leaf))

    choices = [("load", "Run" if leaf.is_scenario else "Load", "l")]
    screen.app.push_screen(TextScreen(entry.whole_name, plain_lines(text or ""), choices), answered)
