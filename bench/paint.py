"""How soon a screen is painted and of use, in a fresh browser, with the server warm.

Run it with ``python -m bench.paint [loads]``; it needs Chromium and takes a minute or two by default. First
paint is the browser's first-contentful-paint; of use is when the title, or what the screen is for, is seen.
"""

import statistics
import sys
from dataclasses import replace

from playwright.sync_api import Browser, expect

from bench.browsing import browsing
from tests.browser.stage import Screen, stage
from ui.server.entry.access import seat_cookie

LOADS = 5
SCREENS = {
    "join": "Join an exercise",
    "seat-live": "Respond",
    "control-live": "Change an inject",
    "present-live": "Requests a minute",
    "watch-evaluator": "Note it",
    "evaluate-live": "Mark this moment",
    "results": "Customer Chatbot Jailbreak",
    "hotwash": "What went well",
    "control": "Control room",
    "readiness": "Readiness over quarters",
    "library": "Library",
}
"""Screens by name, with the text by which each is of use."""
FIRST = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def load_ms(browser: Browser, url: str, screen: Screen) -> tuple[float, float]:
    """First paint and use of one load in a browser that has nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    if screen.seat is not None:
        role, held = screen.seat
        context.add_cookies([{"name": seat_cookie(role), "value": held, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/{screen.path}", wait_until="commit")
    words = page.locator(".stMain").get_by_text(screen.shows).first
    expect(words).to_be_visible(timeout=60_000)
    use = float(page.evaluate("performance.now()"))
    first = float(page.wait_for_function(FIRST).json_value())
    context.close()
    return first, use


def measure(browser: Browser, url: str, screen: Screen, loads: int) -> None:
    """One line of the table: medians, after one load that warms the server."""
    load_ms(browser, url, screen)
    first, use = zip(*(load_ms(browser, url, screen) for _ in range(loads)), strict=True)
    worst = max(use)
    print(
        f"{screen.name:<18}{statistics.median(first):>12.0f}{statistics.median(use):>12.0f}{worst:>12.0f}",
        flush=True,
    )


def main() -> None:
    """Set the stage and print the table."""
    loads = int(sys.argv[1]) if len(sys.argv) > 1 else LOADS
    with browsing() as (browser, server):
        staged = {screen.name: screen for screen in stage(server.session())}
        print(f"{'ms, median of ' + str(loads):<18}{'first paint':>12}{'of use':>12}{'worst':>12}")
        for name, words in SCREENS.items():
            measure(browser, server.url, replace(staged[name], shows=words), loads)


if __name__ == "__main__":
    main()
