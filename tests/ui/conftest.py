"""The screens in a process of their own database, drawn by Streamlit's AppTest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.live import bar, outbox
from ui.server import numbers, process, trials


def _forget() -> None:
    for cached in (process._session, process.content, process.scenarios):
        cached.cache_clear()
    for kept in (process._glances, process._names):
        kept.clear()
    numbers.forget()
    trials._begun.clear()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty database that the screens use; nothing conducts by itself."""
    monkeypatch.setenv("TPLUS_DATABASE_URL", f"sqlite:///{tmp_path / 'tplus.db'}")
    monkeypatch.delenv("TPLUS_FACILITATOR_KEY", raising=False)
    monkeypatch.delenv("TPLUS_TRY_IT_NOW", raising=False)
    monkeypatch.setattr(process.Conductor, "start", lambda _self: None)
    for component in (bar, outbox):  # they need a browser, which AppTest is not
        monkeypatch.setattr(component, "_mount", lambda *_given: None)
    _forget()
    yield
    process.session().store.close()
    _forget()
