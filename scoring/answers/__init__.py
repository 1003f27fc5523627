"""Suggestions of the points an answer makes, by matching text on this computer; an evaluator decides."""

from scoring.answers.suggesting import suggest
from scoring.answers.suggestion import PointSuggestion, Span, Suggestion

__all__ = ["PointSuggestion", "Span", "Suggestion", "suggest"]
