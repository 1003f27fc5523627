"""The playbook and the notification clocks as the desk sees them: what is done, what runs, what is missed."""

from collections.abc import Iterator

import streamlit as st

from engine.log.events import ObservationRecorded
from engine.procedure.clocks import running, true_clocks
from engine.procedure.steps import forks, steps
from engine.scenario.times import offset_label
from engine.seats.identity import Seat
from engine.views import may_see_schedule
from ui.language import columns
from ui.language.text import name_of, plain
from ui.language.words import t
from ui.live import bar
from ui.pieces import countdown, panels, playbook
from ui.pieces.room import Room, room_of


@bar.part("desk:procedure", "inject_delivered", *bar.FOLLOWED)
def draw(seat: Seat) -> None:
    """Clocks first, as they are missed most often; then the playbook's steps and decision points."""
    room = room_of(seat)
    if not may_see_schedule(room.state, seat.participant_id):
        return
    st.subheader(t("Notification clocks"))
    panels.table(list(_clock_rows(room)), t("No clock has begun, and the team has started none."))
    st.caption(t("Exercise content, not legal advice. Participants don't see which clocks really began."))
    book = room.scenario.playbook
    if book is not None:
        st.subheader(plain(t("Playbook: {name}", name=book.name)))
        playbook.reviewed(book)
        panels.table([*_step_rows(room), *_fork_rows(room)], t("No immediate actions."))


def _clock_rows(room: Room) -> Iterator[columns.Row]:
    told = {item.clock.id: item for item in running(room.scenario, room.state)}
    true = {item.clock.id: item for item in true_clocks(room.scenario, room.state)}
    for clock_id in dict.fromkeys((*true, *told)):
        began, said = true.get(clock_id), told.get(clock_id)
        clock = began.clock if began else told[clock_id].clock
        left = "" if said is None or said.due_ms is None else countdown.words(said.due_ms, room.at_ms)
        yield {
            columns.RULE: clock.regime,
            columns.BEGAN: t("{time}, with “{title}”", time=offset_label(began.since_ms), title=began.title)
            if began
            else t("not in this exercise so far"),
            columns.COUNTED: t(
                "from {since}, said at {time} by {name}",
                since=offset_label(said.since_ms),
                time=offset_label(said.told.at_ms),
                name=name_of(room.names, said.told.by),
            )
            if said
            else t("not started"),
            columns.LEFT: left,
            columns.TO: clock.to,
        }


def _step_rows(room: Room) -> Iterator[columns.Row]:
    for step in steps(room.scenario, room.state):
        left = "" if step.due_ms is None or step.done else countdown.words(step.due_ms, room.at_ms)
        done = step.done
        yield {
            columns.ACTION: step.action.action,
            columns.WHO: step.action.who,
            columns.LEFT: left,
            columns.DONE: _by_whom(room, done),
        }


def _fork_rows(room: Room) -> Iterator[columns.Row]:
    for fork in forks(room.scenario, room.state, room.at_ms):
        done = fork.decided
        waits = t("asked now") if fork.is_reached else ""
        yield {
            columns.ACTION: t("Decide: {condition}", condition=fork.point.condition),
            columns.WHO: fork.point.approval_required,
            columns.LEFT: "" if done else waits,
            columns.DONE: _by_whom(room, done),
        }


def _by_whom(room: Room, done: ObservationRecorded | None) -> str:
    if done is None:
        return ""
    return t("{name}, {time}", name=name_of(room.names, done.by), time=offset_label(done.at_ms))
