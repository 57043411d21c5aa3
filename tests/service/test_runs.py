"""Runs in files: saved, opened again, exported; what was edited by hand is checked."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pevents_tui.domain.errors import FileThere, SaveError, SourceError
from pevents_tui.domain.plan import Target
from pevents_tui.domain.recommendation import Act, Row
from pevents_tui.sandbox import Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.runs import Runs, export_run
from pevents_tui.service.watching import Watch
from recommended import ASK, ids


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(reacts_after_s=0.05) as running:
        yield running


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
    assert f"## 2. Purchase {before[3]}" in text
    table = export_run(run, str(tmp_path / "run.csv")).read_text().splitlines()
    assert table[0].startswith("step,list,user_id,rank,id")
    gone = sum(",✕ gone," in line for line in table)
    assert (gone, len(table)) == (10, 1 + 10 + 1 + gone + 20)
    assert json.loads(export_run(run, str(tmp_path / "run.json")).read_text())["version"] == 1
    with pytest.raises(SaveError, match=r"\.md"):
        export_run(run, str(tmp_path / "run.txt"))
