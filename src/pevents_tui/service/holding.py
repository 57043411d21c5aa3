"""Files that a living process holds: the system lets go of them at any death."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

_PRIVATE = 0o600


def lock(path: Path, *, create: bool) -> int | None:
    """A handle that holds the file's lock; None where the file was removed while the lock was taken.

    Args:
        path: The file of the lock.
        create: Make it where it is missing.

    Raises:
        BlockingIOError: another process holds it.
        OSError: the file cannot be opened.
    """
    handle = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0) | os.O_CLOEXEC, _PRIVATE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
    except FileNotFoundError:
        pass
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None
