"""What the terminal tells of other decisions, about a scenario or a stored exercise."""

from collections.abc import Iterator
from pathlib import Path

from engine.errors import Refused
from engine.files.loader import exercises, load_content
from engine.files.text import is_there, legible
from engine.scenario.times import offset_label
from scoring.whatif.compare import WhatIf, of_scenario
from scoring.whatif.words import crossings, earlier, headline, luck, mattered_most, prices, revealed, without
from terminal.records import method_of, open_session
from terminal.rehearsing import find_scenario

PRICED_EVERY = 3
"""Every third step of five minutes is shown in the table of what waiting costs."""


def answer_about(named: str, data: Path | None, *, seeds: int) -> WhatIf:
    """The comparison for a scenario file, a shipped scenario's id, or a stored exercise's id.

    Raises:
        Refused: there is nothing of that name, or the exercise has not started.
        ScenarioInvalid: the file has problems.

    """
    content = load_content()
    shipped = [path.stem for path in exercises()]
    if is_there(Path(named)) or named in shipped:
        return of_scenario(find_scenario(Path(named), content).scenario, seeds=seeds)
    try:
        session = open_session(data)
        snapshot = session.current(named)
    except Refused as refused:
        known = ", ".join(map(legible, shipped))
        raise Refused(
            f"{legible(named)} is no scenario file, no shipped scenario ({known}) and no stored exercise:"
            f" {refused}"
        ) from refused
    return method_of(session).whatif(snapshot, seeds=seeds)


def in_words(answer: WhatIf) -> Iterator[str]:
    """The comparison as lines for people."""
    asked = answer.question
    kind = "fresh worlds" if asked.team is None else "rolls of the model's luck in the exercise's world"
    yield f"{asked.scenario.name}: {len(asked.worlds)} {kind}, until {offset_label(asked.until_ms)}"
    yield headline(answer)
    yield revealed(answer)
    yield from filter(None, (luck(answer), mattered_most(answer)))
    yield ""
    yield f"{'':12} {'harm points (5 to 95 %)':>32} {'service kept':>14}"
    for name, outcome in answer.outcomes.items():
        harm = outcome.harm_points
        band = f"{harm.mean:,.0f} ({harm.low:,.0f} to {harm.high:,.0f})"
        yield f"{name:12} {band:>32} {outcome.service.mean:>14.1%}"
    yield ""
    yield "A minute of waiting costs, in harm points (each level applied and held to the end):"
    yield from _price_lines(answer)
    yield from _team_lines(answer)
    yield ""
    yield "In this model, with the assumptions of docs/simulation.md. Harm points are a weighted sum."


def _price_lines(answer: WhatIf) -> Iterator[str]:
    found = prices(answer)
    for level in answer.surface.levels:
        mine = [price for price in found if price.level == level][::PRICED_EVERY]
        cells = [f"from T+{price.minute}: {price.per_minute.mean:,.1f}" for price in mine]
        yield f"  level {level}  {'   '.join(cells)}"


def _team_lines(answer: WhatIf) -> Iterator[str]:
    if not answer.question.team:
        return
    yield ""
    yield from crossings(answer)
    yield ""
    yield "Your own decisions, but none before anybody could know:"
    for minutes, change in answer.earlier:
        yield f"  {earlier(minutes, change)}"
    for decision, change in answer.left_out:
        yield f"  {without(decision, change)}"
