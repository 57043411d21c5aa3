"""Settings, directories and the kept draft: found, private, and told when they cannot be used."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

import builders
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import FolderError, SettingsError
from pevents_tui.service import Kept, Options, Workbench
from pevents_tui.service.paths import find_paths


def test_without_a_file_the_defaults_hold(bench: Workbench) -> None:
    assert (bench.settings.theme, bench.settings.read_timeout_s, bench.settings.attempts) == (None, 15.0, 1)


def test_a_file_sets_what_it_names(bench: Workbench) -> None:
    bench.paths.settings.write_text("# mine\ntheme: nord\nread_timeout_s: 3\n")
    assert (bench.settings.theme, bench.settings.read_timeout_s, bench.settings.connect_timeout_s) == ("nord", 3, 5.0)
    assert bench.target().read_timeout_s == 3
    assert bench.target(Options(read_timeout_s=0)).read_timeout_s == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour: red\n", "'colour' is not a setting; known: theme,"),
        ("theme: 7\n", "theme must be a theme's name, not 7"),
        ("attempts: true\n", "attempts must be a whole number from 1 to 20, not True"),
        ("read_timeout_s: -1\n", "read_timeout_s must be seconds from 0 (no limit) to 86400, not -1"),
        ("- theme\n", "must be keys and values"),
        ("theme: [\n", "not YAML"),
        ("\x00", "not YAML"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_file_and_key(bench: Workbench, text: str, words: str) -> None:
    bench.paths.settings.write_text(text)
    with pytest.raises(SettingsError) as caught:
        _ = bench.settings
    assert words in str(caught.value)
    assert str(bench.paths.settings) in str(caught.value)


def test_an_empty_file_is_no_settings(bench: Workbench) -> None:
    bench.paths.settings.write_text("# nothing yet\n")
    assert bench.settings.theme is None


def test_directories_come_from_options_then_environment_then_platform(tmp_path: Path) -> None:
    environ = {"PEVENTS_DATA_DIR": str(tmp_path / "e-data"), "PEVENTS_CONFIG_DIR": str(tmp_path / "e-config")}
    assert find_paths(None, None, environ).data == tmp_path / "e-data"
    assert find_paths(tmp_path / "mine", None, environ).data == tmp_path / "mine"
    platform = find_paths(None, None, {})
    assert platform.data.name == "pevents-tui"
    assert platform.config.name == "pevents-tui"


def test_directories_are_private(bench: Workbench) -> None:
    for folder in (bench.paths.data, bench.paths.config):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_directory_that_cannot_be_used_is_told_with_the_option(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(
        FolderError, match=r"cannot make the directory .*file: file exists; name another with --data-dir"
    ):
        Workbench(tmp_path / "file", tmp_path / "config")
    with pytest.raises(FolderError, match=r"not a directory; name another with --config-dir"):
        Workbench(tmp_path / "data", tmp_path / "file" / "config")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_directory_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    with pytest.raises(FolderError, match="cannot write to the directory"):
        Workbench(tmp_path / "data", tmp_path / "config")


def _deep(levels: int) -> list[object]:
    value: list[object] = []
    for _ in range(levels):
        value = [value]
    return value


def test_a_kept_draft_comes_back_whole_and_private(bench: Workbench) -> None:
    assert bench.kept_draft() is None
    row = {"itemID": "typed wrong", "sentAt": "soon", "n": None}
    draft = Draft("put-events", {"eventList": [row], "odd": "\ud800", "deep": _deep(120)})
    infinite = Draft("put-events", {"eventList": [{"eventValue": float("inf")}]})
    for each in (builders.actions_draft(), draft, infinite):
        bench.keep_draft(each)
        assert bench.kept_draft() == each
    assert stat.S_IMODE(bench.paths.draft.stat().st_mode) == 0o600
    assert list(bench.paths.data.glob(".draft*")) == []


def test_a_second_app_has_a_file_of_its_own_and_what_it_left_is_found_again(bench: Workbench) -> None:
    places = (bench.paths.data, bench.paths.config)
    bench.keep_draft(builders.events_draft())
    with Workbench(*places) as second, Workbench(*places) as third:
        copied = second.kept()
        assert (copied.draft, copied.is_theirs) == (builders.events_draft(), True)
        assert "event ids of its own" in str(copied.notice)
        second.keep_draft(builders.actions_draft())
        assert (second.kept().draft, second.kept().is_theirs) == (builders.actions_draft(), False)
        assert (bench.kept(), third.kept().is_theirs) == (Kept(builders.events_draft()), True)
    assert sorted(path.name for path in bench.paths.data.glob("draft*")) == ["draft-2.json", "draft.json"]
    with Workbench(*places) as later:  # the first still runs
        assert later.kept() == Kept(builders.actions_draft())
    bench.let_go()
    with Workbench(*places) as newest:
        assert newest.kept_draft() == builders.actions_draft()
        assert f"Another draft is kept in {bench.paths.draft}" in str(newest.kept().notice)
        assert bench.kept_draft() == builders.events_draft()
    bench.let_go()
    assert list(bench.paths.data.joinpath("owners").iterdir()) == []


def test_nothing_is_written_through_a_file_that_lies_in_the_way(bench: Workbench, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("theirs")
    bench.paths.draft.with_name(f".{bench.paths.draft.name}.{os.getpid()}.new").symlink_to(other)
    bench.keep_draft(builders.events_draft())
    assert other.read_text() == "theirs"
    assert bench.kept_draft() == builders.events_draft()


def test_a_kept_draft_that_cannot_be_read_is_set_aside_not_deleted(bench: Workbench) -> None:
    bench.paths.draft.write_text("{ broken")
    assert bench.kept_draft() is None
    (aside,) = bench.paths.data.glob("draft.json.unreadable-*")
    assert aside.read_text() == "{ broken"


def test_a_draft_that_cannot_be_kept_is_told(bench: Workbench) -> None:
    bench.paths.draft.mkdir()
    with pytest.raises(FolderError, match="the draft cannot be kept"):
        bench.keep_draft(builders.events_draft())
