"""What scripts rely on: schemas of the data, silence, expectations, progress, and the examples of the guide."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import json_schema
import ledger
from cli.shell import Shell, Terminal, call_body, write_json, write_lines
from pevents_tui.cli.completion import SHELLS
from pevents_tui.cli.main import VERBS
from pevents_tui.cli.progress import Progress, count_drafts
from pevents_tui.domain.kinds import KINDS
from pevents_tui.sandbox import TRACKING_ID
from schemas import SHOP

DOCS = Path(__file__).parents[2] / "docs"
RECEIPT, PROBLEM, RULE, PLAN = (
    json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    for name in ("receipt", "problem", "rule", "plan")
)
LONG = call_body(itemId="x" * 300)


def _at(url: str) -> tuple[str, ...]:
    return ("--endpoint-url", url, "--tracking-id", TRACKING_ID)


def _faults(schema: dict[str, Any], documents: list[Any]) -> list[str]:
    return [fault for document in documents for fault in json_schema.faults(schema, document)]


def test_every_receipt_is_as_its_schema_says(shell: Shell, url: str, tmp_path: Path) -> None:
    receipts = []
    for fault in (None, "access-denied", "reset-after", "no-request-id", "error500"):
        if fault:
            ledger.arm(url, fault)
        receipts.append(shell.run("send", "view-item", *_at(url), "--output", "json").json)
    nowhere = ("--endpoint-url", "http://127.0.0.1:9", "--tracking-id", "t")
    receipts.append(shell.run("send", "take-action", *nowhere, "--output", "json").json)
    assert [each["outcome"] for each in receipts] == ["accepted", "refused", *["unknown"] * 3, "not sent"]
    assert _faults(RECEIPT, receipts) == []
    bodies = [call_body(f"e-{at}") for at in range(3)]
    ended = shell.run("send", write_lines(tmp_path / "calls.jsonl", bodies), *_at(url), "--output", "jsonl")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert (len(lines), _faults(RECEIPT, lines)) == (3, [])


def test_every_plan_is_as_its_schema_says(shell: Shell, tmp_path: Path) -> None:
    batch = write_json(tmp_path / "many.json", {**call_body(), "eventList": [{"eventType": "View"}] * 11})
    items = write_json(tmp_path / "items.json", {"items": [{"itemId": "N1"}]})
    ended = shell.run("send", batch, items, "take-action", "--dry-run", "--output", "json")
    real = shell.run(
        "send", "view-item", "--dry-run", "--region", "eu-west-1", "--tracking-id", "t", "--output", "json"
    )
    plans = [*ended.json, real.json]
    for plan in plans:
        assert [call["body"] for call in plan["calls"] if not call["body"]] == []
        plan["calls"] = [{**call, "body": {}} for call in plan["calls"]]  # which is AWS's, not the schema's
    assert _faults(PLAN, plans) == []
    assert [len(plan["calls"]) for plan in plans] == [2, 1, 1, 1]
    assert [plan["confirmWith"] for plan in plans] == [None, None, None, "t"]


def test_every_problem_is_as_its_schema_says(shell: Shell, tmp_path: Path) -> None:
    wrong = {"sessionId": "s", "eventList": [{"eventType": "null", "itemId": "x" * 300, "what": 1}]}
    file = write_json(tmp_path / "wrong.json", wrong)
    listed = shell.run("check", file, "--output", "json").json
    assert {each["level"] for each in listed} == {"stop", "limit", "hint"}
    assert _faults(PROBLEM, listed) == []
    as_lines = [json.loads(line) for line in shell.run("check", file, "--output", "jsonl").out.splitlines()]
    assert as_lines == listed


def test_quiet_says_only_what_goes_wrong(shell: Shell, url: str, tmp_path: Path) -> None:
    odd = call_body(itemId="null", eventId="e-odd")
    file = write_lines(tmp_path / "odd.jsonl", [odd, call_body("e-2")])
    for words in (("send", file, *_at(url)), ("check", file)):
        ended = shell.run(*words, "--quiet")
        assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert len(shell.run("send", file, *_at(url), "--quiet", "--output", "jsonl").out.splitlines()) == 2
    blocked = write_json(tmp_path / "long.json", LONG)
    held = shell.run("send", blocked, *_at(url), "--quiet")
    assert (held.code, held.out) == (252, "")
    assert held.err.startswith("eventList[0].itemId: 300 of 256 characters (limit)\n")
    checked = shell.run("check", blocked, "--quiet")
    assert (checked.code, checked.out) == (252, "eventList[0].itemId: 300 of 256 characters (limit)\n")
    ledger.arm(url, "access-denied")
    assert shell.run("send", "view-item", *_at(url), "--quiet").err.startswith("view-item: refused: AccessDenied")


def test_what_is_expected_decides_the_exit_code(shell: Shell, url: str, tmp_path: Path) -> None:
    long = write_json(tmp_path / "long.json", LONG)
    refused = shell.run("send", long, *_at(url), "--send-anyway", "--expect", "refused", "--quiet")
    assert (refused.code, refused.out, refused.err.splitlines()[1:]) == (0, "", [])
    other = shell.run("send", "view-item", *_at(url), "--expect", "refused")
    assert other.code == 254
    assert other.err.splitlines()[-1] == "pevents-tui: 1 call did not end as expected (refused)"
    assert shell.run("send", "view-item", *_at(url), "--expect", "accepted").code == 0
    assert shell.run("send", long, *_at(url), "--send-anyway", "--expect", "accepted").code == 254
    ledger.arm(url, "reset-after")
    assert shell.run("send", "view-item", *_at(url), "--expect", "refused").code == 3
    assert shell.run("send", long, *_at(url), "--expect", "refused").code == 252


def test_progress_is_one_line_with_rate_share_and_time_left() -> None:
    seconds = iter([0.0, *[10.0] * 100])
    err = Terminal()
    progress = Progress(err, lambda _: 4_000, shown=True, clock=lambda: next(seconds))
    progress.done = 999
    progress.step("999 accepted\x1b[31m")
    assert err.getvalue() == "1,000 of 4,000 drafts, 25 %, 100 a second, 30 s left  999 accepted␛[31m"
    progress.above(err).write("said\n")
    assert err.getvalue().endswith("\r\x1b[Ksaid\n")
    progress.step("1,000 accepted")
    assert err.getvalue().endswith("1,001 of 4,000 drafts, 25 %, 100 a second, 30 s left  1,000 accepted")
    progress.step("within a fifth of a second")
    assert err.getvalue().endswith("1,000 accepted")
    progress.wipe()
    assert err.getvalue().endswith("\r\x1b[K")
    assert progress.above(out := io.StringIO()) is out
    for quiet in (Progress(io.StringIO(), lambda _: 1, shown=True), Progress(Terminal(), lambda _: 1, shown=False)):
        out = io.StringIO()
        assert quiet.above(out) is out


def test_drafts_are_counted_by_lines(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    file.write_text("{}\n\n{}\n", encoding="utf-8")
    assert count_drafts([str(file), "view-item", "nowhere.jsonl"]) == 4
    assert count_drafts([str(file), "-"]) is None


def test_explain_names_every_rule_that_touches_a_draft(shell: Shell, tmp_path: Path) -> None:
    rules = shell.run("explain", "view-item", "--output", "json").json
    assert all(rule["from"] and rule["text"] and rule["broken"] is None for rule in rules)
    assert ("eventList[0].itemId", "too-long", "limit") in {
        (each["path"], each["rule"], each["level"]) for each in rules
    }
    assert ("sessionId", "missing", "stop") in {(each["path"], each["rule"], each["level"]) for each in rules}
    file = write_json(tmp_path / "wrong.json", call_body(itemId="x" * 300, what=1, sentAt=1714564800123))
    broken = shell.run("explain", file, "--broken", "--output", "json").json
    found = shell.run("check", file, "--output", "json").json
    told = {(each["path"], each["level"], each["rule"], each["broken"]) for each in broken}
    assert told >= {(each["path"], each["level"], each["rule"], each["text"]) for each in found}
    one = shell.run("explain", file, "--field", "itemid")
    assert {line.partition(":")[0] for line in one.out.splitlines()} == {"eventList[0].itemId"}
    assert "broken: 300 of 256 characters" in one.out
    assert _faults(RULE, [*rules, *broken]) == []


def test_explain_takes_what_send_takes_and_tells_a_person_of_many_a_part(shell: Shell, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "calls.jsonl", [call_body("e-0"), LONG, call_body("e-2")])
    table, schema = tmp_path / "t.csv", tmp_path / "s.avsc"
    table.write_text("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,PAGE_DEPTH\nu,B1,1764000000,View,x\n", encoding="utf-8")
    schema.write_text(SHOP, encoding="utf-8")
    words = (str(tmp_path / "c*.jsonl"), str(table), "view-item", "--schema", str(schema))
    every = shell.run("explain", *words, "--output", "jsonl")
    lines = [json.loads(line) for line in every.out.splitlines()]
    names = [*(f"{file} line {at}" for at in (1, 2, 3)), f"{table} line 2", "view-item"]
    assert (every.code, list(dict.fromkeys(each["source"] for each in lines)), _faults(RULE, lines)) == (0, names, [])
    assert every.err.splitlines()[-1].startswith(f"5 drafts, {len(lines):,} rules, ")
    (wrong,) = [each for each in lines if each["source"] == f"{table} line 2" and each["rule"] == "schema-type"]
    assert "PAGE_DEPTH is int" in wrong["broken"]
    part = shell.run("explain", *words, "--most", "2", "--total", "2")
    assert [line.partition(":")[0] for line in part.out.splitlines()][:2] == [f"{file} line 1"] * 2
    assert part.out.count("300 of 256 characters") == 1  # what is broken is told beyond the most
    assert f"{file} line 2: " in part.err
    assert " more rules, none broken; --most tells more" in part.err
    assert part.err.splitlines()[-1].startswith("2 drafts, ")
    assert part.err.splitlines()[-1].endswith(" kept ones are not told, which --most does")
    many = write_lines(tmp_path / "many.jsonl", [call_body(f"e-{at}") for at in range(11)] + [LONG])
    long = shell.run("explain", many)
    lines_of = [sum(line.startswith(f"{many} line {at}:") for line in long.out.splitlines()) for at in (1, 10, 11, 12)]
    assert (lines_of[0] == lines_of[1] > 50, lines_of[2:]) == (True, [0, 1])  # the one that is broken
    assert long.err.startswith("12 drafts, ")
    assert shell.run("explain", *words, "--most", "0", "--quiet", "--broken").err == ""
    piped = shell.run("explain", "-", "gone.json", "--field", "trackingId", stdin=json.dumps(LONG).encode())
    assert (piped.code, "there is no file 'gone.json'" in piped.err) == (252, True)
    assert piped.out.startswith("stdin: trackingId: is required (stop; botocore service model")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is sent to a process")
@pytest.mark.parametrize("verb", ["check", "explain"])
def test_what_was_found_until_ctrl_c_is_whole_data(shell: Shell, verb: str) -> None:
    with shell.start(verb, "-", "--output", "json", stdin=subprocess.PIPE) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdin.write(2 * f"{json.dumps(LONG)}\n")
        running.stdin.flush()
        began = running.stdout.readline()  # the first finding is there, and more lines are waited for
        os.kill(running.pid, signal.SIGINT)
        found = json.loads(began + running.stdout.read())
        assert running.stderr.read().endswith("pevents-tui: interrupted\n")
    assert (running.returncode, "too-long" in {each["rule"] for each in found}) == (130, True)


def test_explain_resolves_variables_and_goes_step_by_step(shell: Shell, tmp_path: Path) -> None:
    file = write_json(tmp_path / "t.json", call_body(itemId="{{ item }}"))
    told = shell.run("explain", file, "--var", f"item={'x' * 300}", "--broken")
    assert "300 of 256 characters" in told.out
    stepped = shell.answer("explain", file, file, "--step", "--field", "userId", keys=b"\nq\n")
    assert stepped.code == 0
    assert stepped.err.count("Enter explains it, q ends:") == 2
    assert stepped.err.splitlines()[-1].endswith("1 draft, 9 rules, 0 broken")
    assert shell.run("explain", file, "--step").code == 252


@pytest.mark.parametrize("shell_name", SHELLS)
def test_completion_knows_every_verb(shell: Shell, tmp_path: Path, shell_name: str) -> None:
    ended = shell.run("completion", shell_name)
    assert ended.code == 0
    for word in (*VERBS, "cli-input-json", "yaml-stream"):
        assert word in ended.out
    if shell_name == "bash":
        script = tmp_path / "completion.bash"
        script.write_text(ended.out, encoding="utf-8")
        asked = f". {script}; COMP_WORDS=(pevents-tui pu); COMP_CWORD=1; _shtab_pevents_tui; echo ${{COMPREPLY[@]}}"
        bash = subprocess.run([shutil.which("bash") or "bash", "-c", asked], capture_output=True, text=True, check=True)
        assert bash.stdout.split() == list(KINDS)
