"""RecommendKeeping: runs saved under names, opened again, and handed on as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from textual import on

from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.question import Question, question_of
from pevents_tui.domain.recommendation import Offer, Run
from pevents_tui.service.last_questions import LastQuestions
from pevents_tui.service.runs import Runs, export_run
from pevents_tui.ui.commands import runs as commands
from pevents_tui.ui.recommend_arrivals import UNDER_WAY
from pevents_tui.ui.screens.recommend_laying import RecommendLaying
from pevents_tui.ui.screens.run_picker import Opened

_ADDRESS = re.compile(r',\s*url\("https?://[^"]*"\)\s*format\("[^"]*"\)')
"""Where a picture would have its letters fetched from: whoever opens it is to ask nobody."""
_NOT_OF_NAMES = re.compile(r"[^\w.@+-]+")
_MOST_TITLE = 40


class RecommendKeeping(RecommendLaying):
    """Keeps what was seen."""

    exported_to: str = ""
    """The folder that was exported to last; empty for the working directory."""

    def on_mount(self) -> None:
        """Begin with what was asked last."""
        self._recall()

    def aim(self, target: Target, question: Question) -> None:
        """Go on with another target, and with what was asked there last.

        Args:
            target: Whose recommendations are asked.
            question: What is asked at first where nothing was.
        """
        other = target != self.target
        super().aim(target, question)
        if other:
            self._recall()

    def _recall(self) -> None:
        """Take up the last question of the target; nothing is asked by that but of the sandbox, once it is found."""
        self.recalled = ""
        last = LastQuestions(self.workbench.paths.last_questions).of(self.target)
        if last is None:
            return
        self.question = last.question
        if self.target.policy is Policy.SANDBOX:
            self.recalled = last.offer.arn
        else:
            self.offer = last.offer

    @property
    def name_begun(self) -> str:
        """What a run is saved under unless something else is typed; empty for what it is called by itself."""
        return self.kept_name

    @property
    def saved_runs(self) -> Runs:
        """The folder of saved runs."""
        return Runs(self.workbench.paths.runs)

    @on(commands.SaveRun)
    def save_run(self) -> None:
        """Ask for a name, and save the run under it."""
        run = self.run_shown
        if run is None or not self.is_active:
            self._say_none(run)
            return

        def kept(name: str | None) -> None:
            if name is not None:
                self.kept_run, self.kept_name = run, name
                self.show_all()
                self.app.notify(f"Saved as {name}.")

        self._ask_name("Save the run as", self.name_begun or file_name(run), partial(self._save, run), kept)

    def _save(self, run: Run, name: str, over: bool) -> None:
        self.saved_runs.save(run.with_reasons(self.reasons), name, over=over)

    @on(commands.ExportRun)
    def export(self) -> None:
        """Ask for a file, and write the run to it as its ending says."""
        run = self.run_shown
        if run is None or not self.is_active:
            self._say_none(run)
            return
        picture = _ADDRESS.sub("", self.app.export_screenshot(title="pevents", simplify=True))
        begun = str(Path(self.exported_to) / f"{self.name_begun or file_name(run)}.md")
        written: list[Path] = []
        hint = "The ending says the form: .md, .csv, .json, or .svg for the screen as it stands. Enter writes it."

        def write(name: str, over: bool) -> None:
            written.append(export_run(run.with_reasons(self.reasons), name, over=over, picture=picture))

        def exported(name: str | None) -> None:
            if name is not None:
                self.exported_to = str(Path(name).parent)
                self.app.notify(f"Written, readable by you only: {written[-1]}")

        self._ask_name("Export the run to", begun, write, exported, hint)

    def _ask_name(
        self,
        title: str,
        begun: str,
        keep: Callable[[str, bool], None],
        kept: Callable[[str | None], None],
        hint: str = "Letters, digits, blanks and . @ + - _ are taken. Enter saves it, readable by you only.",
    ) -> None:
        from pevents_tui.ui.screens.keep_line import KeepLineScreen  # noqa: PLC0415 - on first use

        self.app.push_screen(KeepLineScreen(title, begun, hint, keep), kept)

    @on(commands.OpenRun)
    def open_run(self) -> None:
        """Let a person choose a run."""
        from pevents_tui.ui.screens.run_picker import RunPickerScreen  # noqa: PLC0415 - on first use

        if self.busy:
            self.say(UNDER_WAY)
        elif self.is_active:
            self.app.push_screen(RunPickerScreen(self.saved_runs, self.left, self.keys.label("save_run")), self._opened)

    def _opened(self, opened: Opened | None) -> None:
        """Show the run that was opened, from its last step, and its question; asking anew begins another run."""
        if self.kept_name and self.kept_name not in {each.name for each in self.saved_runs.list()}:
            self.kept_run, self.kept_name = None, ""  # it was deleted meanwhile
            self.show_all()
        if opened is None or opened.run.asked is None:
            return
        run, asked = opened.run, opened.run.asked
        self.left[:] = [each for each in self.left if each is not run]
        self.show_run(None, None)
        recipe_arn = f"arn:aws:personalize:::recipe/{run.recipe}" if run.recipe else ""
        self.offer = self.offers.get(asked.arn) or Offer(asked.arn, run.title, recipe_arn=recipe_arn)
        self.question = question_of(run, self.question)
        self.answered = (asked.arn, self.question)
        self.opened = True
        self.kept_run, self.kept_name = (run, opened.name) if opened.name else (None, "")
        self.reasons = {at: column.reasons for at, column in enumerate(run.columns) if column.reasons}
        self.end_work()
        self.run_shown, self.at = run, len(run.columns) - 1
        self.query_one("#after").focus()

    def _say_none(self, run: Run | None) -> None:
        if run is None:
            self.app.notify("There is no run yet: ask for a list first.")


def file_name(run: Run) -> str:
    """What a run is called by itself: whom it asked, and when; fit for a file, and for a name to save it under.

    Args:
        run: The run.
    """
    title = _NOT_OF_NAMES.sub("-", run.title).strip(".@+-")[:_MOST_TITLE] or "run"
    return f"{title}-{datetime.fromtimestamp(run.began_s).astimezone():%Y%m%d-%H%M}"
