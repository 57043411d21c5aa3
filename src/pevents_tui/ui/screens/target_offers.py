"""What a line of a target can be chosen from: the profiles here, the regions of Personalize, the account's trackers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from textual.screen import Screen

from pevents_tui.domain.errors import PeventsError
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.service import Workbench
from pevents_tui.service.catalogue import Catalogue
from pevents_tui.ui.screens.finder import Choice, FinderScreen
from pevents_tui.ui.screens.trackers import Picked, TrackerScreen

OFFERED = ("profile", "region", "tracking_id")
"""The keys of a target that have something to choose from."""


def offer(
    screen: Screen[str], workbench: Workbench, name: str, target: Target, take: Callable[[Mapping[str, str]], None]
) -> None:
    """Show what a key can be, in front of a screen.

    Args:
        screen: Whose worker finds it out.
        workbench: Knows it.
        name: One of `OFFERED`.
        target: What its lines say so far.
        take: Takes what was chosen, by the names of keys.
    """

    def find() -> None:
        dialog: FinderScreen | TrackerScreen
        if name == "profile":
            found = workbench.access.profiles()
            choices = [Choice(each.name, (each.kind.value, each.region or "-", each.detail)) for each in found.profiles]
            dialog = FinderScreen("AWS profile", choices, begin=target.profile, told="; ".join(found.faults))
        elif name == "region":
            choices = [Choice(each.name, (each.title,)) for each in workbench.access.regions()]
            dialog = FinderScreen("AWS region", choices, begin=target.region, free=True)
        else:
            try:
                dialog = TrackerScreen(Catalogue(workbench), _settled(workbench, target), "put-events")
            except PeventsError as error:
                screen.app.notify(str(error), severity="error")
                return
        screen.app.call_from_thread(screen.app.push_screen, dialog, chosen)

    def chosen(what: str | Picked | None) -> None:
        if isinstance(what, Picked):
            region = what.tracker.region if what.tracker else ""
            take({name: what.tracking_id} | ({"region": region} if region else {}))
        elif what is not None:
            take({name: what})

    screen.run_worker(find, thread=True, group="offer", exit_on_error=False)


def _settled(workbench: Workbench, target: Target) -> Target:
    """Where a target's account is: as its lines say, and where they say nothing as the environment and profile do."""
    policy = target.policy if target.endpoint is None and target.policy is Policy.SANDBOX else Policy.PRODUCTION
    return workbench.settled(replace(target, policy=policy, name="new", label=target.profile or target.label or "aws"))
