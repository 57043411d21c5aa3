"""Every example in the documents is run: shell, YAML and Python, in a temporary home against a sandbox.

A block that cannot run here says so by its language, `console` or `text`, and is listed below.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import runpy
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from canaries import KEYS_IN_ENVIRONMENT
from cli.shell import call_body, write_json, write_lines
from docs_blocks import FENCE, ROOT, Block, Lines, blocks, commands
from pevents_tui.cli.faults import HelpAsked
from pevents_tui.cli.main import VERBS, root_parser, verb_parser
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service.settings import read_settings
from pevents_tui.service.themes import read_user_theme
from pevents_tui.service.yamltext import parse_yaml
from pevents_tui.ui.commands import COMPOSE_COMMANDS
from pevents_tui.ui.keys import Keys
from pevents_tui.ui.themes import theme_of

BLOCKS = list(blocks())
NOT_RUN = {
    ("README.md", "console"): 2,  # they install this program, which wants a registry of packages
    ("docs/ARCHITECTURE.md", "text"): 1,  # a drawing
}
"""How many blocks of which document are not run."""
NOT_RUN_IN_CI = ("pip install pevents-tui",)
TABLE = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nqa-ana,B1,1764000000,View\n"
CONFIG = "[profile shop]\nregion = us-east-1\naws_access_key_id = test\naws_secret_access_key = test\n"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A running sandbox."""
    with Sandbox() as sandbox:
        yield sandbox.url


@pytest.fixture
def lines(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Lines:
    """A shell in a folder with what the examples speak of, and in a home with one profile."""
    home, folder = tmp_path / "home", tmp_path / "work"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "config").write_text(CONFIG, encoding="utf-8")
    (folder / "events").mkdir(parents=True)
    for at in range(2):
        write_json(folder / "events" / f"call-{at}.json", call_body(f"e-{at}"))
    write_json(folder / "draft.yaml", call_body())
    write_lines(folder / "calls.jsonl", [call_body(f"l-{at}") for at in range(3)])
    (folder / "interactions.csv").write_text(TABLE, encoding="utf-8")
    (folder / "items.csv").write_text("ITEM_ID,PRICE\nN1,19.90\n", encoding="utf-8")
    for name in os.environ:
        if name.startswith(("AWS_", "PEVENTS_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    environ = {
        "HOME": str(home),
        **KEYS_IN_ENVIRONMENT,
        "AWS_ENDPOINT_URL": url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PEVENTS_DATA_DIR": str(tmp_path / "data"),
        "PEVENTS_CONFIG_DIR": str(tmp_path / "config"),
    }
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "config").mkdir()
    monkeypatch.chdir(folder)
    return Lines(folder, url, environ)


def _of(*languages: str) -> list[Block]:
    return [block for block in BLOCKS if block.language in languages]


def test_what_is_not_run_is_said_to_be() -> None:
    ran = {"sh", "yaml", "python", "json"}
    left = [(block.file, block.language) for block in BLOCKS if block.language not in ran]
    assert {each: left.count(each) for each in left} == NOT_RUN, "give the block a language that is run, or list it"
    assert len(_of("sh")) >= 9


def test_each_policy_is_json() -> None:
    for block in _of("json"):
        json.loads(block.text)


@pytest.mark.parametrize("block", _of("sh"), ids=str)
def test_every_shell_example_does_what_it_says(block: Block, lines: Lines) -> None:
    _prepare(block.text, lines)
    ran = 0
    for command in commands(block.text):
        with _too_long(command):
            out = lines.run(command)
        assert "too-long" not in command or out == "InvalidInputException\n"
        ran += 1
    assert ran


def _prepare(text: str, lines: Lines) -> None:
    """What an example takes for granted: calls in the history, a saved target, a scenario without its waits."""
    if "--to calls.jsonl" in text:
        Path("calls.jsonl").unlink()
    if re.search(r"pevents-tui history", text):
        write_json(Path("past.json"), call_body())
        lines.run("pevents-tui send past.json --repeat 20 --quiet")
        write_json(Path("past.json"), call_body(itemId="x" * 300))
        lines.run("pevents-tui send past.json --send-anyway --expect refused")
    if "--target shop-dev" in text and "targets add shop-dev" not in text:
        where = f"--policy DEV --profile shop --region us-east-1 --tracking-id {TRACKING_ID}"
        lines.run(f"pevents-tui targets add shop-dev {where}")
    if "run first-visit" in text:
        _own_template(lines, "first-visit.scenario.yaml", "steps: [anonymous-view, view-item, purchase]\n")


@contextlib.contextmanager
def _too_long(command: str) -> Iterator[None]:
    """A draft past a limit, there only for the example that wants one."""
    if "too-long" not in command:
        yield
        return
    file = Path("events/too-long.json")
    write_json(file, call_body(itemId="x" * 300))
    yield
    file.unlink()


def _own_template(lines: Lines, name: str, text: str) -> None:
    file = Path(lines.environ["PEVENTS_CONFIG_DIR"]) / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _keys(text: str, lines: Lines) -> None:
    file = Path(lines.environ["PEVENTS_CONFIG_DIR"]) / "settings.yaml"
    file.write_text(text, encoding="utf-8")
    assert Keys(COMPOSE_COMMANDS, read_settings(file).keys).faults == []


def _theme(text: str, lines: Lines) -> None:
    file = lines.folder / "dusk.yaml"
    file.write_text(text, encoding="utf-8")
    assert theme_of(read_user_theme(file)).name == "dusk"


def _template(text: str, lines: Lines) -> None:
    _own_template(lines, "shop/add-to-cart.yaml", text)
    assert lines.run("pevents-tui send shop/add-to-cart --var user=qa-ana").startswith("accepted  shop/add-to-cart  ")


def _scenario(text: str, lines: Lines) -> None:
    (cart,) = (block.text for block in BLOCKS if block.text.startswith("# name: Add to cart"))
    _own_template(lines, "shop/add-to-cart.yaml", cart)
    _own_template(lines, "visit.scenario.yaml", text)
    plans = json.loads(lines.run("pevents-tui run visit --var user=qa-ana --dry-run --output json"))
    assert len(plans) == 3
    assert len({plan["calls"][0]["body"]["sessionId"] for plan in plans}) == 1


def _demo(text: str, lines: Lines) -> None:
    file = lines.folder / "garden.yaml"
    file.write_text(text, encoding="utf-8")
    with Sandbox(reacts_after_s=0.05) as quick:
        where = f"--policy SANDBOX --endpoint-url {quick.url} --region us-east-1 --tracking-id {TRACKING_ID}"
        lines.run(f"pevents-tui targets add quick {where}")
        played = json.loads(lines.run("pevents-tui recommend --play garden.yaml --target quick --output json"))
    assert [each["moved"] for each in played["steps"]] == [True, True, None]  # a filter is no reaction


def _targets(text: str, lines: Lines) -> None:
    (Path(lines.environ["PEVENTS_CONFIG_DIR"]) / "targets.yaml").write_text(text, encoding="utf-8")
    assert [each["name"] for each in _listed(lines.run("pevents-tui targets list --output json"))] == ["shop-dev"]


def _listed(out: str) -> list[dict[str, Any]]:
    found = json.loads(out)
    return [each for each in (found if isinstance(found, list) else [found]) if each["name"] not in {None, "sandbox"}]


def _hook(text: str, lines: Lines) -> None:
    (hook,) = parse_yaml(text)["repos"][0]["hooks"]
    files = [f"events/{path.name}" for path in sorted(Path("events").iterdir())]
    assert all(re.search(hook["files"], file) for file in files)
    assert lines.run(shlex.join([*hook["entry"].split(), *files])) + lines.err == ""


def _pipeline(text: str, lines: Lines) -> None:
    ran = [lines.run(step["run"]) for step in parse_yaml(text)["steps"] if step["run"] not in NOT_RUN_IN_CI]
    assert ran == ["", ""]


YAML: dict[str, Callable[[str, Lines], None]] = {
    "keys:": _keys,
    "name: dusk": _theme,
    "# name: Add to cart": _template,
    "name: From a first visit": _scenario,
    "name: Ana turns to garden things": _demo,
    "shop-dev:": _targets,
    "repos:": _hook,
    "steps:": _pipeline,
}
"""What is done with a YAML block, by how it begins."""


@pytest.mark.parametrize("block", _of("yaml"), ids=str)
def test_every_yaml_example_is_taken_as_it_stands(block: Block, lines: Lines) -> None:
    found = [use for begins, use in YAML.items() if block.text.startswith(begins)]
    assert len(found) == 1, f"no test knows what {block} is for"
    found[0](block.text, lines)


@pytest.mark.parametrize("block", _of("python"), ids=str)
def test_every_python_example_runs_as_it_is_printed(block: Block, lines: Lines) -> None:
    file, out = lines.folder / "example.py", io.StringIO()
    file.write_text(block.text, encoding="utf-8")
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(file), run_name="__main__")
    assert "accepted, request " in out.getvalue()


def test_every_command_within_a_sentence_can_be_read() -> None:
    read = 0
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        prose = FENCE.sub("", path.read_text(encoding="utf-8"))
        for words in re.findall(r"`pevents-tui ([a-z][^`]*)`", prose):
            verb, *rest = shlex.split(words.partition(" > ")[0], comments=True)
            if verb not in VERBS:
                root_parser().parse_args([verb, *rest])
                continue
            with contextlib.suppress(HelpAsked):
                verb_parser(verb).parse_args(rest)
            read += 1
    assert read >= 10
