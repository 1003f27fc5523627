"""Exhibits look like what they are, and whatever is written in them stays text."""

import pytest

from engine.log.shown import ShownExhibit
from ui.shown import exhibits

UGLY = '<img src=x onerror="alert(1)"> & "quoted"'


@pytest.mark.parametrize("kind", [*exhibits.CHANNEL, "<b>unknown</b>"])
def test_nothing_in_an_exhibit_becomes_markup(kind: str) -> None:
    """Every field of every kind is escaped; an unknown kind is a document."""
    item = ShownExhibit(kind=kind, title=UGLY, text=UGLY, author=UGLY, alt=UGLY, reach=UGLY)

    shown = exhibits.markup(item, picture='x" onload="alert(1)')

    assert "onerror=&quot;alert" in shown
    assert "<img src=x" not in shown
    assert '" onload="' not in shown
    assert exhibits.CHANNEL.get(kind, "Document") in shown


def test_a_dashboard_is_a_table_of_figures() -> None:
    """Columns parted by two spaces become cells, so that no figure is cut off on a phone."""
    text = "first seen          11:21\nof these   262   EU, four countries\nAll quiet"

    shown = exhibits.markup(ShownExhibit(kind="dashboard", text=text))

    assert '<td>first seen</td><td colspan="2">11:21</td>' in shown
    assert "<td>of these</td><td>262</td><td>EU, four countries</td>" in shown
    assert '<td colspan="3">All quiet</td>' in shown


def test_a_picture_is_shown_with_its_words_for_those_who_cannot_see_it() -> None:
    """With an address the picture is shown and described; without one its description stands there."""
    item = ShownExhibit(kind="image", path="shot.png", alt="A chat window.")
    source = exhibits.address("x-1", "participant", "a b/shot.png")

    assert 'alt="A chat window."' in exhibits.markup(item, source)
    assert "path=a+b%2Fshot.png" in exhibits.markup(item, source)
    assert "<img" not in exhibits.markup(item)
    assert "A chat window." in exhibits.markup(item)


def test_a_log_can_be_read_with_the_keyboard() -> None:
    """A log keeps its columns and scrolls sideways, so it takes the focus and has a name."""
    shown = exhibits.markup(ShownExhibit(kind="log", text="11:42  passed   stop"))

    assert 'tabindex="0" role="region" aria-label="Log extract"' in shown
    assert "<span>11:42  passed   stop</span>" in shown
