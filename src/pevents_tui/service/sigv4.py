"""AWS's signature, version 4, of one POST, by the standard library alone.

Source: AWS General Reference, "Create a signed AWS API request". A test holds every signature to botocore's own.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass, field

SIGNING_NAME = "personalize"
"""The service's name in a signature. Source: botocore's service model, metadata.signingName."""
_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Keys:
    """What calls are signed with.

    Attributes:
        access_key_id: Names the signer.
        secret: Never shown, kept or sent.
        token: Of temporary keys; None for lasting ones.
    """

    access_key_id: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


def signed_headers(keys: Keys, region: str, host: str, path: str, body: bytes, at_s: float) -> list[tuple[str, str]]:
    """The headers that make a POST a signed one, in the order botocore writes them.

    Args:
        keys: The signer's.
        region: Where the service is.
        host: As in the Host header, with a port that is not the scheme's own.
        path: Absolute; nothing in it needs escaping.
        body: The exact bytes.
        at_s: The present in epoch seconds.
    """
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(at_s))
    signed = [("content-type", "application/json"), ("host", host), ("x-amz-date", stamp)]
    if keys.token:
        signed.append(("x-amz-security-token", keys.token.strip()))
    names = ";".join(name for name, _ in signed)
    heads = "".join(f"{name}:{' '.join(value.split())}\n" for name, value in signed)
    asked = "\n".join(("POST", path, "", heads, names, hashlib.sha256(body).hexdigest()))
    scope = f"{stamp[:8]}/{region}/{SIGNING_NAME}/aws4_request"
    wanted = "\n".join((_ALGORITHM, stamp, scope, hashlib.sha256(asked.encode()).hexdigest()))
    signature = hmac.new(_day_key(keys.secret, scope), wanted.encode(), hashlib.sha256).hexdigest()
    told = f"{_ALGORITHM} Credential={keys.access_key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    token = [("X-Amz-Security-Token", keys.token)] if keys.token else []
    return [("X-Amz-Date", stamp), *token, ("Authorization", told)]


def _day_key(secret: str, scope: str) -> bytes:
    """The key that a day's calls to one service in one region are signed with."""
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
