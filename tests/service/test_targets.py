"""Targets by name: what the file says is had, what is wrong in it is told and opens nothing, comments survive."""

from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pevents_tui.domain.errors import NoSuchTarget, SettingsError
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service import Options, Workbench
from pevents_tui.service.target_file import Book, read_book
from pevents_tui.service.target_keys import KEYS, read_value, value_text
from pevents_tui.service.target_writing import with_entry, with_value, without_entry
from pevents_tui.service.targets import Targets
from pevents_tui.service.yamltext import parse_yaml

SHOP = """\
# where we send
shop-dev:            # the team's own
  policy: DEV
  tracking_id: t-dev   # made in May
  region: eu-west-1

# the real one
shop:
  policy: production
  tracking_id: t-1
  profile: shop
  region: eu-west-1
  user_prefix: qa-
  rate_per_s: 5
  items: items.csv
  verify: false
  variables:
    size: L   # as most have it
    code: "5"
    count: 2
    who:
# the end
"""


def book(tmp_path: Path, text: str) -> Book:
    path = tmp_path / "targets.yaml"
    path.write_text(text, encoding="utf-8")
    return read_book(path)


def targets(tmp_path: Path, text: str = SHOP) -> Targets:
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    return Targets(tmp_path / "targets.yaml", tmp_path / "last.json")


def test_the_keys_are_the_targets_own() -> None:
    assert {key.name for key in KEYS} == {each.name for each in fields(Target)} - {"name", "labelled"}


def test_a_target_is_what_its_entry_says(tmp_path: Path) -> None:
    found = book(tmp_path, SHOP)
    assert (found.faults, list(found.targets)) == ((), ["shop-dev", "shop"])
    shop = found.targets["shop"]
    assert (shop.name, shop.label, shop.policy, shop.labelled) == ("shop", "shop", Policy.PRODUCTION, True)
    assert (shop.user_prefix, shop.rate_per_s, shop.verify, shop.sign) == ("qa-", 5, False, True)
    assert shop.items == str(tmp_path / "items.csv")
    assert dict(shop.variables) == {"size": "L", "code": "5", "count": 2, "who": None}
    assert [each.name for each in found.of_tracker(" T-1")] == ["shop"]
    assert read_book(tmp_path / "none.yaml") == Book()


@pytest.mark.parametrize(
    ("entry", "policy"),
    [
        ("{tracking_id: t}", "PRODUCTION"),
        ("", "PRODUCTION"),
        ("{endpoint: 'http://127.0.0.1:1'}", "LOCAL"),
        ("{endpoint: 'http://[::1]:1', policy: PRODUCTION}", "PRODUCTION"),
        ("{endpoint: 'http://127.0.0.1.example.com'}", "PRODUCTION"),
        ("{policy: staging}", "STAGING"),
        ("{policy: SANDBOX}", "SANDBOX"),
    ],
)
def test_what_nobody_labelled_is_production_and_this_machine_is_local(tmp_path: Path, entry: str, policy: str) -> None:
    found = book(tmp_path, f"x: {entry}\n")
    assert (found.faults, found.targets["x"].policy) == ((), policy)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("lokced: true", "line 2: x: 'lokced' is not a key; did you mean locked?"),
        ("policy: PROD", "line 2: x: policy must be one of SANDBOX, LOCAL, DEV, STAGING, PRODUCTION"),
        ("policy: LOCAL", "line 2: x: policy LOCAL is for an endpoint on this machine only"),
        ("endpoint: https://u:secret@host", "line 2: x: endpoint must be a URL"),
        ("endpoint: ftp://host", "line 2: x: endpoint must be a URL"),
        ("tracking_id: 12", "line 2: x: tracking_id must be a tracking ID; write it in quotes"),
        ("rate_per_s: 0", "line 2: x: rate_per_s must be a number above 0"),
        ("rate_per_s: .nan", "line 2: x: rate_per_s must be a number above 0"),
        ("locked: 1", "line 2: x: locked must be true or false"),
        ("read_timeout_s: -1", "line 2: x: read_timeout_s must be seconds from 0"),
        ("user_prefix: ' '", "line 2: x: user_prefix must be what every user ID must begin with"),
        ('label: "a\\e[2J"', "line 2: x: label must be a word"),
        ("name: y", "line 2: x: 'name' is not a key"),
        ("variables: {uuid: x}", "line 2: x: variables must be names and values"),
        ("- a", "line 1: x: must be keys and values"),
    ],
)
def test_an_entry_that_cannot_be_used_is_told_with_its_place_and_stays_shut(
    tmp_path: Path, entry: str, told: str
) -> None:
    found = book(tmp_path, f"x:\n  {entry}\nother: {{policy: DEV}}\n")
    (fault,) = found.faults
    assert told in str(fault)
    assert "secret" not in str(fault)
    assert (fault.name, found.targets["x"].locked, found.targets["other"].locked) == ("x", True, False)


@pytest.mark.parametrize("name", ["sandbox", "Sandbox", "7", "' x'", "''", "--yes", '"\\e"', "x" * 65, "null"])
def test_a_name_that_nobody_could_give_is_left_out_and_told(tmp_path: Path, name: str) -> None:
    found = book(tmp_path, f"{name}: {{policy: DEV}}\nok: {{policy: DEV}}\n")
    assert (list(found.targets), len(found.faults), found.readable) == (["ok"], 1, True)


@pytest.mark.parametrize(
    "text",
    [
        "a: [",
        "a: &x {}\nb: *x",
        "- a",
        "a: 1\na: 2",
        "!!python/object:os.system x",
        "\x00",
        "x" * 131_073,
        "a: " + "{a: " * 500,
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_ends_nothing(tmp_path: Path, text: str) -> None:
    found = book(tmp_path, text)
    assert (found.targets, found.readable, len(found.faults)) == ({}, False, 1)
    assert str(found.faults[0]).startswith(f"{tmp_path / 'targets.yaml'}: ")
    kept = targets(tmp_path, text)
    with pytest.raises(SettingsError):
        kept.get("a")
    with pytest.raises(SettingsError):
        kept.save("b", Target("b", Policy.DEV))
    assert (tmp_path / "targets.yaml").read_text() == text


def test_many_faults_are_told_with_their_lines_in_the_time_of_one_reading(tmp_path: Path) -> None:
    began_s = time.monotonic()
    found = book(tmp_path, "".join(f"t{at}:\n  policy: DEV\n  note: x\n" for at in range(300)))
    assert time.monotonic() - began_s < 10  # reading it for each of them took a minute
    assert [str(fault).partition("line ")[2].partition(":")[0] for fault in found.faults[::100]] == ["3", "303", "603"]


def test_a_directory_in_its_place_is_told(tmp_path: Path) -> None:
    assert not read_book(tmp_path).readable


def test_changes_leave_everything_else_as_it_is(tmp_path: Path) -> None:
    kept, path = targets(tmp_path), tmp_path / "targets.yaml"
    kept.lock("shop", True)
    assert path.read_text() == SHOP.replace("shop:\n", "shop:\n  locked: true\n")
    assert kept.get("shop").locked
    kept.lock("shop", False)
    assert path.read_text() == SHOP
    shop = kept.get("shop")
    kept.save("shop", Target(**{**_parts(shop), "variables": (("size", "XL"), ("on", "yes"))}), over=True)
    assert kept.get("shop").variables == (("size", "XL"), ("on", "yes"))
    kept.save("shop", Target(**{**_parts(shop), "variables": ()}), over=True)
    assert (kept.get("shop").variables, kept.get("shop").region) == ((), "eu-west-1")
    path.write_text(SHOP)
    kept.save("new one", Target("new one", Policy.STAGING, region="eu-west-1", rate_per_s=0.5, sign=False))
    added = '\n"new one":\n  policy: STAGING\n  region: eu-west-1\n  rate_per_s: 0.5\n  sign: false\n'
    assert path.read_text() == SHOP + added
    with pytest.raises(SettingsError, match="already"):
        kept.save("new one", Target("x", Policy.DEV))
    kept.remove("new one")
    assert path.read_text() == SHOP + "\n"
    kept.remove("shop-dev")
    assert path.read_text().startswith("# where we send\n\n# the real one\nshop:\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_saved_change_touches_its_lines_alone(tmp_path: Path) -> None:
    kept = targets(tmp_path)
    dev = kept.get("shop-dev")
    kept.save("shop-dev", Target(**{**_parts(dev), "policy": Policy.STAGING, "region": None, "sign": False}), over=True)
    wanted = SHOP.replace("policy: DEV", "policy: STAGING").replace("  region: eu-west-1\n\n", "\n", 1)
    assert (tmp_path / "targets.yaml").read_text() == wanted.replace("team's own\n", "team's own\n  sign: false\n")


@pytest.mark.parametrize(
    "text", ["{shop: {policy: DEV, tracking_id: t}}", "shop: {policy: DEV} # c\n", "shop:\n", "---\nshop: {}\n...\n"]
)
def test_other_styles_are_written_anew_where_lines_would_not_do(tmp_path: Path, text: str) -> None:
    kept = targets(tmp_path, text)
    before = kept.get("shop")
    kept.lock("shop", True)
    kept.save("b", Target("b", Policy.DEV))
    assert kept.get("shop") == Target(**{**_parts(before), "locked": True})
    assert list(kept.read().targets) == ["shop", "b"]
    assert kept.read().faults == ()
    kept.remove("shop")
    assert list(kept.read().targets) == ["b"]
    assert ("# c" in (tmp_path / "targets.yaml").read_text()) <= ("# c" in text)


def _parts(target: Target) -> dict[str, Any]:
    return {each.name: getattr(target, each.name) for each in fields(Target)}


@pytest.mark.parametrize(
    ("name", "parts", "told"),
    [
        ("sandbox", {}, "no name"),
        ("x", {"endpoint": "https://me:pw@host"}, "endpoint must be"),
        ("x", {"policy": Policy.LOCAL}, "on this machine"),
        ("x", {"label": "a\nb"}, "label must be"),
        ("x", {"rate_per_s": -1}, "rate_per_s must be"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(
    tmp_path: Path, name: str, parts: dict[str, Any], told: str
) -> None:
    kept = targets(tmp_path)
    with pytest.raises(SettingsError, match=told):
        kept.save(name, Target(**{"label": "x", "policy": Policy.DEV, **parts}))
    assert (tmp_path / "targets.yaml").read_text() == SHOP


NAMES = st.text("ab-. é:#'\"{[", min_size=1, max_size=5).filter(lambda name: name == name.strip() and name[0] != "-")
ENTRIES = st.fixed_dictionaries(
    {"policy": st.sampled_from(["DEV", "STAGING"])},
    optional={
        "region": st.text("az: #-'\"!&*", min_size=1, max_size=6).filter(str.strip),
        "rate_per_s": st.integers(1, 9) | st.floats(0.1, 9),
        "locked": st.booleans(),
    },
)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(NAMES, ENTRIES), max_size=4), NAMES)
def test_whatever_is_written_reads_as_what_was_meant(changes: list[tuple[str, dict[str, Any]]], gone: str) -> None:
    text, wanted = SHOP, parse_yaml(SHOP)
    for name, entry in changes:
        text = with_entry(text, name, entry)
        wanted[name] = entry
        assert parse_yaml(text) == wanted
    text = with_value(text, "shop", "region", None)
    del wanted["shop"]["region"]
    text = without_entry(text, gone)
    wanted.pop(gone, None)
    assert parse_yaml(text) == wanted
    assert all(comment in text for comment in ("# where we send", "# the real one", "# the end", "# made in May"))


def test_values_come_back_from_the_lines_they_are_shown_as(tmp_path: Path) -> None:
    for target in book(tmp_path, SHOP).targets.values():
        for key in KEYS:
            value = getattr(target, key.name)
            given = (dict(value) or None) if key.name == "variables" else value
            assert read_value(key.name, value_text(value)) == given
    assert read_value("variables", "{size: L") == "{size: L"
    assert read_value("locked", "maybe") == "maybe"
    assert read_value("rate_per_s", "fast") == "fast"


def test_the_one_used_last_is_had_without_reading_yaml_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets(tmp_path).remember(targets(tmp_path).get("shop"))
    kept = Targets(tmp_path / "targets.yaml", tmp_path / "last.json")
    with monkeypatch.context() as patched:
        patched.setattr("pevents_tui.service.target_file.read_book", lambda _: pytest.fail("the file was read"))
        target, notice = kept.last()
    assert target is not None
    assert target == kept.get("shop")
    assert (target.name, target.policy, notice) == ("shop", Policy.PRODUCTION, None)
    (tmp_path / "targets.yaml").write_text(SHOP.replace("production", "DEV"))
    changed, _ = kept.last()
    assert changed is not None
    assert changed.policy is Policy.DEV
    kept.remove("shop")
    assert kept.last() == (None, "the target 'shop' is saved no more; drafts go to the sandbox.")
    for left in ("", "{", "[]", '{"name": "shop", "target": 7, "signature": []}'):
        (tmp_path / "last.json").write_text(left)
        assert kept.last()[0] is None
    kept.remember(Target("aws", Policy.PRODUCTION))
    assert (tmp_path / "last.json").read_text() == left


def test_a_name_resolves_as_its_entry_the_words_and_the_environment_say(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "targets.yaml").write_text(SHOP + "here:\n  endpoint: http://127.0.0.1:1\nall:\n  policy: DEV\n")
    environ = {"AWS_REGION": "ap-south-1", "PEVENTS_TRACKING_ID": "t-env"}
    with Workbench(tmp_path / "d", tmp_path / "c", environ=environ) as bench:
        shop = bench.target(Options(target="shop", read_timeout_s=3))
        assert (shop.profile, shop.region, shop.tracking_id, shop.read_timeout_s) == ("shop", "eu-west-1", "t-1", 3)
        other = bench.aws_target(Options(target="shop", profile="ci", tracking_id="t-9", verify=False))
        assert (other.policy, other.profile, other.labelled, other.verify) == ("PRODUCTION", "ci", False, False)
        dev = bench.target(Options(target="shop-dev", region="us-east-1"))
        assert (dev.policy, dev.region, dev.labelled) == ("DEV", "us-east-1", True)
        assert bench.target(Options(target="all")).region == "ap-south-1"
        assert bench.target(Options(target="all")).policy == "DEV"
        assert bench.target(Options(target="all", profile="other")).policy == "PRODUCTION"
        assert bench.target(Options(target="shop-dev", endpoint_url="https://other")).policy == "PRODUCTION"
        assert bench.target(Options(target="shop", endpoint_url="http://localhost:1")).policy == "LOCAL"
        assert bench.target(Options(target="here")).region == "us-east-1"
        assert bench.target(Options(target="sandbox")).policy == "SANDBOX"
        assert bench.target().policy == "SANDBOX"
        for wrong in (Options(target="shpo"), Options(target=""), Options(target="sandbox", region="x")):
            with pytest.raises(NoSuchTarget):
                bench.target(wrong)
        with pytest.raises(NoSuchTarget, match="did you mean 'shop'"):
            bench.target(Options(target="shpo"))
        bench.targets.remember(dev)
        assert bench.first_target()[0].name == "shop-dev"
        assert bench.settled(bench.first_target()[0]).region == "eu-west-1"
        assert bench.first_target(Options(target="all"))[0].name == "all"
    (tmp_path / "c" / "settings.yaml").write_text("target: all\n")
    with Workbench(tmp_path / "d2", tmp_path / "c", environ=environ) as bench:
        assert (bench.target().name, bench.first_target()[0].name) == ("all", "all")
        assert bench.aws_target().name is None
