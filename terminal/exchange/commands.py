"""The commands `tplus import` and `tplus export`."""

from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from engine.errors import Problem, ScenarioInvalid
from engine.exchange.losses import LossReport, as_json
from engine.exchange.times.column import Choice
from terminal.printing import Json, people_errors, say, say_json, stop

Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")]


def add_to(app: typer.Typer) -> None:
    """Offer both commands."""
    app.command("import")(import_file)
    app.command("export")(export_file)


def import_file(  # noqa: PLR0913, PLR0917 - an argument is an option people type
    file: Annotated[Path, typer.Argument(help="Spreadsheet, CSV, JSON or Markdown; see docs/import.md.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Scenario to write; without it only the report is printed."),
    ] = None,
    from_format: Annotated[
        str,
        typer.Option("--from", help="cexf, iceberg, list, markdown, msel, openaev, stages, t3sf or tplus."),
    ] = "auto",
    times: Annotated[
        str, typer.Option(help="What times mean that can be read in two ways: mm:ss, hh:mm, clock, dmy, mdy.")
    ] = "auto",
    sheet: Annotated[str, typer.Option(help="The sheet to read, where a spreadsheet has several.")] = "",
    overwrite: Overwrite = False,
    as_json_text: Json = False,
) -> None:
    """Turn a file of another tool into a scenario, and say what was taken, guessed and left out."""
    from engine.exchange.source import Options
    from terminal.exchange import files

    options = Options(from_format, _choice(times), sheet)
    with people_errors():
        try:
            found = files.imported(file, options)
        except ScenarioInvalid as invalid:
            raise _refused(invalid.problems, as_json_text=as_json_text) from invalid
        if out is not None:
            files.put(out, found.text.encode(), overwrite=overwrite)
    _tell(
        found.report, as_json_text=as_json_text, format=found.format_id, out=None if out is None else str(out)
    )
    if not as_json_text:
        say(f"Written: {out}" if out is not None else "Nothing is written; name a scenario with --out.")


def _choice(times: str) -> Choice:
    chosen: Choice | None = next((item for item in get_args(Choice) if item == times), None)
    if chosen is None:
        raise stop(f"{times!r} is no way to read times. Choose from: {', '.join(get_args(Choice))}.")
    return chosen


def _refused(problems: tuple[Problem, ...], *, as_json_text: bool) -> typer.Exit:
    if not as_json_text:
        return stop("\n".join(str(problem) for problem in problems))
    say_json({"problems": [{name: getattr(item, name) for name in item.__slots__} for item in problems]})
    return typer.Exit(1)


def _tell(report: LossReport, *, as_json_text: bool, **more: Any) -> None:
    if as_json_text:
        say_json(as_json(report, **more))
        return
    for line in report.lines():
        say(line)


def export_file(
    scenario: Annotated[Path, typer.Argument(help="Exercise file, or the id of a shipped one.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="File to write; its ending chooses the format.")],
    to_format: Annotated[str, typer.Option("--to", help="xlsx, csv, json, yml or cexf.")] = "",
    overwrite: Overwrite = False,
    as_json_text: Json = False,
) -> None:
    """Write a scenario as MSEL (xlsx, csv), JSON, YAML or CEXF, and say what the file does not hold."""
    from terminal.exchange import files

    with people_errors():
        made = files.exported(scenario, out, to_format)
        files.put(out, made.content, overwrite=overwrite)
    _tell(made.report, as_json_text=as_json_text, format=made.format.id, out=str(out))
    if not as_json_text:
        say(f"Written: {out} ({len(made.content):,} bytes)")
