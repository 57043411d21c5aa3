"""Echo: tells a widget's own words coming back from what somebody else changed, however fast the keys come."""

from __future__ import annotations

from typing import Any


class Echo:
    """The values that a widget told and that have not come back yet.

    A key may be typed while the one before is still on its way to the draft. What then comes back is older than what
    stands in the widget and must not be written over it.
    """

    def __init__(self) -> None:
        self._told: list[Any] = []
        self._held: Any = None

    def begin(self, value: Any) -> None:
        """Start anew, for another place in the draft.

        Args:
            value: What the draft holds there.
        """
        self._told, self._held = [], value

    def tell(self, value: Any) -> bool:
        """Whether a value is news to the draft, and so will come back.

        Args:
            value: What stands in the widget now.
        """
        if same(value, self._told[-1] if self._told else self._held):
            return False
        self._told.append(value)
        return True

    def hear(self, value: Any) -> bool:
        """Whether a value is no news to the widget: as it was, or one that was told.

        Args:
            value: What the draft holds now.
        """
        if same(value, self._held):
            return True
        self._held = value
        for index, told in enumerate(self._told):
            if same(value, told):
                del self._told[: index + 1]
                return True
        self._told.clear()
        return False


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same on the wire, where true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
