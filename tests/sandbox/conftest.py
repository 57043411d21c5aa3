from collections.abc import Iterator

import pytest

from pevents_tui.sandbox import Sandbox
from sandbox.door import Door


@pytest.fixture
def door() -> Iterator[Door]:
    with Sandbox() as sandbox:
        door = Door(sandbox.url)
        yield door
        door.close()
