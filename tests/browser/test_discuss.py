"""A room that talks: people answer, a scribe writes down decisions, an evaluator judges the words."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from engine.after import keeping
from engine.log import events as e
from engine.log.fact import Fact
from scoring.score import ExerciseScore
from terminal.records import method_of
from tests.browser.conftest import Server
from tests.browser.room import Person, host_by_hand, join_code, until
from ui.evaluate import answering

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "What is your first action?"
ROOM = {
    "AI engineering team": "We pull the logs and save the system prompt before anything is changed.",
    "Security operations": "Declare an incident, severity 1, and name an incident commander.",
    "Customer support leadership": "Tell the agents what to say, and block the pattern for now.",
    "Legal": "We check the screenshot against our own logs before anybody says a word.",
}
POINT = "Declares an AI incident with a severity and puts someone in charge"


def _log(server: Server, kind: type[Fact]) -> list[Any]:
    exercise = server.latest()
    return [event for event in exercise.events if isinstance(event, kind)]


def _score(server: Server) -> ExerciseScore:
    session = server.session()
    exercise = session.exercises()[0]
    return method_of(session).score(exercise)


def _said(server: Server) -> float:
    """What the answers about the signal are worth, as they are judged now."""
    part = _score(server).finding("detection").part("answers")
    assert part is not None
    assert part.exact is not None
    return part.exact


def _cited(server: Server) -> set[int]:
    """The answers that the value rests on."""
    part = _score(server).finding("detection").part("answers")
    assert part is not None
    return set(part.seqs)


def _speak_for(scribe: Person, role: str) -> None:
    scribe.choose("In whose name?", role)
    expect(scribe.page.get_by_role("combobox", name="In whose name?")).to_have_value(role)


def _written_down(facilitator: Person) -> None:
    """Three decisions of the room, each in the name of the role that took it."""
    facilitator.page.get_by_role("link", name="Write down what the room decides").click()
    facilitator.sees("You write down what the room decides.")
    _speak_for(facilitator, "Security operations")
    facilitator.act("Declare")
    form = facilitator.form_of("Severity")
    facilitator.choose("Incident type", "Jailbreak")
    form.get_by_text("SEV1:").first.click()
    facilitator.press("Declare the incident")
    facilitator.is_told("Saved as event")
    facilitator.act("Escalate")
    for role in ("Legal", "CISO"):
        facilitator.choose("Whom do you tell?", role)
        facilitator.press("Tell them")
        expect(facilitator.page.get_by_text("Told so far:").filter(has_text=role)).to_be_visible()


def _decide(server: Server, evaluator: Person, is_made: bool) -> None:
    """One click about one point of one answer, until it is kept."""
    point = evaluator.page.get_by_test_id("stButtonGroup").filter(has_text=POINT)
    card = evaluator.page.get_by_test_id("stVerticalBlock").filter(has_text=ROOM["Security operations"])
    point = card.filter(has=point).last.get_by_test_id("stButtonGroup").filter(has_text=POINT)
    point.get_by_text(answering.DECISIONS[is_made], exact=True).click()
    until(lambda: _decided(server) == [("declare", is_made)], evaluator.page)


def _decided(server: Server) -> list[tuple[str, bool | None]]:
    session = server.session()
    exercise = session.exercises()[0]
    found = keeping.point_decisions(session.store, exercise.exercise_id)
    return [(item.point_id, item.is_made) for item in found]


def test_a_room_that_talks_is_judged_on_what_it_said(server: Server, browser: Browser) -> None:
    """Four answer and a scribe records three decisions; scores cite the answers and follow the evaluator."""
    facilitator = host_by_hand(
        browser, server.url, "Customer Chatbot Jailbreak", play="The room talks, and a scribe writes down"
    )
    code = join_code(facilitator)
    seated = [Person(browser, server.url).join(code, f"{role} Example", role) for role in ROOM]
    facilitator.press("Start the clock")
    for person, answer in zip(seated, ROOM.values(), strict=True):
        person.sees(QUESTION)
        person.type(QUESTION, answer)
        person.send(QUESTION, "Send answer")
    _written_down(facilitator)

    assert len(_log(server, e.AnswerSubmitted)) == len(ROOM)
    decided = [*_log(server, e.IncidentDeclared), *_log(server, e.RoleNotified)]
    assert [event.for_role for event in decided] == ["Security operations"] * 3
    exercise = server.latest()
    session = server.session()
    keys = session.keys(exercise.exercise_id)
    evaluator = Person(browser, server.url)
    evaluator.go(f"join?exercise={exercise.exercise_id}&secret={keys.evaluator}")
    evaluator.type("Your name", "Eve Example")
    evaluator.press("Enter")
    evaluator.tab("Answers")
    evaluator.sees(ROOM["Security operations"])

    _decide(server, evaluator, True)
    confirmed, cited = _said(server), _cited(server)
    _decide(server, evaluator, False)

    assert _said(server) < confirmed
    answers = _log(server, e.AnswerSubmitted)
    judged = next(event.seq for event in answers if event.text == ROOM["Security operations"])
    assert {event.seq for event in answers} <= cited
    assert _cited(server) == cited - {judged}
