"""ScenarioScreen: the steps of a scenario, each shown as a draft and sent as any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from pevents_tui.domain.errors import PeventsError, TemplateError
from pevents_tui.domain.origin import Origin
from pevents_tui.domain.visible import visible
from pevents_tui.ui.commands import templates
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.template_messages import TargetWanted

if TYPE_CHECKING:
    from pevents_tui.domain.outcome import Record
    from pevents_tui.domain.scenario import Scenario
    from pevents_tui.service.scenarios import ScenarioRun


class ScenarioScreen(SendingScreen):
    """Knows at which step of a scenario a person is."""

    _steps: ScenarioRun | None = None
    _at = 0
    _untold: tuple[str, ...] = ()
    _shown_as = -1
    _through = False
    _soon: Timer | None = None

    def begin_scenario(self, scenario: Scenario) -> None:
        """Show the first step, once what all steps share is known.

        Args:
            scenario: What is run.
        """
        from pevents_tui.service.scenarios import ScenarioRun  # noqa: PLC0415 - on first use

        self.end_scenario()
        try:
            run = ScenarioRun(self.workbench, scenario, self.aim, items=lambda _kind: self.known_items)
            missing = run.begin()
        except TemplateError as error:
            self.app.notify(str(error), severity="error", timeout=10)
            return

        def answered(answers: dict[str, str]) -> None:
            run.give(answers)
            run.begin()
            self._show_step(run, 0)

        if missing:
            self.ask_for(missing, answered)
        else:
            self._show_step(run, 0)

    @on(templates.RunThrough)
    def run_through(self) -> None:
        """Send this step and, as long as each is accepted, those that follow."""
        if not self._is_at_step:
            self.app.notify("Choose a scenario among the templates first; it is marked ».")
        elif not self.sending:
            self._through = True
            self.send_draft()

    @on(templates.EndScenario)
    def end_scenario(self) -> None:
        """Forget the scenario; the draft stays."""
        self._steps, self._through = None, False
        if self._soon is not None:
            self._soon.stop()
        self.show_scenario()

    def accepted_whole(self) -> None:
        """Go on to the next step."""
        super().accepted_whole()
        run = self._steps
        if run is None or not self._is_at_step:
            return
        if self._at + 1 == len(run.templates):
            self.app.notify(f"{run.scenario.name}: all {len(run.templates)} steps were accepted.")
            self.end_scenario()
        elif self._through:
            wait_s, at = run.scenario.steps[self._at + 1].wait_s, self._at + 1
            self._soon = self.set_timer(max(wait_s, 0.01), lambda: self._send_step(run, at))
            self.show_scenario(f"step {at + 1} in {wait_s:g} s")
        else:
            self._show_step(run, self._at + 1)

    def show_records(self, records: Sequence[Record], at: int = 0, failure: str | None = None) -> None:
        """Show how the calls of a send ended; one that was not accepted ends a run through.

        Args:
            records: One or more.
            at: Which one is shown whole.
            failure: What kept the send from going on.
        """
        super().show_records(records, at, failure)
        if any(record.word != "accepted" for record in records):
            self._through = False

    def watch_draft(self) -> None:
        """Show at which step that is."""
        super().watch_draft()
        self.show_scenario()

    @property
    def _is_at_step(self) -> bool:
        """Whether the draft is the step that was shown, edited or not."""
        return self._steps is not None and self.loaded == self._shown_as

    def _send_step(self, run: ScenarioRun, at: int) -> None:
        if self._steps is run and self._through and self._is_at_step and not self.sending:
            self._show_step(run, at)
            if self._through:
                self.call_after_refresh(self.send_draft)

    def _show_step(self, run: ScenarioRun, at: int) -> None:
        """Make a step the draft, with what is handed on to it as values of its own."""
        from pevents_tui.domain.variables import escaped  # noqa: PLC0415 - on first use

        source = run.step(at)
        given = {name: escaped(value) if isinstance(value, str) else value for name, value in source.given.items()}
        self._steps, self._at, self._untold = run, at, source.notices
        self.answers = {name: str(value) for name, value in run.given.items()}
        self._shown_as = self.loaded + 1
        self.load(source.draft, Origin(source.template or "", source.draft, None, {**source.variables, **given}))
        self.leave_library()
        if self.offer_target(source.target):
            self._through = False

    def offer_target(self, name: str) -> bool:
        """Ask whether to go to the target that a template is for; whether drafts go elsewhere now.

        Args:
            name: Of the saved target; empty where the template is for none.
        """
        if name in {"", self.aim.name}:
            return False
        try:
            target = self.workbench.targets.get(name)
        except PeventsError as error:
            self.app.notify(f"The template is for the target {name}. {error}", severity="warning", timeout=10)
        else:
            question = f"The template is for {target.policy} {name}; drafts go to {self.aim.label} now."

            def go() -> None:
                self.post_message(TargetWanted(target))

            self._ask(question, go, does="goes there")
        return True

    def show_scenario(self, told: str = "") -> None:
        """Show in a line above the form at which step it is.

        Args:
            told: What comes next; empty for what the keys do.
        """
        found = self.query("#scenario")
        if self._steps is None or not self._is_at_step:
            found.set(display=False)
            return
        steps, keys = self._steps.scenario.steps, keys_of(self)
        note = visible("; ".join(filter(None, (steps[self._at].note, *self._untold))))
        does = f"{keys.spelled('send')} sends it, {keys.spelled('run_through')} runs through"
        if not told and (wait_s := steps[self._at].wait_s):
            does = f"after a wait of {wait_s:g} s, {does}"
        place = f"» step {self._at + 1} of {len(steps)}, {visible(steps[self._at].template)}"
        words = Content.styled(f"{place}: {told or does}", "bold $primary")
        line = words + Content(f"\n{note}") if note else words
        if found:
            found.first(Static).update(line)
            found.set(display=True)
        else:
            self.query_one("#editor").mount(Static(line, id="scenario", markup=False), before=0)
