"""Made-up credentials that sign whatever the app and the command line are tried with, and must turn up nowhere."""

from __future__ import annotations

from pathlib import Path

CANARY_ID = "AKIACANARYCANARYCANA"
CANARY_SECRET = "canary-secret-canary-secret-canary-secret"
CANARY_TOKEN = "canary-token-" + "x" * 80
CANARIES = (CANARY_ID, CANARY_SECRET, CANARY_TOKEN)
"""Of the id its last four characters may be shown."""
KEYS_IN_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": CANARY_ID,
    "AWS_SECRET_ACCESS_KEY": CANARY_SECRET,
    "AWS_SESSION_TOKEN": CANARY_TOKEN,
}
"""The variables that hold them."""


def canaries_in(text: str | bytes) -> list[str]:
    """Those that stand in a text."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return [canary for canary in CANARIES if canary.encode() in data]


def files_with_canaries(folder: Path) -> list[Path]:
    """The files that hold one, but for the AWS files of a home, whose place they have."""
    return [path for path in folder.rglob("*") if ".aws" not in path.parts and _holds_one(path)]


def _holds_one(path: Path) -> bool:
    try:
        return path.is_file() and bool(canaries_in(path.read_bytes()))
    except OSError:  # a test took the right to read it, or it went meanwhile
        return False
