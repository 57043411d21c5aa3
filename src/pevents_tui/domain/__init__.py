"""The pure half of pevents-tui: drafts, checks, plans, outcomes. No clock, disk, network or toolkit."""
