"""Brings outside events to the threads that wait for them, each thread once, also those that began to wait later.

Two kinds of values are kept: an arrival, by its event and key, for `KEPT`; and each wait. A wait is kept before the arrivals
are looked through, and an arrival before the waits are: whichever comes second finds the other. Both look-ups may happen again
after a crash; the log of the thread tells which arrivals it had.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta

from bot.core import events as e
from bot.core.channel_messages import ChannelEntry, InboundEvent, IntakeResult
from bot.core.errors import BrokenThread, NotFound, UnreadThread
from bot.core.secrets.redaction import remove_secrets
from bot.core.threads.thread import Thread, ToolCall, find_thread_id
from bot.engine.inbound_ids import check_repeat, make_inbound_ids
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import InboundRecord

KEPT = timedelta(days=7)
"""How long an arrival is kept for a wait that begins after it."""
EVENTS, ARRIVAL, WAIT = "events", "arrival", "wait"
"""The name under which the values are kept, and their kinds."""


class EventWaits:
    def __init__(self, repository: ThreadRepository) -> None:
        self.repository = repository
        self._kept = repository.store.open_channel_store(EVENTS, repository.clock)

    async def take_event(self, event: InboundEvent) -> IntakeResult:
        """Keep the arrival, once for its id, and bring it to the threads that wait. Raises SameIdOtherBody, Unavailable."""
        name = hash_event(event.agent, event.name, event.key)
        said = {
            "id": f"{event.channel}:{event.id}",
            "text": remove_secrets(event.text),
            "source": event.source,
            "whose": event.whose,
        }
        entry = ChannelEntry(ARRIVAL, name, json.dumps(said).encode(), self.repository.clock() + KEPT)
        again = IntakeResult("", False)
        try:
            await self.repository.store.inbound.keep(InboundRecord(make_inbound_ids(event, ""), EVENTS, (entry,)))
        except AlreadyReceived as before:
            again = check_repeat(event, before)
        await self.deliver_arrival(name)
        return again

    async def deliver_kept_arrivals(self) -> None:
        """Bring all kept arrivals to their threads: a process may have died after it kept one."""
        for name in await self._kept.list_keys(ARRIVAL):
            await self.deliver_arrival(name)

    async def deliver_arrival(self, name: str) -> None:
        """Bring the kept arrival of this event to each thread that waits for it."""
        said = await self._kept.get(ARRIVAL, name)
        for call in await self._kept.list_keys(f"{WAIT} {name}") if said is not None else ():
            try:
                await self._end_wait(call, said or b"")
            except (NotFound, BrokenThread, UnreadThread):
                continue  # it waits until it can be read; its next turn looks again
            await self._kept.delete(f"{WAIT} {name}", call)

    async def register_wait(self, thread: Thread, call: ToolCall) -> None:
        """Keep the wait, then look whether the event came before it."""
        awaited = call.awaited
        assert awaited is not None
        name = hash_event(thread.agent, awaited.name, awaited.key)
        await self._kept.put(f"{WAIT} {name}", call.id, b"", expires=awaited.until + KEPT)
        said = await self._kept.get(ARRIVAL, name)
        if said is not None and await self._end_wait(call.id, said):
            await self._kept.delete(f"{WAIT} {name}", call.id)
            return

        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call.id)
            is_new = found is not None and found.awaited is not None and not found.is_registered
            return [e.WaitRegistered(call=call.id)] if is_new else []

        await self.repository.commit_events(thread.id, make)

    async def miss_event(self, thread: str, call: str) -> None:
        """Note that the event did not come in time."""

        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call)
            awaited = found.awaited if found else None
            if awaited is None or self.repository.clock() < awaited.until:
                return []
            return [e.EventMissed(call=call, name=awaited.name, key=awaited.key)]

        await self.repository.commit_events(thread, make)

    async def _end_wait(self, call: str, kept: bytes) -> bool:
        """Append the arrival to the thread of this call, unless it had it or waits no more. Returns whether the wait is over."""
        said, is_over = json.loads(kept), True

        def make(now: Thread) -> Sequence[e.Event]:
            nonlocal is_over
            found = now.calls.get(call)
            awaited = found.awaited if found else None
            is_over = awaited is None or said["id"] not in now.arrivals
            if awaited is None or not is_over:
                return []
            arrived = e.EventArrived(
                call=call,
                name=awaited.name,
                key=awaited.key,
                source=said["source"],
                text=said["text"],
                arrival=said["id"],
                whose=tuple(said["whose"]),
            )
            return [arrived]

        await self.repository.commit_events(find_thread_id(call), make)
        return is_over


def hash_event(agent: str, name: str, key: str) -> str:
    """32 hex digits that are the same for the same event of one agent."""
    return hashlib.sha256(f"{agent}\0{name}\0{key}".encode()).hexdigest()[:32]
