"""Files that can't be used are listed on the screens of those who prepare; everything else works."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import Problem
from tests import world
from tests.ui.test_screens import _open, _texts
from ui.server import numbers, process

BROKEN = Problem("own/exercises/a <b>.yml", 4, "exercise.duration", "'0:15' can mean <two>", 'write "15 s"')
LOOSE = Problem("own/flat.yml", 1, "file", "this exercise is not read", "move it", "warning")


@pytest.fixture
def shelved(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shelf with a broken file, a misplaced one and one that takes a shipped one's place."""
    held = replace(world.shelf(), problems=(BROKEN, LOOSE), replaced=("rubric.yml",))
    monkeypatch.setattr(process, "open_shelf", lambda: held)
    process.reread()
    yield
    process.reread()


@pytest.mark.parametrize("screen", ["control", "library"])
def test_a_file_that_is_left_out_is_listed_with_line_and_remedy(shelved: None, screen: str) -> None:
    """Where scenarios are chosen and where they are read, the others stand beside it."""
    app = _open(screen)
    shown = _texts(app)

    assert not app.exception
    assert "1 file of scenarios and content is left out until it is mended." in shown
    assert "own/exercises/a &lt;b&gt;.yml:4" in shown
    assert "exercise.duration: &#x27;0:15&#x27; can mean &lt;two&gt;" in shown
    assert "write &quot;15 s&quot;" in shown
    assert "own/flat.yml:1" in shown
    if screen == "control":
        assert len(app.selectbox(key="new:scenario").options) == len(world.shelf().scenarios)
    else:
        assert "take the place of these: rubric.yml" in shown


def test_a_mended_file_is_read_at_a_press(shelved: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel goes when nothing is wrong any more, without a new start."""
    app = _open("control")
    monkeypatch.setattr(process, "open_shelf", world.shelf)
    monkeypatch.setattr(numbers, "_pools", [(0.0, None)])
    app.button(key="left_out:again").click().run()

    assert "left out" not in _texts(app)
    assert process.shelf().problems == ()
    assert numbers._pools == []


def test_nobody_else_is_told(shelved: None) -> None:
    """Whoever joins sees nothing of files."""
    assert "a &lt;b&gt;.yml" not in _texts(_open("join"))


def test_content_comes_from_the_shelf(store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Content, scenarios and difficulties are those that can be used."""
    assert process.content() is world.shelf().content
    assert set(process.scenarios()) == set(world.shelf().scenarios)
    assert process.library().of(world.rich_exercise().scenario, world.rubric().rubric_id) is not None
