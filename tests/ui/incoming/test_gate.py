"""What every request passes first, on every route, ours and Streamlit's."""

import contextlib
import socket
from collections.abc import Iterator

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from engine.seats.identity import Pass, Seat, sign_pass
from tests.browser.conftest import running_app
from ui.routes import MIDDLEWARE, ROUTES
from ui.server import process
from ui.server.entry.hosts import FORWARDED
from ui.server.incoming import gate, windows
from ui.server.pace import Pace
from ui.server.settings import SERVER

ANOTHER = "This was sent from another site."
OURS = [route.path for route in ROUTES if "websocket" not in type(route).__name__.lower()]
STREAMLITS = ["/", "/seat", "/_stcore/health", "/_stcore/host-config", "/static/none.js", "/media/none"]
WRITES = ["/tplus/seat", "/tplus/leave", "/tplus/projector", "/tplus/host", "/tplus/tour", "/tplus/say"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running app that was told one name more."""
    with running_app(tmp_path_factory.mktemp("gate"), TPLUS_ALLOWED_HOSTS="known.example") as running:
        yield running.url


@pytest.fixture
def client(server: str) -> Iterator[httpx2.Client]:
    """A visitor on the same machine."""
    with httpx2.Client(base_url=server) as opened:
        yield opened


@pytest.mark.parametrize("path", [*OURS, *STREAMLITS])
def test_every_answer_tells_browsers_the_rules(client: httpx2.Client, path: str) -> None:
    """Nothing from elsewhere, in no frame, no guessing of types, and no address told to others."""
    headers = client.get(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))

    assert policy["frame-ancestors"] == policy["frame-src"] == policy["object-src"] == "'none'"
    assert {policy[name] for name in ("default-src", "connect-src", "form-action", "base-uri")} == {"'self'"}
    assert not any("http" in rule or "*" in rule for rule in policy.values())
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", [*OURS, *STREAMLITS])
def test_no_route_answers_to_another_name(client: httpx2.Client, path: str) -> None:
    """A name that is not this server's is told so, with the option that lets it in."""
    answer = client.get(path, headers={"host": "evil.example:8501"})

    assert (answer.status_code, "--allowed-host" in answer.text) == (421, True)
    assert client.get(path, headers={"host": "known.example"}).status_code != 421


@pytest.mark.parametrize("path", WRITES)
@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:9999", "null", ""])
def test_no_other_site_writes(client: httpx2.Client, path: str, origin: str) -> None:
    """Whichever route it is, a page of another origin is refused, also of another port of this machine."""
    assert client.post(path, content=b"x", headers={"origin": origin}).text == ANOTHER
    assert client.post(path, content=b"x", headers={"origin": str(client.base_url)}).text != ANOTHER


@pytest.mark.parametrize("path", ["/tplus/live", "/_stcore/stream"])
@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("", "http://evil.example"),
        ("", "http://127.0.0.1:9999"),
        ("", "http://localhost:8501"),
        ("", "null"),
        ("evil.example", "http://evil.example"),
    ],
)
def test_no_other_site_opens_a_socket(server: str, path: str, host: str, origin: str) -> None:
    """Neither ours nor Streamlit's, also where the page's name leads to this machine."""
    port = int(server.rpartition(":")[2])
    wire = socket.create_connection(("127.0.0.1", port))
    with pytest.raises(InvalidStatus) as refused, wire:
        connect(f"ws://{host or '127.0.0.1'}:{port}{path}", origin=origin, sock=wire)

    assert refused.value.response.status_code == 403


def test_every_writing_route_is_tested() -> None:
    """A route that is added to those that write stands in the list above."""
    assert {route.path for route in ROUTES if "POST" in (getattr(route, "methods", None) or ())} == set(
        WRITES
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/_stcore/upload_file/a/b"),
        ("POST", "/_stcore/upload_file/a/b"),
        ("DELETE", "/_stcore/upload_file/a/b"),
        ("GET", "/_stcore/agent/openapi.json"),
        ("POST", "/_stcore/agent/interact"),
        ("POST", "/_stcore/agent/mcp"),
        ("GET", "/_stcore/agent"),
    ],
)
def test_what_tplus_has_no_use_for_is_closed(client: httpx2.Client, method: str, path: str) -> None:
    """Uploads and the agent API are not there, whatever Streamlit's settings say."""
    assert client.request(method, path).status_code == 404


def test_the_agent_api_is_off_in_the_settings_too() -> None:
    """Streamlit itself is told so: our gate is the second lock."""
    assert SERVER["server.enableAgentApi"] is False


@pytest.mark.parametrize("name", sorted(FORWARDED))
def test_metrics_are_for_the_machine_itself(client: httpx2.Client, name: str) -> None:
    """Through a proxy of whatever kind there are none."""
    assert client.get("/_stcore/metrics").status_code == 200
    assert client.get("/_stcore/metrics", headers={name: "192.0.2.7"}).status_code == 404


@pytest.mark.parametrize("path", [*WRITES, "/elsewhere"])
def test_a_body_larger_than_any_route_takes_is_not_read(client: httpx2.Client, path: str) -> None:
    """Its length alone is enough to turn it away, in words."""
    answer = client.post(path, content=b"x" * (gate.LARGEST + 1))

    assert (answer.status_code, "too long" in answer.text) == (413, True)


@pytest.fixture
def alone(store: None) -> Iterator[TestClient]:
    """A browser at our routes and a page of Streamlit's that only opens, behind the same gate."""

    async def page(socket: WebSocket) -> None:
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            await socket.receive_text()

    app = Starlette(routes=[*ROUTES, WebSocketRoute("/_stcore/stream", page)], middleware=MIDDLEWARE)
    with TestClient(app, base_url="http://localhost") as opened:
        yield opened


def _token(participant_id: str) -> str:
    return sign_pass(Pass(Seat("x-1", participant_id, "participant")), process.session().signing)


def test_metrics_are_closed_to_other_machines(store: None) -> None:
    """Nobody else sees them, whatever headers they send."""
    scope = {"type": "http", "method": "GET", "path": "/_stcore/metrics", "client": ("192.0.2.7", 1)}

    assert gate.refused(scope | {"headers": [(b"host", b"localhost")]}) == (404, "Not found.")


def test_a_seat_that_asks_too_much_waits_and_others_do_not(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each seat has a pace of its own on our routes; a forged token is counted by its address."""
    monkeypatch.setattr(gate, "OF_A_SEAT", Pace(3, 60))
    monkeypatch.setattr(gate, "OF_AN_ADDRESS", Pace(6, 60))
    client = TestClient(Starlette(routes=ROUTES, middleware=MIDDLEWARE), base_url="http://localhost")

    def ask(token: str, path: str = "/tplus/picture") -> int:
        return int(client.get(path, headers={"cookie": f"tplus_participant={token}"}).status_code)

    assert [ask(_token("p-1")) for _ in range(5)] == [404, 404, 404, 429, 429]
    assert ask(_token("p-2")) == 404
    assert [ask(f"forged{number}.x") for number in range(7)] == [404] * 6 + [429]
    assert ask(_token("p-1"), "/tplus/health") == 200


def test_a_seat_has_so_many_pages_open(alone: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more is refused, another seat's is not, and closing one makes room."""
    monkeypatch.setattr(windows, "OF_A_SEAT", 2)

    def page(person: str) -> WebSocketTestSession:
        headers = {"host": "localhost", "cookie": f"tplus_observer={_token(person)}"}
        return alone.websocket_connect("/_stcore/stream", headers=headers)

    with page("p-1"):
        with page("p-1"):
            with pytest.raises(WebSocketDisconnect), page("p-1"):
                pass
            with page("p-2"):
                pass
        with page("p-1"):
            pass
