"""What a team reaches on other days, as it is kept beside its exercise."""

from pydantic import BaseModel, ConfigDict, Field


class Replay(BaseModel):
    """Readiness of one team on other days: its own log played again with other delays."""

    model_config = ConfigDict(frozen=True)

    key: str = Field(description="Which acts and which rubric it was made of; another key makes it stale.")
    days: int = Field(ge=2, description="How many other days were played.")
    mean: float = Field(description="Mean readiness.")
    sd: float = Field(ge=0, description="Standard deviation of readiness.")
    low: float = Field(description="Nine days in ten are better.")
    high: float = Field(description="One day in ten is better.")

    @property
    def sentence(self) -> str:
        """What stands under a result."""
        return (
            f"This team on {self.days} other days: {self.mean:.2f} on average, four days in five between"
            f" {self.low:.1f} and {self.high:.1f}."
        )
