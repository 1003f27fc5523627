"""Answers on the evaluator's screen: one click a point, nothing ticked beforehand, and a blind mode."""

from typing import Any

from engine import commands as c
from engine.after import keeping
from scoring.answers import suggest
from tests.ui.test_screens import Made, _make, _open, _seat, _texts
from tests.world import rich_exercise
from ui.evaluate import answer_tables
from ui.server import process

ANSWER = "We declare an incident at SEV1 and name an incident commander. We won't delete <b>logs</b>."


def _made(count: int = 1) -> Made:
    """A running exercise with points, and as many answers to its first question, by forty long names."""
    session = process.session()
    keys = session.create(rich_exercise(), seed=1)
    fay = session.join(keys.exercise_id, "Fay", app_role="facilitator")
    eve = session.join(keys.exercise_id, "Eve", app_role="evaluator")
    session.execute(keys.exercise_id, c.StartClock(by=_seat(fay).participant_id))
    session.conduct(keys.exercise_id)
    (shown,) = session.current(keys.exercise_id).state.delivered.values()
    sam = ""
    for number in range(count):
        sam = session.join(keys.exercise_id, f"Participant {number} " + "von " * 20, ["Legal"])
        fields = {"inject_id": shown.inject_id, "question_id": shown.questions[0].id, "text": ANSWER}
        session.execute(keys.exercise_id, c.SubmitAnswer(by=_seat(sam).participant_id, **fields))
    return Made(keys.exercise_id, fay, eve, sam)


def _room(made: Made) -> Any:
    return _open("evaluate", made, as_role="evaluator", exercise=made.exercise_id)


def _points(app: Any) -> list[Any]:
    return [item for item in app.get("button_group") if str(item.key).startswith("point:")]


def _shown(app: Any) -> str:
    return "\n".join(item.proto.body for item in app.get("html"))


def test_nothing_is_decided_beforehand_and_every_point_has_its_own_click(store: None) -> None:
    """Each point of the question stands alone, unchosen, and no button accepts all."""
    made = _made()
    app = _room(made)
    question = _question(made)

    points = _points(app)
    assert len(points) == len(question.points) + len(question.anti_points)
    assert all(item.value is None for item in points)
    assert not any("all" in item.label.casefold().split() for item in app.button)
    assert "no AI model reads the answers" in _texts(app)
    assert "You have decided nothing yet." in _texts(app)


def _question(made: Made) -> Any:
    state = process.session().current(made.exercise_id).state
    asked = state.answers[0].question_id
    questions = (item for inject in rich_exercise().scenario.injects for item in inject.questions)
    return next(item for item in questions if item.id == asked)


def test_a_click_stores_decision_suggestion_and_decider(store: None) -> None:
    """One click keeps what was suggested and what was decided, and the sentence above counts it."""
    made = _made()
    app = _room(made)
    point = _points(app)[0]
    app = point.set_value(False).run()

    (kept,) = keeping.point_decisions(process.session().store, made.exercise_id)
    found = suggest(_question(made), ANSWER).of(kept.point_id)
    assert (kept.is_made, kept.chip, kept.was_hidden) == (False, found.chip, False)
    assert kept.decided_by == _seat(made.evaluator).participant_id
    overridden = int(found.is_suggested)
    assert f"You overrode {overridden} of 1 suggestions." in _texts(app)
    assert process.session().current(made.exercise_id).events[-1].kind == "answer_submitted"


def test_a_blind_evaluator_sees_a_suggestion_only_after_deciding(store: None) -> None:
    """In blind mode chips are hidden until the point is decided, and the store says it was blind."""
    made = _made()
    app = _room(made)
    assert 'class="tplus-chip ' in _shown(app)
    app = app.toggle(key="answers:blind").set_value(True).run()
    assert 'class="tplus-chip ' not in _shown(app)

    app = _points(app)[0].set_value(True).run()

    assert _shown(app).count('class="tplus-chip ') == 1
    (kept,) = keeping.point_decisions(process.session().store, made.exercise_id)
    assert kept.was_hidden


def test_many_answers_come_in_pages(store: None) -> None:
    """Forty answers with long names are shown five at a time."""
    app = _room(_made(count=40))

    assert not app.exception
    assert _shown(app).count("We declare an incident at SEV1 and name") >= 5
    question_points = len({str(item.key).split(":")[2] for item in _points(app)})
    assert len(_points(app)) == 5 * question_points


def test_a_question_without_points_has_none_to_decide(store: None) -> None:
    """A question that lists no points offers none, and says whether anybody has answered."""
    app = _room(_make("running"))

    assert not app.exception
    assert "No answer yet." in _texts(app)
    assert not _points(app)


def test_the_quoted_sentence_shows_its_clause_in_bold_and_people_no_markup() -> None:
    """The clause stands in bold inside its sentence, and what people typed stays text."""
    question = next(
        item
        for inject in rich_exercise().scenario.injects
        for item in inject.questions
        if item.points and item.points[0].cues
    )
    cue = question.points[0].cues[0]
    answer = f"Hello <i>all</i>. As I see it we {cue}, and then coffee."
    found = suggest(question, answer).of(question.points[0].id)

    quoted = answer_tables.quote(found)

    assert found.is_suggested
    assert quoted.count("<b>") == 1
    assert quoted.replace("<b>", "").replace("</b>", "").startswith("“As I see it we")
    assert "<i>" not in answer_tables.suggested(found)
