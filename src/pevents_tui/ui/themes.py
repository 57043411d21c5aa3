"""The program's own theme: sober, legible, one accent."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="pevents-dark",
    primary="#7aa2f7",
    secondary="#9ece6a",
    accent="#e0af68",
    foreground="#d5d9e6",
    background="#15171e",
    surface="#1b1e27",
    panel="#252936",
    success="#9ece6a",
    warning="#e0af68",
    error="#f7768e",
    dark=True,
    variables={
        "scrollbar": "#343a50",
        "scrollbar-hover": "#4a5272",
        "scrollbar-active": "#7aa2f7",
        "scrollbar-background": "#15171e",
        "scrollbar-background-hover": "#15171e",
        "scrollbar-background-active": "#15171e",
        "scrollbar-corner-color": "#15171e",
        "border": "#3b4261",
        "border-blurred": "#2c3142",
        "input-selection-background": "#7aa2f7 35%",
        "block-cursor-background": "#7aa2f7",
        "block-cursor-foreground": "#15171e",
        "block-cursor-blurred-background": "#2f3549",
        "block-cursor-blurred-foreground": "#d5d9e6",
    },
)
"""The default."""
