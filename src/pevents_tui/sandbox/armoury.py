"""The faults that are waiting for calls: how they are ordered and whom they hit."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pevents_tui.sandbox.answers import Reply
from pevents_tui.sandbox.faults import CATALOGUE, FAULTS, Fault
from pevents_tui.sandbox.wire import Answer

MAX_DELAY_S: Final = 600.0
"""The longest delay that may be asked for."""

EVENTS: Final = "personalize-events"
"""The service that faults hit unless an order names another."""

SERVICES: Final = (EVENTS, "personalize-runtime", "personalize", "sts")
"""The services that faults may hit."""

_OPTIONS: Final = ("fault", "calls", "share", "seed", "delay_s", "at_byte", "service", "operation")
_MOST: Final = 2**53


class BadOrderError(ValueError):
    """A fault was ordered that the sandbox does not have or with options it cannot follow; the text says which."""


@dataclass(slots=True, eq=False)
class Armed:
    """A fault that waits for calls.

    Attributes:
        name: its name in the catalogue.
        left: how many more calls it hits; None for no end.
        share: the part of calls it hits, above 0 and at most 1.
        seed: where its dice start.
        delay_s: seconds the answer waits; None as the catalogue says.
        at_byte: where a cut answer ends; None for half of it.
        service: one of `SERVICES`, whose calls it hits.
        operation: the only operation whose calls it hits, as the API spells it; None for all.
        hits: how many calls it has hit.
    """

    name: str
    left: int | None
    share: float
    seed: int
    delay_s: float | None
    at_byte: int | None
    service: str = EVENTS
    operation: str | None = None
    hits: int = 0
    dice: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311  repeatable on purpose

    @property
    def fault(self) -> Fault:
        """What it does."""
        return CATALOGUE[self.name]

    def as_document(self) -> dict[str, object]:
        """Give it in the words of an order, with its hits."""
        return {
            "fault": self.name,
            "calls": self.left,
            "share": self.share,
            "seed": self.seed,
            "delay_s": self.fault.delay_s if self.delay_s is None else self.delay_s,
            "at_byte": self.at_byte,
            "service": self.service,
            "operation": self.operation,
            "hits": self.hits,
        }


class Armoury:
    """The faults that wait for calls, the oldest order first."""

    def __init__(self) -> None:
        self._armed: list[Armed] = []

    def arm(self, order: object) -> None:
        """Add a fault.

        Args:
            order: `{"fault": name}` with `calls` (how many to hit) or `share` (which part of them) and `seed`;
                neither means one call. `delay_s`, `at_byte`, `service` and `operation` as in `Armed`.

        Raises:
            BadOrderError: an unknown fault or option, or a value out of range.
        """
        self._armed.append(_read_order(order))

    def disarm(self) -> None:
        """Forget every fault."""
        self._armed.clear()

    def strike(self, operation: str, service: str = EVENTS) -> Armed | None:
        """Give the fault that hits the call at hand and count it; None when the call is spared.

        Args:
            operation: the one that was called.
            service: one of `SERVICES`, the one that was called.
        """
        for armed in self._armed:
            if armed.service != service or armed.operation not in {None, operation}:
                continue
            if armed.share < 1 and armed.dice.random() >= armed.share:
                continue
            armed.hits += 1
            if armed.left is not None:
                armed.left -= 1
                if armed.left == 0:
                    self._armed.remove(armed)
            return armed
        return None

    def as_document(self) -> list[dict[str, object]]:
        """Give the waiting faults in the words of their orders."""
        return [armed.as_document() for armed in self._armed]


def spoil(answer: Answer, armed: Armed) -> Reply:
    """Give the reply that a fault makes of an answer."""
    fault = armed.fault
    delay_s = fault.delay_s if armed.delay_s is None else armed.delay_s
    return Reply(fault.stranger or answer, fault.way, delay_s, armed.at_byte, fault.ahead_s)


def _read_order(order: object) -> Armed:
    if not isinstance(order, dict):
        raise BadOrderError('Send an object like {"fault": "throttle", "calls": 3}')
    unknown = next((name for name in order if name not in _OPTIONS), None)
    if unknown is not None:
        raise BadOrderError(f"An order has no option {ascii(unknown)[:64]}; there are: {', '.join(_OPTIONS)}")
    name = order.get("fault")
    if not isinstance(name, str) or name not in CATALOGUE:
        raise BadOrderError(f"There is no such fault; there are: {', '.join(FAULTS)}")
    share = _number(order, "share", above=0, most=1)
    calls = _whole(order, "calls", least=1)
    return Armed(
        name,
        left=1 if calls is None and share is None else calls,
        share=1 if share is None else share,
        seed=_whole(order, "seed", least=-_MOST) or 0,
        delay_s=_number(order, "delay_s", above=0, most=MAX_DELAY_S),
        at_byte=_whole(order, "at_byte", least=0),
        service=_service(order),
        operation=_operation(order),
    )


def _operation(order: Mapping[str, object]) -> str | None:
    value = order.get("operation")
    if value is not None and not (isinstance(value, str) and value.isascii() and value.isalnum() and len(value) < 100):
        raise BadOrderError("operation must be the name of one, like ListEventTrackers")
    return value


def _service(order: Mapping[str, object]) -> str:
    value = order.get("service", EVENTS)
    if not isinstance(value, str) or value not in SERVICES:
        raise BadOrderError(f"There is no such service; there are: {', '.join(SERVICES)}")
    return value


def _number(order: Mapping[str, object], name: str, *, above: float, most: float) -> float | None:
    value = order.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not above < value <= most:
        raise BadOrderError(f"{name} must be a number above {above:g}, at most {most:g}")
    return value


def _whole(order: Mapping[str, object], name: str, *, least: int) -> int | None:
    value = order.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MOST:
        raise BadOrderError(f"{name} must be a whole number from {least}")
    return value
