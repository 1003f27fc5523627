"""Strengths and areas for improvement, drafted from findings, pitfalls and observations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from engine.after.items import CapabilityElement, Priority
from engine.log.observations import observations
from engine.scenario.resolve import Scenario
from scoring.case import Case
from scoring.catalogue import criterion
from scoring.criterion import AreaWords, Shortfall, Words
from scoring.finding import Detail, Finding
from scoring.lessons.pitfalls import Pitfall, pitfalls
from scoring.score import ExerciseScore

KINDS: tuple[Shortfall, ...] = get_args(Shortfall)

STRONG_FROM = 4
"""Value from which a criterion as a whole is a strength (HSEEP's S and P; assumption)."""

DONE_FROM = 0.95
"""Credit from which a part has no area for improvement: the share that is the limit of 5 (assumption)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with the events it rests on."""

    text: str
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """An area for improvement, with what it refers to, why it came about and what would mend it."""

    id: str
    """The same for the same shortfall of the same exercise, such as ``evidence:missed``."""
    criterion: str
    issue: str
    analysis: str
    reference: str
    """The plan or policy it is measured against."""
    action: str
    element: CapabilityElement
    priority: Priority
    seqs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftedLessons:
    """What a report says of one criterion before people edit it."""

    finding: Finding
    strengths: tuple[Remark, ...]
    areas: tuple[Area, ...]
    observations: tuple[Remark, ...]

    @property
    def criterion(self) -> str:
        """The criterion."""
        return self.finding.criterion


def draft(case: Case, score: ExerciseScore) -> tuple[DraftedLessons, ...]:
    """Strengths, areas and observations of every criterion, in the order they are shown."""
    found = pitfalls(case)
    return tuple(_drafted(case, finding, found) for finding in score.findings)


def areas(drafts: Iterable[DraftedLessons]) -> tuple[Area, ...]:
    """All areas for improvement, the most pressing first."""
    order = ("high", "medium", "low")
    return tuple(
        sorted((area for item in drafts for area in item.areas), key=lambda area: order.index(area.priority))
    )


def general_observations(case: Case) -> tuple[Remark, ...]:
    """Observations that name no criterion."""
    return _observations(case, "")


def _drafted(case: Case, finding: Finding, found: tuple[Pitfall, ...]) -> DraftedLessons:
    return DraftedLessons(
        finding,
        tuple(_strengths(finding)),
        tuple(_areas(case, finding, found)),
        _observations(case, finding.criterion),
    )


def _observations(case: Case, criterion: str) -> tuple[Remark, ...]:
    told = (item for item in observations(case.events) if item.is_told and item.criterion == criterion)
    return tuple(Remark(item.text, item.seqs) for item in told)


def _strengths(finding: Finding) -> Iterator[Remark]:
    """Every part that was done in full; where a criterion is strong without one, the criterion as a whole."""
    found = list(_parts_met(finding))
    yield from found
    if not found and finding.value is not None and finding.value >= STRONG_FROM:
        yield Remark(finding.why, finding.evidence)


def _parts_met(finding: Finding) -> Iterator[Remark]:
    words = criterion(finding.criterion).words
    if words.by_topic:
        yield from _topics_met(finding, words)
    else:
        counted = [item for item in finding.details if item.credit is not None and not item.has_harmed]
        done = [item for item in counted if item.credit == 1.0]
        if done:
            head = f"{words.strength} {len(done)} of {len(counted)}"
            yield Remark(f"{head}: {_listed(done)}.", _seqs(done))


def _topics_met(finding: Finding, words: Words) -> Iterator[Remark]:
    """Topics, such as messages, of which every check is met."""
    for topic, details in _by_topic(finding.details).items():
        if all(item.credit == 1.0 for item in details):
            yield Remark(f"{words.strength} {topic} ({len(details)} checks).", _seqs(details))


def _by_topic(details: Iterable[Detail]) -> dict[str, list[Detail]]:
    found: dict[str, list[Detail]] = {}
    for item in details:
        found.setdefault(item.topic, []).append(item)
    return found


def _areas(case: Case, finding: Finding, found: tuple[Pitfall, ...]) -> Iterator[Area]:
    if finding.value is None:
        return
    groups = list(_shortfalls(finding))
    for topic, words, details in groups:
        yield _area(case.scenario, finding, topic, words, details)
    if not groups and finding.value < STRONG_FROM:
        yield _whole(case, finding)
    yield from (_of_pitfall(case.scenario, finding, item) for item in found if _adds(finding, item))


def _adds(finding: Finding, item: Pitfall) -> bool:
    """Whether a pitfall says more than the areas that are drawn topic by topic."""
    return item.criterion == finding.criterion and not criterion(finding.criterion).words.by_topic


def _kind(detail: Detail) -> Shortfall:
    credit = detail.credit or 0.0
    return "harmful" if detail.has_harmed else "missed" if credit == 0 else "partly"


def _shortfalls(finding: Finding) -> Iterator[tuple[str, AreaWords, list[Detail]]]:
    """Parts that fell short in groups: by topic if the criterion has topics, by how far short otherwise."""
    words = criterion(finding.criterion).words
    short = [item for item in finding.details if item.credit is not None and item.credit < DONE_FROM]
    if words.by_topic:
        for topic, mine in _by_topic(short).items():
            yield topic, words.area("missed" if any(item.is_missing for item in mine) else "partly"), mine
        return
    for kind in KINDS:
        mine = [item for item in short if _kind(item) == kind]
        if mine:
            yield kind, words.area(kind), mine


def _area(scenario: Scenario, finding: Finding, topic: str, words: AreaWords, details: list[Detail]) -> Area:
    by_topic = criterion(finding.criterion).words.by_topic
    return Area(
        id=f"{finding.criterion}:{topic}",
        criterion=finding.criterion,
        issue=f"{words.issue} {topic if by_topic else _listed(details)}.",
        analysis=_sentence("; ".join(dict.fromkeys(_note(item, by_topic=by_topic) for item in details))),
        reference=reference(scenario, finding.criterion),
        action=words.action.replace("{topic}", topic),
        element=words.element,
        priority=_priority(finding),
        seqs=_seqs(details),
    )


def _note(item: Detail, *, by_topic: bool) -> str:
    if not by_topic:
        return f"{_short(item)}: {item.note}"
    return item.note if item.is_missing else f"{item.label.removeprefix(f'{item.topic}: ')}: {item.note}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _whole(case: Case, finding: Finding) -> Area:
    found = criterion(finding.criterion)
    words = found.words.whole
    return Area(
        id=f"{finding.criterion}:whole",
        criterion=finding.criterion,
        issue=found.shortfall(case, finding) or words.issue,
        analysis=finding.why,
        reference=reference(case.scenario, finding.criterion),
        action=words.action,
        element=words.element,
        priority=_priority(finding),
        seqs=finding.evidence,
    )


def _of_pitfall(scenario: Scenario, finding: Finding, item: Pitfall) -> Area:
    return Area(
        id=f"pitfall:{item.id}",
        criterion=finding.criterion,
        issue=f"{item.title}.",
        analysis=item.why,
        reference=reference(scenario, finding.criterion),
        action=item.remedy,
        element="Organization" if item.id == "no_authority" else "Planning",
        priority="high",
        seqs=item.seqs,
    )


def _priority(finding: Finding) -> Priority:
    value = finding.value or 0
    return "high" if value <= 2 else "medium" if value == 3 else "low"


def reference(scenario: Scenario, criterion_id: str) -> str:
    """The plan a criterion is measured against, by name."""
    plan = scenario.playbook.name if scenario.playbook else "Expectations of the scenario"
    return f"{plan}: {criterion(criterion_id).words.section}"


def _listed(details: Iterable[Detail]) -> str:
    return "; ".join(dict.fromkeys(map(_short, details)))


def _short(item: Detail) -> str:
    """A part's name without the explanation after its colon."""
    return item.label.split(": ")[0]


def _seqs(details: Iterable[Detail]) -> tuple[int, ...]:
    return tuple(sorted({seq for item in details for seq in item.seqs}))
