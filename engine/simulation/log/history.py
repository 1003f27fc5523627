"""Who had used the first technique before StartEx, and who has used any of them by a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from engine.simulation.model import Attempt
from engine.simulation.parameters import AISystem
from engine.simulation.run import kept
from engine.simulation.run.switches import changes
from engine.simulation.run.trajectory import Trajectory
from engine.simulation.tape import World, user_ids

MOST_USES = 3
"""Most uses one person makes before StartEx (assumption)."""


class EarlierUse(NamedTuple):
    """One use of the first technique before StartEx."""

    at_ms: int  # negative
    user_id: str
    outcome: Literal["harmful", "model_refused"]


def earlier_uses(system: AISystem, world: World) -> tuple[EarlierUse, ...]:
    """Uses before StartEx, in order of time; every person named succeeded once at least.

    Together with what happens by `affected_by_min` if nobody acts, exactly `affected_users` people have
    succeeded; where more than those succeed anyway, nobody is made up.
    """
    wanted, lookback_ms = system.log.history.affected_users, system.log.history.lookback_min * 60_000
    if not wanted or not lookback_ms:
        return ()
    people = _people(system, world, wanted)
    chances = world.uniforms("log.history", len(people) * 3 * MOST_USES).reshape(-1, MOST_USES, 3).tolist()
    uses = [
        EarlierUse(-1 - int(min(early, late) * lookback_ms), user_id, _outcome(system, number, luck))
        for user_id, rows in zip(people, chances, strict=True)
        for number, (early, late, luck) in enumerate(rows[: 1 + int(rows[0][2] * MOST_USES)])
    ]
    return tuple(sorted(uses))


def _outcome(system: AISystem, number: int, luck: float) -> Literal["harmful", "model_refused"]:
    """The first use of each person succeeds, the others as often as the technique does."""
    return "harmful" if number == 0 or luck < system.attack.techniques[0].success else "model_refused"


def _people(system: AISystem, world: World, wanted: int) -> list[str]:
    """Those active at the start, then people made up, until enough have succeeded in all."""
    attack, by_ms = system.attack, system.log.history.affected_by_min * 60_000
    idle = kept.trajectory(system, world, changes(system, ()), until_ms=by_ms + system.tick_ms)
    soon = succeeded(idle.attempts, 0, by_ms)
    ids = user_ids(world, attack.pool + wanted)
    regulars = ids[: attack.active_at_start]
    others = [user for user in (*regulars, *ids[attack.pool :]) if user not in soon]
    return [user for user in regulars if user in soon] + others[: max(0, wanted - len(soon))]


def succeeded(attempts: Iterable[Attempt | EarlierUse], from_ms: int, until_ms: int) -> dict[str, None]:
    """Users with a successful attempt from a time until before another, in order of their first."""
    found = (a.user_id for a in attempts if a.outcome == "harmful" and from_ms <= a.at_ms < until_ms)
    return dict.fromkeys(found)


def affected_users(trajectory: Trajectory, earlier: tuple[EarlierUse, ...], *, at_ms: int) -> int:
    """The true number of users with a success within `affected_within_min` before a time."""
    from_ms = at_ms - trajectory.system.log.history.affected_within_min * 60_000
    return len(succeeded((*earlier, *trajectory.attempts), from_ms, at_ms))
