"""Recovery completeness: what was done and what held, at resolution or at EndEx, whichever is worse."""

from collections.abc import Iterator

from engine.log import events as e
from engine.log.state import fold
from engine.scenario.parts import RecoveryStep, Verification
from engine.scenario.times import offset_label
from engine.schedule import containment_level
from engine.simulation.run.stopping import pending_share
from scoring.case import Case
from scoring.criterion import Acts, AreaWords, Criterion, Words, cannot_tell
from scoring.facts.residual import HELD_MS, residual, working
from scoring.finding import Detail
from scoring.luck import TEAM
from scoring.scale import by_share

MOST_WORKING, MOST_UNCHECKED, MOST_STANDING = 2.0, 2.0, 3.0
"""Highest value where a variant works at EndEx after a resolution, where a required check was never run
before it, and where Level 3 or 4 still stood at it (assumptions)."""

WORKS_ABOVE = 0.15
"""Residual success above which a technique counts as working where no check sets a limit (assumption)."""

LEFT_ABOVE = 0.15
"""Share of ten minutes of an agent's work above which it goes on where no check sets a limit (assumption)."""

LOST_ABOVE = 0.2
"""Share of service lost above which it has not returned where the scenario sets no check (assumption)."""

GONE_AT = 3.0
"""How many times its limit something measured gives no credit any more, falling evenly from the limit on."""

STANDING_LEVEL = 3
"""Containment level that takes the service away, so that an incident under it is not over."""


def score(case: Case) -> Acts:
    """What the log says of recovery completeness."""
    if not case.has_started:
        return cannot_tell("The exercise has not started.")
    due_ms = case.scenario.recovery_from_ms
    if case.until_ms <= due_ms:
        return cannot_tell(f"Recovery was not due before {offset_label(due_ms)}.")
    state = case.state
    if not (state.steps or state.checks or state.resolved):
        return _nobody_acted(case)
    moments = [case.until_ms] + ([state.resolved.at_ms] if state.resolved else [])
    judged = [tuple(_parts(case, at_ms)) for at_ms in moments]
    details = min(judged, key=_mean)
    share = _mean(details)
    caps = tuple(_caps(case))
    return Acts(
        by_share(share, case.rubric.of("recovery").limits),
        " ".join([_why(case, details, share), *(text for _, text in caps)]),
        details,
        figures=_figures(case, share),
        most=min((most for most, _ in caps), default=None),
    )


def _nobody_acted(case: Case) -> Acts:
    if not case.has_ended:
        return cannot_tell("Recovery has not begun yet.")
    return Acts(1.0, "Recovery was due and nobody acted.", has_acted=False)


def _parts(case: Case, at_ms: int) -> Iterator[Detail]:
    """Everything a complete recovery consists of, as it stood at a moment."""
    for step in case.scenario.recovery:
        yield _step(case, step, at_ms)
    for check in case.scenario.verification:
        yield _checked(case, check, at_ms)
    yield from _residual(case, at_ms)
    yield from _pending(case, at_ms)
    yield _served(case, at_ms)
    yield _owner(case)


def _step(case: Case, step: RecoveryStep, at_ms: int) -> Detail:
    """A step counts for the share of its time that it has had."""
    taken = next(
        (event for event in case.state.steps if event.step_id == step.id and event.at_ms <= at_ms), None
    )
    if taken is None:
        return Detail(step.label, 0.0, "not taken", is_missing=True)
    when = f"taken at {offset_label(taken.at_ms)}"
    done = 1.0 if step.takes <= 0 else min(1.0, (at_ms - taken.at_ms) / step.takes)
    if done < 1.0:
        when += f", not done before {offset_label(taken.at_ms + step.takes)}"
    return Detail(step.label, done, when, (taken.seq,))


def _checked(case: Case, check: Verification, at_ms: int) -> Detail:
    """A check counts if it passed at its last run, and nothing was changed after it."""
    runs = [
        event for event in case.all(e.VerificationRun) if event.check_id == check.id and event.at_ms <= at_ms
    ]
    if not runs:
        return Detail(check.label, 0.0, "not run", is_missing=True)
    last = runs[-1]
    measured = f"{last.measured:.1%} measured, at most {last.at_most:.1%}"
    if not last.passed:
        return Detail(check.label, 0.0, f"failed: {measured}", (last.seq,))
    changed = next((event for event in changes(case) if last.seq < event.seq and event.at_ms <= at_ms), None)
    if changed is not None:
        note = f"passed, but the system was changed after it, at {offset_label(changed.at_ms)}"
        return Detail(check.label, 0.0, note, (last.seq, changed.seq))
    return Detail(check.label, 1.0, f"passed: {measured}", (last.seq,))


def changes(case: Case) -> tuple[e.ContainmentApplied | e.ContainmentLifted | e.RecoveryStepTaken, ...]:
    """What changed the AI system, in the order of the log."""
    return tuple(event for event in case.state.actions if event.action)


def _residual(case: Case, at_ms: int) -> Iterator[Detail]:
    """What really still works against the AI system, whatever was checked."""
    found = dict(zip(("known_technique", "variants"), residual(case, at_ms), strict=True))
    names = {"known_technique": "The known technique", "variants": "Variants"}
    for measure, value in found.items():
        limit = limit_of(case, measure, WORKS_ABOVE)
        note = f"{value:.1%} succeed in the five minutes to {offset_label(at_ms)}, at most {limit:.1%}"
        yield Detail(f"{names[measure]} no longer works", _within(value, limit), note)


def _pending(case: Case, at_ms: int) -> Iterator[Detail]:
    """Whether an agent's work is over: a queue that runs on is what really still works of it."""
    if case.scenario.ai_system.calls is None:
        return
    left, limit = (
        pending_share(case.timeline.trajectory(at_ms), at_ms),
        limit_of(case, "calls_pending", LEFT_ABOVE),
    )
    note = f"{left:.0%} of ten minutes of work wait or run at {offset_label(at_ms)}, at most {limit:.0%}"
    yield Detail("The agent has nothing planned or running", _within(left, limit), note)


def _served(case: Case, at_ms: int) -> Detail:
    lost, limit = lost_service(case, at_ms), limit_of(case, "service", LOST_ABOVE)
    note = (
        f"{lost:.0%} of requests not served in full in the five minutes to {offset_label(at_ms)}, at most"
        f" {limit:.0%}"
    )
    return Detail("Service is back at the agreed level", _within(lost, limit), note)


def lost_service(case: Case, at_ms: int) -> float:
    """Share of the last five minutes' requests not served in full, in the mean of re-rolled worlds."""
    if case.courses is None:
        return case.timeline.lost_service(at_ms)
    return max(0.0, 1.0 - case.courses.full_between(TEAM, max(0, at_ms - HELD_MS), at_ms))


def limit_of(case: Case, measure: str, otherwise: float) -> float:
    """The strictest limit of the scenario's checks for what they measure."""
    return min(
        (item.at_most for item in case.scenario.verification if item.measures == measure), default=otherwise
    )


def _within(value: float, limit: float) -> float:
    """Credit for something that must stay within a limit."""
    room = max(limit, 0.05) * (GONE_AT - 1.0)
    return 1.0 if value <= limit else max(0.0, 1.0 - (value - limit) / room)


def _owner(case: Case) -> Detail:
    resolved = case.state.resolved
    label = "Resolution declared with an owner for follow-up"
    if resolved is None:
        return Detail(label, 0.0, "never declared resolved", is_missing=True)
    if not resolved.follow_up_owner:
        return Detail(label, 0.5, "no owner for follow-up", (resolved.seq,))
    return Detail(label, 1.0, f"owner {resolved.follow_up_owner}", (resolved.seq,))


def _caps(case: Case) -> Iterator[tuple[float, str]]:
    """What holds the value down once an incident was declared resolved."""
    resolved = case.state.resolved
    if resolved is None:
        return
    if any(item.credit == 0.0 for item in _pending(case, resolved.at_ms)):
        yield (
            MOST_WORKING,
            "Declared resolved although the agent's planned calls still waited or ran, so at most 2.",
        )
    works = max(working(case, case.until_ms)[1], resolved.variants)
    if works > limit_of(case, "variants", WORKS_ABOVE):
        yield MOST_WORKING, "Declared resolved although a variant still worked, so at most 2."
    unrun = [item for item in case.scenario.verification if not _ran_before(case, item, resolved)]
    if unrun:
        yield MOST_UNCHECKED, f"Declared resolved without the check “{unrun[0].label}”, so at most 2."
    level = _standing_level(case, resolved)
    if level >= STANDING_LEVEL:
        yield MOST_STANDING, f"Declared resolved while Level {level} still stood, so at most 3."


def _ran_before(case: Case, check: Verification, resolved: e.IncidentResolved) -> bool:
    return any(run.check_id == check.id and run.seq < resolved.seq for run in case.all(e.VerificationRun))


def _standing_level(case: Case, resolved: e.IncidentResolved) -> int:
    """The highest containment level in force when the incident was declared resolved."""
    return containment_level(fold(event for event in case.events if event.seq < resolved.seq))


def _mean(details: tuple[Detail, ...]) -> float:
    return sum(item.credit or 0.0 for item in details) / len(details)


def _why(case: Case, details: tuple[Detail, ...], share: float) -> str:
    met = sum(item.credit == 1.0 for item in details)
    short = [f"{item.label}: {item.note}" for item in details if item.credit != 1.0]
    text = f"{met} of {len(details)} parts of recovery are complete; {share:.0%}."
    return f"{text} {'; '.join(short)}." if short else text


def _figures(case: Case, share: float) -> dict[str, object]:
    known, variants = residual(case, case.until_ms)
    resolved = case.state.resolved
    return {
        "share": round(share, 4),
        "resolved_ms": resolved.at_ms if resolved else None,
        "residual_known": round(known, 4),
        "residual_variants": round(variants, 4),
        "service_lost": round(lost_service(case, case.until_ms), 4),
    }


CRITERION = Criterion(
    id="recovery",
    order=6,
    title="Recovery completeness",
    capability="Infrastructure Systems",
    objective="Return service on the strength of tests, with owners for what follows.",
    measure="share",
    words=Words(
        section="recovery and verification",
        strength="Complete,",
        whole=AreaWords(
            "Recovery was due and fell short.",
            "Write conditions for reopening and closing into the playbook, with an owner.",
            "Planning",
        ),
        areas={
            "missed": AreaWords(
                "Left undone:",
                "Make these steps and checks conditions for closing an incident, each with an owner.",
                "Planning",
            ),
            "partly": AreaWords(
                "Done in part, late or out of order:",
                "Rehearse the return of service step by step, with a trigger for going back.",
                "Training",
            ),
        },
    ),
    score=score,
)
