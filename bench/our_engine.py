"""The workload through the real platform: engine, queue, worker and SQLite file; only the model is a fake."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar

from bench import workload_texts as work
from bench.workload_texts import WorkloadCost
from bot.bootstrap import CountersignPlatform, ProcessPart
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer, Step
from bot.core.threads.thread import ToolCall, find_thread_id
from bot.engine.platform_operations import read_utc_now
from bot.queue.single_process import EmbeddedQueue
from bot.store.port import Store
from bot.store.sqlite.store import open_sqlite_store

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


class PlannedModel:
    """A model that takes no time: look, push, done, by the number of results after the last message.

    Each push has a tag of its own, because of equal calls only one may be open at a time.
    """

    name = "planner"
    plan: tuple[ModelAnswer, ...] = (
        ModelAnswer(tool="look", arguments="{}", input_tokens=10, output_tokens=5),
        ModelAnswer(tool="push", arguments='{"tag":"v1.4.0","commit":"c0ffee1"}', input_tokens=10, output_tokens=5),
        ModelAnswer(tool="done", arguments=f'{{"message":"{work.SAID}"}}', input_tokens=10, output_tokens=5),
    )

    def __init__(self) -> None:
        self.numbers = itertools.count()

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        answer = self.plan[request.count(b"<result call=", request.rindex(b"<message from="))]
        if answer.tool != "push":
            return answer
        arguments = f'{{"tag":"v1.4.{next(self.numbers)}","commit":"c0ffee1"}}'
        return answer.model_copy(update={"arguments": arguments})


class LookingModel(PlannedModel):
    """A model that only looks, for a growing thread."""

    plan = (PlannedModel.plan[0], PlannedModel.plan[2])


class OurEngine:
    """A platform on this file. Must be used within one event loop."""

    def __init__(
        self,
        path: Path,
        model: PlannedModel | None = None,
        *,
        store: Store | None = None,
        part: ProcessPart | None = None,
    ) -> None:
        """With a `store` the path is not used; `part` is what this process does of several over it."""
        self.path = path
        self.ran_at: dict[str, float] = {}
        self.seen: dict[str, asyncio.Future[str]] = {}
        store = store or open_sqlite_store(f"sqlite:///{path}")
        models = {"pusher": model or PlannedModel()}
        given: dict[str, Any] = {"part": part} if part else {"queue": EmbeddedQueue(store.jobs, read_utc_now)}
        self.app = CountersignPlatform(store, [self._build_agent()], PEOPLE, models, **given)
        assert isinstance(self.app.queue, EmbeddedQueue)
        self._running = self.app.queue.running
        self.app.repository.changes.subscribe(self._notify_waiter)

    async def __aenter__(self) -> "OurEngine":
        await self.app.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.app.close()

    async def launch(self) -> ToolCall:
        """Open a thread and wait until it waits for a person; returns the call to decide."""
        return await self.wait_for_call(await self.app.launch("pusher", work.WORDS, by="sam"))

    async def wait_for_call(self, thread: str) -> ToolCall:
        """Wait until the thread waits for a person; returns the call to decide."""
        await self._wait_for_status(thread, "waiting")
        while ("turn", thread) in self._running:
            await asyncio.sleep(0)
        (call,) = (await self.app.queries.find_thread(thread)).calls.values()
        return call

    async def approve(self, call: ToolCall) -> None:
        """Approve the call without cached state of its thread, and wait until the thread is finished."""
        thread = find_thread_id(call.id)
        self.app.repository.forget_threads(thread)
        decision = ApprovalDecision(
            call=call.id, digest=call.digest, decision="approve", person="olive", door="b", credential="b"
        )
        request = await self.app.decide(decision)
        assert request.status == "approved"
        await self._wait_for_status(thread, "finished")

    async def lifecycle(self) -> None:
        call = await self.launch()
        await self.approve(call)
        self.ran_at.pop(call.id, None)

    async def run_sequentially(self, count: int) -> WorkloadCost:
        return await self.run_at_once(count, 1)

    async def run_at_once(self, count: int, clients: int = CONCURRENT) -> WorkloadCost:
        began, cpu = time.perf_counter(), time.process_time()
        await self._by_clients(count, clients, self.lifecycle)
        return WorkloadCost(count, time.perf_counter() - began, time.process_time() - cpu)

    async def open_paused(self, count: int) -> None:
        await self._by_clients(count, CONCURRENT, self.launch)

    async def _by_clients(self, count: int, clients: int, work: Callable[[], Awaitable[object]]) -> None:
        left = iter(range(count))

        async def client() -> None:
            for _ in left:
                await work()

        await asyncio.gather(*(client() for _ in range(clients)))

    async def post_message(self, thread: str | None) -> str:
        """Post one message into a thread (None: a new one) and wait until the agent is done: seven events."""
        if thread is None:
            thread = await self.app.launch("pusher", work.WORDS, by="sam")
        else:
            await self.app.say(thread, work.WORDS, by="sam")
        await self._wait_for_status(thread, "finished")
        return thread

    async def _wait_for_status(self, thread: str, status: str) -> None:
        """Wait until the thread has this status; the repository reports each change."""
        while True:  # a change by another process may be reported while the status is read
            self.seen[thread] = changed = asyncio.get_running_loop().create_future()
            if await self.app.queries.find_status(thread) == status:
                self.seen.pop(thread, None)
                return
            await changed

    def _notify_waiter(self, thread: str) -> None:
        if waiting := self.seen.pop(thread, None):
            waiting.set_result(thread)

    def _build_agent(self) -> Agent:
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
