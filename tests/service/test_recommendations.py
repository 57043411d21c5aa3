"""Recommendations over HTTP: asked, acted on, watched; what goes wrong is told; what an account offers; saved runs."""

from __future__ import annotations

import json
import stat
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pevents_tui.domain.errors import FileThere, SaveError, SendForbidden, SourceError
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import ACTIONS, RANKING, Act, Ask, Column, Listing, Offer, Row, Step, Unasked
from pevents_tui.domain.run_feed import steps_of
from pevents_tui.domain.run_render import as_markdown
from pevents_tui.domain.verdict import sight
from pevents_tui.sandbox import Sandbox
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.offers import Offers
from pevents_tui.service.recommendations import Recommendations, read_rows
from pevents_tui.service.runs import Runs, export_run
from pevents_tui.service.watching import BASELINE, Watch

HEAD = "arn:aws:personalize:us-east-1:123456789012"
FOR_YOU = f"{HEAD}:recommender/shop-for-you"
ASK = Ask(FOR_YOU, user_id="qa-ana", num_results=10)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(reacts_after_s=0.05) as running:
        yield running


def order(at: Target, fault: str, **options: object) -> None:
    body = json.dumps({"service": "personalize-runtime", "fault": fault, **options}).encode()
    asked = urllib.request.Request(f"{at.endpoint}/_sandbox/faults", body, {"Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(asked):  # noqa: S310 - ours
        pass


def ids(answer: Column | Listing | Unasked) -> tuple[str, ...]:
    assert isinstance(answer, Column | Listing), answer
    return (answer.listing if isinstance(answer, Column) else answer).ids


def test_three_acts_move_the_list_and_leave_the_control_user_alone(bench: Workbench, at: Target) -> None:
    steps: list[Step] = []
    watch = Watch(bench, at, ASK, control_user="qa-bo", told=steps.append)
    before = ids(watch.begin())
    done = watch.act(Act("View", before[4:5]), Act("Purchase", before[4:6]))
    assert [act.accepted for act in done] == [True, True]
    column = watch.watch(*done)
    assert isinstance(column, Column)
    assert column.moved
    assert column.since_s is not None
    assert 0 < column.since_s <= column.waited_s < 5
    assert ids(column) != before
    assert watch.run.control_stayed is True
    assert [each.label for each in watch.run.columns] == [BASELINE, f"View {before[4]} + Purchase (2)"]
    words = [each.word for each in steps]
    assert words[:4] == ["asked", "control", "sent", "sent"]
    assert words[-2:] == ["control", "moved"]

    (record,) = watch.sent
    rows = record.call.body["eventList"]
    assert [row["itemId"] for row in rows] == [before[4], before[4], before[5]]
    assert [row["sentAt"] - rows[-1]["sentAt"] for row in rows] == [-2, -1, 0]
    listing = watch.run.columns[0].listing
    assert listing.recommendation_id is not None
    assert len(listing.recommendation_id) == 40
    assert all(row["impression"] == list(before) for row in rows)
    assert {row["recommendationId"] for row in rows} == {listing.recommendation_id}


def test_a_recipe_that_does_not_react_stays(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, replace(ASK, arn=f"{HEAD}:recommender/shop-most-viewed"))
    assert isinstance(watch.watch(), Unasked)
    before = ids(watch.begin())
    column = watch.watch(*watch.act(Act("View", before[:1])), budget_s=0.3)
    assert isinstance(column, Column)
    assert (column.moved, column.since_s, ids(column)) == (False, None, before)
    assert column.polls >= 2


def test_a_visitor_has_the_session_for_a_user_and_events_without_one(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, replace(ASK, user_id=None), session_id="s-visitor")
    before = watch.begin()
    assert isinstance(before, Column)
    assert before.listing.asked.user_id == "s-visitor"
    watch.act(Act("View", before.listing.ids[:1]))
    body = watch.sent[0].call.body
    assert ("userId" in body, body["sessionId"]) == (False, "s-visitor")


def test_ranking_and_actions(bench: Workbench, at: Target) -> None:
    asking = Recommendations(bench, at)
    items = ids(asking.ask(ASK))
    ranked = asking.ask(Ask(f"{HEAD}:campaign/shop-ranking-campaign", RANKING, "qa-ana", input_ids=items[:4]))
    assert set(ids(ranked)) == set(items[:4])
    offers = Offers(bench, at)
    actions = f"{HEAD}:campaign/loyalty-next-best-action-campaign"
    offer = offers.describe(actions)
    assert offer.recipe == "aws-next-best-action"
    (tracking_id,) = offers.trackers_of(offer.group_arn, actions=True)
    watch = Watch(bench, at, Ask(actions, ACTIONS, "qa-ana", num_results=5), tracking_id=tracking_id, offer=offer)
    before = ids(watch.begin())
    (done,) = watch.act(Act("Taken", before[:1]))
    assert (done.accepted, done.ended[0].startswith("accepted")) == (True, True)
    (record,) = watch.sent
    assert (record.call.kind, record.call.tracking_id) == ("put-action-interactions", tracking_id)


def test_what_the_service_refuses_is_said_in_its_words(bench: Workbench, at: Target) -> None:
    asking = Recommendations(bench, at)
    missing = asking.ask(replace(ASK, arn=f"{HEAD}:recommender/nobody"))
    assert isinstance(missing, Unasked)
    assert "ResourceNotFoundException" in missing.words
    assert "ARN" in missing.remedy
    assert not missing.passing
    nobody = asking.ask(replace(ASK, user_id=""))
    assert isinstance(nobody, Unasked)
    assert "userId" in nobody.words


@pytest.mark.parametrize("fault", ["hang", "throttle", "error500", "malformed"])
def test_failing_answers_are_told_and_the_feed_goes_on(bench: Workbench, at: Target, fault: str) -> None:
    steps: list[Step] = []
    watch = Watch(bench, at, ASK, told=steps.append)
    before = ids(watch.begin())
    order(at, fault, share=1)
    done = watch.act(Act("View", before[:1]))
    column = watch.watch(*done, budget_s=0.3)
    assert isinstance(column, Column), column
    assert (column.moved, column.seen, bool(column.trouble)) == (False, False, True)
    assert "No list came" in as_markdown(watch.run)
    assert [each.word for each in steps] == ["asked", "sent", "failed"]
    asked = Recommendations(bench, at).ask(ASK, longest_s=0.3)
    assert isinstance(asked, Unasked)
    assert (asked.passing, bool(asked.words)) == (True, True)


def test_a_hanging_answer_is_cut_by_a_cancel_at_once(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, ASK)
    watch.begin()
    order(at, "hang", share=1)
    cancel = Cancel()
    timer = threading.Timer(0.1, cancel.set)
    timer.start()
    began_s = time.monotonic()
    ended = watch.watch(cancel=cancel)
    assert isinstance(ended, Unasked)
    assert ended.cancelled
    assert time.monotonic() - began_s < 1.0
    assert len(watch.run.columns) == 1
    timer.join()


def test_guards_hold_for_acts(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, replace(at, locked=True), ASK)
    watch.begin()
    with pytest.raises(SendForbidden):
        watch.act(Act("View", ("B0742",)))
    blocked = Watch(bench, at, ASK)
    blocked.begin()
    (act,) = blocked.act(Act("x" * 300, ("B0742",)))
    assert (act.accepted, blocked.sent, "256" in act.ended[0]) == (False, (), True)


def test_an_account_offers_campaigns_recommenders_and_filters(bench: Workbench, at: Target) -> None:
    found = list(Offers(bench, at).search())
    offers = {each.name: each for offered in found for each in offered.offers}
    filters = {each.name: each for offered in found for each in offered.filters}
    assert offers["shop-for-you"].recipe == "aws-ecomm-recommended-for-you"
    personal = offers["loyalty-personal-campaign"]
    assert (personal.is_campaign, personal.group) == (True, "loyalty")
    assert ("Purchase", 10.0) in personal.event_types
    assert filters["video-by-genre"].parameters == ("GENRE",)
    assert not [each.notice for each in found if each.notice]
    with pytest.raises(SourceError):
        Offers(bench, at).describe("arn:aws:personalize:us-east-1:123456789012:filter/x")


@pytest.mark.parametrize("answer", [{}, {"itemList": None}, {"itemList": "x"}, {"itemList": [{}]}, {"itemList": [1]}])
def test_an_answer_that_is_no_list_is_none(answer: dict[str, object]) -> None:
    assert read_rows(answer, "get-recommendations") is None


def test_metadata_fills_what_no_catalogue_tells() -> None:
    told = {"itemId": "a", "metadata": {"TITLE": "Tea", "GENRES": '["x","y"]', "PRICE": "3"}, "score": 1}
    (row,) = read_rows({"itemList": [told]}, "get-recommendations") or ()
    assert (row.title, row.categories, row.price, row.score) == ("Tea", ("x", "y"), "3", 1.0)


def test_runs_are_saved_opened_again_and_exported(bench: Workbench, at: Target, tmp_path: Path) -> None:
    watch = Watch(bench, at, ASK, control_user="qa-bo")
    before = ids(watch.begin())
    watch.watch(*watch.act(Act("Purchase", before[3:4])), budget_s=2.0)
    runs = Runs(tmp_path / "runs")
    saved = runs.save(watch.run, "first try")
    assert stat.S_IMODE(saved.path.stat().st_mode) == 0o600
    assert runs.open("first try") == replace(watch.run, name="first try")
    assert [each.name for each in runs.list()] == ["first try"]
    with pytest.raises(FileThere):
        runs.save(watch.run, "first try")
    for name in ("../up", "", "a/b", ".hidden", "x" * 101):
        with pytest.raises(SaveError):
            runs.save(watch.run, name)
    with pytest.raises(SourceError, match="saved: first try"):
        runs.open("other")
    saved.path.write_text('{"version": 1}')
    with pytest.raises(SourceError, match="cannot be read"):
        runs.open("first try")

    runs.save(watch.run, "whole", over=True)
    (tmp_path / "runs" / "dangling.json").symlink_to(tmp_path / "nowhere")
    assert {each.name for each in runs.list()} == {"first try", "whole"}
    whole = (tmp_path / "runs" / "whole.json").read_text()
    assert runs.open("whole") == replace(watch.run, name="whole")
    for edit in EDITS:
        saved.path.write_text(json.dumps(edited(json.loads(whole), *edit)))
        with pytest.raises(SourceError, match="cannot be read"):
            runs.open("first try")

    hostile = Row("a|b", 0.5, title="<b>\x1b[31m` |\n# x", category="tea")
    column = replace(watch.run.columns[1], listing=replace(watch.run.columns[1].listing, rows=(hostile,)))
    run = replace(watch.run, columns=(watch.run.columns[0], column))
    text = export_run(run, str(tmp_path / "run.md")).read_text()
    assert "\x1b" not in text
    assert "| 1 | ● new | a\\|b | \\<b\\>" in text
    assert f"## 1. Purchase {before[3]}" in text
    table = export_run(run, str(tmp_path / "run.csv")).read_text().splitlines()
    assert table[0].startswith("step,list,user_id,rank,id")
    assert len(table) == 1 + 10 + 1 + 20
    assert json.loads(export_run(run, str(tmp_path / "run.json")).read_text())["version"] == 1
    with pytest.raises(SaveError, match=r"\.md"):
        export_run(run, str(tmp_path / "run.txt"))


EDITS: tuple[tuple[tuple[str | int, ...], object], ...] = (
    (("columns",), []),
    (("title",), 5),
    (("began_s",), 1e300),
    (("began_s",), float("nan")),
    (("control_user",), False),
    (("columns", 1, "since_s"), "x"),
    (("columns", 1, "since_s"), float("inf")),
    (("columns", 1, "polls"), 2.5),
    (("columns", 1, "seen"), 1),
    (("columns", 1, "acts", 0, "ids"), "abc"),
    (("columns", 1, "acts", 0, "records"), ["x"]),
    (("columns", 1, "acts", 0, "at_s"), -1e15),
    (("columns", 0, "listing", "asked", "kind"), "else"),
    (("columns", 0, "listing", "asked", "context"), [["a", 5]]),
    (("columns", 0, "listing", "rows", 0, "id"), 5),
    (("columns", 0, "listing", "rows", 0, "score"), "x"),
    (("columns", 0, "listing", "latency_ms"), None),
)


def edited(document: dict[str, object], path: tuple[str | int, ...], value: object) -> object:
    """A run's file with one value in it replaced."""
    *above, last = path
    found: Any = document
    for step in above:
        found = found[step]
    found[last] = value
    return document


def test_a_session_is_new_only_as_long_as_nothing_was_accepted_in_it(bench: Workbench, at: Target) -> None:
    stays = replace(ASK, arn=f"{HEAD}:recommender/shop-most-viewed")

    def words(where: Target, session: str) -> str:
        inquiry = Inquiry(bench, where, Offer(stays.arn, "shop-most-viewed"), stays.kind)
        watch = inquiry.watch(stays, session_id=session)
        before = ids(watch.begin(again=False))
        watch.watch(*watch.act(Act("View", before[:1])), budget_s=0)
        return " ".join(each.words for each in inquiry.reasons(watch.run, sent_to=where.tracking_id))

    assert "The session is new: nothing was accepted in it" in words(at, "s-1")
    assert "session is new" not in words(at, "s-1")
    assert "session is new" in words(at, "s-2")
    assert "session may be new" in words(replace(at, recorded=False), "s-2")


def test_a_turn_is_no_reaction_and_compares_no_control_user(bench: Workbench, at: Target) -> None:
    lighting = replace(ASK, filter_arn=f"{HEAD}:filter/shop-by-category", filter_values=(("CATEGORY", '"lighting"'),))
    alone = Watch(bench, at, ASK)
    alone.begin(again=False)
    turned = alone.turn(lighting)
    assert isinstance(turned, Column)
    assert (ids(turned) != ids(alone.run.columns[0]), turned.since_s, alone.run.control_stayed) == (True, None, None)

    steps: list[Step] = []
    watch = Watch(bench, at, ASK, control_user="qa-bo", told=steps.append)
    before = ids(watch.begin(again=False))
    watch.watch(*watch.act(Act("View", before[4:5])))
    watch.turn(lighting)
    assert [each.listing.asked.filter_arn for each in watch.run.control_columns] == [None, None, lighting.filter_arn]
    assert (watch.run.control_stayed, sight(watch.run, 1).control_stayed) == (True, True)
    assert (sight(watch.run, 2).control_stayed, sight(watch.run, 2, since_baseline=True).control_stayed) == (None, None)
    assert steps_of(watch.run)[-1].text == steps[-1].text == "filter shop-by-category (lighting): 10 recommended"
    assert "Another question" in as_markdown(watch.run)
    unseen = watch.run.with_column(watch.run.columns[2], replace(watch.run.control_columns[2], trouble="no answer"))
    assert sight(unseen, 3).control_stayed is None
    first, second = (replace(each, trouble="no answer") for each in watch.run.control_columns[:2])
    assert replace(watch.run, control_columns=(first, second)).control_stayed is None


def test_a_look_again_has_all_its_time(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, replace(ASK, arn=f"{HEAD}:recommender/shop-most-viewed"))
    done = watch.act(Act("View", ids(watch.begin(again=False))[:1]))
    first = watch.watch(*done, budget_s=0.3)
    again = watch.watch(budget_s=0.3)
    assert isinstance(first, Column)
    assert isinstance(again, Column)
    assert (first.polls, again.polls) == (2, 2)
    assert again.waited_s < 0.3 + first.waited_s


def test_of_two_calls_one_is_refused_and_the_other_is_watched(bench: Workbench, at: Target) -> None:
    watch = Watch(bench, at, ASK)
    before = ids(watch.begin(again=False))
    things = (*before, *(f"other-{number}" for number in range(5)))
    order(at, "access-denied", service="personalize-events", share=0.8, seed=0)  # the second call meets it
    done = watch.act(Act("View", things), Act("Click", before[:1]))
    assert [(len(act.ids), act.accepted) for act in done] == [(10, True), (5, False), (1, False)]
    assert done[0].ids == before
    column = watch.watch(*(act for act in done if act.accepted))
    assert isinstance(column, Column)
    assert (column.moved, column.acts) == (True, done[:1])
