"""A sandbox over real HTTP and a workbench on it, for the service layer's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import builders
from fake_aws import FakeAws, environment, fake_aws
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench


@pytest.fixture(autouse=True)
def _no_aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No AWS setting of the machine reaches a test, and no test reaches AWS by accident."""
    for name in list(os.environ):
        if name.startswith("AWS_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox in memory, on a port of its own."""
    with Sandbox() as running:
        yield running


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench in directories of its own, with a fixed clock."""
    with Workbench(tmp_path / "data", tmp_path / "config", clock=lambda: float(builders.NOW_S)) as opened:
        yield opened


@pytest.fixture
def at(sandbox: Sandbox) -> Target:
    """The running sandbox as a target, with short times."""
    return Target(
        "tests",
        Policy.SANDBOX,
        TRACKING_ID,
        region="us-east-1",
        endpoint=sandbox.url,
        read_timeout_s=5.0,
        connect_timeout_s=2.0,
    )


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAws]:
    """AWS as far as credentials go, with the variables that bring botocore there."""
    with fake_aws() as fake:
        for name, value in environment(fake).items():
            monkeypatch.setenv(name, value)
        yield fake
