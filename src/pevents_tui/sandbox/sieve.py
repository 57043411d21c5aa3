"""Filter expressions: read as far as the Developer Guide documents them, and applied to items or actions.

An expression is one or more rules, set apart by `|`:

    INCLUDE|EXCLUDE ItemID|ActionID WHERE Dataset.FIELD <test> [AND|OR Dataset.FIELD <test> ...] [IF CurrentUser.FIELD
    <test> [AND ...]]

A test is IN or NOT IN with values in brackets, or one of = != < <= > >= with one value. A value is a quoted text, a
number, a `$PARAM`, `CurrentItem.FIELD` or, for event types, `*` for any.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from operator import eq, ge, gt, le, lt, ne
from typing import Final

from pevents_tui.sandbox.shelf import Deed, Thing

MOST_DEEDS: Final = 100
"""How many interactions of one user and type a filter looks at. Source: Developer Guide, filtering recommendations."""

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<param>\$\w+)|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])
    |(?P<word>[A-Za-z_]\w*(?:\.\w+)?)|(?P<sign><=|>=|!=|[=<>(),|*]))""",
    re.VERBOSE | re.ASCII,
)
_NAMED: Final = re.compile(r"""\s*(?:"([^"]*)"|([^",]*))\s*(,|$)""")
_SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
_THINGS: Final = {
    "itemid": ("items", "interactions"),
    "actionid": ("actions", "action_interactions", "actioninteractions"),
}
_PERSON: Final = "currentuser"
_ITEM: Final = "currentitem"


class SieveError(ValueError):
    """An expression cannot be read, or its parameters are not as it wants them; the text says which."""


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
class _Value:
    kind: str  # text, number, param, word or any
    text: str


@dataclass(frozen=True, slots=True)
class _Test:
    dataset: str
    field: str
    sign: str
    values: tuple[_Value, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    includes: bool
    thing: str
    tests: tuple[tuple[_Test, ...], ...]  # any of these, all of each
    only_if: tuple[_Test, ...]

    @property
    def params(self) -> frozenset[str]:
        every = (*self.only_if, *(test for tests in self.tests for test in tests))
        return frozenset(value.text for test in every for value in test.values if value.kind == "param")


@dataclass(frozen=True, slots=True)
class Sieve:
    """A filter expression that was read.

    Attributes:
        rules: what it says, in its order.
    """

    rules: tuple[_Rule, ...]

    @property
    def params(self) -> frozenset[str]:
        """The names of its parameters, without the dollar sign."""
        return frozenset(name for rule in self.rules for name in rule.params)

    @property
    def filters_actions(self) -> bool:
        """Whether it is for actions; else it is for items."""
        return self.rules[0].thing == "actionid"

    def keeper(self, given: Mapping[str, str], scene: Scene) -> Callable[[Thing], bool]:
        """Give what tells whether a thing stays.

        Args:
            given: values of parameters, each as it stands in filterValues.
            scene: what it may look at.

        Raises:
            SieveError: a value is malformed, or a parameter of an INCLUDE is missing.
        """
        values = {name: tuple(read_values(text)) for name, text in given.items()}
        applied = []
        for rule in self.rules:
            missing = sorted(rule.params - values.keys())
            if missing and rule.includes:
                raise SieveError(f"The filter expression wants a value for ${missing[0]}")
            if not missing and _all_hold(rule.only_if, scene.person or {}, scene, values):
                applied.append((rule.includes, _chooser(rule, scene, values)))
        return lambda thing: all(chosen(thing) is includes for includes, chosen in applied)


@cache
def read_sieve(expression: str) -> Sieve:
    """Read a filter expression.

    Raises:
        SieveError: it is none that is known here; the text says what was found where.
    """
    tokens = _Tokens(expression)
    rules = [_rule(tokens)]
    while tokens.take("|"):
        rules.append(_rule(tokens))
    if tokens.kind:
        raise tokens.fault("AND, OR, IF, | or the end")
    if len({rule.thing for rule in rules}) > 1:
        raise SieveError("A filter expression is for items or for actions, not for both")
    return Sieve(tuple(rules))


def read_values(text: str) -> Iterator[str]:
    """Give the values of one parameter: set apart by commas, each in quotes or, as a number may be, without.

    Raises:
        SieveError: a quote has no end.
    """
    at = 0
    while at <= len(text):
        found = _NAMED.match(text, at)
        if found is None:
            raise SieveError('A filter value is malformed; write "one","two" or a number')
        yield found[2].strip() if found[1] is None else found[1]
        if not found[3]:
            return
        at = found.end()


class _Tokens:
    """An expression, one token at a time."""

    def __init__(self, expression: str) -> None:
        self._text = expression
        self._end = 0
        self.kind: str | None = None
        self.text = ""
        self.advance()

    def advance(self) -> None:
        start = self._end
        found = _TOKEN.match(self._text, start)
        if found is None:
            if self._text[start:].strip():
                self.kind, self.text = "unknown", self._text[start:].strip()[:20]
                raise self.fault("a word, a value or a sign")
            self.kind, self.text = None, ""
            return
        self._end = found.end()
        self.kind = found.lastgroup
        self.text = found[self.kind or 0]

    def take(self, *wanted: str) -> str | None:
        """Step over one of these words or signs, told in lower case; None where another stands."""
        lower = self.text.lower()
        if self.kind not in {"word", "sign"} or lower not in wanted:
            return None
        self.advance()
        return lower

    def want(self, *wanted: str) -> str:
        taken = self.take(*wanted)
        if taken is None:
            raise self.fault(" or ".join(each.upper() if each.isalpha() else each for each in wanted))
        return taken

    def fault(self, wanted: str) -> SieveError:
        found = f"{self.text[:40]!r}" if self.kind else "the end"
        return SieveError(f"The filter expression cannot be read: {wanted} was expected, {found} found")


def _rule(tokens: _Tokens) -> _Rule:
    includes = tokens.want("include", "exclude") == "include"
    thing = tokens.want("itemid", "actionid")
    tokens.want("where")
    ways = [[_test(tokens, _THINGS[thing])]]
    while joint := tokens.take("and", "or"):
        test = _test(tokens, _THINGS[thing])
        if test.dataset != ways[0][0].dataset:
            raise SieveError("AND and OR join fields of one dataset; set rules for two apart with |")
        if joint == "and":
            ways[-1].append(test)
        else:
            ways.append([test])
    only_if = []
    if tokens.take("if"):
        only_if.append(_test(tokens, (_PERSON,)))
        while tokens.take("and"):
            only_if.append(_test(tokens, (_PERSON,)))
    return _Rule(includes, thing, tuple(map(tuple, ways)), tuple(only_if))


def _test(tokens: _Tokens, datasets: Sequence[str]) -> _Test:
    dataset, dot, field = tokens.text.partition(".")
    if tokens.kind != "word" or not dot or dataset.lower() not in datasets:
        raise tokens.fault(" or ".join(f"{name}.FIELD" for name in datasets))
    tokens.advance()
    sign = tokens.want("in", "not", *_SIGNS)
    if sign in _SIGNS:
        return _Test(dataset.lower(), field.upper(), sign, (_value(tokens),))
    if sign == "not":
        tokens.want("in")
        sign = "not in"
    tokens.want("(")
    values = [_value(tokens)]
    while tokens.take(","):
        values.append(_value(tokens))
    tokens.want(")")
    return _Test(dataset.lower(), field.upper(), sign, tuple(values))


def _value(tokens: _Tokens) -> _Value:
    kind, text = tokens.kind, tokens.text
    if kind == "text":
        found = _Value("any" if text[1:-1] == "*" else "text", text[1:-1])
    elif kind == "number":
        found = _Value("number", text)
    elif kind == "param":
        found = _Value("param", text[1:])
    elif kind == "word" and text.lower().startswith(f"{_ITEM}."):
        found = _Value("word", text.partition(".")[2].upper())
    elif text == "*":
        found = _Value("any", text)
    else:
        raise tokens.fault("a quoted text, a number or a $PARAM")
    tokens.advance()
    return found


def _chooser(rule: _Rule, scene: Scene, values: Mapping[str, Sequence[str]]) -> Callable[[Thing], bool]:
    """Give what tells whether the conditions of a rule hold for a thing."""
    if not rule.tests[0][0].dataset.endswith("interactions"):
        return lambda thing: _any_holds(rule, thing.columns, scene, values)
    met = {
        deed.thing_id
        for deed in _recent(scene.deeds)
        if _any_holds(rule, {"EVENT_TYPE": deed.event_type, "TIMESTAMP": str(deed.at_s), **deed.columns}, scene, values)
    }
    return lambda thing: thing.id in met


def _recent(deeds: Sequence[Deed]) -> Iterator[Deed]:
    seen: Counter[str] = Counter()
    for deed in reversed(deeds):
        seen[deed.event_type] += 1
        if seen[deed.event_type] <= MOST_DEEDS:
            yield deed


def _any_holds(rule: _Rule, columns: Mapping[str, str], scene: Scene, values: Mapping[str, Sequence[str]]) -> bool:
    return any(_all_hold(tests, columns, scene, values) for tests in rule.tests)


def _all_hold(
    tests: Iterable[_Test], columns: Mapping[str, str], scene: Scene, values: Mapping[str, Sequence[str]]
) -> bool:
    return all(_holds(test, columns.get(test.field), scene, values) for test in tests)


def _holds(test: _Test, held: str | None, scene: Scene, values: Mapping[str, Sequence[str]]) -> bool:
    if not held:
        return False  # a value that is not there meets no condition
    wanted = [text for value in test.values for text in _texts(value, scene, values)]
    if test.sign in _SIGNS:
        return any(_compares(test.sign, held, text) for text in islice(wanted, 1))
    any_one = any(value.kind == "any" for value in test.values)
    found = any_one or not set(wanted).isdisjoint(held.split("|"))
    return found is (test.sign == "in")


def _texts(value: _Value, scene: Scene, values: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if value.kind == "param":
        return values[value.text]
    if value.kind == "word":
        held = (scene.item or {}).get(value.text)
        return held.split("|") if held else ()
    return (value.text,)


def _compares(sign: str, held: str, wanted: str) -> bool:
    try:
        return _SIGNS[sign](float(held), float(wanted))
    except ValueError:
        return sign in {"=", "!="} and (held == wanted) is (sign == "=")
