"""Rules of thumb that no schema holds: what the service takes, but nobody means. One small function a rule.

Each rule gets the draft and the context and yields problems. A new rule is one function here, one entry in
`ADVICE`, and one row in the test table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from pevents_tui.domain.draft import Draft
from pevents_tui.domain.event_types import odd_types
from pevents_tui.domain.jsontext import compact
from pevents_tui.domain.limits import RESERVED_KEYS
from pevents_tui.domain.path import Path
from pevents_tui.domain.property_advice import PROPERTY_ADVICE
from pevents_tui.domain.report import Context, Problem
from pevents_tui.domain.rules import Rule, hint, properties_of, rows_of
from pevents_tui.domain.schema_advice import against_schema
from pevents_tui.domain.times import DAY_S, YEAR_2000_S, Moment, TimeFault, as_utc, read_time

NOTHING_WORDS = frozenset({"null", "none", "undefined", "nan"})
"""Texts that a client writes when it has no value. Source: aws/aws-sdk-js#3371 (answered 200, event ignored)."""
ACTION_TYPES = ("Viewed", "Taken", "Not Taken")
"""Source: API reference, ActionInteraction.eventType."""


def _ids(draft: Draft) -> Iterator[tuple[Path, str]]:
    """Every text that names something: tracker, user, session, event, type, item or action, list, impressions."""
    names = (draft.spec.address, "userId", "sessionId")
    for name in names:
        if isinstance(value := draft.body.get(name), str):
            yield (name,), value
    row_names = (*names[1:], "eventId", "eventType", draft.spec.thing, "recommendationId")
    for path, row in rows_of(draft):
        for name in row_names:
            if isinstance(value := row.get(name), str):
                yield (*path, name), value
        shown = row.get("impression")
        for index, value in enumerate(shown if isinstance(shown, list) else []):
            if isinstance(value, str):
                yield (*path, "impression", index), value


def nothing_as_text(draft: Draft, _context: Context) -> Iterator[Problem]:
    """`null`, `None`, `undefined`, `nan` as an id: a client that had no value wrote it."""
    for path, value in _ids(draft):
        if value.strip().lower() in NOTHING_WORDS:
            text = f"is the text {value.strip()!r}; the service accepts it and ignores the event"
            yield hint(path, text, "nothing-as-text", "aws/aws-sdk-js#3371")


def blanks_around(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Blanks or control characters in an id: it will not match the one in the dataset."""
    for path, value in _ids(draft):
        if value and not value.strip():
            yield hint(path, "is only blanks", "blanks", "Developer Guide, dataset ids are compared as they are")
        elif value != value.strip():
            text = "has blanks at its start or end; ids are compared as they are"
            yield hint(path, text, "blanks", "rudderlabs/rudder-transformer PR #491")
        elif any(ord(char) < 32 or 127 <= ord(char) < 160 for char in value):
            yield hint(path, "has control characters", "control-characters", "Developer Guide, dataset ids")


def odd_times(draft: Draft, context: Context) -> Iterator[Problem]:
    """Times without a zone, with a fraction, before 2000 or past tomorrow."""
    for path, row in rows_of(draft) if draft.spec.happens else ():
        place = (*path, draft.spec.time)
        try:
            moment = read_time(row.get(draft.spec.time))
        except TimeFault:
            continue
        for text, rule in _time_oddities(moment, context.now_s):
            yield hint(place, text, rule, _TIME_SOURCES[rule])


_TIME_SOURCES = {
    "naive-time": "botocore reads a time without a zone as UTC, whatever the machine's zone",
    "fraction": "Developer Guide: TIMESTAMP is a long in seconds; botocore's versions differ in sending fractions",
    "old": "aws/aws-sdk-js#3370: seconds against milliseconds",
    "future": "aws/aws-sdk-js#3370; no limit is documented",
}


def _time_oddities(moment: Moment, now_s: int | None) -> Iterator[tuple[str, str]]:
    if moment.naive:
        yield f"has no time zone, so it is read as UTC: {as_utc(moment.epoch_s)}", "naive-time"
    if moment.epoch_s != int(moment.epoch_s):
        yield "has a fraction of a second; the service documents whole seconds", "fraction"
    if moment.epoch_s < YEAR_2000_S:
        yield f"is {as_utc(moment.epoch_s)}, before the year 2000", "old"
    elif now_s is not None and moment.epoch_s > now_s + DAY_S:
        yield f"is {as_utc(moment.epoch_s)}, more than a day ahead: seconds or milliseconds?", "future"


def arn_as_tracking_id(draft: Draft, _context: Context) -> Iterator[Problem]:
    """The tracker's ARN where its tracking ID is wanted."""
    value = draft.body.get("trackingId")
    if isinstance(value, str) and value.strip().lower().startswith("arn:"):
        text = "is an ARN; give the tracking ID, which DescribeEventTracker returns"
        yield hint(("trackingId",), text, "arn-as-id", "Developer Guide, CreateEventTracker: trackingId")


def other_dataset(draft: Draft, _context: Context) -> Iterator[Problem]:
    """The ARN of a dataset that holds other things than the rows."""
    given = draft.body.get("datasetArn")
    if draft.spec.happens or not isinstance(given, str):
        return
    from pevents_tui.domain.arn import dataset_rows, read_arn  # noqa: PLC0415 - an event goes to none

    arn = read_arn(given)
    holds = dataset_rows(arn) if arn is not None else ""
    if holds and holds != draft.spec.rows:
        text = (
            f"is of a dataset of {holds}, and {draft.spec.rows} go to one whose ARN ends in /{draft.spec.rows.upper()}"
        )
        yield hint(("datasetArn",), text, "other-dataset", "API reference, CreateDataset: datasetType")


def other_tracker(draft: Draft, context: Context) -> Iterator[Problem]:
    """A tracking ID in the draft that is not the target's."""
    value = draft.body.get("trackingId")
    if context.tracking_id and isinstance(value, str) and value != context.tracking_id:
        yield hint(
            ("trackingId",), "is not the target's tracking ID; the draft's is used", "other-tracker", "this program"
        )


def list_and_impression(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Both a recommendation ID and impressions: the impressions win."""
    for path, row in rows_of(draft):
        if row.get("recommendationId") and row.get("impression") and draft.kind == "put-events":
            text = "and impressions are both given; the impressions win"
            yield hint((*path, "recommendationId"), text, "implicit-and-explicit", "Developer Guide, impressions data")


def list_and_source(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Both a recommendation ID and an attribution source: the source wins."""
    for path, row in rows_of(draft):
        if row.get("recommendationId") and row.get("metricAttribution"):
            text = "and an attribution source are both given; metrics use only the source"
            yield hint((*path, "recommendationId"), text, "list-and-source", "Developer Guide, metric attributions")


def same_twice(draft: Draft, context: Context) -> Iterator[Problem]:
    """Rows of the same second with the same properties (one is kept), or with the same event ID (one trains)."""
    if not draft.spec.happens:
        return
    seconds: dict[tuple[Any, ...], int] = {}
    event_ids: dict[str, int] = {}
    for path, row in rows_of(draft):
        index = int(path[1])
        key = context.memory.recall("twins", index, row, draft.kind, partial(_twin_key, draft, row))
        if key is not None and (first := seconds.setdefault(key, index)) != index:
            text = f"has the second and the properties of row {first + 1}; Personalize keeps only one of them"
            yield hint((*path, draft.spec.time), text, "same-second", "Developer Guide, recording events: duplicates")
        event_id = row.get("eventId")
        if isinstance(event_id, str) and (first := event_ids.setdefault(event_id, index)) != index:
            text = f"is also the event ID of row {first + 1}; only the first is used in training"
            yield hint((*path, "eventId"), text, "same-event-id", "API reference, Event.eventId")


def _twin_key(draft: Draft, row: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """What makes two rows one for the service: everything but the event ID, the time in whole seconds."""
    try:
        second = int(read_time(row.get(draft.spec.time)).epoch_s)
        rest = {name: value for name, value in row.items() if name not in {"eventId", draft.spec.time, "properties"}}
        return second, compact([rest, properties_of(row)])
    except (TimeFault, ValueError, TypeError, RecursionError):
        return None


def odd_action_types(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Action interactions of a type other than Viewed, Taken, Not Taken."""
    if draft.kind != "put-action-interactions":
        return
    for path, row in rows_of(draft):
        value = row.get("eventType")
        if isinstance(value, str) and value and value not in ACTION_TYPES:
            text = "is none of Viewed, Taken, Not Taken; AWS's own pages differ in case"
            yield hint((*path, "eventType"), text, "action-type", "API reference, ActionInteraction.eventType")


def reserved_type(draft: Draft, _context: Context) -> Iterator[Problem]:
    """A reserved word as the event type: training then fails."""
    reserved = {name.lower() for name in RESERVED_KEYS} | {"event_type", "user_id", "item_id", "event_value"}
    for path, row in rows_of(draft):
        value = row.get("eventType")
        if isinstance(value, str) and value.lower() in reserved:
            text = "is a reserved word; a dataset of such types cannot be trained on"
            yield hint((*path, "eventType"), text, "reserved-type", "aws-samples/amazon-personalize-samples#142")


def session_is_user(draft: Draft, _context: Context) -> Iterator[Problem]:
    """The session equals the user: an anonymous visit sent so can never be merged with a login."""
    pairs = [((), draft.body), *rows_of(draft)]
    for path, holder in pairs:
        user, session = holder.get("userId"), holder.get("sessionId")
        if user and user == session:
            text = "equals the session ID; leave the user out before login, or the visit can never be merged"
            source = "Developer Guide, recording events for anonymous users"
            yield hint((*path, "userId"), text, "session-is-user", source)


def unused_impressions(draft: Draft, _context: Context) -> Iterator[Problem]:
    """Impressions in action interactions: taken, never used."""
    if draft.kind != "put-action-interactions":
        return
    for path, row in rows_of(draft):
        if row.get("impression"):
            text = "are taken but not used: Personalize ignores impressions of actions"
            yield hint((*path, "impression"), text, "unused-impression", "API reference, ActionInteraction.impression")


def shown_twice(draft: Draft, _context: Context) -> Iterator[Problem]:
    """An item that stands twice among the impressions."""
    for path, row in rows_of(draft):
        shown = row.get("impression")
        seen: set[str] = set()
        for index, value in enumerate(shown if isinstance(shown, list) else []):
            if isinstance(value, str) and value in seen:
                yield hint(
                    (*path, "impression", index), "stands twice in the impressions", "shown-twice", "this program"
                )
            elif isinstance(value, str):
                seen.add(value)


ADVICE: tuple[Rule, ...] = (
    nothing_as_text,
    blanks_around,
    odd_times,
    *PROPERTY_ADVICE,
    arn_as_tracking_id,
    other_tracker,
    other_dataset,
    list_and_impression,
    list_and_source,
    same_twice,
    odd_action_types,
    reserved_type,
    odd_types,
    against_schema,
    session_is_user,
    unused_impressions,
    shown_twice,
)
"""Every rule of thumb, in the order they are told."""
