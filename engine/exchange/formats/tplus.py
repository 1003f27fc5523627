"""Scenarios that Tplus itself wrote: YAML, JSON, and the spreadsheet that holds one whole."""

import re
from collections.abc import Mapping
from typing import Any

from engine.exchange.draft import Draft, Kept
from engine.exchange.foreign import ForeignFormat
from engine.exchange.formats import msel
from engine.exchange.losses import Losses
from engine.exchange.reading.limits import refuse
from engine.exchange.source import Options, Source
from engine.exchange.whole.edits import scenario_in, with_edits
from engine.exchange.whole.lines import SHEET
from engine.exchange.whole.sheet import embedded, msel_rows
from engine.exchange.writing.yaml_text import yaml_text

_EXERCISE = re.compile(r"^[\"']?exercise[\"']?\s*:", re.MULTILINE)


def fits(source: Source) -> int:
    """Whether the file holds a scenario of Tplus."""
    if source.grids:
        return 4 if embedded(source) is not None else 0
    if source.value is not None:
        return 4 if _is_scenario(source.value) else 0
    return 4 if _EXERCISE.search(source.text) else 0


def _is_scenario(value: Any) -> bool:
    exercise = value.get("exercise") if isinstance(value, Mapping) else None
    return isinstance(exercise, Mapping) and isinstance(exercise.get("scenario"), Mapping)


def read(source: Source, options: Options, losses: Losses) -> Draft | Kept:
    """The scenario; of a spreadsheet, with what was edited in its MSEL.

    Raises:
        ScenarioInvalid: the times of its MSEL can be read in two ways.

    """
    if source.value is not None:
        losses.taken("the whole scenario")
        return Kept(yaml_text({"exercise": source.value["exercise"]}))
    if not source.grids:
        losses.taken("the whole scenario, letter for letter", "", "the file is a scenario of Tplus already")
        return Kept(source.text)
    found = embedded(source)
    rows = msel_rows(source, options, losses)
    exercise = scenario_in(found.text) if found is not None and found.is_whole else None
    if found is None or exercise is None:
        losses.left_out(f'the sheet "{SHEET}"', "", "it is not as it was written; the MSEL alone is read")
        return msel.read(source, options, losses)
    if rows is None:
        losses.guessed(
            "the scenario is taken as it was written", "", "no sheet has the columns Inject ID and Time"
        )
        return Kept(found.text)
    if not rows:
        refuse(source.file, "the MSEL has no row any more", "leave at least one inject in it")
    return with_edits(found.text, exercise, rows, losses)


FORMAT = ForeignFormat(
    "tplus",
    "Scenario of Tplus (.yml, .json, or the .xlsx that `tplus export` wrote)",
    fits,
    read,
    "everything; of the spreadsheet what was edited in its sheet MSEL, and all else from its sheet Tplus",
)
