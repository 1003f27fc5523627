"""The one door for screens and terminal: read the log, fold it, decide, append, and try again on conflict."""

import threading
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from engine import commands as c
from engine.clock import Clock, utc_now, wait
from engine.decide import decide
from engine.errors import ConcurrentAppend, ExerciseMissing, Refused, StoreUnavailable, Unplayable
from engine.files.loader import LoadedScenario
from engine.log.canonical import from_text
from engine.log.events import Event
from engine.log.fact import SYSTEM, USUAL, AppRole, Conditions
from engine.log.state import State, fold
from engine.running.storing import Storing
from engine.scenario.resolve import Scenario, scenario_from_stored
from engine.schedule import due
from engine.seats import identity, tokens
from engine.seats.keys import Keys, exercise_of, keys_of, role_of, signing_secret
from engine.seats.naming import cleaned
from engine.snapshot import Snapshot, snapshot_of
from engine.store import NO_NAMES, EventStore, Names
from engine.timeline import facts_hold

SEED_TRIES = 20
"""Worlds looked at for a new exercise; a scenario whose figures fit none keeps the last (assumption)."""

ATTEMPTS = 50
"""How often an append is tried before giving up (assumption: far above the people in one room)."""


CheckClock = Callable[[Snapshot, datetime], tuple[c.PauseClock | c.CorrectClock, int] | None]
"""Says what puts an exercise's clock right at a moment, with the exercise time it holds from."""

OnAppend = Callable[[str, tuple[Event, ...]], None]
"""Told of an exercise and the events just stored in it, on the thread that stored them."""


class Session:
    """The exercises of one store, as screens and terminal use them."""

    def __init__(self, store: EventStore, *, clock: Clock = utc_now) -> None:
        self.store = store
        self.clock = clock
        self.on_append: OnAppend | None = None
        self.check_clock: CheckClock | None = None
        self.storing = Storing()
        self._signing = ""
        self._cache: dict[str, Snapshot] = {}
        self._lock = threading.Lock()

    def create(
        self,
        loaded: LoadedScenario,
        *,
        seed: int | None = None,
        title: str = "",
        organisation_team: str = "",
        conditions: Conditions = USUAL,
    ) -> Keys:
        """A new exercise of this scenario; the keys that open it."""
        chosen = fitting_seed(loaded.scenario) if seed is None else seed
        exercise_id = identity.new_id("x")
        command = loaded.creation(
            seed=chosen, title=title, organisation_team=organisation_team, conditions=conditions
        )
        self.execute(exercise_id, command)
        return self.keys(exercise_id)

    def add(self, events: Sequence[Event], names: Mapping[str, str]) -> str:
        """An exercise that was played elsewhere, stored with the names of its seats; its new id."""
        exercise_id = identity.new_id("x")
        self.store.append(exercise_id, tuple(events), after_seq=0, names=names)
        return exercise_id

    def keys(self, exercise_id: str) -> Keys:
        """The keys of an exercise, made when first asked for."""
        return keys_of(self.store, exercise_id)

    def find(self, join_code: str) -> str:
        """The exercise that a join code opens.

        Raises:
            Refused: no exercise has this code.

        """
        return exercise_of(self.store, join_code)

    def join(
        self, exercise_id: str, name: str, roles: Sequence[str] = (), *, app_role: AppRole = "participant"
    ) -> str:
        """A new seat; the token its browser keeps."""
        seat = identity.Seat(exercise_id, identity.new_id("p"), app_role)
        by = seat.participant_id
        command = c.JoinExercise(by=by, participant_id=by, app_role=app_role, roles=tuple(roles))
        self.execute(exercise_id, command, names={by: cleaned(name)})
        return self.token_of(seat)

    def token_of(self, seat: identity.Seat) -> str:
        """One more token of a seat that is taken."""
        return tokens.token_of(self.store, self.signing, seat, self.clock())

    def read(self, token: str) -> identity.Pass | None:
        """What a token of this database says; whether it still holds is for `seat` to say."""
        return identity.read_pass(token, self.signing) if token else None

    def seat(self, token: str) -> identity.Seat | None:
        """The seat of a token, or None if it is not ours, is revoked or too old, or nobody sits there."""
        held = self.read(token)
        if held is None:
            return None
        snapshot = self.current(held.seat.exercise_id)
        return held.seat if tokens.is_valid(self.store, held, snapshot, self.clock()) else None

    @property
    def signing(self) -> str:
        """What the tokens of this database are signed with; read once."""
        self._signing = self._signing or signing_secret(self.store)
        return self._signing

    def unlock(self, exercise_id: str, secret: str) -> AppRole | None:
        """The application role a secret opens, or None."""
        return role_of(self.store, exercise_id, secret)

    def exercises(self, *, with_trials: bool = False) -> tuple[Snapshot, ...]:
        """Every exercise, latest first; those that somebody tries alone only where they are asked for.

        What this Tplus can't play again as it was is left out; `tplus doctor` tells of it.
        """
        found = self._playable()
        listed = [item for item in found if with_trials or not item.is_trial]
        return tuple(
            sorted(listed, key=lambda item: (item.events[0].recorded_at, item.exercise_id), reverse=True)
        )

    def _playable(self) -> Iterator[Snapshot]:
        for exercise_id in self.store.last_seqs():
            with suppress(Unplayable):
                yield self.current(exercise_id)

    def current(self, exercise_id: str) -> Snapshot:
        """The exercise as its log says now.

        Raises:
            Refused: there is no such exercise, or this Tplus can't play it again as it was.

        """
        with self._lock:
            known = self._cache.get(exercise_id)
        snapshot = self._read(exercise_id, known)
        if snapshot is None:
            raise ExerciseMissing(f"There is no exercise {exercise_id!r}; see the list of exercises.")
        with self._lock:
            latest = self._cache.get(exercise_id)
            if latest is None or latest.state.seq <= snapshot.state.seq:
                self._cache[exercise_id] = snapshot
        return snapshot

    def _read(self, exercise_id: str, known: Snapshot | None) -> Snapshot | None:
        rows = self.store.rows(exercise_id, after_seq=known.state.seq if known else 0)
        if known is None:
            return snapshot_of(exercise_id, [row.text for row in rows])
        fresh = tuple(from_text(row.text) for row in rows)
        return replace(known, state=fold(fresh, known.state), events=known.events + fresh) if fresh else known

    def keep_only(self, exercise_ids: Container[str]) -> None:
        """Forget what was read of exercises that have been deleted since."""
        with self._lock:
            self._cache = {name: item for name, item in self._cache.items() if name in exercise_ids}

    def at_ms(self, exercise_id: str) -> int:
        """Exercise time now."""
        return self.current(exercise_id).at_ms(self.clock())

    def execute(self, exercise_id: str, command: c.Command, *, names: Names = NO_NAMES) -> tuple[Event, ...]:
        """The events that answer a command, stored before this returns; none if there was nothing to do.

        With `names`, those of people who take a seat by it are stored with the seat or not at all.

        Raises:
            Refused: the command does not fit the present state.

        """
        for attempt in range(ATTEMPTS):
            try:
                return self._try(exercise_id, command, names)
            except ConcurrentAppend:
                wait(0.002 * attempt)
        raise Refused("Too many people are writing at once; try again.")

    def _try(self, exercise_id: str, command: c.Command, names: Names) -> tuple[Event, ...]:
        now = self.clock()
        if isinstance(command, c.CreateExercise):
            scenario, at_ms = scenario_from_stored(command.scenario), 0
            state = fold(from_text(row.text) for row in self.store.rows(exercise_id))
        else:
            snapshot = self._with_clock_right(exercise_id, now)
            scenario, state, at_ms = snapshot.scenario, snapshot.state, snapshot.at_ms(now)
        if isinstance(command, c.ReopenExercise):
            command = command.model_copy(update={"asked_at": now})
        return self._store(exercise_id, state, decide(scenario, state, command, at_ms), now=now, names=names)

    def _with_clock_right(self, exercise_id: str, now: datetime) -> Snapshot:
        """The exercise as it is now, once its clock is paused where the server stood still."""
        snapshot = self.current(exercise_id)
        found = self.check_clock(snapshot, now) if self.check_clock else None
        if found is None:
            return snapshot
        command, at_ms = found
        decided = decide(snapshot.scenario, snapshot.state, command, at_ms)
        self._store(exercise_id, snapshot.state, decided, now=now)
        return self.current(exercise_id)

    def _store(
        self,
        exercise_id: str,
        state: State,
        decided: Sequence[Event],
        *,
        now: datetime,
        names: Names = NO_NAMES,
    ) -> tuple[Event, ...]:
        stamped = tuple(
            event.model_copy(update={"seq": state.seq + number, "recorded_at": now})
            for number, event in enumerate(decided, start=1)
        )
        if not stamped:
            return ()
        try:
            self.store.append(exercise_id, stamped, after_seq=state.seq, names=names)
        except StoreUnavailable as error:
            self.storing.failed(now, error)
            raise
        self.storing.worked()
        if self.on_append is not None:
            self.on_append(exercise_id, stamped)
        return stamped

    def conduct(self, exercise_id: str) -> tuple[Event, ...]:
        """Deliver every inject that is due, and end the exercise once its time is up."""
        now = self.clock()
        try:
            snapshot = self._with_clock_right(exercise_id, now)
        except ConcurrentAppend:
            return ()  # the next round looks again
        if snapshot.state.phase != "running":
            return ()
        at_ms = snapshot.at_ms(now)
        done: list[Event] = []
        for entry in due(snapshot.scenario, snapshot.state, at_ms):
            done += self.execute(exercise_id, c.DeliverInject(inject_id=entry.inject_id, manner="due"))
        if at_ms >= snapshot.state.end_ms:
            done += self._end(exercise_id)
        return tuple(done)

    def _end(self, exercise_id: str) -> tuple[Event, ...]:
        try:
            return self.execute(exercise_id, c.EndExercise(by=SYSTEM, reason="The time is up."))
        except Refused:
            return ()  # somebody ended it in the same moment

    def names(self, exercise_id: str) -> Mapping[str, str]:
        """Names of participants by id; empty once they have been erased."""
        return self.store.names(exercise_id)


def fitting_seed(scenario: Scenario) -> int:
    """A new seed whose world has the figures the scenario tells of; about one in twenty has not."""
    for _ in range(SEED_TRIES):
        seed = identity.new_seed()
        if facts_hold(scenario.ai_system, seed=seed):
            break
    return seed
