"""Ten minutes with two browsers: how far their clocks are from the server's, through pauses and rates.

Run it with ``python -m bench.clocks [minutes]``; it needs Chromium.
"""

import sys

from bench.browsing import browsing
from engine import commands as c
from tests.browser.room import Person, host
from tests.browser.test_live import error_ms, the_exercise

EVERY_S = 5
RATES = (1.0, 2.0, 0.5)


def main() -> None:
    """Play and print the greatest error."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    with browsing() as (browser, server):
        host(browser, server)
        people = [Person(browser, server.url).seat(server, f"Person {name}", "Legal") for name in "AB"]
        session, exercise, by = the_exercise(server)
        session.execute(exercise.exercise_id, c.StartClock(by=by))
        found: list[float] = []
        for turn in range(int(minutes * 60 / EVERY_S)):
            people[0].page.wait_for_timeout(EVERY_S * 1000)
            found += [abs(error_ms(person, session, exercise.exercise_id)) for person in people]
            if turn % 12 == 5:
                session.execute(exercise.exercise_id, c.PauseClock(by=by))
            elif turn % 12 == 7:
                session.execute(exercise.exercise_id, c.ResumeClock(by=by))
            elif turn % 12 == 9:
                rate = RATES[turn // 12 % len(RATES)]
                session.execute(exercise.exercise_id, c.SetRate(by=by, rate=rate))
        median = sorted(found)[len(found) // 2]
        print(f"{len(found)} readings, greatest error {max(found):.0f} ms, median {median:.0f} ms")


if __name__ == "__main__":
    main()
