"""Starting over: the sandbox forgets what a user did since its training; events at AWS cannot be taken back."""

from __future__ import annotations

import http.client
import json
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import is_loopback
from pevents_tui.service.workbench import Workbench

FORGET = "/_sandbox/forget"
"""The sandbox's own way; no service of AWS has such a path."""
_LONGEST_S = 5.0


def forget_user(workbench: Workbench, target: Target, user_id: str, cancel: Cancel | None = None) -> bool:
    """Have the sandbox forget what a user did; whether it did. Nothing beyond this machine is asked.

    Args:
        workbench: The door to the sandbox.
        target: Where the events went.
        user_id: Whose.
        cancel: Ends the asking within a moment.

    Raises:
        FolderError: the sandbox cannot start.
    """
    if target.policy not in {Policy.SANDBOX, Policy.LOCAL}:
        return False
    endpoint = workbench.reachable(Plan(target, ())).target.endpoint
    if endpoint is None or not is_loopback(endpoint):
        return False
    at = urlsplit(endpoint)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=_LONGEST_S)
    cancel = cancel or Cancel()
    try:
        connection.connect()
        reached = connection.sock  # the connection forgets it once the answer begins

        def cut() -> None:
            with suppress(OSError):  # it may be closed by now
                reached.shutdown(socket.SHUT_RDWR)

        cancel.listen(cut)
        body = json.dumps({"userId": user_id}).encode()
        connection.request("POST", FORGET, body, {"Content-Type": "application/json"})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
