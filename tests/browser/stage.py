"""Exercises in every state, and the screens that show them, set up without a press of a button."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from engine import commands as c
from engine.files.loader import LoadedScenario, exercises, load_content, load_exercise
from engine.log.fact import AppRole
from engine.log.state import State
from engine.rehearsal.demo import PLAYED, fill
from engine.rehearsal.plan import FACILITATOR
from engine.rehearsal.trial import begin
from engine.running.session import Session
from engine.seats.identity import Seat
from tests.world import PATIENCE_S
from ui.server.entry.access import seat_cookie

ANSWERS = (
    "We pull the inference logs of the last 24 hours and look for the published conversation in them.",
    "Security operations opens the incident; nobody answers the post before Communications has seen it.",
    "First we check whether the bypass still works, in the test system and not against customers.",
)
LONG = "Example Person with a name of several words and a hyphenated-surname-that-goes-on "
UNBROKEN = "https://tickets.example/incident/" + "0123456789abcdef" * 12


@dataclass(frozen=True)
class Screen:
    """A screen in a state, and whose it is."""

    name: str
    path: str
    shows: str
    """A text that is there once the screen is of use."""
    seat: tuple[AppRole, str] | None = None
    """The kind of seat whose browser opens it, and the token."""


def scenarios() -> list[LoadedScenario]:
    """The scenarios that come along, the one that screens are staged with first."""
    content = load_content()
    found = (load_exercise(path, content) for path in exercises())
    return sorted(found, key=lambda item: item.scenario.id != PLAYED[0])


def token(session: Session, exercise_id: str, participant_id: str, app_role: AppRole) -> str:
    """The token of somebody who has a seat."""
    return session.token_of(Seat(exercise_id, participant_id, app_role))


def holder(state: State, role: str) -> str:
    """Who holds a role."""
    return next(seat.id for seat in state.participants.values() if role in seat.roles)


def stage(session: Session) -> tuple[Screen, ...]:
    """Every screen in each of its states, with the demonstration's data; the database must be empty."""
    offered = scenarios()
    live = fill(session, offered)
    _call_by_number(session, live)
    _busy(session, live)
    return (
        Screen("join", "", "Join an exercise"),
        *_before(session, offered[0]),
        *_during(session, live),
        *_after(session),
        _paused(session, offered[0]),
        _trial(session, offered[0]),
        Screen("control", "control", "New exercise"),
        Screen("readiness", "readiness", "By criterion"),
        Screen("library", "library", "Scenarios hold spoilers"),
        Screen("data", "data", "Back up now"),
    )


def nothing_yet() -> tuple[Screen, ...]:
    """The screens of an empty database."""
    return (
        Screen("join-empty", "join", "Join an exercise"),
        Screen("seat-nobody", "seat", "This browser has no seat yet"),
        Screen("control-empty", "control", "None yet."),
        Screen("present-empty", "present", "Open this view with the projector's link"),
        Screen("results-empty", "results", "No exercise has ended yet"),
        Screen("readiness-empty", "readiness", "No exercise has ended yet"),
    )


def crowded(session: Session) -> tuple[Screen, ...]:
    """Screens of an exercise with forty people who have long names and write long answers."""
    keys = session.create(scenarios()[0], seed=7, title="Quarterly exercise " * 6, organisation_team=LONG)
    facilitator = session.join(keys.exercise_id, LONG, app_role="facilitator")
    roles = scenarios()[0].scenario.role_names()
    tokens = [
        session.join(
            keys.exercise_id, f"{LONG}{number}", list(dict.fromkeys((roles[number % len(roles)], roles[-1])))
        )
        for number in range(40)
    ]
    by = _seated(session, facilitator)
    session.execute(keys.exercise_id, c.StartClock(by=by))
    session.conduct(keys.exercise_id)
    state = session.current(keys.exercise_id).state
    _answer(session, keys.exercise_id, list(state.participants), [f"{LONG * 3}{UNBROKEN}"])
    pause = c.PauseClock(by=by, reason="A reason that " + "goes on and " * 12 + UNBROKEN)
    session.execute(keys.exercise_id, pause)
    query = f"exercise={keys.exercise_id}"
    return (
        Screen("control-crowded", f"control?{query}", "Change an inject", ("facilitator", facilitator)),
        Screen("seat-crowded", "seat", "Respond", ("participant", tokens[0])),
        Screen("present-crowded", f"present?{query}&secret={keys.projector}", "PAUSED"),
        Screen("results-crowded", f"results?{query}", "Six criteria, 1 to 5", ("facilitator", facilitator)),
    )


@contextmanager
def opened(
    browser: Browser, url: str, screen: Screen, *, width: int = 1280, height: int = 900, scheme: str = "light"
) -> Iterator[Page]:
    """A browser of one's own that shows a screen, once it is of use."""
    size: ViewportSize = {"width": width, "height": height}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_S * 1000)
    try:
        yield shown(context, url, screen)
    finally:
        context.close()


def shown(context: BrowserContext, url: str, screen: Screen) -> Page:
    """A page of a browser that has this screen's seat and no other, once it is of use."""
    context.clear_cookies()
    if screen.seat is not None:
        role, held = screen.seat
        context.add_cookies([{"name": seat_cookie(role), "value": held, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/{screen.path}")
    settled(page, screen)
    return page


def settled(page: Page, screen: Screen) -> None:
    """Wait until the screen has been drawn to its end."""
    expect(page.get_by_text(screen.shows).first).to_be_visible()
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_attached()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def with_all_drawn(page: Page) -> None:
    """Open what a screen draws only once it is opened: its tabs, and its groups of actions."""
    is_drawn = page.locator(".stApp[data-test-script-state=notRunning]")
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(is_drawn).to_be_attached()
    for group in page.locator(".st-key-group-all").get_by_role("button").all():
        group.click()
        page.get_by_role("button", name="All actions").click()
        expect(group).to_be_visible()
    expect(is_drawn).to_be_attached()


def _seated(session: Session, held: str) -> str:
    seat = session.seat(held)
    assert seat is not None
    return seat.participant_id


def _call_by_number(session: Session, exercise_id: str) -> None:
    state = session.current(exercise_id).state
    names = {seated: f"Example Person {number}" for number, seated in enumerate(state.participants, start=1)}
    session.store.append(exercise_id, (), after_seq=state.seq, names=names)


def _answer(session: Session, exercise_id: str, people: Sequence[str], texts: Sequence[str]) -> None:
    """Answers to the first question of everybody who was asked."""
    state = session.current(exercise_id).state
    delivered = max(state.delivered.values(), key=lambda event: event.seq)
    asked = [who for who in people if state.participants[who].app_role == "participant"]
    for number, who in enumerate(asked):
        answer = c.SubmitAnswer(
            by=who,
            inject_id=delivered.inject_id,
            question_id=delivered.questions[0].id,
            text=texts[number % len(texts)],
        )
        session.execute(exercise_id, answer)


def _busy(session: Session, exercise_id: str) -> None:
    """Answers, a note and a request that waits for its decision, in the live exercise."""
    state = session.current(exercise_id).state
    _answer(session, exercise_id, list(state.participants)[:4], ANSWERS)
    session.execute(exercise_id, c.RecordObservation(by=FACILITATOR, text="One person leads from the start."))
    by = holder(state, "Incident commander")
    session.execute(
        exercise_id, c.RequestApproval(by=by, about="containment", level=4, reason="Variants keep passing.")
    )


def _before(session: Session, loaded: LoadedScenario) -> Iterator[Screen]:
    keys = session.create(loaded, seed=3, title="Autumn exercise", organisation_team="Blue team")
    facilitator = session.join(keys.exercise_id, "Example Person 1", app_role="facilitator")
    roles = loaded.scenario.role_names()
    tokens = [
        session.join(keys.exercise_id, f"Example Person {n + 2}", [role]) for n, role in enumerate(roles[:4])
    ]
    yield Screen("join-code", f"join?code={keys.join_code}", "Take your seat")
    yield Screen(
        "control-lobby",
        f"control?exercise={keys.exercise_id}",
        "Go or no-go",
        ("facilitator", facilitator),
    )
    yield Screen("seat-lobby", "seat", "You are in.", ("participant", tokens[0]))
    yield Screen(
        "present-lobby", f"present?exercise={keys.exercise_id}&secret={keys.projector}", "Join with the code"
    )


def _during(session: Session, live: str) -> Iterator[Screen]:
    state = session.current(live).state
    query = f"exercise={live}"
    evaluator = session.join(live, "Example Person 20", app_role="evaluator")
    observer = session.join(live, "Example Person 21", app_role="observer")
    ciso = token(session, live, holder(state, "CISO"), "participant")
    desk = token(session, live, FACILITATOR, "facilitator")
    yield Screen("control-live", f"control?{query}", "Change an inject", ("facilitator", desk))
    yield Screen("seat-live", "seat", "waiting for your decision", ("participant", ciso))
    secret = session.keys(live).projector
    yield Screen("present-live", f"present?{query}&secret={secret}", "Requests a minute")
    yield Screen("watch-evaluator", f"watch?{query}", "Note it", ("evaluator", evaluator))
    yield Screen("evaluate-live", f"evaluate?{query}", "Mark this moment", ("evaluator", evaluator))
    yield Screen("watch-observer", f"watch?{query}", "Situation log", ("observer", observer))


def _after(session: Session) -> Iterator[Screen]:
    ended = next(item for item in session.exercises() if item.state.phase == "ended")
    _call_by_number(session, ended.exercise_id)
    query = f"exercise={ended.exercise_id}"
    player = token(session, ended.exercise_id, holder(ended.state, "Incident commander"), "participant")
    desk = token(session, ended.exercise_id, FACILITATOR, "facilitator")
    yield Screen("control-ended", f"control?{query}", "See the results", ("facilitator", desk))
    yield Screen("seat-ended", "seat", "The exercise has ended", ("participant", player))
    secret = session.keys(ended.exercise_id).projector
    yield Screen("present-ended", f"present?{query}&secret={secret}", "The exercise has ended")
    yield Screen("results", f"results?{query}", "What to do first", ("facilitator", desk))
    yield Screen("evaluate-ended", f"evaluate?{query}", "Answers", ("facilitator", desk))
    yield Screen("hotwash", f"hotwash?{query}", "What went well", ("facilitator", desk))


def _paused(session: Session, loaded: LoadedScenario) -> Screen:
    keys = session.create(loaded, seed=4)
    by = _seated(session, session.join(keys.exercise_id, "Example Person 1", app_role="facilitator"))
    held = session.join(keys.exercise_id, "Example Person 2", ["Incident commander"])
    for step in (c.StartClock(by=by), c.PauseClock(by=by, reason="Fire drill")):
        session.execute(keys.exercise_id, step)
        session.conduct(keys.exercise_id)
    return Screen("seat-paused", "seat", "Fire drill", ("participant", held))


def _trial(session: Session, loaded: LoadedScenario) -> Screen:
    held = begin(session, loaded, name="You", seed=5)
    return Screen("seat-tour", "seat", "Skip the tour", ("participant", held))
