"""Rehearsals: repeatable to the byte, fair between teams, and right for every shipped scenario."""

import json
import os
import subprocess
import sys

import pytest

from engine.files.loader import exercises, load_exercise
from engine.rehearsal.live import play_due
from engine.rehearsal.play import rehearse
from engine.rehearsal.team_file import team_from
from engine.rehearsal.team_loader import load_team
from engine.rehearsal.teams import TEAMS, team
from engine.running.session import Session
from engine.store.memory import MemoryStore
from scoring.case import Case
from scoring.score import score
from tests.world import (
    RICH_EXERCISE,
    SEED_EXERCISE,
    ManualClock,
    content,
    create_command,
    rich_exercise,
    rubric,
    seed_exercise,
)

SEEDS = range(50)
PARTS = 5
"""The seeds are played in so many parts, which can be played side by side."""
WORLDS = {"seed": seed_exercise, "rich": rich_exercise}


def readiness(loaded, name, seed):
    """Readiness of a team on a scenario."""
    fielded = team(name, loaded.scenario, seed=seed)
    played = rehearse(create_command(loaded, seed=seed, team_name=name), loaded.scenario, fielded)
    found = score(Case(loaded.scenario, played.events, rubric()))
    assert found.readiness is not None
    return found.readiness


@pytest.mark.parametrize("path", [SEED_EXERCISE, RICH_EXERCISE], ids=["seed", "rich"])
@pytest.mark.parametrize("name", TEAMS)
def test_the_same_arguments_give_the_same_bytes(path, name):
    """Two processes with different hash seeds print the same bytes."""
    command = [
        sys.executable,
        "-m",
        "terminal.cli",
        "rehearse",
        str(path),
        "--team",
        name,
        "--seed",
        "3",
        "--json",
    ]
    outputs = [
        subprocess.run(
            command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": hash_seed}
        ).stdout
        for hash_seed in ("1", "2")
    ]

    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["team"] == name


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("world", WORLDS)
def test_better_teams_are_readier(world, part, record_property):
    """On each of 50 seeds the playbook team is at least as ready as the random one, that as the idle one."""
    loaded, seeds = WORLDS[world](), SEEDS[part::PARTS]
    rows = [[readiness(loaded, name, seed) for name in ("playbook", "random", "nothing")] for seed in seeds]
    above = min(playbook - chance for playbook, chance, _ in rows)
    below = min(chance - nothing for _, chance, nothing in rows)
    means = [round(sum(column) / len(rows), 2) for column in zip(*rows, strict=True)]
    record_property("means", means)
    record_property("margins", (above, below))

    assert above >= 0
    assert below >= 0
    assert means[0] > means[1] > means[2]


@pytest.mark.parametrize("path", exercises(), ids=lambda path: path.stem)
@pytest.mark.parametrize("name", TEAMS)
def test_every_shipped_scenario_can_be_played(path, name):
    """Each shipped scenario plays to its end with each team; the playbook team is refused nothing."""
    loaded = load_exercise(path, content())
    fielded = team(name, loaded.scenario, seed=5)

    played = rehearse(create_command(loaded, seed=5, team_name=name), loaded.scenario, fielded)

    assert played.events[-1].kind == "exercise_ended"
    assert played.events[-1].at_ms == loaded.scenario.duration_ms
    assert name != "playbook" or played.refusals == ()


def test_the_playbook_team_does_well_everywhere():
    """Following the playbook gives at least 4 of 5 on every shipped scenario."""
    for path in exercises():
        assert readiness(load_exercise(path, content()), "playbook", 2) >= 4.0, path.stem


def test_a_team_can_be_written_down(tmp_path):
    """A file of timed commands is played as it stands, approvals named by what they are for."""
    file = tmp_path / "team.yml"
    file.write_text(
        """
team:
  name: Careful
  commands:
    - {at: "T+1 minute", role: "Security operations", do: declare_incident,
       with: {incident_type: jailbreak, severity: SEV2}}
    - {at: "T+2 minutes", role: "Security operations", do: request_approval,
       with: {about: containment, level: 4}}
    - {at: "T+3 minutes", role: CISO, do: decide_approval, with: {approval_id: "level:4", granted: true}}
    - {at: "T+4 minutes", role: CISO, do: apply_containment,
       with: {action: shutdown, approval_id: "level:4", reason: "Harm goes on."}}
    - {at: "T+5 minutes", role: Legal, do: send_message,
       with: {audience: Journalist, text: "No comment.", approval_id: "message:Journalist"}}
""",
        encoding="utf-8",
    )
    loaded = seed_exercise()

    played = rehearse(create_command(loaded), loaded.scenario, team_from(load_team(file), loaded.scenario))

    kinds = [event.kind for event in played.events]
    assert "containment_applied" in kinds
    assert "incident_declared" in kinds
    assert [refusal.kind for refusal in played.refusals] == ["send_message"]


def test_a_team_of_unknown_roles_is_refused(tmp_path):
    """A command by a role nobody holds is named, with the roles there are."""
    file = tmp_path / "team.yml"
    file.write_text(
        'team: {commands: [{at: "T+1 minute", role: Wizard, do: notify_role, with: {role: Legal}}]}',
        encoding="utf-8",
    )

    with pytest.raises(ValueError, match="'Wizard' is not a role"):
        team_from(load_team(file), seed_exercise().scenario)


def test_simulated_participants_play_a_live_exercise_once():
    """Commands of the plan are given when due, each once, also after a restart."""
    clock, store = ManualClock(), MemoryStore()
    session = Session(store, clock=clock)
    command = create_command(seed_exercise(), team_name="playbook").model_copy(update={"demo": True})
    session.execute("x-live", command)
    for seat, role in team("playbook", seed_exercise().scenario, seed=1).seats:
        session.execute("x-live", _join(seat, role))
    session.execute("x-live", _join("fay", app_role="facilitator"))
    session.execute("x-live", _start())

    for _ in range(10):
        clock.advance(minutes=1)
        session.conduct("x-live")
        play_due(session, session.current("x-live"))
        assert play_due(Session(store, clock=clock), session.current("x-live")) == ()

    state = session.current("x-live").state
    assert state.declared is not None
    assert len(state.evidence) == len({event.artifact for event in state.evidence})


def _join(participant_id, *roles, app_role="participant"):
    from engine.commands import JoinExercise

    return JoinExercise(by=participant_id, participant_id=participant_id, app_role=app_role, roles=roles)


def _start():
    from engine.commands import StartClock

    return StartClock(by="fay")
