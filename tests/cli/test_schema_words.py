"""`--schema`: drafts are held against a dataset's schema before they are sent."""

from __future__ import annotations

from pathlib import Path

from cli.shell import Shell, call_body, write_json
from control_plane import answers, control_plane
from pevents_tui.sandbox import TRACKING_ID
from schemas import SHOP


def test_check_and_send_hold_drafts_against_a_schema(shell: Shell, url: str, tmp_path: Path) -> None:
    (tmp_path / "shop.avsc").write_text(SHOP, encoding="utf-8")
    words = ("--schema", str(tmp_path / "shop.avsc"))
    file = write_json(tmp_path / "call.json", call_body(properties={"pageDept": 3, "device": "tv", "gift": "true"}))
    ended = shell.run("check", file, *words)
    assert (ended.code, ended.err.splitlines()[-1]) == (0, "1 checked, 0 may not be sent")
    assert sorted(ended.out.splitlines()) == [
        "eventList[0].properties.gift: is text, and GIFT is boolean; write true (hint)",
        "eventList[0].properties.pageDept: is no field of the schema; did you mean pageDepth → PAGE_DEPTH? (hint)",
    ]
    sent = shell.run("send", file, "--endpoint-url", url, "--tracking-id", "t", *words)
    assert sent.code != 252
    assert "did you mean pageDepth" in sent.err
    put = shell.run(
        *("put-events", "--tracking-id", "t", "--session-id", "s", "--event-list"),
        "eventType=View,itemId=B1",
        *("--dry-run", *words),
    )
    assert "eventList[0].properties.device: is required by the schema (DEVICE: string), and missing" in put.err
    before_the_verb = shell.run(*words, "check", "view-item")
    assert before_the_verb.code == 0


def test_a_schema_that_cannot_be_read_ends_it_and_one_read_in_part_is_told(shell: Shell, tmp_path: Path) -> None:
    gone = shell.run("check", "view-item", "--schema", str(tmp_path / "gone.avsc"))
    assert gone.code == 253
    assert "gone.avsc: there is no such file" in gone.sentence
    part = tmp_path / "part.avsc"
    part.write_text(SHOP.replace('"boolean"', '"bytes"'), encoding="utf-8")
    ended = shell.run("check", "view-item", "view-item", "--schema", str(part))
    assert ended.code == 0
    assert ended.err.count("GIFT is of type bytes, which Personalize does not know") == 1


def test_the_verb_prints_the_fields_and_asks_aws_for_them_once(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "shop.avsc"
    file.write_text(SHOP, encoding="utf-8")
    ended = shell.run("schema", "--schema", str(file))
    assert (ended.code, ended.sentence) == (0, str(file))
    assert ended.out.splitlines()[3:7] == [
        "eventType → EVENT_TYPE: string, required",
        "eventValue → EVENT_VALUE: float, may be null",
        "properties.device → DEVICE: string, required, categorical",
        "properties.pageDepth → PAGE_DEPTH: int, required",
    ]
    other = shell.run("schema", "--schema", str(file), "--kind", "put-action-interactions")
    assert (other.code, "is not of the dataset that put-action-interactions fills" in other.sentence) == (252, True)
    assert shell.run("schema", "--region", "eu-west-1").code == 252
    with control_plane(answers(1)) as (url, asked):
        words = ("schema", "--endpoint-url", url, "--tracking-id", "t-0", "--output", "json")
        first, count = shell.run(*words), len(asked)
        assert (first.json[5]["path"], first.json[5]["types"]) == ("properties.device", ["string"])
        assert first.sentence.startswith("interactions, described ")
        assert first.sentence.endswith("Z, ECOMMERCE")
        assert shell.run(*words).out == first.out
        assert len(asked) == count
        assert shell.run(*words, "--refresh").code == 0
        assert len(asked) == count * 2
        gone = shell.run("schema", "--endpoint-url", url, "--tracking-id", "t-9")
        assert (gone.code, "has the tracking ID t-9" in gone.sentence) == (253, True)


def test_check_knows_the_types_that_were_sent_before(shell: Shell, url: str, tmp_path: Path) -> None:
    words = ("--endpoint-url", url, "--tracking-id", TRACKING_ID)
    assert shell.run("send", write_json(tmp_path / "one.json", call_body()), *words).code == 0
    slip = write_json(tmp_path / "slip.json", call_body("e-2", eventType="view"))
    assert "was written 'View' before" in shell.run("check", slip, *words).out
