"""Calls as a report in Markdown, to attach to a ticket: what went where, how it ended, and what tells calls apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pevents_tui.domain.difference import differences
from pevents_tui.domain.outcome import Record, Refused
from pevents_tui.domain.plan import Policy, Target
from pevents_tui.domain.remedy import remedy
from pevents_tui.domain.render import default_endpoint, json_of
from pevents_tui.domain.times import as_utc
from pevents_tui.domain.visible import visible

_TICKS = re.compile("`+")
_MOST_ROWS = 30
"""How many differences of two calls are told."""


def evidence(records: Sequence[Record], made_at_s: float) -> str:
    """A report on calls, the oldest first.

    Args:
        records: Those that it is about.
        made_at_s: When it is written, in epoch seconds.
    """
    told = sorted(records, key=lambda record: record.id)
    count = f"{len(told)} call" + ("" if len(told) == 1 else "s")
    ended = [each.word for each in told]
    words = ", ".join(f"{ended.count(word)} {word}" for word in dict.fromkeys(ended))
    lines = ["# Amazon Personalize events", "", f"{count}: {words}. Written {as_utc(int(made_at_s))}.", ""]
    for before, record in zip([None, *told], told, strict=False):
        lines += _call(record)
        if before is not None and before.call.kind == record.call.kind:
            lines += _comparison(before, record)
    return "\n".join(lines)


def _call(record: Record) -> Iterator[str]:
    yield f"## Call {record.id}: {record.call.spec.operation}, {record.word}"
    yield ""
    yield "| | |"
    yield "|---|---|"
    for name, value in _facts(record):
        yield f"| {name} | {value} |"
    yield ""
    if record.note:
        yield "Note:"
        yield ""
        yield from (f"> {_plain(line)}" for line in visible(record.note, lines=True).split("\n"))
        yield ""
    yield from _fenced(json_of(record.call.body), "json")
    yield ""


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    outcome, target = record.outcome, record.target
    yield "first sent", as_utc(int(record.at_s))
    yield "target", f"{_code(target.label)}, {target.policy}"
    yield ("tracking ID" if record.call.spec.place == "tracker" else "dataset ARN"), _code(record.call.tracking_id)
    yield "endpoint", _endpoint(record)
    yield "identity", _code(identity_of(target))
    yield "outcome", _code(outcome.sentence) if outcome else "under way"
    if request_id := getattr(outcome, "request_id", None):
        yield "request ID", _code(request_id)
    if status := getattr(outcome, "http_status", None):
        yield "HTTP status", str(status)
    if isinstance(outcome, Refused):
        yield "error", _code(outcome.code)
    if outcome and (step := remedy(outcome, target).step):
        yield "next step", _plain(step)
    attempts = f"{record.attempts} attempt" + ("" if record.attempts == 1 else "s")
    latency = "" if record.latency_s is None else f", the last one took {record.latency_s * 1000:,.0f} ms"
    yield "attempts", attempts + latency
    for number, each in enumerate(record.tries, 1):
        yield f"attempt {number}", _code(each.told)
    yield "rows", f"{len(record.call.rows)} {record.call.spec.noun}" + ("" if len(record.call.rows) == 1 else "s")
    if record.run:
        yield "run", _code(record.run)
    if record.tags:
        yield "tags", ", ".join(map(_code, record.tags))


def _endpoint(record: Record) -> str:
    """Where the call went; the embedded sandbox's address is another one each time it runs."""
    target, route = record.target, record.call.spec.route
    if target.policy is Policy.SANDBOX and target.endpoint is None:
        return f"{_code(f'POST {route}')} of the embedded sandbox, on this machine: AWS was not called"
    return _code(f"POST {default_endpoint(target).rstrip('/')}{route}")


def identity_of(target: Target) -> str:
    """Whose keys signed the calls to a target."""
    if target.policy in {Policy.SANDBOX, Policy.LOCAL}:
        return "dummy keys"
    if not target.sign:
        return "none, the call was not signed"
    return f"profile {target.profile}, {target.region}" if target.profile else f"default credentials, {target.region}"


def _comparison(one: Record, other: Record) -> Iterator[str]:
    found = differences(one.call.body, other.call.body)
    yield f"### Call {other.id} beside call {one.id}"
    yield ""
    if not found:
        yield "The bodies are the same."
        yield ""
        return
    yield f"| place | call {one.id} | call {other.id} |"
    yield "|---|---|---|"
    for difference in found[:_MOST_ROWS]:
        before, after = difference.told
        yield f"| {_code(difference.place)} | {_code(before)} | {_code(after)} |"
    if len(found) > _MOST_ROWS:
        yield f"| and {len(found) - _MOST_ROWS} more | | |"
    yield ""


def _code(text: str) -> str:
    """A text that Markdown shows as it is, in one cell of a table."""
    shown = visible(text).replace("|", "\\|") or " "
    ticks = "`" * (max((len(run[0]) for run in _TICKS.finditer(shown)), default=0) + 1)
    gap = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{ticks}{gap}{shown}{gap}{ticks}"


def _plain(text: str) -> str:
    """A text in which Markdown and HTML find nothing to do."""
    return re.sub(r"([\\`*_{}\[\]()#+!|<>~&])", r"\\\1", visible(text))


def _fenced(text: str, language: str) -> Iterator[str]:
    fence = "`" * max(3, max((len(run[0]) for run in _TICKS.finditer(text)), default=0) + 1)
    yield f"{fence}{language}"
    yield text.rstrip("\n")
    yield fence
