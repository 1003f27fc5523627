"""Whether the examples that an author gives of a scenario's points are found by the matcher."""

from collections.abc import Iterator

from engine.scenario.exercise import Exercise, ExpectedPoint, Question
from engine.scenario.explain import Fault
from engine.scenario.place import Place
from scoring.answers.suggesting import suggest

INJECTS: Place = ("exercise", "scenario", "injects")
MISSED = "add a cue that says it as the example does; `tplus suggest` shows what is found and why"
SHARED = "give the point cues of its own, or write the example so that it does not make the point"


def example_warnings(exercise: Exercise) -> Iterator[Fault]:
    """A warning for every example that does not show its point, and for harm that shows a good one."""
    for number, inject in enumerate(exercise.scenario.injects):
        for n, question in enumerate(inject.questions):
            yield from _of_question((*INJECTS, number, "questions", n), question)


def _of_question(place: Place, question: Question) -> Iterator[Fault]:
    for n, point in enumerate(question.points):
        yield from _of_point((*place, "points", n, "examples"), question, point, is_anti=False)
    for n, point in enumerate(question.anti_points):
        yield from _of_point((*place, "anti_points", n, "examples"), question, point, is_anti=True)


def _of_point(place: Place, question: Question, point: ExpectedPoint, *, is_anti: bool) -> Iterator[Fault]:
    for n, example in enumerate(point.examples):
        found = suggest(question, example)
        if not found.of(point.id).is_suggested:
            message = f"the example does not show point {point.id!r}: {found.of(point.id).reason}"
            yield Fault((*place, n), message, MISSED, "warning")
        for other in found.points if is_anti else ():
            if other.is_suggested:
                message = f"the example of harm shows point {other.point_id!r} too: {other.reason}"
                yield Fault((*place, n), message, SHARED, "warning")
