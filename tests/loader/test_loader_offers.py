"""What an exercise asks of an AI system, the system has; aliases, strictness and own files."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from engine.files.loader import check_paths, content_folder, load_content, load_exercise, load_exercise_text
from terminal.cli import app
from tests.world import RICH_EXERCISE

FILE = """exercise:
  name: "Offers"
  duration: "60 minutes"
  incident_type: {kind}
  participants: ["Security operations", "Legal"]
  expectations:
    recovery: [{{id: step, label: "A step", action: {action}}}]
    verification: [{{id: check, label: "A check", measures: {measures}}}]
  scenario:
    background: "Something goes wrong."
    inject_1: {{time: "T+0 minutes", event: "It shows.", applies: [{applied}]}}
"""


def filled(kind, *, action="rotate_keys", measures="variants", applied="set_mode"):
    """An exercise of this type that asks for these."""
    return FILE.format(kind=kind, action=action, measures=measures, applied=applied)


def said(tmp_path, kind, **asked):
    """The warnings about such an exercise."""
    file = tmp_path / "offers.yml"
    file.write_text(filled(kind, **asked), encoding="utf-8")
    return [str(problem) for problem in check_paths([file])]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"action": "purge_calls"}, "`purge_calls` changes nothing"),
        ({"applied": "restart_agent"}, "`restart_agent` changes nothing"),
        ({"measures": "stop_latency"}, "`stop_latency` always passes"),
        ({"measures": "calls_pending"}, "`calls_pending` always passes"),
    ],
)
def test_what_only_an_agent_has_is_named_elsewhere(tmp_path, asked, words):
    """A warning with place and remedy where a type lacks it, and none where it has it."""
    (warning,) = said(tmp_path, "jailbreak", **asked)

    assert words in warning
    assert "offers.yml:" in warning
    assert said(tmp_path, "rogue_agent", **asked) == []


def test_a_type_and_a_playbook_are_found_by_the_names_of_the_seed():
    """`supply_chain_compromise` and `ai_dos_response` lead where the shipped ids do."""
    text = FILE.format(
        kind="supply_chain_compromise", action="rotate_keys", measures="variants", applied="set_mode"
    )
    named = text.replace("  participants:", "  playbook: ai_dos_response\n  participants:")
    scenario = load_exercise_text(named, "offers.yml", load_content()).scenario

    assert scenario.incident_type == "supply_chain"
    assert scenario.playbook.id == "denial_of_service_response"


def test_an_own_type_of_an_alias_s_name_goes_before_the_alias(tmp_path):
    """An organisation that calls a type of its own so is not refused, and its exercises are of that type."""
    (tmp_path / "incidents").mkdir()
    own = (content_folder() / "incidents" / "supply_chain.yml").read_text(encoding="utf-8")
    own = own.replace("  id: supply_chain\n", "  id: supply_chain_compromise\n", 1)
    own = own.replace("  aliases: [supply_chain_compromise] # as the seed document calls it\n", "", 1)
    (tmp_path / "incidents" / "own.yml").write_text(own, encoding="utf-8")
    shutil.copytree(content_folder(), tmp_path / "all", dirs_exist_ok=True)
    shutil.copy(tmp_path / "incidents" / "own.yml", tmp_path / "all" / "incidents" / "own.yml")
    content = load_content(tmp_path / "all")
    text = FILE.format(
        kind="supply_chain_compromise", action="rotate_keys", measures="variants", applied="set_mode"
    )

    assert load_exercise_text(text, "x.yml", content).scenario.incident_type == "supply_chain_compromise"


def test_an_organisation_s_own_checklist_needs_nothing_of_an_agent(tmp_path):
    """A checklist without an agent's evidence keeps loading; the type leaves out what it lacks."""
    shutil.copytree(content_folder(), tmp_path / "all")
    entry = {"location": "Store", "preservation": "Export it", "volatility": "low"}
    windows = {
        "immediate_window": "15 minutes",
        "immediate_collection": [{"id": "inference_logs", "artifact": "Logs", **entry}],
        "within_one_hour": [{"id": "tool_audit", "artifact": "Tool audit", **entry}],
        "within_24_hours": [{"id": "access_logs", "artifact": "Access logs", **entry}],
    }
    (tmp_path / "all" / "evidence.yml").write_text(json.dumps({"evidence": windows}), encoding="utf-8")
    content = load_content(tmp_path / "all")
    text = filled("rogue_agent")

    asked = {
        item.id for item in load_exercise_text(text, "x.yml", content).scenario.evidence if item.required
    }
    assert asked == {"inference_logs", "tool_audit", "access_logs"}


def test_evidence_that_is_specific_is_listed_where_it_is_asked_for_only():
    """The checklist of a jailbreak knows no context window, that of an agent does."""
    content = load_content()
    jailbreak = load_exercise(RICH_EXERCISE, content).scenario
    agent = load_exercise(RICH_EXERCISE.parent / "the-eager-claims-agent.yml", content).scenario

    assert "context_window" not in {item.id for item in jailbreak.evidence}
    assert "context_window" in {item.id for item in agent.evidence if item.required}


def test_strict_fails_on_a_warning(tmp_path):
    """A file with a warning passes plainly and fails strictly; one without passes both."""
    said(tmp_path, "jailbreak", action="purge_calls")
    file = str(tmp_path / "offers.yml")

    assert CliRunner().invoke(app, ["validate", file]).exit_code == 0
    assert CliRunner().invoke(app, ["validate", "--strict", file]).exit_code == 1
    assert CliRunner().invoke(app, ["validate", "--strict", str(RICH_EXERCISE)]).exit_code == 0
