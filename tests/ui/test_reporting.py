"""The report and its improvement items on screen."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from engine import commands as c
from engine.after import items_kept
from engine.after.items import TRACKER_COLUMNS
from scoring import reports
from tests.scoring.reports.readers import READERS, squeezed
from tests.ui.test_screens import Made, _make, _open, _press, _texts
from tests.world import played
from ui.results import report
from ui.server import numbers, process
from ui.shown import item_tables

OWN = "We were quick, and alone."


def results(made: Made, role: str = "facilitator") -> AppTest:
    """The results as somebody sees them."""
    return _open("results", made, as_role=role, exercise=made.exercise_id)


def stored(made: Made):  # the items
    """Improvement items of the exercise."""
    return items_kept.items(process.session().store, made.exercise_id)


def exported(made: Made, name: str = "md") -> str:
    """What an export holds for the host."""
    snapshot = process.session().current(made.exercise_id)
    source = numbers.report_of(snapshot, None)
    return READERS[name](report.content(snapshot, source, name))


@pytest.mark.parametrize(
    ("phase", "role", "is_open"),
    [
        ("ended", "facilitator", True),
        ("ended", "evaluator", True),
        ("ended", "participant", False),
        ("running", "facilitator", False),
        ("running", "evaluator", False),
    ],
)
def test_who_may_write_and_take_away_the_report(store: None, phase: str, role: str, is_open: bool) -> None:
    """Facilitators and evaluators after EndEx, and nobody else."""
    app = results(_make(phase), role)

    assert not app.exception
    assert ("Report" in [item.value for item in app.subheader]) == is_open
    assert bool(app.get("download_button")) == is_open


def test_what_people_write_stands_in_every_export(store: None) -> None:
    """The summary is kept, is in each format, and goes back to the draft on request."""
    made = _make("ended")
    app = results(made)
    drafted = app.text_area(key="report:summary").value
    app.text_area(key="report:summary").set_value(OWN)
    _press(app, "Save the wording")

    assert items_kept.wording(process.session().store, made.exercise_id).summary == OWN
    assert items_kept.wording(process.session().store, made.exercise_id).strengths == ""
    assert [name for name in reports.names() if squeezed(OWN) not in squeezed(exported(made, name))] == []

    app = _press(results(made), "Back to the draft")
    assert app.text_area(key="report:summary").value == drafted
    assert squeezed(OWN) not in squeezed(exported(made))


def test_rating_and_exporting_leave_the_measured_values_in_the_log(store: None) -> None:
    """A rating, an edited summary and an export add one event and change none of what is stored."""
    made = _make("ended")
    before = process.session().store.rows(made.exercise_id)
    measured = [item.computed or item.value for item in numbers.score_of(_now(made)).findings]
    _rate(made, "Nobody spoke up")
    app = results(made)
    app.text_area(key="report:summary").set_value(OWN)
    _press(app, "Save the wording")
    exported(made, "docx")

    after = process.session().store.rows(made.exercise_id)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1
    assert [item.computed for item in numbers.score_of(_now(made)).findings] == measured


def _rate(made: Made, reason: str) -> None:
    """A facilitator's rating."""
    held = process.session().seat(made.facilitator)
    assert held is not None
    fields = {"criterion": "detection", "value": 2, "reason": reason, "cites": (1, 3)}
    command = c.RateCriterion(by=held.participant_id, **fields)
    process.session().execute(made.exercise_id, command)


def _now(made: Made):  # the snapshot
    return process.session().current(made.exercise_id)


def test_items_are_taken_over_from_the_report_once(store: None) -> None:
    """Each area becomes an item with its criterion and events; pressing again makes none twice."""
    made = _make("ended")
    source = numbers.report_of(_now(made), None)
    app = results(made)
    button = next(item for item in app.button if item.label.startswith("Make items of"))
    button.click()
    app.run()

    items = stored(made)
    assert not app.exception
    assert [item.source for item in items] == [area.id for area in item_tables.new_areas(source)]
    assert all(item.action and item.due and item.criterion for item in items)
    assert not [item for item in app.button if item.label.startswith("Make items of")]
    assert squeezed(items[0].action) in squeezed(exported(made))


def test_an_item_is_added_and_closed_with_a_note_only(store: None) -> None:
    """By hand it needs an action; closing without a note is refused and keeps what was chosen."""
    made = _make("ended")
    app = results(made)
    app.text_area(key="items:new:issue").set_value("Nobody had the keys.")
    _press(app, "Add the item")
    assert "Fill in or shorten: action" in app.warning[-1].value
    app.text_area(key="items:new:action").set_value("Keep a second key.")
    _press(app, "Add the item")

    (item,) = stored(made)
    app.selectbox(key=f"items:{item.item_id}:status").set_value("done")
    _press(app, "Save the item")
    assert "closed with a note" in app.warning[-1].value
    assert stored(made)[0].status == "open"

    app.text_input(key=f"items:{item.item_id}:note").set_value("Key cut.")
    app.text_input(key=f"items:{item.item_id}:owner").set_value("Example Person 3")
    _press(app, "Save the item")
    (closed,) = stored(made)
    assert (closed.status, closed.note, closed.owner) == ("done", "Key cut.", "Example Person 3")
    assert closed.closed == process.today()


def test_readiness_shows_what_is_overdue(store: None) -> None:
    """Items of all exercises stand on the readiness screen, overdue ones named and first, with a file."""
    rehearsal = played("nothing")
    process.session().store.append("x-1", rehearsal.events, after_seq=0)
    for due, action in ((None, "Some day."), (date(2020, 1, 1), "Long ago.")):
        fields = {"issue": "Late.", "action": action, "due": due}
        items_kept.add(process.session().store, "x-1", date(2019, 1, 1), fields)
    app = _open("readiness")
    shown = _texts(app)

    assert not app.exception
    assert "1 overdue." in shown
    assert "2 open, 1 of them overdue; 0 closed." in shown
    assert shown.index("Long ago.") < shown.index("Some day.")
    assert app.get("download_button")[0].proto.label == "Download for an issue tracker (CSV)"
    assert len(TRACKER_COLUMNS) == 15


def test_an_evaluators_export_hides_ratings_they_may_not_know_yet(store: None) -> None:
    """Before rating a criterion an evaluator's report holds no other person's rating of it."""
    made = _make("ended")
    _rate(made, "Secret until you rate")
    snapshot = _now(made)
    evaluator = process.session().seat(made.evaluator)
    assert evaluator is not None
    source = numbers.report_of(snapshot, evaluator.participant_id)
    text = READERS["md"](report.content(snapshot, source, "md"))

    assert "Secret until you rate" in exported(made)
    assert "Secret until you rate" not in text


def test_the_file_offered_opens(store: None) -> None:
    """What the download makes is the document of this exercise."""
    made = _make("ended")
    snapshot = _now(made)
    source = numbers.report_of(snapshot, None)
    document = Document(BytesIO(report.content(snapshot, source, "docx")))

    assert document.paragraphs[0].text == "After-action report and improvement plan"
    assert "Ugly **title** <b>" in document.sections[0].header.paragraphs[0].text
