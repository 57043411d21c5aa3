"""What each layer loads, looked at in processes of their own: start-up stays lazy, and the layers stay apart."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import pevents_tui
import pevents_tui.cli
import pevents_tui.domain
import pevents_tui.sandbox
import pevents_tui.service

TOOLKIT = {"textual", "rich"}
AWS = {"boto3", "botocore", "urllib3"}
PLAIN_VERBS = (
    "aws_words",
    "check",
    "completion",
    "explain",
    "history",
    "interrupt",
    "locate",
    "main",
    "manner",
    "narrate",
    "options",
    "output",
    "parser",
    "put",
    "rounds",
    "run",
    "sandbox",
    "schema",
    "send",
    "sources",
    "trackers",
    "templates",
    "environment",
    "whoami",
    "diagnosis",
    "mfa",
)


def _modules(package: object) -> list[str]:
    path, name = package.__path__, package.__name__  # type: ignore[attr-defined]
    return [name, *(found.name for found in pkgutil.walk_packages(path, f"{name}."))]


def _loaded(code: str) -> set[str]:
    """The top-level modules, and ours by their whole names, that a fresh process holds after this code."""
    show = "import sys; print('\\n' + '\\n'.join(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True)
    names = set(ended.stdout.splitlines())
    return {name.partition(".")[0] for name in names} | {name for name in names if name.startswith("pevents_tui.")}


def _imported(*modules: str) -> set[str]:
    return _loaded("\n".join(f"import {module}" for module in modules))


def test_the_domain_is_pure() -> None:
    found = _imported(*_modules(pevents_tui.domain))
    assert not found & (TOOLKIT | AWS | {"sqlite3", "ruamel", "platformdirs"})
    assert not any(name.startswith(("pevents_tui.service", "pevents_tui.cli", "pevents_tui.ui")) for name in found)


def test_the_service_layer_knows_no_terminal_toolkit() -> None:
    found = _imported(*_modules(pevents_tui.service))
    assert not found & TOOLKIT
    assert not any(name.startswith(("pevents_tui.cli", "pevents_tui.ui")) for name in found)


def test_importing_the_service_layer_loads_no_aws() -> None:
    assert not _imported("pevents_tui.service") & (TOOLKIT | AWS | {"sqlite3"})


def test_the_command_line_knows_no_terminal_toolkit() -> None:
    found = _imported(*_modules(pevents_tui.cli))
    assert not found & (TOOLKIT | AWS | {"sqlite3"})
    assert not any(name.startswith("pevents_tui.ui") for name in found)


def test_the_verbs_own_modules_are_light() -> None:
    found = _imported(*(f"pevents_tui.cli.{name}" for name in PLAIN_VERBS))
    assert not found & (TOOLKIT | AWS | {"pydantic", "sqlite3", "platformdirs", "ruamel"})
    assert "pevents_tui.service" not in found


def test_the_sandbox_knows_nothing_of_ours() -> None:
    found = _imported(*_modules(pevents_tui.sandbox))
    assert not found & (TOOLKIT | {"pydantic", "boto3"})
    ours = {name for name in found if name.startswith("pevents_tui.")}
    assert all(name.startswith("pevents_tui.sandbox") for name in ours)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["send", "--help"],
        ["put-events", "--help"],
        ["history", "--help"],
        ["sandbox", "--env"],
        ["trackers", "--help"],
    ],
)
def test_help_and_version_load_next_to_nothing(words: list[str]) -> None:
    found = _loaded(f"from pevents_tui.__main__ import main\nassert main({words!r}) == 0")
    assert not found & (TOOLKIT | AWS | {"pydantic", "sqlite3", "platformdirs", "ruamel", "asyncio"})


@pytest.mark.parametrize("verb", ["check", "send"])
def test_a_verb_that_works_loads_no_terminal_toolkit_nor_what_its_call_wants_nothing_of(
    tmp_path: Path, verb: str
) -> None:
    words = [verb, "view-item", "--data-dir", str(tmp_path / "d"), "--config-dir", str(tmp_path / "c")]
    found = _loaded(f"from pevents_tui.__main__ import main\nassert main({words!r}) == 0")
    assert not found & (TOOLKIT | {"boto3", "pydantic", "ruamel"})
    assert "pevents_tui.service.templates" not in found, "a sample is sent without what reads templates"


def test_a_profile_is_found_without_aws_libraries(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("".join(f"[profile p{at}]\nregion=eu-west-1\n" for at in range(300)))
    found = _loaded(
        f"import os; os.environ['AWS_CONFIG_FILE'] = {str(config)!r}\n"
        "from pathlib import Path\nfrom pevents_tui.service import Options, Workbench\n"
        f"bench = Workbench(Path({str(tmp_path / 'd')!r}), Path({str(tmp_path / 'c')!r}))\n"
        "assert bench.target(Options(profile='p7')).region == 'eu-west-1'"
    )
    assert not found & (TOOLKIT | AWS | {"sqlite3"})
