"""TemplatesScreen: the tree of templates and scenarios beside the form, to begin from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from pevents_tui.domain.errors import TemplateError
from pevents_tui.domain.origin import Origin
from pevents_tui.ui.commands import templates as commands
from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.commands.compose import ToggleSidebar
from pevents_tui.ui.screens.scenario import ScenarioScreen
from pevents_tui.ui.template_messages import (
    TemplatePreviewed,
    TemplateRead,
    TemplatesFound,
    TemplateWordsRead,
)
from pevents_tui.ui.widgets.steady import SteadyInput

if TYPE_CHECKING:
    from pevents_tui.service.templates import Entry, Written
    from pevents_tui.ui.widgets.template_tree import Leaf, TemplateTree

_LOOK_EVERY_S = 2.0
"""How often the folders are looked through for what changed on disk."""
_REST_S = 0.12
"""How long the highlight rests before what it is on is read."""
SAMPLES = "samples:"
"""What the whole name of a shipped template begins with."""


class TemplatesScreen(ScenarioScreen):
    """What can be begun from, kept in step with the folders it is in."""

    template_entries: dict[str, Entry]
    """Every template and scenario that was found, by what tells it from the others."""
    _looked = False
    _told_stamp: object = None

    def template_widgets(self) -> list[Widget]:
        """The tree with its filter and a note on what is highlighted; the folders are looked through behind it."""
        from pevents_tui.ui.widgets.template_tree import Leaf, TemplateTree  # noqa: PLC0415 - behind the first paint

        self.template_entries = {}
        self._words: dict[tuple[str, object], tuple[str, ...]] = {}
        samples = [Leaf(f"{SAMPLES}{name}", "samples", name) for name in self.workbench.samples]
        self.set_interval(_LOOK_EVERY_S, self.look_for_templates)
        self.call_after_refresh(self.look_for_templates)
        return [
            Static(Content("Templates"), classes="heading"),
            SteadyInput(placeholder="find a template", id="filter", compact=True),
            TemplateTree(samples, id="templates"),
            Static("", id="template-note", markup=False),
        ]

    # The folders

    def look_for_templates(self) -> None:
        """Look through the folders in a worker."""

        def look() -> None:
            templates = self.workbench.templates
            self.post_message(TemplatesFound(templates.entries(), templates.notice))

        self.run_worker(look, thread=True, group="templates", exclusive=True, exit_on_error=False)

    @on(TemplatesFound)
    def _found(self, event: TemplatesFound) -> None:
        event.stop()
        if event.notice and not self._looked:
            self.app.notify(event.notice, severity="warning", timeout=20)
        self._looked = True
        self.template_entries = {key_of(entry): entry for entry in event.entries}
        self._show_entries()
        self._follow_file()
        if self.query_one("#filter", SteadyInput).value:
            self._read_words()

    def _show_entries(self) -> None:
        from pevents_tui.ui.widgets.template_tree import Leaf  # noqa: PLC0415 - it is loaded by now

        words = ((key, each, self._words.get((key, each.stamp), ())) for key, each in self.template_entries.items())
        self.template_tree.show(
            [Leaf(key, str(each.place), each.name, each.is_scenario, each.problem, told) for key, each, told in words]
        )

    def _read_words(self) -> None:
        """Read what templates are found by beside their names, in a worker; nothing is read twice."""
        unread = [(key, each) for key, each in self.template_entries.items() if (key, each.stamp) not in self._words]

        def read() -> None:
            from pevents_tui.service.templates.listing import words_of  # noqa: PLC0415 - behind the first paint

            found: dict[tuple[str, object], tuple[str, ...]]
            found = {(key, each.stamp): words_of(self.workbench, each) for key, each in unread}
            self.post_message(TemplateWordsRead(found))

        if unread:
            self.run_worker(read, thread=True, group="words", exclusive=True, exit_on_error=False)

    @on(TemplateWordsRead)
    def _words_read(self, event: TemplateWordsRead) -> None:
        event.stop()
        self._words = {**self._words, **event.words}
        self._show_entries()

    def _follow_file(self) -> None:
        """Load a template again that changed on disk, or tell of it where the draft differs."""
        origin = self.origin
        if origin is None or origin.template is None or origin.stamp is None or self.sending:
            return
        entry = self.template_entries.get(origin.template)
        stamp = entry.stamp if entry else None
        if stamp in {origin.stamp, self._told_stamp}:
            return
        self._told_stamp = stamp
        if entry is None or stamp is None:
            self.app.notify(f"The file of {origin.name} is gone or cannot be read; the draft stays.", timeout=10)
        elif self.differs:
            told = "Compare the draft with its template, in the palette, shows how"
            self.app.notify(f"{origin.name} changed on disk, and your draft differs from it. {told}.", timeout=15)
        else:
            self.app.notify(f"{origin.name} changed on disk and was loaded again.")
            self._open_file(entry)

    # Loading

    def on_template_tree_chosen(self, event: TemplateTree.Chosen) -> None:
        """Begin with what was chosen."""
        event.stop()
        if event.leaf.root == "samples" and not event.leaf.is_scenario:
            sample = self.workbench.samples[event.leaf.name]
            self.load(sample, Origin(event.leaf.name, sample, event.leaf.key))
            self.leave_library()
        elif event.leaf.problem:
            self.app.notify(f"{event.leaf.name}: {event.leaf.problem}", severity="error", timeout=10)
        elif event.leaf.key in self.template_entries:
            self._open_file(self.template_entries[event.leaf.key], by_hand=True)

    def _open_file(self, entry: Entry, *, by_hand: bool = False) -> None:
        """Read a file in a worker, since a long one takes a while."""

        def read() -> None:
            from pevents_tui.service.scenarios import read_scenario  # noqa: PLC0415 - behind the first paint

            try:
                if entry.is_scenario:
                    self.post_message(TemplateRead(entry, read_scenario(self.workbench, entry.whole_name), by_hand))
                else:
                    self.post_message(TemplateRead(entry, self.workbench.templates.read(entry), by_hand))
            except TemplateError as error:
                self.app.call_from_thread(self.app.notify, str(error), severity="error", timeout=10)

        self.run_worker(read, thread=True, group="template", exclusive=True, exit_on_error=False)

    @on(TemplateRead)
    def _begin_from(self, event: TemplateRead) -> None:
        from pevents_tui.domain.scenario import Scenario  # noqa: PLC0415 - it is loaded by now

        event.stop()
        if isinstance(event.read, Scenario):
            self.begin_scenario(event.read)
            return
        written = event.read
        if not event.by_hand and (self.differs or self.origin is None or self.origin.template != key_of(event.entry)):
            return  # somebody was quicker
        template = written.template
        self.load(template.draft, origin_of(written))
        if template.problem:
            told = f"{template.name}: {template.problem}, so it tells no name, note, tags, target and variables"
            self.app.notify(told, severity="warning", timeout=10)
        if event.by_hand:
            self.leave_library()
            self.offer_target(template.heading.target)

    # Finding and looking

    @on(commands.FindTemplate)
    def find_template(self) -> None:
        """Go to the line that filters the tree."""
        if not self.query_one("#sidebar").display or self.has_class("-narrow"):
            self.post_message(ToggleSidebar())
        self.call_after_refresh(lambda: self.query("#filter").focus())

    @on(Input.Changed, "#filter")
    def _filter_tree(self, event: Input.Changed) -> None:
        event.stop()
        self.template_tree.filter(event.value)
        if event.value:
            self._read_words()

    @on(Input.Submitted, "#filter")
    def _to_tree(self, event: Input.Submitted) -> None:
        event.stop()
        self.template_tree.focus()

    def on_template_tree_wanted(self, event: TemplateTree.Wanted) -> None:
        """Do what a letter in the tree stands for."""
        event.stop()
        self.post_message({each.slug(): each for each in commands.TEMPLATE_COMMANDS}[event.command]())

    def on_template_tree_pointed(self, event: TemplateTree.Pointed) -> None:
        """Tell in a few lines what is highlighted, once it rests."""
        event.stop()
        self.set_timer(_REST_S, lambda: self._preview(event.leaf))

    def _preview(self, leaf: Leaf | None) -> None:
        if leaf is None or leaf != self.template_tree.leaf or leaf.key not in self.template_entries:
            self.query_one("#template-note", Static).update("")
            return
        entry = self.template_entries[leaf.key]

        def look() -> None:
            from pevents_tui.service.templates.listing import facts_of  # noqa: PLC0415 - behind the first paint

            self.post_message(TemplatePreviewed(leaf.key, facts_of(self.workbench, entry)))

        self.run_worker(look, thread=True, group="preview", exclusive=True, exit_on_error=False)

    @on(TemplatePreviewed)
    def _previewed(self, event: TemplatePreviewed) -> None:
        event.stop()
        leaf = self.template_tree.leaf
        if leaf is not None and leaf.key == event.key:
            from pevents_tui.ui.screens.template_look import note_of  # noqa: PLC0415 - on first use

            self.query_one("#template-note", Static).update(note_of(event.facts))

    def on_template_tree_look_wanted(self, event: TemplateTree.LookWanted) -> None:
        """Show a template's text without loading it."""
        from pevents_tui.ui.screens.template_look import look_at  # noqa: PLC0415 - on first use

        event.stop()
        look_at(self, event.leaf)

    # Files

    @on(commands.SaveTemplate)
    @on(commands.SaveTemplateAs)
    @on(commands.CompareTemplate)
    @on(commands.RenameTemplate)
    @on(commands.DuplicateTemplate)
    @on(commands.RemoveTemplate)
    @on(commands.RestoreTemplate)
    def _work_on_files(self, event: Command) -> None:
        from pevents_tui.ui.screens.template_files import DOES  # noqa: PLC0415 - on first use

        event.stop()
        DOES[type(event)](self)

    def show_origin(self) -> None:
        """Show what the draft is from, and whether it differs."""
        raise NotImplementedError

    @property
    def template_tree(self) -> TemplateTree:
        """The tree, once it is there."""
        return cast("TemplateTree", self.query_one("#templates"))


def key_of(entry: Entry) -> str:
    """What tells an entry of the tree from the others; a template and a scenario may have one name."""
    return entry.whole_name + ("|" if entry.is_scenario else "")


def origin_of(written: Written) -> Origin:
    """What a draft is from that is from a template's file."""
    entry, template = written.entry, written.template
    return Origin(template.name, template.draft, key_of(entry), template.heading.variables, entry.stamp)
