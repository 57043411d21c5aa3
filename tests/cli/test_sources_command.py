"""What `send` and `check` take and how often: globs, tables, rounds, steps, tags, and nothing kept."""

from __future__ import annotations

import argparse
import io
import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import builders
import ledger
import waiting
from cli.shell import Shell, call_body, write_json, write_lines
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.progress import count_drafts
from pevents_tui.cli.rounds import Rounds
from pevents_tui.domain.errors import SourceError
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Source, Workbench

ARN = "arn:aws:personalize:us-east-1:123456789012:dataset/g"
TABLE = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,RATINGS\nqa-ana,B1,1764000000,View,3\nqa-ben,B2,1764000001,View,\n"
SCHEMA = (
    '{"type": "record", "name": "Interactions", "fields": [{"name": "USER_ID", "type": "string"}, '
    '{"name": "ITEM_ID", "type": "string"}, {"name": "TIMESTAMP", "type": "long"}, '
    '{"name": "RATINGS", "type": ["int", "null"]}]}'
)


def _at(url: str) -> tuple[str, ...]:
    return ("--endpoint-url", url, "--tracking-id", TRACKING_ID)


def _event_ids(url: str) -> list[str]:
    return [call["body"]["eventList"][0]["eventId"] for call in ledger.calls(url)]


def test_a_glob_is_its_files_in_order_and_a_file_of_that_name_is_itself(
    shell: Shell, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events/deep").mkdir(parents=True)
    for name in ("events/b", "events/a", "events/deep/c", "odd[1]"):
        write_json(tmp_path / f"{name}.json", call_body(f"e-{name}"))
    assert shell.run("send", "events/**/*.json", "odd[1].json", *_at(url), "--quiet").code == 0
    assert _event_ids(url) == ["e-events/a", "e-events/b", "e-events/deep/c", "e-odd[1]"]
    assert shell.run("check", "events/*.json").err == "2 checked, 0 may not be sent\n"
    none = shell.run("check", "events/*.yaml", "events/a.json")
    assert (none.code, "there is no file 'events/*.yaml'" in none.err) == (252, True)


def test_nothing_in_a_table_is_a_variable(shell: Shell, url: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(TABLE.replace("B1", "{{ env HOME }}"), encoding="utf-8")
    assert shell.run("send", str(file), *_at(url), "--quiet").code == 0
    assert ledger.calls(url)[0]["body"]["eventList"][0]["itemId"] == "{{ env HOME }}"


def test_a_table_is_sent_and_checked_like_any_source(shell: Shell, url: str, tmp_path: Path) -> None:
    file, schema = tmp_path / "t.csv", tmp_path / "s.avsc"
    file.write_text(TABLE, encoding="utf-8")
    schema.write_text(SCHEMA, encoding="utf-8")
    held = shell.run("check", str(file), "--schema", str(schema))
    assert (held.code, held.out) == (0, "")  # text in a column of numbers is a number there
    ended = shell.run("send", str(file), *_at(url), "--schema", str(schema), "--output", "json")
    assert [each["source"] for each in ended.json] == [f"{file} line 2", f"{file} line 3"]
    piped = shell.run("send", "-", *_at(url), stdin=TABLE.encode())
    assert piped.code == 0
    bodies = [call["body"] for call in ledger.calls(url)]
    assert [body["eventList"][0].get("properties") for body in bodies] == [
        '{"ratings":3}',
        None,
        '{"ratings":"3"}',
        None,
    ]
    assert bodies[0]["sessionId"] == bodies[2]["sessionId"] != bodies[1]["sessionId"]
    assert count_drafts([str(file), "view-item", str(tmp_path / "none.csv")]) == 4
    broken = tmp_path / "broken.csv"
    broken.write_text(f"{TABLE}qa-cleo,B3\n", encoding="utf-8")
    told = shell.run("check", str(broken))
    assert (told.code, told.err.splitlines()[-1]) == (252, "2 checked, 0 may not be sent, 1 could not be read")
    assert "line 4: 2 cells; the first line names 5 columns; what follows it was not read" in told.err


def test_tables_of_items_users_and_actions_go_to_their_datasets(shell: Shell, url: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.csv" for name in ("items", "users", "actions")]
    tables = ("ITEM_ID,PRICE,CODE\nN1,19.90,01\n", "USER_ID,AGE\nqa-1,45\n", "ACTION_ID,VALUE\na1,1\n")
    for file, text in zip(files, tables, strict=True):
        file.write_text(text, encoding="utf-8")
    schema = tmp_path / "items.avsc"
    fields = (
        '{"name": "ITEM_ID", "type": "string"}, {"name": "PRICE", "type": "float"}, {"name": "CODE", "type": "string"}'
    )
    schema.write_text(f'{{"type": "record", "name": "Items", "fields": [{fields}]}}', encoding="utf-8")
    arns = [f"{ARN}/{name}" for name in ("USERS", "ITEMS", "ACTIONS")]
    words = [word for arn in arns for word in ("--dataset-arn", arn)]
    sent = shell.run(
        "send", *map(str, files), "--endpoint-url", url, *words, "--schema", str(schema), "--output", "jsonl"
    )
    assert sent.code == 0
    bodies = [call["body"] for call in ledger.calls(url)]
    assert bodies == [
        {"datasetArn": f"{ARN}/ITEMS", "items": [{"itemId": "N1", "properties": '{"price":19.9,"code":"01"}'}]},
        {"datasetArn": f"{ARN}/USERS", "users": [{"userId": "qa-1", "properties": '{"age":"45"}'}]},
        {"datasetArn": f"{ARN}/ACTIONS", "actions": [{"actionId": "a1", "properties": '{"value":"1"}'}]},
    ]
    told = [line for line in sent.err.splitlines() if "no schema of its dataset is known" in line]
    assert [line.split(": ")[1] for line in told] == [str(files[1]), str(files[2])]
    other = shell.run("send", str(files[0]), "--dataset-arn", f"{ARN}/USERS", "--dry-run")
    assert (other.code, "--dataset-arn names no dataset of items" in other.err) == (252, True)
    lacks = shell.run("check", str(files[0]), "--endpoint-url", url, "--quiet")
    assert (lacks.code, lacks.out) == (252, "datasetArn: required, and missing (stop)\n")
    assert shell.run("send", "-", "--dry-run", "--output", "json", stdin=tables[0].encode()).json["datasetArns"] == [
        "arn:aws:personalize:us-east-1:123456789012:dataset/shop/ITEMS"  # of the sandbox
    ]
    wrong = write_json(tmp_path / "w.json", {"datasetArn": f"{ARN}/USERS", "items": [{"itemId": "N1"}]})
    assert (
        "is of a dataset of users, and items go to one whose ARN ends in /ITEMS (hint)" in shell.run("check", wrong).out
    )


def test_a_target_names_its_datasets_and_guards_them(shell: Shell, tmp_path: Path) -> None:
    file, other = (tmp_path / f"{name}.json" for name in ("items", "other"))
    write_json(file, {"items": [{"itemId": "{{ name }}"}]})
    write_json(other, {"datasetArn": f"{ARN}2/ITEMS", "items": [{"itemId": "N1"}]})
    for name, policy in (("dev", "DEV"), ("shop", "PRODUCTION")):
        arn = f"{ARN}-{name}/ITEMS"
        assert (
            shell.run("targets", "add", name, "--policy", policy, "--region", "us-east-1", "--items-dataset", arn).code
            == 0
        )
    refused = shell.run("targets", "add", "bad", "--items-dataset", f"{ARN}/USERS")
    assert (refused.code, "items_dataset must be the ARN of a dataset, ending in /ITEMS" in refused.err) == (253, True)
    words = ("--var", "name=N1", "--dry-run", "--output", "json")
    dev = shell.run("send", str(file), "--target", "dev", *words).json
    assert (dev["datasetArns"], dev["confirmWith"]) == ([f"{ARN}-dev/ITEMS"], None)
    assert shell.run("send", str(file), "--target", "shop", *words).json["confirmWith"] == "shop"
    assert shell.run("send", str(other), "--target", "dev", *words).json["confirmWith"] == f"{ARN}2/ITEMS"
    put = shell.run("put-items", "--items", "itemId=N1", "--target", "dev", "--dry-run", "--output", "json").json
    assert put["datasetArns"] == [f"{ARN}-dev/ITEMS"]
    assert f"{ARN}-dev/ITEMS" in shell.run("targets", "show", "dev").out
    assert "dev  DEV  items g-dev/ITEMS  us-east-1" in shell.run("targets", "list").out
    scenario = tmp_path / "stock.scenario.yaml"
    scenario.write_text("steps: [{template: items}]\n", encoding="utf-8")
    run = shell.run("run", str(scenario), "--templates", str(tmp_path), "--dataset-arn", f"{ARN}3/ITEMS", *words)
    assert run.json[0]["datasetArns"] == [f"{ARN}3/ITEMS"]
    shell.run("targets", "lock", "dev")
    locked = shell.run(
        "put-items", "--items", "itemId=N1", "--dataset-arn", f"{ARN}-dev/ITEMS", "--region", "us-east-1"
    )
    assert (locked.code, "is locked" in locked.err) == (252, True)


def test_rounds_draw_fresh_event_ids_and_end_in_time(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body("e-1"), call_body("e-2")])
    ended = shell.run("send", file, *_at(url), "--repeat", "3", "--total", "5", "--tag", "load", "--tag", "nightly")
    assert (ended.code, ended.err) == (0, "5 accepted, 0 refused, 0 unknown, 0 not sent\n")
    sent = _event_ids(url)
    assert (len(set(sent)), sent[:2]) == (5, ["e-1", "e-2"])
    assert {call["body"]["eventList"][0]["sentAt"] for call in ledger.calls(url)} == {1_764_000_000}
    lines = shell.run("history", "list", "tag:load", "--output", "json").json
    assert [line["tags"] for line in lines] == [["load", "nightly"]] * 5
    assert len({line["run"] for line in lines}) == 1
    assert shell.run("send", file, *_at(url), "--every", "0", "--total", "3").code == 0
    assert len(_event_ids(url)) == 8


class _Clock:
    """Time that passes only while somebody waits."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        self.now_s += 0.25  # what each look takes, as sending would
        return self.now_s

    def wait(self, longest_s: float) -> None:
        self.waits.append(longest_s)
        self.now_s += longest_s


def _words(**given: Any) -> argparse.Namespace:
    usual = {
        "step": False,
        "repeat": None,
        "every": None,
        "total": None,
        "dry_run": False,
        "sources": ["a"],
        "query": None,
    }
    return argparse.Namespace(**{**usual, **given})


def _source(name: str = "a") -> Source:
    return Source(name, builders.events_draft(builders.event(eventId=None)))


def test_a_round_begins_every_so_often_and_one_without_a_draft_is_the_last(tmp_path: Path) -> None:
    environment, clock = Environment.of(io.BytesIO(), io.StringIO(), io.StringIO(), {}), _Clock()
    again: Callable[[], Any] = lambda: iter([_source()])  # noqa: E731
    with Workbench(tmp_path / "d", tmp_path / "c") as bench:
        endless = Rounds(_words(every=2.0), bench, environment, clock)
        found = list(itertools.islice(endless.documents(again(), again, clock.wait), 4))
        assert (len(found), clock.waits, endless.rounds, endless.total(1)) == (4, [1.75] * 3, None, None)
        wrong = SourceError("gone")
        lost = Rounds(_words(every=2.0), bench, environment, clock).documents(
            again(), lambda: iter([wrong]), clock.wait
        )
        assert [type(each).__name__ for each in lost] == ["Source", "SourceError"]
        dry = Rounds(_words(every=2.0, repeat=2, dry_run=True), bench, environment, clock)
        clock.waits.clear()
        assert len(list(dry.documents(again(), again, clock.wait))) == 2
        assert clock.waits == []
        assert (dry.total(5), dry.total(None)) == (10, None)


def test_words_that_do_not_go_together_send_nothing(shell: Shell, url: str) -> None:
    for words, told in (
        (("-", "--repeat", "2"), "standard input can be read once"),
        (("view-item", "--step"), "--step waits for a person"),
        (("view-item", "--every", "2s", "--dry-run"), "a dry run waits for nothing"),
        (("view-item", "--every", "2s", "--query", "id", "--output", "json"), "and these never end"),
        (("view-item", "--every", "48h"), "is not a time up to a day"),
        (("view-item", "--every", "2x"), "is not a time up to a day"),
        (("view-item", "--total", "0"), "is not between 1 and"),
        (("view-item", "--tag", "two words"), "is no tag"),
        (("view-item", "--tag", "a", "--no-history"), "give one of them"),
    ):
        ended = shell.run("send", *words, *_at(url))
        assert (ended.code, told in ended.err) == (252, True), ended.err
    assert ledger.calls(url) == []


def test_a_person_sends_step_by_step(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body(f"e-{at}") for at in range(3)])
    ended = shell.answer("send", file, *_at(url), "--step", keys=b"\ny\nq\n")
    assert ended.code == 0
    assert "calls.jsonl line 1 (PutEvents, 1 row): Enter sends it, q ends:" in ended.err
    assert f"ended before {file} line 3\n" in ended.err
    assert _event_ids(url) == ["e-0", "e-1"]


@pytest.mark.parametrize("verb", ["send", "run", "explain"])
def test_the_end_of_the_input_is_no_enter(shell: Shell, url: str, tmp_path: Path, verb: str) -> None:
    scenario = tmp_path / "two.scenario.yaml"
    scenario.write_text("steps: [view-item, view-item]\n", encoding="utf-8")
    words = {"send": ("view-item", "view-item"), "run": (str(scenario),), "explain": ("view-item", "view-item")}[verb]
    ended = shell.answer(verb, *words, *_at(url), "--step", "--output", "jsonl", keys=b"\n")
    assert ended.err.count("q ends: ") == 2
    if verb == "explain":
        assert "\n1 draft, " in ended.err
    else:
        assert (len(ledger.calls(url)), "ended before" in ended.err) == (1, True)
    template = tmp_path / "asks.json"
    write_json(template, {"sessionId": "{{ ask who }}", "eventList": [{"eventType": "View"}]})
    if verb == "send":
        ended = shell.answer(verb, str(template), *_at(url), keys=b"")
        assert (ended.code, len(ledger.calls(url))) == (252, 1)
        assert ended.err.endswith("who was not given, so nothing of this was sent\n")


@pytest.mark.parametrize("verb", ["send", "put-events", "run"])
def test_without_a_history_nothing_of_a_call_is_kept(shell: Shell, url: str, tmp_path: Path, verb: str) -> None:
    row = ("--session-id", "s", "--event-list", "eventType=View,eventId=e-1")
    scenario = tmp_path / "one.scenario.yaml"
    scenario.write_text("steps: [view-item]\n", encoding="utf-8")
    words = {"send": ("view-item",), "put-events": row, "run": (str(scenario),)}[verb]
    ended = shell.run(verb, *words, *_at(url), "--no-history", "--output", "jsonl")
    assert (ended.code, '"id": null' in ended.out) == (0, True)
    assert not (shell.data / "history.sqlite3").exists()
    if verb == "put-events":
        assert shell.run(verb, *words, *_at(url), "--tag", "kept").code == 0
        assert shell.run("history", "list", "--output", "json").json[0]["tags"] == ["kept"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent to a process")
def test_ctrl_c_between_two_rounds_ends_the_run_with_the_count(shell: Shell, url: str) -> None:
    running = shell.start("send", "view-item", *_at(url), "--every", "1h", stdin=subprocess.DEVNULL)
    waiting.until(lambda: len(ledger.calls(url)) == 1, "the first round")
    assert running.stdout is not None
    assert running.stdout.readline().startswith("accepted  view-item  ")
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, "")
    assert err == "interrupted: 1 accepted, 0 refused, 0 unknown, 0 not sent; nothing further was sent\n"


def test_each_receipt_is_searched_as_it_comes(shell: Shell, url: str) -> None:
    words = ("send", "view-item", *_at(url), "--every", "1h", "--query", "requestId", "--output", "text")
    running = shell.start(*words, stdin=subprocess.DEVNULL)
    assert running.stdout is not None
    assert running.stdout.readline().strip() == ledger.calls(url)[0]["requestId"]
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=20)
    twice = ("send", "view-item", *_at(url), "--repeat", "2", "--query")
    assert shell.run(*twice, "outcome", "--output", "jsonl").out == '"accepted"\n' * 2
    assert shell.run(*twice, "outcome", "--output", "yaml-stream").out == "- accepted\n" * 2
    assert shell.run(*twice, "[].outcome", "--output", "json").json == ["accepted"] * 2
    wrong = shell.run(*twice, "length(id)", "--output", "text")
    assert (wrong.code, wrong.out, wrong.err.count("--query: ")) == (253, "", 1)
    assert "2 accepted" in wrong.err
    put = ("put-events", "--session-id", "s-1", "--event-list", "eventType=View", *_at(url))
    none = shell.run(*put, "--output", "off", "--query", "requestId")
    assert (none.code, none.out) == (0, "")


def test_a_tracking_id_is_not_put_into_what_goes_to_a_dataset(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_json(tmp_path / "items.json", {"datasetArn": builders.DATASET, "items": [{"itemId": "B1"}]})
    receipt = shell.run("send", file, *_at(url), "--output", "json").json
    assert (receipt["outcome"], receipt["trackingId"], receipt["datasetArn"]) == ("accepted", None, builders.DATASET)
    assert ledger.calls(url)[0]["body"] == {"datasetArn": builders.DATASET, "items": [{"itemId": "B1"}]}
    plan = shell.run("send", file, *_at(url), "--dry-run", "--output", "json").json
    assert (plan["trackingIds"], plan["datasetArns"]) == ([], [builders.DATASET])
    assert f"dataset {builders.DATASET}" in shell.run("send", file, *_at(url), "--dry-run").out
    line = shell.run("history", "list", "--output", "json").json[0]
    assert (line["trackingId"], line["datasetArn"]) == (None, builders.DATASET)
    assert "dataset ARN" in shell.run("history", "report", "1").out
    exported = shell.run("history", "export", "1", "--form", "csv").out.splitlines()
    cells = dict(zip(exported[0].split(","), exported[1].split(","), strict=True))
    assert (cells["trackingId"], cells["datasetArn"]) == ("", builders.DATASET)


def test_a_scenario_says_which_step_does_not_take_user_and_session(shell: Shell, url: str, tmp_path: Path) -> None:
    folder = shell.config / "templates"
    folder.mkdir(parents=True)
    write_json(folder / "new-item.json", {"datasetArn": builders.DATASET, "items": [{"itemId": "B1"}]})
    (folder / "launch.scenario.yaml").write_text(
        "with: {sessionId: s-1, userId: qa-ana}\n"
        "steps:\n  - new-item\n  - template: view-item\n    with: {userId: null}\n",
        encoding="utf-8",
    )
    ended = shell.run("run", "launch", *_at(url))
    assert ended.code == 0, ended.err
    told = "step 1 of 2: userId and sessionId are not handed on: rows of put-items are no events of a user"
    assert [line for line in ended.err.splitlines() if "handed on" in line] == [told]
    assert [call["body"].get("sessionId") for call in ledger.calls(url)] == [None, "s-1"]


def test_a_table_of_a_heading_alone_is_no_success(shell: Shell, url: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(TABLE.splitlines(keepends=True)[0], encoding="utf-8")
    for verb in ("send", "check"):
        ended = shell.run(verb, str(file), *_at(url))
        assert (ended.code, f"{file}: holds no row below the names of its columns" in ended.err) == (252, True)
    assert ledger.calls(url) == []


def test_a_name_that_no_file_can_have_is_told_and_the_next_source_goes_on(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.json").symlink_to("x" * 300)  # what it leads to cannot be looked at, so it is no file that is left out
    ended = shell.run("check", "x" * 300 + "*", "*.json", "view-item")
    assert ended.code == 252
    first, second, counts = ended.err.splitlines()
    assert (first.startswith("pevents-tui: cannot read 'xxx"), "file name too long" in first) == (True, True)
    assert ("'bad.json'" in second, "file name too long" in second) == (True, True)
    assert counts == "1 checked, 0 may not be sent, 2 could not be read"


def test_a_table_is_told_by_its_lines_and_columns_and_what_is_right_in_it_goes(
    shell: Shell, url: str, tmp_path: Path
) -> None:
    file = tmp_path / "t.csv"
    rows = ["qa,B1,soon,View", "qa,B2,1764000000,View", f"qa,{'B' * 300},1764000000,View"]
    file.write_text("\n".join(["USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE", *rows, ""]), encoding="utf-8")
    checked = shell.run("check", str(file))
    assert (checked.code, checked.err.splitlines()[-1]) == (252, "1 checked, 1 may not be sent")
    stop, limit, *_ = checked.out.splitlines()
    assert stop.startswith(f"{file} line 2, TIMESTAMP: ")
    assert limit == f"{file} line 4, ITEM_ID: 300 of 256 characters (limit)"
    problem = shell.run("check", str(file), "--output", "json").json[0]
    assert (problem["path"], problem["at"]) == ("eventList[0].sentAt", f"{file} line 2, TIMESTAMP")
    sent = shell.run("send", str(file), *_at(url), "--output", "json")
    assert [(each["source"], each["rows"]) for each in sent.json] == [(f"{file} line 3", 1)]
    assert (sent.code, sent.err.count(f"{file} line 2, TIMESTAMP: ")) == (252, 1)
    anyway = shell.run("send", str(file), *_at(url), "--send-anyway", "--dry-run", "--output", "json")
    assert anyway.json[0]["source"] == f"{file} lines 3-4"
    assert [len(call["body"]["eventList"]) for call in ledger.calls(url)] == [1]


def test_a_line_is_told_once_and_the_help_tells_what_a_query_prints(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "mid.jsonl"
    file.write_text('{"sessionId": "s", "eventList": [{"eventType": "View"}]}\n{bad}\n', encoding="utf-8")
    told = shell.run("check", str(file)).err.splitlines()[0]
    assert told.partition("; ")[0].endswith(
        "mid.jsonl line 2: not JSON: Expecting property name enclosed in double quotes at column 2"
    )
    assert "as text, if not told" in " ".join(shell.run("send", "--help").out.split())
    assert "as JSON, if not told" in " ".join(shell.run("put-events", "--help").out.split())


def test_the_shape_of_json_depends_on_what_was_asked(shell: Shell, url: str, tmp_path: Path) -> None:
    right = call_body("e-1")
    wrong: dict[str, Any] = {"eventList": []}
    lines = write_lines(tmp_path / "one.jsonl", [right])
    two = write_lines(tmp_path / "two.jsonl", [right, wrong])
    none = write_lines(tmp_path / "none.jsonl", [wrong])
    single = write_json(tmp_path / "call.json", right)

    def sent(*words: str) -> Any:
        return shell.run("send", *words, "--output", "json").json

    assert sent(single)["outcome"] == "accepted"
    for words, count in (((lines,), 1), ((two,), 1), ((none,), 0), ((single, none), 1), ((str(tmp_path / "c*"),), 1)):
        assert len(sent(*words)) == count
    assert sent(lines, "--query", "[].outcome") == ["accepted"]
    assert sent(none, "--query", "[].outcome") == []
    assert sent(single, "--query", "outcome") == "accepted"
    elsewhere = shell.run("send", single, *_at(url), "--output", "json").json
    again = shell.run("history", "again", "1", str(elsewhere["id"]), "--output", "json")
    assert [each["target"]["policy"] for each in again.json] == ["SANDBOX", "LOCAL"]  # one list of calls to two targets
