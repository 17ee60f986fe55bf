"""The same work through the real house: its engine, its queue, its worker, its file; only the model is a fake."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar

from bench import workload as work
from bench.workload import Spent
from bot.bootstrap import CountersignPlatform
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer, Step
from bot.core.threads.thread import ToolCall, find_thread_id

CONCURRENT = 32

SAM = Person(id="sam", name="Sam")
OLIVE = Person(id="olive", name="Olive", groups=("managers",))
PEOPLE = PeopleDirectory(people={"sam": SAM, "olive": OLIVE})
MANAGERS = ApproverClause(groups=("managers",))


class LookStep(Step):
    """Look at the latest commits."""

    intent: ClassVar[str] = "look"


class PushStep(Step):
    """Push a tag to a commit."""

    intent: ClassVar[str] = "push"
    tag: str
    commit: str


class Planner:
    """A model that takes no time: it looks, pushes and is done, as far as the results behind the last message say."""

    name = "planner"
    plan: tuple[ModelAnswer, ...] = (
        ModelAnswer(tool="look", arguments="{}", input_tokens=10, output_tokens=5),
        ModelAnswer(tool="push", arguments='{"tag":"v1.4.0","commit":"c0ffee1"}', input_tokens=10, output_tokens=5),
        ModelAnswer(tool="done", arguments=f'{{"message":"{work.SAID}"}}', input_tokens=10, output_tokens=5),
    )

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        return self.plan[request.count(b"<result call=", request.rindex(b"<message from="))]


class Looker(Planner):
    """One that only looks, for a thread that grows."""

    plan = (Planner.plan[0], Planner.plan[2])


class OurEngine:
    """A house on this file. Must be used within one event loop."""

    def __init__(self, path: Path, model: Planner | None = None) -> None:
        self.path = path
        self.ran_at: dict[str, float] = {}
        self.seen: dict[str, asyncio.Future[str]] = {}
        self.app = CountersignPlatform(f"sqlite:///{path}", [self._agent()], PEOPLE, {"pusher": model or Planner()})
        self.app.repository.changed = self._changed

    async def __aenter__(self) -> "OurEngine":
        await self.app.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.app.close()

    async def launch(self) -> ToolCall:
        """A new thread, once it rests and waits for a person: the call to decide on."""
        thread = await self.app.launch("pusher", work.WORDS, by="sam")
        await self._until(thread, "waiting")
        while ("turn", thread) in self.app.queue.running:
            await asyncio.sleep(0)
        (call,) = self.app.queries.find_thread(thread).calls.values()
        return call

    async def approve(self, call: ToolCall) -> None:
        """Until it is finished. Nothing of the thread is in memory when the decision comes."""
        thread = find_thread_id(call.id)
        self.app.repository.forget_threads(thread)
        ballot = ApprovalDecision(
            call=call.id, digest=call.digest, decision="approve", person="olive", door="b", credential="b"
        )
        request = await self.app.decide(ballot)
        assert request.status == "approved"
        await self._until(thread, "finished")

    async def lifecycle(self) -> None:
        call = await self.launch()
        await self.approve(call)
        del self.ran_at[call.id]

    async def one_after_another(self, count: int) -> Spent:
        return await self.at_once(count, 1)

    async def at_once(self, count: int, clients: int = CONCURRENT) -> Spent:
        began, cpu = time.perf_counter(), time.process_time()
        await self._by_clients(count, clients, self.lifecycle)
        return Spent(count, time.perf_counter() - began, time.process_time() - cpu)

    async def open_paused(self, count: int) -> None:
        await self._by_clients(count, CONCURRENT, self.launch)

    async def _by_clients(self, count: int, clients: int, work: Callable[[], Awaitable[object]]) -> None:
        left = iter(range(count))

        async def client() -> None:
            for _ in left:
                await work()

        await asyncio.gather(*(client() for _ in range(clients)))

    async def say(self, thread: str | None) -> str:
        """One message into a thread (or a new one), until the agent has looked and is done: seven events."""
        if thread is None:
            thread = await self.app.launch("pusher", work.WORDS, by="sam")
        else:
            await self.app.say(thread, work.WORDS, by="sam")
        await self._until(thread, "finished")
        return thread

    async def _until(self, thread: str, status: str) -> None:
        """Waits until the log says so; the house tells of every change."""
        while self.app.queries.find_status(thread) != status:
            self.seen[thread] = changed = asyncio.get_running_loop().create_future()
            await changed

    def _changed(self, thread: str) -> None:
        if waiting := self.seen.pop(thread, None):
            waiting.set_result(thread)

    def _agent(self) -> Agent:
        async def look(step: LookStep, at: ToolContext) -> str:
            return work.COMMITS

        async def push(step: PushStep, at: ToolContext) -> str:
            self.ran_at[at.call] = time.perf_counter()
            return work.PUSHED

        tools = (
            Tool(step=LookStep, run=look),
            Tool(step=PushStep, run=push, writes=True, policy=Policy(approvers=(MANAGERS,))),
        )
        return Agent(name="pusher", job="Pushes.", prompt="You push tags.", tools=tools, owners=MANAGERS)
