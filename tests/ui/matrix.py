"""Two exercises in a phase, a token of every kind that people may hold, and what nobody else may read.

``python -m tests.ui.matrix`` prints how many cells the tests of who may see and do what go through.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from engine import commands as c
from engine.files.loader import LoadedScenario, load_exercise
from engine.log.fact import AppRole
from engine.running.session import Session
from engine.seats import identity
from engine.seats.identity import Pass, Seat
from engine.seats.tokens import SEAT_LASTS
from tests.world import content
from ui.server.entry import access

PHASES = ("lobby", "running", "ended")
ROLES: tuple[AppRole, ...] = ("facilitator", "evaluator", "observer", "participant", "leadership")
COOKIES = (*map(access.seat_cookie, ROLES), access.PROJECTOR_COOKIE)
"""Every cookie that says who somebody is in an exercise."""

LIVE = (*ROLES, "projector")
"""Kinds of token that open something."""
DEAD = ("removed", "revoked", "expired", "forged", "link", "secret", "junk")
"""Kinds that open nothing in whatever cookie: all of a facilitator's seat, the most powerful."""

SIDES = ("own", "other")
"""Whether a token is of the exercise asked for, or of another one."""

PAGE_CELLS = len(SIDES) * len((*LIVE, *DEAD)) * len(COOKIES) + 1
"""Of one page in one phase: every token in every cookie, and none."""

ASKED = (*LIVE, "nobody")
ANSWERS = ("live", "say", "picture", "coming picture")
ROUTE_CELLS = len(SIDES) * len((*LIVE, *DEAD)) * len(COOKIES) * len(ASKED) * len(ANSWERS)
"""Of the routes in one phase: every token in every cookie, by whatever the browser says that it is."""

KEEPERS = ("seat", "projector", "host", "leave", "tour")
KEPT_CELLS = len(SIDES) * len((*LIVE, *DEAD)) * len(KEEPERS)
"""Of the routes that set cookies, in one phase."""

PICTURES = {"picture": "first.png", "coming picture": "second.png"}
"""Pictures of the first inject and of the one that never comes."""

KEY = "a key that is long enough"

SCENARIO = """
exercise:
  name: "{name}"
  incident_type: "jailbreak"
  duration: "90 minutes"
  participants:
    - "Legal"
    - "CISO"
  scenario:
    background: "A quiet morning."
    injects:
      - time: "T+0"
        event: "MPUBLIC{mark}"
        exhibits:
          - {{kind: "image", path: "first.png", alt: "First."}}
        expected_actions: ["MEXPECTED{mark}"]
        notes: "MNOTES{mark}"
        questions:
          - text: "What now?"
            points:
              - id: "point"
                description: "MPOINT{mark}"
                cues: ["alpha", "beta", "gamma"]
      - time: "T+60 minutes"
        event: "MCOMING{mark}"
        exhibits:
          - {{kind: "image", path: "second.png", alt: "Second."}}
        questions: ["And then?"]
"""


@dataclass(frozen=True)
class Played:
    """An exercise, its tokens by kind, and its texts by what they are."""

    exercise_id: str
    tokens: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)

    def cookie_of(self, kind: str) -> str:
        """The cookie that a live kind belongs in."""
        role = next((role for role in ROLES if role == kind), None)
        return access.PROJECTOR_COOKIE if role is None else access.seat_cookie(role)


def scenario(folder: Path, mark: str) -> LoadedScenario:
    """A scenario whose every text can be told from all others."""
    path = folder / f"scenario-{mark}.yml"
    for picture in PICTURES.values():
        (folder / picture).write_bytes(b"a picture")
    path.write_text(SCENARIO.format(name=f"Exercise {mark}", mark=mark), encoding="utf-8")
    return load_exercise(path, content())


def play(session: Session, loaded: LoadedScenario, phase: str, mark: str) -> Played:
    """An exercise brought to a phase, with something private of every kind in it."""
    keys = session.create(loaded, seed=1, title=f"MTITLE{mark}")
    exercise_id = keys.exercise_id
    tokens = {
        "facilitator": session.join(exercise_id, "Fay Example", app_role="facilitator"),
        "evaluator": session.join(exercise_id, "Eve Example", app_role="evaluator"),
        "observer": session.join(exercise_id, "Olga Example", app_role="observer"),
        "participant": session.join(exercise_id, "Sam Example", ["Legal"]),
        "leadership": session.join(exercise_id, "Lea Example", app_role="leadership"),
        "projector": f"{exercise_id}:{keys.projector}",
    }
    for command in _story(session, exercise_id, tokens["facilitator"], phase, mark):
        session.execute(exercise_id, command)
        session.conduct(exercise_id)
    tokens |= dict(_dead(session, exercise_id, tokens["facilitator"]))
    names = ("PUBLIC", "EXPECTED", "NOTES", "POINT", "COMING", "PRIVATE", "ANSWER", "NOTE", "REASON")
    texts = {name: f"M{name}{mark}" for name in names}
    secrets = {name.upper(): getattr(keys, name) for name in ("facilitator", "evaluator", "observer")}
    texts |= secrets | {"PROJECTOR": keys.projector, "CODE": keys.join_code}
    return Played(exercise_id, tokens, texts)


def _story(session: Session, exercise_id: str, token: str, phase: str, mark: str) -> Iterator[c.Command]:
    seat = session.seat(token)
    assert seat is not None
    by = seat.participant_id
    if phase == "lobby":
        return
    yield c.StartClock(by=by)
    private = f"MPRIVATE{mark}"
    yield c.AdjustSchedule(by=by, change="add", title=private, text=private, to=("CISO",), questions=("Q?",))
    evaluator = Seat(exercise_id, _person(session, exercise_id, "Ned Example", "evaluator"), "evaluator")
    ciso = _person(session, exercise_id, "Cleo Example", "participant", "CISO")
    yield c.SubmitAnswer(by=ciso, inject_id="inject-1", question_id="inject-1-q1", text=f"MANSWER{mark}")
    yield c.RecordObservation(by=evaluator.participant_id, text=f"MNOTE{mark}", criterion="recovery")
    rate = {"criterion": "recovery", "value": 3, "reason": f"MREASON{mark}"}
    yield c.RateCriterion(by=evaluator.participant_id, **rate)
    if phase == "ended":
        yield c.EndExercise(by=by)


def _person(session: Session, exercise_id: str, name: str, app_role: AppRole, *roles: str) -> str:
    seat = session.seat(session.join(exercise_id, name, roles, app_role=app_role))
    assert seat is not None
    return seat.participant_id


def _dead(session: Session, exercise_id: str, facilitator: str) -> Iterator[tuple[str, str]]:
    """Tokens that opened a facilitator's seat, or look like one that does."""
    held = session.read(facilitator)
    assert held is not None
    revoked = Seat(exercise_id, "p-revoked", "facilitator")
    old = int((session.clock() - SEAT_LASTS - timedelta(seconds=1)).timestamp())
    yield "removed", session.token_of(revoked)
    yield "revoked", identity.sign_pass(Pass(held.seat, held.issue + 1, held.made_s), session.signing)
    yield "expired", identity.sign_pass(Pass(held.seat, held.issue, old), session.signing)
    yield "forged", identity.sign_pass(held, "another secret")
    yield "link", identity.sign_pass(Pass(held.seat, held.issue, held.made_s, is_link=True), session.signing)
    yield "secret", session.keys(exercise_id).facilitator
    yield "junk", "%00é.…"


def sizes() -> dict[str, int]:
    """How many cells each part of the matrix has."""
    from tests.engine import test_matrix_commands as giving
    from tests.ui.test_screens import SCREENS

    return {
        f"{len(SCREENS)} pages": len(SCREENS) * len(PHASES) * PAGE_CELLS,
        "outbox, live socket and pictures": len(PHASES) * ROUTE_CELLS,
        f"{len(KEEPERS)} routes that set cookies": len(PHASES) * KEPT_CELLS,
        f"{len(giving.OTHERS)} commands": len(giving.PHASES) * giving.CELLS,
        "joining and leaving, for oneself and for others": len(giving.PHASES) * giving.SEAT_CELLS,
    }


if __name__ == "__main__":
    for name, size in sizes().items():
        print(f"{size:7,}  {name}")
    print(f"{sum(sizes().values()):7,}  cells")
