"""`--debug`: each attempt as it went over the wire, told on standard error, without secrets and personal values."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pevents_tui.cli.environment import Environment
from pevents_tui.cli.narrate import tell
from pevents_tui.domain.outcome import Record
from pevents_tui.domain.plan import Policy


def tell_wire(environment: Environment, record: Record) -> None:
    """What went out and what came back, a line each: `>` is ours, `<` the service's, `*` neither's."""
    for line in _lines(record):
        tell(environment, line)


def _lines(record: Record) -> Iterator[str]:
    from pevents_tui.domain.masks import masked  # noqa: PLC0415 - few runs are told

    target, exchange = record.target, record.exchange
    service = f"the service in {target.region or 'the default region'}"
    where = target.endpoint or ("the sandbox" if target.policy is Policy.SANDBOX else service)
    yield f"* attempt {record.attempts} of call {record.id or 'that is not kept'} to {where}"
    if exchange is None or not exchange.request:
        yield "* nothing left this machine"
        return
    yield f"> POST {record.call.spec.route} HTTP/1.1"
    yield from (f"> {name}: {value}" for name, value in exchange.request)
    yield f"> {json.dumps(masked(record.call), ensure_ascii=False)}"
    status = getattr(record.outcome, "http_status", None)
    yield f"< HTTP {status}" if status else "< no whole answer"
    yield from (f"< {name}: {value}" for name, value in exchange.answer)
    yield f"* {exchange.timing.sentence}"
