"""Watching, and trying alone, on the screens: who sees what, and what can be pressed."""

from datetime import timedelta

import pytest

from engine import commands as c
from engine.errors import Refused
from engine.log import events as e
from engine.rehearsal.plan import FACILITATOR
from engine.rehearsal.trial import begin
from engine.running.session import Session
from tests.ui.test_screens import Made, _make, _open, _press, _seat, _texts
from tests.world import rich_exercise
from ui.seat import tour
from ui.server import process
from ui.server.entry import seats, trials

EXPECTED = "What the scenario expects"


def _rich(app_role: str) -> tuple[str, Made]:
    """A running exercise with points and notes, an answer in it, and a seat that watches."""
    session: Session = process.session()
    keys = session.create(rich_exercise(), seed=1)
    facilitator = session.join(keys.exercise_id, "Fay", app_role="facilitator")
    watcher = session.join(keys.exercise_id, "Eve", app_role=app_role)  # type: ignore[arg-type]
    participant = session.join(keys.exercise_id, "Sam", ["Legal"])
    session.execute(keys.exercise_id, c.StartClock(by=_seat(facilitator).participant_id))
    session.conduct(keys.exercise_id)
    (shown,) = session.current(keys.exercise_id).state.delivered.values()
    answer = c.SubmitAnswer(
        by=_seat(participant).participant_id,
        inject_id=shown.inject_id,
        question_id=shown.questions[0].id,
        text="We call the vendor",
    )
    session.execute(keys.exercise_id, answer)
    return watcher, Made(keys.exercise_id, facilitator, watcher, participant)


def _watch(app_role: str, token: str, exercise_id: str):
    made = Made(exercise_id, token, token, token)
    if app_role == "observer":
        app = _open("watch", None, exercise=exercise_id)
        app.session_state["seat:observer"] = token
        return app.run()
    return _open("watch", made, as_role=app_role, exercise=exercise_id)


def test_an_evaluator_watches_answers_and_expectations(store: None) -> None:
    """The watching screen shows an evaluator inject, exhibits, answers, and what the scenario expects."""
    token, made = _rich("evaluator")

    app = _watch("evaluator", token, made.exercise_id)

    shown = _texts(app)
    assert not app.exception
    for text in ("A screenshot goes round", "Social post", "We call the vendor", EXPECTED, "A good team"):
        assert text in shown
    assert "A reporter asks" not in shown
    assert [item.label for item in app.button if item.key != "leave:now"] == ["Note it"]


def test_an_observer_watches_without_spoilers_and_without_a_button(store: None) -> None:
    """An observer sees injects, signals and the log, no answers, no expectations, and can change nothing."""
    token, made = _rich("observer")

    app = _watch("observer", token, made.exercise_id)

    shown = _texts(app)
    assert not app.exception
    for text in ("A screenshot goes round", "Social post", "Requests a minute", "StartEx"):
        assert text in shown
    for text in ("We call the vendor", EXPECTED, "A good team"):
        assert text not in shown
    assert [item.key for item in app.button] == ["leave:now"]


def test_a_note_of_an_evaluator_is_in_the_log(store: None) -> None:
    """An observation written while watching is stored with its criterion, and the box is emptied."""
    token, made = _rich("evaluator")
    app = _watch("evaluator", token, made.exercise_id)

    app.text_area(key="watch:note:text").set_value("Nobody took the lead")
    app.selectbox(key="watch:note:criterion").set_value("detection")
    app = _press(app, "Note it")

    last = process.session().current(made.exercise_id).events[-1]
    assert isinstance(last, e.ObservationRecorded)
    assert (last.text, last.criterion) == ("Nobody took the lead", "detection")
    assert app.text_area(key="watch:note:text").value == ""


@pytest.mark.parametrize("role", ["participant", "facilitator"])
def test_the_watching_screen_is_for_watchers(store: None, role: str) -> None:
    """Whoever has another seat reads how to enter, and nothing of the exercise."""
    made = _make("running")

    app = _open("watch", made, as_role=role, exercise=made.exercise_id)

    assert "Evaluators and observers watch from here" in _texts(app)
    assert "inject" not in _texts(app).lower()


def test_an_evaluator_who_comes_after_the_end_can_rate(store: None) -> None:
    """The evaluators' link still opens after EndEx, and the newcomer can rate."""
    made = _make("ended")
    secret = process.session().keys(made.exercise_id).evaluator
    app = _open("join", exercise=made.exercise_id, secret=secret)
    app.text_input(key="join:name").set_value("Late Example")
    _press(app, "Enter")

    roles = [
        seat.app_role for seat in process.session().current(made.exercise_id).state.participants.values()
    ]
    assert roles.count("evaluator") == 2
    token = app.session_state["seat:evaluator"]
    room = _open(
        "evaluate", Made(made.exercise_id, "", token, ""), as_role="evaluator", exercise=made.exercise_id
    )
    assert "Save the rating" in [item.label for item in room.button]


def _trial() -> str:
    return begin(process.session(), rich_exercise(), name="You")


def _seated(token: str):
    return _open("seat", Made(_seat(token).exercise_id, "", "", token), as_role="participant")


def test_the_tour_goes_step_by_step_and_can_be_left(store: None) -> None:
    """Each step stands above its part, Next leads on, and after Skip no card is left."""
    token = _trial()
    app = _seated(token)
    for step in tour.STEPS:
        assert sum(step.title in text and " of 6: " in text for text in _texts(app).splitlines()) == 1
        app = app.button(key="tour:next").click().run()
        assert not app.exception
    assert "tour:next" not in [item.key for item in app.button]

    again = _seated(token)
    again = again.button(key="tour:skip").click().run()
    assert not {"tour:next", "tour:skip"} & {item.key for item in again.button}
    assert again.session_state["tour:keep"] == "seen"


@pytest.mark.parametrize("button", ["tour:skip", "tour:start"])
def test_the_clock_of_a_trial_waits_for_the_tour(store: None, button: str) -> None:
    """Nothing is lost to reading: exercise time stands still until the tour is left, or the clock started."""
    token = _press(_open("join"), "Try it now").session_state["seat:participant"]
    (trial,) = process.session().exercises(with_trials=True)
    assert trial.state.phase == "paused"
    app = _seated(token)
    assert "your guided tour comes first" in _texts(app)

    app = app.button(key=button).click().run()
    assert not app.exception
    assert process.session().current(trial.exercise_id).state.phase == "running"
    assert "Next inject now" in [item.label for item in app.button]


def test_a_trial_left_at_its_tour_takes_nobody_s_place_for_ever(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts as live for as long as somebody may be in it."""
    monkeypatch.setattr(trials, "LIVE_TRIALS", 1)
    trials.start(waits_for="the tour")
    with pytest.raises(Refused):
        trials.start()

    monkeypatch.setattr(trials, "LONGEST", timedelta(0))
    assert trials.start()


def test_a_real_exercise_has_no_tour_and_no_trial_buttons(store: None) -> None:
    """A participant of a real exercise sees neither the tour nor a way to end it."""
    app = _open("seat", _make("running"), as_role="participant")

    assert not {"Next inject now", "End the trial", "Next"} & {item.label for item in app.button}


def test_you_go_on_and_end_your_own_trial(store: None) -> None:
    """The next inject comes when you ask for it, and ending leads to results that say what is missing."""
    token = _trial()
    held = _seat(token)
    app = _press(_seated(token), "Next inject now")
    assert not app.exception
    process.session().conduct(held.exercise_id)
    assert len(process.session().current(held.exercise_id).state.delivered) == 2

    app = _press(app, "End the trial")
    snapshot = process.session().current(held.exercise_id)
    assert snapshot.state.phase == "ended"
    assert snapshot.events[-1].by == FACILITATOR
    results = _open(
        "results", Made(held.exercise_id, "", "", token), as_role="participant", exercise=held.exercise_id
    )
    assert "A real exercise adds your own colleagues" in _texts(results)
    assert "Your feedback" not in _texts(_seated(token))


def test_trying_is_one_press(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button on the first screen starts one trial; where it is not offered there is none."""
    app = _open("join")
    _press(app, "Try it now")
    (trial,) = process.session().exercises(with_trials=True)
    assert trial.is_trial
    assert trial.state.phase == "paused"

    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", "open sesame, please")
    assert "Try it now" not in [item.label for item in _open("join").button]


def test_whoever_plays_is_not_offered_a_trial(store: None) -> None:
    """A browser with a seat in an exercise that has not ended can't lose it to a trial."""
    app = _open("join", _make("running"), as_role="participant")

    assert "Try it now" not in [item.label for item in app.button]


def test_too_many_trials_are_refused_in_plain_words(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit a newcomer reads when to come back; a trial that ended makes room."""
    monkeypatch.setattr(trials, "LIVE_TRIALS", 1)
    _press(_open("join"), "Try it now")
    app = _press(_open("join"), "Try it now")
    assert app.warning[0].value.startswith("Trials live at once here: 1, and all are taken.")

    (trial,) = process.session().exercises(with_trials=True)
    process.session().execute(trial.exercise_id, c.EndExercise(by=FACILITATOR))
    _press(_open("join"), "Try it now")
    assert len(process.session().exercises(with_trials=True)) == 2


def test_readiness_counts_a_trial_only_when_asked(store: None) -> None:
    """An ended trial is neither in the chart nor in the list, until the reader includes it."""
    made = _make("ended")
    token = _trial()
    process.session().execute(_seat(token).exercise_id, c.EndExercise(by=FACILITATOR))

    app = _open("readiness")
    before = _texts(app)
    app = app.toggle[0].set_value(True).run()

    assert "(demo)" not in before
    assert "(demo)" in _texts(app)
    assert not app.exception
    listed = _texts(_open("control", made, as_role="facilitator", new="1"))
    assert "demonstration" not in listed


def test_the_roles_of_seats_are_known() -> None:
    """Every application role has a home after joining."""
    from ui.join import screen as join_screen

    assert set(join_screen.HOME) | {"participant"} == set(seats.APP_ROLES)
