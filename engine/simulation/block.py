"""What every part of an AI system's parameters is: frozen, and strict about the keys it knows."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Amount = Annotated[float, Field(ge=0.0, allow_inf_nan=False)]


class FrozenBlock(BaseModel):
    """A frozen part of an AI system's parameters; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
