"""AWS as far as credentials go: an endpoint on loopback for STS, trackers and events, which tells what it got."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

from canaries import CANARY_ID, CANARY_SECRET, CANARY_TOKEN
from pevents_tui.domain.plan import Policy, Target

ROLE = "arn:aws:iam::123456789012:role/Deployer"
DEVICE = "arn:aws:iam::123456789012:mfa/ana"
_STS = "https://sts.amazonaws.com/doc/2011-06-15/"


@dataclass
class FakeAws:
    """A running endpoint.

    Attributes:
        url: Where it is.
        asked: What was asked for, in order: `sts AssumeRole`, `ListEventTrackers`, `POST /events`.
        bodies: The bodies in the same order.
        headers: The headers in the same order.
        trackers: Its trackers: tracking ID and status by name.
        refuse: An error's code by what is asked for.
        code: The MFA code that it takes.
        gate: Answers wait for it.
    """

    url: str = ""
    asked: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    trackers: dict[str, tuple[str, str]] = field(default_factory=dict)
    refuse: dict[str, str] = field(default_factory=dict)
    code: str = "123456"
    gate: threading.Event = field(default_factory=threading.Event)

    def count(self, what: str) -> int:
        """How often something was asked for."""
        return self.asked.count(what)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    fake: ClassVar[FakeAws]

    def do_GET(self) -> None:
        self._note(f"GET {self.path}", "")
        self._answer(403, "{}", "application/json")

    def do_PUT(self) -> None:
        self._note(f"PUT {self.path}", "")
        self.fake.gate.wait(20)
        self._answer(404, "", "text/plain")

    def do_POST(self) -> None:
        fake = self.fake
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        target = self.headers.get("X-Amz-Target", "")
        query = {name: values[0] for name, values in parse_qs(body).items()} if not target else {}
        path = "/" + self.path.split("://", 1)[-1].partition("/")[2] if "://" in self.path else self.path
        asked = target.partition(".")[2] or (f"sts {query['Action']}" if "Action" in query else f"POST {path}")
        self._note(asked, body)
        fake.gate.wait(20)
        if asked.startswith("sts "):
            self._sts(asked, query)
        elif asked in fake.refuse:
            self._answer(400, json.dumps({"__type": fake.refuse[asked], "message": "no"}), "application/json")
        else:
            self._answer(200, json.dumps(self._control(asked, body)) if target else "", "application/json")

    def _note(self, asked: str, body: str) -> None:
        self.fake.bodies.append(body)
        self.fake.headers.append(dict(self.headers.items()))
        self.fake.asked.append(asked)

    def _sts(self, asked: str, query: Mapping[str, str]) -> None:
        code = self.fake.refuse.get(asked)
        if query.get("SerialNumber") and query.get("TokenCode") != self.fake.code:
            code, message = "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code."
        else:
            message = "is not authorized"
        if code:
            inner = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            self._answer(403, f'<ErrorResponse xmlns="{_STS}">{inner}</ErrorResponse>', "text/xml")
            return
        action = asked.removeprefix("sts ")
        until = (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        given = "<Account>123456789012</Account><UserId>A:ana</UserId>"
        given += "<Arn>arn:aws:sts::123456789012:assumed-role/Deployer/ana</Arn>"
        if action != "GetCallerIdentity":
            keys = (
                f"<AccessKeyId>{CANARY_ID}</AccessKeyId><SecretAccessKey>{CANARY_SECRET}</SecretAccessKey>"
                f"<SessionToken>{CANARY_TOKEN}</SessionToken><Expiration>{until}</Expiration>"
            )
            who = f"<AssumedRoleUser><Arn>{ROLE}/ana</Arn><AssumedRoleId>A:ana</AssumedRoleId></AssumedRoleUser>"
            given = f"<Credentials>{keys}</Credentials>{who}"
        result = f"<{action}Result>{given}</{action}Result>"
        self._answer(200, f'<{action}Response xmlns="{_STS}">{result}</{action}Response>', "text/xml")

    def _control(self, asked: str, body: str) -> dict[str, Any]:
        trackers = self.fake.trackers
        if asked == "ListEventTrackers":
            return {"eventTrackers": [{"name": name, "eventTrackerArn": f"arn:{name}"} for name in trackers]}
        if asked == "DescribeEventTracker":
            name = json.loads(body)["eventTrackerArn"].removeprefix("arn:")
            return {"eventTracker": {"name": name, "trackingId": trackers[name][0], "status": trackers[name][1]}}
        return {"datasets": []} if asked == "ListDatasets" else {}

    def _answer(self, status: int, text: str, kind: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("x-amzn-RequestId", "r-1")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@contextmanager
def fake_aws() -> Iterator[FakeAws]:
    """AWS while it is entered."""
    fake = FakeAws()
    fake.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


def environment(fake: FakeAws) -> dict[str, str]:
    """Variables that bring STS and the trackers there, and what is plain HTTP elsewhere through it as a proxy."""
    return {
        "AWS_ENDPOINT_URL_STS": fake.url,
        "AWS_ENDPOINT_URL_PERSONALIZE": fake.url,
        "HTTP_PROXY": fake.url,
        "http_proxy": fake.url,
    }


def write_config(text: str, credentials: str = "") -> None:
    """The AWS files of the home that tests have."""
    folder = Path.home() / ".aws"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config").write_text(text)
    if credentials:
        (folder / "credentials").write_text(credentials)


KEYS = f"aws_access_key_id={CANARY_ID}\naws_secret_access_key={CANARY_SECRET}\n"
MFA_CONFIG = (
    f"[profile mfa]\nregion=eu-west-1\nrole_arn={ROLE}\nsource_profile=base\nmfa_serial={DEVICE}\n"
    f"[profile role]\nregion=eu-west-1\nrole_arn={ROLE}\nsource_profile=base\n[profile base]\n{KEYS}"
)
ELSEWHERE = "http://events.example"
"""An endpoint that is not on this machine, so that calls are signed with real credentials."""


def real_target(profile: str | None = None, **parts: object) -> Target:
    """A target that real credentials sign for."""
    given = {"label": "aws", "policy": Policy.PRODUCTION, "region": "eu-west-1", "endpoint": ELSEWHERE, **parts}
    return Target(profile=profile, **given)  # type: ignore[arg-type]
