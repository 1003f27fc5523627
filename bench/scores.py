"""How far the model's luck moves the values that rest on the simulation: the teams of the tests, rolled anew.

Run it with ``python -m bench.scores [--lucks N]``. Every team of ``tests/scoring/teams`` plays once; its log
is then scored under so many other rolls of the model's luck. Printed is how far each value reaches over them.
"""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from engine.files.loader import LoadedScenario, exercises, load_content, load_exercise
from engine.rehearsal.play import rehearse
from engine.rehearsal.team_file import team_from
from engine.rehearsal.team_loader import load_team
from scoring.case import Case
from scoring.criteria import containment, recovery
from scoring.rubric import rubric_from

TEAMS = Path(__file__).parents[1] / "tests" / "scoring" / "teams"
SCENARIO = "customer-chatbot-jailbreak"
CRITERIA = {"containment": containment.score, "recovery": recovery.score}
"""What rests on the mean of re-rolled worlds."""

MOST = 0.1
"""How far luck may move a value (docs/scoring.md)."""

Reach = Mapping[str, tuple[float, float]]
"""Least and greatest exact value by criterion."""


def loaded_scenario() -> LoadedScenario:
    """The scenario that the teams play."""
    content = load_content()
    found = (load_exercise(path, content) for path in exercises())
    return next(item for item in found if item.scenario.id == SCENARIO)


def cases() -> Iterator[tuple[str, Case]]:
    """Each team's name and exercise."""
    loaded, rubric = loaded_scenario(), rubric_from(load_content().rubric)
    for path in sorted(TEAMS.glob("[0-9]*.yml")):
        team = team_from(load_team(path), loaded.scenario)
        events = rehearse(loaded.creation(seed=1, simulated=""), loaded.scenario, team).events
        yield path.stem, Case(loaded.scenario, events, rubric)


def reaches(lucks: int) -> Mapping[str, Reach]:
    """How far each team's values reach over so many rolls; one roll for all teams after the other."""
    played = dict(cases())
    found: dict[str, dict[str, list[float]]] = {name: {} for name in played}
    for luck in range(lucks):
        for name, case in played.items():
            rolled = replace(case, luck=luck)
            for criterion, score in CRITERIA.items():
                exact = score(rolled).exact
                if exact is not None:
                    found[name].setdefault(criterion, []).append(exact)
    return {
        name: {criterion: (min(values), max(values)) for criterion, values in by_criterion.items()}
        for name, by_criterion in found.items()
    }


def main() -> None:
    """Print how far values reach, the farthest first."""
    parser = ArgumentParser(description="How far the model's luck moves values.")
    parser.add_argument("--lucks", type=int, default=40)
    asked = parser.parse_args()
    rows = [
        (high - low, name, criterion, low, high)
        for name, by_criterion in reaches(asked.lucks).items()
        for criterion, (low, high) in by_criterion.items()
    ]
    for moved, name, criterion, low, high in sorted(rows, reverse=True):
        print(f"{moved:.4f}  {criterion:<11} {low:.3f} to {high:.3f}  {name}")
    print(f"{sum(row[0] > MOST for row in rows)} of {len(rows)} values move by more than {MOST}")


if __name__ == "__main__":
    main()
