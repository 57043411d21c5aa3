"""botocore's credential providers kept off the terminal: MFA asks through us, a process is bounded and can be cut.

Private names of botocore used, all held by a test: the providers' `_prompter`, `_popen` and `cache`.
"""

from __future__ import annotations

import os
import re
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pevents_tui.service.attempt import Attempt

CREDENTIAL_PROCESS_S = 30.0
"""Longest run of a `credential_process`."""
NO_ANSWER = "no answer within"
"""How it begins what is said of one that took longer."""
CODE = re.compile(r"[0-9]{6}")
"""What an MFA code is. Source: STS AssumeRole, TokenCode."""
_asking = threading.Lock()


class MfaRefused(Exception):
    """A role wants an MFA code, and nobody can be asked or nobody gave one.

    Attributes:
        given: What a person gave, which is no code; None where nobody was asked.
    """

    def __init__(self, prompt: str, given: str | None = None) -> None:
        super().__init__(prompt)
        self.given = given


def tame_providers(core: Any, ask_mfa: Callable[[str], str] | None, cache: dict[str, Any] | None = None) -> None:
    """Have a session's providers ask through us, and run processes bounded.

    Args:
        core: botocore's session.
        ask_mfa: Asks a person for a code; None means nobody can be asked.
        cache: Keeps the credentials of roles, in memory alone; None leaves that to each session.
    """
    for provider in core.get_component("credential_provider").providers:
        if provider.METHOD == "assume-role":
            provider._prompter = _prompter(ask_mfa)  # noqa: SLF001 - see the module's docstring
        if provider.METHOD == "custom-process":
            provider._popen = BoundedProcess  # noqa: SLF001 - the same
        if cache is not None and hasattr(provider, "cache"):
            provider.cache = cache


def _prompter(ask_mfa: Callable[[str], str] | None) -> Callable[[str], str]:
    def ask(prompt: str) -> str:
        if ask_mfa is None:
            raise MfaRefused(prompt)
        attempt = Attempt.current()
        if attempt is not None:
            attempt.asking()
        try:
            with _asking:
                code = ask_mfa(prompt).strip()
        finally:
            if attempt is not None:
                attempt.preparing()
        if not CODE.fullmatch(code):
            raise MfaRefused(prompt, code)
        return code

    return ask


class BoundedProcess:
    """A `credential_process` that cannot read the terminal, cannot run for ever, and ends with its attempt."""

    def __init__(self, *args: Any, **options: Any) -> None:
        import subprocess  # noqa: PLC0415 - only where a profile runs a command

        self._expired = subprocess.TimeoutExpired
        bounded = {**options, "stdin": subprocess.DEVNULL, "start_new_session": True}
        self._process = subprocess.Popen(*args, **bounded)  # noqa: S603 - the user's own

    @property
    def returncode(self) -> int | None:
        """The command's exit status."""
        return self._process.returncode

    def communicate(self) -> tuple[bytes, bytes]:
        """What it wrote, and what it said beside it; nothing of that where it took too long."""
        attempt = Attempt.current()
        if attempt is not None:
            attempt.when_cut(self._kill)
        try:
            return self._process.communicate(timeout=CREDENTIAL_PROCESS_S)
        except self._expired:
            self._kill()
            out, _ = self._process.communicate()
            return out, f"{NO_ANSWER} {CREDENTIAL_PROCESS_S:.0f} s".encode()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            if self._process.returncode is None:
                os.killpg(self._process.pid, signal.SIGKILL)  # its children hold the pipes too
