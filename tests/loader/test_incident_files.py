"""Files of incident types that hold anything but a type."""

from pathlib import Path

import pytest

from engine.files import loader, places
from engine.files.folder import read_content
from engine.files.loader import check_paths

TEXTS = (
    "incident: {order: first}\n",
    "incident: {order: [1]}\n",
    "incident: {order: null}\n",
    "incident: {order: true, id: true}\n",
    "incident: 3\n",
    "incident: []\n",
    "[]\n",
    "words\n",
    "",
    "incident: [\n",
    "incident: {ai_system: 3, aliases: [[]], expectations: []}\n",
)


@pytest.mark.parametrize("name", ["jailbreak.yml", "jailbreak.YML", "another.yml"])
@pytest.mark.parametrize("text", TEXTS)
def test_whatever_an_incident_file_holds_is_a_problem_of_that_file(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    """An order that is no number, or no type at all, is told of like any other mistake."""
    for module in (loader, places):
        monkeypatch.setattr(module, "content_folder", lambda: small)
    file = tmp_path / "incidents" / name
    file.parent.mkdir()
    file.write_text(text)

    _, problems = read_content((small, tmp_path))
    assert {Path(item.file) for item in problems} == {file}
    assert {Path(item.file) for item in check_paths([file])} == {file}


@pytest.mark.parametrize("name", ["jailbreak.yml", "jailbreak.YAML"])
def test_an_overlay_of_a_type_is_checked_as_it_is_read(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Laid over the shipped type of its name, however its suffix is written."""
    monkeypatch.setattr(loader, "content_folder", lambda: small)
    file = tmp_path / "incidents" / name
    file.parent.mkdir()
    file.write_text("incident: {expectations: {contained_below: 1.25}}\n")

    content, problems = read_content((small, tmp_path))
    assert (problems, check_paths([file])) == ([], [])
    assert content is not None
    assert content.taxonomy.incident_types[0].expectations.contained_below == 1.25
