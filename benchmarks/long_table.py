"""What a long table takes: `check` of a CSV for a bulk import, of ten thousand, a hundred thousand and a million rows.

Run it as `python benchmarks/long_table.py [rows…]`. Each table is checked by a process of its own, whose largest
resident memory and time are told. The memory must not grow with the rows.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

ROWS = (10_000, 100_000, 1_000_000)
USERS = 50
PROGRAM = str(Path(sys.executable).parent / "pevents-tui")


def write_table(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write("USER_ID,SESSION_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n")
        for at in range(rows):
            file.write(f"qa-{at % USERS},s{at % USERS},B{at},View,{1_764_000_000 + at}\n")


def checked(path: Path, folder: str) -> tuple[float, int]:
    """Seconds, and the largest resident memory in MiB."""
    began_s = time.monotonic()
    words = [PROGRAM, "check", "--quiet", str(path), "--data-dir", folder, "--config-dir", folder]
    _, status, usage = os.wait4(os.posix_spawn(PROGRAM, words, os.environ), 0)
    assert status == 0
    unit = 1_048_576 if sys.platform == "darwin" else 1_024
    return time.monotonic() - began_s, usage.ru_maxrss // unit


def main() -> None:
    wanted = [int(word) for word in sys.argv[1:]] or ROWS
    with tempfile.TemporaryDirectory() as folder:
        for rows in wanted:
            path = Path(folder) / "table.csv"
            write_table(path, rows)
            took_s, memory_mib = checked(path, folder)
            print(f"{rows:>9,} rows  {memory_mib} MiB  {took_s:.1f} s, {rows / took_s:,.0f} rows a second")


if __name__ == "__main__":
    main()
