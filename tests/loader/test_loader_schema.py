"""Schemas and the scenario reference say what the models say."""

import json
from pathlib import Path

import jsonschema
import pytest

from engine.files.loader import (
    content_folder,
    exercises,
    load_content,
    load_exercise_text,
    schema,
    schema_files,
)
from engine.files.yaml.reader import read_yaml
from engine.scenario.reference import reference_tables
from engine.scenario.schema import SCHEMA_KINDS

ROOT = Path(__file__).parents[2]
SEED = Path(__file__).parent / "seed"


@pytest.mark.parametrize("name", schema_files())
def test_a_schema_file_is_fresh(name: str) -> None:
    """The file in docs/schema is what the models give today."""
    assert schema_files()[name] == (ROOT / "docs" / "schema" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", SCHEMA_KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    """Each schema is valid, names its dialect and has a title."""
    jsonschema.Draft202012Validator.check_schema(schema(kind))

    assert "2020-12" in schema(kind)["$schema"]
    assert schema(kind)["title"]


@pytest.mark.parametrize(
    ("kind", "path"),
    [("exercise", path) for path in (SEED / "tabletop_scenario_1.yml", *exercises(content_folder()))]
    + [("playbook", path) for path in (SEED / "playbook_template.yml", SEED / "jailbreak_response.yml")]
    + [(kind, content_folder() / f"{kind}.yml") for kind in ("taxonomy", "evidence", "authority", "rubric")],
    ids=lambda value: getattr(value, "stem", value),
)
def test_a_schema_accepts_what_the_loader_accepts(kind: str, path: Path) -> None:
    """An editor does not complain about valid files."""
    value = read_yaml(path.read_text(encoding="utf-8"), path.name).value

    jsonschema.validate(value, schema(kind))


@pytest.mark.parametrize("damage", ['"extra": 1', '"duration": 90', '"participants": []'])
def test_a_schema_refuses_what_the_loader_refuses(damage: str) -> None:
    """An editor marks unknown keys and wrong types."""
    value = read_yaml((SEED / "tabletop_scenario_1.yml").read_text(encoding="utf-8"), "x").value
    value["exercise"] |= json.loads("{" + damage + "}")

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schema("exercise"))


def test_the_scenario_reference_is_fresh() -> None:
    """The tables in docs/scenario-format.md are made from the models' descriptions."""
    text = (ROOT / "docs" / "scenario-format.md").read_text(encoding="utf-8")

    assert reference_tables().strip() == text.split("<!-- tables -->")[1].strip()


def test_the_examples_of_the_reference_load() -> None:
    """Every exercise printed in the reference is valid."""
    text = (ROOT / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    examples = [block for block in text.split("```yaml\n")[1:] if block.startswith("exercise:")]

    assert examples
    for example in examples:
        assert load_exercise_text(example.split("```")[0], "docs", load_content()).scenario.injects
