"""Recovery completeness: steps, checks against the known technique and its variants, and stepping back."""

from collections.abc import Iterable
from typing import Final

from engine.log.events import ContainmentApplied, ContainmentLifted, VerificationRun
from engine.scenario.times import offset_label
from engine.simulation.catalogue import actions
from engine.simulation.run import Decision
from scoring.case import Case
from scoring.finding import Detail, Finding, by_share, not_scored, seqs_of

CRITERION: Final = "recovery"
VARIANT_CAP = 2
"""Highest value where the incident was declared resolved while a variant still worked (scoring.md)."""
VARIANT_WORKS_ABOVE = 0.15
"""Residual success above which a variant counts as working where the scenario sets no check (assumption)."""


def score(case: Case) -> Finding:
    """The finding for recovery completeness."""
    if not case.has_started:
        return not_scored(CRITERION, "The exercise has not started.")
    state = case.state
    acted = bool(state.steps or state.checks or state.resolved)
    if not acted:
        return _nobody_acted(case)
    details = (*_steps(case), *_checks(case), *_stepped_back(case), _owner(case))
    share = sum(detail.credit or 0.0 for detail in details) / len(details)
    value = by_share(share, case.rubric.recovery.share)
    met = sum(detail.credit == 1.0 for detail in details)
    short = [f"{detail.label}: {detail.note}" for detail in details if detail.credit != 1.0]
    why = f"{met} of {len(details)} parts of recovery are complete; {share:.0%}."
    why += f" {'; '.join(short)}." if short else ""
    if _resolved_too_early(case):
        value = min(value, VARIANT_CAP)
        why += f" Declared resolved while a variant still worked, so at most {VARIANT_CAP}."
    resolved = state.resolved
    figures = {
        "share": round(share, 4),
        "residual_known": resolved.known_technique if resolved else None,
        "residual_variants": resolved.variants if resolved else None,
    }
    return Finding(CRITERION, value, "measured", why, seqs_of(details), figures, details)


def _nobody_acted(case: Case) -> Finding:
    if not case.has_ended:
        return not_scored(CRITERION, "Recovery has not begun yet.")
    if case.until_ms < case.scenario.recovery_from_ms:
        reason = f"EndEx came before recovery could begin ({offset_label(case.scenario.recovery_from_ms)})."
        return not_scored(CRITERION, reason)
    return Finding(CRITERION, 1, "measured", "Recovery was due and nobody acted.")


def _steps(case: Case) -> tuple[Detail, ...]:
    done = {event.step_id: event for event in reversed(case.state.steps)}  # the first taking of each
    return tuple(
        Detail(step.label, 1.0, f"taken at {offset_label(done[step.id].at_ms)}", (done[step.id].seq,))
        if step.id in done
        else Detail(step.label, 0.0, "not taken")
        for step in case.scenario.recovery
    )


def _checks(case: Case) -> tuple[Detail, ...]:
    latest = {event.check_id: event for event in case.all(VerificationRun)}
    return tuple(_check(check.label, latest.get(check.id)) for check in case.scenario.verification)


def _check(label: str, event: VerificationRun | None) -> Detail:
    if event is None:
        return Detail(label, 0.0, "not run")
    measured = f"{event.measured:.0%} measured, at most {event.at_most:.0%}"
    if event.passed:
        return Detail(label, 1.0, f"passed: {measured}", (event.seq,))
    return Detail(label, 0.0, f"failed: {measured}", (event.seq,))


def _stepped_back(case: Case) -> tuple[Detail, ...]:
    """Whether levels 2 to 4 were lifted, highest first; nothing where none was in force.

    An action that is kept because a check would fail without it counts as stepped back.
    """
    raised = [event for event in case.all(ContainmentApplied) if event.level >= 2]
    if not raised:
        return ()
    label = "Service stepped back in order"
    lifted = [event for event in case.all(ContainmentLifted) if event.level >= 2]
    seqs = tuple(event.seq for event in lifted)
    kept = tuple(dict.fromkeys(event.action for event in raised if event.action in case.state.in_force))
    needless = [action for action in kept if _is_needless(case, action)]
    if needless:
        return (Detail(label, 0.0, f"{_titles(needless)} still in force", seqs),)
    levels = [event.level for event in lifted]
    in_order = levels == sorted(levels, reverse=True)
    note = "highest level first" if in_order else "out of order"
    note += f"; {_titles(kept)} kept, as a check would fail without it" if kept else ""
    return (Detail(label, 1.0 if in_order else 0.5, note, seqs),)


def _titles(action_ids: Iterable[str]) -> str:
    known = actions()
    return ", ".join(known[item].title if item in known else item for item in action_ids)


def _is_needless(case: Case, action: str) -> bool:
    """Whether no check that passes with an action in force would fail without it."""
    decisions = case.state.decisions
    now = _residual(case, decisions)
    without = _residual(case, (*decisions, Decision(case.until_ms, action, (), True)))
    return not any(
        now.get(check.measures, 0.0) <= check.at_most < without.get(check.measures, 0.0)
        for check in case.scenario.verification
    )


def _residual(case: Case, decisions: tuple[Decision, ...]) -> dict[str, float]:
    """What still works against the AI system just after EndEx, by what a check measures."""
    at_ms = case.until_ms + 2 * case.trajectory.system.tick_ms
    known, variants = case.timeline.under(decisions).residual_success(at_ms)
    return {"known_technique": known, "variants": variants}


def _owner(case: Case) -> Detail:
    resolved = case.state.resolved
    label = "Resolution declared with an owner for follow-up"
    if resolved is None:
        return Detail(label, 0.0, "never declared resolved")
    if not resolved.follow_up_owner:
        return Detail(label, 0.5, "no owner for follow-up", (resolved.seq,))
    return Detail(label, 1.0, f"owner {resolved.follow_up_owner}", (resolved.seq,))


def _resolved_too_early(case: Case) -> bool:
    resolved = case.state.resolved
    if resolved is None:
        return False
    limits = [item.at_most for item in case.scenario.verification if item.measures == "variants"]
    return resolved.variants > min(limits, default=VARIANT_WORKS_ABOVE)
