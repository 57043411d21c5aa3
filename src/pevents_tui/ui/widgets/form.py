"""Form: a field for every member of an operation, built from its FieldSpecs, in sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec, fields_of
from pevents_tui.domain.items import EMPTY, Catalogue
from pevents_tui.domain.kinds import KINDS
from pevents_tui.domain.path import ANY, Path
from pevents_tui.domain.report import Report
from pevents_tui.ui.widgets.field import Field

if TYPE_CHECKING:
    from pevents_tui.domain.schema import Schema
    from pevents_tui.ui.widgets.entries import EntryEditor

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Who": ("userId", "sessionId"),
    "What": ("eventType", "itemId", "actionId", "eventValue"),
    "When": ("sentAt", "timestamp"),
    "Shown": ("impression",),
    "Properties": ("properties",),
    "Context": ("recommendationId", "eventAttributionSource"),
    "Ids": ("eventId", "trackingId", "datasetArn"),
}
"""Which member stands where; one that AWS adds comes last, under its own heading."""

_REST = "More"
_AT_ONCE = ("Who",)
"""The sections of the first paint; the first key goes into the first of them."""
_REST_AFTER_S = 0.05
_PLACEHOLDERS = {
    "sentAt": "now",
    "timestamp": "now",
    "eventId": "drawn for you",
    "trackingId": "the target's",
    "datasetArn": "the target's, or arn:aws:…:dataset/…",
    "userId": "nobody has logged in yet",
}


def section_of(name: str) -> str:
    """The section of a member."""
    return next((section for section, names in SECTIONS.items() if name in names), _REST)


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields of one operation, for the row that is shown.

    Args:
        kind: A name in `KINDS`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
    ]
    """Only whole pages are scrolled by key: an arrow in a field must not push the field out of sight."""

    DEFAULT_CSS = """
    Form { height: 1fr; scrollbar-size-vertical: 1; padding: 0 1 0 0; }
    Form > .section { color: $primary; text-style: bold; height: 1; margin: 1 0 0 0; }
    Form > .section.-first { margin: 0; }
    """

    draft: reactive[Draft | None] = reactive(None, repaint=False)
    """What is being written."""
    lines: reactive[Mapping[Path, str]] = reactive(dict, repaint=False)
    """What stands in lines to add with, by the path of their list."""
    now_s: reactive[int] = reactive(0, repaint=False)
    """The present in epoch seconds, for times that are relative to it."""
    report: reactive[Report | None] = reactive(None, repaint=False)
    """What is wrong with it."""
    row: reactive[int] = reactive(0, repaint=False)
    """Which row of the call is shown."""
    catalogue: reactive[Catalogue] = reactive(EMPTY, repaint=False)
    """Tells what an id stands for."""
    schema: reactive[Schema | None] = reactive(None, repaint=False)
    """Of the dataset that the rows go to; None where it is not known."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def compose(self) -> ComposeResult:
        """The first sections; the others follow when they are painted."""
        yield from self._sections(_AT_ONCE)

    def on_mount(self) -> None:
        """Leave the other sections for after the first paint."""
        self.call_after_refresh(self.set_timer, _REST_AFTER_S, self._fill)

    def _fill(self) -> None:
        self.mount(*self._sections([section for section in (*SECTIONS, _REST) if section not in _AT_ONCE]))

    def _sections(self, sections: Sequence[str]) -> Iterator[Widget]:
        """Sections in order, each with its fields."""
        specs = [spec for spec in fields_of(self.kind) if spec.form not in {"rows", "group"} and spec.path[-1] != ANY]
        for section in sections:
            members = [spec for spec in specs if section_of(spec.name) == section]
            members.sort(key=lambda spec: [*SECTIONS.get(section, ()), spec.name].index(spec.name))
            if members and section not in {"Shown", "Properties"}:
                yield Static(Content(section), classes="section -first" if section == _AT_ONCE[0] else "section")
            yield from map(self._field, members)

    def fields(self) -> Iterator[Field | EntryEditor]:
        """Every field, from the top."""
        for child in self.children:
            if not isinstance(child, Static):  # the headings
                yield cast("Field | EntryEditor", child)

    def field_for(self, path: Path) -> Field | EntryEditor | None:
        """The field that a path of the body stands in, None where there is none."""
        for field in self.fields():
            own = field.path
            if path[: len(own)] == own or (own[: len(path)] == path and len(path) > 2):
                return field
        return None

    def _field(self, spec: FieldSpec) -> Widget:
        if spec.form in {"list", "properties"}:
            return self._editor(spec)
        placeholder = _PLACEHOLDERS.get(spec.name, "")
        if spec.form == "time":
            from pevents_tui.ui.widgets.time_field import TimeField  # noqa: PLC0415 - none is in the first paint either

            time = TimeField(spec, placeholder=placeholder)
            return time.data_bind(Form.draft, Form.report, Form.row, Form.now_s)
        field = Field(spec, placeholder=placeholder).data_bind(Form.draft, Form.report, Form.row)
        return field.data_bind(Form.catalogue) if spec.name == KINDS[self.kind].thing else field

    def _editor(self, spec: FieldSpec) -> Widget:
        """The editor of a list or of properties; none is in the first paint, which does not wait for them to load."""
        from pevents_tui.ui.widgets.entries import ImpressionEditor, PropertiesEditor  # noqa: PLC0415 - as told

        if spec.form == "list":
            return ImpressionEditor(spec).data_bind(Form.draft, Form.lines, Form.report, Form.row, Form.catalogue)
        return PropertiesEditor(spec).data_bind(Form.draft, Form.lines, Form.report, Form.row, Form.schema)


def row_noun(kind: str) -> str:
    """What one row is called: `event`, `interaction`, `item`, `user` or `action`."""
    spec = KINDS[kind]
    return spec.noun if not spec.happens else "interaction" if spec.by_row else "event"
