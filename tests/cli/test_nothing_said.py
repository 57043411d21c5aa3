"""A command line without a word: the same as the parser would make of it, and no parser to wait for."""

from __future__ import annotations

import subprocess
import sys

from pevents_tui.cli.main import root_parser
from pevents_tui.cli.said import nothing

BARE = """
import sys
from pevents_tui.cli.environment import Environment
from pevents_tui.cli.main import Opening, run

assert isinstance(run([], Environment.of()), Opening)
sys.exit("argparse" in sys.modules)
"""


def test_no_word_comes_to_what_the_parser_makes_of_none() -> None:
    assert vars(nothing()) == vars(root_parser().parse_args([]))


def test_no_word_loads_no_parser() -> None:
    assert subprocess.run([sys.executable, "-c", BARE], check=False).returncode == 0
