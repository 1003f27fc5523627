"""The shipped content, read once."""

import shutil
from pathlib import Path

import pytest

from engine.files.loader import content_folder
from engine.scenario.resolve import Content
from tests import world

HERE = Path(__file__).parent
SHIPPED = ("customer-chatbot-jailbreak", "anchor-ferry-line")
"""The exercises of the small shipped content."""


@pytest.fixture(scope="session")
def content() -> Content:
    """The organisation's files as shipped."""
    return world.content()


@pytest.fixture(scope="session")
def seed_text() -> str:
    """The published exercise, as it was published."""
    return (HERE / "seed" / "tabletop_scenario_1.yml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shipped content that is read fast: one incident type, two exercises."""
    folder = tmp_path_factory.mktemp("shipped") / "scenarios"
    shutil.copytree(content_folder(), folder, ignore=shutil.ignore_patterns("exercises", "incidents"))
    for name in ("incidents/jailbreak.yml", *(f"exercises/{name}.yml" for name in SHIPPED)):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(content_folder() / name, folder / name)
    return folder
