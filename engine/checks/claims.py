"""Whether what injects say agrees with what the simulated AI system does if nobody acts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from engine.checks.texts import INJECTS, texts
from engine.scenario.exercise import Exercise, Inject
from engine.scenario.explain import Fault
from engine.scenario.place import Place
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.story import numbers, scripted, written_as
from engine.timeline import Timeline

SEEDS = range(9)
"""Worlds a claim is compared with (assumption: enough for a band, quick enough for every validation)."""

TOLERANCE = 0.25
"""Share by which the band of the worlds is widened on either side (assumption)."""

KNOWN_BELOW = 0.15
"""Success per attempt below which the known technique counts as blocked (assumption)."""

VARIANT_ABOVE = 0.05
"""Success per attempt from which a variant counts as working (assumption)."""

_NUMBER = r"(?<![\d,.])(?P<n>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_BEEN = r"(?:\s+(?:have|has|had|were|was|are|is|now|already|so far|been))*"


@dataclass(frozen=True, slots=True)
class _Claim:
    """A way of stating a figure, and the field that holds it."""

    field: str
    pattern: re.Pattern[str]


def _claim(field: str, pattern: str) -> _Claim:
    return _Claim(field, re.compile(_NUMBER + pattern, re.IGNORECASE))


CLAIMS: tuple[_Claim, ...] = (
    _claim(
        "affected_users",
        r"\s+(?:distinct |different |other )?(?:users|customers|accounts|people)"
        + _BEEN
        + r"\s+(?:reproduced|repeated|copied|exploited|abused|bypassed|tried|used|affected|compromised)\b",
    ),
    _claim("affected_users", r"\s+(?:affected|compromised)\s+(?:users|customers|accounts)\b"),
    _claim("affected_users", r"\s+users\s*$"),
    _claim(
        "records_leaked",
        r"\s+(?:customer |personal )?records"
        + _BEEN
        + r"\s+(?:leaked|exposed|exfiltrated|stolen|disclosed)\b",
    ),
    _claim("records_flagged", r"\s+(?:customer |personal )?records" + _BEEN + r"\s+flagged\b"),
    _claim("attempts", r"\s+(?:attack |bypass |jailbreak |injection )?attempts\b(?!\s+to\s+log\s+in)"),
    _claim(
        "unserved_percent",
        r"\s*(?:%|per cent|percent)\s+of\s+(?:all\s+)?(?:requests|customers)"
        + _BEEN
        + r"\s+(?:not served|unserved|unanswered|timing out|timed out|time out|failing|failed)\b",
    ),
    _claim(
        "block_rate_percent",
        r"\s*(?:%|per cent|percent)\s+of\s+(?:all\s+)?requests" + _BEEN + r"\s+blocked\b",
    ),
)
"""Statements about the incident that carry a figure of the simulation; anything else is left alone."""

_VARIANT_WORKS = re.compile(
    r"\bvariants?\s+(?:of it\s+)?(?:still\s+)?(?:works?|passes|pass|gets? through)\b", re.I
)
_KNOWN_BLOCKED = re.compile(r"\bblocks?\s+(?:the\s+)?known\s+technique\b", re.I)


def claim_warnings(exercise: Exercise, scenario: Scenario) -> Iterator[Fault]:
    """A warning for every figure and every statement that the simulation does not bear out.

    Only injects that time alone delivers are compared; what the others say depends on the team.
    """
    for n, inject in enumerate(exercise.scenario.injects):
        if inject.contingency or inject.when is not None:
            continue
        for below, text in texts(inject):
            place: Place = (*INJECTS, n, *below)
            flat = " ".join(text.split())
            yield from _figures(place, flat, scenario, inject)
            yield from _techniques(place, flat, scenario, inject)


def _figures(place: Place, text: str, scenario: Scenario, inject: Inject) -> Iterator[Fault]:
    seen: set[tuple[int, str]] = set()
    for claim in CLAIMS:
        for match in claim.pattern.finditer(text):
            if (match.start(), claim.field) not in seen:
                seen.add((match.start(), claim.field))
                yield from _compared(place, match, claim.field, scenario, inject)


def _compared(
    place: Place, match: re.Match[str], field: str, scenario: Scenario, inject: Inject
) -> Iterator[Fault]:
    claimed = float(match.group("n").replace(",", ""))
    worlds = sorted(numbers(timeline, inject.time)[field] for timeline in _undisturbed(scenario))
    low, high = _quantile(worlds, 0.05), _quantile(worlds, 0.95)
    if low * (1.0 - TOLERANCE) <= claimed <= high * (1.0 + TOLERANCE):
        return
    middle, least, most = (written_as(field, value) for value in (median(worlds), low, high))
    message = (
        f"“{match.group(0).strip()}” does not fit the simulated AI system, which gives {middle}"
        f" ({least} to {most}) at {offset_label(inject.time)} if nobody acts"
    )
    yield Fault(
        place, message, f"write `{{{{{field}}}}}` for the number, or calibrate `ai_system`", "warning"
    )


def _techniques(place: Place, text: str, scenario: Scenario, inject: Inject) -> Iterator[Fault]:
    says_works, says_blocked = _VARIANT_WORKS.search(text), _KNOWN_BLOCKED.search(text)
    if not (says_works or says_blocked):
        return
    at_ms = inject.time + scenario.ai_system.tick_ms
    left = [timeline.residual_success(at_ms) for timeline in _undisturbed(scenario)]
    known, variant = (median(column) for column in zip(*left, strict=True))
    when = f"at {offset_label(inject.time)} if nobody acts"
    if says_blocked and known >= KNOWN_BELOW:
        message = f"“{says_blocked.group(0)}” does not fit: {known:.0%} of its attempts succeed {when}"
        yield Fault(place, message, "add `applies: [deploy_guardrail_patch]` to the inject", "warning")
    if says_works and variant < VARIANT_ABOVE:
        message = (
            f"“{says_works.group(0)}” does not fit: {variant:.0%} of a variant's attempts succeed {when}"
        )
        yield Fault(place, message, "give `ai_system` a variant that emerges before", "warning")


def _undisturbed(scenario: Scenario) -> Iterator[Timeline]:
    """What happens if nobody acts, in several worlds."""
    yield from (Timeline(scenario.ai_system, seed, scripted(scenario)) for seed in SEEDS)


def _quantile(ordered: list[float], share: float) -> float:
    """The value below which a share of the ordered values lies, between two of them by proportion."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
