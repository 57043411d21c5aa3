"""The hardened app without a terminal: toasts, workers, the palette, its own errors."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from textual import work
from textual.app import App, ScreenStackError
from textual.command import CommandInput, CommandList, DiscoveryHit, Hit, Hits, Provider
from textual.css.errors import StylesheetError
from textual.notifications import Notification, Notify
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from pevents_tui.ui.base import HardenedApp
from pevents_tui.ui.palette import OncePalette
from pevents_tui.ui.toasts import Summary, ToastBudget
from waiting import until_async


class Counting(Provider):
    """A command that counts how often it runs, and every search for it; and one that stands before it."""

    searches = 0
    runs = 0

    async def discover(self) -> Hits:
        yield DiscoveryHit("Another", lambda: pytest.fail("the first command shown was run"))
        yield DiscoveryHit("Count", self.run)

    async def search(self, query: str) -> Hits:
        Counting.searches += 1
        yield Hit(1, "Count", self.run)

    def run(self) -> None:
        Counting.runs += 1


@pytest.fixture(autouse=True)
def _from_nought() -> None:
    Counting.searches = Counting.runs = 0


class Sample(HardenedApp):
    COMMANDS = {Counting}  # noqa: RUF012 - as Textual has it

    def __init__(self, crashes: Path) -> None:
        super().__init__(crash_dir=crashes)
        self.failures: list[BaseException] = []

    @work(thread=True)
    def fail_in_a_thread(self, words: str) -> None:
        raise LookupError(words)

    @work
    async def fail(self, words: str) -> None:
        raise LookupError(words)

    def worker_failed(self, error: BaseException) -> None:
        self.failures.append(error)
        super().worker_failed(error)


class PlainSample(App[None]):
    COMMANDS = {Counting}  # noqa: RUF012 - as Textual has it


def toasts(app: App[int]) -> list[str]:
    return [str(toast._notification.message) for toast in app.screen.query(Toast)]


# Toasts


async def test_a_toast_shows_its_text_and_reads_no_markup_in_it(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test(notifications=True) as pilot:
        app.notify("[/x] \x1b]0;t\x07", title="[@click=app.quit]")
        await until_async(lambda: toasts(app), "a toast")
        await pilot.pause()
        assert toasts(app) == ["[/x] ␛]0;t␇"]
    assert list(tmp_path.iterdir()) == []


async def test_few_toasts_are_shown_and_the_rest_told_in_one_as_severe_as_the_worst(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test(notifications=True) as pilot:
        for number in range(1000):
            app.notify(str(number), severity="error" if number == 777 else "information", timeout=60)
        await until_async(lambda: any("995 more" in toast for toast in toasts(app)), "a summary")
        await pilot.pause()
        assert toasts(app)[:5] == list("01234")
        assert len(toasts(app)) == 6
        summary = app.screen.query(Toast).last()
        assert summary._notification.severity == "error"


def test_a_summary_counts_from_nought_again() -> None:
    budget = ToastBudget()
    shown = [budget.admit(Notification(str(number))) for number in range(7)]
    assert shown == [True] * 5 + [False] * 2
    assert budget.summary().message == "2 more messages came at once and were not shown."
    assert not budget.admit(Notification("8", severity="warning"))
    summary = budget.summary()
    assert (summary.message, summary.severity) == ("1 more message came at once and was not shown.", "warning")


async def test_a_summary_is_never_held_back(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test(notifications=True):
        for _ in range(10):
            app.post_message(Notify(Summary("many more", timeout=60)))
        await until_async(lambda: len(toasts(app)) == 10, "ten summaries")


# Workers and errors


@pytest.mark.parametrize("name", ["fail", "fail_in_a_thread"])
async def test_an_error_in_a_worker_is_told_kept_and_survived(tmp_path: Path, name: str) -> None:
    app = Sample(tmp_path)
    async with app.run_test(notifications=True):
        getattr(app, name)("[/broken]")
        await until_async(lambda: toasts(app), "a toast")
        assert [type(error) for error in app.failures] == [LookupError]
        assert app.crash_file is not None
        assert toasts(app) == [f"Work in the background failed: LookupError, details in {app.crash_file}"]
        assert "LookupError: [/broken]" in app.crash_file.read_text()
        assert app.is_running
    assert app.last_words is None


async def test_crash_files_are_not_written_without_end(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test():
        for number in range(app.CRASH_FILES_AT_MOST + 10):
            app.fail(str(number))
        await until_async(lambda: len(app.failures) == app.CRASH_FILES_AT_MOST + 10, "every failure")
        assert len(list(tmp_path.iterdir())) == app.CRASH_FILES_AT_MOST
        assert app.crash_file is None


async def test_an_error_of_its_own_ends_the_app_and_reaches_a_test(tmp_path: Path) -> None:
    app = Sample(tmp_path)

    async def break_it() -> None:
        async with app.run_test():
            app.call_later(lambda: 1 // 0)
            await until_async(lambda: app.last_words, "last words")

    with pytest.raises(ZeroDivisionError):
        await break_it()
    assert app.return_code == 1
    assert app.last_words == f"pevents-tui ended by an error of its own: ZeroDivisionError, details in {app.crash_file}"


async def test_it_ends_too_where_no_crash_file_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Sample(tmp_path)
    monkeypatch.setitem(sys.modules, "pevents_tui.ui.crash", None)  # as when the program is replaced while it runs

    async def break_it() -> None:
        async with app.run_test():
            app.call_later(lambda: 1 // 0)
            await until_async(lambda: app.last_words, "last words")

    with pytest.raises(ZeroDivisionError):
        await break_it()
    assert str(app.last_words).endswith("ZeroDivisionError, no crash file could be written")


class Misstyled(HardenedApp):
    CSS = "Screen { colour-of-nothing: red; }"


async def test_a_broken_style_sheet_is_told_in_words(tmp_path: Path) -> None:
    app = Misstyled(crash_dir=tmp_path)
    with pytest.raises(StylesheetError):
        async with app.run_test():
            pass
    (file,) = tmp_path.iterdir()
    assert "colour-of-nothing" in file.read_text()


# The palette


async def submit_thrice(app: App[int] | App[None], pilot: Pilot[int] | Pilot[None]) -> None:
    await pilot.press("ctrl+p")
    await pilot.press("c", "o", "u")
    found = app.screen.query_one(CommandList)
    await until_async(lambda: Counting.searches and found.option_count, "the command")
    field = app.screen.query_one(CommandInput)
    for _ in range(3):
        field.post_message(CommandInput.Submitted(field, field.value))


async def test_more_than_one_enter_runs_a_command_once(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test() as pilot:
        await submit_thrice(app, pilot)
        await until_async(lambda: Counting.runs, "the command to run")
        await pilot.pause()
        assert Counting.runs == 1
        assert not OncePalette.is_open(app)  # type: ignore[arg-type]  # it takes App[object] only


async def test_the_probe_catches_the_palette_of_textual_alone() -> None:
    app = PlainSample()

    async def break_it() -> None:
        async with app.run_test() as pilot:
            await submit_thrice(app, pilot)
            await until_async(lambda: app._exception, "an error")

    with pytest.raises(ScreenStackError):
        await break_it()


async def test_an_enter_before_the_search_is_done_waits_for_it(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        field, shown = app.screen.query_one(CommandInput), app.screen.query_one(CommandList)
        await until_async(lambda: shown.highlighted is not None, "the commands there are")
        field.value = "count"
        field.post_message(CommandInput.Submitted(field, field.value))
        await until_async(lambda: Counting.runs, "the command to run")
        await pilot.pause()
        assert Counting.runs == 1


async def test_a_burst_of_keys_is_searched_for_once(tmp_path: Path) -> None:
    app = Sample(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("ctrl+p")
        field = app.screen.query_one(CommandInput)
        for number in range(1, 300):
            field.value = "c" * number
        await until_async(lambda: Counting.searches, "a search")
        await pilot.pause()
        assert Counting.searches < 10
