"""What holds for the whole suite: no credential is found in anything that any test had written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canaries import files_with_canaries


@pytest.fixture(scope="session", autouse=True)
def _no_credential_is_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Databases with their WAL, drafts, exports, crash files and pictures of all tests, looked through at the end."""
    yield
    assert files_with_canaries(tmp_path_factory.getbasetemp()) == []
