"""The private names of Textual that the base app leans on: each is there, and used as is believed.

A failure here after an upgrade says which of them to look at again, in `ui/base.py`, `ui/driver.py` or `ui/palette.py`.
"""

from __future__ import annotations

import inspect
from types import CodeType, FunctionType

import pytest
from textual.app import App
from textual.command import CommandPalette
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.worker import Worker

from pevents_tui.ui import driver
from pevents_tui.ui.screens.compose import ComposeScreen


def names_in(code: CodeType) -> set[str]:
    """Every name a function and those within it use."""
    inner = (each for each in code.co_consts if isinstance(each, CodeType))
    return {*code.co_names}.union(*map(names_in, inner))


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (LinuxDriver.run_input_thread, {"getincrementaldecoder", "decode"}),
        (LinuxDriver._run_input_thread, {"run_input_thread"}),
        (LinuxDriver.start_application_mode, {"_file", "_key_thread", "attrs_before", "WriterThread"}),
        (LinuxDriver._sigcont_application, {"resume_application_mode"}),
        (LinuxDriver._sigtstp_application, {"suspend_application_mode"}),
        (LinuxDriver.suspend_application_mode, {"stop_application_mode", "close"}),
        (WriterThread.run, {"_file", "write", "flush"}),
        (App._handle_exception, {"_return_code", "_exception", "panic", "_fatal_error"}),
        (App._fatal_error, {"_close_messages_no_wait"}),
        (Worker._run, {"_handle_exception", "WorkerFailed"}),
        (Widget.broker_event, {"_broker_event"}),
        (App.notify, {"Notify", "post_message"}),
        (CommandPalette._on_mount, {"_gather_commands"}),
        (CommandPalette._select_or_command, {"dismiss"}),
    ],
)
def test_a_function_still_goes_through(function: object, names: set[str]) -> None:
    assert names <= names_in(inspect.unwrap(function).__code__)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "parameters"),
    [
        (App._handle_exception, ["self", "error"]),
        (App._broker_event, ["self", "event_name", "event", "default_namespace"]),
        (MessagePump._close_messages_no_wait, ["self"]),
        (CommandPalette._gather_commands, ["self", "search_value"]),
    ],
)
def test_a_private_function_still_takes(function: object, parameters: list[str]) -> None:
    assert list(inspect.signature(function).parameters) == parameters  # type: ignore[arg-type]


def test_the_decoder_is_still_looked_up_in_the_module() -> None:
    assert callable(linux_driver.getincrementaldecoder)  # type: ignore[attr-defined]


def test_the_terminal_is_handed_back_with_what_textual_itself_writes() -> None:
    functions = [
        LinuxDriver.stop_application_mode,
        LinuxDriver._disable_bracketed_paste,
        LinuxDriver._disable_mouse_support,
        LinuxDriver._enable_line_wrap,
    ]
    literals = [each for function in functions for each in function.__code__.co_consts if isinstance(each, str)]
    written = {each for each in literals if each.startswith("\x1b")}
    assert written == {f"\x1b{each}" for each in driver._LEAVE.split("\x1b")[1:]}


def test_no_two_parts_of_the_compose_screen_have_a_private_name_of_their_own_in_common() -> None:
    parts = [part for part in ComposeScreen.__mro__ if part.__module__.startswith("pevents_tui.ui.screens")]
    owners: dict[str, list[str]] = {}
    for part in parts:
        for name, value in vars(part).items():
            if name.startswith("_") and not name.startswith("__") and isinstance(value, FunctionType):
                owners.setdefault(name, []).append(part.__name__)
    assert {name: each for name, each in owners.items() if len(each) > 1} == {}
