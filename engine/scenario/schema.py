"""JSON Schemas of the files, made from the models: editors complete and check files with them."""

import json
from typing import Any

from engine.scenario.content import (
    AuthorityFile,
    EvidenceFile,
    IncidentFile,
    NotificationClocksFile,
    RubricFile,
    TaxonomyFile,
    Template,
)
from engine.scenario.exercise import ExerciseFile
from engine.scenario.parts import FilePart
from engine.scenario.playbook import PlaybookFile

SCHEMA_KINDS: dict[str, type[FilePart]] = {
    "exercise": ExerciseFile,
    "playbook": PlaybookFile,
    "taxonomy": TaxonomyFile,
    "incident": IncidentFile,
    "evidence": EvidenceFile,
    "authority": AuthorityFile,
    "notification_clocks": NotificationClocksFile,
    "rubric": RubricFile,
    "template": Template,
}
_TEXT = {"type": "string", "minLength": 1}


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, for example ``schema("exercise")``.

    Raises:
        KeyError: there is no such kind.

    """
    made = SCHEMA_KINDS[kind].model_json_schema(by_alias=True, mode="validation")
    definitions = made.get("$defs", {})
    if "Story" in definitions:
        _open_story(definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": f"Tplus {kind.replace('_', ' ')} file",
    }


def schema_files() -> dict[str, str]:
    """Name and text of every file in docs/schema."""
    return {
        f"{kind}.json": json.dumps(schema(kind), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        for kind in SCHEMA_KINDS
    }


def _open_story(definitions: dict[str, Any]) -> None:
    """What validators accept beside the models: numbered injects, plain texts, and other names of a key."""
    story = definitions["Story"]
    story["required"] = ["background"]
    story["patternProperties"] = {"^inject_[0-9]{1,6}$": {"$ref": "#/$defs/Inject"}}
    inject, exercise = definitions["Inject"]["properties"], definitions["Exercise"]["properties"]
    inject["sender"], inject["artefacts"] = inject["from"], inject["exhibits"]
    for items in (inject["questions"], exercise["participants"]):
        items["items"] = {"anyOf": [_TEXT, items["items"]]}
