"""The AI system's switches: one frozen value that actions set and the simulation reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import reduce
from typing import Any

from engine.simulation.parameters import ControlEffect, Path

PATHS: tuple[Path, ...] = ("llm", "fallback", "off")
"""Who answers, from least to most drastic."""

LATER = ("dispatch", "in_flight", "calls_purged")
"""Switches that are written only where they were moved."""


@dataclass(frozen=True, slots=True)
class Controls:
    """Position of every switch, shares and multipliers in 0 … 1; the defaults are the untouched system."""

    miss: tuple[float, ...] = ()  # share of attempts no pattern stops, per technique; beyond the end 1.0
    success: float = 1.0
    outputs: float = 1.0
    records: float = 1.0
    tools: float = 1.0
    attack_tokens: float = 1.0
    legit_tokens: float = 1.0
    ambient: float = 1.0
    out_of_band: float = 1.0
    dispatch: float = 1.0  # share of planned tool calls that workers may start
    in_flight: float = 1.0  # share of running tool calls that goes on
    passed: float = 1.0  # share of customers' requests that added patterns let through
    in_scope: float = 1.0  # share of customers' requests the present mode answers
    intact: float = 1.0  # share of answers that keep their full value
    user_coverage: float = 0.0  # share of attackers on the block list kept up to date
    blocked_users: tuple[str, ...] = ()  # user ids blocked one by one, sorted
    path: Path = "llm"
    restored: float = 0.0  # share of customers back at the model while the path is not the model's
    poison_cured: bool = False
    drift_reset: bool = False
    calls_purged: bool = False

    def miss_of(self, technique: int) -> float:
        """Share of attempts with this technique that no pattern stops."""
        return self.miss[technique] if technique < len(self.miss) else 1.0

    @property
    def reaches_model(self) -> float:
        """Share of customers whose requests reach the model."""
        return 1.0 if self.path == "llm" else self.restored

    def to_json(self) -> dict[str, Any]:
        """Plain dictionary, safe to store as JSON."""
        plain = asdict(self)
        for name in LATER:
            if plain[name] == getattr(NEUTRAL, name):
                del plain[name]  # logs written before there was such a switch keep their bytes
        plain["miss"] = list(self.miss)
        plain["blocked_users"] = list(self.blocked_users)
        return plain

    @staticmethod
    def from_json(plain: Mapping[str, Any]) -> Controls:
        """The value `to_json` wrote; a missing switch is neutral, an unknown one ignored."""
        known = {field.name: plain[field.name] for field in fields(Controls) if field.name in plain}
        for name in ("miss", "blocked_users"):
            if name in known:
                known[name] = tuple(known[name])
        return Controls(**known)


NEUTRAL = Controls()
"""The untouched system."""


def tighten(controls: Controls, effect: ControlEffect) -> Controls:
    """Every switch at the stricter of its position and the effect's; twice is the same as once."""
    length = max(len(controls.miss), len(effect.block))
    blocked = effect.block + (0.0,) * (length - len(effect.block))
    return Controls(
        miss=tuple(min(controls.miss_of(v), 1.0 - blocked[v]) for v in range(length)),
        success=min(controls.success, effect.success),
        outputs=min(controls.outputs, effect.outputs),
        records=min(controls.records, effect.records),
        tools=min(controls.tools, effect.tools),
        attack_tokens=min(controls.attack_tokens, effect.attack_tokens),
        legit_tokens=min(controls.legit_tokens, effect.legit_tokens),
        ambient=min(controls.ambient, effect.ambient),
        out_of_band=min(controls.out_of_band, effect.out_of_band),
        dispatch=min(controls.dispatch, effect.dispatch),
        in_flight=min(controls.in_flight, effect.in_flight),
        passed=min(controls.passed, 1.0 - effect.false_positive),
        in_scope=min(controls.in_scope, 1.0 - effect.out_of_scope),
        intact=min(controls.intact, 1.0 - effect.degrade),
        user_coverage=max(controls.user_coverage, effect.user_coverage),
        blocked_users=controls.blocked_users,
        path=stricter(controls.path, effect.path),
        restored=controls.restored,
        poison_cured=controls.poison_cured or effect.cures_poison,
        drift_reset=controls.drift_reset or effect.resets_drift,
        calls_purged=controls.calls_purged or effect.purges_calls,
    )


def combine(parts: Mapping[str, Controls]) -> Controls:
    """The switches of several actions together: products in order of action id, whatever the input order."""
    if not parts:
        return NEUTRAL
    first, *others = (parts[action_id] for action_id in sorted(parts))
    return reduce(_both, others, first)


def stricter(one: Path, other: Path) -> Path:
    """The more drastic of two paths."""
    return PATHS[max(PATHS.index(one), PATHS.index(other))]


def _both(one: Controls, other: Controls) -> Controls:
    length = max(len(one.miss), len(other.miss))
    return Controls(
        miss=tuple(one.miss_of(v) * other.miss_of(v) for v in range(length)),
        success=one.success * other.success,
        outputs=one.outputs * other.outputs,
        records=one.records * other.records,
        tools=one.tools * other.tools,
        attack_tokens=one.attack_tokens * other.attack_tokens,
        legit_tokens=one.legit_tokens * other.legit_tokens,
        ambient=one.ambient * other.ambient,
        out_of_band=one.out_of_band * other.out_of_band,
        dispatch=one.dispatch * other.dispatch,
        in_flight=one.in_flight * other.in_flight,
        passed=one.passed * other.passed,
        in_scope=one.in_scope * other.in_scope,
        intact=one.intact * other.intact,
        user_coverage=max(one.user_coverage, other.user_coverage),
        blocked_users=tuple(sorted({*one.blocked_users, *other.blocked_users})),
        path=stricter(one.path, other.path),
        restored=max(one.restored, other.restored),
        poison_cured=one.poison_cured or other.poison_cured,
        drift_reset=one.drift_reset or other.drift_reset,
        calls_purged=one.calls_purged or other.calls_purged,
    )
