"""Base types of all values: frozen models with strict fields, texts, names and UTC times."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from bot.core.errors import NaiveTime

JSON: TypeAlias = Any
"""A JSON value, unchecked."""

NAME = r"^[a-z][a-z0-9_-]{0,63}$"


def check_text(value: str) -> str:
    """Return the same text. Raises `ValueError` for half of a surrogate pair, which UTF-8 cannot encode."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"character {error.start} is half of a surrogate pair; send the whole character") from error
    return value


def replace_surrogates(text: str) -> str:
    """The text with "?" for lone surrogates, which a model or a file name may hold and the log cannot keep."""
    return text.encode("utf-8", "replace").decode("utf-8")


UnicodeText = Annotated[str, AfterValidator(check_text)]
"""Text that UTF-8 can hold."""

TableName = Annotated[str, StringConstraints(pattern=NAME)]
"""A configured name: of an agent, a tool, a person, a group, a channel, a source."""


def convert_to_utc(moment: datetime) -> datetime:
    """Return the same moment in UTC. Raises `NaiveTime` when it has no time zone."""
    if moment.tzinfo is None:
        raise NaiveTime(moment.isoformat())
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


UtcMoment = Annotated[datetime, AfterValidator(convert_to_utc)]


def refuse_number(value: object) -> object:
    """Return the same value. Raises `ValueError` for a number, which pydantic would read as seconds since 1970."""
    if isinstance(value, int | float) or (isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d", value)):
        raise ValueError(f"write {str(value)[:40]!r} as 2026-09-01T12:00:00Z")
    return value


WrittenMoment = Annotated[datetime, BeforeValidator(refuse_number)]
"""A time that a caller writes as ISO 8601."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def floor_to_second(micros: int) -> int:
    """The whole second of a time in microseconds."""
    return micros - micros % 1_000_000


def to_micros(moment: datetime) -> int:
    """Return the microseconds since 1970 in UTC: the log's form of a moment, exact."""
    since = (
        moment if moment.tzinfo is UTC else convert_to_utc(moment)
    ) - EPOCH  # a division of it takes three times as long
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def from_micros(micros: int) -> datetime:
    """Return the moment of these microseconds: the reverse of `to_micros`."""
    return EPOCH + timedelta(microseconds=micros)


class FrozenModel(BaseModel):
    """A frozen value that refuses unknown fields. Its validator is built at the first use: a process uses some only."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_timedelta="float", defer_build=True)
