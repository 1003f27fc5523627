"""Participants' papers tell nothing of what is to come, and nothing of what is expected."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from engine.scenario.exercise import Inject
from engine.scenario.resolve import Scenario
from engine.simulation.run.catalogue import offered
from scoring import reports
from scoring.binder import catalogue
from scoring.binder.paper import Source
from scoring.binder.setting import read
from scoring.binder.show.conditions import in_words
from tests.binder.made import FILES, GIVEN, HERE, loaded, rich, source, squeezed, texts
from tests.scoring.reports.readers import READERS

SHORTEST = 8
"""Letters from which a text is looked for; a shorter one is part of ordinary words."""
LONGEST_PHRASE = 30
"""Letters up to which a secret may be a phrase of what its author tells everybody before the start."""
PAPERS = [paper for paper in catalogue.ALL if paper.for_participants]
OTHERS = [paper for paper in catalogue.ALL if not paper.for_participants]


def _of_inject(inject: Inject) -> Iterator[str]:
    yield from (inject.title, inject.event, inject.notes, *re.split(r"(?<=[.!?])\s+", inject.event))
    yield from inject.expected_actions
    for exhibit in inject.exhibits:
        yield from (exhibit.title, exhibit.text, exhibit.alt, exhibit.reach, *exhibit.text.splitlines())
    for question in inject.questions:
        yield question.text
        for point in (*question.points, *question.anti_points):
            yield from (point.description, *point.examples)


def _expected(scenario: Scenario) -> Iterator[str]:
    yield from (item.why for item in (*scenario.escalations, *scenario.restrictions))
    for message in scenario.messages:
        yield from (*(element.label for element in message.elements), *message.forbidden)
    yield from (item.label for item in (*scenario.recovery, *scenario.verification))
    yield from (text for item in scenario.evidence for text in (item.label, item.location, item.preservation))
    yield from (item.text for item in scenario.objectives)


def _destroying(scenario: Scenario) -> Iterator[str]:
    """What tells which action destroys which evidence."""
    for action in offered(scenario.ai_system).values():
        if action.overwrites:
            yield from (action.summary, action.cost)


def _secrets(scenario: Scenario) -> Iterator[str]:
    for inject in scenario.injects:
        yield from _of_inject(inject)
        yield from (in_words(scenario, item) for item in (inject.when, inject.release_if) if item)
    yield from _expected(scenario)
    yield from _destroying(scenario)


@cache
def secrets(path: Path) -> tuple[str, ...]:
    """What nobody may read beforehand; phrases of what everybody is told at the start are left out."""
    scenario = loaded(path).scenario
    told = [scenario.name, scenario.background, *(role.briefing for role in scenario.roles)]
    public = squeezed("\n".join(told))
    found = {key for text in _secrets(scenario) if len(key := squeezed(text)) >= SHORTEST}
    return tuple(key for key in found if len(key) > LONGEST_PHRASE or key not in public)


def leaked(path: Path, text: str) -> list[str]:
    """The secrets of a scenario that stand in a text."""
    found = squeezed(text)
    return [key for key in secrets(path) if key in found]


def read_docx(data: bytes) -> str:
    """Every text of a Word document, heads and feet of its pages included."""
    document = Document(BytesIO(data))
    edges = [part for page in document.sections for part in (page.header, page.footer)]
    return "\n".join([READERS["docx"](data), *(line.text for part in edges for line in part.paragraphs)])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_participants_paper_holds_a_secret(path: Path) -> None:
    """No inject, exhibit, question, point, condition, expectation or destroyed evidence, in any scenario."""
    assert len(secrets(path)) > 25

    for paper in PAPERS:
        assert leaked(path, "\n".join(texts(paper.document(source(path))))) == [], paper.id


@pytest.mark.parametrize("path", [FILES[2], HERE / "german.yml"], ids=lambda path: path.stem)
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_no_participants_file_holds_a_secret(path: Path, suffix: str) -> None:
    """The same in the files as readers open them, whatever was given beside the scenario."""
    reader = read_docx if suffix == "docx" else READERS["pdf"]

    for paper in PAPERS:
        data = reports.load(suffix).render(paper.document(source(path, read(GIVEN))))
        assert leaked(path, reader(data)) == [], paper.id


@pytest.mark.parametrize("paper", OTHERS, ids=lambda paper: paper.id)
def test_the_search_finds_what_planners_read(paper) -> None:
    """Every paper that is not for participants does hold secrets, so that the search can find them."""
    made = rich()

    assert leaked(FILES[2 + _place("customer-chatbot-jailbreak")], "\n".join(texts(paper.document(made))))


def _place(stem: str) -> int:
    return [path.stem for path in FILES[2:]].index(stem)


def test_each_card_holds_its_own_briefing_only() -> None:
    """What one role is told at the start stands on its card and on no other."""
    made: Source = rich()
    cards = {
        section.title: squeezed("\n".join(texts(section)))
        for section in catalogue.chosen(["role-cards"])[0].sections(made)
    }
    briefed = {role.role: squeezed(role.briefing) for role in made.scenario.roles}

    assert all(briefed.values())
    for role, briefing in briefed.items():
        assert [name for name, text in cards.items() if briefing in text] == [role]


def test_who_cannot_be_reached_is_no_participants_knowledge() -> None:
    """An approver who is away is told to those who run the exercise, and has a card like any other."""
    path = next(path for path in FILES if path.stem == "helpful-summary-leak")
    made = source(path)
    away = "cannot be reached"

    told = {paper.id: away in "\n".join(texts(paper.document(made))).lower() for paper in catalogue.ALL}
    cards = catalogue.chosen(["role-cards"])[0].sections(made)

    assert not [paper.id for paper in PAPERS if told[paper.id]]
    assert told["facilitator-guide"]
    assert set(made.scenario.unreachable) <= {section.title for section in cards}
