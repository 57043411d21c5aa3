"""What calls to this machine are signed with: no loopback endpoint, which nothing guards, ever sees real keys."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

DUMMY_KEYS = {"aws_access_key_id": "sandbox", "aws_secret_access_key": "sandbox"}
"""Keys that are nobody's."""


def local_keys(core: Any) -> dict[str, str]:
    """Dummy keys; those of the sandbox's other account where the settings name them, which are as made up.

    Args:
        core: botocore's session.
    """
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - loads behind the first paint

    from pevents_tui.sandbox import PRODUCTION_KEY  # noqa: PLC0415 - only calls to this machine need it

    named = None if core.instance_variables().get("profile") else os.environ.get("AWS_ACCESS_KEY_ID")
    with suppress(BotoCoreError, OSError, ValueError):
        named = named or core.get_scoped_config().get("aws_access_key_id")
    return {**DUMMY_KEYS, "aws_access_key_id": PRODUCTION_KEY} if named == PRODUCTION_KEY else DUMMY_KEYS
