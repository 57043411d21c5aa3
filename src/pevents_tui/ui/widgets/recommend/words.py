"""What the Recommend screen says in lines: the question, the steps, the feed, the row under the cursor, the reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import zip_longest

from textual.content import Content

from pevents_tui.domain.question import Question
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import Offer, Run, Step
from pevents_tui.domain.stillness import FOUND, Reason
from pevents_tui.domain.verdict import Sight, acts_words
from pevents_tui.domain.visible import visible
from pevents_tui.ui.widgets.recommend.ranked_line import Line, rise_word
from pevents_tui.ui.widgets.values import clipped
from pevents_tui.ui.widgets.word_bar import Word

_MOST_NAME, _MOST_STEP, _MOST_TEXT = 28, 26, 240
_BESIDE = 2
"""How many steps are named on each side of the shown one."""
_SIGNS = {
    "asked": ("·", "$text-muted"),
    "control": ("=", "$text-muted"),
    "again": ("…", "$text-warning"),
    "varies": ("~", "$text-warning"),
    "sent": ("✓", "$text-success"),
    "waiting": ("…", "$text-muted"),
    "moved": ("▲", "bold $text-success"),
    "still": ("-", "$text-warning"),
    "failed": ("✗", "bold $text-error"),
}
"""The sign and the style of each kind of step in the feed."""


def live_word(offer: Offer) -> str:
    """Whether a campaign or recommender reacts to events at once, in a word or two."""
    return {True: "reacts live", False: "does not react live", None: "may react"}[recipe_of(offer.recipe).live]


def question_words(
    offer: Offer | None, question: Question, session: str, label: Callable[[str], str] = str
) -> tuple[Word, ...]:
    """The question in one line, each part with the key that changes it.

    Args:
        offer: Whom it is put to; None for nobody yet.
        question: All else.
        session: The session that stands for a visitor; empty before there is one.
        label: Gives the key of a command by its name.
    """
    if offer is None:
        whom = "choose whom to ask"
    else:
        recipe = recipe_of(offer.recipe).title or offer.recipe
        whom = " · ".join(filter(None, (_short(offer.name or offer.arn), recipe, live_word(offer))))
    visitor = f"a visitor, session {_short(session, 12)}" if session else "a visitor"
    user = f"user {_short(question.user)}" if question.user.strip() else visitor
    kept = f"filter {_short(question.filter.rpartition('/')[2])}" if question.filter.strip() else "no filter"
    further = [f"{question.results.strip()} results" if question.results.strip() else ""]
    told = (("item", question.item), ("context", question.context))
    further += [f"{name} {_short(value, 16)}" for name, value in told if value.strip()]
    further += ["promotion"] if question.promote.strip() else []
    return (
        Word("choose_whom", whom, "bold", key=label("choose_whom"), least=20),
        Word("change_user", user, key=label("change_user"), least=12),
        Word("choose_filter", kept, key=label("choose_filter"), least=10, spare=not question.filter.strip()),
        Word("edit_question", " · ".join(filter(None, further)) or "question", key=label("edit_question"), least=10),
    )


def step_words(run: Run | None, at: int, sight_of: Callable[[int], Sight], *, busy: str = "") -> tuple[Word, ...]:
    """The steps of a run as a line to flip through.

    Args:
        run: All of it; None for none.
        at: Which is shown.
        sight_of: Gives a step by its number.
        busy: What is under way, as a last word; empty for nothing.
    """
    if run is None or not run.columns:
        return (Word("", busy or "1 baseline  2 act  3 wait  4 compare", "$text-muted"),)
    last = len(run.columns) - 1
    first, end = max(0, min(at - _BESIDE, last - 2 * _BESIDE)), min(last, max(at + _BESIDE, 2 * _BESIDE))
    words = [Word(f"step:{first - 1}", "◂", "$text-muted")] if first else []
    for number in range(first, end + 1):
        seen = sight_of(number)
        sign = {"moved": " ▲", "still": " -"}.get(seen.word, "")
        name = "baseline" if number == 0 else seen.done or "looked again"
        style = "bold reverse $primary" if number == at else "bold" if sign == " ▲" else "$text-muted"
        words.append(Word(f"step:{number}", f" {number + 1} {_short(name, _MOST_STEP)}{sign} ", style, least=6))
    words += [Word(f"step:{end + 1}", "▸", "$text-muted")] if end < last else []
    if not last and not busy:
        words.append(Word("", "2 act on a row  3 wait  4 compare", "$text-muted"))
    return (*words, *((Word("", busy, "bold $primary"),) if busy else ()))


def told_steps(steps: Sequence[Step]) -> list[Step]:
    """What is told of what happened, newest first; of looks that saw the same only the last one.

    Args:
        steps: In the order they happened.
    """
    told = [
        step
        for step, later in zip_longest(steps, steps[1:])
        if later is None or step.word != "waiting" or (later.word, later.text) != (step.word, step.text)
    ]
    return told[::-1]


def feed_line(step: Step, title: Callable[[str], str] = str, veiled: Callable[[str], str] = str) -> Content:
    """One line of the feed: when, what kind, in words.

    Args:
        step: What happened.
        title: Tells what an id stands for.
        veiled: Gives a text as it may be shown.
    """
    sign, style = _SIGNS.get(step.word, ("·", "$text-muted"))
    text = step.text
    if step.word == "waiting":
        text = f"looked after {step.waited_s:.1f} s: {step.text}"
    elif step.act is not None:
        ended = "accepted" if step.act.accepted else "; ".join(step.act.ended)
        text = f"{acts_words([step.act], title)}: {ended}"
    time = datetime.fromtimestamp(step.at_s).astimezone().strftime("%H:%M:%S")
    told = Content(f" {visible(clipped(veiled(text), _MOST_TEXT))}")
    return Content.styled(f"{time} ", "$text-muted") + Content.styled(sign, style) + told


def row_words(line: Line | None, seen: Sight | None) -> Content:
    """Everything about the row under the cursor, in one line.

    Args:
        line: The row; None for none.
        seen: The step that is shown.
    """
    if line is None or seen is None:
        return Content("")
    row, move = line.row, line.move
    score = f"score {row.score:.4f}{f' ({rise})' if (rise := rise_word(move)) else ''}" if row.score is not None else ""
    was = ""
    if move is not None:
        was = "new in the list" if move.before is None else "gone" if move.after is None else f"was {move.before}"
    done = "acted on" if move is not None and move.acted else ""
    promoted = f"promotion {row.promotion}" if row.promotion else ""
    told = (", ".join(row.categories), row.price, score, was, done, promoted, *row.reasons,
            *(f"{name} {value}" for name, value in row.metadata))  # fmt: skip
    rest = "".join(f" · {visible(clipped(part, _MOST_TEXT))}" for part in told if part)
    title = f" {visible(row.title)}" if row.title else ""
    return Content.styled(visible(clipped(row.id, _MOST_TEXT)), "bold") + Content(title + rest)


def reason_lines(reasons: Sequence[Reason], veiled: Callable[[str], str] = str) -> list[Content]:
    """Why nothing may have moved: what was found first, each with what to do and its source.

    Args:
        reasons: All of them.
        veiled: Gives a text as it may be shown.
    """
    lines = []
    for reason in reasons:
        found = reason.verdict == FOUND
        sign, style = ("✗ found", "bold $text-error") if found else ("? possible", "bold $text-warning")
        lines.append(
            Content.styled(f"{sign}  ", style) + Content.styled(visible(veiled(reason.words)), "bold" if found else "")
        )
        remedy = Content(f"→ {visible(veiled(reason.remedy))} " if reason.remedy else "→ ")
        lines.append(remedy + Content.styled(visible(reason.source), "$text-muted"))
    return lines


def _short(text: str, most: int = _MOST_NAME) -> str:
    text = text.strip()
    return text if len(text) <= most else text[: most - 1] + "…"
