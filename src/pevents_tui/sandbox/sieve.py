"""Filters: an expression that was read, applied to items or actions for one user."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from pevents_tui.sandbox.expression import SIGNS, Rule, SieveError, Test, Value, read_rules
from pevents_tui.sandbox.shelf import Deed, Thing

MOST_DEEDS: Final = 100
"""How many interactions of one user and type a filter looks at. Source: Developer Guide, filtering recommendations."""

_GIVEN: Final = re.compile(r"""\s*(?:"([^"]*)"\s*|([^",]*))(,|$)""")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a filter may look at beside the thing itself.

    Attributes:
        deeds: what the user did, the oldest first.
        person: what is known of the user, by column name.
        item: what is known of the item that was asked about, by column name.
    """

    deeds: Sequence[Deed] = ()
    person: Mapping[str, str] | None = None
    item: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Sieve:
    """A filter expression that was read.

    Attributes:
        rules: what it says, in its order.
    """

    rules: tuple[Rule, ...]

    @property
    def filters_actions(self) -> bool:
        """Whether it is for actions; else it is for items."""
        return self.rules[0].thing == "actionid"

    def keeper(self, given: Mapping[str, str], scene: Scene) -> Callable[[Thing], bool]:
        """Give what tells whether a thing stays.

        A rule that excludes and lacks a parameter is not applied; one that includes must have them all. Source: shape
        GetRecommendationsRequest, filterValues.

        Args:
            given: values of parameters, each as it stands in filterValues.
            scene: what it may look at.

        Raises:
            SieveError: a value is malformed, or a parameter of an INCLUDE is missing.
        """
        tester = _Tester(scene, {name: tuple(_read_values(text)) for name, text in given.items()})
        applied = []
        for rule in self.rules:
            missing = sorted(rule.params - given.keys())
            if missing and rule.includes:
                raise SieveError(f"The filter expression wants a value for ${missing[0]}")
            if not missing and tester.all_hold(rule.only_if, scene.person or {}):
                applied.append((rule.includes, tester.chooser(rule)))
        return lambda thing: all(chosen(thing) is includes for includes, chosen in applied)


@cache
def read_sieve(expression: str) -> Sieve:
    """Read a filter expression.

    Raises:
        SieveError: it is none that is known here; the text says what was found where.
    """
    return Sieve(read_rules(expression))


def _read_values(text: str) -> Iterator[str]:
    """Give the values of one parameter: set apart by commas, each in quotes or, as a number may be, without.

    Raises:
        SieveError: a quote has no end, or something stands after it.
    """
    at, more = 0, ","
    while more:
        found = _GIVEN.match(text, at)
        if found is None:
            raise SieveError('A filter value is malformed; write "one","two" or a number')
        yield found[2].strip() if found[1] is None else found[1]
        at, more = found.end(), found[3]


@dataclass(frozen=True, slots=True)
class _Tester:
    """Tests columns, with the values that were given."""

    scene: Scene
    given: Mapping[str, Sequence[str]]

    def chooser(self, rule: Rule) -> Callable[[Thing], bool]:
        """Give what tells whether a rule fits a thing."""
        if not rule.is_of_deeds:
            return lambda thing: self._fits(rule, thing.columns)
        met = {deed.thing_id for deed in _recent(self.scene.deeds) if self._fits(rule, _columns(deed))}
        return lambda thing: thing.id in met

    def all_hold(self, tests: Iterable[Test], columns: Mapping[str, str]) -> bool:
        return all(self._holds(test, columns.get(test.field)) for test in tests)

    def _fits(self, rule: Rule, columns: Mapping[str, str]) -> bool:
        return any(self.all_hold(way, columns) for way in rule.ways)

    def _holds(self, test: Test, held: str | None) -> bool:
        if not held:
            return False  # a value that is not there meets no condition
        if test.sign in SIGNS:
            return any(_compares(test.sign, held, text) for text in self._texts(test.values[0]))
        found = any(
            value.kind == "any" or not set(self._texts(value)).isdisjoint(held.split("|")) for value in test.values
        )
        return found is (test.sign == "in")

    def _texts(self, value: Value) -> Sequence[str]:
        if value.kind == "param":
            return self.given[value.text]
        if value.kind == "item":
            held = (self.scene.item or {}).get(value.text)
            return held.split("|") if held else ()
        return (value.text,)


def _recent(deeds: Sequence[Deed]) -> Iterator[Deed]:
    seen: Counter[str] = Counter()
    for deed in reversed(deeds):
        seen[deed.event_type] += 1
        if seen[deed.event_type] <= MOST_DEEDS:
            yield deed


def _columns(deed: Deed) -> Mapping[str, str]:
    return {**deed.columns, "EVENT_TYPE": deed.event_type, "TIMESTAMP": str(deed.at_s)}


def _compares(sign: str, held: str, wanted: str) -> bool:
    try:
        return SIGNS[sign](float(held), float(wanted))
    except ValueError:
        return sign in {"=", "!="} and (held == wanted) is (sign == "=")
