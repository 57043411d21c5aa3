"""AccessScreen: profile, region, what is in force, signing in, and MFA codes, whoever waits for one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service import Options
from pevents_tui.ui.arrivals import RecordSettled
from pevents_tui.ui.commands import access as commands
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.screens.draft import DraftScreen
from pevents_tui.ui.widgets.notice import Notice

if TYPE_CHECKING:
    from pevents_tui.service.asked import CodeQuestion
    from pevents_tui.ui.screens.finder import Choice


class CodeWanted(Message):
    """A role wants an MFA code.

    Attributes:
        question: What waits.
    """

    def __init__(self, question: CodeQuestion) -> None:
        super().__init__()
        self.question = question


class Offered(Message):
    """What there is to choose from is known.

    Attributes:
        title: What is chosen.
        choices: All there are.
        begin: The name to begin on.
        told: A sentence under the list.
        free: What is typed may be taken as it is.
        take: Takes what was chosen.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        begin: str | None,
        take: Callable[[str], None],
        *,
        told: str = "",
        free: bool = False,
    ) -> None:
        super().__init__()
        self.title = title
        self.choices = choices
        self.begin = begin
        self.told = told
        self.free = free
        self.take = take


class AccessScreen(DraftScreen):
    """The way to AWS."""

    _returns = False
    """Whether what is in force is shown again after something was chosen."""

    def preview(self) -> None:
        """Show the request and what is wrong with it."""
        raise NotImplementedError

    def load_names(self) -> None:
        """Know the trackers of the target's account by name."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Be the one who is asked for MFA codes."""

        def ask(prompt: str) -> str:
            from pevents_tui.service.asked import asking_through  # noqa: PLC0415 - few roles want a code

            return asking_through(lambda question: self.post_message(CodeWanted(question)))(prompt)

        self.workbench.ask_mfa_by(ask)

    @on(CodeWanted)
    def ask_code(self, event: CodeWanted) -> None:
        """Ask for an MFA code."""
        from pevents_tui.ui.screens.mfa import MfaScreen  # noqa: PLC0415 - as above

        event.stop()
        self.app.push_screen(MfaScreen(event.question))

    @on(commands.InForce)
    def show_in_force(self) -> None:
        """Show what is in force, and again after something in it was changed."""
        from pevents_tui.ui.screens.in_force import InForceScreen  # noqa: PLC0415 - not before the first paint

        by_name = {each.slug(): each for each in commands.ACCESS_COMMANDS}

        def go_on(name: str | None) -> None:
            self._returns = name is not None
            if name is not None:
                self.post_message(by_name[name]())

        self._returns = False
        self.app.push_screen(InForceScreen(self.workbench.access, self.aim), go_on)

    @on(commands.ChooseProfile)
    def choose_profile(self) -> None:
        """Choose a profile."""

        def offer() -> Offered:
            from pevents_tui.ui.screens.finder import Choice  # noqa: PLC0415 - not before the first paint

            found = self.workbench.access.profiles()
            choices = [Choice(each.name, (each.kind.value, each.region or "-", each.detail)) for each in found.profiles]
            none = "" if choices else "There are no AWS profiles here: aws configure makes one, aws configure sso too."
            told = "; ".join(found.faults) or none
            return Offered("AWS profile", choices, self.aim.profile, self._use_profile, told=told)

        self._find_out(offer)

    @on(commands.ChooseRegion)
    def choose_region(self) -> None:
        """Choose a region."""

        def offer() -> Offered:
            from pevents_tui.ui.screens.finder import Choice  # noqa: PLC0415 - not before the first paint

            choices = [Choice(each.name, (each.title,)) for each in self.workbench.access.regions()]
            return Offered("AWS region", choices, self.aim.region, self._use_region, free=True)

        self._find_out(offer)

    def _find_out(self, find: Callable[[], Offered]) -> None:
        """Find out in a worker what there is to choose from: files and libraries may be slow to read."""
        self.run_worker(lambda: self.post_message(find()), thread=True, group="offer", exit_on_error=False)

    @on(Offered)
    def _choose(self, event: Offered) -> None:
        from pevents_tui.ui.screens.finder import FinderScreen  # noqa: PLC0415 - not before the first paint

        event.stop()

        def chosen(name: str | None) -> None:
            if name is not None:
                event.take(name)
            if self._returns:
                self.show_in_force()

        finder = FinderScreen(event.title, event.choices, begin=event.begin, free=event.free, told=event.told)
        self.app.push_screen(finder, chosen)

    def _use_profile(self, profile: str) -> None:
        """Go on with a profile, in its region."""
        self._go_by(Options(profile=profile))

    def _use_region(self, region: str) -> None:
        """Go on in a region."""
        self._go_by(Options(profile=self.aim.profile, region=region))

    def _go_by(self, options: Options) -> None:
        """Send to AWS with these from now on; what was said of the account before does not hold for another."""
        try:
            target = self.workbench.aws_target(options)
        except PeventsError as error:
            self.app.notify(f"Not chosen: {error}.", severity="error")
            return
        self.take_target(_as_before(self.aim, target))
        if self.aim.region is None:
            self.app.notify("This profile names no region: choose one.", severity="warning")

    def take_target(self, target: Target) -> None:
        """Send to another target from now on.

        Args:
            target: Where to.
        """
        if self.sending:
            self.app.notify("A send is under way; choose when it has ended.", severity="warning")
        elif target != self.aim:
            self.target = target
            if self.report is not None:
                self.prepare()
                self.preview()
            self.load_names()
            self.app.notify(f"Sends to {target.policy.value} {target.label} from now on.")

    @on(RecordSettled)
    def offer_to_sign_in(self, event: RecordSettled) -> None:
        """Offer the command that a call wants which was not sent for want of it."""
        from pevents_tui.domain.outcome import Cause, NotSent  # noqa: PLC0415 - not before the first paint

        outcome = event.record.outcome
        if not isinstance(outcome, NotSent) or outcome.cause is not Cause.CREDENTIALS:
            return
        command = self.workbench.access.login_command(event.record.target)
        if command is not None and " ".join(command) in outcome.message:
            question = f"Nothing was sent: {' '.join(command)} signs in."
            self.call_after_refresh(
                self.query_one(Notice).ask, question, self.sign_in, does="runs it here", otherwise="leaves it"
            )

    @on(commands.SignIn)
    def sign_in(self) -> None:
        """Run the command that renews the profile's credentials."""
        from textual.app import SuspendNotSupported  # noqa: PLC0415 - few sign in from here

        from pevents_tui.service.signing_in import sign_in  # noqa: PLC0415 - the same

        command = self.workbench.access.login_command(self.aim)
        if command is None:
            profile = f"Profile {self.aim.profile}" if self.aim.profile else "What is in force"
            self.app.notify(f"{profile} signs with keys, a role or a command: there is nothing to sign in to.")
            return
        try:
            sign_in(command, self.workbench.environ, self.app.suspend)
        except SuspendNotSupported:
            self.app.notify(f"This terminal cannot be lent: run {' '.join(command)} in another.", severity="error")
        except PeventsError as error:
            self.app.notify(f"Not signed in: {error}.", severity="error")
        else:
            self.app.notify(f"Signed in. {keys_of(self).spelled('send_again')} sends the last call again.")
        if self._returns:
            self.show_in_force()


def _as_before(before: Target, found: Target) -> Target:
    """A target of another profile or region with what else was given for the one before, where that was AWS too."""
    if before.policy in (Policy.SANDBOX, Policy.LOCAL) or found.policy is Policy.LOCAL:
        return found
    kept = replace(before, label=found.label, policy=Policy.PRODUCTION, labelled=False, schema=None)
    return replace(kept, profile=found.profile, region=found.region)
