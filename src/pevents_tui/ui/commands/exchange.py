"""The commands that bring a request in and take one out."""

from __future__ import annotations

from pevents_tui.ui.commands.base import Command


class OpenRequest(Command):
    """Open a file or paste a request: JSON, YAML, an AWS CLI command, boto3 code, a Python dict, curl or fetch()."""

    GROUP = "In and out"
    TITLE, KEYS, SHOWN_KEY = "Open or paste a request", "f7", "F7"


class CopyOrSave(Command):
    """Copy the calls, or save them to a file, as JSON, YAML, AWS CLI command, boto3 code or curl command."""

    GROUP = "In and out"
    TITLE, KEYS, SHOWN_KEY = "Copy or save as", "f9", "F9"


class CopyYaml(Command):
    """Copy the request as YAML, as the AWS CLI takes it."""

    GROUP = "In and out"
    TITLE = "Copy the request as YAML"


EXCHANGE_COMMANDS: tuple[type[Command], ...] = (OpenRequest, CopyOrSave, CopyYaml)
"""Every command of this file."""
