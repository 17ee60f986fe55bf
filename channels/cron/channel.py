"""Begins a thread at each due time of each trigger, once: the id of its message names the trigger and the moment.

The platform counts an id once for ever, so a moment that was begun before a restart, or by another process, begins nothing again.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import structlog
from pydantic import RootModel

from bot.core.base_types import TableName
from bot.core.channel_messages import ChannelAddress, InboundMessage
from bot.core.errors import BadSetting, CountersignError, Unavailable
from bot.core.gateway_ports import AgentRegistry, GatewayClock, MessageTaker
from bot.core.people import SYSTEM
from bot.core.ports import ASGI, PushChannel, WebhookReceiver
from channels.cron.schedule import CronTrigger
from channels.shared.report_to_setting import read_report_address

log = structlog.get_logger(__name__)

CHANNEL = "cron"
LONGEST_SLEEP = 30.0
"""Seconds between two looks at the clock, at the most: a machine may sleep, and its clock may be set."""
RETRY = 5.0
"""Seconds until another try where the database did not take the message."""


class CronOptions(RootModel[Mapping[TableName, CronTrigger]]):
    """The table [channels.cron]: a table for each trigger."""

    def find_agents(self, configured: Sequence[str]) -> Sequence[str]:
        return tuple(dict.fromkeys(trigger.agent for trigger in self.root.values()))


class CronGateway(GatewayClock, AgentRegistry, MessageTaker, Protocol):
    """The operations of the platform that this channel uses."""


class CronSurface:
    """A `LeadingPort`: of several processes one begins the threads. People follow them where `report_to` says, or in the inbox."""

    name = CHANNEL
    push: PushChannel | None = None
    receiver: WebhookReceiver | None = None
    pages: ASGI | None = None

    def __init__(
        self,
        triggers: Mapping[str, CronTrigger],
        gateway: CronGateway,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.triggers, self.gateway, self._sleep = triggers, gateway, sleep
        addresses = (read_report_address(trigger.report_to) for trigger in triggers.values())
        self.reports = tuple(address for address in addresses if address)
        self._looked: dict[str, datetime] = {}
        self._refused: dict[str, str] = {}
        self._task: asyncio.Task[None] | None = None

    async def lead(self, *, is_alone: bool) -> None:
        now = self.gateway.clock()
        self._looked = {name: now - trigger.late for name, trigger in self.triggers.items()}
        self._task = asyncio.get_running_loop().create_task(self._run(), name="countersign-cron")

    async def step_down(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    @property
    def trouble(self) -> str:
        """Why threads do not begin; empty while they do."""
        if self._task is not None and self._task.done() and not self._task.cancelled():
            return f"The triggers of [channels.cron] ended: {self._task.exception()!r}. Restart the server."
        return " ".join(self._refused.values())

    async def _run(self) -> None:
        while True:
            waits = [await self._begin_due(name, trigger) for name, trigger in self.triggers.items()]
            await self._sleep(min([*waits, LONGEST_SLEEP]))

    async def _begin_due(self, name: str, trigger: CronTrigger) -> float:
        """Begin the latest thread that is due, if one is. Return the seconds until the trigger is to be looked at again."""
        now = self.gateway.clock()
        since = max(self._looked[name], now - trigger.late)
        if (moment := trigger.find_due(since, now)) is not None:
            try:
                await self._begin(name, trigger, moment)
            except Unavailable as error:
                log.warning("cron trigger waits", trigger=name, moment=moment.isoformat(), why=str(error))
                return RETRY
        self._looked[name] = now
        return max(0.0, (trigger.find_next(now) - self.gateway.clock()).total_seconds())

    async def _begin(self, name: str, trigger: CronTrigger, moment: datetime) -> None:
        """Raises `Unavailable`. A moment that the platform refuses is told by the log and by `trouble`."""
        try:
            taken = await self.gateway.take_message(make_message(name, trigger, moment))
        except Unavailable:
            raise
        except CountersignError as error:
            self._refused[name] = f"[channels.cron.{name}] began no thread at {moment:%Y-%m-%d %H:%M} UTC: {error}"
            log.error("cron trigger begins no thread", trigger=name, moment=moment.isoformat(), why=str(error))
            return
        self._refused.pop(name, None)
        if not taken.again:
            log.info("cron trigger began a thread", trigger=name, moment=moment.isoformat(), thread=taken.thread)


def make_message(name: str, trigger: CronTrigger, moment: datetime) -> InboundMessage:
    """Return the message of a trigger at a moment (UTC). It has no sender: any person with the right may decide the calls that follow."""
    id = f"{name}@{moment:%Y-%m-%dT%H:%MZ}"
    return InboundMessage(
        channel=CHANNEL,
        id=id,
        body=hashlib.sha256(id.encode()).hexdigest(),
        at=moment,
        agent=trigger.agent,
        account=f"{SYSTEM}{CHANNEL}",
        sender=f"{CHANNEL}: {name}",
        text=trigger.text,
        route=read_report_address(trigger.report_to) or ChannelAddress(channel=CHANNEL, address=name),
    )


OPTIONS = CronOptions
"""The model that the table `[channels.cron]` is read as."""


def build(options: CronOptions, gateway: CronGateway) -> CronSurface:
    """Build the channel. It begins nothing before it leads. Raises `BadSetting`."""
    for name, trigger in options.root.items():
        if trigger.agent not in gateway.agents:
            raise BadSetting(f"[channels.cron.{name}] agent", trigger.agent, "there is no such agent")
    return CronSurface(options.root, gateway)
