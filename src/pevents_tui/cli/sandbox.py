"""`sandbox`: serve the local endpoint until it is stopped, or say how to point AWS clients at it."""

from __future__ import annotations

import argparse
import signal
import threading
from typing import TYPE_CHECKING

from pevents_tui.cli import options
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.narrate import NAME, ExitCode, tell
from pevents_tui.cli.output import write
from pevents_tui.cli.parser import Parser, delay, whole
from pevents_tui.domain.errors import FolderError, why
from pevents_tui.sandbox import DEFAULT_PORT, PRODUCTION_KEY, REACTS_AFTER_S, TEST_KEY, TRACKING_ID

if TYPE_CHECKING:
    from pathlib import Path

_SUMMARY = f"""Serve a local endpoint that speaks the Personalize protocols, until it is stopped.

It answers on 127.0.0.1 only and judges calls as the service's own model does. It takes events for the tracker
{TRACKING_ID}, and shows two pretend accounts with their own trackers, one of them for production.
It recommends too: a small stand-in for the service, over invented items, which reacts to the events it takes.
Its URL is the first line on standard output."""
_KEYS = {"test": TEST_KEY, "production": PRODUCTION_KEY}
_SERVICES = ("PERSONALIZE_EVENTS", "PERSONALIZE_RUNTIME", "PERSONALIZE", "STS")
_EXAMPLES = (f"{NAME} sandbox --port 7373", f'eval "$({NAME} sandbox --env)"')


def parser(verb: str, _summary: str) -> Parser:
    """The parser of this verb's words."""
    made = Parser(f"{NAME} {verb}", _SUMMARY, _EXAMPLES)
    made.add_argument(
        "--port",
        type=whole(0, 65_535),
        default=DEFAULT_PORT,
        metavar="PORT",
        help=f"the port on 127.0.0.1 ({DEFAULT_PORT}; 0 takes a free one)",
    )
    made.add_argument(
        "--env", action="store_true", help="print shell lines that point AWS clients at that port; start nothing"
    )
    made.add_argument(
        "--account",
        choices=tuple(_KEYS),
        default="test",
        help="with --env, whose key the lines hold: the account for trying, or the one that stands for production",
    )
    made.add_argument(
        "--reacts-after",
        type=delay,
        default=REACTS_AFTER_S,
        metavar="SECONDS",
        help=f"how long until recommendations hear of an event ({REACTS_AFTER_S:g})",
    )
    options.add_places(made)
    return made


def run(args: argparse.Namespace, environment: Environment) -> ExitCode:
    """Serve until SIGTERM or SIGINT, or print the shell lines."""
    if args.env:
        _print_exports(args.port, args.account, environment)
        return ExitCode.OK
    from pevents_tui.service.paths import find_paths  # noqa: PLC0415 - --help must not wait for it

    paths = find_paths(args.data_dir, args.config_dir, environment.environ)
    paths.make()
    return _serve(paths.sandbox, args.port, args.reacts_after, environment)


def _print_exports(port: int, account: str, environment: Environment) -> None:
    if port == 0:
        raise UsageFault("--env wants the port of a sandbox: give --port with the one it serves on")
    values = {f"AWS_ENDPOINT_URL_{service}": f"http://127.0.0.1:{port}" for service in _SERVICES} | {
        "AWS_ACCESS_KEY_ID": _KEYS[account],
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    lines = [f"export {name}={value}" for name, value in values.items()]
    if account == "test":
        lines.append(f"export PEVENTS_TRACKING_ID={TRACKING_ID}")
    else:  # that of the other account, from lines that were run before
        lines.append("unset PEVENTS_TRACKING_ID")
    write(environment.stdout, "\n".join(lines))


def _serve(store: Path, port: int, reacts_after_s: float, environment: Environment) -> ExitCode:
    """Answer until a signal comes.

    Raises:
        FolderError: the port is busy or the store cannot be used.
    """
    from pevents_tui.sandbox import Sandbox, StoreError  # noqa: PLC0415 - --env needs none of it

    stopped = threading.Event()
    try:
        sandbox = Sandbox(store, port=port, reacts_after_s=reacts_after_s)
        url = sandbox.start()
    except StoreError as error:
        raise FolderError(f"the sandbox cannot use its store: {error}; name another with --data-dir") from None
    except OSError as error:
        reason = why(error)
        raise FolderError(f"port {port} of 127.0.0.1 cannot be had: {reason}; name another with --port") from None
    heard = [each for each in (signal.SIGTERM, signal.SIGINT) if signal.getsignal(each) is not signal.SIG_IGN]
    before = {each: signal.signal(each, lambda *_: stopped.set()) for each in heard}
    try:
        write(environment.stdout, url)
        tell(environment, f"serving tracker {TRACKING_ID}; its recommendations are a stand-in's; stop with Ctrl-C")
        stopped.wait()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
        sandbox.close()
    return ExitCode.OK
