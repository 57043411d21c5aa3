"""The line that finds calls: keys, values, spans, and any text at all."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import builders
from pevents_tui.service.history import Filter, History
from pevents_tui.service.history.finding import KEYS, Found, read_find, word_at_end

NOW_S = float(builders.NOW_S)
MIDNIGHT_S = NOW_S - 16 * 3_600


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", Filter()),
        ("kettle", Filter(text="kettle")),
        ("  blue  kettle ", Filter(text="blue  kettle")),
        ("blue\ruser:x kettle", Filter(text="blue\rkettle", user="x")),
        ("user:qa-ana outcome:refused since:1h", Filter(user="qa-ana", outcome="refused", since_s=NOW_S - 3_600)),
        ("USER:qa-ana", Filter(user="qa-ana")),
        ('user:"qa ana" item:B1 x', Filter(user="qa ana", item="B1", text="x")),
        ('"user:qa"', Filter(text="user:qa")),
        ("http://x y:z", Filter(text="http://x y:z")),
        ("type:View tag:t session:s run:r", Filter(event_type="View", tag="t", session="s", run="r")),
        ("target:shop tracker:t-1", Filter(label="shop", tracking_id="t-1")),
        ("outcome:not-sent", Filter(outcome="not sent")),
        ('outcome:"not sent"', Filter(outcome="not sent")),
        ("outcome:fail", Filter(outcome="failed")),
        ("outcome:a kind:put-act", Filter(outcome="accepted", kind="put-action-interactions")),
        ("kind:PutEvents", Filter(kind="put-events")),
        ("user: x", Filter(text="x")),
        ("since:2d until:30m", Filter(since_s=NOW_S - 172_800, until_s=NOW_S - 1_800)),
        ("since:today until:2025-11-24", Filter(since_s=MIDNIGHT_S, until_s=MIDNIGHT_S)),
        ("since:yesterday", Filter(since_s=MIDNIGHT_S - 86_400)),
        ("since:2025-11-24T10:00:00Z", Filter(since_s=NOW_S - 6 * 3_600)),
        ("since:1764000000", Filter(since_s=NOW_S)),
    ],
)
def test_words_are_what_they_say(text: str, where: Filter) -> None:
    assert read_find(text, NOW_S, UTC) == Found(where)


def test_days_are_those_of_the_zone() -> None:
    zone = timezone(timedelta(hours=9))  # 01:00 of the next day there
    assert read_find("since:today", NOW_S, zone).where == Filter(since_s=NOW_S - 3_600)
    assert read_find("since:2025-11-25", NOW_S, zone).where == Filter(since_s=NOW_S - 3_600)


@pytest.mark.parametrize("text", ["outcome:delivered", "since:soon", "until:99999999999999", "kind:put-nothing"])
def test_a_value_that_cannot_be_followed_is_told_and_left_out(text: str) -> None:
    found = read_find(f"{text} user:x", NOW_S)
    assert found.where == Filter(user="x")
    assert found.faults[0].startswith(text.partition(":")[0])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ("", None, "")),
        ("us", ("", None, "us")),
        ("x user:q", ("x ", "user", "q")),
        ("x user:", ("x ", "user", "")),
        ("x user:q ", ("x user:q ", None, "")),
        ('tag:"a b', ("", "tag", "a b")),
    ],
)
def test_the_last_word_is_what_is_completed(text: str, told: tuple[str, str | None, str]) -> None:
    assert word_at_end(text) == told


KEYED = st.sampled_from(sorted(KEYS)).flatmap(lambda key: st.text(max_size=12).map(lambda value: f"{key}:{value}"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.lists(st.text(max_size=20) | KEYED, max_size=4).map(" ".join))
def test_any_text_finds_or_finds_nothing(history: History, text: str) -> None:
    where = read_find(text, NOW_S).where
    assert history.page(where) == []
    assert (history.count(where), history.tally(where), history.next_failure(where)) == (0, {}, None)
    before, key, typed = word_at_end(text)
    assert text.startswith(before)
    history.completions(key or "user", typed)
