"""What people add beside the log once answers are in and the exercise is over: decisions and feedback."""

from engine.after.feedback import STATEMENTS, Feedback
from engine.after.points import PointDecision, QuestionRating
from engine.after.replay import Replay
from engine.errors import Refused
from engine.log.fact import AppRole
from engine.log.state import State
from engine.seats.identity import Seat
from engine.store import Document, EventStore

POINT = "point"
QUESTION = "question"
FEEDBACK = "feedback"
REPLAY = "replay"
DECIDERS: tuple[AppRole, ...] = ("facilitator", "evaluator")
"""Who decides which points an answer makes."""


def point_decisions(store: EventStore, exercise_id: str) -> tuple[PointDecision, ...]:
    """Everybody's decisions about the answers of an exercise, in the order of answers and points."""
    found = (PointDecision.model_validate_json(kept.body) for kept in store.documents(POINT, exercise_id))
    return tuple(sorted(found, key=lambda item: (*item.key, item.decided_by)))


def decide_point(store: EventStore, exercise_id: str, state: State, decision: PointDecision) -> None:
    """Keep a decision, in place of the same person's earlier one about the same point.

    Raises:
        Refused: the person does not evaluate here, or there is no such answer.

    """
    if state.app_role(decision.decided_by) not in DECIDERS:
        raise Refused("Only facilitators and evaluators decide which points an answer makes.")
    if all(answer.seq != decision.answer_seq for answer in state.answers):
        raise Refused(f"Event {decision.answer_seq} is no answer; choose one that is listed.")
    store.put(Document(POINT, exercise_id, point_key(decision), decision.model_dump_json()))


def point_key(decision: PointDecision) -> str:
    """The key of a decision's document: one for each answer, point and person."""
    return f"{decision.answer_seq}:{decision.point_id}:{decision.decided_by}"


def question_ratings(store: EventStore, exercise_id: str) -> tuple[QuestionRating, ...]:
    """Everybody's standing ratings of questions without points, by question and person."""
    found = (QuestionRating.model_validate_json(kept.body) for kept in store.documents(QUESTION, exercise_id))
    standing = (item for item in found if item.value is not None)
    return tuple(sorted(standing, key=lambda item: (item.question_id, item.rated_by)))


def rate_question(store: EventStore, exercise_id: str, state: State, rating: QuestionRating) -> None:
    """Keep a rating of the room's answers to a question, in place of the same person's earlier one.

    Raises:
        Refused: the person does not evaluate here, or the question has not been put.

    """
    if state.app_role(rating.rated_by) not in DECIDERS:
        raise Refused("Only facilitators and evaluators rate answers.")
    put = {question.id for event in state.delivered.values() for question in event.questions}
    if rating.question_id not in put:
        raise Refused(f"The question {rating.question_id!r} has not been put.")
    key = f"{rating.question_id}:{rating.rated_by}"
    store.put(Document(QUESTION, exercise_id, key, rating.model_dump_json()))


def replay(store: EventStore, exercise_id: str) -> Replay | None:
    """What the team reaches on other days, as it was last played; None where nobody has asked."""
    body = store.get(REPLAY, exercise_id)
    return None if body is None else Replay.model_validate_json(body)


def keep_replay(store: EventStore, exercise_id: str, found: Replay) -> None:
    """Keep what the team reaches on other days, in place of an earlier one."""
    store.put(Document(REPLAY, exercise_id, "", found.model_dump_json()))


def feedback(store: EventStore, exercise_id: str) -> tuple[Feedback, ...]:
    """The filled-in forms of an exercise, without a sign of whose they are."""
    found = (Feedback.model_validate_json(kept.body) for kept in store.documents(FEEDBACK, exercise_id))
    return tuple(item for item in found if not item.is_empty)


def own_feedback(store: EventStore, seat: Seat) -> Feedback | None:
    """What this seat has sent, or None."""
    body = store.get(FEEDBACK, seat.exercise_id, seat.participant_id)
    return None if body is None else Feedback.model_validate_json(body)


def give_feedback(store: EventStore, state: State, seat: Seat, given: Feedback) -> None:
    """Keep a seat's form, in place of what it sent before.

    Raises:
        Refused: the exercise has not ended, feedback is closed, or the seat did not take part.

    """
    if state.app_role(seat.participant_id) != "participant":
        raise Refused("Feedback is asked of participants; note what you saw as an observation.")
    if state.phase != "ended":
        raise Refused("The exercise has not ended; the form opens when it has.")
    if is_closed(store, seat.exercise_id):
        raise Refused("Feedback for this exercise is closed; tell the facilitator instead.")
    if unknown := sorted(set(given.agreement) - set(STATEMENTS)):
        raise Refused(f"The form has no statement {unknown[0]!r}.")
    store.put(Document(FEEDBACK, seat.exercise_id, seat.participant_id, given.model_dump_json()))


def is_closed(store: EventStore, exercise_id: str) -> bool:
    """Whether forms can't be sent or changed any more."""
    return store.setting(f"feedback-closed:{exercise_id}") is not None


def close_feedback(store: EventStore, state: State, seat: Seat) -> None:
    """Take no more forms, for good.

    Raises:
        Refused: whoever asks does not run the exercise, or it has not ended.

    """
    if state.app_role(seat.participant_id) != "facilitator":
        raise Refused("Only a facilitator closes feedback.")
    if state.phase != "ended":
        raise Refused("The exercise has not ended; feedback opens when it has.")
    store.put_setting(f"feedback-closed:{seat.exercise_id}", "closed")
