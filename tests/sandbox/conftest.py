from collections.abc import Iterator

import pytest

from pevents_tui.sandbox import Sandbox
from sandbox.door import Door
from sandbox.shop import Clock, Shop


@pytest.fixture
def door() -> Iterator[Door]:
    with Sandbox() as sandbox:
        door = Door(sandbox.url)
        yield door
        door.close()


@pytest.fixture
def shop() -> Iterator[Shop]:
    clock = Clock()
    with Sandbox(clock=clock) as sandbox:
        door = Door(sandbox.url)
        yield Shop(door, clock)
        door.close()
