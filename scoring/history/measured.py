"""How hard a scenario is, by letting reference teams of three skills play it again and again."""

from engine.commands import CreateExercise
from engine.rehearsal.play import rehearse
from engine.rehearsal.reference import SKILLS, Law, Skill, log_normal, reference_team
from engine.scenario.resolve import Scenario
from scoring.case import Case
from scoring.history.difficulty import PLAYS, SAMPLE, USUAL, Difficulty, key_of, reached
from scoring.rubric import Rubric
from scoring.score import ExerciseScore, score


def measured(scenario: Scenario, rubric: Rubric, *, plays: int = PLAYS) -> Difficulty:
    """What each reference team reaches in so many worlds, on a day of its own in each."""
    values: dict[str, list[float]] = {skill.name: [] for skill in SKILLS}
    for world in range(1, plays + 1):
        for skill in SKILLS:
            readiness = played(scenario, rubric, skill, seed=world).readiness
            if readiness is not None:
                values[skill.name].append(readiness)
    skills = {name: reached(found) for name, found in values.items() if found}
    sample = tuple(values[USUAL][:SAMPLE])
    return Difficulty(key_of(scenario, rubric.rubric_id), skills, plays, sample=sample)


def played(
    scenario: Scenario, rubric: Rubric, skill: Skill, *, seed: int, law: Law = log_normal
) -> ExerciseScore:
    """The scores of a reference team in the world of a seed, on the day of that seed."""
    create = CreateExercise(
        scenario_sha256="",
        scenario_text="",
        scenario=scenario.model_dump(mode="json"),
        seed=seed,
        team=skill.name,
    )
    team = reference_team(skill, scenario, seed=seed, law=law)
    return score(Case(scenario, rehearse(create, scenario, team).events, rubric))
