"""Texts that break programs, the same ones at every run: markup, terminal sequences, fragments of every syntax.

    for text in hostile.texts(300, seed="itemId"): ...

The first ones are `FAMILIES` as they stand; the rest are mixtures of them, random characters and long runs.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from itertools import chain, islice

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What must not stand on a terminal: C0, DEL, C1, what turns reading direction, halves of characters."""

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "markup": (
        "[/x]",
        "[/]",
        "[",
        "[]",
        "\\[b]",
        "[bold red on nowhere]x[/]",
        "[@click=app.quit]x[/]",
        "[@click=app.exit(9)]x[/]",
        "[@click=screen.command('send')]x[/]",
        "[link=file:///etc/passwd]x[/link]",
        "[$error]x[/$error]",
        "[blink][reverse]x",
        "<b onclick=x>&lt;&#27;[2J</b>",
    ),
    "terminal": (
        "\x1b[2J",
        "\x1b[31;8mhidden\x1b[0m",
        "\x1b[6n",
        "\x1b[?1049l",
        "\x1b]0;owned\x07",
        "\x1b]52;c;b3duZWQ=\x07",
        "\x1b]8;;http://owned\x1b\\x\x1b]8;;\x1b\\",
        "\x1bP+q544e\x1b\\",
        "\x1b_Gowned\x1b\\",
        "\x1bc",
        "\x1b",
        "\x9b2J",
        "\x9d0;owned\x9c",
        "\x85",
        "\x0e\x0f",
        "back\rover",
        "a\x08b\x7f",
        "\x07" * 9,
    ),
    "nul": ("\x00", "a\x00b", "\x00" * 40),
    "lines": ("one\ntwo", "one\r\ntwo\r\n", "a\tb", "\n", "\r", "\x0b\x0c", "\u2028\u2029", " lead and trail "),
    "direction": (
        "\u202eowned\u202c",
        "\u2066owned\u2069",
        "\u061c\u200e\u200f",
        "\u05e9\u05dc\u05d5\u05dd",
        "\u200f\u05e2\u05d1\u05e8\u05d9\u05ea abc\u200e",
    ),
    "halves": ("\ud800", "a\udc00b", "\udfff\ud800", "\ud83d"),
    "marks": ("e\u0301", "x" + "\u0336" * 200, "\u0301", "Z\u0351\u036b\u0343", "\u0e01\u0e33", "\ufe0f", "\u20dd"),
    "wide": (
        "\u65e5\u672c\u8a9e",
        "\uff46\uff55\uff4c\uff4c",
        "\ud55c\uad6d\uc5b4",
        "\u3000",
        "\uff9e",
        "\u8c48\ufaff",
    ),
    "pictures": ("\u241b", "\u240a\n\u2421\x7f", "\u2426", "\u2426\u2426\u241b", "x\u2426" * 9 + "\x00"),
    "emoji": (
        "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
        "\U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f1e9\U0001f1ea\U0001f1e9",
        "\U0001f44d\U0001f3fd",
        "\u263a\ufe0f",
        "\U0001fae0",
        "\U000e0041\U000e007f",
        "\u2764\ufe0e",
    ),
    "invisible": ("\u200b", "\ufeff", "\u00ad", "\u200d", "\u2060", "\u00a0", "\U0010ffff", "\ufffe", "\ue0b0"),
    "json": (
        '{"a": 1}',
        '{"a": [1, {"b": null}]}',
        '{"a": 1, "a": 2}',
        '["x", 1, null]',
        '"text"',
        '"\\ud800"',
        "null",
        "true",
        "NaN",
        "-Infinity",
        "1e999",
        "-0.0",
        "9" * 5000,
        "[" * 200,
        '{"a":' * 150 + "1" + "}" * 150,
        "{",
        '{"userId": "x"}',
    ),
    "shorthand": ("a=1", "a=b=c", "=x", "a:", "a=[1,2", "eventType=View,itemId=x", "{a=1}", "b|c;d, e", "a='x y'"),
    "times": (
        "now",
        "-5m",
        "+999999999d",
        "1714564800123",
        "-1",
        "0",
        "0x1F",
        "1_0",
        "\x1e5821",
        "\u0663",
        "2024-02-30T25:61Z",
    ),
    "quotes": ("'", '"', "`", '"""', "\\", "\\\\'", "'; --", "\u201cx\u201d", "$'\\x1b'", '\\"'),
    "formats": ("{}", "{0.__class__}", "%s%n%x", "{self.app}", "%(x)s", "${HOME}", "{{7*7}}", "$(id)", "`id`", "%"),
    "sql": ("' OR 1=1 --", "%_", "a* OR NEAR(b)", '"a" AND', "x'); DROP TABLE send;--", "words:*", "^a", "-a"),
    "paths": ("../../etc/passwd", "/dev/zero", "C:\\con", "file:///etc", "~root", "a/../..", "\\\\host\\x", "."),
    "words": ("null", "None", "undefined", "userId", "eventList[0]", "__proto__", "arn:aws:x", "-", "--help", "#id"),
}
"""Hostile texts by what they are after."""

ALL = tuple(dict.fromkeys(chain.from_iterable(FAMILIES.values())))
"""Each of them once."""

_RANGES = ((0, 0x20), (0x20, 0x7F), (0x7F, 0xA0), (0x300, 0x370), (0x590, 0x700), (0x1F000, 0x1FB00), (0, 0xD800))


def texts(count: int, seed: str) -> Iterator[str]:
    """Hostile texts, each another one than that before it.

    Args:
        count: How many.
        seed: Tells which mixtures come after `ALL`.
    """
    return islice(chain(ALL, _mixtures(random.Random(seed))), count)


def typeable(text: str) -> bool:
    """Whether a terminal can send the text: it is UTF-8, and ends no paste."""
    return not any("\ud800" <= char <= "\udfff" for char in text) and "\x1b[201~" not in text


def _mixtures(dice: random.Random) -> Iterator[str]:
    serial = 0
    while True:
        serial += 1
        parts = [_part(dice) for _ in range(dice.randint(1, 5))]
        text = dice.choice(("", "", " ", ",", "\n", "=")).join(parts)
        if dice.random() < 0.02:
            text = (text or "x") * dice.randint(2, 400)
        yield f"{text[:20_000]}{serial}"


def _part(dice: random.Random) -> str:
    if dice.random() < 0.7:
        return dice.choice(FAMILIES[dice.choice(tuple(FAMILIES))])
    low, high = dice.choice(_RANGES)
    return "".join(chr(dice.randrange(low, high)) for _ in range(dice.randint(1, 12)))
