"""Fresh values that need no clock and no dice: the next test user, the next of the times one asks for."""

from __future__ import annotations

import re

TEST_USER = "qa-user"
"""Who acts in a new draft."""
TEST_PREFIX = "qa-"
"""What test users begin with where their target wants nothing else."""
FIVE_MINUTES_AGO = "-5m"
NOW = "now"


def first_user(prefix: str | None = None) -> str:
    """The test user of a new draft: `qa-user`, behind the prefix that a target wants.

    Args:
        prefix: What the target wants; None for anything.
    """
    return TEST_USER if TEST_USER.startswith(prefix or "") else f"{prefix}user"


def next_user(user: object, prefix: str | None = None) -> str:
    """The test user after this one: `qa-ana`, `qa-ana-2`, `qa-ana-3`; the first of all where it is no test user's.

    Args:
        user: What the draft holds. The number of a real user is not counted up: the next one is somebody else.
        prefix: What the target wants test users to begin with; None for `qa-`.
    """
    numbered = rf"({re.escape(prefix or TEST_PREFIX)}.{{0,200}}?)(?:-(\d{{1,9}}))?"
    found = re.fullmatch(numbered, user, re.DOTALL) if isinstance(user, str) else None
    return f"{found[1]}-{int(found[2] or 1) + 1}" if found else first_user(prefix)


def next_time(value: object) -> str:
    """Now, and after now five minutes ago.

    Args:
        value: What the draft holds.
    """
    return FIVE_MINUTES_AGO if value == NOW else NOW
