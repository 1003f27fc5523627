"""`tplus play`: the conductor runs an exercise with nothing but a clock."""

from typer.testing import CliRunner

from engine.running.session import Session
from engine.store.memory import MemoryStore
from terminal.cli import app
from terminal.playing import begin, follow
from tests.world import ManualClock, played, seed_exercise


def test_an_exercise_runs_to_its_end_without_a_server() -> None:
    """Injects come when they are due, the team acts, and the exercise scores as its rehearsal does."""
    clock = ManualClock()
    session = Session(MemoryStore(), clock=clock)
    exercise_id = begin(session, seed_exercise(), "playbook", seed=1, rate=60.0)

    told = list(follow(session, exercise_id, pause=lambda _s: clock.advance(seconds=0.5)))

    snapshot = session.current(exercise_id)
    assert snapshot.has_ended
    assert snapshot.is_demo
    assert any(line.startswith("T+15:") and "Inject:" in line for line in told)
    kinds = [event.kind for event in snapshot.events]
    expected = [event.kind for event in played("playbook").events]
    assert sorted(kinds) == sorted(expected)


def test_a_team_that_does_not_exist_is_refused_in_words() -> None:
    """The command names the teams there are."""
    result = CliRunner().invoke(app, ["play", "customer-chatbot-jailbreak", "--team", "dream"])

    assert result.exit_code == 1
    assert "There is no team 'dream'; choose from: playbook, clumsy, nothing, random." in result.output
