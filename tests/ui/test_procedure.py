"""The playbook and the notification clocks on screens: ticked and started on the seat, seen at the desk."""

import pytest

from engine.commands import DeclareIncident
from engine.procedure.requests import RecordStep, StartNotificationClock
from tests.ui.test_screens import Made, _make, _open, _texts
from tests.world import seed_exercise
from ui.server import process


def _participant(made: Made) -> str:
    """The participant who holds Legal."""
    people = process.session().current(made.exercise_id).state.participants.values()
    return next(item.id for item in people if "Legal" in item.roles)


def _records(made: Made) -> dict[str, bool]:
    """How steps and clocks stand: whether each was taken back."""
    records = process.session().current(made.exercise_id).state.records
    return {about: event.is_undone for about, event in records.items()}


def test_a_step_is_ticked_and_taken_back_on_the_seat(store: None) -> None:
    """The tick says who and when; taking it back offers the step again."""
    made = _make("running")
    app = _open("seat", made, as_role="participant")
    assert not app.exception

    app.button(key="press:playbook:step:1:False").click().run()
    assert _records(made) == {"step:1": False}
    assert not app.exception

    app.button(key="press:playbook:step:1:True").click().run()
    assert _records(made) == {"step:1": True}
    assert "press:playbook:step:1:False" in [item.key for item in app.button]


def test_a_clock_is_started_from_a_minute_and_stopped_on_the_seat(store: None) -> None:
    """The form opens once a rule is chosen, with what starts it; the deadline counts from there."""
    made = _make("running")
    app = _open("seat", made, as_role="participant")
    app.selectbox(key="clock:chosen").select("gdpr").run()
    assert "Starts when" in _texts(app)

    next(item for item in app.button if item.label == "Start this clock").click().run()
    assert _records(made) == {"clock:gdpr": False}
    assert "GDPR" in _texts(app)
    assert not app.exception

    app.button(key="press:clock:gdpr").click().run()
    assert _records(made) == {"clock:gdpr": True}


def test_a_decision_point_is_asked_for_above_the_story(store: None) -> None:
    """Once an incident is declared; whoever decides it takes the question from everybody's screen."""
    made = _make("running")
    by = _participant(made)
    assert "The playbook asks you to decide" not in _texts(_open("seat", made, as_role="participant"))
    _declare(made, by)
    app = _open("seat", made, as_role="participant")
    assert "The playbook asks you to decide" in _texts(app)

    app.button(key="press:asks:fork:1:False").click().run()
    assert _records(made) == {"fork:1": False}
    assert "The playbook asks you to decide" not in _texts(_open("seat", made, as_role="participant"))


def _declare(made: Made, by: str) -> None:
    process.session().execute(
        made.exercise_id,
        DeclareIncident(by=by, incident_type="jailbreak", severity="SEV1", summary="Seen in our own logs."),
    )


def test_the_desk_tells_what_runs_and_who_said_so(store: None) -> None:
    """Clocks the team started stand beside those that really began; here none did."""
    made = _make("running")
    by = _participant(made)
    process.session().execute(made.exercise_id, StartNotificationClock(by=by, clock="gdpr"))
    process.session().execute(made.exercise_id, RecordStep(by=by, step="step:2"))

    app = _open("control", made, as_role="facilitator", exercise=made.exercise_id)

    assert not app.exception
    shown = " ".join(item.proto.body for item in app.get("html"))
    assert "not in this exercise so far" in shown
    assert "from T+0" in shown
    assert seed_exercise().scenario.playbook.containment.immediate_actions[1].action in shown


@pytest.mark.parametrize("page", ["watch", "present"])
def test_whoever_only_watches_is_not_told_which_clocks_are_true(store: None, page: str) -> None:
    """Nothing of the desk's table is on the projector or where people watch along."""
    made = _make("running")
    app = _open(page, made, as_role="evaluator", exercise=made.exercise_id)
    assert "not in this exercise so far" not in _texts(app)
