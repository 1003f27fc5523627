"""A running app with a database of its own, and a Chromium beside it."""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM_FLAGS, Server, chromium_path, running_app
from ui.server.settings import SERVER


@contextmanager
def browsing(options: Mapping[str, object] = SERVER) -> Iterator[tuple[Browser, Server]]:
    """The browser and the app; ends the program with a sentence where no Chromium is found."""
    path = chromium_path()
    if path is None:
        sys.exit("no Chromium found; install one or set TPLUS_CHROMIUM to its path")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_app(Path(folder), options=options) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser, server
        browser.close()
