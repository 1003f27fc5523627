"""The shipped library: every scenario can be led, tells good teams from bad ones, and is like no other."""

from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest

from engine import commands as c
from engine.checks.reading import reading_age
from engine.files.difficulty import load_difficulties
from engine.files.loader import exercises, load_exercise
from engine.rehearsal.plan import Planned, Team, in_order, lead, seats
from engine.rehearsal.play import rehearse
from engine.rehearsal.playbook import playbook_plan
from engine.rehearsal.reference import SKILLS
from engine.rehearsal.teams import team
from engine.scenario.times import MINUTE_MS
from engine.simulation.run.catalogue import preset
from scoring.case import Case
from scoring.history.difficulty import USUAL, library_from
from scoring.history.measured import played as skilled
from scoring.score import score
from terminal.validating import problems_of
from tests.world import content, rubric

pytestmark = pytest.mark.slow

PATHS = {path.stem: path for path in exercises()}
CORE_QUESTIONS = 8
"""Most questions that ninety minutes hold, beside those for when there is time."""

SKILL_APART = 0.4
SPREAD = 1.0


@cache
def loaded(name):
    """A shipped scenario."""
    return load_exercise(PATHS[name], content())


def played(name, plan):
    """The exact values of a team of this plan, by criterion, and its readiness."""
    scenario = loaded(name).scenario
    fielded = Team("plan", seats(scenario), in_order(plan))
    found = score(Case(scenario, rehearse(loaded(name).creation(seed=1), scenario, fielded).events, rubric()))
    return {item.criterion: item.exact for item in found.findings} | {"readiness": found.readiness}


@cache
def by(name, team_name):
    """What a team known by name reaches."""
    return played(name, team(team_name, loaded(name).scenario, seed=1).plan)


def trained(name):
    """The exact values of the trained reference team on one day, by criterion."""
    skill = next(item for item in SKILLS if item.name == USUAL)
    found = skilled(loaded(name).scenario, rubric(), skill, seed=1)
    return {item.criterion: item.exact or 0.0 for item in found.findings}


def contained_by(name, *orders):
    """What the playbook reaches on containment with these orders in place of its own."""
    plan = playbook_plan(loaded(name).scenario)
    first_ms = min(step.at_ms for step in plan if step.topic == "contain")
    own = tuple(step for step in plan if step.topic != "contain")
    steps = tuple(replace(step, at_ms=step.at_ms + first_ms) for step in orders)
    return played(name, (*own, *steps))["containment"]


def level(name, number):
    """All of a level, asked for and granted where that is needed."""
    scenario = loaded(name).scenario
    who = lead(scenario)
    approvers = [role for role in scenario.authority.approvers(4) if role not in scenario.unreachable]
    granter = next(role for role in approvers if role in scenario.role_names())
    ask = c.RequestApproval(about="containment", level=4, action="shutdown", reason="Harm goes on.")
    grant = c.DecideApproval(approval_id="level:4", granted=True, reason="It is needed.")
    asked = (Planned(0, who, ask_as(ask)), Planned(MINUTE_MS, granter, ask_as(grant))) if number == 4 else ()
    orders = (
        c.ApplyContainment(
            action=item,
            params={"pattern": "role-play preamble"} if item == "add_block_pattern" else {},
            approval_id="level:4" if item in ("shutdown", "kill_agent") else "",
            reason="Ordered.",
        )
        for item in preset(number, scenario.ai_system)
    )
    return (*asked, *(Planned(2 * MINUTE_MS, who, ask_as(order)) for order in orders))


def ask_as(command):
    """The command in the name of whoever gives it."""
    return lambda by: command.model_copy(update={"by": by})


EVERYBODY = Planned(
    2 * MINUTE_MS,
    "",
    ask_as(c.ApplyContainment(action="add_block_pattern", params={"pattern": "e"}, reason="Block all.")),
)


ANCHORS = tuple(name for name in PATHS if name.startswith("anchor-"))
"""Variants of one another, so that one of them each quarter carries a trend."""


def difficulty(name):
    """What reference teams of three skills reach."""
    return library_from(load_difficulties()).of(loaded(name).scenario, rubric().rubric_id)


def test_the_library_is_clean():
    """No file of it has a problem, and none a warning."""
    assert problems_of([PATHS["customer-chatbot-jailbreak"].parents[1]]) == ()


@pytest.mark.parametrize("name", PATHS)
def test_a_scenario_tells_good_teams_from_bad_ones(name):
    """The playbook reaches 4.3, an idle team at most 1.6, and skill shows."""
    skills = difficulty(name).skills
    expert, trained, novice = (skills[skill].mean for skill in ("expert", "trained", "novice"))

    assert by(name, "playbook")["readiness"] >= 4.3
    assert by(name, "nothing")["readiness"] <= 1.6
    assert expert - trained >= SKILL_APART
    assert trained - novice >= SKILL_APART


@pytest.mark.parametrize("name", PATHS)
def test_late_evidence_costs_evidence_and_nothing_else(name):
    """A team that collects an hour late has lost it; what it noticed is noticed as before."""
    clumsy, playbook = by(name, "clumsy"), by(name, "playbook")

    assert clumsy["evidence"] <= 2.5 < playbook["evidence"] - 1.0
    assert clumsy["detection"] == playbook["detection"]


@pytest.mark.parametrize("name", PATHS)
def test_the_graded_answer_is_worth_most_on_containment(name):
    """A pattern that blocks everybody, a level too low and a needless shutdown are all worth less."""
    scenario = loaded(name).scenario
    graded = by(name, "playbook")["containment"]
    worse = {"pattern": contained_by(name, replace(EVERYBODY, role=lead(scenario)))}
    if scenario.needed_level > 1:
        worse["too low"] = contained_by(name, *level(name, scenario.needed_level - 1))
    if scenario.needed_level < 4:
        worse["shutdown"] = contained_by(name, *level(name, 4))

    assert {word: value for word, value in worse.items() if value > graded - 0.2} == {}


def test_difficulty_is_spread():
    """Between the easiest and the hardest scenario lies a whole point for a trained team."""
    means = [difficulty(name).skills["trained"].mean for name in PATHS]

    assert max(means) - min(means) >= SPREAD


@pytest.mark.parametrize("name", PATHS)
def test_a_tired_reader_understands_it(name):
    """What participants read asks for no more than a twelve-year-old's reading."""
    assert 5.0 < reading_age(loaded(name).scenario) <= 12.0


def test_the_anchors_are_alike():
    """Their injects, expectations and figures are the same, and so is what each skill reaches in them."""
    one, *others = (loaded(name).scenario for name in ANCHORS)
    same = ("duration_ms", "severity", "verification", "needed_level", "recovery_from_ms", "outage_weight")
    for other in others:
        assert [getattr(other, name) for name in same] == [getattr(one, name) for name in same]
        assert [item.time for item in other.injects] == [item.time for item in one.injects]
        assert [(e.role, e.within) for e in other.escalations] == [
            (e.role, e.within) for e in one.escalations
        ]
        assert other.ai_system.model_copy(update={"log": one.ai_system.log}) == one.ai_system

    reached = [[difficulty(name).skills[skill].mean for name in ANCHORS] for skill in ("novice", "trained")]

    assert len(ANCHORS) == 3
    assert all(max(means) - min(means) <= 0.15 for means in reached)


def test_no_two_scenarios_answer_alike():
    """Of any two, what a trained team reaches in the same world differs by a tenth on some criterion."""
    values = {name: trained(name) for name in PATHS if name not in ANCHORS[1:]}
    alike = [
        (one, other)
        for one, other in combinations(values, 2)
        if all(abs(values[one][key] - values[other][key]) < 0.1 for key in values[one])
    ]

    assert alike == []


@pytest.mark.parametrize("name", PATHS)
def test_a_scenario_can_be_led_in_its_time(name):
    """At most eight core questions, in at most seven injects beside those held back or conditional.

    What is shorter than an hour holds fewer injects, and none in reserve.
    """
    scenario = loaded(name).scenario
    is_long = scenario.duration_ms >= 60 * MINUTE_MS
    timed = [item for item in scenario.injects if not item.contingency and item.when is None]
    core = [question for item in timed for question in item.questions if question.core]

    assert len(core) <= CORE_QUESTIONS
    assert (4 if is_long else 3) <= len(timed) <= 7
    assert any(item.contingency for item in scenario.injects) or not is_long
    assert any(item.when for item in scenario.injects) or not is_long
    assert scenario.based_on
    assert len(scenario.objectives) >= 3
