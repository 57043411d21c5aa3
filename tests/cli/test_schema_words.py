"""`--schema`: drafts are held against a dataset's schema before they are sent."""

from __future__ import annotations

from pathlib import Path

from cli.shell import Shell, call_body, write_json
from schemas import SHOP


def test_check_and_send_hold_drafts_against_a_schema(shell: Shell, url: str, tmp_path: Path) -> None:
    (tmp_path / "shop.avsc").write_text(SHOP, encoding="utf-8")
    words = ("--schema", str(tmp_path / "shop.avsc"))
    file = write_json(tmp_path / "call.json", call_body(properties={"pageDept": 3, "device": "tv", "gift": "true"}))
    ended = shell.run("check", file, *words)
    assert (ended.code, ended.sentence) == (0, "1 checked, 0 may not be sent")
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
