"""What every test of the command line has: an AWS environment without AWS, a sandbox, and a shell."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from aws_cli import AwsCli
from canaries import KEYS_IN_ENVIRONMENT
from cli.shell import Shell
from pevents_tui.sandbox import Sandbox


@pytest.fixture(autouse=True)
def aws_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Made-up keys, no profile, no instance metadata, an empty home."""
    for name in os.environ:
        if name.startswith(("AWS_", "PEVENTS_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    given = {
        "HOME": str(home),
        **KEYS_IN_ENVIRONMENT,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
        "PEVENTS_TEMPLATES": str(tmp_path / "no-project"),  # whatever lies above where the tests run
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def url() -> Iterator[str]:
    """A running sandbox."""
    with Sandbox() as sandbox:
        yield sandbox.url


@pytest.fixture(scope="session")
def aws() -> Iterator[AwsCli]:
    """The installed AWS CLI, in a process of its own."""
    with AwsCli() as made:
        yield made
