"""Recommendations over HTTP: asked, acted on, watched; what goes wrong is told; what an account offers; saved runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from control_plane import control_plane
from pevents_tui.domain.errors import AskFailed, SendForbidden, SourceError
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.recommendation import ACTIONS, RANKING, Act, Ask, Column, Offer, Step, Unasked
from pevents_tui.domain.run_render import as_markdown
from pevents_tui.sandbox import Sandbox
from pevents_tui.service import Cancel, Workbench
from pevents_tui.service.inquiry import Inquiry
from pevents_tui.service.offers import Offers
from pevents_tui.service.recommendations import Recommendations, read_rows
from pevents_tui.service.watching import BASELINE, Watch
from recommended import ASK, FOR_YOU, HEAD, ids, order


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(reacts_after_s=0.05) as running:
        yield running


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
    assert "Overlap" not in as_markdown(watch.run)
    assert column.waited_s < 2
    assert [each.word for each in steps] == ["asked", "again", "sent", *["waiting"] * column.polls, "failed"]
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


@pytest.mark.parametrize(
    "answer", [{}, {"recommender": {}, "filter": {}}, {"recommenders": [{}], "solutions": [{}], "Filters": [{}]}]
)
def test_an_account_that_leaves_members_out_does_not_tell(bench: Workbench, answer: dict[str, object]) -> None:
    lists = ("ListRecommenders ", "ListSolutions ", "ListFilters ")
    described = (f"DescribeRecommender {FOR_YOU}", f"DescribeFilter {HEAD}:filter/x")
    with control_plane(dict.fromkeys((*lists, *described), answer)) as (url, _):
        offers = Offers(bench, Target("local", Policy.LOCAL, "t-1", region="us-east-1", endpoint=url))
        for ask in (lambda: offers.describe(FOR_YOU), lambda: offers.describe_filter(f"{HEAD}:filter/x")):
            with pytest.raises(AskFailed, match="which Personalize always gives"):
                ask()
        if "Filters" in answer:
            with pytest.raises(AskFailed, match="recommenderArn"):
                list(offers.search())
        else:
            assert list(offers.search()) == []


@pytest.mark.parametrize("answer", [{}, {"itemList": None}, {"itemList": "x"}, {"itemList": [{}]}, {"itemList": [1]}])
def test_an_answer_that_is_no_list_is_none(answer: dict[str, object]) -> None:
    assert read_rows(answer, "get-recommendations") is None


def test_metadata_fills_what_no_catalogue_tells() -> None:
    told = {"itemId": "a", "metadata": {"TITLE": "Tea", "GENRES": '["x","y"]', "PRICE": "3"}, "score": 1}
    (row,) = read_rows({"itemList": [told]}, "get-recommendations") or ()
    assert (row.title, row.categories, row.price, row.score) == ("Tea", ("x", "y"), "3", 1.0)
    (row,) = read_rows({"itemList": [{**told, "score": float("nan")}]}, "get-recommendations") or ()
    assert row.score is None


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
