"""Following suggestions, points made by the room, and feedback as counts and medians."""

from engine.after.feedback import Feedback
from engine.after.points import PointDecision
from engine.scenario.exercise import Question
from scoring.answers.deciding import following, is_overridden, tallies
from scoring.people.feedback import summary

QUESTION = Question.model_validate(
    {
        "text": "What now?",
        "points": [{"id": "a", "description": "Declares"}, {"id": "b", "description": "Tells Legal"}],
        "anti_points": [{"id": "x", "description": "Waits"}],
    }
)


def decided(seq, point, made, chip):
    """A decision."""
    return PointDecision(answer_seq=seq, point_id=point, decided_by="eve", is_made=made, chip=chip)


def test_an_override_goes_against_the_suggestion_either_way():
    """Rejecting what is likely and finding what was not are overrides; a decision taken back is none."""
    chips = {"likely": False, "possible": False}
    chips |= {"negated": True, "not found": True, "keyword list": True, "cannot read": True}
    for chip, made_against in chips.items():
        assert is_overridden(decided(1, "a", made_against, chip))
        assert not is_overridden(decided(1, "a", not made_against, chip))
        assert not is_overridden(decided(1, "a", None, chip))


def test_live_agreement_says_how_many_of_how_many():
    """The sentence counts standing decisions only."""
    made = [decided(n, "a", n % 2 == 0, "likely") for n in range(1, 8)]

    assert following(made).sentence == "You overrode 4 of 7 suggestions."
    assert following([decided(1, "a", None, "likely")]).sentence == "You have decided nothing yet."


def test_points_are_tallied_over_answers_and_harm_is_kept_apart():
    """Each point counts the answers that make it; what harms stands last and takes nothing away."""
    given = [
        decided(1, "a", True, "likely"),
        decided(2, "a", False, "likely"),
        decided(2, "x", True, "likely"),
        decided(3, "a", None, "likely"),
    ]

    rows = [(row.point_id, row.is_anti, row.made, row.decided) for row in tallies(QUESTION, given)]

    assert rows == [("a", False, 1, 2), ("b", False, 0, 0), ("x", True, 1, 1)]


def test_feedback_is_summed_as_counts_and_medians_with_n():
    """Statements left out lower n, and comments stand in an order that tells of no seat."""
    forms = [
        Feedback(agreement={"structured": 2, "role": 5}, strengths="b", knew_before="no", knows_now="yes"),
        Feedback(agreement={"structured": 5}, strengths="a", improvements="c", knows_now="yes"),
    ]

    found = summary(forms)

    structured, _, _, _, _, role, prepared = found.agreed
    assert (structured.count, structured.middle, structured.counts[5]) == (2, 3.5, 1)
    assert (role.count, role.middle, prepared.count, prepared.middle) == (1, 5.0, 0, None)
    assert found.knew_before == {"yes": 0, "not sure": 0, "no": 1}
    assert found.knows_now["yes"] == 2
    assert (found.forms, found.strengths, found.improvements) == (2, ("a", "b"), ("c",))
    assert summary([]).forms == 0
