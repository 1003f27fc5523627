"""Time to detection: minutes from the first signal to the declaration of the right type of incident."""

from math import inf

from engine.log.events import IncidentDeclared
from engine.scenario.times import MINUTE_MS, offset_label
from scoring.case import Case
from scoring.criterion import Acts, AreaWords, Criterion, Words, cannot_tell
from scoring.finding import Finding
from scoring.rubric import Limits
from scoring.scale import WORST, by_minutes

WRONG_TYPE_MINUTES = 5.0
"""What each wrong type declared before the right one adds: a guess is not a detection (assumption)."""

AT_ONCE_MS = 2 * MINUTE_MS
"""Types declared within this of the right one count as declared before it, whatever their order (assumption).

Over the same time again it falls to nothing, so that no second decides.
"""

MOST_TURNED = 3.0
"""Highest value of a team that turned from the right type to a wrong one and stayed there (assumption)."""


def score(case: Case) -> Acts:
    """What the log says of time to detection."""
    if not case.has_started:
        return cannot_tell("The exercise has not started.")
    if case.signal_ms is None:
        return cannot_tell("No signal has reached the participants yet.", figures=_figures(case, None, 0))
    if not case.declarations:
        return _undeclared(case, case.signal_ms)
    return _declared(case, case.signal_ms)


def _undeclared(case: Case, signal_ms: int) -> Acts:
    first = f"First signal at {offset_label(signal_ms)}"
    if not case.has_ended:
        return cannot_tell(f"{first}; not declared yet.", figures=_figures(case, None, 0))
    return Acts(
        WORST,
        f"{first}; no incident was ever declared.",
        seqs=_signal_seqs(case),
        figures=_figures(case, None, 0),
        has_acted=False,
    )


def _declared(case: Case, signal_ms: int) -> Acts:
    """The right type by its minutes; any other declaration by the minutes it is worth, if they are fewer."""
    right = _right(case, signal_ms)
    wrong = _wrong_types(case, right)
    limits = case.rubric.of("detection").limits
    worth = [_unfounded(case, signal_ms, limits)]
    if right is not None:
        worth.append((right.at_ms - signal_ms) / MINUTE_MS + WRONG_TYPE_MINUTES * sum(wrong.values()))
    seqs = {*_signal_seqs(case), case.declarations[0].seq, *([right.seq] if right else [])}
    has_turned = right is not None and not _is_right(case, case.declarations[-1])
    return Acts(
        by_minutes(min(worth), limits),
        _why(case, signal_ms, right, min(worth), len(wrong)),
        seqs=tuple(sorted(seqs)),
        figures=_figures(case, right, len(wrong)) | {"minutes_counted": round(min(worth), 2)},
        most=MOST_TURNED if has_turned else None,
    )


def _unfounded(case: Case, signal_ms: int, limits: Limits) -> float:
    """Minutes that declarations of a wrong type, or before any signal, are worth.

    That something is wrong was seen, so it is worth more than nothing. The right type without a signal is
    worth what it would be at the limit of 3; a wrong type as much as the right one midway between the limits
    of 3 and 2 later. Both are assumptions, and neither reaches 4.
    """
    _, _, three, two = limits
    others = {item.incident_type for item in case.declarations} - {case.scenario.incident_type}
    early = [three for item in case.declarations if _is_right(case, item) and item.at_ms < signal_ms]
    first = next((item for item in case.declarations if not _is_right(case, item)), None)
    if first is not None:
        guesses = WRONG_TYPE_MINUTES * (len(others) - 1)
        early.append(max(0, first.at_ms - signal_ms) / MINUTE_MS + guesses + (three + two) / 2)
    return min(early, default=inf)


def _right(case: Case, signal_ms: int) -> IncidentDeclared | None:
    """The first declaration of the right type that rests on a signal."""
    fitting = (item for item in case.declarations if _is_right(case, item) and item.at_ms >= signal_ms)
    return next(fitting, None)


def _is_right(case: Case, event: IncidentDeclared) -> bool:
    return event.incident_type == case.scenario.incident_type


def _wrong_types(case: Case, right: IncidentDeclared | None) -> dict[str, float]:
    """Wrong types declared before the right one or beside it, by how far each counts, above 0 to 1."""
    counted: dict[str, float] = {}
    for item in case.declarations:
        after_ms = 0 if right is None else item.at_ms - right.at_ms
        share = min(1.0, 2.0 - after_ms / AT_ONCE_MS)
        if not _is_right(case, item) and share > 0:
            counted[item.incident_type] = max(share, counted.get(item.incident_type, 0.0))
    return counted


def _why(case: Case, signal_ms: int, right: IncidentDeclared | None, worth: float, wrong: int) -> str:
    signal = f"First signal at {offset_label(signal_ms)}"
    if right is None:
        told = _never_right(case, signal_ms)
        return f"{signal}. {told} It counts as the right type after {worth:.0f} minutes."
    minutes = (right.at_ms - signal_ms) / MINUTE_MS
    text = f"{signal}, declared with the right type at {offset_label(right.at_ms)}: {minutes:.1f} minutes."
    if wrong:
        count = "one wrong type was" if wrong == 1 else f"{wrong} wrong types were"
        text += f" Before it or beside it {count} declared; each adds up to {WRONG_TYPE_MINUTES:.0f} minutes."
    if not _is_right(case, case.declarations[-1]):
        text += " The type was then changed to a wrong one and stayed so, so at most 3."
    return text


def _never_right(case: Case, signal_ms: int) -> str:
    first = case.declarations[0]
    when = offset_label(first.at_ms)
    if _is_right(case, first) and first.at_ms < signal_ms:
        return (
            f"Declared at {when}, before any signal: it rests on nothing anybody could see. Declaring again"
            " after the signal restores it."
        )
    return f"Declared at {when} with the wrong type and never corrected."


def _signal_seqs(case: Case) -> tuple[int, ...]:
    return (case.signal_inject.seq,) if case.signal_inject else ()


def _figures(case: Case, right: IncidentDeclared | None, wrong_types: int) -> dict[str, object]:
    inject = case.signal_inject
    from_inject = inject is not None and inject.at_ms == case.signal_ms
    minutes = None if right is None else (right.at_ms - (case.signal_ms or 0)) / MINUTE_MS
    return {
        "minutes_signal_to_declared": None if minutes is None else round(minutes, 2),
        "minutes_counted": None,
        "wrong_types": wrong_types,
        "first_harm_ms": case.first_harm_ms,
        "signal_ms": case.signal_ms,
        "declared_ms": case.declared_ms,
        "signal_source": (inject.delivery if inject else "") if from_inject else "telemetry",
    }


def _shortfall(_case: Case, finding: Finding) -> str:
    minutes = finding.figures.get("minutes_signal_to_declared")
    if minutes is None:
        return "No incident of the right type was declared."
    wrong = ", after a wrong type" if finding.figures.get("wrong_types") else ""
    return f"The incident was declared {minutes:.1f} minutes after the first signal{wrong}."


CRITERION = Criterion(
    id="detection",
    order=1,
    title="Time to detection",
    capability="Situational Assessment",
    objective="Recognise the incident and declare it in time.",
    measure="minutes",
    words=Words(
        section="detection",
        strength="Recognised in time,",
        whole=AreaWords(
            "The incident was declared late, with the wrong type, or not at all.",
            "Agree which signals of the AI system open an incident, show them to whoever is on call, and let"
            " anybody declare.",
            "Training",
        ),
    ),
    score=score,
    shortfall=_shortfall,
)
