"""What a sandbox says it got, asked over HTTP as anyone may: its calls, its events, its faults."""

from __future__ import annotations

import json
import urllib.request
from typing import Any
from urllib.parse import urlencode


def ask(
    url: str, path: str, body: Any = None, *, method: str | None = None, query: dict[str, Any] | None = None
) -> Any:
    """The JSON answer of one inspection path; a body makes it a POST."""
    words = f"?{urlencode(query)}" if query else ""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - a loopback URL that the test started
        f"{url}/_sandbox/{path}{words}", data, {"Content-Type": "application/json"} if data else {}, method=method
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=20) as answer:
        return json.load(answer)


def calls(url: str, **query: str | int) -> list[dict[str, Any]]:
    """The calls on the ledger, oldest first, all pages."""
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        page = ask(url, "calls", query={"limit": 1000, "after": after, **query})
        found += page["calls"]
        if page["next"] is None:
            return found
        after = page["next"]


def arm(url: str, fault: str, **order: Any) -> None:
    """Have the next calls fail: `calls=3`, or `share=0.1, seed=7`."""
    ask(url, "faults", {"fault": fault, **(order or {"calls": 1})})


def disarm(url: str) -> None:
    """Let everything pass again."""
    ask(url, "faults", method="DELETE")
