"""The triggers of [channels.cron] and the moments at which they are due. Pure.

Expressions have the five fields of cron(5), evaluated as Debian's cron does: on the day on which clocks are put forward, a time that
is left out comes right after the gap; on the day on which they are put back, a fixed time comes once, and "every n minutes" goes on.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError
from pydantic import Field, field_validator

from bot.core.base_types import FrozenModel, TableName, UnicodeText
from channels.shared.report_to_setting import ReportAddress

FIELDS = 5
NEAR = timedelta(hours=4)
"""Around a change of the clocks, moments are counted from so long before, so that they do not depend on where counting begins."""
MINUTE = timedelta(minutes=1)


class CronTrigger(FrozenModel):
    """One table [channels.cron.NAME]: its times, and the text for the agent.

    `report_to` is the address where the thread's messages and requests are posted, as `slack:T1/C1/` or `email:ops@example.org`;
    empty: people follow it in the inbox. A time that was missed by at most `late` still begins a thread, the latest one alone.
    """

    agent: TableName
    schedule: str = Field(min_length=1, max_length=200)
    timezone: str = Field(default="UTC", min_length=1, max_length=100)
    text: UnicodeText = Field(min_length=1, max_length=20_000)
    report_to: ReportAddress = ""
    late: timedelta = Field(default=timedelta(hours=1), ge=timedelta(0), le=timedelta(days=7))

    @field_validator("schedule")
    @classmethod
    def _is_expression(cls, value: str) -> str:
        try:
            if len(value.split()) != FIELDS:
                raise CronSimError("Wrong number of fields")
            CronSim(value, datetime(2000, 1, 1, tzinfo=UTC))
        except CronSimError as error:
            raise ValueError(
                f"{value!r} is no schedule ({error}); write minute, hour, day of month, month and day of week, such as '0 9 * * mon-fri'"
            ) from error
        return value

    @field_validator("timezone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError) as error:
            raise ValueError(f"{value!r} is no time zone; write one such as 'Europe/Berlin'") from error
        return value

    @field_validator("text")
    @classmethod
    def _has_words(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("the text is empty; write what the agent is to do")
        return value

    def find_next(self, after: datetime) -> datetime:
        """Return the first moment of this schedule after another one, in UTC."""
        return find_next(self.schedule, self.timezone, after)

    def find_due(self, since: datetime, now: datetime) -> datetime | None:
        """Return the latest moment after `since` and not after `now`, in UTC; None: there is none."""
        due, moment = None, self.find_next(since)
        while moment <= now:
            due, moment = moment, self.find_next(moment)
        return due


@lru_cache(maxsize=1_000)
def find_next(schedule: str, timezone: str, after: datetime) -> datetime:
    """Return the first moment of a schedule after another one, in UTC. It is the same wherever counting began."""
    zone = ZoneInfo(timezone)
    local = after.astimezone(zone)
    is_even = (after - NEAR).astimezone(zone).utcoffset() == (after + NEAR).astimezone(zone).utcoffset()
    start = (
        local
        if is_even
        else (after - NEAR).astimezone(zone).replace(minute=0, second=0, microsecond=0, fold=0) - MINUTE
    )
    moments = CronSim(schedule, start)
    return next(found for moment in moments if (found := moment.astimezone(UTC)) > after)
