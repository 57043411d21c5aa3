"""The keys of each mode: those of a mode that loads later are judged at the start only where the settings name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pevents_tui.ui.commands import COMPOSE_COMMANDS
from pevents_tui.ui.keys import Keys

_QUIT = "quit"


def compose_keys(wanted: Mapping[Any, Any]) -> tuple[Keys, list[str]]:
    """The keys of Compose, and a sentence on each thing in the settings that was not done, in whatever mode.

    Args:
        wanted: As the settings have them.
    """
    own = {each.slug() for each in COMPOSE_COMMANDS}
    if own.issuperset(wanted) and _QUIT not in wanted:
        keys = Keys(COMPOSE_COMMANDS, wanted)
        return keys, keys.faults
    from pevents_tui.ui.commands.recommend import RECOMMEND_COMMANDS  # noqa: PLC0415 - few settings name its keys

    keys = Keys(COMPOSE_COMMANDS, wanted, elsewhere={each.slug() for each in RECOMMEND_COMMANDS})
    return keys, [*keys.faults, *recommend_keys(wanted, keys).faults]


def recommend_keys(wanted: Mapping[Any, Any], compose: Keys) -> Keys:
    """The keys of Recommend; letters are free there, and what quits the program does so there too.

    Args:
        wanted: As the settings have them.
        compose: The keys of Compose.
    """
    from pevents_tui.ui.commands.recommend import RECOMMEND_COMMANDS  # noqa: PLC0415 - not before it is gone to

    own = {each.slug() for each in RECOMMEND_COMMANDS}
    return Keys(
        RECOMMEND_COMMANDS,
        {name: keys for name, keys in wanted.items() if name in own},
        fields=False,
        taken=dict.fromkeys(compose.of(_QUIT), _QUIT),
    )
