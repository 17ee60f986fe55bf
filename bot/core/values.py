"""What every value of ours shares: frozen, strict about its fields, aware of its time zone. Knows no domain."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from bot.core.errors import NaiveTime

JSON: TypeAlias = Any
"""Where JSON enters; nowhere else may `Any` stand."""

NAME = r"^[a-z][a-z0-9_-]{0,63}$"


def check_text(value: str) -> str:
    """The same text, if it can be written down. Raises ValueError for half of a surrogate pair, which no UTF-8 has."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"character {error.start} is half of a surrogate pair; send the whole character") from error
    return value


UnicodeText = Annotated[str, AfterValidator(check_text)]
"""Somebody's words."""

TableName = Annotated[str, StringConstraints(pattern=NAME)]
"""A name that we chose: of an agent, a tool, a person, a group, a channel, a source."""


def convert_to_utc(moment: datetime) -> datetime:
    """The same moment in UTC. Raises NaiveTime when it has no zone."""
    if moment.tzinfo is None:
        raise NaiveTime(moment.isoformat())
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


UtcMoment = Annotated[datetime, AfterValidator(convert_to_utc)]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_micros(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: how the log keeps a moment, exactly."""
    return (convert_to_utc(moment) - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """The reverse of `micros`."""
    return EPOCH + timedelta(microseconds=micros)


class FrozenModel(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_timedelta="float")
