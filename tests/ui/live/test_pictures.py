"""A picture of an inject reaches those who received the inject, and nobody before."""

from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import pytest

from engine import commands as c
from engine.files.loader import load_exercise
from tests.ui.live.conftest import Played, Visit
from tests.world import content
from ui.server import process

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SCENARIO = """
exercise:
  name: "Pictures"
  incident_type: "jailbreak"
  duration: "30 minutes"
  participants: ["Legal"]
  scenario:
    background: "A picture goes round."
    injects:
      - time: "T+0"
        event: "First"
        exhibits:
          - {kind: "image", path: "first.png", alt: "A screenshot."}
      - time: "T+20 minutes"
        event: "Second"
        exhibits:
          - {kind: "image", path: "second.png", alt: "Another."}
"""


@pytest.fixture
def pictured(played: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """A running exercise whose first inject shows a picture, and whose second will."""
    for name in ("first.png", "second.png", "secret.png"):
        (tmp_path / name).write_bytes(PIXEL)
    (tmp_path / "pictures.yml").write_text(SCENARIO, encoding="utf-8")
    loaded = load_exercise(tmp_path / "pictures.yml", content())
    monkeypatch.setattr(process, "scenarios", cache(lambda: {loaded.scenario.id: loaded}))
    played.keys = played.session.create(loaded, seed=1)
    played.id = played.keys.exercise_id
    played.tokens = {
        "facilitator": played.session.join(played.id, "Fay", app_role="facilitator"),
        "participant": played.session.join(played.id, "Sam Example", ["Legal"]),
    }
    played.do(c.StartClock(by=played.seat("facilitator").participant_id))
    played.session.conduct(played.id)
    return played


def _path(played: Played, path: str, seat: str = "participant", **more: str) -> str:
    return "/tplus/picture?" + urlencode({"exercise": played.id, "as": seat, "path": path, **more})


def test_a_participant_gets_the_picture_of_a_delivered_inject(pictured: Played, visit: Visit) -> None:
    """What was delivered is shown; what is still to come is not there."""
    client = visit("participant")

    shown = client.get(_path(pictured, "first.png"))

    assert (shown.status_code, shown.content) == (200, PIXEL)
    assert shown.headers["content-type"] == "image/png"
    assert client.get(_path(pictured, "second.png")).status_code == 404


def test_who_may_see_the_schedule_gets_pictures_of_coming_injects(pictured: Played, visit: Visit) -> None:
    """A facilitator who previews an inject sees its picture."""
    client = visit("facilitator")

    assert client.get(_path(pictured, "second.png", "facilitator")).status_code == 200


def test_the_projector_needs_the_secret_of_its_link(pictured: Played, visit: Visit) -> None:
    """The projector's link opens delivered pictures; without its secret there are none."""
    client = visit(projector=f"{pictured.id}:{pictured.keys.projector}")

    assert client.get(_path(pictured, "first.png", "projector")).status_code == 200
    assert client.get(_path(pictured, "second.png", "projector")).status_code == 404
    guess = visit(projector=f"{pictured.id}:guessed")
    assert guess.get(_path(pictured, "first.png", "projector")).status_code == 404


@pytest.mark.parametrize("path", ["secret.png", "../first.png", "/etc/passwd", "pictures.yml", ""])
def test_no_other_file_is_handed_out(pictured: Played, visit: Visit, path: str) -> None:
    """Only pictures that the scenario names can be fetched, whoever asks."""
    assert visit("facilitator").get(_path(pictured, path, "facilitator")).status_code == 404


def test_a_browser_without_a_seat_gets_nothing(pictured: Played, visit: Visit) -> None:
    """Pictures are for the exercise's own people."""
    assert visit().get(_path(pictured, "first.png")).status_code == 404
