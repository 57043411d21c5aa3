"""Our shorthand parser against the AWS CLI's own, on texts nobody wrote by hand."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest

from aws_cli import AwsCli
from pevents_tui.cli.faults import UsageFault
from pevents_tui.cli.values import read_rows
from pevents_tui.domain.shorthand import ShorthandFault, parse_shorthand

WORDS = [
    "View",
    "B0742",
    "a b",
    "null",
    "1.5",
    "é",
    "x\\,y",
    "a]b",
    "a}b",
    "{",
    "",
    "'q \\' ,=]'",
    '"q \\" \\\\ {,"',
    "http://x/?a",
]
_ESCAPED_BEFORE_EQUALS = re.compile(r"(?<!\\),(?:\\,|[^,=])*\\,(?:\\,|[^,=])*=")
_KEY_TWICE = re.compile(r"[{](?:.*,)?\s*([A-Za-z0-9\-_.#/:]*)\s*@?=.*,\s*\1\s*@?=", re.DOTALL)


def _value(dice: random.Random, depth: int) -> str:
    kind = dice.choice(["word", "word", "word", "words", "list", "hash"] if depth else ["word"])
    blank = dice.choice(["", "", " "])
    if kind == "list":
        return f"[{blank}" + f",{blank}".join(_value(dice, depth - 1) for _ in range(dice.randint(0, 3))) + f"{blank}]"
    if kind == "hash":
        pairs = (f"k{at}{blank}={blank}{_value(dice, depth - 1)}" for at in range(dice.randint(0, 3)))
        return "{" + f",{blank}".join(pairs) + "}"
    if kind == "words":
        return f",{blank}".join(dice.choice(WORDS) for _ in range(dice.randint(2, 4)))
    return dice.choice(WORDS)


def _sentence(dice: random.Random) -> str:
    return dice.choice([",", ", "]).join(
        f"{dice.choice(['eventType', 'itemId', 'a-b_c.d/e:f#9', ''])}{at}={_value(dice, 3)}"
        for at in range(dice.randint(1, 4))
    )


def _noise(dice: random.Random) -> str:
    start = dice.choice(["a=", "a=", "a=b,c=", ""])
    return start + "".join(dice.choice("ab=,,[]{}'\"\\ @\n\té\x1b") for _ in range(dice.randint(0, 12)))


def _theirs(aws: AwsCli, texts: list[str]) -> list[Any]:
    """What the installed AWS CLI reads in each text; `ShorthandFault` where it refuses it."""
    return [each[0] if each else ShorthandFault for each in aws.shorthand(texts)]


def _ours(text: str) -> Any:
    try:
        return parse_shorthand(text)
    except ShorthandFault:
        return ShorthandFault


def _loses_text(text: str) -> bool:
    """The AWS CLI drops what stands before an escaped comma that `=` follows (`a=b,c\\,d=e`); we refuse it."""
    return _ESCAPED_BEFORE_EQUALS.search(text) is not None


def _repeats_a_key(text: str) -> bool:
    """The AWS CLI lets the last of two equal keys inside braces win; we refuse it."""
    return _KEY_TWICE.search(text) is not None


WHOLE = [0, *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(1, 6))]


@pytest.mark.parametrize("seed", WHOLE)
def test_generated_sentences_mean_what_the_aws_cli_says(aws: AwsCli, seed: int) -> None:
    dice = random.Random(seed)
    texts = [_sentence(dice) for _ in range(1_000)]
    theirs = _theirs(aws, texts)
    for text, wanted in zip(texts, theirs, strict=True):
        ours = _ours(text)
        assert ours == wanted or (ours is ShorthandFault and _loses_text(text)), text
    assert len(texts) - theirs.count(ShorthandFault) > 400


@pytest.mark.parametrize("seed", WHOLE)
def test_noise_is_read_or_refused_as_the_aws_cli_does(aws: AwsCli, seed: int) -> None:
    dice = random.Random(seed)
    texts = [_noise(dice) for _ in range(3_000)]
    theirs = _theirs(aws, texts)
    for text, wanted in zip(texts, theirs, strict=True):
        ours = _ours(text)
        stricter = ours is ShorthandFault and (_loses_text(text) or _repeats_a_key(text))
        assert ours == wanted or stricter, text
    assert len(texts) - theirs.count(ShorthandFault) > 300


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a=b,a=c", "the key 'a' stands twice (a comma where a space was meant?) at character 5"),
        ("eventType", "expected '=', found the end at character 10"),
        ("a=b,c", {"a": ["b", "c"]}),
        ("a=x\\,y", {"a": "x,y"}),
        ("a=b,x\\,y,c={d=x\\,y}", {"a": ["b", "x,y"], "c": {"d": "x,y"}}),
        ("a='b", "the quote ' is not closed at character 3"),
        ("a=[b", "expected ',', found the end at character 5"),
        ("a=b,", "a value is missing after the comma at character 5"),
        ("a={k=1,k=2}", "the key 'k' stands twice"),
        ("a=b,c\\,d=e", "expected '=', found '\\\\'"),
        ("a=" + "[" * 5000, "nested deeper than 100 levels"),
    ],
)
def test_what_is_not_shorthand_is_named_with_its_place(text: str, words: str | dict[str, Any]) -> None:
    if isinstance(words, dict):
        assert parse_shorthand(text) == words
        return
    with pytest.raises(ShorthandFault) as caught:
        parse_shorthand(text)
    assert words in str(caught.value)


def test_characters_beyond_the_first_plane_are_text_here() -> None:
    assert parse_shorthand("itemId=🫖,b=c") == {"itemId": "🫖", "b": "c"}


def _rows(*words: str) -> list[Any]:
    return read_rows("--event-list", words, "put-events", "eventList")


def test_values_get_the_type_of_their_field() -> None:
    (row,) = _rows("eventType=View,eventValue=4,impression=B1,itemId=1,sentAt=1764000000")
    assert row == {"eventType": "View", "eventValue": 4.0, "impression": ["B1"], "itemId": "1", "sentAt": "1764000000"}
    assert isinstance(row["eventValue"], float)


def test_what_does_not_fit_a_field_is_left_for_the_check() -> None:
    (row,) = _rows("eventValue=lots,itemId=a,b,properties={k=v},what=1")
    assert row == {"eventValue": "lots", "itemId": ["a", "b"], "properties": {"k": "v"}, "what": "1"}


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    note = tmp_path / "note.json"
    note.write_text('{"a":"b"}\n', encoding="utf-8")
    (row,) = _rows(f"eventType=View,properties@=file://{note},itemId=file://{note}")
    assert row == {"eventType": "View", "properties": '{"a":"b"}\n', "itemId": f"file://{note}"}


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        (['{"itemId": "a"}'], [{"itemId": "a"}]),
        (['[{"itemId": "a"}, {"itemId": "b"}]'], [{"itemId": "a"}, {"itemId": "b"}]),
        (['{"itemId": "a"}', ' {"itemId": "b"}'], [{"itemId": "a"}, {"itemId": "b"}]),
        (["itemId=a", "itemId=b"], [{"itemId": "a"}, {"itemId": "b"}]),
    ],
)
def test_rows_come_as_json_or_shorthand_in_one_word_or_several(words: list[str], rows: list[Any]) -> None:
    assert _rows(*words) == rows


@pytest.mark.parametrize("text", ['[{"itemId": "a"}]\n', '{"itemId": "a"}\n', "itemId=a\n"])
def test_rows_come_from_a_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "rows"
    file.write_text(text, encoding="utf-8")
    assert _rows(f"file://{file}") == [{"itemId": "a"}]


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ('{"itemId": "a"', "--event-list: not JSON:"),
        ('[{"a": 1}, NaN]', "NaN is not a JSON number"),
        ('{"a": 1, "a": 2}', "stands twice in one object"),
        ("B0742", "--event-list: neither JSON nor shorthand: expected '=', found the end"),
        ("file:///nowhere/rows.json", "--event-list: cannot read /nowhere/rows.json: no such file or directory"),
        ("fileb:///nowhere/rows.json", "give file://, not fileb://"),
        ("properties@=file:///nowhere/p", "cannot read /nowhere/p"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_option(word: str, words: str) -> None:
    with pytest.raises(UsageFault) as caught:
        _rows(word)
    assert words in str(caught.value)
