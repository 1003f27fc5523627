"""An agent's tool calls in one world under many lucks: how many take effect in each step, as means."""

from __future__ import annotations

import numpy as np

from engine.simulation.calls import CallQueue
from engine.simulation.run.switches import Changes, stretches
from engine.simulation.worlds.draws import Floats


def acted(queue: CallQueue, planned: Floats, plan: Changes, tick_s: int) -> Floats:
    """Mean calls that take effect in each step, [step], of the unauthorised actions planned, [step, luck]."""
    steps, lucks = planned.shape
    runs = queue.steps(tick_s)
    waiting, done = np.full(lucks, float(queue.planned_at_start)), np.zeros(steps)
    running = [np.zeros(lucks) for _ in range(runs)]
    was_purged = False
    for first, last, controls in stretches(plan, steps):
        room = queue.room(tick_s, controls.dispatch)
        if controls.calls_purged and not was_purged:
            waiting, running = np.zeros(lucks), [np.zeros(lucks) for _ in range(runs)]
        was_purged = controls.calls_purged
        for step in range(first, last):
            waiting = waiting + planned[step] * queue.calls_per_action
            started = np.minimum(waiting, room)
            waiting = waiting - started
            ended, *running = (calls * controls.in_flight for calls in running)
            running.append(started)
            done[step] = ended.mean()
    return done
