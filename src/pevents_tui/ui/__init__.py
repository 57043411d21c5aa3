"""The terminal UI: screens, then widgets, then messages.

Widgets know domain values only; screens alone hold the Workbench.
"""
