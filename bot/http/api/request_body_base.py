"""The base of the API's request bodies."""

from pydantic import BaseModel, ConfigDict


class StrictBody(BaseModel):
    """A request body that refuses unknown fields, such as `approved` or `decided_by`."""

    model_config = ConfigDict(extra="forbid")
