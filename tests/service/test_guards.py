"""Guards: what is saved today decides, by the tracker a plan really goes to, whoever sends it and however old it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import builders
import ledger
from pevents_tui.domain.check import check
from pevents_tui.domain.errors import ConsentMissing, PeventsError, SendForbidden
from pevents_tui.domain.memory import RowMemory
from pevents_tui.domain.plan import Call, Plan, Policy, Target
from pevents_tui.domain.report import Context
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Cancel, Options, Workbench
from pevents_tui.service.connection import is_loopback
from pevents_tui.service.guards import guarded, in_force
from pevents_tui.service.pace import Pace
from pevents_tui.service.target_file import Book, read_book

SAVED = """\
shop: {policy: PRODUCTION, tracking_id: t-prod, user_prefix: qa-}
dev: {policy: DEV, tracking_id: t-dev}
shut: {policy: DEV, tracking_id: t-shut, locked: true}
wide: {policy: DEV, region: eu-west-1, rate_per_s: 4}
stage: {policy: STAGING, tracking_id: t-stage}
double: {policy: DEV, tracking_id: t-stage, rate_per_s: 2}
bare: {tracking_id: t-bare}
here: {endpoint: "http://127.0.0.1:1", policy: DEV, tracking_id: t-prod}
stub: {endpoint: "http://127.0.0.1:1", policy: DEV, tracking_id: t-stub}
goods: {policy: DEV, tracking_id: t-goods, items_dataset: "arn:aws:personalize:eu-west-1:1:dataset/g/ITEMS"}
stock: {policy: STAGING, region: eu-west-1, items_dataset: "arn:aws:personalize:eu-west-1:1:dataset/h/ITEMS"}
vault: {policy: PRODUCTION, users_dataset: "arn:aws:personalize:eu-west-1:1:dataset/v/USERS", locked: true}
"""
ARN = "arn:aws:personalize:eu-west-1:1:dataset"
AWS = Target("aws", Policy.PRODUCTION)
"""As the AWS CLI's words make it."""


@pytest.fixture
def book(tmp_path: Path) -> Book:
    path = tmp_path / "saved.yaml"
    path.write_text(SAVED)
    return read_book(path)


def plan_for(target: Target, tracker: str, user: str = "qa-ana") -> Plan:
    return Plan(target, (Call("put-events", builders.events_draft(trackingId=tracker, userId=user).body),))


@pytest.mark.parametrize(
    ("name", "address", "policy", "consent"),
    [
        ("goods", f"{ARN}/g/ITEMS", "DEV", None),
        ("goods", "t-goods", "DEV", None),
        ("goods", f"{ARN}/h/ITEMS", "STAGING", None),  # the word of the target that names it
        ("goods", f"{ARN}/x/ITEMS", "PRODUCTION", f"{ARN}/x/ITEMS"),
        ("stock", f"{ARN}/h/ITEMS", "STAGING", None),
        ("stock", "t-new", "PRODUCTION", "t-new"),  # a dataset that is named speaks for no tracker
        ("dev", f"{ARN}/h/ITEMS", "STAGING", None),
        ("wide", f"{ARN}/x/ITEMS", "DEV", None),
        (None, f"{ARN}/g/ITEMS", "DEV", None),
        (None, f"{ARN}/x/ITEMS", "PRODUCTION", f"{ARN}/x/ITEMS"),
    ],
)
def test_a_dataset_is_guarded_like_a_tracker(
    book: Book, name: str | None, address: str, policy: str, consent: str | None
) -> None:
    target = AWS if name is None else book.targets[name]
    kind, body = "put-items", {"datasetArn": address, "items": [{"itemId": "N1"}]}
    plan = plan_for(target, address) if address.startswith("t-") else Plan(target, (Call(kind, body),))
    found = guarded(plan, book)
    assert (found.target.policy, found.consent) == (policy, consent)
    assert guarded(Plan(AWS, (Call("put-users", {"datasetArn": f"{ARN}/v/USERS", "users": []}),)), book).target.locked


@pytest.mark.parametrize(
    ("name", "tracker", "policy", "consent"),
    [
        ("shop", "t-prod", "PRODUCTION", "shop"),
        ("bare", "t-bare", "PRODUCTION", "bare"),
        ("dev", "t-dev", "DEV", None),
        ("dev", "T-DEV ", "DEV", None),
        ("dev", "t-prod", "PRODUCTION", "t-prod"),
        ("dev", "t-new", "PRODUCTION", "t-new"),
        ("stage", "t-stage", "STAGING", None),
        ("double", "t-stage", "STAGING", None),
        ("wide", "t-new", "DEV", None),
        ("wide", "t-prod", "PRODUCTION", "t-prod"),
        ("shop", "t-dev", "DEV", None),
        (None, "t-dev", "DEV", None),
        (None, "t-new", "PRODUCTION", "t-new"),
        ("here", "t-prod", "DEV", None),
    ],
)
def test_the_tracker_a_plan_goes_to_decides(
    book: Book, name: str | None, tracker: str, policy: str, consent: str | None
) -> None:
    target = AWS if name is None else book.targets[name]
    found = guarded(plan_for(target, tracker), book)
    assert (found.target.policy, found.consent) == (policy, consent)
    assert found.agrees(consent)
    assert found.agrees("wrong") == (consent is None)


def test_every_guard_of_a_tracker_holds_by_whatever_name(book: Book) -> None:
    assert in_force(AWS, "t-shut", book).locked
    assert in_force(book.targets["shut"], "t-other", book).locked
    assert in_force(book.targets["dev"], "t-prod", book).user_prefix == "qa-"
    assert in_force(book.targets["stage"], "t-stage", book).rate_per_s == 2
    assert in_force(replace(book.targets["wide"], region="us-east-1"), "t-new", book).policy is Policy.PRODUCTION
    assert in_force(replace(book.targets["dev"], name="gone"), "t-9", book).policy is Policy.PRODUCTION
    two = Plan(book.targets["dev"], (*plan_for(AWS, "t-prod").calls, *plan_for(AWS, "t-dev").calls))
    assert (guarded(two, book).target.policy, guarded(two, book).agrees("dev")) == (Policy.PRODUCTION, False)
    for lax in (Policy.SANDBOX, Policy.LOCAL):
        made = Target("x", lax, "t-9", endpoint="https://personalize-events.eu-west-1.amazonaws.com")
        assert in_force(made, "t-9", book).policy is Policy.PRODUCTION
    assert in_force(Target("mine", Policy.DEV, "t-9"), "t-9", book).policy is Policy.DEV


def test_what_was_sent_to_this_machine_stays_there_and_its_label_says_nothing_of_aws(book: Book) -> None:
    for name in ("dev", "shop"):
        sent = Target(name, Policy.SANDBOX, TRACKING_ID, name=name)
        assert in_force(sent, TRACKING_ID, book).policy is Policy.SANDBOX
    assert in_force(replace(book.targets["stub"], endpoint=None), "t-stub", book).policy is Policy.PRODUCTION


def test_guards_of_an_endpoint_on_this_machine_hold_however_its_host_is_written(book: Book) -> None:
    for host in ("127.0.0.1:1", "localhost:1", "[::1]:1", "127.0.0.1:1/path"):
        unnamed = Target("local", Policy.LOCAL, endpoint=f"http://{host}")
        assert in_force(unnamed, "T-STUB", book).policy is Policy.DEV
        assert in_force(unnamed, "t-other", book) == unnamed
    for host in ("127.0.0.2:1", "127.0.0.1:2", "localhost", "localhost:99999"):
        unnamed = Target("local", Policy.LOCAL, endpoint=f"http://{host}")
        assert in_force(unnamed, "t-stub", book) == unnamed


NOT_THIS_MACHINE = [
    "http://localhost.evil.com",
    "http://127.0.0.1.evil.com",
    "http://evil.com/127.0.0.1",
    "http://evil.com#127.0.0.1",
    "http://0.0.0.0",
    "http://2130706433",
    "http://0x7f000001",
    "http://127.1",
    "http://[::]",
    "http://[64:ff9b::7f00:1]",
    "http://evil.com?@127.0.0.1",
    "http://localhost.:1",
    "http://127.0.0.1%2eevil.com",
    "http://[::1].evil.com",
    "http:///localhost",
    "http:\\\\localhost",
    "localhost:1",
    "http://localhost\\.evil.com",
    "http://\N{FULLWIDTH DIGIT ONE}27.0.0.1",
    "http://[fe80::1%25lo]",
    "http://[",
    "http://evil.com:127.0.0.1",
]


@pytest.mark.parametrize("url", NOT_THIS_MACHINE)
def test_only_what_can_be_nothing_but_this_machine_goes_unguarded(book: Book, url: str) -> None:
    assert not is_loopback(url)
    for lax in (Policy.SANDBOX, Policy.LOCAL):
        assert in_force(Target("x", lax, "t-9", endpoint=url), "t-9", book).policy is Policy.PRODUCTION


@pytest.fixture
def url() -> Iterator[str]:
    with Sandbox() as running:
        yield running.url


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


def save(bench: Workbench, url: str, keys: str) -> Target:
    bench.paths.targets.write_text(f"mine:\n  endpoint: {url}\n  tracking_id: {TRACKING_ID}\n{keys}")
    return bench.target(Options(target="mine"))


def forbidden(bench: Workbench, plan: Plan, consent: str | None = None) -> str:
    """Why a plan may not be sent; nothing of it was kept."""
    newest = bench.history.newest_id()
    with pytest.raises(SendForbidden) as caught:
        list(bench.send(plan, consent=consent))
    assert bench.history.newest_id() == newest
    return str(caught.value)


def test_a_call_is_sent_again_by_todays_policy(bench: Workbench, url: str) -> None:
    prepared = bench.prepare(bench.samples["view-item"], save(bench, url, "  policy: DEV\n"))
    assert prepared.plan is not None
    (record,) = bench.send(prepared.plan)
    assert (record.word, record.target.policy, record.target.name) == ("accepted", Policy.DEV, "mine")
    save(bench, url, "  policy: PRODUCTION\n")
    for plan in (record.again(), prepared.plan):
        for word in (None, "", "yes", "MINE"):
            with pytest.raises(ConsentMissing, match="'mine'"):
                bench.send(plan, consent=word)
    (again,) = bench.send(record.again(), consent="mine")
    kept = bench.history.get(again.id)
    assert kept is not None
    assert (kept.target.policy, bench.history.page()[0].policy) == (Policy.PRODUCTION, "PRODUCTION")
    assert bench.history.page()[1].policy == "DEV"
    save(bench, url, "  policy: DEV\n  locked: true\n")
    assert "is locked" in forbidden(bench, again.again(), "mine")
    save(bench, url, "  policy: DEV\n  user_prefix: test-\n")
    assert "userId 'qa-ana'" in forbidden(bench, record.again())
    save(bench, url, "  policy: DEV\n  polcy: DEV\n")
    assert "did you mean policy?" in forbidden(bench, record.again())
    assert len(ledger.calls(url)) == 2


def test_a_send_under_way_goes_on_only_while_it_may(bench: Workbench, url: str) -> None:
    target = save(bench, url, "  policy: DEV\n")
    plan = bench.prepare(
        builders.events_draft(*[builders.event(eventId=f"e-{at}") for at in range(11)], trackingId=TRACKING_ID), target
    ).plan
    assert plan is not None
    under_way = bench.send(plan)
    assert next(under_way).word == "accepted"
    save(bench, url, "  policy: PRODUCTION\n")
    with pytest.raises(ConsentMissing, match="'mine'"):
        next(under_way)
    assert bench.history.newest_id() == len(ledger.calls(url)) == 1
    repeats = bench.send(Plan(save(bench, "http://127.0.0.1:1", "  policy: DEV\n"), plan.calls[:1]), attempts=2)
    assert next(repeats).retry_in_s is not None
    save(bench, "http://127.0.0.1:1", "  policy: DEV\n  locked: true\n")
    with pytest.raises(SendForbidden, match="is locked"):
        next(repeats)


def test_with_a_file_that_cannot_be_read_nothing_goes_to_a_real_tracker(bench: Workbench, url: str) -> None:
    bench.paths.targets.write_text("a: [")
    assert "cannot be known" in forbidden(bench, plan_for(AWS, "t-1"), "t-1")
    plan = bench.prepare(bench.samples["view-item"], bench.target()).plan
    assert plan is not None
    assert [record.word for record in bench.send(plan)] == ["accepted"]


def test_a_read_only_workbench_sends_nothing_at_all(tmp_path: Path) -> None:
    with Workbench(tmp_path / "d", tmp_path / "c", read_only=True) as bench:
        plan = bench.prepare(bench.samples["view-item"], bench.target()).plan
        assert plan is not None
        assert forbidden(bench, plan) == "not sent: this was started with --read-only"


def test_a_lock_set_meanwhile_keeps_the_rest_of_a_send_off(bench: Workbench, url: str) -> None:
    target = save(bench, url, "  policy: DEV\n")
    rows = [builders.event(eventId=f"e-{number}") for number in range(21)]
    plan = bench.prepare(builders.events_draft(*rows, trackingId=TRACKING_ID), target).plan
    assert plan is not None
    sending = bench.send(plan)
    assert next(sending).word == "accepted"
    bench.targets.lock("mine", True)
    with pytest.raises(SendForbidden):
        next(sending)
    assert len(ledger.calls(url)) == 1


def test_a_prefix_is_a_stop_at_the_user_id() -> None:
    context = Context(user_prefix="qa-")
    (stop,) = check(builders.events_draft(userId="ana"), context).stops
    assert (str(stop), stop.rule) == ("userId: must begin with 'qa-' on this target", "user-prefix")
    assert check(builders.events_draft(userId="qa-ana"), context).stops == ()
    assert check(builders.events_draft(userId=None), context).stops == ()
    rows = builders.actions_draft(builders.action(), builders.action(userId="ana"))
    memory = RowMemory()
    found = check(rows, Context(user_prefix="qa-", memory=memory)).stops
    assert [each.place for each in found] == ["actionInteractions[1].userId"]
    assert check(rows, Context(user_prefix="x", memory=memory)).stops[0].place == "actionInteractions[0].userId"


def test_drafts_follow_their_targets_session_and_prefix(bench: Workbench) -> None:
    mine = builders.target(session="s-qa", user_prefix="test-")
    draft = bench.new_draft("put-events", mine)
    assert (draft.body["sessionId"], draft.body["userId"]) == ("s-qa", "test-user")
    for target in (None, builders.target(), builders.target(session="new")):
        drafts = [bench.new_draft("put-action-interactions", target) for _ in "12"]
        assert len({each.rows[0]["sessionId"] for each in drafts}) == 2
        assert drafts[0].rows[0]["userId"] == "qa-user"


def test_no_more_calls_a_second_than_a_target_allows(bench: Workbench, url: str) -> None:
    target = save(bench, url, "  policy: DEV\n  rate_per_s: 20\n")
    plan = bench.prepare(bench.samples["view-item"], target).plan
    assert plan is not None
    began_s = time.monotonic()
    for _ in range(3):
        assert [record.word for record in bench.send(plan)] == ["accepted"]
    assert time.monotonic() - began_s >= 0.1
    pace, call = Pace(lambda: 0.0), builders.call()
    assert [pace.turn(call, replace(target, rate_per_s=4)) for _ in "123"] == [0.0, 0.25, 0.5]
    assert pace.turn(call, replace(target, rate_per_s=None)) == 0.0
    items = Call("put-items", {"datasetArn": f"{ARN}/g/ITEMS", "items": [{"itemId": "N1"}]})
    assert [pace.turn(items, AWS) for _ in "123"] == [0.0, 0.1, 0.2]  # as many as the service takes
    assert [pace.turn(items, replace(AWS, rate_per_s=2)) for _ in "12"] == [pytest.approx(0.3), pytest.approx(0.8)]
    assert pace.turn(items, replace(target, policy=Policy.LOCAL, rate_per_s=None)) == 0.0
    cancel = Cancel()
    cancel.set()
    assert not pace.wait(call, target, cancel)
    assert issubclass(SendForbidden, PeventsError)


def test_what_one_entry_of_a_tracker_wants_kept_nowhere_is_kept_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "saved.yaml"
    path.write_text("quiet: {policy: DEV, tracking_id: t-1, recorded: false}\nloud: {policy: DEV, tracking_id: t-1}\n")
    book = read_book(path)
    for target in (book.targets["quiet"], book.targets["loud"], AWS):
        assert not guarded(plan_for(target, "t-1"), book).target.recorded
    assert guarded(plan_for(AWS, "t-2"), book).target.recorded
    assert not guarded(plan_for(replace(AWS, recorded=False), "t-2"), book).target.recorded


def test_a_dataset_counts_as_production_where_only_a_tracker_was_labelled(book: Book) -> None:
    call = Call("put-users", {"datasetArn": builders.DATASET, "users": [{"userId": "ana"}]})
    dev, wide, shop = (guarded(Plan(book.targets[name], (call,)), book) for name in ("dev", "wide", "shop"))
    assert (dev.target.policy, dev.consent) == (Policy.PRODUCTION, builders.DATASET)
    assert wide.target.policy is Policy.DEV
    assert shop.users == ("ana",)
    assert shop.target.user_prefix == "qa-"
