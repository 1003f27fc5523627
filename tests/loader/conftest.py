"""The shipped content, read once."""

from pathlib import Path

import pytest

from engine.scenario.resolve import Content
from tests import world

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def content() -> Content:
    """The organisation's files as shipped."""
    return world.content()


@pytest.fixture(scope="session")
def seed_text() -> str:
    """The published exercise, as it was published."""
    return (HERE / "seed" / "tabletop_scenario_1.yml").read_text(encoding="utf-8")
