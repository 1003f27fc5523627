"""The hot wash and the feedback form: what a room sees when it looks back, and when it may not yet."""

from typing import Any

import pytest

from engine import commands as c
from engine.after import keeping
from engine.after.feedback import STATEMENTS
from tests.ui.test_screens import Made, _make, _open, _press, _seat, _texts
from tests.world import played
from ui.hotwash import tables
from ui.language import columns
from ui.server import numbers, process

UGLY = "Ω **bold** <script>alert(1)</script> " + "x" * 200


def _hotwash(made: Made, role: str = "facilitator") -> Any:
    return _open("hotwash", made, as_role=role, exercise=made.exercise_id)


def _played(made_from: str = "playbook") -> Made:
    """A played exercise with a facilitator's and a participant's seat of flesh and blood."""
    session = process.session()
    rehearsal = played(made_from)
    session.store.append("x-1", rehearsal.events[:-1], after_seq=0)
    fay = session.join("x-1", "Fay", app_role="facilitator")
    sam = session.join("x-1", "Sam Example", ["Legal"])
    session.execute("x-1", c.EndExercise(by=_seat(fay).participant_id))
    return Made("x-1", fay, "", sam)


@pytest.mark.parametrize("phase", ["lobby", "running", "paused"])
@pytest.mark.parametrize("role", ["facilitator", "evaluator", "participant"])
def test_nobody_looks_back_before_the_end(store: None, phase: str, role: str) -> None:
    """Until EndEx the screen says when it opens, and shows nothing of the exercise."""
    app = _hotwash(_make(phase), role)

    assert not app.exception
    assert [item.value for item in app.info] == ["The hot wash opens when the exercise has ended."]
    assert not app.tabs


def test_strangers_see_nothing(store: None) -> None:
    """Without a seat or the projector's secret there is no hot wash; with the secret there is."""
    made = _make("ended")
    secret = process.session().keys(made.exercise_id).observer

    assert not _open("hotwash", exercise=made.exercise_id).tabs
    assert not _open("hotwash", exercise=made.exercise_id, secret="wrong").tabs
    assert _open("hotwash", exercise=made.exercise_id, secret=secret).tabs


def test_the_slider_replays_any_moment(store: None) -> None:
    """At an early minute nothing that came later is shown; at the last one everything is."""
    made = _played()
    app = _hotwash(made)
    assert not app.exception
    whole = _texts(app)
    first = app.slider(key="hotwash:minute").set_value(0).run()
    early = _texts(first)

    assert not first.exception
    assert "journalist" in whole
    assert "journalist" not in early
    assert "T+00:00" in early


def test_a_moment_holds_what_had_happened_and_nothing_else(store: None) -> None:
    """Events, injects, decisions and answers stop at the moment, and people appear by their roles."""
    made = _played()
    snapshot = process.session().current(made.exercise_id)
    moment = tables.at_moment(snapshot, 20 * 60_000)

    assert max(event.at_ms for event in moment.events) <= 20 * 60_000
    assert len(moment.state.delivered) == 2
    rows = tables.decision_rows(moment)
    assert 0 < len(rows) < len(tables.decision_rows(snapshot))
    assert {row[columns.WHO] for row in rows} <= {*snapshot.scenario.role_names(), "Tplus"}
    assert tables.last_minute(snapshot) == 90


def test_ratings_do_not_reach_the_room(store: None) -> None:
    """What evaluators rated or noted is not part of what the room reads, while raters may be blind."""
    made = _played("random")
    by = _seat(made.facilitator).participant_id
    process.session().execute("x-1", c.RateCriterion(by=by, criterion="recovery", value=1, reason=UGLY))
    process.session().execute("x-1", c.RecordObservation(by=by, criterion="recovery", text=UGLY))
    snapshot = process.session().current("x-1")

    kinds = {event.kind for event in numbers.method().by_the_log_alone(snapshot)[0].events}
    assert not kinds & {"criterion_rated", "observation_recorded"}
    app = _open("hotwash", made, as_role="facilitator", exercise="x-1")
    app.session_state["hotwash"] = "What went well, what to improve"
    app = app.run()
    shown = _texts(app)
    assert "Areas for improvement" in shown
    assert "alert(1)" not in shown


def test_an_exercise_that_ended_at_once_draws(store: None) -> None:
    """Nothing happened: no slider, no charts, and sentences instead."""
    made = _make("ended")
    for role in ("facilitator", "evaluator", "participant"):
        app = _hotwash(made, role)
        assert not app.exception
        assert "0 of 1 participant has sent the form." in _texts(app)


def _seat_screen(made: Made) -> Any:
    return _open("seat", made, as_role="participant")


def test_a_participant_fills_the_form_and_may_change_it(store: None) -> None:
    """The form is kept once a seat, comes back filled in, and is closed by the facilitator."""
    made = _make("ended")
    app = _seat_screen(made)
    form = {str(item.key): item for item in app.get("button_group")}
    assert set(form) >= {f"feedback:{name}" for name in STATEMENTS}
    form["feedback:structured"].set_value(4)
    form["feedback:knew_before"].set_value("no")
    form["feedback:knows_now"].set_value("yes")
    app.text_area(key="feedback:strengths").set_value(UGLY)
    app = _press(app, "Send the feedback")
    assert "Sent. You may change it" in app.success[-1].value

    again = _seat_screen(made)
    assert again.text_area(key="feedback:strengths").value == UGLY.strip()
    _press(again, "Send the feedback")
    (kept,) = keeping.feedback(process.session().store, made.exercise_id)
    assert (kept.agreement, kept.knew_before, kept.knows_now) == ({"structured": 4}, "no", "yes")

    wash = _hotwash(made)
    shown = _texts(wash)
    assert "1 of 1 participant has sent the form." in shown
    assert "<script>" not in "".join(item.value for item in wash.markdown).replace("\\<script>", "")
    _press(wash, "Close feedback")
    assert "Feedback is closed. Thank you." in _texts(_seat_screen(made))


def test_a_form_sent_after_closing_is_refused_and_kept_on_screen(store: None) -> None:
    """Whoever still has the form open reads that it is closed."""
    made = _make("ended")
    app = _seat_screen(made)
    app.text_area(key="feedback:improvements").set_value("More time")
    store_ = process.session().store
    state = process.session().current(made.exercise_id).state
    keeping.close_feedback(store_, state, _seat(made.facilitator))

    app = _press(app, "Send the feedback")

    assert keeping.feedback(store_, made.exercise_id) == ()
    assert "Feedback is closed" in _texts(app)


def test_forty_forms_are_counts_and_medians(store: None) -> None:
    """Forty participants' forms are one table with n, their comments without names."""
    made = _make("lobby")
    session = process.session()
    seats = [session.join(made.exercise_id, f"Name {n} {'y' * 60}", ["Legal"]) for n in range(39)]
    by = _seat(made.facilitator).participant_id
    for command in (c.StartClock(by=by), c.EndExercise(by=by)):
        session.execute(made.exercise_id, command)
    state = session.current(made.exercise_id).state
    for number, token in enumerate((*seats, made.participant)):
        form = keeping.Feedback(agreement={"role": 1 + number % 5}, strengths=f"{number} {UGLY}")
        keeping.give_feedback(session.store, state, _seat(token), form)

    app = _hotwash(made)

    shown = _texts(app)
    assert not app.exception
    assert "40 of 40 participants have sent the form." in shown
    assert "Name 3" not in shown
    row = next(row for row in tables.feedback_rows(_summary(made)) if "role" in str(row[columns.STATEMENT]))
    assert (row[columns.MEDIAN], row[columns.GAVE_1_2_3_4_5], row[columns.COUNT]) == (
        "3",
        "8 / 8 / 8 / 8 / 8",
        40,
    )


def _summary(made: Made) -> Any:
    from scoring.people.feedback import summary

    return summary(keeping.feedback(process.session().store, made.exercise_id))
