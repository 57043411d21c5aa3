"""The terminal UI on a workbench of its own and its embedded sandbox, without a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from canaries import KEYS_IN_ENVIRONMENT
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench
from pevents_tui.ui.app import PeventsApp


@pytest.fixture(autouse=True)
def _no_aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No AWS setting of the machine reaches a test; made-up keys are there, to be shown and kept nowhere."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name, value in KEYS_IN_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("PEVENTS_TEMPLATES", str(tmp_path / "no-project"))  # whatever lies above where the tests run


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench in directories of its own."""
    with Workbench(tmp_path / "data", tmp_path / "config") as opened:
        yield opened


@pytest.fixture
def app(bench: Workbench) -> PeventsApp:
    """The app as a first start shows it: the sandbox, the first sample."""
    return PeventsApp(bench, bench.target())


@pytest.fixture
def at() -> Iterator[Target]:
    """A sandbox that reacts at once, as a target."""
    with Sandbox(reacts_after_s=0.05) as running:
        yield Target("tests", Policy.SANDBOX, TRACKING_ID, region="us-east-1", endpoint=running.url, read_timeout_s=5.0)
