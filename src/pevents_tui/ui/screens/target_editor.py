"""TargetEditor: every key of a target in a line of its own, judged as it is typed, saved to targets.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.visible import visible
from pevents_tui.service import Workbench
from pevents_tui.service.target_file import name_fault, policy_fault
from pevents_tui.service.target_keys import KEYS, fault_of, read_value, value_text
from pevents_tui.service.targets import Targets
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.screens.target_offers import OFFERED, offer
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

_NAME = "name"
_USUAL = Target("", Policy.PRODUCTION)


class TargetEditor(Dialog[str]):
    """Saves a target; gives its name, or None.

    Args:
        targets: Where it is saved.
        target: What to begin with; one with a name is changed, one without is a new one.
        workbench: Knows what profile, region and tracker can be chosen from.
    """

    DEFAULT_CSS = """
    TargetEditor { align: center middle; }
    TargetEditor #box {
        width: 90; max-width: 100%; height: 28; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    TargetEditor #rows { height: 1fr; }
    TargetEditor .row { height: auto; }
    TargetEditor .title { width: 22; height: 1; }
    TargetEditor Input { width: 1fr; background: $surface; }
    TargetEditor .fault { height: auto; max-height: 3; margin: 0 0 0 22; color: $text-error; display: none; }
    TargetEditor .fault.-told { display: block; }
    TargetEditor #told { height: auto; max-height: 3; color: $text-error; }
    TargetEditor #buttons { height: auto; align-horizontal: right; }
    TargetEditor Button { margin: 0 0 0 2; }
    """
    BINDINGS = [("escape", "cancel", "Cancel"), ("ctrl+j,ctrl+s", "save", "Save"), ("f3", "offer", "Choose")]  # noqa: RUF012 - Textual's form

    def __init__(self, targets: Targets, target: Target, workbench: Workbench) -> None:
        super().__init__()
        self._targets = targets
        self._workbench = workbench
        self._target = target

    def compose(self) -> ComposeResult:
        """A line for the name and for each key, Cancel and Save."""
        with Vertical(id="box") as box:
            box.border_title = Content(visible(self._target.name or "Save as a target"))
            box.border_subtitle = "F3 chooses a profile, region or tracker"
            with VerticalScroll(id="rows", can_focus=False):
                yield from self._row(_NAME, "Name", self._target.name or "", "what you choose it by")
                for key in KEYS:
                    value = getattr(self._target, key.name)
                    shown = str(value.value) if key.name == "policy" else value_text(value)
                    unsaid = key.name == "label" and value == self._target.name
                    yield from self._row(key.name, key.title, "" if unsaid else shown, key.wants)
            yield Static(id="told")
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Save (^S)", id="save", compact=True, variant="primary")

    def _row(self, name: str, title: str, value: str, wants: str) -> Iterator[Horizontal | Static]:
        line = SteadyInput(value, placeholder=wants, id=f"key-{name}", compact=True, select_on_focus=False)
        line.disabled = name == _NAME and self._target.name is not None
        yield Horizontal(Static(Content(title), classes="title"), line, classes="row")
        yield Static(id=f"fault-{name}", classes="fault")

    def on_mount(self) -> None:
        """Begin on the name, or on the policy where the name is given."""
        self.query_one("#key-policy" if self._target.name is not None else "#key-name").focus()

    def action_cancel(self) -> None:
        """Save nothing."""
        self.dismiss(None)

    def action_offer(self) -> None:
        """Choose what the line can be chosen from."""
        name = str(self.focused.id).removeprefix("key-") if self.focused is not None else ""
        if name not in OFFERED:
            self.app.notify("F3 chooses in the lines Tracking ID, Profile and Region.")
            return
        places = {key: read_value(key, self._line(key).value) for key in (*OFFERED, "endpoint")}
        is_sandbox = self._line("policy").value.strip().upper() == Policy.SANDBOX
        policy = Policy.SANDBOX if is_sandbox else Policy.PRODUCTION
        offer(self, self._workbench, name, replace(self._target, policy=policy, **places), self._take)

    def _take(self, chosen: Mapping[str, str]) -> None:
        for name, value in chosen.items():
            self._line(name).value = value

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.action_cancel()

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        """Enter goes on; only ^S and the button save."""
        event.stop()
        self.focus_next()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        name = str(event.input.id).removeprefix("key-")
        self._tell(name, self._fault(name, event.value))

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Save what stands there, where all of it can be used; else go to the first that cannot."""
        values = self._values()
        faults = {name: self._fault(name, self._line(name).value) for name in values}
        faults["policy"] = faults["policy"] or policy_fault(values)
        for name, fault in faults.items():
            self._tell(name, fault)
        wrong = next((name for name, fault in faults.items() if fault), None)
        if wrong is not None:
            self._line(wrong).focus()
            return
        name = values.pop(_NAME)
        try:
            self._targets.save(name, self._made(name, values), over=name == self._target.name)
        except PeventsError as error:
            self.query_one("#told", Static).update(Content(visible(clipped(str(error)))))
        else:
            self.dismiss(name)

    def _made(self, name: str, values: dict[str, Any]) -> Target:
        """The target of the lines; a blank line is what is usual."""
        given = {key: value for key, value in values.items() if value is not None}
        policy = Policy(given.pop("policy", Policy.PRODUCTION))
        given["variables"] = tuple(given.get("variables", {}).items())
        return replace(_USUAL, **{"label": name, **given, "policy": policy})

    def _values(self) -> dict[str, Any]:
        read = {key.name: read_value(key.name, self._line(key.name).value) for key in KEYS}
        return {_NAME: self._line(_NAME).value.strip(), **read}

    def _fault(self, name: str, text: str) -> str | None:
        return name_fault(text.strip()) if name == _NAME else fault_of(name, read_value(name, text))

    def _tell(self, name: str, fault: str | None) -> None:
        told = self.query_one(f"#fault-{name}", Static)
        told.update(Content(visible(fault or "")))
        told.set_class(bool(fault), "-told")

    def _line(self, name: str) -> Input:
        return self.query_one(f"#key-{name}", Input)
