"""How hard a scenario is, for the terminal: reference teams play it, and files hold what they reached."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.files.loader import load_content
from scoring.history.difficulty import Difficulty, to_json
from scoring.history.measured import measured
from scoring.rubric import rubric_from
from terminal.rehearsing import find_scenario


def difficulties_of(scenarios: list[Path], *, plays: int) -> dict[str, Difficulty]:
    """What the reference teams reach in each of these scenarios, by its id.

    Raises:
        ScenarioInvalid: a scenario has problems.
        Refused: there is no such scenario.

    """
    content = load_content()
    found = {}
    for named in scenarios:
        scenario = find_scenario(named, content).scenario
        found[scenario.id] = measured(scenario, rubric_from(content.rubric, scenario.rubric), plays=plays)
    return found


def as_file(found: dict[str, Difficulty]) -> dict[str, Any]:
    """The measurements in the form of `difficulty.json` in a content folder."""
    return to_json(found)


def in_words(found: dict[str, Difficulty]) -> Iterator[str]:
    """The measurements as lines for people."""
    for name, item in found.items():
        yield f"{name}, each reference team on {item.plays} days:"
        for skill, reached in item.skills.items():
            yield f"  {skill:<8} {reached.mean:.2f} of 5, standard deviation {reached.sd:.2f}"
        yield f"  {item.sentence}"
