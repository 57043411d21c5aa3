"""InForceScreen: what is really in force for where it goes, where each setting is from, and who signs, on demand."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from pevents_tui.domain.plan import Target
from pevents_tui.domain.visible import visible
from pevents_tui.service import Cancel
from pevents_tui.service.access import Access
from pevents_tui.service.credential_words import CredentialFault
from pevents_tui.service.identity import Identity
from pevents_tui.service.in_force import Fact
from pevents_tui.ui.screens.dialog import Dialog
from pevents_tui.ui.screens.signer import SignerSeen, ask_signer
from pevents_tui.ui.widgets.values import clipped

_NAME_WIDE = 13
_MOST_VALUE = 300


class InForceScreen(Dialog[str | None]):
    """Gives the name of the command that is wanted next, or None.

    Args:
        access: Knows.
        target: Where it goes.
    """

    DEFAULT_CSS = """
    InForceScreen { align: center middle; }
    InForceScreen #box {
        width: 104; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        background: $panel; border: round $primary; border-title-color: $primary; border-subtitle-color: $text-muted;
    }
    InForceScreen #scroll {
        layout: grid; grid-size: 2; grid-columns: 13 1fr; grid-rows: auto; height: auto;
    }
    InForceScreen.-low #box { height: 100%; }
    InForceScreen.-low #scroll { height: 1fr; }
    InForceScreen #scroll Static { height: auto; }
    InForceScreen #signer { height: auto; max-height: 6; margin: 1 0 0 0; }
    InForceScreen #buttons { height: auto; margin: 1 0 0 0; }
    InForceScreen Button { margin: 0 1 0 0; min-width: 4; }
    InForceScreen.-low #signer, InForceScreen.-low #buttons { margin: 0; }
    """
    BINDINGS = [  # noqa: RUF012 - Textual's form
        ("escape,q", "cancel", "Close"),
        ("i", "ask", "Who signs"),
        ("p", "want('choose_profile')", "Profile"),
        ("r", "want('choose_region')", "Region"),
        ("l", "want('sign_in')", "Sign in"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]  # noqa: RUF012 - Textual's form
    AUTO_FOCUS = "#scroll"

    def __init__(self, access: Access, target: Target) -> None:
        super().__init__()
        self._access = access
        self._target = target
        self._cancel: Cancel | None = None

    def compose(self) -> ComposeResult:
        """The settings, who signs, and what can be done."""
        with Vertical(id="box") as box:
            box.border_title = "What is in force"
            box.border_subtitle = "Escape closes"
            with VerticalScroll(id="scroll"):
                for fact in self._access.in_force(self._target):
                    yield Static(Content.styled(visible(fact.name), "$foreground-muted"))
                    yield Static(_told(fact))
            yield Static(id="signer")
            with Horizontal(id="buttons"):
                yield Button("Who signs (i)", id="ask", compact=True)
                yield Button("Profile (p)", id="choose_profile", compact=True)
                yield Button("Region (r)", id="choose_region", compact=True)
                yield Button("Sign in (l)", id="sign_in", compact=True)

    def on_mount(self) -> None:
        """Say who signed when it was last asked for, or that nobody was asked."""
        seen = self._access.seen(self._target)
        if seen is not None:
            self._show(_identity(seen))
        else:
            self._tell("Account and role are not looked for until you ask: i.", "$text-muted")

    def on_unmount(self) -> None:
        """Leave a look that is under way."""
        if self._cancel is not None:
            self._cancel.set()

    def action_cancel(self) -> None:
        """Leave a look that is under way; without one, close."""
        if self._cancel is not None:
            self._cancel.set()
        else:
            self.dismiss(None)

    def action_want(self, name: str) -> None:
        """Close for another command.

        Args:
            name: Its slug.
        """
        self.dismiss(name)

    def action_ask(self) -> None:
        """Look for credentials, and ask STS who they are."""
        if self._cancel is not None:
            return
        self._tell("Looking for credentials, and asking STS who they are. Escape leaves it.", "$primary")
        self._cancel = ask_signer(self, self._access, self._target)

    @on(SignerSeen)
    def _seen(self, event: SignerSeen) -> None:
        event.stop()
        self._cancel = None
        looked = event.looked
        if isinstance(looked, Identity):
            self._show(_identity(looked))
        elif isinstance(looked, CredentialFault) and looked.command is not None:
            self._tell(f"{looked}. l runs it here.", "$text-error")
        else:
            self._tell(f"{looked}.", "$text-error")

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        name = event.button.id or ""
        if name == "ask":
            self.action_ask()
        else:
            self.action_want(name)

    def _tell(self, sentence: str, style: str) -> None:
        said = visible(clipped(sentence, _MOST_VALUE * 2))
        self._show(Content.styled(said[:1].upper() + said[1:], style))

    def _show(self, content: Content) -> None:
        self.query_one("#signer", Static).update(content)


def _told(fact: Fact) -> Content:
    """A setting's value, where it is from, and what is to be known."""
    said = "; ".join(filter(None, [f"from {fact.source}" if fact.source else "", fact.note]))
    value, said = (visible(clipped(text, _MOST_VALUE)) for text in (fact.value, said))
    if fact.marked:
        return Content.styled(value, "bold $text-error") + Content.styled(f"  {said}", "$text-error")
    return Content(value) + Content.styled(f"  {said}", "$text-muted")


def _identity(identity: Identity) -> Content:
    rows = (("account", identity.account), ("who", identity.who), ("by", identity.source))
    return Content("\n").join(
        [Content.styled(f"{name:{_NAME_WIDE}}", "$foreground-muted") + Content(visible(value)) for name, value in rows]
    )
