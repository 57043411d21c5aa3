"""SchemaPage: the fields of the dataset that events go to, its event types, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.event_types import DOMAIN_TYPES, budget_of
from pevents_tui.domain.path import Path, look_up
from pevents_tui.domain.rules import properties_of
from pevents_tui.domain.schema import Schema, SchemaField
from pevents_tui.domain.visible import visible
from pevents_tui.service.schemas import Known
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.values import clipped, shown

ADD, MEND, READ = "add_from_schema", "mend_by_schema", "read_schema"
"""What the page may be closed with: the command that is wanted."""
_MOST_VALUE = 40
_MOST_TYPES = 40


class SchemaPage(Dialog[str | None]):
    """Gives the name of the command that was wanted, or None.

    Args:
        known: What is known of the schema.
        draft: As it would be sent now.
        row: The row whose values are shown.
        sent: Event types sent to the tracker before.
    """

    DEFAULT_CSS = """
    SchemaPage { align: center middle; }
    SchemaPage VerticalScroll {
        width: 92; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    SchemaPage Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+v,q,enter", "close", "Close", show=False),
        Binding("a", f"want('{ADD}')", "Add rows", show=False),
        Binding("m", f"want('{MEND}')", "Mend", show=False),
        Binding("r", f"want('{READ}')", "Read it from AWS", show=False),
    ]

    def __init__(self, known: Known, draft: Draft, row: int, sent: frozenset[str]) -> None:
        super().__init__()
        self._page = Content("").join(_page(known, draft, row, sent))

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll() as frame:
            frame.border_title = "Schema of the dataset"
            frame.border_subtitle = "a add rows, m mend, r read from AWS, Escape closes"
            yield Static(self._page, markup=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_want(self, command: str) -> None:
        """Go back, and have a command run."""
        self.dismiss(command)


def _page(known: Known, draft: Draft, row: int, sent: frozenset[str]) -> Iterator[Content]:
    """What is known, part by part."""
    schema = known.schema
    if schema is None:
        yield Content(f"No schema is known for this {draft.spec.place}, so properties are not held against one.\n\n")
        yield Content("r asks AWS for it (DescribeSchema); --schema FILE, or schema in a saved target, names a file.\n")
    else:
        yield _labelled("From", known.origin)
        yield _labelled("Domain", schema.domain or "custom, or not told")
        yield Content("\n")
        yield from _fields(schema, draft, row)
    for notice in known.notices:
        yield Content.styled(f"{visible(clipped(notice))}\n", "$text-warning")
    if draft.kind == "put-events":
        yield Content("\n")
        domain = (schema.domain if schema is not None else None) or ""
        if domain in DOMAIN_TYPES:
            yield _labelled("Types", f"{', '.join(DOMAIN_TYPES[domain])}: {domain} trains on these; others may be sent")
        yield _labelled("Sent", ", ".join(sorted(sent)[:_MOST_TYPES]) or "no event type yet")
        yield _labelled("Quota", f"{budget_of(draft, sent, schema)}, with this draft")


def _fields(schema: Schema, draft: Draft, row: int) -> Iterator[Content]:
    """A line for each field: its name in the request and in the schema, its type, what the row holds."""
    given = draft.rows[row] if row < len(draft.rows) else {}
    values: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    properties = properties_of(values)
    paths: list[tuple[SchemaField, Path, Any]] = [
        (field, path, look_up(values, path) if path[0] in values else draft.body.get(str(path[0])))
        for field, path in schema.members
    ]
    paths += [(field, (field.key,), properties.get(field.key, ...)) for field in schema.properties]
    names = max(len(str(path[-1])) for _, path, _ in paths) + 2
    fields = max(len(field.name) for field, _, _ in paths) + 2
    for index, (field, path, value) in enumerate(paths):
        if index == len(schema.members):
            yield Content.styled("Properties\n", "bold $primary")
        elif index == 0:
            yield Content.styled(
                f"Fields of the {'event' if draft.spec.happens else draft.spec.noun}\n", "bold $primary"
            )
        held = "" if value in (..., None) else f"  {clipped(shown(value), _MOST_VALUE)}"
        lacks = field.required and value in (..., None) and field.name != "USER_ID"
        yield Content(f"{path[-1]!s:{names}}")
        yield Content.styled(f"{field.name:{fields}}", "$text-muted")
        yield Content.styled(field.words, "$text-accent" if lacks else "")
        yield Content.styled(visible(held) + "\n", "$text-muted")


def _labelled(label: str, words: str) -> Content:
    return Content.styled(f"{label:8}", "$foreground-muted") + Content(f"{visible(clipped(words))}\n")
