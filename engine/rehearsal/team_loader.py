"""A team file from disk, with every problem named by its line."""

from pathlib import Path

from engine.errors import ScenarioInvalid
from engine.files.folder import source_of
from engine.files.models import validate
from engine.files.source import sorted_problems
from engine.rehearsal.team_file import TeamFile


def load_team(path: Path) -> TeamFile:
    """The team in a file.

    Raises:
        ScenarioInvalid: the file can't be used, with every problem found.

    """
    file, problems = validate(source_of(path), TeamFile)
    if file is None or problems:
        raise ScenarioInvalid(sorted_problems(problems))
    return file
