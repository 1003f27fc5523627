"""A team file from disk, with every problem named by its line."""

from pathlib import Path

from engine.content_folder import source_of
from engine.errors import ScenarioInvalid
from engine.model_file import validate
from engine.rehearsal.team_file import TeamFile
from engine.source import sorted_problems


def load_team(path: Path) -> TeamFile:
    """The team in a file.

    Raises:
        ScenarioInvalid: the file can't be used, with every problem found.

    """
    file, problems = validate(source_of(path), TeamFile)
    if file is None or problems:
        raise ScenarioInvalid(sorted_problems(problems))
    return file
