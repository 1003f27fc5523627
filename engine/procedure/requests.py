"""Requests about the procedure: a step or a fork of the playbook is done, a notification clock runs."""

from typing import Literal

from pydantic import Field

from engine.request import Needed, Prose, Request


class RecordStep(Request):
    """Say that a step of the playbook is done or a fork decided, or take that back."""

    kind: Literal["record_step"] = "record_step"
    step: Needed = Field(description="Id of the step or fork, as `engine.procedure.steps` gives it.")
    is_undone: bool = Field(default=False, description="Whether it is taken back.")
    note: Prose = Field(default="", description="What was decided, or how.")


class StartNotificationClock(Request):
    """Say that a notification clock has started, and from when it counts; a second one corrects the first."""

    kind: Literal["start_notification_clock"] = "start_notification_clock"
    clock: Needed = Field(description="Id of the clock.")
    since_ms: int | None = Field(
        default=None, ge=0, description="Exercise time it counts from, in milliseconds; now if absent."
    )
    is_undone: bool = Field(default=False, description="Whether it does not run after all.")
    note: Prose = Field(default="", description="Why it counts from then, or why it does not run.")
