"""What an inject showed: its questions and exhibits, as an event keeps them."""

from pydantic import BaseModel, ConfigDict, Field


class ShownQuestion(BaseModel):
    """A question as it was put to people; without its points, which tell how answers are judged."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    id: str = Field(description="Its short name, unique in the exercise.")
    text: str = Field(description="The question as it was read.")
    to: tuple[str, ...] = Field(default=(), description="Roles it was put to; everyone if empty.")
    core: bool = Field(default=True, description="Whether the exercise rests on it.")


class ShownExhibit(BaseModel):
    """An exhibit as participants met it, its figures filled in."""

    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)

    kind: str = Field(default="text", description="How it is shown, such as a post or a log extract.")
    title: str = Field(default="", description="Heading, subject or file name.")
    text: str = Field(default="", description="Its text or log lines.")
    author: str = Field(default="", description="Who it seems to come from.")
    path: str | None = Field(default=None, description="Picture beside the scenario file.")
    alt: str = Field(default="", description="What the picture shows, for people who cannot see it.")
    reach: str = Field(default="", description='Visible reach, such as "500 reposts".')
