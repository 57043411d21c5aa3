"""Wall time of one call from a shell: `pevents-tui put-events` and `send` against `aws personalize-events put-events`.

Run it as `python benchmarks/one_shot.py [rounds]`. Each round starts every command once, in turn, against one endpoint
(a sandbox in a process of its own), so that what else the machine does meets them alike. The ratios are what counts.
`python benchmarks/one_shot.py imports` says where our time goes before the first byte: the slowest imports.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pevents_tui.sandbox import TRACKING_ID

GOAL = 0.55
"""Of the AWS CLI's time, ours may take at most this much."""
HELP_GOAL = 0.15
"""The same for `--help`."""

HERE = Path(sys.executable).parent
ROW = "eventId=e-1,eventType=View,itemId=B0742,sentAt=1764000000"
PUT = ("put-events", "--tracking-id", TRACKING_ID, "--user-id", "qa-ana", "--session-id", "s-1", "--event-list", ROW)


@contextmanager
def sandbox(folder: str, environ: Mapping[str, str]) -> Iterator[str]:
    command = [str(HERE / "pevents-tui"), "sandbox", "--port", "0", "--data-dir", f"{folder}/served"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environ
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def commands(url: str, folder: str) -> dict[str, list[str]]:
    places = ["--data-dir", f"{folder}/data", "--config-dir", f"{folder}/config"]
    at = ["--endpoint-url", url]
    ours = str(HERE / "pevents-tui")
    return {
        "aws put-events": [str(HERE / "aws"), "personalize-events", *PUT, *at],
        "pevents-tui put-events": [ours, *PUT, *at, *places],
        "pevents-tui send": [ours, "send", "view-item", *at, "--tracking-id", TRACKING_ID, *places],
        "pevents-tui send (embedded)": [ours, "send", "view-item", *places],
        "pevents-tui --help": [ours, "--help"],
        "python -c pass": [sys.executable, "-c", "pass"],
    }


def environment(folder: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PEVENTS_"))}
    keys = {"AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox", "AWS_DEFAULT_REGION": "us-east-1"}
    return {**kept, **keys, "AWS_EC2_METADATA_DISABLED": "true", "HOME": folder}


def wall_s(command: list[str], environ: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=environ, check=True, capture_output=True)
    return time.perf_counter() - began


def measure(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(folder)
        with sandbox(folder, environ) as url:
            times: dict[str, list[float]] = {name: [] for name in commands(url, folder)}
            for turn in range(rounds + 1):
                for name, command in commands(url, folder).items():
                    found = wall_s(command, environ)
                    if turn:  # the first round warms the caches
                        times[name].append(found)
    report(times)


def report(times: Mapping[str, list[float]]) -> None:
    reference = times["aws put-events"]
    ratios = {
        name: statistics.median(ours / theirs for ours, theirs in zip(found, reference, strict=True))
        for name, found in times.items()
    }
    for name, found in times.items():
        print(f"{name:<28} {statistics.median(found) * 1000:7.0f} ms  {ratios[name]:5.2f} x")
    worst = max(ratios["pevents-tui put-events"], ratios["pevents-tui send"])
    for goal, ratio in ((GOAL, worst), (HELP_GOAL, ratios["pevents-tui --help"])):
        print(f"goal {goal}: {'met' if ratio <= goal else 'missed'} ({ratio:.2f})")


def imports(most: int = 25) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(folder)
        with sandbox(folder, environ) as url:
            command = commands(url, folder)["pevents-tui put-events"]
            told = subprocess.run(
                [sys.executable, "-X", "importtime", *command], env=environ, check=True, capture_output=True, text=True
            ).stderr
    lines = re.findall(r"import time:\s+(\d+) \|\s+(\d+) \|( +)(\S+)", told)
    for _, total_us, _, name in sorted(lines, key=lambda line: -int(line[1]))[:most]:
        print(f"{int(total_us) / 1000:7.1f} ms  {name}")


if __name__ == "__main__":
    if sys.argv[1:] == ["imports"]:
        imports()
    else:
        measure(int(sys.argv[1]) if sys.argv[1:] else 15)
