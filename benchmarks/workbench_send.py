"""A bare boto3 loop against `Workbench.send`, and what `prepare` of a ten-event draft costs. Ratios from one run.

Usage: python benchmarks/workbench_send.py [--calls 400] [--rounds 5]

The workbench checks nothing here that it had not prepared before, but keeps each record on disk (synchronous FULL)
before its call leaves and again after it, and bounds and watches every call; the loop does none of this.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.sandbox import TRACKING_ID, Sandbox
from pevents_tui.service import Workbench


def bare(client: Any, body: dict[str, Any], calls: int) -> float:
    """Calls a second of a loop that reads, checks and stores nothing."""
    began_s = time.perf_counter()
    for _ in range(calls):
        client.put_events(**body)
    return calls / (time.perf_counter() - began_s)


def ours(bench: Workbench, plan: Plan, calls: int) -> float:
    """Calls a second through the whole road after `prepare`."""
    many = Plan(plan.target, plan.calls * calls)
    began_s = time.perf_counter()
    words = {record.word for record in bench.send(many)}
    assert words == {"accepted"}
    return calls / (time.perf_counter() - began_s)


def prepares(bench: Workbench, target: Target, count: int) -> float:
    """Milliseconds of one `prepare` of ten events."""
    draft = bench.samples["batch-of-ten"]
    began_s = time.perf_counter()
    for _ in range(count):
        bench.prepare(draft, target)
    return (time.perf_counter() - began_s) / count * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=400, help="calls in each round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, taken in turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox, Workbench(Path(folder), Path(folder)) as bench:
        target = Target("bench", Policy.SANDBOX, TRACKING_ID, region="us-east-1", endpoint=sandbox.url)
        config = Config(retries={"total_max_attempts": 1, "mode": "standard"}, proxies={})
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        client = boto3.client("personalize-events", "us-east-1", endpoint_url=sandbox.url, config=config, **keys)
        plan = bench.prepare(bench.samples["batch-of-ten"], target).plan
        assert plan is not None
        body = dict(plan.calls[0].body)
        bare(client, body, 20)
        ours(bench, plan, 20)
        rates = [(bare(client, body, options.calls), ours(bench, plan, options.calls)) for _ in range(options.rounds)]
        loop, road = (statistics.median(column) for column in zip(*rates, strict=True))
        share = statistics.median(road / loop for loop, road in rates)
        print(f"bare boto3 loop      {loop:8.0f} calls/s  1.00")
        print(f"Workbench.send       {road:8.0f} calls/s  {share:.2f}")
        print(f"prepare, ten events  {prepares(bench, target, options.calls):8.2f} ms")
        client.close()


if __name__ == "__main__":
    main()
