"""Every rule that touches a draft: by field, in words, with its weight and its source, whether it is kept or broken.

The rules of fields come from the FieldSpecs. The others stand here once more as words for reading; a test has each of
them named that any check can name, with the same source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pevents_tui.domain.bounds import ARN_PATTERN, MOST_ROW_BYTES
from pevents_tui.domain.check import MODEL
from pevents_tui.domain.draft import Draft
from pevents_tui.domain.fields import FieldSpec, fields_of
from pevents_tui.domain.path import ANY, Path, format_path, look_up, pattern_of
from pevents_tui.domain.report import Level, Problem, Report

_FORMS = {
    "text": "is text",
    "number": "is a finite number",
    "time": "is a time: seconds since 1970, or ISO 8601; blank means now",
    "properties": "is an object, or the JSON text of one",
    "list": "is a list of IDs",
    "rows": "is a list of rows",
    "group": "is an object",
}
_ROWS = "Developer Guide, recording events: 10 events a call"
_PROPERTIES = "aws/aws-sdk-js#2773: InvalidInputException: Error parsing properties json"
_DUPLICATES = "Developer Guide, recording events: duplicates"
_SCHEMA = "the dataset's schema; Developer Guide, schemas"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule at one place of a draft.

    Attributes:
        path: The place.
        level: What a break of it weighs.
        name: Its short stable name, as in a problem.
        words: What it says.
        source: Where it comes from.
        found: What is wrong, where it is broken; empty where it is kept.
    """

    path: Path
    level: Level
    name: str
    words: str
    source: str
    found: str = ""

    @property
    def place(self) -> str:
        """The path as the AWS documentation writes it."""
        return format_path(self.path)


@dataclass(frozen=True, slots=True)
class Thumb:
    """A rule that no field's limits hold.

    Attributes:
        name: Its short stable name.
        members: The members it looks at; `*` for a whole row.
        level: What a break of it weighs.
        words: What it says.
        source: Where it comes from.
    """

    name: str
    members: tuple[str, ...]
    level: Level
    words: str
    source: str


_IDS = (
    "trackingId", "datasetArn", "userId", "sessionId", "eventId", "eventType", "itemId", "actionId", "recommendationId",
)  # fmt: skip
_TIMES = ("sentAt", "timestamp")
_PROPS = ("properties",)
THUMBS = (
    Thumb("milliseconds", _TIMES, Level.STOP, "is in seconds, not milliseconds", "aws/aws-sdk-js#3370"),
    Thumb("surrogate", _IDS, Level.STOP, "holds whole characters only", "Unicode 15, section 3.9"),
    Thumb("too-deep", _PROPS, Level.STOP, "nests at most 100 levels deep", "this program"),
    Thumb("user-prefix", ("userId",), Level.STOP, "begins as the target wants it",
          "targets.yaml, user_prefix of the target"),
    Thumb(
        "row-size", ("*",), Level.LIMIT, f"takes at most {MOST_ROW_BYTES:,} bytes on the wire",
        "Developer Guide, quotas: event size 10 KB",
    ),
    Thumb("properties-json", _PROPS, Level.LIMIT, "is the JSON text of an object", _PROPERTIES),
    Thumb("double-encoded", _PROPS, Level.LIMIT, "is encoded once", _PROPERTIES),
    Thumb(
        "reserved-key", _PROPS, Level.LIMIT, "holds no reserved key",
        "API reference, PutEvents, Event.properties; aws-amplify/amplify-js#6906",
    ),
    Thumb(
        "nothing-as-text", _IDS, Level.HINT, "is not the text null, None, undefined or nan", "aws/aws-sdk-js#3371"
    ),
    Thumb("blanks", _IDS, Level.HINT, "has no blanks around it", "rudderlabs/rudder-transformer PR #491"),
    Thumb("control-characters", _IDS, Level.HINT, "has no control characters", "Developer Guide, dataset ids"),
    Thumb(
        "naive-time", _TIMES, Level.HINT, "has a time zone, or is read as UTC",
        "botocore reads a time without a zone as UTC, whatever the machine's zone",
    ),
    Thumb(
        "fraction", _TIMES, Level.HINT, "is in whole seconds",
        "Developer Guide: TIMESTAMP is a long in seconds; botocore's versions differ in sending fractions",
    ),
    Thumb("old", _TIMES, Level.HINT, "is after 1999", "aws/aws-sdk-js#3370: seconds against milliseconds"),
    Thumb(
        "future", _TIMES, Level.HINT, "is at most a day ahead", "aws/aws-sdk-js#3370; no limit is documented"
    ),
    Thumb("same-second", _TIMES, Level.HINT, "no other row has it with the same properties", _DUPLICATES),
    Thumb("same-event-id", ("eventId",), Level.HINT, "no other row has it", "API reference, Event.eventId"),
    Thumb(
        "arn-as-id", ("trackingId",), Level.HINT, "is a tracking ID, not an ARN",
        "Developer Guide, CreateEventTracker: trackingId",
    ),
    Thumb(
        "other-dataset", ("datasetArn",), Level.HINT, "is of a dataset that holds such rows",
        "API reference, CreateDataset: datasetType",
    ),
    Thumb("other-tracker", ("trackingId",), Level.HINT, "is the target's own", "this program"),
    Thumb(
        "implicit-and-explicit", ("recommendationId",), Level.HINT, "stands without impressions, which win over it",
        "Developer Guide, impressions data",
    ),
    Thumb(
        "list-and-source", ("recommendationId",), Level.HINT, "stands without an attribution source, which wins",
        "Developer Guide, metric attributions",
    ),
    Thumb(
        "action-type", ("eventType",), Level.HINT, "of an action is Viewed, Taken or Not Taken",
        "API reference, ActionInteraction.eventType",
    ),
    Thumb(
        "reserved-type", ("eventType",), Level.HINT, "is no reserved word",
        "aws-samples/amazon-personalize-samples#142",
    ),
    Thumb(
        "type-spelling", ("eventType",), Level.HINT, "is no near miss of a type that is known",
        "Developer Guide, event types",
    ),
    Thumb(
        "type-budget", ("eventType",), Level.HINT, "is one of at most ten types and columns of a dataset",
        "Developer Guide, quotas: event types and columns",
    ),
    Thumb(
        "session-is-user", ("userId",), Level.HINT, "is not the session ID",
        "Developer Guide, recording events for anonymous users",
    ),
    Thumb(
        "unused-impression", ("impression",), Level.HINT, "of actions is taken and not used",
        "API reference, ActionInteraction.impression",
    ),
    Thumb("shown-twice", ("impression",), Level.HINT, "holds each item once", "this program"),
    Thumb(
        "field-in-properties", _PROPS, Level.HINT, "holds no field of the event itself", "boto/boto3#2573"
    ),
    Thumb(
        "nested-property", _PROPS, Level.HINT, "is flat, without lists and objects",
        "Developer Guide, schemas: no arrays or maps",
    ),
    Thumb(
        "property-case", _PROPS, Level.HINT, "has keys in camelCase",
        "Developer Guide, recording item interactions: numRatings for NUM_RATINGS",
    ),
    Thumb("schema-missing", _PROPS, Level.HINT, "has what the schema requires", _SCHEMA),
    Thumb("schema-name", _PROPS, Level.HINT, "spells keys as the schema does", _SCHEMA),
    Thumb("schema-unknown", _PROPS, Level.HINT, "has only keys of the schema", _SCHEMA),
    Thumb("schema-type", _PROPS, Level.HINT, "has values of the schema's types", _SCHEMA),
    Thumb("schema-member", ("*",), Level.HINT, "has only members that the schema has fields for", _SCHEMA),
    Thumb(
        "schema-length", _PROPS, Level.HINT, "keeps categorical values short",
        "Developer Guide, quotas: categorical values",
    ),
)  # fmt: skip
"""Every rule beside those of single fields, stops first."""
_FOR_ACTIONS = frozenset({"action-type", "unused-impression"})
_FOR_EVENTS = frozenset({"implicit-and-explicit", "list-and-source"})
_FOR_INTERACTIONS = frozenset({"reserved-key", "session-is-user", "schema-member"})
_WRONG = {"put-events": _FOR_ACTIONS, "put-action-interactions": _FOR_EVENTS}
"""Rules that are for other operations, by operation; those of datasets have none of an event's."""


def rules_of(draft: Draft, report: Report) -> Iterator[Rule]:
    """Every rule that touches a draft, place by place in the models' order; then what else was found.

    Args:
        draft: A filled one.
        report: What `check` found in it.
    """
    left = {(each.path, each.rule): each for each in report.problems}
    for spec, path in _places(draft):
        for rule in (*_of_field(spec, path), *_of_thumb(draft.kind, spec, path)):
            broken = [key for key in left if key[1] == rule.name and _is_at(key[0], path, spec)]
            problems = [left.pop(key) for key in broken]
            yield from (_broken(rule, each) for each in problems)
            if not problems:
                yield rule
    yield from (Rule(each.path, each.level, each.rule, each.text, each.source, each.text) for each in left.values())


def _places(draft: Draft) -> Iterator[tuple[FieldSpec, Path]]:
    """Each field that is there or must be, in each row."""
    for spec in fields_of(draft.kind):
        if spec.path[-1] == ANY:
            continue
        tops = [()] if ANY not in spec.path else [(draft.spec.rows, at) for at in range(len(draft.rows))]
        for top in tops:
            path = (*top, *(spec.path[2:] if top else spec.path))
            holder = look_up(draft.body, path[:-1])
            if isinstance(holder, dict) and (path[-1] in holder or spec.required):
                yield spec, path


def _of_field(spec: FieldSpec, path: Path) -> Iterator[Rule]:
    """What a field's own limits say."""
    if spec.required:
        yield Rule(path, Level.STOP, "missing", "is required", MODEL)
    yield Rule(path, Level.STOP, "time" if spec.form == "time" else "type", _FORMS[spec.form], MODEL)
    things = {"list": "element", "rows": "row"}.get(spec.form, "character")
    if spec.least is not None:
        yield Rule(path, Level.STOP, "too-short", f"has at least {spec.least:,} {things}", MODEL)
    if spec.form == "rows":
        yield Rule(path, Level.HINT, "split", f"goes out in calls of at most {spec.most} rows", _ROWS)
    elif spec.most is not None:
        yield Rule(path, Level.LIMIT, "too-long", f"has at most {spec.most:,} {things}s", MODEL)
    if spec.pattern is not None:
        words = "is an ARN of Personalize" if spec.pattern == ARN_PATTERN else "is printable ASCII, and not blank"
        yield Rule(path, Level.LIMIT, "pattern", words, f"{MODEL}: {spec.pattern}")


def _of_thumb(kind: str, spec: FieldSpec, path: Path) -> Iterator[Rule]:
    """What the rules of thumb say of a field, and at the first field of a row of the row."""
    for thumb in THUMBS:
        wrong = _WRONG.get(kind, _FOR_INTERACTIONS)
        if spec.name in thumb.members and spec.form != "rows" and thumb.name not in wrong:
            yield Rule(path, thumb.level, thumb.name, thumb.words, thumb.source)
        elif thumb.members == ("*",) and spec.form == "time":
            yield Rule(path[:-1], thumb.level, thumb.name, f"the row {thumb.words}", thumb.source)


def _is_at(found: Path, place: Path, spec: FieldSpec) -> bool:
    """Whether a problem's place is a rule's, or within it."""
    if spec.form == "rows":
        return found == place
    return found[: len(place)] == place or (spec.form == "time" and found == place[:-1])


def _broken(rule: Rule, problem: Problem) -> Rule:
    return Rule(problem.path, problem.level, rule.name, rule.words, problem.source or rule.source, problem.text)


def place_of(word: str, draft: Draft) -> Path | None:
    """The field that a person names by its wire name or place, as a pattern; None where there is none."""
    for spec in fields_of(draft.kind):
        if word.lower() in {spec.name.lower(), format_path(spec.path).lower()}:
            return pattern_of(spec.path)
    return None
