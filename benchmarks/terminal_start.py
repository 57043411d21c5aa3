"""How long from the command to the first key that is echoed, beside Posting and the least a Textual app can be.

Run it as `python benchmarks/terminal_start.py [--posting CMD] [--rounds N]`. Each round starts every program in turn,
so that what else the machine does meets them alike; the figures to quote are the ratios.
"""

import argparse
import sys
import time

from pty_probe import Probe, Program, Silent, first_echo, judge, median, probing, programs

KEY_TO_POSTING, KEY_TO_MINIMAL, MEMORY_TO_POSTING = 0.30, 1.5, 0.6
"""The most that ours may take, as shares of the others' medians."""


def measure(program: Program) -> tuple[float, float, float]:
    """Milliseconds to the first text and to the first key echoed, and MiB held when the text was there."""
    with probing(program) as probe:
        text_ms, memory_mib = first_text(probe)
        first_echo(probe)
        return text_ms, since_ms(probe), memory_mib


def first_text(probe: Probe) -> tuple[float, float]:
    probe.wait_for_raw()
    probe.wait_for_paint()
    return since_ms(probe), probe.resident_mib()


def since_ms(probe: Probe) -> float:
    return (time.perf_counter() - probe.started_s) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posting", default="posting", metavar="CMD", help="how Posting is started")
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    taken: dict[str, list[tuple[float, float, float]]] = {}
    with programs(asked.posting) as found:
        for _ in range(asked.rounds + 1):
            for program in list(found):
                try:
                    taken.setdefault(program.name, []).append(measure(program))
                except Silent as error:
                    print(f"{program.name}: skipped, {error}")
                    found.remove(program)
    return report({name: rows[1:] for name, rows in taken.items() if len(rows) == asked.rounds + 1})


def report(taken: dict[str, list[tuple[float, float, float]]]) -> int:
    """Print the medians and the ratios; 1 when one is missed. The first round only filled the caches."""
    middle = {name: [median([row[at] for row in rows]) for at in range(3)] for name, rows in taken.items()}
    print(f"{'program':<10}{'text ms':>9}{'key ms':>9}{'min':>8}{'max':>8}{'MiB':>7}")
    for name, (text_ms, key_ms, memory_mib) in middle.items():
        keys = [row[1] for row in taken[name]]
        print(f"{name:<10}{text_ms:>9.0f}{key_ms:>9.0f}{min(keys):>8.0f}{max(keys):>8.0f}{memory_mib:>7.0f}")
    held = []
    if {"ours", "Posting"} <= middle.keys():
        held.append(judge("first key, ours / Posting", middle["ours"][1] / middle["Posting"][1], KEY_TO_POSTING))
        held.append(judge("memory, ours / Posting", middle["ours"][2] / middle["Posting"][2], MEMORY_TO_POSTING))
    if {"ours", "minimal"} <= middle.keys():
        held.append(judge("first key, ours / minimal", middle["ours"][1] / middle["minimal"][1], KEY_TO_MINIMAL))
    if {"Posting", "minimal"} <= middle.keys():
        print(f"floor: first key, minimal / Posting: {middle['minimal'][1] / middle['Posting'][1]:.2f}")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
