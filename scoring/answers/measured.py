"""How often suggestions were right on labelled answers that the matcher had not seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares from `python -m bench.answers`: leaving one question out, then one set's weights on another."""

    likely: tuple[float, float]
    """Of points called likely, those that were made."""
    possible: tuple[float, float]
    """The same of points called possible."""
    missed: tuple[float, float]
    """Of points not suggested, those that were made all the same."""

    @property
    def likely_in_ten(self) -> str:
        """How many of ten likely points were made, rounded down."""
        return _in_ten(self.likely)

    @property
    def possible_in_ten(self) -> str:
        """How many of ten possible points were made, rounded down."""
        return _in_ten(self.possible)

    @property
    def missed_one_in(self) -> int:
        """Of how many points not suggested one was made."""
        return round(1 / max(self.missed))


def _in_ten(shares: tuple[float, float]) -> str:
    least, most = (int(10 * share) for share in sorted(shares))
    return str(least) if least == most else f"{least} to {most}"


MEASURED: Mapping[str, Measured] = MappingProxyType(
    {
        "words-3": Measured(likely=(0.950, 0.938), possible=(0.753, 0.664), missed=(0.118, 0.123)),
        "meaning-1": Measured(likely=(0.956, 0.943), possible=(0.731, 0.626), missed=(0.100, 0.105)),
    }
)
"""By matcher; on 236 and 80 answers to 20 and 8 questions (docs/answers.md has the tables)."""
