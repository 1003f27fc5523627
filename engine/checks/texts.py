"""Whether the texts of injects name figures that exist, and tell of actions an inject can take."""

from collections.abc import Iterator

from engine.checks.expectations import unknown
from engine.scenario.content import StoryRule
from engine.scenario.exercise import Exercise, Inject
from engine.scenario.explain import Fault
from engine.scenario.nearest import suggestion
from engine.scenario.place import Place
from engine.scenario.resolve import Content
from engine.simulation.action import check_params
from engine.simulation.run.catalogue import actions
from engine.story import FIELDS, unknown_fields

INJECTS: Place = ("exercise", "scenario", "injects")


def texts(inject: Inject) -> Iterator[tuple[Place, str]]:
    """Every text of an inject that participants read, with its place inside the inject."""
    yield ("title",), inject.title
    yield ("event",), inject.event
    for n, exhibit in enumerate(inject.exhibits):
        for name in ("title", "text", "author", "alt", "reach"):
            yield ("exhibits", n, name), getattr(exhibit, name)


def text_findings(exercise: Exercise) -> Iterator[Fault]:
    """Fields in double braces that do not exist, and actions no inject can take."""
    for n, inject in enumerate(exercise.scenario.injects):
        place: Place = (*INJECTS, n)
        questions = ((("questions", m, "text"), item.text) for m, item in enumerate(inject.questions))
        for below, text in (*texts(inject), *questions):
            for name in unknown_fields((text,)):
                message = f"`{{{{{name}}}}}` is not a figure of the AI system"
                yield Fault((*place, *below), message, suggestion(name, FIELDS))
        yield from _applied((*place, "applies"), inject.applies or ())


def rule_findings(content: Content) -> Iterator[Fault]:
    """Story rules of the taxonomy that name actions no inject can take."""
    yield from _rules(("taxonomy", "story"), content.taxonomy.story)
    for n, item in enumerate(content.taxonomy.incident_types):
        yield from _rules(("taxonomy", "incident_types", n, "story"), item.story)


def _rules(place: Place, rules: tuple[StoryRule, ...]) -> Iterator[Fault]:
    for n, rule in enumerate(rules):
        yield from _applied((*place, n, "applies"), (rule.applies,), one=True)


def _applied(place: Place, names: tuple[str, ...], *, one: bool = False) -> Iterator[Fault]:
    known = actions()
    yield from unknown(place, names, known, "an action of the AI system", one=one)
    for n, name in enumerate(names):
        if name in known and check_params(known[name], {}):
            here: Place = place if one else (*place, n)
            message = f"`{name}` asks for what only a team can give"
            yield Fault(here, message, "name an action without parameters that must be given")
