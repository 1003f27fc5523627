"""Ninety minutes at ×60 with live screens: how late the AI system's ticks are, and what one screen shows.

Run it with ``python -m bench.live [seconds]``; it needs Chromium and takes ninety seconds by default.
A control room, two participants and a presenter are open in real browsers while the app runs.
"""

import json
import sys
import urllib.request

from playwright.sync_api import Browser

from bench.browsing import browsing
from engine import commands as c
from engine.clock import wait
from tests.browser.conftest import Server
from tests.browser.room import Person, host

WHOLE_S = 90


def open_room(browser: Browser, server: Server) -> None:
    """A control room, two participants and a presenter; then the clock runs at ×60."""
    host(browser, server)
    for name, role in (("Sam Example", "Security operations"), ("Lee Example", "Legal")):
        Person(browser, server.url).seat(server, name, role)
    session = server.session()
    (exercise,) = session.exercises()
    keys = session.keys(exercise.exercise_id)
    Person(browser, server.url).go(f"present?exercise={exercise.exercise_id}&secret={keys.projector}")
    by = next(seat.id for seat in exercise.state.participants.values() if seat.app_role == "facilitator")
    session.execute(exercise.exercise_id, c.StartClock(by=by, rate=60.0))


def lateness_ms(server: Server) -> dict[str, float]:
    """What the app says about its ticks."""
    with urllib.request.urlopen(f"{server.url}/tplus/health", timeout=10) as answer:
        found: dict[str, float] = json.load(answer)["tick_lateness_ms"]
    return found


def main() -> None:
    """Play and print."""
    run_s = int(sys.argv[1]) if len(sys.argv) > 1 else WHOLE_S
    with browsing() as (browser, server):
        open_room(browser, server)
        wait(run_s)
        found = lateness_ms(server)
        (exercise,) = server.session().exercises()
        print(f"exercise {exercise.state.phase}, {exercise.state.at_ms / 60_000:.0f} minutes played")
        print(
            "tick lateness in wall-clock ms: "
            + ", ".join(f"{name} {value:g}" for name, value in found.items())
        )


if __name__ == "__main__":
    main()
