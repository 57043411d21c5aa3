"""A record in lines: how it ended, what that means, what to do, and everything that is known of the call."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from pevents_tui.domain.evidence import identity_of
from pevents_tui.domain.exchange import Headers
from pevents_tui.domain.outcome import SENDING, Accepted, NotSent, Record, Refused, Unknown
from pevents_tui.domain.remedy import remedy
from pevents_tui.domain.render import default_endpoint, pretty
from pevents_tui.domain.times import as_utc
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.panes.lines import Line
from pevents_tui.ui.widgets.panes.request import LABEL, head_line, json_lines

WORD_STYLES = {
    Accepted.word: "bold $success",
    Refused.word: "bold $error",
    Unknown.word: "bold $warning",
    NotSent.word: "bold $error",
    SENDING: "bold $primary",
}
"""How each outcome's word is written."""
_WIDE = 24
"""From how many characters on a fact stands on a line of its own."""
_GAP = Content("")


def record_lines(record: Record, failure: str | None = None) -> list[Line]:
    """Everything known of a call, the most urgent first.

    Args:
        record: The call.
        failure: What kept the send from going on after it.
    """
    lines: list[Line] = [*_words(record, failure), _GAP, *_facts(record), *_tries(record), _GAP]
    lines += [head_line(record.call), *json_lines(pretty(record.call.body))]
    return [*lines, *_wire(record)]


def call_line(number: int, record: Record) -> Content:
    """A call of several in one line.

    Args:
        number: Which of them, from 1.
        record: The call.
    """
    count = len(record.call.rows)
    told = f"  {count:>2} {'row ' if count == 1 else 'rows'}  {_reason(record)}"
    return Content(f"{number:>3}  ") + Content.styled(f"{record.word:8}", WORD_STYLES[record.word]) + Content(told)


def text_lines(text: str, style: str = "") -> list[Line]:
    """The lines of a text from anywhere.

    Args:
        text: What a terminal would obey in it is made visible.
        style: How it is written.
    """
    return [Content.styled(line, style) for line in visible(text, lines=True).split("\n")]


def _reason(record: Record) -> str:
    """In a few words what sets the call apart: its time where it was accepted, else why it was not."""
    outcome = record.outcome
    if isinstance(outcome, Refused):
        return visible(outcome.code)
    if outcome is None or isinstance(outcome, Accepted):
        return "" if record.latency_s is None else f"{record.latency_s * 1000:,.0f} ms"
    return visible(outcome.message)


def _words(record: Record, failure: str | None) -> Iterator[Line]:
    """The outcome's word, the service's words as they are, what they mean and what to do."""
    outcome = record.outcome
    code = f"  {visible(outcome.code)}" if isinstance(outcome, Refused) else ""
    yield Content.styled(record.word, WORD_STYLES[record.word]) + Content.styled(code, "bold")
    if outcome is None:
        return
    if not isinstance(outcome, Accepted) and outcome.message:
        yield from text_lines(outcome.message)
    found = remedy(outcome, record.target)
    yield Content.styled(visible(found.meaning), LABEL)
    if found.step:
        yield Content.styled(visible(found.step), "$accent")
    if failure is not None:
        yield from text_lines(failure, "$error")


def _facts(record: Record) -> Iterator[Line]:
    outcome, timing = record.outcome, record.exchange and record.exchange.timing
    latency = f"{record.latency_s * 1000:,.0f} ms" if record.latency_s is not None else ""
    rows = [
        ("request id", getattr(outcome, "request_id", None) or ""),
        ("HTTP", str(getattr(outcome, "http_status", None) or "")),
        ("time", timing.sentence if timing else latency),
        ("attempts", str(record.attempts)),
        ("target", f"{record.target.policy.value} {record.target.label}"),
        (record.call.spec.place, record.call.tracking_id),
        ("endpoint", default_endpoint(record.target) if record.target.endpoint else ""),
        ("identity", identity_of(record.target)),
        ("at", as_utc(int(record.at_s))),
        ("tags", " ".join(record.tags)),
        ("history", f"number {record.id}" if record.id else "not kept"),
        ("template", str((record.made or {}).get("template") or "")),
    ]
    for name, value in rows:
        if value and len(value) <= _WIDE:
            yield Content.styled(f"{name:11}", LABEL) + Content(visible(value))
        elif value:
            yield from (Content.styled(name, LABEL), Content(f"  {visible(value)}"))
    if record.note:
        yield from (Content.styled("note", LABEL), *(Content("  ") + line for line in _content_lines(record.note)))


def _content_lines(text: str) -> list[Content]:
    return [Content(line) for line in visible(text, lines=True).split("\n")]


def _tries(record: Record) -> Iterator[Line]:
    """The attempts before the last one, with how long the next waited."""
    for number, each in enumerate(record.tries, 1):
        yield Content.styled(f"attempt {number}  ", LABEL) + Content(
            f"{visible(each.told)}; waited {each.wait_s:.1f} s"
        )


def _wire(record: Record) -> Iterator[Line]:
    """The call as it went over the wire: both heads, without their secrets, and the body's bytes."""
    exchange, call = record.exchange, record.call
    if exchange is None or not exchange.request:
        return
    yield from (_GAP, Content.styled("As it went over the wire, secrets hidden", "bold"))
    yield Content(f"POST {call.spec.route} HTTP/1.1")
    yield from _headers(exchange.request)
    yield from (_GAP, call.wire.decode("ascii"), _GAP)
    if not exchange.answer:
        yield Content.styled("No head of an answer came back.", LABEL)
        return
    status = getattr(record.outcome, "http_status", None)
    yield Content(f"HTTP {status}" if status else "HTTP")
    yield from _headers(exchange.answer)


def _headers(headers: Headers) -> Iterator[Line]:
    for name, value in headers:
        yield Content.styled(f"{visible(name)}: ", LABEL) + Content(visible(value))
