"""Variables: `{{ uuid }}`, `{{ now -5m }}`, `{{ ask User ID }}` in the texts of a draft, and what they stand for.

The set is fixed. Each is a plain word that gives a plain value; there are no expressions, and no value is looked at for
variables again, so nothing that a file says is ever run or grows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pevents_tui.domain.nearest import nearest
from pevents_tui.domain.times import resolve_relative

MARK = re.compile(r"\{\{([^\r\n]{1,400}?)\}\}")
"""One variable as it stands in a text."""
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
"""What a variable of one's own may be called."""
BUILT_IN = ("uuid", "now", "choice", "int", "seq", "env", "ask", "item", "user", "raw")
"""The variables that every draft has."""
YIELDING = ("item", "user")
"""Those of them that one's own of the same name stand before; none of the others has a namesake."""
_INT = re.compile(r"([+-]?\d{1,15})\s+([+-]?\d{1,15})")
_ENV = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_SECRET = re.compile(r"auth(?!or)|cookie|cred|key|passw|pwd|pin$|secret|session|signature|token", re.IGNORECASE)
_AWS_WORDS = frozenset({"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_DEFAULT_PROFILE"})
_LONGEST_LABEL = 80

Scalar = str | int | float | bool
"""What a variable can stand for."""


class VariableFault(ValueError):
    """A variable that stands for nothing; the message says why.

    Attributes:
        asks: What a person has to be asked for; None where asking would not help.
    """

    def __init__(self, words: str, asks: str | None = None) -> None:
        super().__init__(words)
        self.asks = asks


@dataclass(frozen=True, slots=True)
class Sources:
    """Where values come from.

    Attributes:
        now_s: The present in whole epoch seconds.
        new_id: Gives a fresh UUID.
        share: Gives a random share, from 0 up to but not 1.
        number: Gives the next number of a sequence.
        environ: The environment variables.
        items: Gives the ids of the items that are known where the draft goes.
        users: Gives the test users that are known there.
        named: Variables of one's own by their names, and answers by what was asked for; texts may hold built-in ones.
        given: The same as plain values, which stand before `named`.
    """

    now_s: int
    new_id: Callable[[], str]
    share: Callable[[], float]
    number: Callable[[], int]
    environ: Mapping[str, str]
    items: Callable[[], Sequence[str]]
    users: Callable[[], Sequence[str]]
    named: Mapping[str, Any]
    given: Mapping[str, Any]


class Draws:
    """What was drawn for a draft, held from the first look at it until it went out.

    Attributes:
        serial: Another number whenever what is held was let go.
    """

    def __init__(self) -> None:
        self._held: dict[object, Any] = {}
        self.serial = 0

    def hold(self, place: object, draw: Callable[[], Any]) -> Any:
        """What was drawn for a place, drawn now where nothing was."""
        if place not in self._held:
            self._held[place] = draw()
        return self._held[place]

    def forget(self) -> None:
        """Let everything go: the next look draws anew."""
        self._held.clear()
        self.serial += 1


def has_variables(text: str) -> bool:
    """Whether a variable stands in a text."""
    return "{{" in text and MARK.search(text) is not None


def is_named(word: str) -> bool:
    """Whether a variable of one's own may be called so."""
    return NAME.fullmatch(word) is not None and (word not in BUILT_IN or word in YIELDING)


def escaped(text: str) -> str:
    """The text written so that it stands for itself."""
    return text.replace("{{", "{{ raw {{ }}") if has_variables(text) else text


def as_text(value: Scalar) -> str:
    """A value within a text."""
    return value if isinstance(value, str) else json.dumps(value)


def value_of(inner: str, sources: Sources, draws: Draws, place: object) -> Scalar:
    """What one variable stands for.

    Args:
        inner: What stands between the braces.
        sources: Where values come from.
        draws: Holds what is drawn.
        place: Tells this variable from the others of the draft.

    Raises:
        VariableFault: it stands for nothing.
    """
    word, _, rest = inner.strip().partition(" ")
    own = word in sources.given or word in sources.named
    if not rest and NAME.fullmatch(word) and (word not in BUILT_IN or (own and word in YIELDING)):
        return _named(word, sources, draws)
    return _built_in(inner, sources, draws, place)


def _named(word: str, sources: Sources, draws: Draws) -> Scalar:
    """The value of a variable of one's own: the same wherever it stands."""
    if word in sources.given:
        return _scalar(sources.given[word])
    if word not in sources.named:
        raise VariableFault(_unknown(word, sources))
    value = sources.named[word]
    if value is None:
        raise VariableFault("has no value yet", asks=word)
    if not isinstance(value, str):
        return _scalar(value)
    return text_value(value, lambda at, inner: _built_in(inner, sources, draws, (word, at)))


def _built_in(inner: str, sources: Sources, draws: Draws, place: object) -> Scalar:
    """The value of a variable that every draft has."""
    word, _, rest = inner.strip().partition(" ")
    if word == "raw":
        return inner.lstrip()[4:].rstrip()
    if word not in _MAKERS:
        known = ", ".join(BUILT_IN)
        raise VariableFault(f"is no variable known here; known: {known}, and outside of others your own")
    return _MAKERS[word](rest.strip(), sources, lambda draw: draws.hold((place, inner), draw))


def text_value(text: str, look_up: Callable[[int, str], Scalar]) -> Scalar:
    """A text with its variables looked up; one that stands alone keeps the type of its value.

    Args:
        text: With variables or without.
        look_up: Gives the value of the variable with this number, by what stands between its braces.
    """
    first = MARK.search(text)
    if first is not None and first.span() == (0, len(text)):
        return look_up(0, first[1])
    numbers = iter(range(len(text)))
    return MARK.sub(lambda found: as_text(look_up(next(numbers), found[1])), text)


def _unknown(word: str, sources: Sources) -> str:
    known = list(dict.fromkeys([*sources.given, *sources.named, *BUILT_IN]))
    near = nearest(word, known)
    return f"is no variable known here{f'; did you mean {near}?' if near else ''}"


def _scalar(value: Any) -> Scalar:
    if isinstance(value, str | int | float):
        return value
    raise VariableFault("must stand for a text, a number, true or false")


_Hold = Callable[[Callable[[], Any]], Any]


def _uuid(rest: str, sources: Sources, hold: _Hold) -> Scalar:
    _refuse_rest("uuid", rest)
    return str(hold(sources.new_id))


def _now(rest: str, sources: Sources, _hold: _Hold) -> Scalar:
    moment = resolve_relative(rest or None, sources.now_s)
    if not isinstance(moment, int):
        raise VariableFault("wants a time before or after, such as {{ now -5m }} or {{ now +2h }}")
    return moment


def _choice(rest: str, sources: Sources, hold: _Hold) -> Scalar:
    options = [option.strip() for option in rest.split("|")]
    if options == [""]:
        raise VariableFault("wants what to choose from, such as {{ choice red|green }}")
    return str(hold(lambda: _one_of(options, sources)))


def _int(rest: str, sources: Sources, hold: _Hold) -> Scalar:
    bounds = _INT.fullmatch(rest)
    if bounds is None or int(bounds[1]) > int(bounds[2]):
        raise VariableFault("wants the least and the most, such as {{ int 1 5 }}")
    least, most = int(bounds[1]), int(bounds[2])
    return int(hold(lambda: min(most, least + int(sources.share() * (most - least + 1)))))


def _seq(rest: str, sources: Sources, hold: _Hold) -> Scalar:
    _refuse_rest("seq", rest)
    return int(hold(sources.number))


def _env(rest: str, sources: Sources, _hold: _Hold) -> Scalar:
    if not _ENV.fullmatch(rest):
        raise VariableFault("wants a variable of the environment, such as {{ env USER }}")
    if _SECRET.search(rest) or (rest.upper().startswith("AWS_") and rest.upper() not in _AWS_WORDS):
        raise VariableFault("may hold a credential, so it is not read; give it another name")
    if rest not in sources.environ:
        raise VariableFault("is not set in the environment")
    return sources.environ[rest]


def _ask(rest: str, sources: Sources, _hold: _Hold) -> Scalar:
    if not rest or len(rest) > _LONGEST_LABEL:
        raise VariableFault("wants what to ask for, such as {{ ask User ID }}")
    if rest not in sources.given:
        raise VariableFault("is asked for when you send", asks=rest)
    return _scalar(sources.given[rest])


def _item(rest: str, sources: Sources, hold: _Hold) -> Scalar:
    _refuse_rest("item", rest)
    if not (items := sources.items()):
        raise VariableFault("stands for nothing: no items are known here; name a CSV of them as items in settings.yaml")
    return str(hold(lambda: _one_of(items, sources)))


def _user(rest: str, sources: Sources, hold: _Hold) -> Scalar:
    _refuse_rest("user", rest)
    if not (users := sources.users()):
        words = "name one with {{ choice … }} or {{ ask User ID }}"
        raise VariableFault(f"stands for nothing: no test users are known here; {words}")
    return str(hold(lambda: _one_of(users, sources)))


def _one_of(options: Sequence[str], sources: Sources) -> str:
    return options[min(len(options) - 1, int(sources.share() * len(options)))]


def _refuse_rest(word: str, rest: str) -> None:
    if rest:
        raise VariableFault(f"takes nothing behind its name: {{{{ {word} }}}}")


_MAKERS: Mapping[str, Callable[[str, Sources, _Hold], Scalar]] = {
    "uuid": _uuid,
    "now": _now,
    "choice": _choice,
    "int": _int,
    "seq": _seq,
    "env": _env,
    "ask": _ask,
    "item": _item,
    "user": _user,
}
