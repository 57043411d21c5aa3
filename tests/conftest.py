"""What holds for the whole suite: no credential is found in anything that any test had written."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from canaries import files_with_canaries

COLLECT_AFTER = 50_000
"""Objects made before the collector looks for cycles, as the program has it; a tenth of the suite's time otherwise."""


def pytest_collection_finish() -> None:
    """What was loaded by now stays, and need not be looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


@pytest.fixture(scope="session", autouse=True)
def _no_credential_is_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Databases with their WAL, drafts, exports, crash files and pictures of all tests, looked through at the end."""
    yield
    assert files_with_canaries(tmp_path_factory.getbasetemp()) == []
