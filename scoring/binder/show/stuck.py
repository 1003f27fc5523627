"""What helps a room that is stuck at an inject: its own questions, deadlines, costs and conditions."""

from engine.scenario.exercise import Inject, Question
from engine.scenario.resolve import Scenario
from engine.scenario.times import offset_label
from engine.simulation.run.catalogue import offered
from scoring.binder.paper import Source
from scoring.binder.show.conditions import in_words, named
from scoring.binder.show.due import Due
from scoring.binder.show.run import Beat, reserve
from scoring.binder.words import either, minutes, one_line, sentence
from scoring.catalogue import TITLES

HIGHEST = 4
"""The containment level at which the AI system is off."""


def advice(source: Source, beat: Beat) -> tuple[tuple[str, str], ...]:
    """What to do at this inject, by how the room is stuck."""
    return (
        ("Nobody speaks", _silent(source.scenario, beat)),
        ("They rush to shut it down", _rushing(source.scenario, beat)),
        ("They are lost in a detail", _lost(source.scenario, beat)),
        ("They have contained it already", _early(source.scenario, beat)),
    )


def _silent(scenario: Scenario, beat: Beat) -> str:
    """A role to ask by name, what to ask, and a hint from the first point of an answer."""
    asked = next(iter(_by_need(beat.inject)), None)
    whom = _whom(scenario, beat, asked)
    if asked is None:
        return (
            f"Ask {whom}: what does this change for you, and whom do you tell? {_next(beat.coming)}".strip()
        )
    said = [f"Ask {whom} by name: “{one_line(asked.text)}” Wait; count to ten."]
    hints = [point.description for point in asked.points] or list(beat.inject.expected_actions)
    if hints:
        said.append(f"Then a hint: {sentence(one_line(hints[0]))}")
    return " ".join(said)


def _by_need(inject: Inject) -> list[Question]:
    """The questions, those the exercise rests on first."""
    return sorted(inject.questions, key=lambda item: not item.core)


def _whom(scenario: Scenario, beat: Beat, asked: Question | None) -> str:
    """Who is asked: whoever the question or the inject is for, else each role in its turn."""
    named = (asked.to if asked else ()) or beat.inject.to
    return named[0] if named else scenario.roles[(beat.number - 1) % len(scenario.roles)].role


def _rushing(scenario: Scenario, beat: Beat) -> str:
    """What shutting down costs here, what it destroys, and who must approve it."""
    actions = offered(scenario.ai_system)
    off = next((item for item in actions.values() if item.level == HIGHEST and item.needs_approval), None)
    said = []
    if scenario.needed_level >= HIGHEST:
        said.append("Shutting down is right here. Ask what was captured first, and who approved it.")
    else:
        said.append(
            f"Level {scenario.needed_level} is enough here. Ask: what would a lower level leave running,"
            " and who pays for what is taken away?"
        )
    if off is not None:
        said.append(sentence(off.cost))
        lost = [named(scenario, name) for name in off.overwrites if _is_required(scenario, name)]
        if lost:
            said.append(f"It destroys what was not captured before: {'; '.join(lost)}.")
    said.append(_approval(scenario))
    instead = next((item for item in beat.inject.questions if item.criterion == "containment"), None)
    if instead is not None:
        said.append(f"Then back to: “{one_line(instead.text)}”")
    return " ".join(filter(None, said))


def _is_required(scenario: Scenario, artifact: str) -> bool:
    return any(item.id == artifact and item.required for item in scenario.evidence)


def _approval(scenario: Scenario) -> str:
    approvers = scenario.authority.approvers(HIGHEST)
    there = [role for role in approvers if role not in scenario.unreachable]
    gone = [role for role in approvers if role in scenario.unreachable]
    if not approvers:
        return ""
    away = f" {either(gone)} cannot be reached." if gone else ""
    return f"Approval comes from {either(there) or 'nobody who can be reached'}.{away}"


def _lost(scenario: Scenario, beat: Beat) -> str:
    """How long there is, what may be left out, and what counts next."""
    what = "the end" if beat.until_ms == scenario.duration_ms else "the next inject"
    said = [f"{minutes(beat.room_ms)} until {what}."]
    spare = [one_line(item.text) for item in beat.inject.questions if not item.core]
    if spare:
        said.append(f"May be left out: {' '.join(f'“{text}”' for text in spare)}")
    said.append(_next(beat.coming) or "Ask: what must be decided now, by whom, and what can wait?")
    return " ".join(said)


def _next(coming: tuple[Due, ...]) -> str:
    if not coming:
        return ""
    first = coming[0]
    why = f" ({first.why.rstrip('.')})" if first.why else ""
    return f"Next to fall due, by {offset_label(first.at_ms)}: {first.brief}{why}."


def _early(scenario: Scenario, beat: Beat) -> str:
    """What containment does not answer here, and what keeps up the pressure."""
    inject = beat.inject
    said = []
    if inject.when is not None:
        said.append(f"This inject comes only if {in_words(scenario, inject.when)}; without it, go on.")
    open_ = [item for item in _by_need(inject) if item.criterion not in ("containment", "detection")]
    if open_:
        about = TITLES.get(open_[0].criterion or "", "").lower()
        subject = f", on {about}" if about else ""
        said.append(f"Containment does not answer this{subject}: “{one_line(open_[0].text)}”")
    other = [item for item in beat.coming if item.criterion not in ("containment", "detection")]
    if other:
        said.append(_next(tuple(other)))
    held = [item.title for item in reserve(scenario) if item.time <= beat.until_ms]
    if held:
        said.append(f"To keep up the pressure, deliver from the reserve: {'; '.join(map(one_line, held))}.")
    if not said:
        checks = [item.label for item in scenario.verification]
        said.append(f"Ask how they know. {f'Checks: {checks[0]}.' if checks else ''}".strip())
    return " ".join(said)
