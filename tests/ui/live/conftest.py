"""The app's own routes in a test client, with the cookies of a seat."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from engine import commands as c
from engine.log.fact import AppRole
from engine.seats.identity import Seat
from tests.world import seed_exercise
from ui import routes
from ui.routes import ROUTES, lifespan
from ui.server import process
from ui.server.entry import access

Visit = Callable[..., TestClient]


class Played:
    """A running exercise in the screens' database."""

    def __init__(self) -> None:
        self.session = process.session()
        self.keys = self.session.create(seed_exercise(), seed=1)
        self.id = self.keys.exercise_id
        self.tokens: dict[AppRole, str] = {
            "facilitator": self.session.join(self.id, "Fay", app_role="facilitator"),
            "participant": self.session.join(self.id, "Sam Example", ["Security operations"]),
        }
        self.do(c.StartClock(by=self.seat("facilitator").participant_id))
        self.session.conduct(self.id)

    def seat(self, app_role: AppRole = "participant") -> Seat:
        """The seat of that kind."""
        found = self.session.seat(self.tokens[app_role])
        assert found is not None
        return found

    def do(self, command: c.Command) -> None:
        """Give a command."""
        self.session.execute(self.id, command)


@pytest.fixture
def played(store: None) -> Played:
    """A running exercise with a facilitator and a participant."""
    return Played()


@pytest.fixture
def visit(played: Played, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """A browser with the cookies of those seats of the exercise; garbage of the tests is not collected."""
    monkeypatch.setattr(routes, "chosen_moments", nullcontext)
    with TestClient(Starlette(routes=ROUTES, lifespan=lifespan)) as client:

        def enter(*roles: AppRole, **tokens: str) -> TestClient:
            client.cookies.clear()
            for role in roles:
                client.cookies.set(access.seat_cookie(role), played.tokens[role])
            for name, token in tokens.items():
                client.cookies.set(f"tplus_{name}", token)
            return client

        yield enter
