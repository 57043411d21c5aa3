"""`recommend`: exit codes, the documented JSON, and what it says when nothing moves."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import ledger
from cli.shell import Shell
from json_schema import faults
from pevents_tui.cli.recommend import KINDS
from pevents_tui.cli.recommend_words import document_of, text_of
from pevents_tui.domain.recommendation import METHODS, Ask, Column, Listing, Row, Run
from pevents_tui.sandbox import TRACKING_ID, Sandbox

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "recommend.schema.json").read_text(encoding="utf-8"))
HEAD = "arn:aws:personalize:us-east-1:123456789012"
FOR_YOU = ("--recommender", f"{HEAD}:recommender/shop-for-you", "--user", "qa-ana")


@pytest.fixture
def url() -> Iterator[str]:
    with Sandbox(reacts_after_s=0.05) as sandbox:
        yield sandbox.url


def test_a_list_that_moves_ends_with_0_and_is_printed_as_documented(shell: Shell, url: str, tmp_path: Path) -> None:
    at, acts = ("--endpoint-url", url), ("--act", "view=@5", "--act", "add-to-cart=@5", "--act", "purchase=@5")
    exported = tmp_path / "run.md"
    kept = ("--control-user", "qa-bo", "--save", "ci", "--export", str(exported))
    ended = shell.run("recommend", *FOR_YOU, *at, *acts, *kept, "--output", "json")
    assert ended.code == 0, ended.err
    told = ended.json
    assert list(faults(SCHEMA, told)) == []
    assert list(faults(SCHEMA["properties"]["before"], told["after"])) == []
    assert (told["moved"], told["controlStayed"], told["reasons"]) == (True, True, [])
    assert [act["eventType"] for act in told["acts"]] == ["View", "AddToCart", "Purchase"]
    assert told["secondsToEffect"] > 0
    assert "moved after" in ended.err
    assert exported.read_text().startswith("# shop-for-you")
    assert (shell.data / "runs" / "ci.json").exists()


def test_a_list_that_stays_ends_with_4_and_says_why(shell: Shell, url: str, tmp_path: Path) -> None:
    asked = ("--recommender", "shop-most-viewed", "--user", "qa-ana", "--act", "view=@2", "--wait", "0.2")
    exported = tmp_path / "run.md"
    ended = shell.run("recommend", *asked, "--endpoint-url", url, "--export", str(exported))
    assert "- Found: Most viewed does not react to events at once" in exported.read_text()
    assert ended.code == 4, ended.err
    assert "found  Most viewed does not react to events at once" in ended.out
    assert "did not move  overlap@10 100%  rbo 1.00" in ended.out


def test_where_no_list_comes_afterwards_nobody_knows_and_it_ends_with_255(shell: Shell, url: str) -> None:
    dice = {"share": 0.5, "seed": 2}  # the first two questions are answered, the third is not
    order = json.dumps({"fault": "error500", "service": "personalize-runtime", **dice}).encode()
    asked = urllib.request.Request(f"{url}/_sandbox/faults", order, {"Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(asked):  # noqa: S310 - ours
        pass
    acting = ("--act", "view=@2", "--wait", "0", "--output", "json")
    ended = shell.run("recommend", *FOR_YOU, *acting, "--endpoint-url", url)
    assert (ended.code, ended.json["moved"], ended.json["reasons"]) == (255, None, []), ended.err
    assert (ended.json["after"], ended.json["change"]) == (None, None), "nothing came that could be compared"
    assert (list(faults(SCHEMA, ended.json)), bool(ended.json["trouble"])) == ([], True)
    assert "no list came within" in ended.err


def test_of_two_calls_one_is_refused_and_what_the_other_did_is_printed(shell: Shell, url: str) -> None:
    order = json.dumps({"fault": "access-denied", "service": "personalize-events", "share": 0.8, "seed": 0}).encode()
    asked = urllib.request.Request(f"{url}/_sandbox/faults", order, {"Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(asked):  # noqa: S310 - ours
        pass
    acts = [word for row in range(1, 12) for word in ("--act", f"view=@{min(row, 10)}")]
    ended = shell.run("recommend", *FOR_YOU, *acts, "--num-results", "10", "--endpoint-url", url, "--output", "json")
    assert (ended.code, ended.json["moved"], len(ended.json["acts"])) == (254, True, 10), ended.err
    assert "AccessDeniedException" in ended.err


def test_what_can_be_asked_is_listed_in_columns(shell: Shell, url: str) -> None:
    lines = shell.run("recommend", "--list", "--endpoint-url", url).out.splitlines()
    assert lines[0].split() == [
        *("recommender", "shop-for-you", "ACTIVE", "aws-ecomm-recommended-for-you"),
        "arn:aws:personalize:us-east-1:123456789012:recommender/shop-for-you",
    ]
    filters = [line for line in lines if line.startswith("filter ")]
    assert filters
    assert all(":filter/" in line for line in filters)
    assert all(line.isprintable() and "\u2409" not in line for line in lines)


def test_what_a_list_changes_by_itself_is_printed_as_documented() -> None:
    def listed(ids: str) -> Column:
        return Column(ids, Listing(tuple(map(Row, ids)), None, Ask(f"{HEAD}:campaign/c", user_id="u")))

    run = Run((listed("abcd"), listed("abxy")), again=(tuple("abce"), tuple("abfg")))
    told = document_of(run)
    assert list(faults(SCHEMA, told)) == []
    assert told["ownChange"] == {"rows": 2, "asks": 3}
    assert "varies by itself  2 rows in 3 asks" in text_of(told)
    assert document_of(replace(run, again=()))["ownChange"] is None


def test_without_acts_it_prints_the_list(shell: Shell, url: str) -> None:
    ended = shell.run("recommend", *FOR_YOU, "--num-results", "3", "--endpoint-url", url, "--output", "json")
    assert (ended.code, ended.json["moved"], len(ended.json["before"]["rows"])) == (0, None, 3)
    assert list(faults(SCHEMA, ended.json)) == []
    values = (
        "--filter",
        "shop-by-category",
        "--filter-value",
        "CATEGORY=lighting, paper",
        "--metadata",
        "CATEGORY",
    )
    rows = shell.run("recommend", *FOR_YOU, *values, "--endpoint-url", url, "--output", "json").json["before"]["rows"]
    assert {row["category"].split("|")[0] for row in rows} == {"lighting", "paper"}


def test_where_a_run_cannot_be_kept_nothing_is_sent(shell: Shell, url: str, tmp_path: Path) -> None:
    acting = (*FOR_YOU, "--act", "view=@2", "--wait", "0", "--endpoint-url", url)
    (tmp_path / "there.md").touch()
    for names, told in (
        (("--export", str(tmp_path / "run.txt")), "says no form"),
        (("--export", str(tmp_path / "there.md")), "is there already"),
        (("--save", "../x"), "a run's name is of letters"),
    ):
        ended = shell.run("recommend", *acting, *names)
        assert (ended.code, told in ended.err) == (253, True), ended.err
    assert ledger.calls(url) == []
    twice = ("--export", str(tmp_path / "a.md"), "--export", str(tmp_path / "a.md"), "--save", "kept")
    assert shell.run("recommend", *FOR_YOU, *twice, "--endpoint-url", url).code == 253
    assert ((tmp_path / "a.md").exists(), (shell.data / "runs" / "kept.json").exists()) == (True, True)


def test_what_a_server_calls_things_makes_no_line_of_its_own() -> None:
    ask = Ask(f"{HEAD}:campaign/c", user_id="u")
    forged = "x\nmoved after 9.9 s"
    lists = [
        Listing(tuple(Row(each, 0.5, category=forged) for each in ids), None, ask) for ids in (("a", forged), "ab")
    ]
    run = Run((Column("baseline", lists[0]), Column("View a", lists[1])))
    told = text_of(document_of(run)).splitlines()
    assert [line for line in told if line.startswith("moved after")] == []
    assert len(told) == 5


def test_what_can_be_asked_is_listed(shell: Shell, url: str) -> None:
    ended = shell.run("recommend", "--list", "--endpoint-url", url, "--output", "json")
    listed = {each["name"]: each for each in ended.json}
    assert ended.code == 0
    assert listed["shop-for-you"]["live"] is True
    assert listed["video-by-genre"]["what"] == "filter"
    table = shell.run("recommend", "--list", "--endpoint-url", url, "--output", "table")
    assert table.out.splitlines()[0].split() == ["WHAT", "NAME", "STATUS", "RECIPE", "ARN"]
    assert "shop-for-you" in shell.run("recommend", "--list", "--endpoint-url", url).out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 252, "name a --campaign or --recommender"),
        (("--list", "--campaign", "x"), 252, "--list asks for nothing"),
        (("--campaign", "nobody"), 252, "names 0 campaigns"),
        (("--campaign", "arn:aws:personalize:us-east-1:1:filter/x"), 252, "no ARN of a campaign"),
        ((*FOR_YOU, "--act", "view=@99"), 252, "@99: the list has"),
        ((*FOR_YOU, "--control-user", "qa-ana"), 252, "--control-user: The control user is the user"),
        ((*FOR_YOU, "--filter-value", "CATEGORY=toys"), 252, "name it with --filter"),
        ((*FOR_YOU, "--metadata", "TITLE", "--num-results", "51"), 252, "--num-results: A whole number from 1 to 50"),
        (("--campaign", f"{HEAD}:campaign/shop-ranking-campaign", "--user", "u"), 252, "--input: "),
        (("--campaign", f"{HEAD}:campaign/nobody", "--user", "u"), 254, "ResourceNotFoundException"),
    ],
)
def test_what_cannot_be_done_is_said(shell: Shell, url: str, words: tuple[str, ...], code: int, told: str) -> None:
    ended = shell.run("recommend", *words, "--endpoint-url", url)
    assert (ended.code, told in ended.err) == (code, True), ended.err


def test_kinds_are_the_domains() -> None:
    assert set(KINDS.values()) == set(METHODS)


def test_a_demo_is_played_and_printed_as_documented(shell: Shell, url: str) -> None:
    where = ("--policy", "SANDBOX", "--region", "us-east-1", "--tracking-id", TRACKING_ID)
    assert shell.run("targets", "add", "quick", "--endpoint-url", url, *where).code == 0
    played = ("recommend", "--play", "bought-and-hidden", "--target", "quick")
    ended = shell.run(*played, "--output", "json")
    assert ended.code == 0, ended.err
    told = ended.json
    assert list(faults(SCHEMA, told)) == []
    assert (told["demo"], told["moved"], told["controlStayed"]) == ("bought-and-hidden", True, True)
    assert [each["moved"] for each in told["steps"]] == [True, True, True, None]  # a filter is no reaction
    assert told["steps"][3]["did"] == "filter shop-not-purchased"
    bought = told["acts"][-1]["ids"][0]
    assert bought not in {row["id"] for row in told["after"]["rows"]}
    assert "step 4 of 4: Now with a filter" in ended.err

    demo = shell.config / "demos" / "still.yaml"
    demo.parent.mkdir()
    text = (
        "ask: shop-most-viewed\nuser: qa-ana\nwait: 200ms\nsteps: [{say: One, act: View, items: {rank: 1}}, {say: Two},"
        "{say: Three, filter: shop-by-category, parameters: {CATEGORY: lighting}}]"
    )
    demo.write_text(text, encoding="utf-8")
    ended = shell.run("recommend", "--play", "still", "--target", "quick")
    assert ended.code == 4, ended.err
    assert "found  Most viewed does not react to events at once" in ended.out
    assert "step 2 of 3: Two" in ended.err
    assert "\ndid not move  " in ended.out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--play", "another-category", "--user", "x"), 252, "leave --user away"),
        (("--play", "another-category", "--list"), 252, "leave --list away"),
        (("--play", "nothing"), 252, "there is no demo 'nothing'"),
    ],
)
def test_a_demo_that_cannot_be_played_says_why(shell: Shell, words: tuple[str, ...], code: int, told: str) -> None:
    ended = shell.run("recommend", *words)
    assert (ended.code, told in ended.err) == (code, True), ended.err
    assert shell.run("--demo", "nothing").code == 252


def test_a_guarded_tracker_wants_its_word_in_a_demo_too(shell: Shell, url: str) -> None:
    where = ("--policy", "PRODUCTION", "--region", "us-east-1", "--tracking-id", TRACKING_ID)
    assert shell.run("targets", "add", "shop", "--endpoint-url", url, *where).code == 0
    demo = shell.config / "mine.yaml"
    demo.write_text("ask: shop-for-you\nuser: qa-ana\nsteps: [{act: View, items: {rank: 1}}]", encoding="utf-8")
    ended = shell.run("recommend", "--play", str(demo), "--target", "shop")
    assert ended.code == 252
    assert "confirm with --yes" in ended.err
    assert shell.run("recommend", "--play", str(demo), "--target", "shop", "--yes", "shop").code == 0


def test_acts_want_the_same_consent_as_a_send(shell: Shell, url: str) -> None:
    saved = ("--endpoint-url", url, "--tracking-id", TRACKING_ID, "--policy")
    assert shell.run("targets", "add", "my shop", *saved, "PRODUCTION").code == 0
    acting = (*FOR_YOU, "--act", "view=@5", "--wait", "0")
    unsaid = shell.run("recommend", *acting, "--target", "my shop")
    assert (unsaid.code, unsaid.err.splitlines()[-1].endswith("confirm with --yes 'my shop'")) == (252, True)
    assert ledger.calls(url) == []
    assert shell.run("targets", "remove", "my shop").code == 0
    assert shell.run("targets", "add", "stage", *saved, "STAGING").code == 0
    assert shell.answer("recommend", *acting, "--target", "stage", keys=b"").code == 252
    assert ledger.calls(url) == []
    shell.answer("recommend", *acting, "--target", "stage", keys=b"yes\n")
    assert len(ledger.calls(url)) == 1
