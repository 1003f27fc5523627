"""An evaluation is a draft until ratings that lie apart are reconciled."""

from engine.log.events import CriterionRated, ExerciseEnded, ObservationRecorded
from scoring.finding import Finding, Part
from scoring.people.evaluation import also_open, evaluation, standing

APART = (
    CriterionRated(at_ms=0, seq=1, by="a", criterion="recovery", value=2),
    CriterionRated(at_ms=0, seq=2, by="b", criterion="recovery", value=4),
)
END = ExerciseEnded(at_ms=9, seq=3)
SETTLED = CriterionRated(at_ms=9, seq=4, by="a", criterion="recovery", value=3, reconciles=True)


def test_ratings_that_lie_apart_keep_it_a_draft_until_reconciled():
    """Two points apart is a draft that names the criterion; the reconciled value makes it final."""
    draft = evaluation((), (*APART, END))
    final = evaluation((), (*APART, END, SETTLED))

    assert not draft.is_final
    assert standing(draft) == "Draft: 1 criterion waits for reconciling (Recovery completeness)."
    assert final.is_final
    assert standing(final) == "Final: no rating waits for reconciling."


def test_a_running_exercise_has_no_final_evaluation():
    """Before EndEx an evaluation is not finished, even where all agree."""
    found = evaluation((), APART[:1])

    assert not found.is_final
    assert standing(found).startswith("The exercise has not ended")


def test_who_has_not_rated_is_not_told_whether_others_agree():
    """Hidden ratings leave it open, and the sentence says only that there are some."""
    found = evaluation((), (END,), is_partial=True)

    assert not found.is_final
    assert standing(found).startswith("Others have rated criteria that you have not")


def test_what_else_is_open_is_said_and_holds_nothing_up():
    """An unrated suggestion and a moment without words are named beside a final evaluation."""
    part = Part("answers", 3.0, 1.0, "suggested", "Answers make 4 of 6 points.")
    finding = Finding("communication", "Communication quality", 3.0, part.why, (part,))
    marks = tuple(ObservationRecorded(at_ms=1, seq=seq, by="a", text="") for seq in (1, 2))
    found = evaluation((finding,), (*marks, END))

    assert found.is_final
    assert also_open(found) == (
        "Rests mostly on suggestions of text matching that no person has decided: Communication quality.",
        "2 marked moments have no words yet.",
    )
    assert also_open(evaluation((), (END,))) == ()
