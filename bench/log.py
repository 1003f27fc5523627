"""What a search of the inference log costs: the log built for the first time, then searched.

Run it with ``python -m bench.log``. Milliseconds are the median of several rounds on one machine.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

from engine import timeline
from engine.files.loader import content_folder, load_content, load_exercise
from engine.scenario.times import MINUTE_MS
from engine.simulation.log.search import Query
from engine.simulation.pattern import found_in, measure

AT_MS = 90 * MINUTE_MS
SCENARIO = "customer-chatbot-jailbreak.yml"
ROUNDS = 9


def milliseconds(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The median time of the work, in milliseconds; `before` runs first each time and is not counted."""
    times = []
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times)


def forget() -> None:
    """Forget every log and every pattern judged."""
    for kept in (timeline._log, timeline._requests, timeline._earlier, found_in):
        kept.cache_clear()


def main() -> None:
    """Print the table."""
    scenario = load_exercise(content_folder() / "exercises" / SCENARIO, load_content()).scenario
    played = timeline.Timeline(scenario.ai_system, seed=1)

    def find(text: str) -> object:
        return played.search(Query(text=text), AT_MS)

    rows = len(played.log(AT_MS))
    print(f"{rows} rows, median of {ROUNDS} rounds\n\n| Work | ms |\n|---|---|")
    for text in ("pretend * no rules", "/(pretend|act as).*(rules|nothing)/"):
        work = partial(find, text)
        print(f"| build the log and search it for `{text}` | {milliseconds(work, forget):.1f} |")
        print(f"| search it for a new pattern | {milliseconds(work, found_in.cache_clear):.1f} |")
        print(f"| search it for the same pattern again | {milliseconds(work):.1f} |")
    judged = milliseconds(lambda: measure(scenario.ai_system, "pretend * no rules"), found_in.cache_clear)
    print(f"| judge a pattern on every text | {judged:.1f} |")
    export = milliseconds(lambda: played.export(Query(), "csv", AT_MS))
    print(f"| export every row as CSV | {export:.1f} |")


if __name__ == "__main__":
    main()
