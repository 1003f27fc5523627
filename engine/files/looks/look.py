"""What a file looks like, as a value."""

from dataclasses import dataclass

IMPORT = "turn it into a scenario with `tplus import FILE -o scenario.yml`"
"""What to do with a file that can be imported."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like, and what its owner can do with it."""

    kind: str
    """Short name of what it looks like, such as `spreadsheet`."""
    words: str
    """What it looks like, with its article: "a spreadsheet"."""
    remedy: str
    can_import: bool = False
    """Whether an importer reads files of this kind."""

    @property
    def sentence(self) -> str:
        """What the file is, in words that stand before a semicolon and the remedy."""
        return f"this is no Tplus file; it looks like {self.words}"


def importable(kind: str, words: str) -> Look:
    """A look that an importer reads."""
    return Look(kind, words, IMPORT, can_import=True)
