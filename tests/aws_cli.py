"""The installed AWS CLI in a process of its own that stays: what it puts on the wire, how it refuses, how it reads.

It is never imported here: importing awscli puts its own botocore in the place of everybody's.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Self

_CHILD = r"""
import contextlib, io, json, sys
from awscli.clidriver import create_clidriver
from awscli.shorthand import ShorthandParseError, ShorthandParser
from botocore.awsrequest import AWSResponse

bodies = []

class Empty:
    def stream(self, *_args, **_options):
        yield b""

def send(request, **_options):
    body = request.body
    bodies.append(body.decode() if isinstance(body, bytes) else body)
    return AWSResponse(request.url, 200, {"x-amzn-RequestId": "r"}, Empty())

def new_driver():
    made = create_clidriver()
    made.session.register("before-send.personalize-events", send)
    return made

kept = new_driver()

def run(words):
    bodies.clear()
    # A skeleton leaves something behind in the driver that it was asked of.
    driver = new_driver() if "--generate-cli-skeleton" in words else kept
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = driver.main(["personalize-events", *words])
        except SystemExit as end:
            code = end.code
    return {"code": code, "bodies": list(bodies), "out": out.getvalue(), "err": err.getvalue()}

def options(verb):
    driver = kept
    command = driver._get_command_table()["personalize-events"].create_help_command().command_table[verb]
    return {
        "own": [f"--{name}" for name in command.arg_table],
        "all": {f"--{name}": told.get("choices") for name, told in driver._get_cli_data()["options"].items()},
    }

def read(text):
    try:
        return [ShorthandParser().parse(text)]
    except ShorthandParseError:
        return []

def shorthand(texts):
    return [read(text) for text in texts]

doors = {"run": run, "options": options, "shorthand": shorthand}
for line in sys.stdin:
    door, given = json.loads(line)
    print(json.dumps(doors[door](given)), flush=True)
"""

_ENVIRONMENT = {
    "HOME": "/nonexistent",
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "canary-secret",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@dataclass(frozen=True)
class Ended:
    """How a run ended, what it would have put on the wire, and what it wrote."""

    code: int
    bodies: list[Any]
    out: str
    err: str


class AwsCli:
    """The process; close it."""

    def __init__(self) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**kept, **_ENVIRONMENT},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def run(self, *words: str) -> Ended:
        """Run a command of `aws personalize-events`; nothing leaves the process."""
        found = self._ask("run", words)
        return Ended(found["code"], [json.loads(body) for body in found["bodies"]], found["out"], found["err"])

    def options(self, verb: str) -> Any:
        """The options of a command: its own, and those of every command with their choices."""
        return self._ask("options", verb)

    def shorthand(self, texts: list[str]) -> list[list[Any]]:
        """What its shorthand parser reads in each text: one object, or nothing where it refuses."""
        found: list[list[Any]] = self._ask("shorthand", texts)
        return found

    def _ask(self, door: str, given: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([door, given]) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())
