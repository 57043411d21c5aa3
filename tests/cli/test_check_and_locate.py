"""`check` says what is wrong and sends nothing; `locate` says where files are and makes none."""

from __future__ import annotations

from pathlib import Path

import pytest

import ledger
from cli.shell import Shell, call_body, write_json, write_lines


def test_a_draft_without_problems_is_ready(shell: Shell) -> None:
    ended = shell.run("check", "view-item")
    assert (ended.code, ended.out, ended.sentence) == (0, "", "1 checked, 0 may not be sent")


def test_problems_are_data_one_a_line(shell: Shell, url: str, tmp_path: Path) -> None:
    file = write_json(tmp_path / "call.json", call_body(itemId="x" * 258, eventType="null"))
    ended = shell.run("check", file, "--endpoint-url", url, "--tracking-id", "t")
    assert ended.code == 252
    limit, hint = ended.out.splitlines()
    assert limit == "eventList[0].itemId: 258 of 256 characters (limit)"
    assert hint.startswith("eventList[0].eventType: is the text 'null'")
    assert ledger.calls(url) == []


def test_a_hint_alone_does_not_block(shell: Shell, tmp_path: Path) -> None:
    file = write_json(tmp_path / "call.json", call_body(itemId=" B0742"))
    ended = shell.run("check", file, "--output", "json")
    assert ended.code == 0
    (problem,) = ended.json
    assert (problem["path"], problem["level"], problem["rule"]) == ("eventList[0].itemId", "hint", "blanks")


def test_each_draft_of_many_is_named(shell: Shell, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body(), call_body(eventType=""), {"eventList": "x"}])
    ended = shell.run("check", file)
    assert ended.code == 252
    assert f"{file} line 2: eventList[0].eventType: required, and missing (stop)" in ended.out.splitlines()
    assert f"{file} line 3: eventList: must be a list of rows, not text (stop)" in ended.out.splitlines()
    assert ended.sentence == "3 checked, 2 may not be sent"


@pytest.mark.parametrize("verb", ["check", "explain"])
def test_a_target_that_is_not_saved_blocks_its_draft_alone(shell: Shell, tmp_path: Path, verb: str) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("# target: gone\neventList: [{eventType: View}]\n", encoding="utf-8")
    hinted = write_json(tmp_path / "call.json", call_body(itemId=" B0742"))
    words = (verb, hinted, str(wrong), hinted, "--output", "json")
    ended = shell.run(*words)
    assert ended.code == 252
    assert [each["source"] for each in ended.json if each["rule"] == "blanks" and each.get("broken", True)] == [
        hinted,
        hinted,
    ]
    assert ended.err.splitlines()[0].startswith(f"pevents-tui: {wrong}: there is no")
    if verb == "check":
        assert ended.err.splitlines()[1:] == ["3 checked, 1 may not be sent"]


def test_a_table_is_explained_as_it_is_checked(shell: Shell, tmp_path: Path) -> None:
    table, schema = tmp_path / "t.csv", tmp_path / "s.avsc"
    table.write_text("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,RATING\nqa,B1,1764000000,View,{{ uuid }}\n")
    fields = [{"name": "RATING", "type": "int"}]
    write_json(schema, {"type": "record", "name": "Interactions", "fields": fields})
    words = (str(table), "--schema", str(schema), "--output", "json")
    found = [each["text"] for each in shell.run("check", *words).json]
    told = [each["broken"] for each in shell.run("explain", *words, "--broken").json]
    assert found
    assert told == found


def test_an_aws_target_without_a_tracker_is_a_stop(shell: Shell) -> None:
    ended = shell.run("check", "view-item", "--region", "eu-west-1")
    assert ended.code == 252
    assert ended.out == "trackingId: required, and missing (stop)\n"


def test_every_place_is_named_and_none_is_made(shell: Shell) -> None:
    ended = shell.run("locate", "--output", "json")
    assert ended.code == 0
    assert ended.json["history"] == str(shell.data / "history.sqlite3")
    assert ended.json["settings"] == str(shell.config / "settings.yaml")
    names = {"data", "config", "history", "sandbox", "draft", "lastList", "crashes", "settings", "targets", "themes"}
    names |= {"templates", "demos", "runs", "catalogues", "schemas", "removedTemplates", "lastTarget", "lastQuestions"}
    assert set(ended.json) == names
    assert not shell.data.exists()
    told = shell.run("locate").out.splitlines()
    assert f"history            {shell.data}/history.sqlite3" in told
    assert f"last list          {shell.data}/last-list.json" in told


def test_hints_of_one_sort_bury_nothing_and_the_schema_is_named(shell: Shell, tmp_path: Path) -> None:
    bodies = [call_body(f"e-{at}", properties={"colour": "red"}) for at in range(30)]
    file = write_lines(tmp_path / "calls.jsonl", [*bodies, call_body(eventType="")])
    fields = [{"name": "RATING", "type": "int"}]
    schema = write_json(tmp_path / "s.avsc", {"type": "record", "name": "Interactions", "fields": fields})
    words = (file, "--schema", schema)
    more = "more like eventList[].properties.colour: "
    for verb in (("check",), ("send", "--dry-run")):
        ended = shell.run(*verb, *words)
        told = (ended.out + ended.err).splitlines()
        assert sum("eventList[0].properties.colour: " in line for line in told) == 10
        (rest,) = (line for line in told if more in line)
        assert rest.startswith("20 ")
        assert ended.err.count(f"held against the schema {schema}\n") == 1
        assert any("eventType: required, and missing (stop)" in line for line in told)
    whole = shell.run("check", *words, "--output", "json")
    assert sum("colour" in problem["path"] for problem in whole.json) == 30
    assert more not in whole.err


def test_what_cannot_be_read_is_among_the_data(shell: Shell, tmp_path: Path) -> None:
    file, gone = write_json(tmp_path / "obj.json", {"a": 1}), str(tmp_path / "gone.json")
    ended = shell.run("check", file, gone, "--output", "json")
    assert [(each["source"], each["level"], each["rule"]) for each in ended.json] == [
        (file, "stop", "unreadable"),
        (gone, "stop", "unreadable"),
    ]
    assert "exactly one of eventList" in ended.json[0]["text"]
    assert ended.code == 252
