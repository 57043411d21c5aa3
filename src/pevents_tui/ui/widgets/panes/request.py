"""RequestPane: the exact calls that would go out, with their size."""

from __future__ import annotations

from textual.content import Content

from pevents_tui.domain.plan import Call, Plan
from pevents_tui.domain.render import pretty
from pevents_tui.domain.visible import visible
from pevents_tui.ui.keys import keys_of
from pevents_tui.ui.widgets.panes.lines import Line, LinesView

LABEL = "$foreground-muted"
"""How words about what is shown are written."""
_MOST_SHOWN = 20_000
"""How many characters of a body, and about how many of all bodies, are shown; all of them go out."""


class RequestPane(LinesView):
    """The exact calls, or what is written so far where it cannot go out."""

    def show_nothing(self) -> None:
        """Say that the request is on its way."""
        self.show([Content.styled("The rules are loading; the request follows.", LABEL)])

    def show_plan(self, plan: Plan | None, body: object) -> None:
        """Show the calls, or what is written so far where it cannot go out.

        Args:
            plan: The calls; None where a stop stands.
            body: What is written so far.
        """
        if plan is None:
            told = f"cannot go on the wire yet; {keys_of(self).spelled('first_problem')} goes to what stops it"
            self.show([Content.styled(told, "$error"), Content(""), *json_lines(pretty(body))])
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
            lines += [*gap, head_line(call, of), *json_lines(text)]
        self.show(lines)


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
