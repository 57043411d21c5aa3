"""The shared service layer: everything that touches disk, clock and network, for UI, command line and notebooks.

>>> from pevents_tui.service import Workbench
>>> with Workbench() as bench:
...     target = bench.target()
...     prepared = bench.prepare(bench.samples["view-item"], target)
...     for record in bench.send(prepared.plan):
...         print(record.outcome.sentence)

Importing it loads neither boto3 nor a terminal toolkit; both wait for the first call that needs them.
"""

from __future__ import annotations

from pevents_tui.service.cancel import Cancel
from pevents_tui.service.connection import Options
from pevents_tui.service.drafts import Kept
from pevents_tui.service.intake import Source
from pevents_tui.service.paths import Paths
from pevents_tui.service.prepare import Prepared
from pevents_tui.service.settings import Settings
from pevents_tui.service.workbench import Workbench

__all__ = ["Cancel", "Kept", "Options", "Paths", "Prepared", "Settings", "Source", "Workbench"]
