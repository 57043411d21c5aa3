"""Targets in the app: gone to in two keys, saved, locked, remembered; and no road leads to production unasked."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from textual import events
from textual.widgets import Button, Input, OptionList, Static

import builders
import hostile
import ledger
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Options, Workbench
from pevents_tui.service.target_file import Book, Fault
from pevents_tui.ui.app import PeventsApp
from pevents_tui.ui.commands import COMPOSE_COMMANDS
from pevents_tui.ui.screens.consent import ConsentScreen
from pevents_tui.ui.screens.finder import FinderScreen
from pevents_tui.ui.screens.target_editor import TargetEditor
from pevents_tui.ui.screens.target_picker import TargetPicker
from pevents_tui.ui.screens.trackers import TrackerScreen
from pevents_tui.ui.widgets.notice import Notice
from pevents_tui.ui.widgets.strip import Strip
from unharmed import assert_unharmed, note_actions
from watching import MEDIUM, NARROW, WIDE, Seen, watch


@pytest.fixture
def url() -> Iterator[str]:
    with Sandbox() as running:
        yield running.url


def save(bench: Workbench, url: str, policy: str, more: str = "") -> Target:
    """One saved target at a sandbox, labelled as a test wants it."""
    text = f"# ours\nmine:\n  endpoint: {url}\n  tracking_id: {TRACKING_ID}\n  policy: {policy}\n{more}"
    bench.paths.targets.write_text(text)
    return bench.target(Options(target="mine"))


def strip(seen: Seen) -> str:
    return seen.screen.query_one(Strip).render().plain


def toasts(seen: Seen) -> str:
    return "\n".join(each.message for each in seen.app._notifications)


async def settled(seen: Seen, name: str | None) -> None:
    await seen.until(lambda: seen.screen.aim.name == name and not seen.screen.settling, f"target {name}")


async def test_two_keys_go_to_another_target_and_the_next_start_begins_there(bench: Workbench, url: str) -> None:
    save(bench, url, "DEV", "  verify: false\nother:\n  region: eu-west-1\n  user_prefix: test-\n")
    async with watch(PeventsApp(bench, bench.first_target()[0])) as seen:
        assert strip(seen).startswith(" SANDBOX   local sandbox")
        for key in ("ctrl+t", "2"):
            seen.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(seen, "mine")
        assert strip(seen).startswith(" DEV   certificate NOT checked  mine")
        assert seen.draft.body["userId"] == "qa-ana"
        await seen.send()
        assert "DEV mine" in " ".join(seen.result.split())
        assert len(ledger.calls(url)) == 1
        await seen.press("ctrl+t", "t", "h", "e", "x", "backspace", "enter")
        await settled(seen, "other")
        assert strip(seen).startswith(" PRODUCTION   other")
        assert seen.state == "2 problems"
        await seen.press("ctrl+t", "escape", "ctrl+t", "ctrl+t", "ctrl+t", "z", "enter", "9", "escape")
        assert seen.screen.aim.name == "other"
        seen.field("userId").focus()
        await seen.press("f3")
        assert seen.draft.body["userId"] == "test-user"
        await seen.until(lambda: bench.targets.last()[0] is not None, "it is remembered")
    first, notice = bench.first_target()
    assert (first.name, notice) == ("other", None)
    async with watch(PeventsApp(bench, first)) as seen:
        await settled(seen, "other")
        await seen.press("ctrl+t", "1")
        await seen.until(lambda: bench.targets.last() == (None, None), "the sandbox is remembered")
        assert strip(seen).startswith(" SANDBOX")


async def test_a_target_is_saved_edited_locked_and_removed(bench: Workbench, url: str) -> None:
    target = bench.aws_target(Options(endpoint_url=url, tracking_id=TRACKING_ID))
    async with watch(PeventsApp(bench, target), MEDIUM) as seen:
        seen.screen.action_command("lock_target")
        await seen.until(lambda: "Only a saved target can be locked" in toasts(seen), "it is told")
        seen.screen.action_command("save_target")
        await seen.until(lambda: isinstance(seen.app.screen, TargetEditor), "the editor")
        await seen.press("ctrl+s")
        assert isinstance(seen.app.screen, TargetEditor)
        await seen.press("m", "i", "enter")
        editor = seen.app.screen
        editor.query_one("#key-policy", Input).value = "PROD"
        editor.query_one("#key-rate_per_s", Input).value = "fast"
        await seen.press("ctrl+s")
        assert seen.app.focused is editor.query_one("#key-policy")
        assert editor.query_one("#fault-policy").has_class("-told")
        assert editor.query_one("#fault-rate_per_s").has_class("-told")
        assert not bench.paths.targets.exists()
        await seen.press("f3")
        assert "F3 chooses in the lines" in toasts(seen)
        editor.query_one("#key-profile").focus()
        await seen.press("f3")
        await seen.until(lambda: isinstance(seen.app.screen, FinderScreen), "the profiles")
        await seen.press("escape")
        editor.query_one("#key-tracking_id").focus()
        await seen.press("f3")
        await seen.until(lambda: isinstance(seen.app.screen, TrackerScreen), "the trackers")
        await seen.until(lambda: "5 trackers" in str(seen.app.screen.query_one("#told", Static).content), "trackers")
        await seen.press(*"web", "enter")
        await seen.until(lambda: seen.app.screen is editor, "it was picked")
        assert editor.query_one("#key-tracking_id", Input).value.endswith("7375")
        editor.query_one("#key-tracking_id", Input).value = TRACKING_ID
        editor.query_one("#key-policy", Input).value = "dev"
        editor.query_one("#key-rate_per_s", Input).value = "50"
        await seen.press("ctrl+s")
        await settled(seen, "mi")
        await seen.press("ctrl+t", "ctrl+n")
        await seen.until(lambda: isinstance(seen.app.screen, TargetEditor), "another one")
        assert seen.app.screen.query_one("#key-label", Input).value == ""
        await seen.press("escape")
        saved = bench.targets.get("mi")
        assert (saved.policy, saved.tracking_id, saved.endpoint, saved.rate_per_s) == (Policy.DEV, TRACKING_ID, url, 50)
        seen.screen.action_command("lock_target")
        await seen.until(lambda: seen.state == "locked", "the lock")
        await seen.press("f5")
        await seen.until(lambda: "the target 'mi' is locked" in seen.result, "the refusal")
        assert seen.screen.failed
        await seen.press("ctrl+t", "ctrl+l")
        await seen.until(lambda: seen.state == "ready", "no lock")
        await seen.press("ctrl+t", "ctrl+e")
        await seen.until(lambda: isinstance(seen.app.screen, TargetEditor), "the editor")
        seen.app.screen.query_one("#key-user_prefix", Input).value = "test-"
        await seen.press("ctrl+s")
        await seen.until(lambda: seen.state == "1 problem", "the prefix")
        assert seen.title("userId") == "User ID: must begin with 'test-' on this target" or "test-" in seen.title(
            "userId"
        )
        await seen.press("ctrl+t", "delete")
        notice = seen.screen.query_one(Notice)
        await seen.until(lambda: time.monotonic() - notice._asked_s > 0.4, "the question is old enough")
        await seen.press("y")
        await seen.until(lambda: bench.targets.read().targets == {}, "it is gone")
        assert ledger.calls(url) == []


async def _leave(seen: Seen) -> bool:
    """Leave whatever is in front of the form; whether it asked for a word."""
    asked = False
    while seen.app.screen is not seen.screen:
        asked = asked or isinstance(seen.app.screen, ConsentScreen)
        await seen.app.pop_screen()  # escape, without the wait that a key costs
    return asked


async def test_no_road_leads_to_production_without_its_word(bench: Workbench, url: str) -> None:
    plan = bench.prepare(bench.samples["view-item"], save(bench, url, "DEV")).plan
    assert plan is not None
    assert [record.word for record in bench.send(plan)] == ["accepted"]
    ledger_before = len(ledger.calls(url))
    target = save(bench, url, "PRODUCTION")
    async with watch(PeventsApp(bench, target)) as seen:
        await settled(seen, "mine")
        for road in (("f5",), ("ctrl+j",)):
            await seen.press(*road)
            await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), f"{road} asks")
            assert seen.app.screen.query_one("#send", Button).disabled
            assert await _leave(seen)
        seen.history.focus()
        await seen.press("enter")
        await seen.until(lambda: seen.screen.shown is not None, "the call is shown")
        assert "DEV mine" in " ".join(seen.result.split())
        asked = set()
        for command in COMPOSE_COMMANDS:
            if command.slug() in {"quit", "edit_outside"}:
                continue
            seen.screen.action_command(command.slug())
            await seen.pilot.pause()
            await seen.pilot.pause()
            if await _leave(seen):
                asked.add(command.slug())
        assert {"send", "send_anyway", "send_again"} <= asked
        assert len(ledger.calls(url)) == ledger_before
        assert bench.history.newest_id() == 1


@pytest.mark.parametrize("way", ["lock", "read-only", "file"])
async def test_no_road_leads_anywhere_where_sends_are_kept_off(bench: Workbench, url: str, way: str) -> None:
    plan = bench.prepare(bench.samples["view-item"], save(bench, url, "DEV")).plan
    assert plan is not None
    (record,) = bench.send(plan)
    bench.read_only = way == "read-only"
    target = save(bench, url, "DEV", "  locked: true\n" if way == "lock" else "  polcy: x\n" if way == "file" else "")
    async with watch(PeventsApp(bench, target)) as seen:
        await settled(seen, "mine")
        assert seen.state == ("read-only" if way == "read-only" else "locked")
        seen.screen.show_records([record])
        for command in ("send", "send_anyway", "send_again"):
            seen.screen.action_command(command)
            await seen.until(lambda: seen.screen.failed, f"{command} is refused")
            assert {"lock": "is locked", "read-only": "--read-only", "file": "did you mean policy?"}[way] in seen.result
            seen.screen.dismiss_result()
        assert len(ledger.calls(url)) == 1


async def test_staging_asks_for_a_y_that_is_not_heard_at_once(bench: Workbench, url: str) -> None:
    async with watch(PeventsApp(bench, save(bench, url, "STAGING"))) as seen:
        await settled(seen, "mine")
        await seen.press("f5")
        notice = seen.screen.query_one(Notice)
        notice._asked_s = time.monotonic()  # however slow the machine
        notice.action_answer(True)
        assert not seen.screen.sending
        assert "Send 1 to STAGING mine" in str(notice.content)
        await seen.until(lambda: time.monotonic() - notice._asked_s > 0.4, "the question is old enough")
        await seen.press("y")
        await seen.until(lambda: seen.screen.shown is not None and not seen.screen.sending, "the send ended")
        assert len(ledger.calls(url)) == 1


async def test_the_strip_tells_the_policy_of_the_drafts_own_tracker(bench: Workbench) -> None:
    bench.paths.targets.write_text("dev:\n  policy: DEV\n  tracking_id: t-dev\n  region: eu-west-1\n")
    async with watch(PeventsApp(bench, bench.target(Options(target="dev")))) as seen:
        await settled(seen, "dev")
        assert strip(seen).startswith(" DEV ")
        seen.screen.change(seen.draft.put(("trackingId",), "t-other"))
        await seen.until(lambda: strip(seen).startswith(" PRODUCTION "), "the strip")
        await seen.press("f5")
        await seen.until(lambda: isinstance(seen.app.screen, ConsentScreen), "it asks")
        assert str(seen.app.screen.query_one("#asked").content).endswith("type t-other")  # type: ignore[attr-defined]
        await seen.press("escape")
        assert bench.history.newest_id() == 0


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_hostile_targets_harm_neither_list_nor_editor(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    ran = note_actions(monkeypatch)
    texts = [text for text in hostile.texts(12, "targets") if text.strip()]
    targets = [builders.target(label=text, profile=text, region=text, tracking_id=text, name="x") for text in texts]
    async with watch(PeventsApp(bench, bench.target()), size) as seen:
        book = Book(dict(zip(texts, targets, strict=True)), (Fault(None, texts[0]),))
        await seen.app.push_screen(TargetPicker(book, targets[0]))
        await seen.pilot.pause()
        assert seen.app.screen.query_one(OptionList).option_count == len(book.targets) + 1
        seen.app.post_message(events.Key("[", "["))
        await seen.press("escape")
        for target in targets[:3]:
            await seen.app.push_screen(TargetEditor(bench.targets, target, bench))
            await seen.press("ctrl+s")
            await seen.press("escape")
        assert set(ran) <= {"cancel", "save", "command('cancel_send')"}
        assert_unharmed(seen, [], size)
