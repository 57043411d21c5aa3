"""RequestPane: the exact calls that would go out, with their size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.content import Content

from pevents_tui.domain.plan import Call, Plan
from pevents_tui.domain.render import pretty
from pevents_tui.domain.visible import visible
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.widgets.panes.json_line import json_line
from pevents_tui.ui.widgets.panes.lines import Line, LinesView
from pevents_tui.ui.widgets.values import clipped

if TYPE_CHECKING:
    from pevents_tui.domain.resolve import Resolved

LABEL = "$foreground-muted"
"""How words about what is shown are written."""
VARIABLE = "$text-warning"
"""How a variable is written."""
_MOST_TOLD = 40
"""How many variables are listed under the calls."""
_MOST_VALUE = 60
_MOST_SHOWN = 20_000
"""How many characters of a body, and about how many of all bodies, are shown; all of them go out."""


class RequestPane(LinesView):
    """The exact calls, or what is written so far where it cannot go out."""

    def show_nothing(self) -> None:
        """Say that the request is on its way."""
        self.show([Content.styled("The rules are loading; the request follows.", LABEL)])

    def show_plan(self, plan: Plan | None, body: object, resolved: Resolved | None = None) -> None:
        """Show the calls, or what is written so far where it cannot go out.

        Args:
            plan: The calls; None where a stop stands.
            body: What is written so far.
            resolved: What the variables in it came to, and those that stand for nothing; None where there are none.
        """
        if plan is None:
            told = f"cannot go on the wire yet; {keys_of(self).spelled('first_problem')} goes to what stops it"
            written = _lacking(json_lines(pretty(body)), resolved)
            self.show([Content.styled(told, "$error"), Content(""), *written])
            return
        lines: list[Line] = []
        left, calls = _MOST_SHOWN, len(plan.calls)
        for number, call in enumerate(plan.calls, 1):
            gap = [Content("")] if lines else []
            if left <= 0:
                told = f"… {calls - number + 1} calls more, all of which go out"
                lines += [*gap, Content.styled(told, LABEL)]
                break
            of = f"  call {number} of {calls}" if calls > 1 else ""
            text = pretty(call.body)
            left -= len(text)
            lines += [*gap, head_line(call, of), *_marked(json_lines(text), plan.made)]
        self.show([*lines, *_resolved(plan.made)])


def _lacking(lines: list[Line], resolved: Resolved | None) -> list[Line]:
    """The lines of what is written so far, each variable behind what it came to, or told to stand for nothing."""
    if resolved is None or not (resolved.came or resolved.problems):
        return lines
    from pevents_tui.domain.resolve import made_of  # noqa: PLC0415 - it was loaded to resolve them

    names = [visible(json.dumps(name, ensure_ascii=False)[1:-1]) for name in resolved.lacking]

    def lacks(line: Line) -> bool:
        return isinstance(line, str) and any(name in line for name in names)

    return [
        Content.styled(f"{line}  ← no value yet", VARIABLE) if lacks(line) else line
        for line in _marked(lines, made_of(None, resolved.came))
    ]


def _marked(lines: list[Line], made: Mapping[str, Any] | None) -> list[Line]:
    """The lines of a body, with the variable behind each that holds nothing but what one came to."""
    if not made or not made["variables"]:
        return lines
    came = {}
    for each in made["variables"]:
        step = each["at"].rpartition(".")[2]
        name = "" if step.endswith("]") else f"{json.dumps(step)}: "
        came[name + json.dumps(each["value"], ensure_ascii=False)] = each["is"]
    marked: list[Line] = []
    for line in lines:
        text = str(line).strip().rstrip(",")
        told = came.get(visible(text)) if isinstance(line, str) else None
        marked.append(json_line(str(line)) + Content.styled(f"  ← {visible(told)}", VARIABLE) if told else line)
    return marked


def _resolved(made: Mapping[str, Any] | None) -> list[Line]:
    """What each variable came to, for those that are part of a longer text too."""
    if not made or not made["variables"]:
        return []
    lines = [Content(""), Content.styled("Variables, as they will go out:", "bold")]
    for each in made["variables"][:_MOST_TOLD]:
        value = visible(clipped(json.dumps(each["value"], ensure_ascii=False), _MOST_VALUE))
        place = visible(each["at"])
        lines.append(Content(f"{place}  ") + Content.styled(visible(each["is"]), VARIABLE) + Content(f"  {value}"))
    more = len(made["variables"]) - _MOST_TOLD
    return [*lines, *([Content.styled(f"… {more} more", LABEL)] if more > 0 else [])]


def head_line(call: Call, told: str = "") -> Content:
    """What is called, and how many bytes go out.

    Args:
        call: The call.
        told: What else is said of it.
    """
    return Content.styled(f"POST {call.spec.route}  {call.size_bytes:,} bytes{told}", "bold")


def json_lines(text: str) -> list[Line]:
    """The lines of a JSON text; long ones are cut, and say so.

    Args:
        text: Anything; what a terminal would obey is made visible.
    """
    more = len(text) - _MOST_SHOWN
    lines: list[Line] = [*visible(text[:_MOST_SHOWN], lines=True).split("\n")]
    if more > 0:
        lines.append(Content.styled(f"… {more:,} characters more, all of which go out", LABEL))
    return lines
