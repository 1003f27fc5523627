"""The evaluator's room: moments, blind ratings, reconciling and agreement, with ugly content."""

import pytest

from engine import commands as c
from engine.log import events as e
from engine.running.session import Session
from scoring.catalogue import CRITERIA
from tests.ui.test_screens import Made, _make, _open, _press, _seat, _texts
from tests.world import played, seed_exercise
from ui.server import numbers, process

UGLY = "Zoë **Ω** <b>" + "x" * 60


def _room(made: Made, token: str = ""):
    token = token or made.evaluator
    return _open("evaluate", Made(made.exercise_id, "", token, ""), as_role="evaluator")


def _second(made: Made) -> str:
    return process.session().join(made.exercise_id, UGLY, app_role="evaluator")


def _rate(exercise_id: str, token: str, value: int, criterion: str = "recovery", **fields: object) -> None:
    command = c.RateCriterion.model_validate({"criterion": criterion, "value": value, **fields})
    by = {"by": _seat(token).participant_id}
    process.session().execute(exercise_id, command.model_copy(update=by))


def _choose(app, criterion: str):
    app.session_state["rate:criterion"] = criterion
    return app.run()


def test_one_press_marks_the_moment_and_words_come_later(store: None) -> None:
    """The button stores the moment by itself; the form beside it gives it words and a criterion."""
    made = _make("running")
    app = _press(_room(made), "Mark this moment")
    (mark,) = process.session().current(made.exercise_id).state.observations
    assert (mark.text, mark.completes) == ("", None)

    app.text_area(key=f"tell:{mark.seq}:text").set_value("They asked who decides")
    app.selectbox(key=f"tell:{mark.seq}:criterion").set_value("escalation")
    app = _press(app, "Save")

    last = process.session().current(made.exercise_id).events[-1]
    assert isinstance(last, e.ObservationRecorded)
    assert (last.text, last.criterion, last.completes) == ("They asked who decides", "escalation", mark.seq)
    assert "They asked who decides" in _texts(app)
    assert not app.exception


@pytest.mark.parametrize("phase", ["lobby", "running", "paused", "ended"])
def test_the_room_draws_in_every_phase_with_nothing_yet(store: None, phase: str) -> None:
    """Before anything has happened the room says so, and before StartEx there is nothing to mark."""
    app = _room(_make(phase))

    assert not app.exception
    assert ("Mark this moment" in [item.label for item in app.button]) == (phase != "lobby")
    assert "No criterion of a finished exercise has been rated by two people yet." in _texts(app)


def test_a_rating_is_stored_with_its_reason_and_its_events(store: None) -> None:
    """What an evaluator rates is in the log, with the events they chose from a list."""
    made = _make("ended")
    app = _choose(_room(made), "recovery")
    app.radio(key="rate:recovery:value").set_value(2)
    app.text_area(key="rate:recovery:reason").set_value("Nobody spoke up")
    app.multiselect(key="rate:recovery:cites").set_value([2, 3])
    _press(app, "Save the rating")

    (rating,) = process.session().current(made.exercise_id).state.ratings
    assert (rating.value, rating.reason, rating.cites) == (2, "Nobody spoke up", (2, 3))


def test_anchors_stand_beside_each_value(store: None) -> None:
    """The five anchors of the rubric are what an evaluator chooses from."""
    made = _make("ended")
    app = _choose(_room(made), "communication")
    anchors = (
        numbers.method().rubric_for(process.session().current(made.exercise_id)).anchors("communication")
    )

    proto = app.radio(key="rate:communication:value").proto
    assert [text.replace("\\", "") for text in proto.captions] == [
        anchors[str(value)] for value in (5, 4, 3, 2, 1)
    ]


def test_nobody_reads_anothers_rating_before_giving_their_own(store: None) -> None:
    """Room and results show a second evaluator neither value, reason nor how raters differ."""
    made = _make("ended")
    _rate(made.exercise_id, made.evaluator, 1, reason="A secret reason")
    second = _second(made)

    before = _texts(_choose(_room(made, second), "recovery"))
    results = _texts(
        _open(
            "results",
            Made(made.exercise_id, "", second, ""),
            as_role="evaluator",
            exercise=made.exercise_id,
        )
    )
    for shown in (before, results):
        assert "A secret reason" not in shown
        assert "waits for reconciling" not in shown
        assert "Others have rated criteria that you have not" in shown

    _rate(made.exercise_id, second, 5)
    after = _texts(_choose(_room(made, second), "recovery"))
    assert "A secret reason" in after
    assert "Draft: 1 criterion waits for reconciling (Recovery completeness)." in after


def test_the_desk_keeps_ratings_from_an_evaluator_too(store: None) -> None:
    """The log on the desk shows an evaluator no rating of a criterion they have not rated."""
    made = _make("ended")
    _rate(made.exercise_id, made.evaluator, 1)
    second = Made(made.exercise_id, "", _second(made), "")

    desk = _open("control", second, as_role="evaluator", exercise=made.exercise_id)
    own = _open("control", made, as_role="evaluator", exercise=made.exercise_id)

    assert "Rated recovery" not in _texts(desk)
    assert "Rated recovery: 1" in _texts(own)


def test_ratings_apart_are_a_draft_until_a_note_settles_them(store: None) -> None:
    """Reconciling needs a note; afterwards raw and reconciled ratings stand on the results."""
    made = _make("ended")
    second = _second(made)
    _rate(made.exercise_id, made.evaluator, 2)
    _rate(made.exercise_id, second, 4)
    app = _choose(_room(made), "recovery")
    app.radio(key="settle:recovery:value").set_value(3)
    app = _press(app, "Reconcile")
    assert len(process.session().current(made.exercise_id).state.ratings) == 2
    assert "Fill in or shorten: reason" in app.warning[-1].value

    app.text_area(key="settle:recovery:reason").set_value("Half of the steps")
    app = _press(app, "Reconcile")

    assert "Final: no rating waits for reconciling." in _texts(app)
    results = _texts(_open("results", made, as_role="participant", exercise=made.exercise_id))
    for text in ("Final: no rating waits", "Ratings as given", "3, reconciled", "Half of the steps"):
        assert text in results


def _full() -> Made:
    """A played exercise, and an evaluator who came after it."""
    session = process.session()
    session.store.append("x-1", played("playbook").events, after_seq=0)
    return Made("x-1", "", session.join("x-1", "Eve", app_role="evaluator"), "")


def test_a_measured_value_says_what_an_override_needs(store: None) -> None:
    """Beside a measured criterion stands that a rating counts only with reason and events."""
    made = _make("ended")

    shown = _texts(_choose(_room(_full()), "evidence"))
    unscored = _texts(_choose(_room(made), "recovery"))

    assert "changes it only with a reason and events it rests on" in shown
    assert "changes it only" not in unscored


def _many_ratings(session: Session) -> str:
    """Two finished exercises in which the same two people rated everything; the second's evaluator."""
    token = ""
    for values in ((2, 3), (4, 4)):
        keys = session.create(seed_exercise(), seed=1)
        fay = session.join(keys.exercise_id, "Fay", app_role="facilitator")
        raters = [session.join(keys.exercise_id, name, app_role="evaluator") for name in ("Eve", UGLY)]
        by = _seat(fay).participant_id
        session.execute(keys.exercise_id, c.StartClock(by=by))
        session.execute(keys.exercise_id, c.EndExercise(by=by))
        for criterion in CRITERIA:
            for rater, value in zip(raters, values, strict=True):
                _rate(keys.exercise_id, rater, value, criterion)
        token = raters[0]
    return token


def test_agreement_is_told_in_words_with_its_n(store: None) -> None:
    """Twelve double ratings give kappa, intraclass correlation and the pool's own error."""
    token = _many_ratings(process.session())

    app = _open("evaluate", Made("", "", token, ""), as_role="evaluator")

    shown = _texts(app)
    assert not app.exception
    assert "12 criteria of finished exercises were rated by two or more people" in shown
    assert "Intraclass correlation of one rater (n = 12)" in shown
    assert "errs by about 0.50 of a point" in shown
    assert numbers.pool().double_rated == 12
    assert {row.double_rated for row in _pairs()} == {12}


def _pairs():
    from scoring.people.agreement import pair_agreements
    from ui.evaluate import tables

    rated = numbers.ratings()
    people = tables.people_of(process.names(exercise_id) for exercise_id in rated)
    return pair_agreements(rated.values(), people)


def test_forty_marks_stay_readable(store: None) -> None:
    """Of many marked moments eight have a form at once, and the screen says how many wait."""
    made = _make("running")
    by = _seat(made.evaluator).participant_id
    for _ in range(40):
        process.session().execute(made.exercise_id, c.RecordObservation(by=by))

    app = _room(made)

    assert not app.exception
    assert "32 more moments have no words yet." in _texts(app)
    assert sum(item.label.startswith("What did you see") for item in app.text_area) == 8


def test_the_room_is_for_those_who_evaluate(store: None) -> None:
    """A participant reads how to enter, and nothing of the exercise."""
    made = _make("running")

    app = _open("evaluate", made, as_role="participant")

    assert "Evaluators observe and rate here" in _texts(app)
    assert not app.radio
