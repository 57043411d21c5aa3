"""ExchangeScreen: requests that come in from elsewhere, and calls that go out as text."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from textual import on

from pevents_tui.domain.errors import PeventsError, SourceError
from pevents_tui.ui.commands import compose as commands
from pevents_tui.ui.commands import exchange
from pevents_tui.ui.messages import RequestPasted
from pevents_tui.ui.screens.sending import SendingScreen
from pevents_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from pevents_tui.service.paste import Recognised
    from pevents_tui.ui.screens.copies import Written

_NO_FILE = "text"
"""What a draft that came from no file is from."""
_MOST_LOOKED_AT = 65_536
"""How long a text may be that is looked at while keys wait, unless it is JSON."""


class ExchangeScreen(SendingScreen):
    """The ways in and out of the draft."""

    _unloaded = ""
    _saved_in = ""

    @on(exchange.OpenRequest)
    def open_request(self) -> None:
        """Ask for a file or a text, and load what it is."""
        from pevents_tui.ui.screens.opening import Opened, OpenScreen  # noqa: PLC0415 - not before the first paint

        def answered(opened: Opened | None) -> None:
            self._unloaded = opened.text if opened else ""
            if opened and opened.found:
                self._take_in(opened.found)

        self.app.push_screen(OpenScreen(self._unloaded), answered)

    @on(RequestPasted)
    def _ask_to_load(self, event: RequestPasted) -> None:
        """Offer to load what was pasted into a field; where it is no request, it is text."""
        from pevents_tui.service.paste import recognise  # noqa: PLC0415 - the same

        event.stop()
        long = len(event.text) > _MOST_LOOKED_AT and not event.text.lstrip().startswith(("{", "["))
        try:
            found = None if long else recognise(event.text)
        except SourceError:
            found = None
        if found is None:
            event.put_in()
            return
        self.query_one(Notice).ask(
            f"What you pasted is a whole request ({found.summary}).",
            lambda: self._take_in(found),
            does="loads it",
            no=event.put_in,
            otherwise="puts it into the field as text",
        )

    def _take_in(self, found: Recognised) -> None:
        from pevents_tui.ui.screens.opening import left_words  # noqa: PLC0415 - the same

        source = found.sources[0].name
        self.load(found.draft, f"pasted {found.form}" if source == _NO_FILE else PurePath(source).name)
        for notice in found.notices:
            self.app.notify(notice, timeout=10)
        if found.left:
            self.app.notify(left_words(found), severity="warning", timeout=10)

    @on(exchange.CopyOrSave)
    def copy_or_save(self) -> None:
        """Ask for the form and the place, with the text in view."""
        from pevents_tui.ui.screens.export import ExportScreen  # noqa: PLC0415 - not before the first paint

        def saved(folder: str | None) -> None:
            self._saved_in = folder if folder is not None else self._saved_in

        self.prepare()
        self.app.push_screen(ExportScreen(self.written, self.draft.kind, self._saved_in), saved)

    @on(commands.CopyRequest)
    def copy_request(self) -> None:
        """Copy the calls as JSON."""
        self._copy("json")

    @on(exchange.CopyYaml)
    def copy_yaml(self) -> None:
        """Copy the calls as YAML."""
        self._copy("yaml")

    @on(commands.CopyAwsCli)
    def copy_aws_cli(self) -> None:
        """Copy the calls as AWS CLI commands."""
        self._copy("aws-cli")

    @on(commands.CopyBoto3)
    def copy_boto3(self) -> None:
        """Copy the calls as Python code."""
        self._copy("boto3")

    @on(commands.CopyCurl)
    def copy_curl(self) -> None:
        """Copy the calls as curl commands."""
        self._copy("curl")

    def written(self, name: str) -> Written:
        """The calls in one of the ways out; where there are none yet, the draft as it is in those that can hold one.

        Args:
            name: A name in `FORMATS`.
        """
        from pevents_tui.domain.render import FORMATS, draft_text  # noqa: PLC0415 - on first use
        from pevents_tui.ui.screens.copies import Written  # noqa: PLC0415 - the same

        self.settle()
        if self.plan is not None:
            try:
                return Written(FORMATS[name].of_plan(self.workbench.reachable(self.plan)))
            except PeventsError as error:
                return Written("", failure=str(error))
        text = draft_text(self.whole, name)
        if text is not None:
            return Written(text, note="The draft as it is: it cannot be sent yet.")
        problem = self.report.problems[0] if self.report and self.report.problems else "a problem stops it"
        return Written("", failure=f"Only a call can be written so, and there is none yet: {problem}.")

    def _copy(self, name: str) -> None:
        from pevents_tui.domain.render import FORMATS  # noqa: PLC0415 - on first use
        from pevents_tui.ui.screens.copies import copied_words  # noqa: PLC0415 - the same

        self.prepare()
        written = self.written(name)
        if written.failure:
            self.app.notify(written.failure, severity="warning")
        else:
            self.app.copy_to_clipboard(written.text)
            self.app.notify(copied_words(FORMATS[name].title, written))
