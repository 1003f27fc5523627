"""Every screen draws in every phase, and shows nobody what is not for them."""

from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from engine import commands as c
from engine.seats.identity import Seat
from tests.world import create_command, played, seed_exercise
from ui.control import screen as control
from ui.live import outbox
from ui.seat import place, responding
from ui.server import process

SCREENS = (
    "join",
    "seat",
    "control",
    "watch",
    "evaluate",
    "hotwash",
    "present",
    "results",
    "readiness",
    "library",
    "data",
)
LATER = "A journalist emails asking for comment"
ALL_DRAWN = {
    control.OPENED: set(range(len(control.TABS))),
    place.OPENED: tuple(responding.SIGNS),
    place.AT: "log",
}
"""What a session holds in which somebody has opened every tab and group of actions, and the log."""
SCRIPT = """
import streamlit as st
from ui.look import style
from ui.control import screen as control
from ui.data import screen as data
from ui.evaluate import screen as evaluate
from ui.hotwash import screen as hotwash
from ui.join import screen as join
from ui.library import screen as library
from ui.present import screen as present
from ui.readiness import screen as readiness
from ui.results import screen as results
from ui.seat import screen as seat
from ui.watch import screen as watch

style.apply()
drawn = {{"join": join, "seat": seat, "control": control, "present": present, "results": results,
          "readiness": readiness, "library": library, "data": data, "watch": watch,
          "evaluate": evaluate, "hotwash": hotwash}}
pages = {{name: st.Page(module.draw, title=name, url_path=name, default=name == "{screen}")
          for name, module in drawn.items()}}
st.session_state["pages"] = pages
st.navigation(list(pages.values()), position="hidden").run()
"""


@dataclass(frozen=True)
class Made:
    """An exercise in the database, and the tokens of those who sit in it."""

    exercise_id: str
    facilitator: str
    evaluator: str
    participant: str


def _seat(token: str) -> Seat:
    seat = process.session().seat(token)
    assert seat is not None
    return seat


def _make(phase: str) -> Made:
    """An exercise with ugly names in a phase."""
    session = process.session()
    keys = session.create(seed_exercise(), seed=1, title="Ugly **title** <b>", organisation_team="x" * 300)
    facilitator = session.join(keys.exercise_id, "Fay <script>", app_role="facilitator")
    evaluator = session.join(keys.exercise_id, "Eve", app_role="evaluator")
    participant = session.join(keys.exercise_id, "Sam " * 15, ["Legal", "CISO"])
    by = _seat(facilitator).participant_id
    steps: dict[str, tuple[c.Command, ...]] = {
        "lobby": (),
        "running": (c.StartClock(by=by),),
        "paused": (c.StartClock(by=by), c.PauseClock(by=by, reason="Lunch")),
        "ended": (c.StartClock(by=by), c.EndExercise(by=by)),
    }
    for step in steps[phase]:
        session.execute(keys.exercise_id, step)
        session.conduct(keys.exercise_id)
    return Made(keys.exercise_id, facilitator, evaluator, participant)


def _open(screen: str, made: Made | None = None, *, as_role: str = "", **query: str) -> AppTest:
    app = AppTest.from_string(SCRIPT.format(screen=screen), default_timeout=60)
    for name, value in ALL_DRAWN.items():
        app.session_state[name] = value
    if made is not None and as_role:
        app.session_state[f"seat:{as_role}"] = getattr(made, as_role)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def _texts(app: AppTest) -> str:
    shown = [
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.success,
    ]
    boxes = [str(item.value) for group in shown for item in group]
    labels = [str(item.label) for group in (app.text_area, app.expander) for item in group]
    return "\n".join([*boxes, *labels, *(str(item.proto.body) for item in app.get("html"))])


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_draws_with_nothing_in_the_database(store: None, screen: str) -> None:
    """An empty installation shows a sentence and a way on, on every screen."""
    app = _open(screen)

    assert not app.exception
    assert len(_texts(app)) > 20


@pytest.mark.parametrize("phase", ["lobby", "running", "ended"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_draws_for_the_facilitator(store: None, screen: str, phase: str) -> None:
    """Whatever phase the exercise is in, the facilitator's screens draw."""
    made = _make(phase)

    app = _open(screen, made, as_role="facilitator", exercise=made.exercise_id)

    assert not app.exception


@pytest.mark.parametrize("phase", ["lobby", "running", "ended"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_participant_reads_nothing_of_what_has_not_happened(store: None, screen: str, phase: str) -> None:
    """No screen shows a participant the text of an inject that was not delivered."""
    made = _make(phase)

    app = _open(screen, made, as_role="participant")

    assert not app.exception
    assert phase == "ended" or LATER not in _texts(app)


def test_an_evaluator_sees_the_injects_and_cannot_run_the_clock(store: None) -> None:
    """The control room opens for an evaluator without the clock's buttons or anybody's links."""
    made = _make("running")

    app = _open("control", made, as_role="evaluator", exercise=made.exercise_id)

    assert not app.exception
    assert "journalist" in _texts(app)
    assert not {"Pause", "End it now", "Do it"} & {item.label for item in app.button}
    assert not app.code


def test_a_participant_sees_no_scores_before_the_end(store: None) -> None:
    """Results are a plain sentence until EndEx."""
    made = _make("running")

    app = _open("results", made, as_role="participant", exercise=made.exercise_id)

    assert [item.value for item in app.info] == ["The results open when the exercise has ended."]


def test_a_full_exercise_draws_its_results_and_readiness(store: None) -> None:
    """The results of a played exercise show six scores, and readiness shows the exercise."""
    rehearsal = played("playbook")
    process.session().store.append("x-1", rehearsal.events, after_seq=0)

    results, readiness = _open("results", exercise="x-1"), _open("readiness")

    assert not results.exception
    assert not readiness.exception
    assert sum(" of 5 \\(" in text or " of 5 (" in text for text in _texts(results).splitlines()) >= 6
    assert create_command(seed_exercise()).scenario["name"] in _texts(readiness)


def test_a_question_has_an_outbox_that_knows_what_it_answers(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The box names its question as label, and carries the ids its answer needs."""
    made = _make("running")
    given: list[dict[str, object]] = []
    monkeypatch.setattr(outbox, "_mount", lambda _key, data: given.append(data))
    _open("seat", made, as_role="participant")

    first = given[0]
    state = process.session().current(made.exercise_id).state
    (inject,) = state.delivered.values()
    assert first["label"] == inject.questions[0].text
    assert first["fields"] == {"inject_id": inject.inject_id, "question_id": inject.questions[0].id}


def test_a_refused_command_keeps_what_was_typed(store: None) -> None:
    """When a command is refused, its reason is shown and the text stays in its box."""
    made = _make("paused")
    app = _open("seat", made, as_role="participant")

    app.text_area(key="tell:text").set_value("Please call me")
    app.text_input(key="tell:other").set_value("The harbour master")
    next(item for item in app.button if item.label == "Tell them").click()
    app.run()

    assert "The clock is paused" in app.warning[-1].value
    assert app.text_area(key="tell:text").value == "Please call me"


def test_a_wrong_code_is_answered_with_a_sentence(store: None) -> None:
    """An unknown join code is refused in plain words."""
    app = _open("join", code="NOPE22")

    assert "No exercise has the code NOPE22" in app.warning[0].value


def test_without_rights_a_host_screen_asks_for_the_key(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a facilitator key is set, the control room opens only for whoever gives it."""
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", "open sesame, please")
    app = _open("control")

    assert [item.label for item in app.text_input] == ["Facilitator key"]
    app.text_input[0].set_value("open sesame, please")
    app.button[0].click().run()
    assert "Control room" in [item.value for item in app.title]


def _press(app: AppTest, label: str) -> AppTest:
    next(item for item in app.button if item.label == label).click()
    return app.run()


def test_preserving_shows_custody_and_says_plainly_what_came_too_late(store: None) -> None:
    """Each artifact names what destroys it; copies show hash and version, and have a custody."""
    made = _make("running")
    exercise, by = made.exercise_id, _seat(made.participant).participant_id
    session = process.session()
    session.execute(exercise, c.ApplyContainment(by=by, action="add_block_pattern"))
    session.execute(exercise, c.CollectEvidence(by=by, artifact="guardrail_config"))
    app = _open("seat", made, as_role="participant")

    shown = _texts(app)
    assert "Lost by: add block pattern, deploy guardrail patch, roll back model" in shown
    assert "version 2, SHA\\-256" in shown or "version 2, SHA-256" in shown
    assert "collected after it was overwritten by Add block pattern" in shown

    _press(app, "Re-hash")
    app.text_input(key="keep:guardrail_config:to").set_value("Legal")
    _press(app, "Hand over")
    manners = [event.manner for event in session.current(exercise).state.evidence]
    assert manners == ["collected", "rehashed", "handed_over"]
    assert "with Legal" in _texts(app)


def test_ordering_says_which_evidence_is_not_collected_yet(store: None) -> None:
    """Before an action is ordered its card tells which artifacts it overwrites that nobody holds."""
    made = _make("running")
    exercise, by = made.exercise_id, _seat(made.participant).participant_id
    before = _texts(_open("seat", made, as_role="participant"))
    for artifact in ("system_prompt", "model_identity", "guardrail_config"):
        process.session().execute(exercise, c.CollectEvidence(by=by, artifact=artifact))
    after = _texts(_open("seat", made, as_role="participant"))

    words = "Overwrites evidence you have not collected"
    assert before.count(words) > after.count(words) > 0
    assert "Overwrites evidence you hold a copy of" in after


def test_service_is_brought_back_in_steps_on_the_screen(store: None) -> None:
    """The step offers the shares, can be taken again, and goes back."""
    made = _make("running")
    exercise, by = made.exercise_id, _seat(made.participant).participant_id
    process.session().execute(exercise, c.JoinExercise(by=by, participant_id=by, roles=("CISO",)))
    process.session().execute(exercise, c.ApplyContainment(by=by, action="enable_fallback_mode"))
    app = _open("seat", made, as_role="participant")
    for percent in (10, 25):
        app.selectbox(key="step:stage-return:percent").set_value(percent)
        app.button(key="go:step:stage-return").click()
        app.run()
    _press(app, "Go back: Restore service in steps (25)")

    state = process.session().current(exercise).state
    assert [dict(event.params) for event in state.steps] == [{"percent": 10}, {"percent": 25}]
    assert state.actions[-1].controls_after["restored"] == 0.1
    assert "Restored service to 25 % of customers" in _texts(app)


def test_results_show_what_became_of_the_evidence(store: None) -> None:
    """The tables name every artifact's state and its destroyer, and decisions what was on screen."""
    rehearsal = played("playbook")
    process.session().store.append("x-1", rehearsal.events, after_seq=0)
    shown = _texts(_open("results", exercise="x-1"))

    assert "Evidence" in shown
    assert "Destroyed by" in shown
    assert "On screen" in shown
    assert "suspected bypasses" in shown
