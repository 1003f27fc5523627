"""What every command has, and the texts that people may put into one."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8_000)]


def _visible(text: str) -> str:
    """The text, if there is anything in it that people see."""
    if all(unicodedata.category(char)[0] in "CZ" for char in text):
        raise ValueError("nothing in it can be seen")
    return text


Needed = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8_000), AfterValidator(_visible)
]
ParticipantId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class Request(BaseModel):
    """What every command has."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str = Field(default="system", description="Participant id of who asks, or `system`.")
    for_role: ShortText = Field(default="", description="Role in whose name a scribe asks.")
    key: str | None = Field(
        default=None, max_length=80, description="A command with a key already answered does nothing."
    )
