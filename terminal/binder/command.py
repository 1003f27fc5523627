"""The command `tplus binder`: which papers, of what, marked how, written where."""

from pathlib import Path
from typing import Annotated

import typer

from terminal.printing import Data, people_errors, say


def binder(  # noqa: PLR0913  # one parameter an option
    scenario: Annotated[
        Path, typer.Argument(help="Exercise file, id of a shipped one, or id of a stored exercise.")
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder, or a .zip file for one pack; named after the exercise."),
    ] = None,
    paper: Annotated[
        list[str] | None,
        typer.Option("--paper", metavar="NAME", help="Only this paper, such as msel; repeat it for more."),
    ] = None,
    format_id: Annotated[str, typer.Option("--format", "-f", help="docx, pdf or both.")] = "both",
    tlp: Annotated[
        str, typer.Option(help="Label on every page: RED, AMBER+STRICT, AMBER, GREEN or CLEAR.")
    ] = "AMBER",
    title: Annotated[
        str, typer.Option(help="What participants read as its name; the scenario's may tell too much.")
    ] = "",
    address: Annotated[str, typer.Option(help="Address to join at, such as http://192.0.2.7:8501.")] = "",
    code: Annotated[str, typer.Option(help="Join code.")] = "",
    date: Annotated[
        str, typer.Option(help="When people meet, in local time, such as 2027-01-15T10:00.")
    ] = "",
    zone: Annotated[str, typer.Option(help="Time zone of the date, such as Europe/Berlin.")] = "",
    place: Annotated[str, typer.Option(help="Where people meet.")] = "",
    data: Data = None,
) -> None:
    """Write the papers of an exercise as Word and PDF: plan, guides, MSEL, cards, forms, invitation."""
    from scoring.binder.setting import Given
    from terminal.binder import writing

    with people_errors():
        given = Given(title, tlp, address, code, date, zone, place)
        asked = writing.asked(papers=paper or (), format_id=format_id, given=given)
        found = writing.source_of(scenario, data, asked.setting)
        for line in writing.written(found, asked.wanted, out):
            say(line)
