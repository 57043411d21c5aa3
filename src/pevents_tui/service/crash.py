"""The private file that tells of an error of the program itself: where it happened, without the values of variables."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from pevents_tui import __version__
from pevents_tui.domain.user_info import HIDDEN, without_user_info
from pevents_tui.domain.visible import visible
from pevents_tui.service.paths import PRIVATE_FILE, PRIVATE_FOLDER

_SECRETS = ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID")
_SERIAL = count(1)


def write_crash_file(
    folder: Path, error: BaseException, *, environ: Mapping[str, str], about: str = "", more: str = ""
) -> Path:
    """Write what happened to a new file that only its owner can read, and give its path.

    It holds the versions, the places in the code and the words of the errors, without any variable's value and with
    the credentials of the environment and of URLs masked.

    Args:
        folder: Where crash files are kept; made, for its owner only, when missing.
        error: What was raised; the errors that led to it are told as well.
        environ: The environment, whose credentials are masked.
        about: Further versions.
        more: What else the error has to say.

    Raises:
        OSError: The folder or the file cannot be written.
    """
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"crash-{now:%Y%m%dT%H%M%S}-{os.getpid()}-{next(_SERIAL)}.txt"
    versions = ", ".join(filter(None, (f"pevents-tui {__version__}", about, f"Python {sys.version.split()[0]}")))
    told = "".join(traceback.TracebackException.from_exception(error, capture_locals=False).format()) + more
    text = f"{now:%Y-%m-%dT%H:%M:%SZ} {versions}\n\n{visible(told, lines=True)}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(_masked(text, environ))
    return path


def _masked(text: str, environ: Mapping[str, str]) -> str:
    for name in _SECRETS:
        if secret := environ.get(name):
            for said in (secret, *secret.split()):  # an error may tell its line break in another way
                text = text.replace(said, HIDDEN)
    return without_user_info(text)
