"""The commands of the Recommend screen; they load with it."""

from __future__ import annotations

from typing import ClassVar

from pevents_tui.ui.commands.base import Command
from pevents_tui.ui.commands.layout import LAYOUT_COMMANDS
from pevents_tui.ui.commands.runs import RUN_COMMANDS
from pevents_tui.ui.commands.show import SHOW_COMMANDS


class Act(Command):
    """Something that a user does with a recommended row: an event on the normal road."""

    ITEM_TYPE: ClassVar[str] = ""
    """The event type of item interactions; empty where there is none."""
    ACTION_TYPE: ClassVar[str] = ""
    """The event type of action interactions; empty where there is none."""


class ActView(Act):
    """The user views the row, or all that are marked: View, and Viewed of actions."""

    GROUP, ITEM_TYPE, ACTION_TYPE = "Recommend", "View", "Viewed"
    TITLE, SHORT, KEYS, SHOWN_KEY = "View", "View", "v", "V"


class ActClick(Act):
    """The user clicks it: Click."""

    GROUP, ITEM_TYPE = "Recommend", "Click"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Click", "Click", "c", "C"


class ActAddToCart(Act):
    """The user puts it into the cart: AddToCart."""

    GROUP, ITEM_TYPE = "Recommend", "AddToCart"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Add to cart", "Cart", "a", "A"


class ActPurchase(Act):
    """The user buys it: Purchase."""

    GROUP, ITEM_TYPE = "Recommend", "Purchase"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Purchase", "Purchase", "p", "P"


class ActWatch(Act):
    """The user watches it: Watch."""

    GROUP, ITEM_TYPE = "Recommend", "Watch"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Watch", "Watch", "w", "W"


class ActTake(Act):
    """The user takes the recommended action: Taken."""

    GROUP, ACTION_TYPE = "Recommend", "Taken"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Action taken", "Taken", "t", "T"


class ActNotTake(Act):
    """The user does not take the recommended action: Not Taken."""

    GROUP, ACTION_TYPE = "Recommend", "Not Taken"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Action not taken", "Not taken", "n", "N"


class ActOther(Command):
    """Name the event type of what the user does, and send that."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Another event type", "Other", "x", "X"


class MarkRow(Command):
    """Mark the row, or take its mark off, and go on; what is done next is done with all that are marked."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Mark", "Mark", "space", "Space"


class MarkCategory(Command):
    """Mark every row of this row's category, or take their marks off."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Mark the category", "Category", "m", "M"


class ChooseWhom(Command):
    """Choose the campaign or recommender that is asked, of those the account has, or by its ARN."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Choose whom to ask", "Whom", "o", "O"


class ChangeUser(Command):
    """Ask for another user; without one, for a visitor whom the session stands for."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Ask for another user", "u", "U"


class ChooseFilter(Command):
    """Choose one of the account's filters, or none."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Choose a filter", "f", "F"


class EditQuestion(Command):
    """Edit the whole question: user, control user, number, item, filter, context, promotion, columns, session, wait."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Edit the question", "Question", "e", "E"


class AskAnew(Command):
    """Ask anew: the list as it is now is the baseline of a new run."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "New baseline", "New", "f5,r", "F5"


class LookAgain(Command):
    """Ask again without doing anything: a further step of the run."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Look again", "l", "L"


class EarlierStep(Command):
    """Show the step before."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Step before", "Steps", "left", "←→"


class LaterStep(Command):
    """Show the step after."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Step after", "right", "→"


class SinceBaseline(Command):
    """Hold the shown step against the baseline, or against the step before it."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Against the baseline, or the step before", "Baseline", "b", "B"


class WhyStill(Command):
    """Show why nothing may have moved, each reason with its source."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Why nothing moved", "Why", "y", "Y"


class StopWaiting(Command):
    """Stop what is under way: the question, the event, or the wait."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Stop", "escape", "Esc"


class BackToCompose(Command):
    """Go back to Compose; the run stays as it is."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Compose", "Compose", "alt+o", "Alt+O"


class GoToMode(Command):
    """Pick a mode to go to."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Go to", "ctrl+g", "^G"


class FindCommand(Command):
    """Find a command by a word of its name or help, and run it."""

    GROUP = "Recommend"
    TITLE, KEYS, SHOWN_KEY = "Commands", "ctrl+p", "^P"


class RecommendHelp(Command):
    """Explain the screen, its signs and its keys."""

    GROUP = "Recommend"
    TITLE, SHORT, KEYS, SHOWN_KEY = "Help", "Help", "f1,question_mark", "F1"


ACTS: tuple[type[Act], ...] = (ActView, ActClick, ActAddToCart, ActPurchase, ActWatch, ActTake, ActNotTake)
"""What a user can do, in the order of the line of keys."""

RECOMMEND_COMMANDS: tuple[type[Command], ...] = (
    *ACTS,
    ActOther,
    MarkRow,
    MarkCategory,
    ChooseWhom,
    ChangeUser,
    ChooseFilter,
    EditQuestion,
    AskAnew,
    LookAgain,
    EarlierStep,
    LaterStep,
    SinceBaseline,
    WhyStill,
    *RUN_COMMANDS,
    *LAYOUT_COMMANDS,
    *SHOW_COMMANDS,
    StopWaiting,
    BackToCompose,
    GoToMode,
    FindCommand,
    RecommendHelp,
)
"""Every command of the Recommend screen."""
