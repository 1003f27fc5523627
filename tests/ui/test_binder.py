"""The binder in the lobby: offered to the facilitator alone, and made when it is asked for."""

from dataclasses import replace
from datetime import date, time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from scoring.binder import catalogue, pack
from scoring.binder.marking import MARKINGS
from scoring.binder.setting import Given
from tests.ui.test_screens import Made, _make, _open, _texts
from ui.control.prepare import binder
from ui.pieces.room import room_of
from ui.server import process

OFFER = "Print the binder"
PDF = ("pdf",)


def desk(made: Made, role: str = "facilitator") -> AppTest:
    """The control room as somebody sees it."""
    return _open("control", made, as_role=role, exercise=made.exercise_id)


def given(made: Made, **more: str) -> Given:
    """What the lobby knows of the exercise by itself."""
    code = process.session().keys(made.exercise_id).join_code
    return replace(Given(title="Ugly **title** <b>", address="http://192.0.2.7:8501/join", code=code), **more)


@pytest.mark.parametrize(
    ("phase", "role", "is_offered"),
    [
        ("lobby", "facilitator", True),
        ("lobby", "evaluator", False),
        ("lobby", "participant", False),
        ("running", "facilitator", False),
        ("ended", "facilitator", False),
    ],
)
def test_only_the_facilitator_is_offered_it_before_the_start(
    store: None, phase: str, role: str, is_offered: bool
) -> None:
    """Nobody else in the control room, and not once the clock has run."""
    app = desk(_make(phase), role)

    assert not app.exception
    assert (OFFER in _texts(app)) == is_offered
    assert bool(app.get("download_button")) == is_offered


def test_nothing_is_made_before_it_is_asked_for(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing the lobby writes no paper."""
    made = _make("lobby")
    monkeypatch.setattr(pack, "files", lambda *_, **__: pytest.fail("a paper was made"))

    assert not desk(made).exception


def test_every_paper_and_label_has_a_name_on_the_screen() -> None:
    """A new paper needs its name in the list, a label of the protocol its words."""
    assert list(binder.NAMES) == [binder.WHOLE, *catalogue.IDS]
    assert {name: said.partition(",")[0] for name, said in binder.LABELS.items()} == {
        name: mark.label for name, mark in MARKINGS.items()
    }


def test_the_pack_is_of_this_exercise(store: None) -> None:
    """Its own title, code and address stand on the poster; the label is the one that was chosen."""
    made = _make("lobby")
    room = room_of(process.session().seat(made.facilitator))
    asked = given(made, tlp="GREEN", date="2027-01-15T10:00", zone="Europe/Berlin")
    chosen = catalogue.chosen(["join-poster", "invitation"])
    data = binder.content(binder.source_of(room, asked), pack.Wanted(chosen, PDF))
    with ZipFile(BytesIO(data)) as archive:
        poster = PdfReader(BytesIO(archive.read("07-join-poster.pdf"))).pages[0].extract_text()
        names = archive.namelist()

    assert names == ["07-join-poster.pdf", "10-invitation.pdf", "10-invitation.ics"]
    assert asked.code in poster
    assert "Ugly **title** <b>" in poster
    assert "TLP:GREEN" in poster


def test_one_paper_comes_as_its_own_file(store: None) -> None:
    """No archive around a single document."""
    made = _make("lobby")
    room = room_of(process.session().seat(made.facilitator))
    wanted = pack.Wanted(catalogue.chosen(["role-cards"]), ("docx",))
    source = binder.source_of(room, given(made))

    assert pack.bundle_name(source, wanted) == "06-role-cards.docx"
    assert Document(BytesIO(binder.content(source, wanted))).paragraphs


def test_what_does_not_fit_is_said_in_place(store: None) -> None:
    """A time zone nobody knows: the sentence stands there instead of the button."""
    app = desk(_make("lobby"))
    app.date_input(key="binder:day").set_value(date(2027, 1, 15))
    app.time_input(key="binder:time").set_value(time(10, 0))
    app.text_input(key="binder:zone").set_value("Berlin").run()

    assert not app.exception
    assert any("is no time zone" in item.value for item in app.error)
    assert not app.get("download_button")


def test_half_a_date_is_noticed(store: None) -> None:
    """A day without a time is no date; the papers can be made all the same."""
    app = desk(_make("lobby"))
    app.date_input(key="binder:day").set_value(date(2027, 1, 15)).run()

    assert any("Day and time count together" in item.value for item in app.info)
    assert app.get("download_button")
