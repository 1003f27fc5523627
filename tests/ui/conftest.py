"""The screens in a process of their own database, drawn by Streamlit's AppTest."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager

from tests import world
from ui.live import bar, outbox
from ui.server import numbers, process
from ui.server.entry import trials


def _forget() -> None:
    """Forget the database, not the content: what the tests' world has read once is the same for all."""
    process._session.cache_clear()
    for kept in (process._glances, process._names):
        kept.clear()
    numbers.forget()
    trials._begun.clear()


@pytest.fixture(autouse=True)
def no_component_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen is drawn without a search of all installed packages, which takes twice as long as drawing."""
    monkeypatch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty database that the screens use; nothing conducts by itself."""
    monkeypatch.setenv("TPLUS_DATABASE_URL", f"sqlite:///{tmp_path / 'tplus.db'}")
    monkeypatch.delenv("TPLUS_FACILITATOR_KEY", raising=False)
    monkeypatch.delenv("TPLUS_TRY_IT_NOW", raising=False)
    monkeypatch.setattr(process, "open_shelf", world.shelf)
    monkeypatch.setattr(process.Conductor, "start", lambda _self: None)
    for component in (bar, outbox):  # they need a browser, which AppTest is not
        monkeypatch.setattr(component, "_mount", lambda *_given: None)
    _forget()
    yield
    process.session().store.close()
    _forget()
