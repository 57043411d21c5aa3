"""pevents-tui: compose, check, send and keep Amazon Personalize events."""

__version__ = "0.1.0"
