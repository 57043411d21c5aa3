"""A question for recommendations as a person types it, what is wrong with it, and the `Ask` that it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pevents_tui.domain.arn import looks_like_arn
from pevents_tui.domain.question_text import in_quotes, joined, paired, pairs, parts, split, unquoted
from pevents_tui.domain.recipes import recipe_of
from pevents_tui.domain.recommendation import ACTIONS, ITEMS, RANKING, Ask, Filter, Offer, Promotion, Run

MOST_RESULTS = {ITEMS: 500, ACTIONS: 100, RANKING: 500}
"""Most rows of a list, by operation. Source: API reference, numResults of the operations that list."""
MOST_WITH_COLUMNS = 50
"""Most rows where columns are given along. Source: API reference, GetRecommendations, numResults."""
MOST_COLUMNS = 10
"""Most columns that are given along. Source: Developer Guide, Getting item metadata with recommendations."""
_PROMOTED = "promoted"
"""The name that rows which came by the promotion are marked with."""
_LONGEST_WAIT_S = 3_600
_MOST_DIGITS = 10  # more are no number that is taken, and of thousands Python makes none


@dataclass(frozen=True, slots=True)
class QuestionField:
    """A line of the form.

    Attributes:
        name: The attribute of `Question`.
        label: For people.
        member: What it becomes in the API.
        hint: What to write; shown where nothing stands.
        kinds: The operations that take it; empty for all.
    """

    name: str
    label: str
    member: str
    hint: str
    kinds: tuple[str, ...] = ()


_LISTED = (ITEMS, ACTIONS)
_ABOUT_ITEMS = (ITEMS, RANKING)
FIELDS = (
    QuestionField("user", "User ID", "userId", "blank: a visitor without an ID, whom the session stands for"),
    QuestionField("control", "Control user", "userId", "somebody who does nothing, whose list should stay"),
    QuestionField("results", "Number of results", "numResults", "blank: as many as the service gives", _LISTED),
    QuestionField("item", "Item ID", "itemId", "what related items are asked about", (ITEMS,)),
    QuestionField("inputs", "Items to rank", "inputList", "ids, parted by commas; blank: the list shown", (RANKING,)),
    QuestionField("filter", "Filter", "filterArn", "its name or ARN"),
    QuestionField("values", "Filter parameters", "filterValues", "CATEGORY=kitchen,toys; PRICE=50"),
    QuestionField("context", "Context", "context", "DEVICE=phone; HOUR=evening", _ABOUT_ITEMS),
    QuestionField("promote", "Promotion's filter", "promotions[].filterArn", "whose items take a share", (ITEMS,)),
    QuestionField("percent", "Promoted share", "percentPromotedItems", "1 to 100 percent", (ITEMS,)),
    QuestionField("metadata", "Columns to give along", "metadataColumns", "TITLE, CATEGORY, PRICE", _ABOUT_ITEMS),
    QuestionField("session", "Session ID", "sessionId", "blank: a fresh one for this run"),
    QuestionField("value", "Event value", "eventValue", "of each event that is sent; blank for none", _ABOUT_ITEMS),
    QuestionField("wait", "Longest wait, seconds", "", "how long the list is watched after an event"),
)
"""Every line of the form, in order."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, each part as a person typed it.

    Attributes:
        user: Whom for.
        control: The control user.
        results: How many rows.
        item: What related items are asked about.
        inputs: The items to rank; an id with a comma or a blank is in quotes.
        filter: A filter's name or ARN.
        values: Its parameters, `NAME=VALUE`, parted by semicolons; several values of one by commas.
        context: Contextual metadata, written alike; a value with a semicolon is in quotes.
        promote: The name or ARN of a promotion's filter.
        percent: The promotion's share.
        metadata: Columns to give along.
        session: The session of the events.
        value: The events' value.
        wait: How long the list is watched, in seconds.
    """

    user: str = ""
    control: str = ""
    results: str = "10"
    item: str = ""
    inputs: str = ""
    filter: str = ""
    values: str = ""
    context: str = ""
    promote: str = ""
    percent: str = "20"
    metadata: str = ""
    session: str = ""
    value: str = ""
    wait: str = "10"

    @property
    def event_value(self) -> float | None:
        """The events' value; None for none."""
        return float(self.value) if self.value.strip() else None

    @property
    def wait_s(self) -> float:
        """How long the list is watched, in seconds."""
        return float(self.wait)

    def ask(
        self, offer: Offer, filters: Sequence[Filter] = (), shown: Sequence[str] = (), *, kind: str | None = None
    ) -> Ask:
        """The question for the service; it has no faults.

        Args:
            offer: Whom it is put to.
            filters: Those of the account, to find one by its name.
            shown: The list that was shown last, which is ranked where no items are named.
            kind: The operation; None for that of the recipe.
        """
        kind, filtered = kind or recipe_of(offer.recipe).kind, _arn_of(self.filter, filters)
        promoted = _arn_of(self.promote, filters)
        promotions = (Promotion(_PROMOTED, int(self.percent), promoted),) if promoted and kind == ITEMS else ()
        return Ask(
            offer.arn,
            kind,
            user_id=self.user.strip() or None,
            item_id=self.item.strip() or None if kind == ITEMS else None,
            input_ids=(split(self.inputs) or tuple(shown)) if kind == RANKING else (),
            num_results=int(self.results) if self.results.strip() and kind != RANKING else None,
            filter_arn=filtered,
            filter_values=tuple((name, in_quotes(value)) for name, value in pairs(self.values)) if filtered else (),
            context=tuple((name, unquoted(value)) for name, value in pairs(self.context)) if kind != ACTIONS else (),
            promotions=promotions,
            metadata_columns=split(self.metadata) if kind != ACTIONS else (),
        )

    def faults(
        self, offer: Offer, filters: Sequence[Filter] = (), shown: Sequence[str] = (), *, kind: str | None = None
    ) -> Iterator[tuple[str, str]]:
        """What keeps it from being asked: the name of the field, and what is wrong, in words.

        Args:
            offer: Whom it is put to.
            filters: Those of the account.
            shown: The list that was shown last.
            kind: The operation; None for that of the recipe.
        """
        recipe = recipe_of(offer.recipe)
        kind = kind or recipe.kind
        if recipe.wants_item and kind == recipe.kind and not self.item.strip():
            yield "item", f"{recipe.title} answers about an item: say which."
        if kind == RANKING and not split(self.inputs) and not shown:
            yield "inputs", f"{recipe.title} puts given items in order: name them, or show a list first."
        yield from self._beyond(kind, split(self.inputs) or shown)
        if self.control.strip() and self.control.strip() == self.user.strip():
            yield "control", "The control user is the user: name somebody who does nothing."
        for name in ("filter", "promote"):
            wanted = getattr(self, name).strip()
            if wanted and _arn_of(wanted, filters) is None:
                yield name, f"No filter of this account is called {wanted!r}; its ARN is taken too."
        for name in ("values", "context"):
            if any("=" not in part for part in parts(getattr(self, name))):
                yield name, "Write NAME=VALUE, and a semicolon between two of them."
        known = next((each for each in filters if each.arn == _arn_of(self.filter, filters)), None)
        lacking = [each for each in known.parameters if each not in dict(pairs(self.values))] if known else []
        if lacking:
            yield "values", f"The filter asks for {', '.join(lacking)}: write {lacking[0]}=…"

    def _beyond(self, kind: str, ranked: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What is more, or another number, than the operation takes."""
        columns = split(self.metadata) if kind != ACTIONS else ()
        most = MOST_WITH_COLUMNS if columns else MOST_RESULTS[kind]
        if kind == RANKING and len(ranked) > most:
            yield "inputs", f"At most {most} items are ranked{' where columns are given along' if columns else ''}."
        if len(columns) > MOST_COLUMNS:
            yield "metadata", f"At most {MOST_COLUMNS} columns are given along."
        yield from self._wrong_numbers(MOST_RESULTS[kind] if kind == RANKING else most)

    def _wrong_numbers(self, most: int) -> Iterator[tuple[str, str]]:
        if self.results.strip() and not _is_whole(self.results, 1, most):
            yield "results", f"A whole number from 1 to {most}."
        if self.promote.strip() and not _is_whole(self.percent, 1, 100):
            yield "percent", "A whole number from 1 to 100."
        if self.value.strip() and _number(self.value) is None:
            yield "value", "A number, or nothing."
        if not 0 < (_number(self.wait) or 0) <= _LONGEST_WAIT_S:
            yield "wait", f"Seconds, up to {_LONGEST_WAIT_S:,}."


def fields_of(kind: str) -> tuple[QuestionField, ...]:
    """The lines of the form that an operation takes.

    Args:
        kind: `ITEMS`, `RANKING` or `ACTIONS`.
    """
    return tuple(each for each in FIELDS if not each.kinds or kind in each.kinds)


def question_of(run: Run, like: Question) -> Question:
    """The question that a run answers, as a person would type it; the session is a fresh one.

    Args:
        run: The run.
        like: Tells what a run does not: the events' value and the wait.
    """
    asked = run.asked
    if asked is None:
        return like
    promoted = asked.promotions[0] if asked.promotions else None
    return replace(
        like,
        user="" if asked.user_id is None or asked.user_id == run.session_id else asked.user_id,
        control=run.control_user or "",
        results="" if asked.num_results is None else str(asked.num_results),
        item=asked.item_id or "",
        inputs=joined(asked.input_ids),
        filter=asked.filter_arn or "",
        values="; ".join(f"{name}={value}" for name, value in asked.filter_values),
        context=paired(asked.context),
        promote=promoted.filter_arn if promoted else "",
        percent=str(promoted.percent) if promoted else like.percent,
        metadata=joined(asked.metadata_columns),
        session="",
    )


def _arn_of(named: str, filters: Sequence[Filter]) -> str | None:
    named = named.strip()
    if looks_like_arn(named):
        return named
    return next((each.arn for each in filters if named and each.name == named), None)


def _is_whole(text: str, least: int, most: int) -> bool:
    return text.strip().isdecimal() and len(text.strip()) < _MOST_DIGITS and least <= int(text) <= most


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None
