"""What keeps a send off today: policies, locks and prefixes by the tracker a plan really goes to.

A plan may be older than what is saved: a call of the history is sent again as it was, a draft names another tracker
than its target. So the guards are looked up when a plan is made, and once more right before it is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pevents_tui.domain.errors import SendForbidden
from pevents_tui.domain.plan import Plan, Policy, Target
from pevents_tui.domain.user_prefix import is_stranger
from pevents_tui.service.connection import is_loopback
from pevents_tui.service.target_file import Book, tracker_key

_STRICTNESS = {policy: weight for weight, policy in enumerate(Policy)}


def in_force(target: Target, tracking_id: str | None, book: Book) -> Target:
    """The target with the guards that hold today for a tracker: the strictest of all that are saved for it.

    A real tracker counts as production unless a saved target names it, or its target, saved without a tracker, stands
    for all of them.

    Args:
        target: Where a plan goes.
        tracking_id: The tracker it goes to; None where that is not known yet.
        book: What is saved.
    """
    saved, others = _saved(target, book), _others(target, tracking_id, book)
    if is_local(target):
        held = _with_guards(target, [*others, saved or target]) if saved or others else target
        return replace(held, policy=target.policy) if target.endpoint is None else held  # else it went to AWS
    own = _own(target, saved, tracking_id, others)
    kept = _with_guards(target, [*own, *others, saved or target])  # its lock and prefix hold whatever the tracker
    policy = _strictest([*own, *others]) if own or others else Policy.PRODUCTION
    if policy in {Policy.SANDBOX, Policy.LOCAL}:  # of an endpoint on this machine, which this is not
        policy = Policy.PRODUCTION
    return replace(kept, policy=policy, labelled=target.labelled and bool(own))


def is_local(target: Target) -> bool:
    """Whether its calls stay on this machine."""
    if target.endpoint is None:
        return target.policy is Policy.SANDBOX
    return is_loopback(target.endpoint)


def guarded(plan: Plan, book: Book) -> Plan:
    """The plan with the guards that hold today for the trackers it goes to."""
    target = plan.target
    found = [in_force(target, tracking_id, book) for tracking_id in plan.tracking_ids]
    if len(found) == 1:
        return plan if found[0] == target else replace(plan, target=found[0])
    kept = _with_guards(target, found or [target])
    return replace(plan, target=replace(kept, labelled=all(each.labelled for each in found)))


def refuse(plan: Plan, book: Book, *, read_only: bool) -> None:
    """Let a guarded plan pass that may be sent once it is confirmed.

    Args:
        plan: From `guarded`.
        book: What is saved.
        read_only: Nothing is sent at all.

    Raises:
        SendForbidden: it may not be sent.
    """
    target = plan.target
    if read_only:
        raise SendForbidden("not sent: this was started with --read-only")
    if not book.readable and not is_local(target):
        raise SendForbidden(f"not sent: whether this tracker is locked cannot be known: {book.faults[0]}")
    if target.locked:
        name = _named(plan, book, lambda each: each.locked)
        fault = next((each for each in book.faults if each.name == name), None)
        if fault is not None:
            raise SendForbidden(f"not sent: nothing goes to {name!r} until its entry is mended: {fault}")
        raise SendForbidden(
            f"not sent: the target {name!r} is locked; unlock it first, in the app or by targets unlock"
        )
    stranger = next((user for user in plan.users if is_stranger(user, target.user_prefix)), None)
    if stranger is not None:
        name = _named(plan, book, lambda each: each.user_prefix == target.user_prefix)
        wants = f"the target {name!r} wants users that begin with {target.user_prefix!r}"
        raise SendForbidden(f"not sent: userId {stranger!r}: {wants}")


def _saved(target: Target, book: Book) -> Target | None:
    return book.targets.get(target.name) if target.name is not None else None


def _others(target: Target, tracking_id: str | None, book: Book) -> list[Target]:
    """The other saved targets of a tracker: those of AWS for a call that goes there, else those of the same endpoint.

    At an endpoint on this machine one that is saved without a tracker stands for all of them, whatever the region.
    """
    if is_local(target):
        here = (each for each in book.at_place(target.endpoint) if not _names(each) or _is_of(each, tracking_id))
        return [each for each in here if each.name != target.name]
    return [each for each in book.of_tracker(tracking_id) if each.name != target.name and not is_local(each)]


def _named(plan: Plan, book: Book, holds: Callable[[Target], bool]) -> str:
    """The name of the saved target whose guard holds a plan back: the plan's own, or another one of its trackers'."""
    saved = _saved(plan.target, book)
    others = [each for tracking_id in plan.tracking_ids for each in _others(plan.target, tracking_id, book)]
    names = (each.name for each in (saved, *others) if each is not None and holds(each))
    return next((name for name in names if name), plan.target.name or plan.target.label)


def _own(target: Target, saved: Target | None, tracking_id: str | None, others: Sequence[Target]) -> list[Target]:
    """What the target itself says of a tracker, as it is saved now; nothing where nobody labelled it."""
    if saved is not None:
        return [saved] if not is_local(saved) and _stands_for(saved, target, tracking_id) else []
    is_its_own = target.tracking_id is None or tracking_id in (None, target.tracking_id, *target.datasets)
    return [target] if target.name is None and is_its_own and (target.labelled or not others) else []


def _with_guards(target: Target, holds: Sequence[Target]) -> Target:
    """The target with the strictest policy, every lock, the first prefix and the lowest rate of some targets.

    Where one of them wants nothing kept in the history, nothing is.
    """
    rates = [each.rate_per_s for each in holds if each.rate_per_s is not None]
    return replace(
        target,
        policy=_strictest(holds),
        locked=any(each.locked for each in holds),
        user_prefix=next((each.user_prefix for each in holds if each.user_prefix), None),
        rate_per_s=min(rates, default=None),
        recorded=target.recorded and all(each.recorded for each in holds),
    )


def _strictest(holds: Sequence[Target]) -> Policy:
    return max((each.policy for each in holds), key=_STRICTNESS.__getitem__)


def _stands_for(saved: Target, target: Target, tracking_id: str | None) -> bool:
    """Whether a saved target's label is that of a tracker or dataset it is used for: those it names, or else any."""
    if _names(saved):
        return _is_of(saved, tracking_id)
    places = ((saved.profile, target.profile), (saved.region, target.region), (saved.endpoint, target.endpoint))
    return all(kept is None or kept == used for kept, used in places)


def _names(saved: Target) -> set[str]:
    """The trackers and datasets that a target names."""
    return {tracker_key(each) for each in (saved.tracking_id, *saved.datasets) if each is not None}


def _is_of(saved: Target, tracking_id: str | None) -> bool:
    return tracking_id is None or tracker_key(tracking_id) in _names(saved)
