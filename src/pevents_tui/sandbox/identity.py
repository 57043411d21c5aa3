"""STS as far as it tells who calls: GetCallerIdentity over the query protocol."""

import uuid
from typing import Final
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from pevents_tui.sandbox.accounts import Caller, caller
from pevents_tui.sandbox.answers import Reply, ServiceError
from pevents_tui.sandbox.armoury import Armoury, spoil
from pevents_tui.sandbox.visits import Visits
from pevents_tui.sandbox.wire import Answer, Request

SERVICE: Final = "sts"
"""What faults call it."""

MEDIA_TYPE: Final = "application/x-www-form-urlencoded"
"""How its questions come."""

_SPACE: Final = "https://sts.amazonaws.com/doc/2011-06-15/"
_UNKNOWN: Final = ServiceError(400, "InvalidAction", "The sandbox answers GetCallerIdentity of 2011-06-15 only")


class IdentityService:
    """Tells callers who they are.

    Args:
        armoury: the faults that may hit them.
        visits: where they are noted.
    """

    def __init__(self, armoury: Armoury, visits: Visits) -> None:
        self._armoury = armoury
        self._visits = visits

    def take(self, request: Request) -> Reply:
        """Answer one question."""
        asked = dict(parse_qsl(request.body.decode("ascii", "replace")))
        operation = asked.get("Action", "")
        armed = self._armoury.strike(operation, SERVICE)
        known = operation == "GetCallerIdentity" and asked.get("Version") == "2011-06-15"
        error = (None if armed is None else armed.fault.error) or (None if known else _UNKNOWN)
        speaker = caller(request.head.headers)
        self._visits.add(SERVICE, operation, speaker, error)
        answer = _identity(speaker) if error is None else _refused(error)
        return Reply(answer) if armed is None else spoil(answer, armed)


def _identity(speaker: Caller) -> Answer:
    account = speaker.account
    told = f"<Arn>{account.caller_arn()}</Arn><UserId>AROASANDBOX:sandbox</UserId><Account>{account.number}</Account>"
    request_id = str(uuid.uuid4())
    return _xml(
        200,
        request_id,
        f'<GetCallerIdentityResponse xmlns="{_SPACE}"><GetCallerIdentityResult>{told}</GetCallerIdentityResult>'
        f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></GetCallerIdentityResponse>",
    )


def _refused(error: ServiceError) -> Answer:
    request_id = str(uuid.uuid4())
    told = f"<Type>Sender</Type><Code>{escape(error.code)}</Code><Message>{escape(error.message)}</Message>"
    return _xml(
        error.status,
        request_id,
        f'<ErrorResponse xmlns="{_SPACE}"><Error>{told}</Error><RequestId>{request_id}</RequestId></ErrorResponse>',
    )


def _xml(status: int, request_id: str, text: str) -> Answer:
    return Answer(status, text.encode(), "text/xml", {"x-amzn-RequestId": request_id})
