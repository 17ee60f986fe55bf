"""Takes a thread from where its log stands to where it must rest. The heart of the house."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from bot.core import effects as need
from bot.core import events as e
from bot.core.agent import Agent, Running
from bot.core.consequence import halted, undeliverable
from bot.core.effects import needs
from bot.core.holds import describe_target, held_by
from bot.core.people import Directory
from bot.core.policy import Policy, counted_votes
from bot.core.thread import Call, Thread
from bot.engine.record import Record
from bot.engine.thinking import Thinking
from bot.engine.tools import Tools, capped, compact
from bot.store.holds import StartHeld

ABSENT = timedelta(hours=1)
"""An agent that is not configured now may be again: its threads are looked at so often."""
MAX_IDLE = 5
"""So often may a step of a turn leave the log as it was before the turn is given up as faulty."""


class Turn:
    """One thread at a time: whoever calls `take` holds the thread's exclusion in the queue."""

    def __init__(self, record: Record, thinking: Thinking, tools: Tools) -> None:
        self.record, self.thinking, self.tools = record, thinking, tools

    async def take(self, id: str) -> None:
        """Does what the thread needs until it needs nothing."""
        try:
            await self._take(id)
        except BaseException:
            self.record.forget(id)  # the fault may lie in what is held; and the queue will now owe another time
            raise

    async def _take(self, id: str) -> None:
        held = self.record.load(id)
        idle, refused = 0, frozenset[str]()
        # The agent is asked for anew each time: a reload may have made its policies stricter, or removed it.
        while (agent := self.record.agent_of(held.thread)) is not None and idle < MAX_IDLE:
            before = held.thread
            next = self._next(before, agent, refused)
            if isinstance(next, need.Rest):
                await self.record.rest(held, next.until)
                return
            try:
                await self._do(next, before, agent, refused)
            except StartHeld as stopped:
                # It came between. The call rests as it is; lifting the hold wakes this thread.
                self.record.read_holds()
                refused |= stopped.calls
                held = self.record.load(id)
                continue
            held = self.record.load(id)
            idle = idle + 1 if held.thread.seq == before.seq else 0
        if agent is None:
            await self.record.rest(held, self.record.clock() + ABSENT)
        if idle:
            raise RuntimeError(f"Thread {id} needs something that {idle} tries did not bring about.")

    def _next(self, thread: Thread, agent: Agent, refused: frozenset[str]) -> need.Need:
        """What is needed, apart from the calls whose start a hold has refused in this turn."""
        left = {id: call for id, call in thread.calls.items() if id not in refused}
        considered = thread._replace(calls=left) if refused else thread
        return needs(considered, agent, self.record.directory, self.record.clock(), self.record.holds)

    async def _do(self, next: need.Need, thread: Thread, agent: Agent, refused: frozenset[str]) -> None:
        match next:
            case need.Choose():
                await self._choose(thread, agent)
            case need.Run(call):
                await self.tools.run(thread, call, agent)
            case need.Ask(call):
                await self.tools.ask(thread, call, agent)
            case need.Recover(call):
                await self.tools.recover(thread, call, agent)
            case need.Lapse(call):
                await self._lapse(call.id, thread.id)
            case need.LookAgain(call):
                await self.tools.look_again(thread, call, agent)
            case need.Settle():
                await self._settle(next, thread.id, agent)
            case need.Fetch():
                await self._fetch(next, thread, agent)
            case need.Halt():
                await self._halt(next, thread.id, agent, refused)
            case need.Wake():
                await self.record.commit(thread.id, lambda now: [e.Woke()] if now.sleeping else [])
            case need.Rest():
                return
            case _:
                assert_never(next)

    async def _choose(self, thread: Thread, agent: Agent) -> None:
        """A model call; a reading tool that it chose was started in the same commit and runs at once."""
        await self.thinking.choose(self.record.load(thread.id), agent)
        after = self.record.load(thread.id).thread
        for call in [call for call in after.calls.values() if _just_started(call, thread)]:
            await self.tools.finish(after, call, agent)

    async def _lapse(self, call: str, thread: str) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            found = now.calls.get(call)
            why = need.has_lapsed(found, self.record.clock()) if found else ""
            return [e.ApprovalLapsed(call=call, digest=found.digest, reason=why)] if found and why else []

        await self.record.commit(thread, make)

    async def _settle(self, due: need.Settle, thread: str, agent: Agent) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            call = now.calls.get(due.call.id)
            if call is None or call.state != due.call.state or call.digest != due.call.digest:
                return []
            if due.verdict == "undeliverable":
                return undeliverable(call, due.reason, now, agent, self.record.directory)
            return [_settled(call, due, self.record.directory)]

        await self.record.commit(thread, make)

    async def _fetch(self, fetch: need.Fetch, thread: Thread, agent: Agent) -> None:
        """A pre-fetch: its result or its error becomes an event, and the thread goes on either way."""
        step, arguments = fetch.step, fetch.step.arguments()
        if hold := held_by(agent.name, step.intent, self.record.holds):
            why = f"{describe_target(hold.scope, hold.name)} is paused."  # its reason is not for the model
            paused = e.ContextFetched(intent=step.intent, arguments=arguments, error=why)
            await self.record.commit(thread.id, lambda now: [paused])
            return
        try:
            tool = agent.registry[step.intent]
            async with asyncio.timeout(tool.timeout.total_seconds()):
                result = capped(await tool.run(step, Running(thread.id, f"{thread.id}-prefetch")))
            event = e.ContextFetched(intent=step.intent, arguments=arguments, result=result)
        except Exception as error:  # noqa: BLE001  a tool is code of an agent; whatever it raises is what the model reads in place of a result
            event = e.ContextFetched(intent=step.intent, arguments=arguments, error=compact(error))
        await self.record.commit(thread.id, lambda now: [event])

    async def _halt(self, halt: need.Halt, thread: str, agent: Agent, refused: frozenset[str]) -> None:
        def make(now: Thread) -> Sequence[e.Event]:
            still = self._next(now, agent, refused) == halt
            return halted(halt, now, agent, self.record.clock()) if still else []

        await self.record.commit(thread, make)


def _just_started(call: Call, before: Thread) -> bool:
    return call.state == "started" and call.id not in before.calls


def _settled(call: Call, due: need.Settle, directory: Directory) -> e.Event:
    if call.question is not None and call.state == "question":
        ending = "expired" if due.verdict == "expired" else "withdrawn"
        return e.QuestionSettled(call=call.id, verdict=ending, answer=due.reason)
    policy = call.asked.policy if call.asked else Policy()
    counted = counted_votes(policy, call.votes, directory, call.shapers)
    by = tuple(vote.person for vote in counted if vote.approves == (due.verdict == "approved"))
    return e.ApprovalSettled(
        call=call.id,
        digest=call.digest,
        verdict=due.verdict,
        by=by if due.verdict in ("approved", "rejected") else (),
        reason=due.reason,
    )
