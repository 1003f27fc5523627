"""The commands that keep the database: backup, restore, upgrade, erasing names and deleting exercises."""

from pathlib import Path
from typing import Annotated

import typer

from terminal.printing import Data, people_errors, say, stop

Yes = Annotated[bool, typer.Option("--yes", help="Do it without asking.")]
db = typer.Typer(help="The database itself.", no_args_is_help=True)


def backup(
    file: Annotated[Path, typer.Argument(help="New file to write; keep it on another disk.")],
    data: Data = None,
) -> None:
    """Copy the database into one file, also while a server runs, and check what was written."""
    from terminal import keeping

    with people_errors():
        for line in keeping.back_up(file, data):
            say(line)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    data: Data = None,
) -> None:
    """Put a backup in the database's place; what was there is kept beside it."""
    from terminal import keeping

    with people_errors():
        for line in keeping.restore(file, data):
            say(line)


def erase_names(
    exercise: Annotated[str, typer.Argument(help="Id of an exercise; see `tplus history`.")] = "",
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than", min=1, max=36_500, metavar="DAYS", help="All exercises older than this."
        ),
    ] = None,
    data: Data = None,
    yes: Yes = False,
) -> None:
    """Erase the names of an exercise, or of all in which nothing has happened for DAYS; logs stay whole."""
    from terminal import keeping

    if bool(exercise) == (older_than is not None):
        raise stop("Name an exercise, or give --older-than DAYS.")
    with people_errors():
        chosen = keeping.chosen(exercise, older_than, data)
        if not chosen:
            say("No exercise is that old and has names.")
            return
        say(f"Names of {', '.join(chosen)} will be erased for good; participants become numbers.")
        _ask(yes)
        for line in keeping.erase(chosen, data):
            say(line)


def delete(
    exercise: Annotated[str, typer.Argument(help="Id of an exercise; see `tplus history`.")],
    data: Data = None,
    yes: Yes = False,
) -> None:
    """Delete an exercise with everything that belongs to it."""
    from terminal import keeping

    with people_errors():
        for line in keeping.what_goes(exercise, data):
            say(line)
        _ask(yes)
        for line in keeping.delete(exercise, data):
            say(line)


COMMANDS = (backup, restore, erase_names, delete)
"""Those that stand beside all other commands, in the order of their help."""


@db.command()
def upgrade(data: Data = None) -> None:
    """Bring an older database to this version's schema; a copy of it is kept beside it first."""
    from terminal import keeping

    with people_errors():
        for line in keeping.upgrade(data):
            say(line)


def _ask(yes: bool) -> None:
    if not yes and not typer.confirm("Go on?"):
        raise stop("Nothing was changed.")
