"""The platform for tests of agents: the real engine and a real database, a scripted model, and a clock that the test moves.

    async with ScriptedPlatform(tmp_path, my_agent, choose("add_entry", text="Buy tea")) as here:
        await here.launch("write that down")
        (request,) = await here.list_pending()
        await here.approve(request)
        assert "Buy tea" in (tmp_path / "entries.txt").read_text()

Nothing runs in the background: `launch`, `say`, `approve`, `reject`, `answer` and `settle` return when the agent rests.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.people import PeopleDirectory, Person
from bot.core.ports import AnyModel
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from bot.engine.platform import CountersignPlatform
from bot.store.opening import open_store

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
"""The time at which a `FakeClock` begins."""

ASKER, APPROVER = "sam", "olive"
"""The people of a `ScriptedPlatform` that is given no others."""


class FakeClock:
    """A clock that only the test moves. Calling it returns the time, in UTC."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **duration: float) -> None:
        """Move the clock by the arguments of a `timedelta`: `clock.passes(hours=4)`."""
        self.now += timedelta(**duration)


class ScriptedModel:
    """A language model that gives the answers of a script in order, then `done`.

    An exception in the script is raised instead, such as `ModelUnavailable`. `seen` are the requests that it was sent.
    """

    def __init__(self, *script: ModelAnswer | Exception, name: str = "scripted") -> None:
        self.name = name
        self.script = list(script)
        self.seen: list[bytes] = []

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        self.seen.append(request)
        answer = self.script.pop(0) if self.script else choose("done", message="That is all.")
        if isinstance(answer, Exception):
            raise answer
        return answer


def choose(tool: str, words: str = "", **arguments: Any) -> ModelAnswer:
    """The answer of a model that calls this tool with these arguments."""
    return ModelAnswer(tool=tool, arguments=json.dumps(arguments), words=words, input_tokens=10, output_tokens=5)


def make_people(agent: Agent) -> PeopleDirectory:
    """Two people: `sam`, the requester, and `olive`, a member of each group that the agent's policies and owners name."""
    policies = [tool.gate for tool in agent.registry.values() if tool.gate is not None]
    clauses = [agent.owners, *(clause for policy in policies for clause in policy.approvers)]
    groups = sorted({group for clause in clauses for group in clause.groups})
    people = (Person(id=ASKER, name="Sam"), Person(id=APPROVER, name="Olive", groups=tuple(groups)))
    return PeopleDirectory(people={person.id: person for person in people})


class ScriptedPlatform:
    """A platform with one agent, over a database in `folder`; its model follows the script.

    A second one over the same folder and clock finds the threads of the first, as after a restart. `model` replaces the
    scripted model, for example by the `SlashCommandModel` of `bot.llm`. `people` replaces those of `make_people`.
    """

    def __init__(
        self,
        folder: Path,
        agent: Agent,
        *script: ModelAnswer | Exception,
        people: PeopleDirectory | None = None,
        clock: FakeClock | None = None,
        model: AnyModel | None = None,
    ) -> None:
        self.agent, self.clock = agent, clock or FakeClock()
        self.model: AnyModel = model or ScriptedModel(*script)
        self.platform = CountersignPlatform(
            open_store(f"sqlite:///{folder / 'countersign.db'}"),
            [agent],
            people or make_people(agent),
            {agent.name: self.model},
            clock=self.clock,
        )

    async def __aenter__(self) -> Self:
        await self.platform.repository.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.platform.close()

    async def launch(self, text: str, by: str | None = ASKER) -> str:
        """Open a thread by a message of this person. Returns its id."""
        thread = await self.platform.launch(self.agent.name, text, by=by)
        await self.settle()
        return thread

    async def say(self, thread: str, text: str, by: str | None = ASKER) -> None:
        """Write a message of this person into the thread."""
        await self.platform.say(thread, text, by=by, route=ChannelAddress(channel="test"))
        await self.settle()

    async def settle(self) -> None:
        """Run all that is due by the clock."""
        await self.platform.worker.drain_queue()

    async def list_pending(self) -> Sequence[Request]:
        """The requests that wait for a person."""
        return (await self.platform.queries.list_requests(status="pending")).items

    async def approve(self, request: Request, by: str = APPROVER) -> Request:
        """Raises the errors of a decision, such as `Forbidden` for a person outside of the policy."""
        return await self._decide(request, by, decision="approve")

    async def reject(self, request: Request, reason: str, by: str = APPROVER) -> Request:
        return await self._decide(request, by, decision="reject", reason=reason)

    async def answer(self, request: Request, text: str, by: str = ASKER) -> Request:
        """Answer a question of the agent; an answer to a form is a JSON object."""
        given = QuestionAnswer(call=request.id, answer=text, person=by, door="test", credential="test")
        found = await self.platform.answer(given)
        await self.settle()
        return found

    async def list_events(self, thread: str) -> list[e.Event]:
        """The log of the thread."""
        return [recorded.event for recorded in await self.platform.queries.list_events(thread)]

    async def list_said(self, thread: str) -> list[str]:
        """The agent's messages to people, oldest first."""
        return [event.text for event in await self.list_events(thread) if isinstance(event, e.Said)]

    async def _decide(self, request: Request, by: str, **given: Any) -> Request:
        fields = {"call": request.id, "digest": request.digest, "person": by, "door": "test", "credential": "test"}
        found = await self.platform.decide(ApprovalDecision.model_validate({**fields, **given}))
        await self.settle()
        return found
