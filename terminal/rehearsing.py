"""A rehearsal's report, the same bytes for the same arguments."""

from pathlib import Path
from typing import Any

from engine.errors import Refused
from engine.files.difficulty import load_difficulties
from engine.files.loader import LoadedScenario, exercises, load_content, load_exercise
from engine.files.text import is_there, legible
from engine.log.canonical import to_text
from engine.log.state import State
from engine.rehearsal.play import rehearse
from engine.rehearsal.team_file import team_from
from engine.rehearsal.team_loader import load_team
from engine.rehearsal.teams import TEAMS, team
from engine.scenario.resolve import Content
from scoring.case import Case
from scoring.courses import playbook_decisions
from scoring.history.difficulty import adjusted, library_from
from scoring.rubric import rubric_from
from scoring.score import score


def report_of(scenario: Path, team_name: str, *, seed: int) -> tuple[dict[str, Any], list[str]]:
    """The report of a rehearsal, and its log as one canonical JSON a line.

    Raises:
        ScenarioInvalid: the scenario or the team file has problems.
        Refused: there is no such scenario or team.

    """
    content = load_content()
    loaded = find_scenario(scenario, content)
    named = team_name if team_name in TEAMS else Path(team_name).stem
    create = loaded.creation(seed=seed, simulated=named)
    if team_name in TEAMS:
        fielded = team(team_name, loaded.scenario, seed=seed)
    else:
        fielded = team_from(load_team(Path(team_name)), loaded.scenario)
    played = rehearse(create, loaded.scenario, fielded)
    scored = score(Case(loaded.scenario, played.events, rubric_from(content.rubric, loaded.scenario.rubric)))
    measured = library_from(load_difficulties()).of(loaded.scenario, scored.rubric_id)
    report = {
        "scenario_id": loaded.scenario.id,
        "seed": seed,
        "team": fielded.name,
        "events": len(played.events),
        "refused": [
            {"at_ms": item.at_ms, "command": item.kind, "reason": item.reason} for item in played.refusals
        ],
        "adjusted": adjusted(scored.readiness, measured),
        "difficulty": measured.to_json() if measured else None,
        **scored.to_json(),
    }
    report["simulation"]["compared"] = _compared(loaded, played.state)
    return report, [to_text(event) for event in played.events]


def find_scenario(named: Path, content: Content) -> LoadedScenario:
    """The exercise in a file, or the shipped one of that id.

    Raises:
        Refused: neither is there.

    """
    if is_there(named):
        return load_exercise(named, content)
    shipped = {path.stem: path for path in exercises()}
    if str(named) not in shipped:
        known = ", ".join(legible(name) for name in shipped)
        raise Refused(f"{legible(str(named))} is neither a file nor a shipped exercise; shipped: {known}.")
    return load_exercise(shipped[str(named)], content)


def _compared(loaded: LoadedScenario, state: State) -> dict[str, float]:
    """Harm points had nobody acted or the playbook been followed, beside what the story itself did."""
    timeline, until_ms = state.timeline(loaded.scenario), state.end_ms
    nothing = timeline.under(state.story).harm_points(until_ms)
    followed = (*playbook_decisions(loaded.scenario), *state.story)
    playbook = timeline.under(followed).harm_points(until_ms)
    return {"harm_points_nothing": round(nothing, 1), "harm_points_playbook": round(playbook, 1)}
