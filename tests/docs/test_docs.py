"""What the docs say is so."""

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from engine.log.events import Event
from engine.seats.identity import new_id
from engine.store.places import open_store
from scoring.catalogue import CRITERIA, TITLES
from terminal.cli import app
from tests.docs.library_table import library_table
from tests.docs.tree import tree
from tests.world import content, played

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)


def read(name):
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_command_is_in_the_readme():
    """The README lists each command of the terminal door."""
    named = [(app, "")] + [(group.typer_instance, f"{group.name} ") for group in app.registered_groups]
    names = [
        prefix + (command.name or command.callback.__name__).replace("_", "-")
        for commands, prefix in named
        for command in commands.registered_commands
    ]

    assert [name for name in names if f"`tplus {name}" not in read("README.md")] == []


def test_every_kind_of_event_is_listed():
    """The architecture page lists the kinds of event there are, no more and no fewer."""
    listed = re.search(r"24 kinds of event: (.*?)\.", read("docs/architecture.md"), re.DOTALL).group(1)
    kinds = {kind.model_fields["kind"].default for kind in get_args(Event)}

    assert set(re.findall(r"[a-z_]+", listed)) == kinds


def test_the_map_shows_the_tree_there_is():
    """The page shows every package with its first sentence; `python -m tests.docs.tree` prints it."""
    assert f"```\n{tree()}\n```" in read("docs/architecture.md")


def test_files_that_the_map_names_are_there():
    """A reader who follows the architecture page or CONTRIBUTING finds what they name."""
    named = re.findall(
        r"`([a-z_]+/[a-z_/]+\.(?:py|yml|js|md))`", read("docs/architecture.md") + read("CONTRIBUTING.md")
    )

    assert len(named) > 20
    assert [
        name for name in named if not any((ROOT / top / name).exists() for top in ("", "ui", "ui/live"))
    ] == []


def test_every_dependency_has_its_reason():
    """Each dependency stands in the table of reasons."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    extras = [item for extra in project["optional-dependencies"].values() for item in extra]
    wanted = [item for item in (*project["dependencies"], *extras) if not item.startswith("tplus[")]
    names = [re.split(r"[<>=\[]", item)[0] for item in wanted]

    table = read("docs/decisions/0005-dependencies.md")
    assert [
        name for name in names if not re.search(rf"\| {re.escape(name)} (\(extra `\w+`\) )?\|", table)
    ] == []


def test_every_threshold_is_in_the_scoring_page():
    """The scoring page names each criterion and each of its thresholds."""
    page = read("docs/scoring.md")
    for criterion in CRITERIA:
        assert f"**{TITLES[criterion]}**" in page
        for numbers in content().rubric[criterion]["thresholds"].values():
            assert all(f"{number:.2f}" in page or f"{number:g}" in page for number in numbers), criterion


def _keys(found):
    """The names of all figures in plain data, criteria and skills aside, which name themselves."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from _keys(value)
    elif isinstance(found, list):
        for value in found:
            yield from _keys(value)


@pytest.mark.parametrize("team", ["playbook", "nothing"])
def test_every_figure_of_a_score_is_in_the_scoring_page(team, tmp_path):
    """Each key that `tplus score --json` prints is named in the page."""
    page = read("docs/scoring.md")
    events, exercise_id = played(team, is_rich=True).events, new_id("x")
    open_store(f"sqlite:///{tmp_path / 'tplus.db'}").append(exercise_id, events, after_seq=0)
    asked = ["score", exercise_id, "--data", str(tmp_path), "--json"]
    report = json.loads(CliRunner().invoke(app, asked).output)
    names = set(_keys(report)) - set(CRITERIA)

    assert {"exact", "saved_share", "harm_points", "standard_error"} <= names
    assert {name for name in names if f"`{name}`" not in page} == set()


def test_every_setting_is_documented():
    """Each environment variable the code reads is in the table of settings."""
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in ROOT.glob("[ecstu]*/**/*.py")
        if "tests" not in path.parts
    )
    used = set(re.findall(r"TPLUS_[A-Z_]+", code))

    assert {name for name in used if f"`{name}`" not in read("docs/architecture.md")} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    """Every relative link points to a file or folder that exists."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_table_of_the_library_is_fresh():
    """The scenarios and what reference teams reach in them stand in docs/library.md as they are today."""
    text = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")

    assert library_table() == text.split("<!-- table -->")[1].strip()
