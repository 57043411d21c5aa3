"""Lean: calls made by the standard library, with the bytes and the signature that boto3 would have made.

One connection is kept for the next call. What an answer says is read as botocore reads it; a test holds both roads
to each other over every fault of the sandbox.
"""

from __future__ import annotations

import http.client
import json
import platform
import select
import socket
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Any, cast

from pevents_tui import __version__
from pevents_tui.domain.errors import why
from pevents_tui.domain.plan import Call, Target
from pevents_tui.service.answer_body import AnswerCut, read_body
from pevents_tui.service.attempt import Attempt
from pevents_tui.service.lean_road import Road
from pevents_tui.service.sigv4 import signed_headers
from pevents_tui.service.unreached import Unreached

_USER_AGENT = f"pevents-tui/{__version__} lang/python#{platform.python_version()}"


class Answered(Exception):
    """The service answered with an error.

    Attributes:
        response: The answer as botocore's `ClientError` has it.
    """

    def __init__(self, response: dict[str, Any]) -> None:
        super().__init__(str(response["Error"]))
        self.response = response


class Lean:
    """Makes a target's calls, one at a time.

    Args:
        road: From `lean_road`.
        target: Tells the time bounds.
    """

    def __init__(self, road: Road, target: Target) -> None:
        self._road = road
        self._target = target
        self._idle: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()

    def call(self, call: Call) -> dict[str, Any]:
        """Make one call, within an `Attempt`; the answer's `ResponseMetadata` as botocore gives it.

        Raises:
            Answered: the service answered with an error.
            Unreached: no connection could be made.
            Exception: whatever http.client raises for a connection that breaks or an answer that is none.
        """
        connection, clean = self._take(), False
        try:
            self._open(connection)
            self._write(connection, call)
            status, headers, content = _read(connection)
            clean = True
        finally:
            if not clean:
                connection.close()
        self._give_back(connection)
        response = _response(status, headers)
        if status >= 300:
            raise Answered(_with_error(response, content))
        return response

    def close(self) -> None:
        """Close the connection that is kept."""
        connection = self._take_idle()
        if connection is not None:
            connection.close()

    def _take_idle(self) -> http.client.HTTPConnection | None:
        with self._lock:
            connection, self._idle = self._idle, None
            return connection

    def _take(self) -> http.client.HTTPConnection:
        """The kept connection where it still stands, else one that is not connected yet."""
        kept = self._take_idle()
        if kept is not None:
            if not _is_dropped(kept):
                return kept
            kept.close()
        return self._new()

    def _give_back(self, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if connection.sock is not None and self._idle is None:
                self._idle = connection
                return
        connection.close()

    def _new(self) -> http.client.HTTPConnection:
        wait_s = self._target.connect_timeout_s or None
        if self._road.scheme == "http":
            return http.client.HTTPConnection(self._road.host, self._road.port, timeout=wait_s)
        from pevents_tui.service.lean_tls import context_of  # noqa: PLC0415 - calls to this machine need no TLS

        context = context_of(self._road.ca_bundle)
        return http.client.HTTPSConnection(self._road.host, self._road.port, timeout=wait_s, context=context)

    def _open(self, connection: http.client.HTTPConnection) -> None:
        """Connect, unless it is connected already."""
        if connection.sock is not None:
            return
        attempt = Attempt.current()
        if attempt is not None:
            attempt.connecting()
        try:
            connection.connect()
        except (OSError, ValueError) as error:
            url = f"{self._road.scheme}://{self._road.authority}"
            raise Unreached(f'Could not connect to the endpoint URL: "{url}" ({why(error)})') from error
        sock: socket.socket = connection.sock  # type: ignore[assignment]  # it is connected
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        sock.settimeout(self._target.read_timeout_s or None)

    def _write(self, connection: http.client.HTTPConnection, call: Call) -> None:
        road, attempt = self._road, Attempt.current()
        headers = [
            ("Host", road.authority),
            ("Accept-Encoding", "identity"),
            ("Content-Type", "application/json"),
            ("User-Agent", _USER_AGENT),
            *signed_headers(road.keys, road.region, road.authority, call.spec.route, call.wire, time.time()),
            ("amz-sdk-invocation-id", str(uuid.uuid4())),
            ("amz-sdk-request", "attempt=1; max=1"),
            ("Content-Length", str(call.size_bytes)),
        ]
        if attempt is not None:
            attempt.writing(connection.sock)
            attempt.sent.extend(headers)
        connection.putrequest("POST", call.spec.route, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(call.wire)


def _is_dropped(connection: http.client.HTTPConnection) -> bool:
    """Whether a connection that waits has something to say, which can only be its end."""
    if connection.sock is None:
        return True
    poll = select.poll()
    try:
        poll.register(connection.sock, select.POLLIN)
        return bool(poll.poll(0))
    except (OSError, ValueError):
        return True


def _read(connection: http.client.HTTPConnection) -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers and whole body of the answer; the connection stays open where it may."""
    attempt = Attempt.current()
    answer = connection.getresponse()
    headers = cast("Mapping[str, str]", answer.headers)  # which finds names in any case
    with closing(answer):
        if attempt is not None:
            attempt.answering(headers)
        try:
            content = read_body(answer, headers)
        except http.client.IncompleteRead:
            raise AnswerCut from None
        if attempt is not None:
            attempt.ending()
    return answer.status, headers, content


def _response(status: int, headers: Mapping[str, str]) -> dict[str, Any]:
    lower = {name.lower(): value for name, value in headers.items()}
    metadata: dict[str, Any] = {"HTTPStatusCode": status, "HTTPHeaders": lower}
    request_id = lower.get("x-amzn-requestid", lower.get("x-amz-request-id"))
    if request_id is not None:
        metadata["RequestId"] = request_id
    return {"ResponseMetadata": metadata}


def _with_error(response: dict[str, Any], content: bytes) -> dict[str, Any]:
    """The answer with its error, found where botocore's rest-json parser finds it."""
    metadata = response["ResponseMetadata"]
    status, headers = metadata["HTTPStatusCode"], metadata["HTTPHeaders"]
    text = content.decode("utf-8", "replace")
    if status >= 500 and (not text.strip() or text.strip().startswith("<html>")):
        return {"Error": {"Code": str(status), "Message": http.client.responses.get(status, "")}, **response}
    body: Any = {}
    if text:
        body = {"message": text}
        with suppress(ValueError, RecursionError):
            body = json.loads(text)
    body = body if isinstance(body, dict) else {"message": text}
    code = body.get("__type", str(status))
    if "x-amzn-errortype" in headers:
        code = headers["x-amzn-errortype"].split(":")[0]
    elif "code" in body or "Code" in body:
        code = body.get("code", body.get("Code", ""))
    message = body.get("message", body.get("Message", ""))
    return {"Error": {"Code": str(code).rsplit("#", 1)[-1], "Message": message or ""}, **response}
