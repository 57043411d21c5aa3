"""kill -9 while `send` works through a file of calls: nothing lost, nothing under two ids, nothing claimed falsely.

Between kills the test does what a person would: it sends the calls that are unknown again exactly, and goes on with
the lines that the history does not have.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import ledger
import waiting
from cli.shell import Shell, call_body, write_lines
from pevents_tui.domain.outcome import Record
from pevents_tui.sandbox import TRACKING_ID
from pevents_tui.service import Workbench


def _event_ids(body: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(row["eventId"] for row in body["eventList"])


@dataclass(frozen=True)
class Verdict:
    """What a judge finds when it holds a history against an endpoint's ledger; all empty is what must be.

    Attributes:
        lost: Event ids that never arrived.
        claimed: Event ids shown as accepted which the endpoint never recorded.
        doubled: Things that arrived under more than one event id.
        changed: Event ids that arrived with different bytes.
        open: Rows that are neither accepted nor made good by a later one.
    """

    lost: set[str]
    claimed: set[str]
    doubled: set[str]
    changed: set[str]
    open: list[int]

    @property
    def clean(self) -> bool:
        return not (self.lost or self.claimed or self.doubled or self.changed or self.open)


def judge(
    wanted: Iterable[str], records: Iterable[Record], calls: Iterable[Mapping[str, Any]], still_open: list[int]
) -> Verdict:
    """Hold what was wanted and what the history says against what the endpoint has."""
    recorded = [call for call in calls if call["recorded"]]
    arrived = {event_id for call in recorded for event_id in _event_ids(call["body"])}
    raws: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for call in recorded:
        for row in call["body"]["eventList"]:
            raws.setdefault(row["eventId"], set()).add(call["raw"])
            names.setdefault(row["itemId"], set()).add(row["eventId"])
    accepted = {
        event_id for record in records if record.word == "accepted" for event_id in _event_ids(record.call.body)
    }
    return Verdict(
        lost=set(wanted) - arrived,
        claimed=accepted - arrived,
        doubled={item for item, ids in names.items() if len(ids) > 1},
        changed={event_id for event_id, found in raws.items() if len(found) > 1},
        open=still_open,
    )


class Campaign:
    """One file of calls, sent through kills.

    Args:
        shell: Runs the program.
        url: The endpoint.
        calls: How many calls the file holds.
        folder: Where the file is written.
        seed: Of the dice.
    """

    def __init__(self, shell: Shell, url: str, calls: int, folder: Path, seed: int) -> None:
        self._shell = shell
        self._url = url
        self._bodies = [call_body(f"event-{at}", itemId=f"item-{at}") for at in range(calls)]
        self._file = folder / "calls.jsonl"
        self._dice = random.Random(seed)
        self.kills = 0
        self.resent = 0

    @property
    def wanted(self) -> list[str]:
        return [event_id for body in self._bodies for event_id in _event_ids(body)]

    def run(self, kills: int) -> None:
        """Kill the given number of times on the way, then let it finish."""
        while remaining := self._remaining():
            write_lines(self._file, remaining)
            left = kills - self.kills
            if left > 0:
                # Spread over what is left, so that the last kill still finds calls to interrupt.
                self._run_until(self._dice.randint(0, max(1, len(remaining) // (left + 1))))
            else:
                assert self._start().wait(120) == 0
            self.resume()

    def resume(self) -> None:
        """Open the history anew; what was under way must be unknown, and sending it again must complete it."""
        with Workbench(self._shell.data, self._shell.config) as bench:
            words = Counter(line.word for line in bench.history.page(limit=10_000))
            assert set(words) <= {"accepted", "unknown"}
            for line in bench.history.unknown():
                record = bench.history.get(line.id)
                assert record is not None
                (again,) = bench.send(record.again())
                assert again.word == "accepted"
                assert again.call.wire == record.call.wire
                self.resent += 1
            assert bench.history.unknown() == []

    def verdict(self) -> Verdict:
        with Workbench(self._shell.data, self._shell.config) as bench:
            open_ids = [line.id for line in bench.history.unknown()]
            return judge(self.wanted, self._records(bench), ledger.calls(self._url), open_ids)

    def _start(self) -> Any:
        words = ("send", str(self._file), "--endpoint-url", self._url, "--tracking-id", TRACKING_ID)
        with (self._file.parent / "out").open("w") as out:
            return self._shell.start(*words, stdout=out, stderr=out)

    def _run_until(self, calls: int) -> None:
        """Kill the program some time after it made this many calls."""
        enough = len(ledger.calls(self._url)) + calls
        with self._start() as process:
            waiting.until(lambda: process.poll() is not None or self._calls_made() >= enough, "calls to be made")
            time.sleep(self._dice.uniform(0, 0.004))  # not a wait: where in a call the kill falls is the dice's
            process.kill()
            self.kills += process.wait() == -9

    def _calls_made(self) -> int:
        return int(ledger.ask(self._url, "health")["calls"])

    def _remaining(self) -> list[dict[str, Any]]:
        """The bodies that the history does not have."""
        with Workbench(self._shell.data, self._shell.config) as bench:
            kept = {_event_ids(record.call.body) for record in self._records(bench)}
        return [body for body in self._bodies if _event_ids(body) not in kept]

    def _records(self, bench: Workbench) -> list[Record]:
        lines = bench.history.page(limit=10_000)
        return [record for line in lines if (record := bench.history.get(line.id)) is not None]


@pytest.mark.parametrize(
    ("kills", "calls"), [(5, 120), pytest.param(200, 1_000, marks=pytest.mark.campaign, id="whole")]
)
def test_kills_lose_nothing_double_nothing_and_claim_nothing(
    shell: Shell, url: str, tmp_path: Path, kills: int, calls: int
) -> None:
    campaign = Campaign(shell, url, calls, tmp_path, seed=kills)
    campaign.run(kills)
    assert campaign.kills == kills
    assert campaign.verdict().clean, campaign.verdict()
    assert len(ledger.calls(url)) <= calls + campaign.resent
    print(f"{kills} kills on {calls} calls, {campaign.resent} sent again")  # noqa: T201 - the campaign's figures


def test_the_judge_catches_what_must_never_be(shell: Shell, url: str) -> None:
    """A sender that forgot one call, claimed one, doubled one and changed one."""
    at = ("--endpoint-url", url, "--tracking-id", TRACKING_ID)
    for event_id, item in (("e-1", "a"), ("e-2", "a"), ("e-3", "c")):
        shell.run("send", "-", *at, stdin=json.dumps(call_body(event_id, itemId=item)).encode())
    shell.run("send", "-", *at, stdin=json.dumps(call_body("e-3", itemId="c", eventType="Buy")).encode())
    calls = ledger.calls(url)
    with Workbench(shell.data, shell.config) as bench:
        records = [record for number in range(1, 5) if (record := bench.history.get(number)) is not None]
    found = judge(["e-1", "e-4"], records, calls[1:], [7])
    assert found == Verdict({"e-1", "e-4"}, {"e-1"}, set(), {"e-3"}, [7])
    assert judge(["e-1"], records, calls, []).doubled == {"a"}
