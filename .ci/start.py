"""Starts an installed terminal UI on a pseudo-terminal, waits until it is ready, quits it, and passes its exit code on.

Usage: python .ci/start.py COMMAND [ARGUMENT ...]
"""

import os
import pty
import select
import struct
import sys
import termios
import time
from fcntl import ioctl

READY = b"ready"
QUIT = b"\x11"
LONGEST_S = 30.0


def main(command: list[str]) -> int:
    """Run the command on a terminal of 120 x 36; 1 where it never says that it is ready."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp(command[0], command)  # noqa: S606 - the program under test
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen, end_s, asked = b"", time.monotonic() + LONGEST_S, False
    while time.monotonic() < end_s:
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            seen += os.read(terminal, 65_536)
        except OSError:
            break
        if READY in seen and not asked:
            asked = True
            os.write(terminal, QUIT)
    _, status = os.waitpid(pid, 0)
    if not asked:
        sys.stderr.write("the terminal UI never said that it is ready\n")
        return 1
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
