"""The pictures that the README and the guide show are what the app looks like."""

import html
import importlib.util
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "screenshots"
RETAKE = "if this is how it should look, run `python screenshots/take.py` and look at the pictures"
LINE = re.compile(r'<text class="[^"]*" x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)"[^>]*>(?P<text>[^<]*)</text>')


def load() -> ModuleType:
    """The script that takes them."""
    spec = importlib.util.spec_from_file_location("take_pictures", FOLDER / "take.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


camera = load()


@pytest.fixture(autouse=True)
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times are taken in UTC; afterwards they are this machine's again."""
    monkeypatch.setenv("TZ", "UTC")
    yield
    monkeypatch.undo()
    time.tzset()


def visible(picture: str) -> list[str]:
    """The text of a picture, line by line, whatever draws it."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for found in LINE.finditer(picture):
        lines.setdefault(float(found["y"]), []).append((float(found["x"]), html.unescape(found["text"])))
    return [" ".join("".join(text for _, text in sorted(line)).split()) for _, line in sorted(lines.items())]


def test_every_picture_is_of_a_scene_and_says_what_drew_it() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == set(camera.SCENES)
    assert re.fullmatch(r"textual [\d.]+\nrich [\d.]+\n", (FOLDER / camera.MADE_WITH).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", camera.SCENES)
async def test_the_app_looks_as_in_its_picture(name: str) -> None:
    shown = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    taken = await camera.take(name, shown, rest_s=3.0)
    assert visible(taken) == visible(shown), RETAKE
    if (FOLDER / camera.MADE_WITH).read_text(encoding="utf-8") == camera.made_with():
        assert taken == shown, RETAKE
