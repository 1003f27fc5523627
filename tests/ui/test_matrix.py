"""Every page, route and socket by every token in every cookie, in every phase, here and elsewhere."""

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.testing.v1 import AppTest

from engine.seats.identity import sealed
from tests.ui.matrix import (
    ANSWERS,
    ASKED,
    COOKIES,
    DEAD,
    KEEPERS,
    KEPT_CELLS,
    KEY,
    LIVE,
    PAGE_CELLS,
    PHASES,
    PICTURES,
    ROLES,
    ROUTE_CELLS,
    Played,
    play,
    scenario,
)
from tests.ui.test_screens import ALL_DRAWN, SCREENS, SCRIPT
from ui.routes import ROUTES
from ui.server import process
from ui.server.entry import access, hosting, seats
from ui.server.entry.visitors import WATCHERS

KEYS = {"FACILITATOR", "EVALUATOR", "OBSERVER", "PROJECTOR"}
STORY = {"PUBLIC", "PRIVATE"}
EXPECTED = {"EXPECTED", "NOTES", "POINT", "COMING"}
ROOM = {"ANSWER", "NOTE", "REASON"}
AFTER = STORY | ROOM | {"EXPECTED", "POINT"}
"""What results and hot wash may show to all who took part."""

MAY_READ: dict[tuple[str, str], set[str]] = {
    ("facilitator", "lobby"): EXPECTED | KEYS | {"PUBLIC", "CODE"},
    ("facilitator", "running"): EXPECTED | KEYS | STORY | ROOM | {"CODE"},
    ("facilitator", "ended"): EXPECTED | KEYS | STORY | ROOM | {"CODE"},
    ("evaluator", "lobby"): EXPECTED | {"PUBLIC", "CODE"},
    ("evaluator", "running"): EXPECTED | STORY | {"ANSWER", "NOTE", "CODE"},
    ("evaluator", "ended"): EXPECTED | STORY | {"ANSWER", "NOTE", "CODE"},
    ("observer", "lobby"): {"CODE"},
    ("observer", "running"): STORY,
    ("observer", "ended"): AFTER,
    ("participant", "lobby"): set(),
    ("participant", "running"): {"PUBLIC", "ANSWER"},
    ("participant", "ended"): AFTER,
    ("leadership", "lobby"): set(),
    ("leadership", "running"): {"PUBLIC"},
    ("leadership", "ended"): {"PUBLIC"},
    ("projector", "lobby"): {"CODE"},
    ("projector", "running"): {"PUBLIC"},
    ("projector", "ended"): AFTER - {"NOTE", "REASON"},
}
"""What each kind of token opens at most, by phase: nothing that is not here may be on any page."""

MUST_READ: dict[tuple[str, str, str], set[str]] = {
    ("control", "facilitator", "running"): {"COMING", "PRIVATE", "ANSWER", "NOTE", *KEYS},
    ("watch", "evaluator", "running"): {"PUBLIC", "PRIVATE", "ANSWER", "POINT"},
    ("evaluate", "evaluator", "running"): {"ANSWER"},
    ("watch", "observer", "running"): {"PUBLIC", "PRIVATE"},
    ("seat", "participant", "running"): {"PUBLIC", "ANSWER"},
    ("results", "participant", "ended"): {"NOTE", "REASON", "ANSWER"},
    ("present", "projector", "lobby"): {"CODE"},
    ("hotwash", "projector", "ended"): {"ANSWER"},
}
"""What some of them must see, so that a test that looks at nothing fails."""


class Stage:
    """An exercise and another in one phase, in the screens' database."""

    def __init__(self, phase: str, folder: Path) -> None:
        session = process.session()
        self.phase = phase
        self.loaded = [scenario(folder, mark) for mark in "AB"]
        self.own, self.other = (
            play(session, item, phase, m) for item, m in zip(self.loaded, "AB", strict=True)
        )
        self.texts = {(where, name): text for where, item in self.sides for name, text in item.texts.items()}

    @property
    def sides(self) -> tuple[tuple[str, Played], ...]:
        """Both exercises by whether they are the one asked for."""
        return (("own", self.own), ("other", self.other))

    def found(self, shown: str) -> set[tuple[str, str]]:
        """Which private texts are in what was shown."""
        return {place for place, text in self.texts.items() if text in shown}


@pytest.fixture(params=PHASES)
def stage(
    request: pytest.FixtureRequest, store: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Stage:
    """Both exercises in each phase, on a server whose host's key this browser has not given."""
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", KEY)
    made = Stage(request.param, tmp_path)
    known = {item.scenario.id: item for item in made.loaded}
    monkeypatch.setattr(process, "scenarios", lambda: known)
    return made


def _shown(page: str, cookies: Mapping[str, str], exercise_id: str, patch: pytest.MonkeyPatch) -> str:
    """Everything a page sends to a browser with these cookies."""
    patch.setattr(seats, "cookies", lambda: cookies)
    app = AppTest.from_string(SCRIPT.format(screen=page), default_timeout=120)
    for name, value in ALL_DRAWN.items():
        app.session_state[name] = value
    app.query_params["exercise"] = exercise_id
    app.run()
    assert not app.exception
    return "\n".join(str(getattr(node, "proto", "")) for node in _nodes(app._tree))


def _nodes(block: Any) -> Iterator[Any]:
    yield block
    for child in getattr(block, "children", {}).values():
        yield from _nodes(child)


def _jars(stage: Stage) -> Iterator[tuple[str, dict[str, str], set[tuple[str, str]]]]:
    """What a browser may hold: a name, its cookies, and what it may read at most.

    A token in its own cookie opens what it is for; put into all other cookies at once, or dead, nothing.
    """
    for (where, played), kind in itertools.product(stage.sides, LIVE):
        own, token = played.cookie_of(kind), played.tokens[kind]
        may = {(where, name) for name in MAY_READ[kind, stage.phase]}
        yield f"{where} {kind}", {own: token}, may
        yield f"{where} {kind} misplaced", {name: token for name in COOKIES if name != own}, set()
    for (where, played), kind in itertools.product(stage.sides, DEAD):
        yield f"{where} {kind}", dict.fromkeys(COOKIES, played.tokens[kind]), set()
    yield "nobody", {}, set()


@pytest.mark.slow
@pytest.mark.parametrize("page", SCREENS)
def test_no_page_shows_what_a_token_does_not_open(
    stage: Stage, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On every page a browser reads what its own seat may know, and of no other exercise, and not before."""
    holes, cells = [], 0
    for name, cookies, may in _jars(stage):
        seen = stage.found(_shown(page, cookies, stage.own.exercise_id, monkeypatch))
        cells += max(1, len(cookies))
        holes += [(name, *place) for place in sorted(seen - may)]
        kind = name.removeprefix("own ")
        needed = {("own", text) for text in MUST_READ.get((page, kind, stage.phase), ())}
        holes += [(name, "missing", *place) for place in sorted(needed - seen)]

    print(f"{page}, {stage.phase}: {cells} cells")
    assert cells == PAGE_CELLS
    assert holes == []


@pytest.fixture
def client(store: None) -> Iterator[TestClient]:
    """A browser that speaks to our own routes."""
    with TestClient(Starlette(routes=ROUTES), raise_server_exceptions=True) as opened:
        yield opened


def _single(stage: Stage) -> Iterator[tuple[str, str, str, str]]:
    """Every token in every cookie, one by one: whose it is, its kind, the cookie, and the token."""
    for (where, played), kind in itertools.product(stage.sides, (*LIVE, *DEAD)):
        for cookie in COOKIES:
            yield where, kind, cookie, played.tokens[kind]


def _opens(where: str, kind: str, cookie: str, asked_as: str) -> bool:
    """Whether a token in a cookie speaks for whoever asks as this."""
    if where != "own" or kind not in LIVE:
        return False
    is_in_its_cookie = cookie == (access.PROJECTOR_COOKIE if kind == "projector" else f"tplus_{kind}")
    if asked_as == "projector":
        return is_in_its_cookie and kind in ("projector", *WATCHERS)
    return is_in_its_cookie and kind == asked_as


def _hears(client: TestClient, path: str) -> str:
    """The first message of a live socket; empty where it is closed instead."""
    try:
        with client.websocket_connect(path) as socket:
            return str(socket.receive_text())
    except WebSocketDisconnect:
        return ""


@pytest.mark.slow
def test_no_route_answers_a_token_in_the_wrong_cookie(stage: Stage, client: TestClient) -> None:
    """Socket, picture and outbox listen to a seat's own cookie alone, in its own exercise."""
    holes, cells, own = [], 0, stage.own.exercise_id
    said = {"exercise": own, "kind": "note", "key": "0123456789abcdef", "text": "Noted."}
    for where, kind, cookie, token in _single(stage):
        client.cookies.clear()
        client.headers["cookie"] = f"{cookie}={token}".encode("ascii", "replace").decode()
        for asked_as in ASKED:
            opens = _opens(where, kind, cookie, asked_as)
            heard = _hears(client, f"/tplus/live?exercise={own}&as={asked_as}")
            seen = {name for place, name in stage.found(heard) if place == "own"}
            strange = {place for place in stage.found(heard) if place[0] == "other"}
            noted = client.post("/tplus/say", json=said | {"seat": asked_as}).status_code
            may = MAY_READ.get((asked_as, stage.phase), set()) if opens else set()
            shown = {name: _is_shown(client, own, asked_as, path) for name, path in PICTURES.items()}
            cells += len(ANSWERS)
            cell = (where, kind, cookie, asked_as)
            if bool(heard) != opens or strange or seen - may:
                holes.append(("live", *cell, seen, strange))
            if (noted in (200, 409)) != (opens and asked_as in ROLES):
                holes.append(("say", *cell, noted))
            if shown != {"picture": "PUBLIC" in may, "coming picture": "COMING" in may}:
                holes.append(("picture", *cell, shown))

    print(f"routes, {stage.phase}: {cells} cells")
    assert cells == ROUTE_CELLS
    assert holes == []


def _is_shown(client: TestClient, exercise_id: str, asked_as: str, path: str) -> bool:
    """Whether the route of pictures answers with one."""
    answer = client.get("/tplus/picture", params={"exercise": exercise_id, "as": asked_as, "path": path})
    assert answer.status_code in (200, 404)
    return answer.status_code == 200


def test_a_route_that_keeps_cookies_keeps_what_is_good(stage: Stage, client: TestClient) -> None:
    """Only a live seat's token, the projector's own secret and the host's key become cookies."""
    holes, cells = [], 0
    for (where, played), kind, route in itertools.product(stage.sides, (*LIVE, *DEAD), KEEPERS):
        answer = client.post(f"/tplus/{route}", content=played.tokens[kind].encode())
        good = {"seat": kind in ROLES, "projector": kind == "projector", "tour": True}.get(route, False)
        cells += 1
        if (answer.status_code == 200) != good:
            holes.append((where, kind, route, answer.status_code))
        client.cookies.clear()

    print(f"kept cookies, {stage.phase}: {cells} cells")
    assert cells == KEPT_CELLS
    assert holes == []


def test_a_hosts_cookie_opens_no_seat(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who runs the server reads scenarios and lists; what a room says is for its own people until EndEx."""
    cookies = {access.HOST_COOKIE: hosting.mark()}
    secrets = {(where, name) for where, name in stage.texts if name in {*ROOM, *KEYS, "PRIVATE", "CODE"}}
    for page in SCREENS:
        seen = stage.found(_shown(page, cookies, stage.own.exercise_id, monkeypatch)) & secrets
        assert not seen or (page, stage.phase) == ("results", "ended"), page
    wrong = {access.HOST_COOKIE: sealed("host", "another key", process.session().signing)}
    for page in ("control", "library", "readiness", "data"):
        assert not stage.found(_shown(page, wrong, stage.own.exercise_id, monkeypatch))
