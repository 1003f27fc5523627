"""Scores as lines for people: what each source said of every criterion, and what readiness rests on."""

from collections.abc import Iterator, Mapping
from typing import Any

INDENT = " " * 17


def in_words(report: Mapping[str, Any]) -> Iterator[str]:
    """The report of a rehearsal or of a stored exercise."""
    for criterion, finding in report["scores"].items():
        yield from _criterion(criterion, finding)
    yield from _readiness(report)
    if report["difficulty"]:
        yield f"{'':<15}{report['difficulty']['sentence']}"
    if report.get("replayed"):
        yield f"{'':<15}{report['replayed']['sentence']}"
    conditions = report["conditions"]
    yield f"conditions     {conditions['play']}, {conditions['aids']}; rubric {report['rubric_id']}"
    yield f"harm points    {report['simulation'].get('harm_points', 0)}"


def _criterion(name: str, finding: Mapping[str, Any]) -> Iterator[str]:
    value, exact = finding["value"], finding["exact"]
    shown = "–" if value is None else f"{value}  {exact:.2f}"
    yield f"{name:<14} {shown}  ({finding['kind']})  {finding['why']}"
    parts = [part for part in finding["parts"] if part["weight"] > 0]
    if parts:
        yield f"{INDENT}from {', '.join(map(_part, parts))}"
    if finding["evidence"]:
        yield f"{INDENT}events {', '.join(map(str, finding['evidence']))}"


def _part(part: Mapping[str, Any]) -> str:
    return f"{part['source']} {part['exact']:.2f} × {part['weight']:.0%} ({part['basis']})"


def _readiness(report: Mapping[str, Any]) -> Iterator[str]:
    coverage, likely = report["coverage"], report["likely"]
    readiness = "not scored"
    if report["readiness"] is not None and likely:
        readiness = f"{report['readiness']:.2f} of 5, likely {likely[0]:.1f} to {likely[1]:.1f}"
    yield f"readiness      {readiness}  ({coverage['scored']} of {coverage['of']} criteria)"
    if report["adjusted"] is not None:
        yield f"{'':<15}adjusted for the scenario's difficulty: {report['adjusted']:.2f}"
