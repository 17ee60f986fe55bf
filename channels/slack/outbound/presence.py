"""Shows state without a message: the status of the agent, suggested prompts, Homes. Best effort, the newest state wins."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import structlog

from bot.core.agent import SuggestedPrompt
from bot.core.errors import CountersignError
from bot.core.gateway_ports import Unsubscribe
from bot.core.ports import ChannelGateway
from channels.slack.addresses import CHANNEL, MessageAddress, SlackTeam
from channels.slack.inbound.payload_parser import AppOpened
from channels.slack.installation.workspaces import WorkspaceClients
from channels.slack.outbound.home_publisher import AT_ONCE, HomePublisher
from channels.slack.outbound.interaction_replies import FAULTS, read_error_code

log = structlog.get_logger()

GATHER = 0.4
"""Seconds in which changes are gathered into one update."""
AGAIN, LONGEST = 2.0, 60.0
"""Seconds before Homes that Slack did not take are published again, and at the most."""
STATES = {"working": "processing", "waiting": "suspended", "finished": "closed"}
"""Status of a thread -> state of Slack's agent session. Any other status is `active`."""
WORKING = "is working on it…"
BURST, PER_SECOND = 20.0, 0.7
"""Calls that a workspace may get at once, and per second over time: these methods are of tier 3, about 50 a minute."""
WITHOUT = ("unknown_method", "missing_scope", "not_allowed_token_type", "method_deprecated")
"""Errors after which a method is not tried again in a workspace."""


class PresenceUpdater:
    """Follows the changes of threads: `follow_changes` starts two tasks, and neither waits for the other.

    `list_prompts` returns the suggestions for an empty conversation in a channel.
    """

    def __init__(
        self,
        gateway: ChannelGateway,
        workspaces: WorkspaceClients,
        homes: HomePublisher,
        list_prompts: Callable[[str], Sequence[SuggestedPrompt]],
    ) -> None:
        self.gateway, self.workspaces, self.homes = gateway, workspaces, homes
        self._list_prompts = list_prompts
        self._touched: set[str] = set()
        self._is_touched, self._is_home_due = asyncio.Event(), asyncio.Event()
        homes.note_unshown = self._is_home_due.set
        self._shown: dict[str, str] = {}
        self._without: set[tuple[str, str]] = set()
        self._left: dict[SlackTeam, tuple[float, float]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._unsubscribe: Unsubscribe | None = None

    async def open(self) -> None:
        await self.homes.open()

    async def follow_changes(self) -> None:
        def note_change(thread: str) -> None:
            self._touched.add(thread)
            self._is_touched.set()
            self._is_home_due.set()

        self._unsubscribe = self.gateway.watch_threads(note_change)
        self._is_home_due.set()  # shows the changes from before this start
        follow = {"countersign-slack-homes": self._follow_homes, "countersign-slack-sessions": self._follow_sessions}
        self._tasks = [asyncio.create_task(each(), name=name) for name, each in follow.items()]

    async def stop_following(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    async def handle_opened(self, opened: AppOpened) -> None:
        """Shows the Home to a person that opened the app, or the prompts above an empty conversation."""
        if opened.tab == "home":
            await self.homes.show_home(opened.sender)
        elif opened.channel and (prompts := self._list_prompts(opened.channel)):
            body: dict[str, Any] = {"channel_id": opened.channel, "prompts": [each.model_dump() for each in prompts]}
            thread = {"thread_ts": opened.thread} if opened.thread else {}
            await self._try_call(opened.sender.team, "assistant.threads.setSuggestedPrompts", {**body, **thread})

    async def _follow_sessions(self) -> None:
        places = asyncio.Semaphore(AT_ONCE)

        async def show(thread: str) -> None:
            async with places:
                try:
                    await self._update_session(thread)
                except CountersignError as error:
                    log.info("presence not shown", error=str(error))

        while True:
            await self._is_touched.wait()
            await asyncio.sleep(GATHER)
            self._is_touched.clear()
            touched, self._touched = self._touched, set()
            await asyncio.gather(*map(show, touched))

    async def _follow_homes(self) -> None:
        waits: float | None = None
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._is_home_due.wait(), waits)
            await asyncio.sleep(GATHER)
            self._is_home_due.clear()
            try:
                waits = (
                    None if await self.homes.refresh_homes() else min(AGAIN if waits is None else waits * 2, LONGEST)
                )
            except CountersignError as error:
                log.info("presence not shown", error=str(error))
                waits = AGAIN

    async def _update_session(self, thread: str) -> None:
        """Updates the state of the conversation: Slack shows that the agent works, and a button to stop it."""
        place = await self.gateway.summarize_thread(thread)
        if place.route is None or place.route.channel != CHANNEL:
            return
        address, state = MessageAddress.read(place.route.address), STATES.get(place.status, "active")
        if not address.ts or state == self._shown.get(thread, "active"):
            return
        now = (
            time.monotonic()
        )  # a status that does not fit into Slack's limit is left out: it would change at once again
        left, at = self._left.get(address.team, (BURST, now))
        left = min(BURST, left + (now - at) * PER_SECOND)
        self._left[address.team] = (max(left - 1, 0.0), now)
        if left < 1:
            return
        if state in ("closed", "active"):
            self._shown.pop(thread, None)
        else:
            self._shown[thread] = state
        where = {"channel_id": address.channel, "thread_ts": address.ts}
        if not await self._try_call(address.team, "agents.sessions.setStatus", {**where, "status": state}):
            line = WORKING if state == "processing" else ""
            await self._try_call(address.team, "assistant.threads.setStatus", {**where, "status": line})

    async def _try_call(self, team: SlackTeam, method: str, body: dict[str, Any]) -> bool:
        """Whether Slack took the call. A method that a workspace does not have is not called again."""
        if (str(team), method) in self._without:
            return False
        try:
            client = await self.workspaces.make_client(team)
            await client.api_call(method, json=body)
        except FAULTS as error:
            code = read_error_code(error)
            if code in WITHOUT:
                self._without.add((str(team), method))
            log.info("not shown", method=method, error=code)
            return False
        return True
