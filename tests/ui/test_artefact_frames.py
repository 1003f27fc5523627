"""Artefacts look like what they are, and whatever is written in them stays text."""

import pytest

from ui import artefact_frames

UGLY = '<img src=x onerror="alert(1)"> & "quoted"'


@pytest.mark.parametrize("kind", [*artefact_frames.CHANNEL, "<b>unknown</b>"])
def test_nothing_in_an_artefact_becomes_markup(kind: str) -> None:
    """Every field of every kind is escaped; an unknown kind is a document."""
    item = dict.fromkeys(("title", "text", "author", "alt", "reach"), UGLY) | {"kind": kind}

    shown = artefact_frames.markup(item, picture='x" onload="alert(1)')

    assert "onerror=&quot;alert" in shown
    assert "<img src=x" not in shown
    assert '" onload="' not in shown
    assert artefact_frames.CHANNEL.get(kind, "Document") in shown


def test_a_dashboard_is_a_table_of_figures() -> None:
    """Columns parted by two spaces become cells, so that no figure is cut off on a phone."""
    text = "first seen          11:21\nof these   262   EU, four countries\nAll quiet"

    shown = artefact_frames.markup({"kind": "dashboard", "text": text})

    assert '<td>first seen</td><td colspan="2">11:21</td>' in shown
    assert "<td>of these</td><td>262</td><td>EU, four countries</td>" in shown
    assert '<td colspan="3">All quiet</td>' in shown


def test_a_picture_is_shown_with_its_words_for_those_who_cannot_see_it() -> None:
    """With an address the picture is shown and described; without one its description stands there."""
    item = {"kind": "image", "path": "shot.png", "alt": "A chat window."}
    source = artefact_frames.address("x-1", "participant", "a b/shot.png")

    assert 'alt="A chat window."' in artefact_frames.markup(item, source)
    assert "path=a+b%2Fshot.png" in artefact_frames.markup(item, source)
    assert "<img" not in artefact_frames.markup(item)
    assert "A chat window." in artefact_frames.markup(item)


def test_a_log_can_be_read_with_the_keyboard() -> None:
    """A log keeps its columns and scrolls sideways, so it takes the focus and has a name."""
    shown = artefact_frames.markup({"kind": "log", "text": "11:42  passed   stop"})

    assert 'tabindex="0" role="region" aria-label="Log extract"' in shown
    assert "<span>11:42  passed   stop</span>" in shown
