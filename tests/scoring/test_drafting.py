"""Strengths, areas and pitfalls are drawn from the log and cite it."""

import pytest

from engine import commands as c
from engine.after.items import ELEMENTS
from engine.log import events as e
from engine.scenario.exercise import Inject
from scoring.case import Case
from scoring.catalogue import CRITERIA
from scoring.lessons.draft import areas, draft, general_observations
from scoring.lessons.pitfalls import external_messages, pitfalls
from scoring.score import score
from tests.scoring.play import changed, contain, declare, log, send, step
from tests.world import played, rich_exercise, rubric, seed_exercise

TEAMS = [("playbook", 1), ("nothing", 1), ("random", 1), ("random", 3), ("random", 8)]


def _case(*steps, loaded=None):
    loaded = loaded or seed_exercise()
    return Case(loaded.scenario, log(*steps, loaded=loaded), rubric())


def _played(name, seed):
    return Case(rich_exercise().scenario, played(name, seed=seed, is_rich=True).events, rubric())


def _draft(case):
    return draft(case, score(case))


def _ids(case):
    return [item.id for item in pitfalls(case)]


@pytest.mark.parametrize(("name", "seed"), TEAMS)
def test_drafts_cite_events_of_the_log(name, seed):
    """Every criterion has a draft, and what it cites is in the log."""
    case = _played(name, seed)
    known = {event.seq for event in case.events}
    drafts = _draft(case)
    points = [point for item in drafts for point in (*item.strengths, *item.areas)]

    assert tuple(item.criterion for item in drafts) == CRITERIA
    assert {seq for point in points for seq in point.seqs} <= known
    assert {seq for item in pitfalls(case) for seq in item.seqs} <= known


@pytest.mark.parametrize(("name", "seed"), TEAMS)
def test_a_weak_criterion_has_an_area_and_a_strong_one_a_strength(name, seed):
    """Below 4 something is to be improved; from 4 on something went well."""
    for item in _draft(_played(name, seed)):
        value = item.finding.value or 0

        assert item.areas or value >= 4
        assert item.strengths or value < 4


@pytest.mark.parametrize(("name", "seed"), TEAMS)
def test_areas_are_whole_and_the_most_pressing_come_first(name, seed):
    """Each area has an issue, an analysis, a reference, an action and one of HSEEP's five elements."""
    found = areas(_draft(_played(name, seed)))
    order = [("high", "medium", "low").index(area.priority) for area in found]

    assert order == sorted(order)
    assert len({area.id for area in found}) == len(found)
    for area in found:
        assert all((area.issue, area.analysis, area.reference, area.action))
        assert area.element in ELEMENTS
        assert not {"None", "nan"} & set(f"{area.issue} {area.analysis}".split())


def test_the_playbook_team_has_no_pitfall_and_owes_the_updates_it_promised():
    """A team that did everything in time but its next updates is asked for these, with little urgency."""
    case = _played("playbook", 1)
    found = areas(_draft(case))

    assert pitfalls(case) == ()
    assert {area.criterion for area in found} == {"communication"}
    assert all("promised for" in area.analysis and area.priority == "low" for area in found)
    assert len(found) == len({event.audience for event in case.all(e.MessageSent)})


def test_a_late_declaration_is_told_in_minutes():
    """The area of detection says how late, and that the type was wrong at first."""
    case = _case(declare(20, "denial_of_service"), declare(30))
    (area,) = next(item.areas for item in _draft(case) if item.criterion == "detection")

    assert area.issue == (
        "The incident was declared 30.0 minutes after the first signal, after a wrong type."
    )


def test_a_lowered_rating_has_an_area_although_every_part_was_done():
    """Where people rate low what the log shows complete, the criterion as a whole is an area."""
    case = _played("playbook", 1)
    given = [_rating(case.events[-1], number) for number in (1, 2)]
    rated = Case(case.scenario, (*case.events, *given), case.rubric)
    (area,) = next(item.areas for item in _draft(rated) if item.criterion == "evidence")

    assert area.id == "evidence:whole"
    assert "Read from a phone" in area.analysis


def _rating(end, number):
    return e.CriterionRated(
        at_ms=end.at_ms,
        seq=end.seq + number,
        by=f"p-{number}",
        criterion="evidence",
        value=2,
        reason="Read from a phone.",
        cites=(3,),
    )


def test_observations_stand_under_their_criterion():
    """A note tied to a criterion is quoted there, one without among the general ones."""
    case = _case(
        step(5, "evaluator", c.RecordObservation, text="Calm.", criterion="escalation"),
        step(6, "evaluator", c.RecordObservation, text="Loud room."),
    )
    found = {item.criterion: [point.text for point in item.observations] for item in _draft(case)}

    assert found["escalation"] == ["Calm."]
    assert [point.text for point in general_observations(case)] == ["Loud room."]


def test_a_fix_without_a_test_of_variants_is_an_ordinary_bug():
    """Closing after a fix counts as a pitfall until variants are tested after it."""
    close = step(70, "Incident commander", c.ResolveIncident, summary="Done.", follow_up_owner="Ann Example")
    checks = [item.id for item in seed_exercise().scenario.verification if item.measures == "variants"]
    test = step(75, "Incident commander", c.RunVerification, check_id=checks[0])

    assert "ordinary_bug" in _ids(_case(declare(2), close))
    assert "ordinary_bug" not in _ids(_case(declare(2), close, test))


def test_a_slow_decision_on_level_four_is_a_missing_authority():
    """Ten minutes between request and decision are told with the harm that arose meanwhile."""
    ask = step(
        5,
        "Incident commander",
        c.RequestApproval,
        about="containment",
        level=4,
        action="shutdown",
        text="Off?",
    )
    case = _case(declare(2), ask)
    found = next(item for item in pitfalls(case) if item.id == "no_authority")

    assert "was never decided" in found.why
    assert "harm points arose" in found.why
    assert [type(case.events[seq - 1]).__name__ for seq in found.seqs] == ["ApprovalRequested"]


def test_an_attempt_without_approval_is_a_missing_authority():
    """A refused shutdown is cited."""
    case = _case(declare(2), contain(4, "shutdown"))
    found = next(item for item in pitfalls(case) if item.id == "no_authority")

    assert [type(case.events[seq - 1]).__name__ for seq in found.seqs] == ["ContainmentRefused"]


def test_silence_towards_the_outside_is_told_with_its_deadline():
    """A required outside message that was never sent, or late, is named; one in time is not."""
    (item,) = external_messages(_case())
    late = _case(send(80, item.audience, "We are looking into it."))
    in_time = _case(send(1, item.audience, "We are looking into it."))

    assert "external_communication" in _ids(_case())
    assert "first sent at T+80:00" in next(
        found.why for found in pitfalls(late) if found.id == "external_communication"
    )
    assert "external_communication" not in _ids(in_time)


def test_waiting_for_the_provider_counts_until_it_answers():
    """Telling the provider and ordering nothing until its answer is a pitfall; acting meanwhile is none."""
    base = seed_exercise().scenario
    answer = Inject.model_validate(
        {"time": "T+40 minutes", "event": "The provider answers.", "from": "Model provider", "id": "answer"}
    ).model_copy(update={"signals": False, "applies": (), "title": "The provider answers"})
    loaded = changed(seed_exercise(), injects=(*base.injects, answer))
    told = step(10, "Incident commander", c.NotifyRole, role="Model provider")
    pattern = {"source": "[stand-in]", "kind": "words"}

    def found(*steps):
        return "waited_for_provider" in _ids(_case(told, *steps, loaded=loaded))

    assert found()
    assert found(contain(50, "set_mode", mode="restricted"))
    assert not found(contain(12, "set_mode", mode="restricted"))
    assert "waited_for_provider" not in _ids(_case(contain(50, "add_block_pattern", **pattern)))


def test_a_running_exercise_shows_no_pitfall_yet():
    """Before EndEx nothing is called forgotten."""
    events = played("nothing", seed=1, is_rich=True).events[:-1]
    case = Case(rich_exercise().scenario, events, rubric())

    assert pitfalls(case) == ()
