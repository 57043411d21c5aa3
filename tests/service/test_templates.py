"""Templates on disk: a person's hand stays, the AWS CLI reads them, other people's files do no harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import builders
import ledger
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.errors import TemplateChanged, TemplateError
from pevents_tui.domain.jsonedit import alike
from pevents_tui.domain.plan import Policy
from pevents_tui.domain.template import Heading, fuzzy
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench
from pevents_tui.service.templates import Place, Templates
from pevents_tui.service.templates.folders import find_project
from pevents_tui.service.variables import Variables

BY_HAND = """\
# name: Add to cart
# note: "What the shop sends: one event"
# tags: [shop, cart]
# variables:
#   size: L
#   who:

# who acts
userId: '{{ who }}'   # asked for
sessionId: s-1
eventList:
# the only one
- itemId: B0742
  eventType: AddToCart   # not Add
  sentAt: 2026-11-24T10:00:00Z
  properties: {size: "{{ size }}", gift: no}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "shop" / ".pevents" / "templates"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def bench(tmp_path: Path, project: Path) -> Iterator[Workbench]:
    environ = {"PEVENTS_TEMPLATES": str(project)}

    with Workbench(
        tmp_path / "data", tmp_path / "config", environ=environ, clock=lambda: float(builders.NOW_S)
    ) as opened:
        yield opened


@pytest.fixture
def templates(bench: Workbench) -> Templates:
    return bench.templates


def test_a_template_is_what_its_comments_and_its_request_say(templates: Templates, project: Path) -> None:
    (project / "cart.yaml").write_text(BY_HAND)
    read = templates.read(templates.get("cart")).template
    assert read.heading == Heading(
        "Add to cart", "What the shop sends: one event", ("shop", "cart"), {"size": "L", "who": None}
    )
    assert read.problem is None
    assert read.draft.rows[0]["properties"] == {"size": "{{ size }}", "gift": "no"}
    assert read.draft.rows[0]["sentAt"] == "2026-11-24T10:00:00Z"


def test_a_save_changes_what_differs_and_leaves_the_hand_that_wrote_it(templates: Templates, project: Path) -> None:
    path = project / "cart.yaml"
    path.write_text(BY_HAND)
    written = templates.read(templates.get("cart"))
    assert templates.save(written, written.template.draft).text == BY_HAND, "nothing differs"
    draft = written.template.draft.put(("eventList", 0, "itemId"), "B0117").put(("eventList", 0, "eventValue"), 2.0)
    saved = templates.save(written, draft.put(("eventList", 0, "properties", "gift"), "yes"))
    wanted = BY_HAND.replace("B0742", '"B0117"').replace("gift: no", 'gift: "yes"')
    assert saved.text.replace("  eventValue: 2.0\n", "") == wanted
    assert saved.template.draft.rows[0]["eventValue"] == 2.0
    renamed = templates.save(saved, saved.template.draft, Heading("Cart"))
    assert renamed.text.startswith("# name: Cart\n")
    assert "# the only one" in renamed.text
    path.write_text(BY_HAND + "\n")
    with pytest.raises(TemplateChanged):
        templates.save(renamed, draft)
    assert templates.save(renamed, draft, force=True).template.draft == draft
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "block", ["# Copyright: [\n", "# nmae: x\n", "# only words\n", "# tags: shop\n", "# variables: {now: 1}\n"]
)
def test_comments_that_tell_nothing_are_a_problem_and_are_never_lost(
    templates: Templates, project: Path, block: str
) -> None:
    (project / "odd.yaml").write_text(block + 'userId: a\nsessionId: "s"\neventList: []\n')
    written = templates.read(templates.get("odd"))
    assert written.template.problem
    assert written.template.heading == Heading()
    assert written.template.draft.body["userId"] == "a"
    saved = templates.save(written, written.template.draft.put(("userId",), "b"), Heading("Named"))
    assert block in saved.text
    assert saved.template.heading.title == "Named"
    assert saved.template.problem is None


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["no", "1e3", "2026-01-01", "~", "0x1", "#x", "a: b", "- x", "{{ uuid }}", "x "]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from("abc"), _values, max_size=3), min_size=2, max_size=2))
def test_any_request_comes_back_from_its_file_and_over_any_other(templates: Templates, rows: list[Any]) -> None:
    entry = templates.add("any", Draft("put-events", {"eventList": rows[:1], "extra": rows[0]}), Heading())
    written = templates.read(entry)
    assert alike(written.template.draft.body, {"eventList": rows[:1], "extra": rows[0]})
    saved = templates.save(written, Draft("put-events", {"extra": rows[1], "eventList": rows}))
    assert alike(saved.template.draft.body, {"extra": rows[1], "eventList": rows})
    entry.path.unlink()


def test_the_aws_cli_reads_a_template_as_it_is(templates: Templates, sandbox: Sandbox, project: Path) -> None:
    draft = builders.events_draft(builders.event(properties={"size": "L", "n": [1, 2.5]}), trackingId=TRACKING_ID)
    heading = Heading("Plain", "no variables", ("a",), {"size": "L"})
    as_yaml = templates.read(templates.add("plain", draft, heading))
    as_json = templates.add("same", draft, Heading(), Place.PROJECT, ".json")
    body = as_yaml.template.draft.body
    # The AWS CLI v2 reads --cli-input-yaml with this reader. Source: aws-cli v2, awscli/customizations/cliinput.py.
    assert YAML(typ="safe", pure=True).load(as_yaml.text) == json.loads(as_json.path.read_text())
    assert templates.read(as_json).template.draft.body == body
    words = [
        "put-events",
        "--cli-input-json",
        f"file://{as_json.path}",
        "--endpoint-url",
        sandbox.url,
        "--no-sign-request",
    ]
    aws = Path(sys.executable).with_name("aws")
    subprocess.run([aws, "--region", "us-east-1", "personalize-events", *words], check=True, timeout=60)
    (call,) = ledger.calls(sandbox.url)
    assert call["status"] == 200
    assert json.loads(call["body"]["eventList"][0]["properties"]) == {"size": "L", "n": [1, 2.5]}
    assert body["eventList"][0]["properties"] == {"size": "L", "n": [1, 2.5]}, "in a draft it is an object all the same"
    assert "eventId" not in body["eventList"][0], "an id drawn for one send is no part of a template"


def test_names_are_found_in_order_renamed_copied_removed_and_brought_back(templates: Templates, project: Path) -> None:
    draft = builders.events_draft()
    templates.add("shop/view", draft, Heading("mine"))
    theirs = templates.add("shop/view", draft, Heading("ours"), Place.PROJECT)
    assert templates.read(templates.get("shop/view")).template.heading.title == "ours"
    assert templates.read(templates.get("own:shop/view")).template.heading.title == "mine"
    copy = templates.duplicate(theirs)
    assert (copy.place, copy.name) == (Place.PROJECT, "shop/view-2")
    assert templates.duplicate(templates.get("samples:view-item")).whole_name == "own:view-item"
    moved = templates.rename(copy, "checkout/see")
    assert [each.name for each in templates.entries() if each.place is Place.PROJECT] == ["checkout/see", "shop/view"]
    before = moved.path.read_text()
    removed = templates.remove(moved)
    assert templates.find("checkout/see") is None
    assert removed.kept.stat().st_mode & 0o777 == 0o600
    assert templates.restore() == moved.path
    assert moved.path.read_text() == before
    with pytest.raises(TemplateError, match="there already"):
        templates.add("shop/view", draft, Heading())
    with pytest.raises(TemplateError, match="there already"):
        templates.rename(theirs, "checkout/see")
    sample = templates.get("samples:purchase")
    with pytest.raises(TemplateError, match="samples stay"):
        templates.remove(sample)
    with pytest.raises(TemplateError, match="samples stay"):
        templates.rename(sample, "x")
    with pytest.raises(TemplateError, match="did you mean shop/view"):
        templates.get("shop/veiw")


def test_a_project_is_found_upward_but_not_one_of_somebody_else(tmp_path: Path, project: Path) -> None:
    inner = tmp_path / "shop" / "src" / "deep"
    inner.mkdir(parents=True)
    assert find_project(inner, None) == (project, None)
    assert find_project(inner, tmp_path / "shop" / "src") == (None, None)
    away = tmp_path / "away" / ".pevents"
    away.mkdir(parents=True)
    (away / "templates").symlink_to(project)
    found, told = find_project(tmp_path / "away", None)
    assert found is None
    assert "leaves its project" in (told or "")


@pytest.mark.parametrize(
    "name",
    ["../out", "/etc/x", "a/../../x", "a//b", ".hidden", "a/.b", "~/x", "-rf", "a\x00b", "a\nb", "a\x1b[2Jb", "", " ",
     "a\u202eb", "a\u200bb", "vi\u0435w", "a\\b", "C:x", "x" * 300, "/".join("abcdefghij"), "e\u0301", "a/", "a."],
)  # fmt: skip
def test_no_name_leaves_its_folder_hides_or_looks_like_another(templates: Templates, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    draft = builders.events_draft()
    with pytest.raises(TemplateError, match="cannot be a template's name"):
        templates.add(name, draft, Heading())
    assert templates.find(name) is None
    assert sorted(tmp_path.rglob("*")) == before


def _link_out(folder: Path) -> None:
    secret = folder.parents[2] / "secret.yaml"
    secret.write_text("userId: canary\neventList: []\n")
    (folder / "bad.yaml").symlink_to(secret)


def _texts(text: str | bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / "bad.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (_link_out, "link that leaves"),
        (lambda folder: (folder / "bad.yaml").symlink_to(folder / "bad.yaml"), "link to itself"),
        (lambda folder: os.mkfifo(folder / "bad.yaml"), "not a regular file"),
        (lambda folder: (folder / "bad.yaml").mkdir(), "not a regular file"),
        (_texts("#" * 600_000), "larger than"),
        (_texts(b"\xff\xfe"), "not UTF-8"),
        (_texts("eventList: &a []\nx: *a\n"), "aliases"),
        (_texts("a: &a [x,x]\nb: &b [*a,*a]\neventList: [*b,*b]\n"), "aliases"),
        (_texts("eventList: !!python/object/apply:os.system [x]\n"), "tags"),
        (_texts("eventList: " + "[" * 200 + "]" * 200), "deep"),
        (_texts("userId: {{ uuid }}\neventList: []\n"), "stands in quotes"),
        (_texts("eventList: []\nuserId: a\x1b[2J\n"), "not YAML"),
        (_texts("eventList: []\n---\neventList: []\n"), "not YAML"),
        (_texts("eventList: []\neventList: []\n"), "not YAML"),
        (_texts("- eventList: []\n- eventList: []\n"), "a template is one"),
        (_texts("just words"), "request body"),
        (_texts(""), "request body"),
    ],
)
def test_what_somebody_else_committed_is_refused_with_the_reason(
    templates: Templates, project: Path, make: Callable[[Path], object], why: str
) -> None:
    make(project)
    with pytest.raises(TemplateError) as caught:
        templates.read(templates.get("bad"))
    assert why in str(caught.value)
    assert "canary" not in str(caught.value)
    templates.entries()


def test_lists_are_bounded_and_say_what_is_wrong(templates: Templates, project: Path) -> None:
    (project / "vi\u0435w.yaml").write_text("eventList: []")
    (project / "loop").symlink_to(project)
    (project / ".git").mkdir()
    (project / ".git" / "x.yaml").write_text("eventList: []")
    deep = project.joinpath(*"abcdefghijkl")
    deep.mkdir(parents=True)
    (deep / "x.yaml").write_text("eventList: []")
    listed = [entry for entry in templates.entries() if entry.place is Place.PROJECT]
    assert [(entry.name, "look alike" in (entry.problem or "")) for entry in listed] == [("vi\u0435w", True)]
    for at in range(2_010):
        (project / f"t{at}.yaml").touch()
    listed = [entry for entry in templates.entries() if entry.place is Place.PROJECT]
    assert len(listed) == 2_001
    assert "more than 2,000" in (listed[-1].problem or "")


def test_a_few_letters_find_a_template() -> None:
    names = ["shop/view-item", "shop/add-to-cart", "demo/review", "purchase"]
    found = sorted(
        (name for name in names if fuzzy("vi", [name]) is not None), key=lambda name: -(fuzzy("vi", [name]) or 0)
    )
    assert found == ["shop/view-item", "demo/review"]
    assert fuzzy("atc", ["shop/add-to-cart"]) is not None
    assert fuzzy("zz", names) is None


def test_what_variables_came_to_is_kept_with_the_call(bench: Workbench, project: Path) -> None:
    (project / "cart.yaml").write_text(BY_HAND.replace("2026-11-24T10:00:00Z", '"{{ now -5m }}"'))
    (source,) = bench.read("cart")
    target = bench.target()
    variables = Variables(bench, target, template=source.template, named=source.variables)
    asked = bench.prepare(source.draft, target, variables=variables)
    assert (asked.plan, asked.missing) == (None, ("who",))
    variables.give({"who": "qa-ana"})
    prepared = bench.prepare(source.draft, target, variables=variables)
    assert prepared.plan is not None
    (record,) = bench.send(prepared.plan)
    kept = bench.history.get(record.id)
    assert kept is not None
    assert kept.call.body["userId"] == "qa-ana"
    assert kept.made is not None
    assert kept.made["template"] == "cart"
    assert {each["is"]: each["value"] for each in kept.made["variables"]} == {
        "{{ who }}": "qa-ana", "{{ size }}": "L", "{{ now -5m }}": builders.NOW_S - 300,
    }  # fmt: skip
    assert kept.again().made == kept.made
    assert bench.prepare(source.draft.put(("userId",), "{{ raw {{ }}"), target, variables=variables).plan is not None


def test_a_tracker_that_a_variable_stands_for_has_its_guards(bench: Workbench) -> None:
    bench.paths.config.joinpath("targets.yaml").write_text(
        "dev: {policy: DEV, tracking_id: t-dev, variables: {size: XL}}\n"
        "shop: {policy: PRODUCTION, tracking_id: t-prod, user_prefix: qa-}\n"
    )
    target = bench.targets.book.targets["dev"]
    draft = builders.events_draft(trackingId="{{ where }}", userId="stranger")
    variables = Variables(bench, target, named={"where": "t-{{ choice prod }}"})
    prepared = bench.prepare(draft, target, variables=variables)
    assert prepared.target.policy is Policy.PRODUCTION
    assert any("qa-" in problem.text for problem in prepared.report.stops)
    mended = bench.prepare(draft.put(("userId",), "qa-ana"), target, variables=variables).plan
    assert mended is not None
    assert bench.guarded(mended).consent == "t-prod"
    assert bench.guarded(mended).made == mended.made
    dev = bench.prepare(draft, target, variables=Variables(bench, target, given={"where": "t-dev"}))
    assert dev.target.policy is Policy.DEV
    sized = builders.events_draft(trackingId="t-dev", userId="{{ size }}")  # the target's stands before the template's
    prepared = bench.prepare(sized, target, variables=Variables(bench, target, named={"size": "S"}))
    assert prepared.filled.body["userId"] == "XL"
    prepared = bench.prepare(sized, target, variables=Variables(bench, target, given={"size": "M"}))
    assert prepared.filled.body["userId"] == "M"
