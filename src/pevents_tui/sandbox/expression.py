"""Reads filter expressions, as far as the Developer Guide documents them.

An expression is one or more rules, set apart by `|`:

    INCLUDE|EXCLUDE ItemID|ActionID WHERE Dataset.FIELD <test> [AND|OR Dataset.FIELD <test> ...]
        [IF CurrentUser.FIELD <test> [AND ...]]

A test is IN or NOT IN with values in brackets, or one of = != < <= > >= with one value. A value is a quoted text, a
number, a `$PARAM`, `CurrentItem.FIELD` or, for event types, `*` for any.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Final

SIGNS: Final[Mapping[str, Callable[[float, float], bool]]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
"""What each sign compares."""

_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"[^"]*"|'[^']*')|(?P<param>\$\w+)|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])
    |(?P<word>[A-Za-z_]\w*(?:\.\w+)?)|(?P<sign><=|>=|!=|[=<>(),|*]))""",
    re.VERBOSE | re.ASCII,
)
_DATASETS: Final[Mapping[str, tuple[str, ...]]] = {
    "itemid": ("items", "interactions"),
    "actionid": ("actions", "action_interactions", "actioninteractions"),
}
_PERSON: Final = ("currentuser",)
_ITEM: Final = "currentitem."


class SieveError(ValueError):
    """An expression cannot be read, or its parameters are not as it wants them; the text says which."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a field is tested against.

    Attributes:
        kind: text, number, param, item (a column of the item that was asked about) or any.
        text: the value, or the name of the parameter or column.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Test:
    """One test of one field.

    Attributes:
        dataset: in lower case, like items.
        field: the column, in capitals.
        sign: in, not in, or one of `SIGNS`.
        values: one for a sign; any number else.
    """

    dataset: str
    field: str
    sign: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of an expression.

    Attributes:
        includes: whether it keeps what it fits, or leaves it out.
        thing: itemid or actionid.
        ways: it fits where all tests of any of these hold.
        only_if: it applies where these hold for the user.
    """

    includes: bool
    thing: str
    ways: tuple[tuple[Test, ...], ...]
    only_if: tuple[Test, ...]

    @property
    def params(self) -> frozenset[str]:
        """The names of its parameters, without the dollar sign."""
        tests = (*self.only_if, *(test for way in self.ways for test in way))
        return frozenset(value.text for test in tests for value in test.values if value.kind == "param")

    @property
    def is_of_deeds(self) -> bool:
        """Whether it looks at what the user did, rather than at the things."""
        return self.ways[0][0].dataset.endswith("interactions")


def read_rules(expression: str) -> tuple[Rule, ...]:
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
    return tuple(rules)


class _Tokens:
    """An expression, one token at a time.

    Attributes:
        kind: what the token at hand is; None at the end.
        text: the token as it stands there.
    """

    def __init__(self, expression: str) -> None:
        self._left = expression
        self.kind: str | None = None
        self.text = ""
        self.advance()

    def advance(self) -> None:
        """Go to the next token."""
        found = _TOKEN.match(self._left)
        if found is None:
            self.text = self._left.strip()
            self.kind = "stranger" if self.text else None
            return
        self.kind, self.text = found.lastgroup, found[found.lastgroup or 0]
        self._left = self._left[found.end() :]

    def take(self, *wanted: str) -> str | None:
        """Step over one of these words or signs, told in lower case; None where another stands."""
        lower = self.text.lower()
        if self.kind not in {"word", "sign"} or lower not in wanted:
            return None
        self.advance()
        return lower

    def want(self, *wanted: str) -> str:
        """Step over one of these words or signs.

        Raises:
            SieveError: another stands there.
        """
        taken = self.take(*wanted)
        if taken is None:
            raise self.fault(" or ".join(each.upper() if each.isalpha() else each for each in wanted))
        return taken

    def fault(self, wanted: str) -> SieveError:
        """Give the words on what stands here instead of what was wanted."""
        found = ascii(self.text[:40]) if self.kind else "the end"
        return SieveError(f"The filter expression cannot be read: {wanted} expected, {found} found")


def _rule(tokens: _Tokens) -> Rule:
    includes = tokens.want("include", "exclude") == "include"
    thing = tokens.want("itemid", "actionid")
    tokens.want("where")
    ways = [[_test(tokens, _DATASETS[thing])]]
    while joint := tokens.take("and", "or"):
        test = _test(tokens, _DATASETS[thing])
        if test.dataset != ways[0][0].dataset:
            raise SieveError("AND and OR join fields of one dataset; set rules for two apart with |")
        if joint == "and":
            ways[-1].append(test)
        else:
            ways.append([test])
    only_if = []
    if tokens.take("if"):
        only_if.append(_test(tokens, _PERSON))
        while tokens.take("and"):
            only_if.append(_test(tokens, _PERSON))
    return Rule(includes, thing, tuple(map(tuple, ways)), tuple(only_if))


def _test(tokens: _Tokens, datasets: Sequence[str]) -> Test:
    dataset, dot, field = tokens.text.partition(".")
    if tokens.kind != "word" or not dot or dataset.lower() not in datasets:
        raise tokens.fault(" or ".join(f"{name}.FIELD" for name in datasets))
    tokens.advance()
    sign = tokens.want("in", "not", *SIGNS)
    if sign in SIGNS:
        return Test(dataset.lower(), field.upper(), sign, (_value(tokens),))
    if sign == "not":
        tokens.want("in")
        sign = "not in"
    tokens.want("(")
    values = [_value(tokens)]
    while tokens.take(","):
        values.append(_value(tokens))
    tokens.want(")")
    return Test(dataset.lower(), field.upper(), sign, tuple(values))


def _value(tokens: _Tokens) -> Value:
    kind, text = tokens.kind, tokens.text
    if text in {"*", '"*"', "'*'"}:
        found = Value("any", "*")
    elif kind == "text":
        found = Value("text", text[1:-1])
    elif kind == "number":
        found = Value("number", text)
    elif kind == "param":
        found = Value("param", text[1:])
    elif kind == "word" and text.lower().startswith(_ITEM):
        found = Value("item", text[len(_ITEM) :].upper())
    else:
        raise tokens.fault("a quoted text, a number or a $PARAM")
    tokens.advance()
    return found
