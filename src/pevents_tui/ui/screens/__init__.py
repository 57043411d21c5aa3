"""Screens: they hold the Workbench and the draft; everything else shows what they hand down."""
