"""One attempt on the wire, bounded and cancellable: botocore builds and signs, this answers its `before-send`.

botocore bounds single reads, never a whole answer: a byte every ten seconds keeps a call alive for ever, and an
endless answer fills the memory. Here an attempt runs in a thread of its own; the caller waits for it, its deadline or
a cancel, whichever comes first, and cuts the socket where it must. Whether any byte had left decides what that means.

Private names of botocore used, all held by a test: the client's `_endpoint.http_session` and that session's
`_pool_classes_by_scheme`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSResponse

from pevents_tui.service.answer_body import read_body
from pevents_tui.service.attempt import Attempt
from pevents_tui.service.told import HTTPPool, HTTPSPool


class _Bytes:
    """An answer's body that was read already, in the form `AWSResponse` reads."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, *_args: Any, **_options: Any) -> Iterator[bytes]:
        """The whole body as one chunk."""
        yield self._content


def answer_for(client: Any) -> None:
    """Have a client's requests sent by botocore's own HTTP session, in told connections, with a bounded answer."""
    session = client._endpoint.http_session  # noqa: SLF001 - see the module's docstring
    session._pool_classes_by_scheme.update(http=HTTPPool, https=HTTPSPool)  # noqa: SLF001 - the same

    def send(request: Any, **_options: Any) -> AWSResponse:
        request.stream_output = True  # the body is ours to read, as much of it as we want
        response = session.send(request)
        attempt = Attempt.current()
        if attempt is not None:
            attempt.answering(response.headers)
        try:
            content = read_body(response.raw, response.headers)
        except BaseException:
            response.raw.close()
            raise
        if attempt is not None:
            attempt.ending()
        response.raw.release_conn()
        return AWSResponse(response.url, response.status_code, response.headers, _Bytes(content))

    client.meta.events.register_last(f"before-send.{client.meta.service_model.service_id.hyphenize()}", send)
