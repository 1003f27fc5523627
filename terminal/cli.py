"""The terminal door: exercises are served, rehearsed, scored, compared, reported and checked from here."""

from pathlib import Path
from typing import Annotated

import typer

from engine.errors import errors_in
from terminal import keeping_commands, play_command
from terminal.binder.command import binder
from terminal.exchange import commands as exchange_commands
from terminal.printing import (
    AllowedHosts,
    Data,
    HighContrast,
    Json,
    people_errors,
    print_scores,
    say,
    say_json,
    stop,
)

app = typer.Typer(
    help="Tabletop exercises for AI incidents, with a simulated AI system that reacts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

for command in (*keeping_commands.COMMANDS, play_command.play, binder):
    app.command()(command)
exchange_commands.add_to(app)
app.add_typer(keeping_commands.db, name="db")


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    data: Data = None,
    high_contrast: HighContrast = False,
    allowed_host: AllowedHosts = None,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="For a room: every network, a key, addresses to join by."),
    ] = False,
) -> None:
    """Start the app and print its address."""
    from terminal.serving import run_app

    with people_errors():
        run_app(
            host=host,
            port=port,
            data=data,
            high_contrast=high_contrast,
            allowed=tuple(allowed_host or ()),
            for_lan=lan,
        )


@app.command()
def validate(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    as_json: Json = False,
) -> None:
    """Check scenario and content files; every problem and every warning with its place and its remedy."""
    from terminal.validating import problems_of, summary

    problems = problems_of(paths)
    if as_json:
        say_json([{name: getattr(item, name) for name in item.__slots__} for item in problems])
    else:
        for problem in problems:
            say(str(problem))
        say(summary(problems))
    if problems if strict else errors_in(problems):
        raise typer.Exit(1)


@app.command()
def rehearse(
    scenario: Annotated[Path, typer.Argument(help="Exercise file, or the id of a shipped one.")],
    team: Annotated[
        str, typer.Option(help="playbook, clumsy, nothing, random, or a YAML file of timed commands.")
    ] = "playbook",
    seed: Annotated[int, typer.Option(min=0, help="Seed of the simulated AI system.")] = 1,
    log: Annotated[Path | None, typer.Option(help="Also write the log here, one event a line.")] = None,
    as_json: Json = False,
) -> None:
    """Play a whole exercise with simulated participants, without a server."""
    from terminal.rehearsing import report_of

    with people_errors():
        report, events = report_of(scenario, team, seed=seed)
    if log is not None:
        log.write_text("\n".join(events) + "\n", encoding="utf-8")
    if as_json:
        say_json(report)
    else:
        print_scores(report)


@app.command()
def demo(
    data: Data = None,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    fresh: Annotated[bool, typer.Option("--fresh", help="Replace an earlier demonstration.")] = False,
    fill_only: Annotated[bool, typer.Option("--fill-only", help="Fill the database and stop.")] = False,
    high_contrast: HighContrast = False,
    allowed_host: AllowedHosts = None,
) -> None:
    """Fill a database of its own with fifteen exercises, one of them live, and start the app."""
    from terminal.serving import fill_demo, run_app

    folder = data or Path("data") / "demo"
    with people_errors():
        for line in fill_demo(folder, fresh=fresh, port=port):
            say(line)
        if not fill_only:
            allowed = tuple(allowed_host or ())
            run_app(host="127.0.0.1", port=port, data=folder, high_contrast=high_contrast, allowed=allowed)


@app.command()
def score(
    exercise: Annotated[str, typer.Argument(help="Id of an exercise; see `tplus history`.")],
    data: Data = None,
    replayed: Annotated[
        bool, typer.Option("--replayed", help="Also play the team on 200 other days; takes a minute.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print the six scores of a stored exercise, and what each source said."""
    from terminal.records import scored

    with people_errors():
        report = scored(exercise, data, is_replayed=replayed)
    if as_json:
        say_json(report)
    else:
        print_scores(report)


@app.command()
def difficulty(
    scenarios: Annotated[
        list[Path], typer.Argument(metavar="SCENARIO...", help="Exercise files, or ids of shipped ones.")
    ],
    plays: Annotated[int, typer.Option(min=2, max=1_000, help="Days each reference team plays.")] = 40,
    as_json: Json = False,
) -> None:
    """Print how hard scenarios are: what reference teams of three skills reach in them."""
    from terminal import measuring

    with people_errors():
        found = measuring.difficulties_of(scenarios, plays=plays)
    if as_json:
        say_json(measuring.as_file(found))
    else:
        for line in measuring.in_words(found):
            say(line)


@app.command()
def suggest(
    question: Annotated[
        Path,
        typer.Argument(help="YAML file of one question: text, points, anti_points.", metavar="QUESTION.yml"),
    ],
    answers: Annotated[list[str], typer.Argument(help="Text files, or - for standard input.")],
    as_json: Json = False,
) -> None:
    """Suggest which points of a question answers make, with the words that show it; an evaluator decides."""
    from terminal import suggesting

    with people_errors():
        asked = suggesting.read_question(question)
        matcher = suggesting.matcher()
        found = suggesting.suggestions(asked, suggesting.read_answers(answers), matcher)
    if as_json:
        say_json(suggesting.to_json(asked, found, matcher.name))
    else:
        for line in suggesting.in_words(found, matcher.name):
            say(line)


@app.command()
def whatif(
    named: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO_OR_EXERCISE",
            help="Exercise file, id of a shipped one, or id of a stored exercise.",
        ),
    ],
    seeds: Annotated[
        int, typer.Option(min=20, max=1_000, help="Worlds, or rolls of luck, to compare over.")
    ] = 200,
    data: Data = None,
    as_json: Json = False,
) -> None:
    """Print what other decisions would have done, with bands over many worlds."""
    from terminal.comparing import answer_about, in_words

    with people_errors():
        answer = answer_about(named, data, seeds=seeds)
    if as_json:
        say_json(answer.to_json())
    else:
        for line in in_words(answer):
            say(line)


@app.command()
def history(
    data: Data = None,
    as_json: Json = False,
    trials: Annotated[bool, typer.Option("--trials", help="Count exercises tried alone too.")] = False,
) -> None:
    """Print readiness over quarters, and every exercise it rests on."""
    from terminal.records import history

    with people_errors():
        report = history(data, with_trials=trials)
    if as_json:
        say_json(report)
        return
    for row in report["exercises"]:
        readiness = "not scored" if row["readiness"] is None else f"{row['readiness']:.2f}"
        say(f"{row['quarter']}  {row['exercise_id']}  {readiness:>10}  {row['phase']:<8}  {row['title']}")
    for row in report["quarters"]:
        exercises = "1 exercise" if row["exercises"] == 1 else f"{row['exercises']} exercises"
        say(f"{row['quarter']}: {row['readiness']:.2f}, mean of {exercises}")
    for line in filter(None, (*report["comparisons"], report["whole"], report["planning"])):
        say(line)
    if not report["exercises"]:
        say("No exercise yet; `tplus demo` shows how it looks.")


@app.command()
def report(
    exercise: Annotated[str, typer.Argument(help="Id of an exercise that has ended; see `tplus history`.")],
    format_id: Annotated[
        str, typer.Option("--format", "-f", help="docx, pdf, html, md, xlsx or json.")
    ] = "docx",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; named after the exercise if not given.")
    ] = None,
    data: Data = None,
    no_names: Annotated[bool, typer.Option("--no-names", help="Roles in place of names.")] = False,
    answers: Annotated[bool, typer.Option("--answers", help="With everybody's answers by inject.")] = False,
) -> None:
    """Write the after-action report and improvement plan of an exercise."""
    from scoring.aar.source import Options
    from terminal import reporting

    with people_errors():
        options = Options(has_names=not no_names, has_answers=answers)
        made = reporting.report(exercise, data, format_id=format_id, options=options)
        _write(out or Path(made.name), made.content)


@app.command()
def items(
    exercise: Annotated[str, typer.Argument(help="Id of an exercise; all exercises if not given.")] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="File to write; printed if not given.")
    ] = None,
    data: Data = None,
) -> None:
    """Write improvement items as CSV that issue trackers import."""
    from terminal import reporting

    with people_errors():
        made = reporting.items_csv(data, exercise)
        if out is None:
            say(made.content.decode("utf-8-sig").rstrip())
        else:
            _write(out, made.content)


def _write(path: Path, content: bytes) -> None:
    """Write a file and say where."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise stop(f"{path} can't be written: {error.strerror}. Choose another file with --out.") from error
    say(f"Written: {path} ({len(content):,} bytes)")


@app.command()
def doctor(data: Data = None, as_json: Json = False) -> None:
    """Verify logs, migrations and content, and say how to mend what is wrong."""
    from terminal.examining import examine

    with people_errors():
        report = examine(data)
    if as_json:
        say_json(report)
    else:
        for line in report["checked"]:
            say(f"ok: {line}")
        for line in report["problems"]:
            say(f"PROBLEM: {line}")
    if report["problems"]:
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
