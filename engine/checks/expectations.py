"""Whether expectations name things that exist, once each."""

from collections.abc import Iterable, Iterator
from typing import Any

from engine.scenario.explain import Fault
from engine.scenario.nearest import shown, suggestion
from engine.scenario.parts import Expectations
from engine.scenario.place import Place
from engine.scenario.resolve import Content
from engine.simulation.run.catalogue import actions


def unknown(
    place: Place, words: Iterable[str], known: Iterable[str], what: str, *, one: bool = False
) -> Iterator[Fault]:
    """A fault for every word that is not known; `one` where the place holds a single word, not a list."""
    choices = list(known)
    for position, word in enumerate(words):
        if word not in choices:
            here = place if one else (*place, position)
            yield Fault(here, f"{shown(word)} is not {what}", suggestion(word, choices))


def repeated(words: Iterable[tuple[Place, str]], what: str) -> Iterator[Fault]:
    """A fault for every word that was there before."""
    seen: set[str] = set()
    for place, word in words:
        folded = word.casefold()
        if folded in seen:
            yield Fault(place, f"the {what} {shown(word)} is given twice", "rename or remove one of the two")
        seen.add(folded)


def artifact_ids(content: Content) -> list[str]:
    """Every artifact of the evidence checklist."""
    windows = content.evidence
    items = (*windows.immediate_collection, *windows.within_one_hour, *windows.within_24_hours)
    return [item.id for item in items]


def expectation_findings(expected: Expectations, place: Place, content: Content) -> Iterator[Fault]:
    """What does not fit in one block of expectations, wherever it stands."""
    yield from repeated(_ids(expected.messages, (*place, "messages")), "message")
    yield from repeated(_ids(expected.recovery, (*place, "recovery")), "recovery step")
    yield from repeated(_ids(expected.verification, (*place, "verification")), "check")
    yield from _messages(expected, (*place, "messages"), content)
    yield from _evidence(expected, (*place, "evidence"), content)
    yield from _recovery(expected, (*place, "recovery"))


def _ids(items: Iterable[Any] | None, place: Place) -> list[tuple[Place, str]]:
    return [((*place, n, "id"), item.id) for n, item in enumerate(items or ())]


def _messages(expected: Expectations, place: Place, content: Content) -> Iterator[Fault]:
    for n, message in enumerate(expected.messages or ()):
        yield from repeated(_ids(message.elements, (*place, n, "elements")), "element")
        if message.template is not None:
            here: Place = (*place, n, "template")
            yield from unknown(here, (message.template,), content.templates, "a template", one=True)


def _evidence(expected: Expectations, place: Place, content: Content) -> Iterator[Fault]:
    known, items = artifact_ids(content), expected.evidence or ()
    places: list[tuple[Place, str]] = [
        ((*place, n, "artifact"), item.artifact) for n, item in enumerate(items)
    ]
    yield from repeated(places, "artifact")
    for here, artifact in places:
        yield from unknown(here, (artifact,), known, "in evidence.yml", one=True)


def _recovery(expected: Expectations, place: Place) -> Iterator[Fault]:
    known = [str(action.id) for action in actions().values() if action.kind == "recovery"]
    for n, step in enumerate(expected.recovery or ()):
        if step.action is not None:
            yield from unknown((*place, n, "action"), (step.action,), known, "a recovery action", one=True)
