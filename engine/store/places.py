"""Where the database is."""

import os
from pathlib import Path

from engine.store.sql import SqlStore


def database_url() -> str:
    """`TPLUS_DATABASE_URL`, or a SQLite file in `TPLUS_DATA`, or in ``./data``."""
    given = os.environ.get("TPLUS_DATABASE_URL")
    if given:
        return given
    folder = Path(os.environ.get("TPLUS_DATA") or "data")
    return f"sqlite:///{(folder / 'tplus.db').resolve()}"


def open_store(url: str | None = None) -> SqlStore:
    """The store at this address, or at the usual one, with its migrations run."""
    return SqlStore(url or database_url())
