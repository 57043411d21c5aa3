"""QuestionScreen: the whole question in one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from pevents_tui.domain.question import Question, fields_of
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import Filter, Offer
from pevents_tui.domain.visible import visible
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.widgets.pictures import pictured, plain
from pevents_tui.ui.widgets.text_line import TextLine
from pevents_tui.ui.widgets.values import clipped

_MOST_TOLD = 200
_OF_SOMEBODY = frozenset({"user", "control", "session", "item", "inputs", "filter", "promote"})
"""The fields whose ids no audience sees, also where a narrow line shows a part of one."""


class QuestionScreen(Dialog[Question | None]):
    """Gives the question as it was edited, or None.

    Args:
        question: As it is.
        offer: Whom it is put to; tells which fields there are.
        filters: Those of the account.
        shown: The list that is ranked where no items are named.
        begin: The field to begin in.
    """

    DEFAULT_CSS = """
    QuestionScreen { align: center middle; }
    QuestionScreen #box {
        width: 100; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary;
    }
    QuestionScreen #scroll { height: auto; max-height: 20; }
    QuestionScreen .line { height: 1; }
    QuestionScreen .line Static { width: 42; max-width: 45%; text-wrap: nowrap; text-overflow: ellipsis; }
    QuestionScreen .line Input { width: 1fr; background: $surface; }
    QuestionScreen #told { color: $text-error; height: auto; min-height: 1; margin: 1 0 0 0; }
    QuestionScreen #buttons { height: auto; align-horizontal: right; }
    QuestionScreen Button { margin: 0 0 0 2; }
    QuestionScreen.-low #scroll { max-height: 10; }
    QuestionScreen.-low #told { margin: 0; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("ctrl+j,f5", "ask", "Ask")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = ""

    def __init__(
        self, question: Question, offer: Offer, filters: Sequence[Filter], shown: Sequence[str], begin: str
    ) -> None:
        super().__init__()
        self._question = question
        self._offer = offer
        self._filters = filters
        self._shown = shown
        self._begin = begin
        self._fields = fields_of(recipe_of(offer.recipe).kind)

    def compose(self) -> ComposeResult:
        """A line for each part, what is wrong, Cancel and Ask."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(f"What {clipped(self._offer.name or self._offer.arn, 60)} is asked"))
            with VerticalScroll(id="scroll", can_focus=False):
                for field in self._fields:
                    with Horizontal(classes="line"):
                        label = Content(f"{field.label} ") + Content.styled(field.member, "$foreground-muted")
                        yield Static(label)
                        value = str(getattr(self._question, field.name))
                        line = TextLine(pictured(value), placeholder=field.hint, id=f"part-{field.name}", compact=True)
                        line.password = field.name in _OF_SOMEBODY and getattr(self.app, "veil", None) is not None
                        yield line
            yield Static("", id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Ask (Enter)", id="ask", compact=True, variant="primary")

    def on_mount(self) -> None:
        """Begin in the wanted field, and say what is wrong already."""
        names = [field.name for field in self._fields]
        begin = self._begin if self._begin in names else names[0]
        self.query_one(f"#part-{begin}", Input).focus()
        self._tell(self._faults())

    def action_cancel(self) -> None:
        """Leave the question as it was."""
        self.dismiss(None)

    @property
    def edited(self) -> Question:
        """The question as it stands in the form."""
        parts = {field.name: plain(self.query_one(f"#part-{field.name}", Input).value) for field in self._fields}
        return replace(self._question, **parts)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._tell(self._faults())

    @on(Input.Submitted)
    @on(Button.Pressed, "#ask")
    def _asked(self, event: Input.Submitted | Button.Pressed) -> None:
        event.stop()
        self.action_ask()

    @on(Button.Pressed, "#cancel")
    def _cancelled(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_cancel()

    def action_ask(self) -> None:
        """Give the question, once nothing is wrong with it; else go where something is."""
        faults = self._faults()
        if not faults:
            self.dismiss(self.edited)
            return
        self._tell(faults)
        if any(field.name == faults[0][0] for field in self._fields):
            self.query_one(f"#part-{faults[0][0]}", Input).focus()

    def _faults(self) -> list[tuple[str, str]]:
        return list(self.edited.faults(self._offer, self._filters, self._shown))

    def _tell(self, faults: Sequence[tuple[str, str]]) -> None:
        labels = {field.name: field.label for field in self._fields}
        told = f"{labels.get(faults[0][0], faults[0][0])}: {faults[0][1]}" if faults else ""
        self.query_one("#told", Static).update(Content(visible(clipped(told, _MOST_TOLD))))
