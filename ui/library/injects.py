"""Rows of a scenario's injects, as the library lists them."""

from engine.scenario.exercise import Inject
from engine.scenario.times import offset_label
from engine.story import fill
from ui.language import columns
from ui.language.words import t


def row(inject: Inject) -> columns.Row:
    """An inject in the order of the MSEL."""
    return {
        columns.DUE: offset_label(inject.time),
        columns.INJECT: fill(inject.title, {}),
        columns.TO: ", ".join(inject.to) or t("everyone"),
        columns.QUESTIONS: " ".join(question.text for question in inject.questions),
        columns.KIND: t("in reserve")
        if inject.contingency
        else t("conditional")
        if inject.when
        else t("by time"),
    }
