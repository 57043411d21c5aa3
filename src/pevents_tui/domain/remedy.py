"""What an outcome means, and what to do about it: one sentence each, for every way a call is known to end.

Sources: the service model's error shapes; the Common Errors page of the Personalize API reference; what public issues
of SDKs quote of the service's messages.
"""

from __future__ import annotations

from dataclasses import dataclass

from pevents_tui.domain.outcome import Accepted, Cause, NotSent, Outcome, Refused, Unknown, is_throttle
from pevents_tui.domain.plan import Target

AGAIN = "then send it again exactly."
"""How most steps end: the same ids and bytes once more."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What an outcome means and what to do.

    Attributes:
        meaning: What it means, in a sentence.
        step: What to do, in a sentence; empty where nothing needs doing.
    """

    meaning: str
    step: str


def remedy(outcome: Outcome, target: Target) -> Remedy:
    """What an outcome means at a target, and what to do about it."""
    if isinstance(outcome, Accepted):
        return Remedy("The service gave a receipt; it does not say what becomes of each event.", "")
    if isinstance(outcome, Refused):
        return _refused(outcome, target)
    if isinstance(outcome, Unknown):
        return _UNKNOWN.get(outcome.cause, _MAY_HAVE_ARRIVED)
    return _not_sent(outcome, target)


def next_step(outcome: Outcome, target: Target) -> str:
    """What to do about an outcome, in one sentence; empty where nothing needs doing."""
    return remedy(outcome, target).step


def untold_step(outcome: Outcome, target: Target) -> str:
    """The next step where the outcome's own message does not end with it; else empty."""
    step = next_step(outcome, target)
    told = getattr(outcome, "message", "").rpartition("; ")[2].lower()
    return "" if told and step.lower().startswith(told) else step


def ask_step(outcome: Outcome, target: Target) -> str:
    """What to do when a question about an account was not answered, in one sentence."""
    if isinstance(outcome, NotSent | Unknown) and outcome.cause is Cause.CANCELLED:
        return ""
    if isinstance(outcome, Unknown):
        return "Ask again."
    if isinstance(outcome, Refused) and outcome.code.startswith("AccessDenied"):
        return "Ask for the policy to discover trackers (docs/permissions.md), or type the tracking ID."
    if isinstance(outcome, Refused) and outcome.code.startswith("ResourceNotFound"):
        return "Check the region and the account."
    return next_step(outcome, target).replace(AGAIN, "then ask again.")


_MAY_HAVE_ARRIVED = Remedy(
    "The call left and no whole answer came back: it may have arrived.",
    "Send it again exactly: the event ids stay the same, so a second arrival is not used in training.",
)
_UNKNOWN = {
    Cause.SERVER: Remedy(
        "The service failed, which can happen before or after it took the call: it may have arrived.",
        _MAY_HAVE_ARRIVED.step,
    ),
    Cause.NO_REQUEST_ID: Remedy(
        "Something answered 2xx without the request id that Personalize always gives.",
        "This does not look like Personalize: look at the endpoint (a proxy or login page?), then send again.",
    ),
    Cause.BAD_ANSWER: Remedy(
        "What came back was not a whole HTTP answer, so that nothing in it can be trusted.", _MAY_HAVE_ARRIVED.step
    ),
    Cause.CANCELLED: Remedy(
        "It was cancelled after its first bytes had left: it may have arrived.", _MAY_HAVE_ARRIVED.step
    ),
    Cause.CRASHED: Remedy(
        "This program ended while the call was under way: it may have arrived.", _MAY_HAVE_ARRIVED.step
    ),
}

_NOT_SENT = {
    Cause.CONNECTION: Remedy(
        "No connection was made, so nothing left this machine.",
        f"Check the region, the endpoint and your network, {AGAIN}",
    ),
    Cause.CREDENTIALS: Remedy(
        "There was nothing to sign the call with, so nothing left this machine.",
        f"Give credentials (a profile, environment keys, or aws sso login), {AGAIN}",
    ),
    Cause.CONFIGURATION: Remedy(
        "A setting cannot be used, so nothing left this machine.", f"Mend the named setting, {AGAIN}"
    ),
    Cause.CANCELLED: Remedy(
        "It was cancelled before anything had left this machine.", "Send it again when you are ready."
    ),
}


def _not_sent(outcome: NotSent, target: Target) -> Remedy:
    found = _NOT_SENT.get(outcome.cause, _NOT_SENT[Cause.CANCELLED])
    step = outcome.message.rpartition("; ")[2] if "; " in outcome.message else ""
    if step and outcome.cause in (Cause.CREDENTIALS, Cause.CONFIGURATION):
        return Remedy(found.meaning, f"{step[0].upper()}{step[1:]}, {AGAIN}")  # the message says what mends it
    if outcome.cause is Cause.CREDENTIALS and "sso" in outcome.message.lower():
        return Remedy("The SSO session is over, so nothing left this machine.", f"Run {_login(target)}, {AGAIN}")
    return found


_EXPIRED = "expired"
_BY_MESSAGE = (
    (
        "properties json",
        "The service could not read the properties: they must be the JSON text of one object, encoded once.",
        "Mend the properties (no text inside text) and send it as new.",
    ),
    (
        "milliseconds since epoch",
        "A time went out as text; the service takes a number of seconds.",
        "Give the time as a number or leave it blank for now, and send it as new.",
    ),
)
"""By what a message of an invalid input says. Sources: aws/aws-sdk-js#2773, pplu/aws-sdk-perl#379."""
_BY_CODE: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("ExpiredToken", "UnrecognizedClient", "InvalidClientTokenId", "InvalidAccessKeyId"),
        "The service does not know these credentials, or does not know them any more.",
        _EXPIRED,
    ),
    (
        ("RequestExpired", "RequestTimeTooSkewed"),
        "The signature is too old or from the future: more than 15 minutes from the service's time.",
        f"Set this machine's clock, {AGAIN}",
    ),
    (
        ("SignatureDoesNotMatch", "InvalidSignature", "IncompleteSignature"),
        "The service computed another signature than the one it got.",
        f"Check the secret key and this machine's clock, {AGAIN}",
    ),
    (
        ("MissingAuthenticationToken",),
        "The call came without a signature, or to a path the service does not know.",
        f"Check the endpoint URL and the credentials, {AGAIN}",
    ),
    (
        ("AccessDenied", "NotAuthorized", "UnauthorizedOperation"),
        "These credentials may not do this.",
        f'Allow the action the message names on Resource "*" (no narrower one is taken), wait a minute, {AGAIN}',
    ),
    (
        ("OptInRequired", "SubscriptionRequired"),
        "The account has not opted in to this service or region.",
        f"Enable the region for the account or choose another region, {AGAIN}",
    ),
    (
        ("ResourceNotFound",),
        "There is no such tracker in this account and region.",
        "Check the tracking ID, region and account: for actions it is the Action_Interactions dataset's.",
    ),
    (
        ("ResourceInUse",),
        "The tracker or its dataset is being made or changed.",
        f"Wait until the tracker or dataset is ACTIVE, {AGAIN}",
    ),
    (
        ("LimitExceeded", "ServiceQuotaExceeded"),
        "A quota of the account is used up.",
        f"Look at the quota the message names, wait or raise it, {AGAIN}",
    ),
    (
        ("UnknownOperation", "InvalidAction"),
        "The endpoint does not know this operation: it is another service's.",
        "Give the endpoint of personalize-events, or none.",
    ),
    (
        ("RequestEntityTooLarge", "413"),
        "The body is larger than the endpoint takes.",
        "Send fewer events a call, or shorter properties, as new.",
    ),
    (
        ("InvalidInput", "Validation", "Serialization", "InvalidParameter", "MalformedQueryString"),
        "Something in the body is not as the service wants it; nothing of this call was taken.",
        "Change what the message names and send it as new.",
    ),
)
"""By the start of a code, its meaning and the step."""


def _refused(outcome: Refused, target: Target) -> Remedy:
    if is_throttle(outcome.code, outcome.http_status):
        asked = f" at least {outcome.retry_after_s:g} s" if outcome.retry_after_s else " a little"
        return Remedy(
            "Calls came faster than the quota of the dataset group allows; nothing of this one was taken.",
            f"Wait{asked}, {AGAIN}",
        )
    if outcome.code.startswith(("InvalidInput", "Serialization")):
        for words, meaning, step in _BY_MESSAGE:
            if words in outcome.message:
                return Remedy(meaning, step)
    for starts, meaning, step in _BY_CODE:
        if outcome.code.startswith(starts):
            renew = f"Renew the credentials (for SSO: {_login(target)}), {AGAIN}"
            return Remedy(meaning, renew if step is _EXPIRED else step)
    if 300 <= outcome.http_status < 400:
        meaning = "The endpoint points elsewhere, and redirects are not followed: a signature holds for one host."
        return Remedy(meaning, "Give the final endpoint URL.")
    return Remedy(
        "The service said no; nothing of this call was taken.",
        "Read the service's message, mend what it names, and send it as new.",
    )


def _login(target: Target) -> str:
    return "aws sso login" + (f" --profile {target.profile}" if target.profile else "")
