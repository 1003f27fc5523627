"""Answers beside their suggestions: what is listed, quoted and counted; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.log.events import AnswerSubmitted
from engine.log.state import State
from engine.scenario.exercise import ExpectedPoint, Inject, Question
from engine.scenario.times import offset_label
from scoring.answers import PointSuggestion
from scoring.answers.deciding import PointTally
from ui.language import columns
from ui.language.text import html
from ui.language.words import many, t

CHIPS = {
    "likely": (t("likely"), t("The answer seems to make the point.")),
    "possible": (t("possible"), t("Some of the point's words are there.")),
    "negated": (t("mentioned but negated"), t("It is spoken of, and not as something that is done.")),
    "not found": (t("not found"), t("Nothing in the answer comes near enough.")),
    "keyword list": (t("keyword list"), t("The answer is mostly the rubric's own words.")),
    "cannot read": (t("cannot read"), t("Mostly words that are not English.")),
}
"""Chips in words, and what each means."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was put, with its points and the answers to it."""

    inject_id: str
    title: str
    at_ms: int
    question: Question
    answers: tuple[AnswerSubmitted, ...]

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id or ""

    @property
    def has_points(self) -> bool:
        """Whether it says what a good answer holds; a person rates its answers as a whole otherwise."""
        return bool(self.question.points or self.question.anti_points)

    @property
    def label(self) -> str:
        """The question where one is chosen from several."""
        answers = many("{number} answer", "{number} answers", len(self.answers))
        return f"{offset_label(self.at_ms)} · {self.question.text} ({answers})"

    @property
    def points(self) -> tuple[tuple[ExpectedPoint, bool], ...]:
        """Points, then points that harm."""
        good = tuple((point, False) for point in self.question.points)
        return good + tuple((point, True) for point in self.question.anti_points)


def asked(state: State, expected: Mapping[str, Inject]) -> tuple[Asked, ...]:
    """Every question put so far, in the order of the injects."""
    found = []
    for inject_id, inject in expected.items():
        event = state.delivered[inject_id]
        for question in inject.questions:
            mine = tuple(item for item in state.answers if item.question_id == question.id)
            found.append(Asked(inject_id, event.title, event.at_ms, question, mine))
    return tuple(sorted(found, key=lambda item: item.at_ms))


def chip(item: PointSuggestion) -> str:
    """The chip of a suggestion, as HTML."""
    label, meaning = CHIPS[item.chip]
    kind = item.chip.replace(" ", "-")
    return f'<span class="tplus-chip tplus-chip-{kind}" title="{html(meaning)}">{html(label)}</span>'


def quote(item: PointSuggestion) -> str:
    """The sentence a suggestion rests on with its clause in bold, as HTML; empty where there is none."""
    if item.sentence is None or item.evidence is None:
        return ""
    text = item.sentence.text
    start = max(0, item.evidence.start - item.sentence.start)
    end = min(len(text), item.evidence.end - item.sentence.start)
    return f"“{html(text[:start])}<b>{html(text[start:end])}</b>{html(text[end:])}”"


def suggested(item: PointSuggestion) -> str:
    """Chip, quotation and reason, as HTML."""
    said = quote(item)
    quoted = f'<div class="tplus-quote">{said}</div>' if said else ""
    return f'{chip(item)}{quoted}<div class="tplus-below">{html(item.reason)}</div>'


def tally_rows(found: Iterable[PointTally]) -> list[columns.Row]:
    """Points of a question over all its answers, as decided so far."""
    return [
        {
            columns.POINT: t("Harms: {description}", description=row.description)
            if row.is_anti
            else row.description,
            columns.IN_ANSWERS: row.made,
            columns.DECIDED: row.decided,
        }
        for row in found
    ]
