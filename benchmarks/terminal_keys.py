"""How long from a key to its letter on the screen, beside Posting's URL field and the least a Textual app can be.

Ours is typed into twice: with one event in the form, and with ten events of 25 impressions and full properties.

Run it as `python benchmarks/terminal_keys.py [--posting CMD] [--rounds N] [--keys N]`. Each round types into every
program in turn; each key waits until the program has written all it had to say about the one before.
"""

import argparse
import statistics
import sys
import time

from pty_probe import KEYS, Program, Silent, first_echo, judge, probing, programs

P50_TO_POSTING, P99_TO_POSTING = 0.40, 0.35
"""The most that ours may take, as shares of Posting's."""

FULL_TO_ONE = 1.5
"""The most that a key may take with ten full events in the draft, as a share of what it takes with one."""

SETTLED_S = 0.5
"""How long a program must have been quiet before the first key: what it loads after its first paint is then done."""

QUIET_S = 0.03
"""How long it must have been quiet before each further key."""


def measure(program: Program, keys: int) -> list[float]:
    """Milliseconds from each key to its letter."""
    taken = []
    with probing(program) as probe:
        probe.wait_for_raw()
        first_echo(probe)
        probe.wait_for_quiet(SETTLED_S)
        for letter in KEYS[:keys]:
            seen, typed_s = len(probe.output), time.perf_counter()
            probe.type(letter)
            probe.wait_for(letter.encode(), seen)
            taken.append((time.perf_counter() - typed_s) * 1000)
            probe.wait_for_quiet(QUIET_S)
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posting", default="posting", metavar="CMD", help="how Posting is started")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keys", type=int, default=len(KEYS), choices=range(1, len(KEYS) + 1), metavar="N")
    asked = parser.parse_args()
    taken: dict[str, list[float]] = {}
    with programs(asked.posting, full=True) as found:
        for _ in range(asked.rounds):
            for program in list(found):
                try:
                    taken.setdefault(program.name, []).extend(measure(program, asked.keys))
                except Silent as error:
                    print(f"{program.name}: skipped, {error}")
                    found.remove(program)
    return report({name: keys for name, keys in taken.items() if len(keys) == asked.rounds * asked.keys})


def report(taken: dict[str, list[float]]) -> int:
    """Print the percentiles and the ratios; 1 when one is missed."""
    print(f"{'program':<11}{'p50 ms':>9}{'p90':>8}{'p99':>8}{'keys':>7}")
    shares = {}
    for name, keys in taken.items():
        cuts = statistics.quantiles(keys, n=100, method="inclusive")
        shares[name] = cuts[49], cuts[98]
        print(f"{name:<11}{cuts[49]:>9.1f}{cuts[89]:>8.1f}{cuts[98]:>8.1f}{len(keys):>7}")
    held = []
    if {"ours", "Posting"} <= shares.keys():
        held.append(judge("p50, ours / Posting", shares["ours"][0] / shares["Posting"][0], P50_TO_POSTING))
        held.append(judge("p99, ours / Posting", shares["ours"][1] / shares["Posting"][1], P99_TO_POSTING))
    if {"ours", "full draft"} <= shares.keys():
        held.append(judge("p50, full draft / ours", shares["full draft"][0] / shares["ours"][0], FULL_TO_ONE))
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
