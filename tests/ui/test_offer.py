"""In which order scenarios are offered, and which one is tried alone."""

from itertools import pairwise

from engine.rehearsal.demo import PLAYED
from ui.server import process
from ui.server.entry import trials


def test_scenarios_are_offered_by_type_and_the_longest_first() -> None:
    """The seed's own comes first: it is what a new exercise and a trial begin with."""
    offered = [item.scenario for item in process.scenarios().values()]
    order = list(offered[0].incident_types)

    assert offered[0].id == PLAYED[0]
    for one, other in pairwise(offered):
        places = [(order.index(item.incident_type), -item.duration_ms, item.name) for item in (one, other)]
        assert places == sorted(places)


def test_a_trial_plays_the_first_of_them(store: None) -> None:
    """Ninety minutes at six times the pace, whatever shorter scenarios lie beside it."""
    seat = process.session().seat(trials.start())
    assert seat is not None

    assert process.session().current(seat.exercise_id).scenario.id == PLAYED[0]
