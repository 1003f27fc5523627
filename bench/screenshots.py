"""Pictures of every screen, light and dark, in four widths, and of screens with ugly data.

Run it with ``python -m bench.screenshots --out DIR [--only NAME] [--widths 360,1440]``; it needs Chromium.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.browsing import browsing
from tests.browser.stage import Screen, crowded, nothing_yet, opened, stage
from ui.server.settings import server

HEIGHTS = {360: 780, 768: 1024, 1440: 900, 1920: 1080}
SCHEMES = ("light", "dark")
TALLEST = 5000
"""Pixels of the tallest picture; what lies below is cut off."""
SCROLLED = "Math.ceil(document.querySelector('[data-testid=stMain]').scrollHeight)"


def shoot(page: Page, path: Path, width: int) -> None:
    """A picture of the whole screen; the presenter's is what a projector shows."""
    if "/present" not in page.url:
        tall = page.evaluate(SCROLLED)
        page.set_viewport_size({"width": width, "height": min(TALLEST, max(HEIGHTS[width], tall))})
    page.screenshot(path=path, animations="disabled")


def take(browser: Browser, url: str, screens: Sequence[Screen], wanted: argparse.Namespace) -> None:
    """Pictures of these screens."""
    for screen in screens:
        if wanted.only and wanted.only not in screen.name:
            continue
        for width in wanted.widths:
            for scheme in wanted.schemes:
                with opened(browser, url, screen, width=width, height=HEIGHTS[width], scheme=scheme) as page:
                    shoot(page, wanted.out / f"{screen.name}-{width}-{scheme}.png", width)
        print(screen.name, flush=True)


def asked() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", default="", help="part of a screen's name")
    parser.add_argument("--widths", default=list(HEIGHTS), type=lambda text: [*map(int, text.split(","))])
    parser.add_argument("--schemes", default=SCHEMES, type=lambda text: text.split(","))
    parser.add_argument(
        "--high-contrast", action="store_true", help="the app as `tplus serve --high-contrast`"
    )
    return parser.parse_args()


def main() -> None:
    """Set the stage and take the pictures."""
    wanted = asked()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with browsing(server(high_contrast=wanted.high_contrast)) as (browser, app):
        take(browser, app.url, nothing_yet(), wanted)
        session = app.session()
        take(browser, app.url, stage(session), wanted)
        take(browser, app.url, crowded(session), wanted)


if __name__ == "__main__":
    main()
