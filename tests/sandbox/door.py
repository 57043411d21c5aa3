"""How the sandbox tests speak to a sandbox: boto3 as a user has it, plain HTTP, and bare sockets."""

import http.client
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import boto3
from botocore.config import Config

from pevents_tui.sandbox import TEST_KEY, TRACKING_ID

ARN = "arn:aws:personalize:us-east-1:123456789012:dataset/shop/ITEMS"
PATHS = {
    "PutEvents": "/events",
    "PutActionInteractions": "/action-interactions",
    "PutItems": "/items",
    "PutUsers": "/users",
    "PutActions": "/actions",
}
METHODS = {
    "PutEvents": "put_events",
    "PutActionInteractions": "put_action_interactions",
    "PutItems": "put_items",
    "PutUsers": "put_users",
    "PutActions": "put_actions",
}


def body_of(operation: str) -> dict[str, Any]:
    """Give a body in which every modelled member is set."""
    event = {
        "eventId": "event-1", "eventType": "View", "eventValue": 4.5, "itemId": "item-1",
        "properties": '{"shelf":"3"}', "sentAt": 1714564800, "recommendationId": "rid-1", "impression": ["i1", "i2"],
        "metricAttribution": {"eventAttributionSource": "mobile app"},
    }  # fmt: skip
    interaction = {
        "actionId": "action-1", "userId": "user-1", "sessionId": "session-1", "timestamp": 1714564800,
        "eventType": "Taken", "eventId": "event-1", "recommendationId": "rid-1", "impression": ["a1"],
        "properties": '{"n":"1"}',
    }  # fmt: skip
    bodies: dict[str, dict[str, Any]] = {
        "PutEvents": {
            "trackingId": TRACKING_ID, "userId": "user-1", "sessionId": "session-1", "eventList": [event],
        },
        "PutActionInteractions": {"trackingId": TRACKING_ID, "actionInteractions": [interaction]},
        "PutItems": {"datasetArn": ARN, "items": [{"itemId": "item-1", "properties": '{"genre":"Horror"}'}]},
        "PutUsers": {"datasetArn": ARN, "users": [{"userId": "user-1", "properties": '{"age":"45"}'}]},
        "PutActions": {"datasetArn": ARN, "actions": [{"actionId": "action-1", "properties": '{"value":"9"}'}]},
    }  # fmt: skip
    return bodies[operation]


@dataclass(frozen=True)
class Heard:
    """One HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str | None:
        return self.headers.get("x-amzn-errortype")

    @property
    def message(self) -> str:
        return str(json.loads(self.body)["message"])


class Door:
    """One running sandbox, seen from outside."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.port = int(url.rpartition(":")[2])
        self._clients: list[Any] = []

    def client(self, service: str = "personalize-events", key: str = TEST_KEY, **options: Any) -> Any:
        """Give a boto3 client of a service, calling with an access key; `options` go into its Config."""
        known: dict[str, Any] = {
            "retries": {"total_max_attempts": 1, "mode": "standard"},
            "proxies": {},
            "connect_timeout": 5,
            "read_timeout": 10,
        }
        client = boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key="sandbox",
            config=Config(**(known | options)),
        )
        self._clients.append(client)
        return client

    def close(self) -> None:
        for client in self._clients:
            client.close()

    def say(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Heard:
        """Make one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Heard(response.status, found, response.read())
        finally:
            connection.close()

    def post(self, path: str, body: bytes, content_type: str = "application/json") -> Heard:
        return self.say("POST", path, body, {"Content-Type": content_type})

    def call(self, operation: str, body: Mapping[str, Any]) -> Heard:
        """Send a body as it is, whatever the client library would say to it."""
        return self.post(PATHS[operation], json.dumps(body).encode())

    def ask(self, topic: str, **query: object) -> dict[str, Any]:
        """Read a document of the sandbox itself."""
        heard = self.say("GET", f"/_sandbox/{topic}" + ("?" + urlencode(query) if query else ""))
        assert heard.status == 200, heard
        found: dict[str, Any] = json.loads(heard.body)
        return found

    def calls(self, **query: object) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("calls", **query)["calls"]
        return found

    def order(self, fault: str, **options: object) -> Heard:
        """Arm a fault."""
        return self.post("/_sandbox/faults", json.dumps({"fault": fault, **options}).encode())

    def socket(self) -> socket.socket:
        """Give a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def raw(self, request: bytes) -> bytes:
        """Send bytes as they are and give everything that comes back until the connection ends."""
        with self.socket() as connection:
            connection.sendall(request)
            heard = b""
            while more := connection.recv(65536):
                heard += more
            return heard
