"""ConsentScreen: what a guarded tracker wants before anything goes there, spelled out and typed."""

from __future__ import annotations

import time
from collections.abc import Mapping

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from pevents_tui.domain.plan import Plan
from pevents_tui.domain.render import default_endpoint
from pevents_tui.domain.visible import visible
from pevents_tui.service import Cancel
from pevents_tui.service.access import Access
from pevents_tui.service.identity import Identity
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.screens.signer import SignerSeen, ask_signer
from pevents_tui.ui.veil import veiled
from pevents_tui.ui.widgets.steady import SteadyInput
from pevents_tui.ui.widgets.values import clipped

_DEAF_S = 0.4
"""How long Enter is ignored, so that a key meant for another screen confirms nothing."""
_MOST_USERS = 5
_MOST_ID = 36
"""How many characters of an id are shown, so that the line to type into stays in view."""
_MOST_ACCOUNT = 160
_UNASKED = "not asked for; F3 asks whose it is"


class ConsentScreen(Dialog[str | None]):
    """Asks for the word of a plan; gives it, or None.

    Args:
        plan: What is about to be sent; it has a consent.
        access: Knows whose account it is, or asks.
        names: Names of trackers by their tracking IDs, as far as they are known.
    """

    CSS_PATH = "consent.tcss"
    BINDINGS = [("escape", "cancel", "Cancel"), ("f3", "ask", "Whose account")]  # noqa: RUF012 - Textual's form
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual's

    def __init__(self, plan: Plan, access: Access, names: Mapping[str, str]) -> None:
        super().__init__()
        self._plan = plan
        self._access = access
        self._names = names
        self._opened_s = time.monotonic()
        self._cancel: Cancel | None = None
        seen = access.seen(plan.target)
        self._account = _UNASKED if seen is None else _account(seen)

    def compose(self) -> ComposeResult:
        """The facts, the word that is wanted, a line to type it into, Cancel and Send."""
        with Vertical(id="box"):
            yield Static(Content.styled(" PRODUCTION ", "bold reverse $error"), id="policy")
            with VerticalScroll(id="scroll"):
                yield Static(self._facts(), id="facts")
            word = Content.styled(visible(self._plan.consent or ""), "bold")
            yield Static(Content("Events cannot be taken back. To send them, type ") + word, id="asked")
            yield SteadyInput(placeholder="type it here", id="word", compact=True, select_on_focus=False)
            with Horizontal(id="buttons"):
                yield Button("Cancel", id="cancel", compact=True)
                yield Button("Send", id="send", compact=True, disabled=True)

    def on_mount(self) -> None:
        """Begin on Cancel."""
        self.query_one("#cancel").focus()

    def on_key(self, event: events.Key) -> None:
        """Typing goes into the line, wherever the focus is; Enter is not heard at first."""
        line = self.query_one("#word", Input)
        if event.key == "enter" and time.monotonic() - self._opened_s < _DEAF_S:
            event.stop()
            event.prevent_default()
        elif event.is_printable and event.character and self.focused is not line:
            event.stop()
            event.prevent_default()
            line.focus()
            line.insert_text_at_cursor(event.character)

    def on_unmount(self) -> None:
        """Leave a look that is under way."""
        if self._cancel is not None:
            self._cancel.set()

    def action_cancel(self) -> None:
        """Send nothing."""
        self.dismiss(None)

    def action_ask(self) -> None:
        """Ask STS whose account it is."""
        if self._cancel is not None:
            return
        self._tell_account("asking")
        self._cancel = ask_signer(self, self._access, self._plan.target)

    @on(SignerSeen)
    def _seen(self, event: SignerSeen) -> None:
        event.stop()
        self._cancel = None
        looked = event.looked
        self._tell_account(_account(looked) if isinstance(looked, Identity) else f"not known: {looked}")

    def _tell_account(self, told: str) -> None:
        self._account = told
        self.query_one("#facts", Static).update(self._facts())

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#send", Button).disabled = not self._plan.agrees(event.value.strip())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._send()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "send":
            self._send()
        else:
            self.dismiss(None)

    def _send(self) -> None:
        word = self.query_one("#word", Input).value.strip()
        if self._plan.agrees(word) and time.monotonic() - self._opened_s >= _DEAF_S:
            self.dismiss(word)

    def _facts(self) -> Content:
        plan, target = self._plan, self._plan.target
        users = list(
            dict.fromkeys(
                str(row.get("userId") or call.body.get("userId") or "nobody")
                for call in plan.calls
                for row in call.rows
            )
        )
        more = f" and {len(users) - _MOST_USERS} more" if len(users) > _MOST_USERS else ""
        named = [veiled(self.app, each) for each in users[:_MOST_USERS]]
        rows = [
            ("target", target.label),
            ("account", clipped(self._account, _MOST_ACCOUNT)),
            ("events", f"{plan.rows} in {len(plan.calls)} call{'s' if len(plan.calls) > 1 else ''}"),
            (plan.place, ", ".join(map(self._named, plan.tracking_ids))),
            ("users", ", ".join(clipped(each, _MOST_ID) for each in named) + more),
            ("profile", target.profile or "from the environment"),
            ("region", target.region or "not known"),
            ("endpoint", default_endpoint(target)),
        ]
        lines = [
            Content.styled(f"{name:10}", "$foreground-muted") + Content(visible(value) + "\n") for name, value in rows
        ]
        if not target.verify:
            lines.append(Content.styled("The endpoint's certificate is NOT checked.\n", "bold $text-error"))
        return Content("").join(lines)

    def _named(self, tracking_id: str) -> str:
        """A tracker by its ID, and its name where that is known."""
        name = self._names.get(tracking_id)
        return clipped(tracking_id, _MOST_ID) + (f" {clipped(name, _MOST_ID)}" if name else "")


def _account(identity: Identity) -> str:
    return f"{identity.account}, {identity.who}"
