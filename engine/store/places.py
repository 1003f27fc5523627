"""Where the database is."""

import os
from pathlib import Path

from engine.store.sql import SqlStore, Use


def sqlite_url(folder: Path) -> str:
    """The address of the SQLite database in a folder."""
    return f"sqlite:///{(folder / 'tplus.db').resolve()}"


def database_url() -> str:
    """`TPLUS_DATABASE_URL`, or a SQLite file in `TPLUS_DATA`, or in ``./data``."""
    given = os.environ.get("TPLUS_DATABASE_URL")
    return given or sqlite_url(Path(os.environ.get("TPLUS_DATA") or "data"))


def open_store(url: str | None = None, *, opened_for: Use = "use") -> SqlStore:
    """The store at this address, or at the usual one."""
    return SqlStore(url or database_url(), opened_for=opened_for)
