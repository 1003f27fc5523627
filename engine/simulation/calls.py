"""Tool calls of an agent: planned at once, started as workers get to them, in effect when they are done."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field

from engine.simulation.block import FrozenBlock


class Pending(NamedTuple):
    """Calls that were planned and have not taken effect."""

    queued: int = 0
    running: tuple[int, ...] = ()  # started in each of the latest steps, oldest first

    @property
    def calls(self) -> int:
        """All of them."""
        return self.queued + sum(self.running)


class CallQueue(FrozenBlock):
    """How an agent's tool calls wait for workers and run; what it planned goes on without it.

    Calls are started in the order in which they were planned. How many start in a step is drawn before any
    decision, and a control only makes it less, so that fewer plans or fewer starts never do more harm.
    """

    calls_per_action: Annotated[int, Field(ge=1, le=500)] = Field(
        description="Tool calls that one unauthorised action plans, sub-agents' included."
    )
    started_per_min: Annotated[float, Field(gt=0.0, le=1000.0)] = Field(
        description="Planned calls that workers start a minute."
    )
    planned_at_start: Annotated[int, Field(ge=0, le=5000)] = Field(
        default=0, description="Calls that the agent has planned by T+0, and that wait."
    )
    takes_min: Annotated[float, Field(gt=0.0, le=60.0)] = Field(
        description="Minutes from the start of a call until it has taken effect."
    )

    def at_start(self, tick_s: int) -> Pending:
        """What is pending at T+0."""
        return Pending(self.planned_at_start, (0,) * self.steps(tick_s))

    def steps(self, tick_s: int) -> int:
        """Steps that a call runs, at least one."""
        return max(1, round(self.takes_min * 60.0 / tick_s))

    def room(self, tick_s: int, dispatch: float) -> float:
        """Calls that may start in one step while this share of starts is let through."""
        return self.started_per_min * tick_s / 60.0 * dispatch


def advanced(
    queue: CallQueue, pending: Pending, *, planned: int, most: int, in_flight: float
) -> tuple[Pending, int]:
    """The calls that are pending after a step in which up to `most` start, and those that took effect.

    `planned` counts the unauthorised actions of the step; `in_flight` is the share of running calls that is
    not called off.
    """
    waiting = pending.queued + planned * queue.calls_per_action
    started = min(waiting, most)
    done, *running = (int(calls * in_flight) for calls in pending.running)
    return Pending(waiting - started, (*running, started)), done
