"""The terminal's command that runs an exercise by itself."""

from pathlib import Path
from typing import Annotated

import typer

from terminal.printing import people_errors, print_scores, say


def play(
    scenario: Annotated[Path, typer.Argument(help="Exercise file, or the id of a shipped one.")],
    team: Annotated[str, typer.Option(help="playbook, nothing or random.")] = "playbook",
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulated AI system.")] = 1,
    rate: Annotated[float, typer.Option(min=0.5, max=60.0, help="How fast exercise time runs.")] = 1.0,
    data: Annotated[
        Path | None, typer.Option(help="Keep the exercise in the database of this folder.")
    ] = None,
) -> None:
    """Run an exercise on the real clock with simulated participants and no web server; say what happens."""
    from engine.files.loader import load_content
    from terminal import playing
    from terminal.records import method_of
    from terminal.rehearsing import find_scenario

    with people_errors():
        loaded = find_scenario(scenario, load_content())
        session = playing.session_in(data)
        exercise_id = playing.begin(session, loaded, team, seed=seed, rate=rate)
        for line in playing.follow(session, exercise_id):
            say(line)
        print_scores(method_of(session).score(session.current(exercise_id)).to_json())
