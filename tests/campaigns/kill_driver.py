"""One life of a platform under the kill campaign: the people and programs that send, note and repeat."""

import asyncio
import json
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import CountersignPlatform
from bot.core.channel_messages import ChannelAddress, InboundEvent
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import AlreadyEnded, AlreadyPaused, AlreadySettled, NotPaused
from bot.core.threads.thread import Thread, ToolCall
from bot.engine.repository.startup_and_hourly_upkeep import sweep_threads
from bot.store.sqlite.store import open_sqlite_store
from tests.campaigns.kill_scenarios import GIVEN, Killer, KillPoint, OutsideWorld, Planner, Scenario, boss, pusher
from tests.platform_fixture import PEOPLE, START, FakeClock


class Driver:
    """The people and programs around the platform. Each act is noted before it is sent and after it was acknowledged."""

    def __init__(self, folder: Path, scenario: Scenario, point: KillPoint, seed: int, life: int) -> None:
        self.scenario, self.chance = scenario, random.Random(seed * 10 + life)
        self.outside, self.killer = OutsideWorld(folder), Killer(point)
        self.clock = FakeClock(START + timedelta(minutes=2 * life))
        self.app = CountersignPlatform(
            open_sqlite_store(f"sqlite:///{folder / 'house.db'}", connect=self.killer.connect),
            [pusher(scenario, self.outside, self.killer, folder / "house.db"), boss()],
            PEOPLE,
            {"pusher": Planner(scenario.plan), "boss": Planner(GIVEN)},
            clock=self.clock,
        )

    async def live(self) -> None:
        await sweep_threads(self.app.repository)
        await self.app.waits.deliver_kept_arrivals()
        for act, note in self.outside.noted("sent").items():
            if act not in self.outside.noted("acknowledged"):
                await self.send(act, **note["fields"])
        thread = await self.send("launch")
        for _ in range(12):
            await self.app.worker.drain_queue()
            await self._people_act(thread)
            if await self.app.queries.find_status(thread) == ("cancelled" if self.scenario.cancelled else "finished"):
                break
        await self.app.worker.drain_queue()
        await self.app.close()

    async def _people_act(self, thread: str) -> None:
        now = await self.app.queries.find_thread(thread)
        if self.scenario.has_event:
            await self.send("event")
            await self.app.worker.drain_queue()
        if self.scenario.second_message and now.calls:
            await self.send("say", thread=thread)
            await self.app.worker.drain_queue()
        if self.scenario.paused:
            await self.send("pause", thread=thread)
        calls = [*now.calls.values(), *(await self._list_calls_of_tasks(now))]
        decisions = [self._word(call) for call in calls]
        if self.scenario.cancelled and calls:
            await self.send("cancel", thread=thread)
        sent = [self.send(act, **fields) for act, fields in filter(None, decisions)]
        self.chance.shuffle(sent)
        if self.chance.random() < 0.5:
            await asyncio.gather(*sent, self.app.worker.drain_queue())
        else:
            for each in sent:
                await each
        if self.scenario.paused:
            await self.app.worker.drain_queue()
            await self.send("resume", thread=thread)
        now = await self.app.queries.find_thread(thread)
        if now.sleeping:
            self.clock.passes(hours=2)
        if any(call.look_at for call in (*now.calls.values(), *(await self._list_calls_of_tasks(now)))):
            self.clock.passes(minutes=10)

    def _make_event(self) -> InboundEvent:
        about = {"agent": "pusher", "name": "build", "source": "ci", "text": "It passed."}
        return InboundEvent(channel="webhook", id="ci:1", body="0" * 64, at=self.clock(), **about)

    async def _list_calls_of_tasks(self, now: Thread) -> list[ToolCall]:
        """The calls in the children of this thread."""
        children = [call.delegation.child for call in now.calls.values() if call.delegation and call.is_child_open]
        found = [await self.app.queries.find_thread(child) for child in children]
        return [call for each in found for call in each.calls.values()]

    def _word(self, call: ToolCall) -> tuple[str, dict[str, Any]] | None:
        if call.state == "asked":
            tag = json.loads(call.arguments)["tag"]
            decision = "reject" if tag in self.scenario.rejected else "approve"
            return f"decide {call.id}", {"call": call.id, "digest": call.digest, "decision": decision}
        if call.question is not None and call.question.about is not None:
            done = any(each == call.question.about for each, _ in self.outside.effects())
            return f"answer {call.id}", {"call": call.id, "answer": "it happened" if done else "it did not happen"}
        return None

    async def send(self, act: str, **fields: Any) -> Any:
        done = self.outside.noted("acknowledged").get(act)
        if done is not None:
            return done["result"]
        if act not in self.outside.noted("sent"):
            self.outside.note("sent", act, fields=fields)
        result = await self._send(act.split(" ")[0], fields)
        self.outside.note("acknowledged", act, result=result, fields=fields)
        return result

    async def _send(self, act: str, fields: dict[str, Any]) -> Any:
        door = {"person": "olive", "door": "test", "credential": "test"}
        try:
            match act:
                case "launch":
                    agent = "boss" if self.scenario.is_task else "pusher"
                    return await self.app.launch(agent, "push it", by="sam", key="launch")
                case "say":
                    await self.app.say(
                        fields["thread"], "and v2", by="sam", route=ChannelAddress(channel="test"), key="say"
                    )
                case "decide":
                    await self.app.decide(ApprovalDecision(**fields, **door))
                case "answer":
                    await self.app.answer(QuestionAnswer(**fields, **door))
                case "pause":
                    await self.app.pause(fields["thread"], by="olive")
                case "event":
                    await self.app.take_event(self._make_event())
                case "cancel":
                    await self.app.cancel(fields["thread"], by="sam", tasks="stop")
                case "resume":
                    await self.app.resume(fields["thread"], by="olive")
        except (AlreadyEnded, AlreadySettled, AlreadyPaused, NotPaused) as already:
            return str(already)
        return None
