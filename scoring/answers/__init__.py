"""Suggestions of the points an answer makes, by matching text on this computer; an evaluator decides."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scoring.answers.suggestion import PointSuggestion, Span, Suggestion

if TYPE_CHECKING:
    from scoring.answers.suggesting import suggest

__all__ = ["PointSuggestion", "Span", "Suggestion", "suggest"]

_LATER = {"suggest": "scoring.answers.suggesting"}
"""What is loaded when it is first asked for: stemmer and tables take a moment."""


def __getattr__(name: str) -> Any:
    """A function of the package, loaded with all it needs."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
