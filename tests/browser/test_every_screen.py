"""Every screen in every state: nothing grave for axe-core, no button below a thumb, no other host asked."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.conftest import Server
from tests.browser.stage import Screen, crowded, nothing_yet, opened, shown, stage
from tests.world import PATIENCE_S

pytestmark = pytest.mark.browser

LOCAL = ("data", "blob", "about")
"""Schemes of what is in the page already."""
GRAVE = ("serious", "critical")
THUMB_PX = 44
PHONE = ("join-code", "control-live", "seat-live", "watch-evaluator")
CALM = """() => {
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const [red] = getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g);
  return (Number(red) < 128) === dark && document.getAnimations().every((one) => one.playState !== 'running');
}"""
SIZES = """() => Object.fromEntries(['clock', 'big'].map((name) =>
  [name, parseFloat(getComputedStyle(document.querySelector(`.tplus-${name}`)).fontSize)]))"""
SMALL = """(least) => [...document.querySelectorAll(
    'button, summary, select, textarea, [role=tab], [role=combobox], input[type=text], input[type=number],'
    + ' input[type=password], [data-testid=stPageLink] a, [data-testid=stCheckbox] label')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true]'))
  .map((one) => [one, one.closest('[data-baseweb=select], [data-baseweb=base-input]') ?? one])
  .filter(([, box]) => box.getBoundingClientRect().height > 0)
  .filter(([one, box]) => box.getBoundingClientRect().height < least - 0.5)
  .map(([one]) => `${one.tagName} ${one.dataset.testid ?? ''} ${one.ariaLabel ?? one.innerText}`.trim())"""


def _grave(page: Page, name: str, scheme: str) -> list[str]:
    """Serious findings; in the dark only colours are looked at again, because nothing else differs."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.wait_for_function(CALM)
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if scheme == "dark" else {}
    found: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"], **rules}).response
    return [
        f"{name}, {scheme}: {rule['id']}: {node['html'][:160]}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def _findings(context: BrowserContext, url: str, screens: Iterable[Screen]) -> list[str]:
    found: list[str] = []
    for screen in screens:
        page = shown(context, url, screen)
        found += [line for scheme in ("light", "dark") for line in _grave(page, screen.name, scheme)]
        page.close()
    return found


def _listening(browser: Browser, asked: list[str]) -> BrowserContext:
    """A browser whose every request is written down, also by its workers and sockets."""

    def note(request: Request) -> None:
        asked.append(request.url)

    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_S * 1000)
    context.on("request", note)
    context.on("page", lambda page: page.on("websocket", lambda socket: asked.append(socket.url)))
    return context


def _other_hosts(url: str, asked: Iterable[str]) -> set[str]:
    own = urlsplit(url).netloc
    return {item for item in asked if urlsplit(item).scheme not in LOCAL and urlsplit(item).netloc != own}


def test_screens_keep_nobody_out(own_server: Server, browser: Browser) -> None:
    """Every screen in every state, light and dark, passes axe-core without a serious or critical finding.

    No request leaves for another host. On a phone what is pressed or typed into is at least 44 pixels tall,
    and nothing sticks out sideways.
    """
    asked: list[str] = []
    context = _listening(browser, asked)
    found = _findings(context, own_server.url, nothing_yet())
    screens = stage(own_server.session())
    found += _findings(context, own_server.url, (*screens, *crowded(own_server.session())))

    assert found == []
    assert _other_hosts(own_server.url, asked) == set()
    assert len(asked) > 20 * len(screens)
    context.close()
    for screen in (item for item in screens if item.name in PHONE):
        with opened(browser, own_server.url, screen, width=360, height=780) as page:
            assert (screen.name, _too_small(page)) == (screen.name, [])
            assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 360
            assert page.evaluate(SMALL, 10 * THUMB_PX) != []
            if screen.name == "seat-live":
                page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 1500)")
                page.wait_for_function(
                    "document.querySelector('.tplus-live').getBoundingClientRect().top >= 0"
                )
    _is_read_from_afar(browser, own_server.url, next(item for item in screens if item.name == "present-live"))


IS_AS_LARGE_AS_FITS = """() => {
    const live = document.querySelector(".tplus-live");
    const fit = Number(live.style.getPropertyValue("--tplus-fit"));
    live.style.setProperty("--tplus-fit", fit + 0.05);
    live.style.setProperty("--tplus-fit-text", (1 + fit + 0.05) / 2);
    const inject = document.querySelector(".tplus-live-inject");
    return fit === 1 || inject.scrollHeight > inject.clientHeight + 1;
}"""
"""Whether the projector's inject would be too long one step larger."""


def _too_small(page: Page) -> list[str]:
    """What is pressed or typed into and lower than a thumb, once the page's rules of style are in force."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"({SMALL})({THUMB_PX}).length === 0")
    found: list[str] = page.evaluate(SMALL, THUMB_PX)
    return found


def _is_read_from_afar(browser: Browser, url: str, screen: Screen) -> None:
    """The projector's link opens without a seat; what it shows is large, fits, and cannot be pressed."""
    with opened(browser, url, screen, width=1920, height=1080) as page:
        page.wait_for_function("document.querySelector('.tplus-live').getBoundingClientRect().bottom <= 1080")
        sizes = page.evaluate(SIZES)

        assert sizes["clock"] >= 1080 / 20
        assert sizes["big"] >= 1080 / 36
        assert page.get_by_role("button").count() == 0
        expect(page.get_by_text("3 of 11", exact=True)).to_be_visible()
        assert page.evaluate(IS_AS_LARGE_AS_FITS)
