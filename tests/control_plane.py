"""The few answers of the control plane that lead to a schema, over HTTP, for tests of who asks."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from schemas import ACTIONS, SHOP

_ARN = "arn:aws:personalize:us-east-1:123456789012"


def answers(trackers: int = 3) -> dict[str, Any]:
    """Each operation's answer by what is asked: one tracker a page, the last of which is `t-<last>`."""
    pages: dict[str, Any] = {}
    for number in range(trackers):
        listed: dict[str, Any] = {"eventTrackers": [{"eventTrackerArn": f"{_ARN}:event-tracker/{number}"}]}
        if number + 1 < trackers:
            listed["nextToken"] = str(number + 1)
        pages[f"ListEventTrackers {number or ''}"] = listed
        pages[f"DescribeEventTracker {_ARN}:event-tracker/{number}"] = {
            "eventTracker": {"trackingId": f"t-{number}", "datasetGroupArn": f"{_ARN}:dataset-group/g"}
        }
    datasets = [
        {"datasetArn": f"{_ARN}:dataset/g/{name}", "datasetType": name}
        for name in ("ITEMS", "INTERACTIONS", "ACTION_INTERACTIONS")
    ]
    pages["ListDatasets "] = {"datasets": datasets}
    for name, text in (("INTERACTIONS", SHOP), ("ACTION_INTERACTIONS", ACTIONS)):
        dataset = {"schemaArn": f"{_ARN}:schema/{name}"}
        if name == "ACTION_INTERACTIONS":
            dataset["trackingId"] = "a-1"
        pages[f"DescribeDataset {_ARN}:dataset/g/{name}"] = {"dataset": dataset}
        pages[f"DescribeSchema {_ARN}:schema/{name}"] = {
            "schema": {"name": name.lower(), "schema": text, **({"domain": "ECOMMERCE"} if text is SHOP else {})}
        }
    return pages


@contextmanager
def control_plane(told: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers and refuses all else; its URL, and what was asked so far."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            operation = self.headers["X-Amz-Target"].rpartition(".")[2]
            arns = [value for name, value in body.items() if name.endswith("Arn") and name != "datasetGroupArn"]
            asked.append(f"{operation} {(arns or [body.get('nextToken', '')])[0]}")
            found = told.get(asked[-1])
            refusal = {"__type": "ResourceNotFoundException", "message": "there is none"}
            answer = json.dumps(refusal if found is None else found).encode()
            self.send_response(400 if found is None else 200)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_told: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
