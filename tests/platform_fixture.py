"""A platform for tests: real SQLite, real engine, a scripted model, a clock that the test moves, a ledger of effects."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar, Self

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.ports import ChannelSurface
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer, Step
from bot.store.port import Store
from bot.store.sqlite.store import open_sqlite_store
from bot.testing import START as START
from bot.testing import FakeClock as FakeClock
from bot.testing import ScriptedModel as ScriptedModel
from bot.testing import choose as choose
from tests.empty_databases import lay_empty_database
from tests.sqlite_access import read_log

SAM = Person(id="sam", name="Sam")
OLIVE = Person(id="olive", name="Olive", groups=("managers",))
MAX = Person(id="max", name="Max", groups=("managers",))
PEOPLE = PeopleDirectory(people={person.id: person for person in (SAM, OLIVE, MAX)})
MANAGERS = Policy(approvers=(ApproverClause(groups=("managers",)),))


class LookStep(Step):
    """Look at the commits."""

    intent: ClassVar[str] = "look"
    limit: int = 3


class PushStep(Step):
    """Push a tag to a commit."""

    intent: ClassVar[str] = "push"
    tag: str
    commit: str = "c0ffee"


class OutsideLedger:
    """The effects outside: an append-only file that survives any crash of the platform."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def write(self, line: str) -> None:
        with self.path.open("a") as file:
            file.write(line + "\n")
            file.flush()

    @property
    def lines(self) -> list[str]:
        return self.path.read_text().splitlines()


def agent(
    ledger: OutsideLedger,
    *,
    policy: Policy = MANAGERS,
    run: Callable[[PushStep, ToolContext], Awaitable[str]] | None = None,
    **given: Any,
) -> Agent:
    """An agent with one reading and one gated writing tool; the latter's only effect is a line in the ledger."""

    async def look(step: LookStep, at: ToolContext) -> str:
        return "\n".join(f"c{n}" for n in range(step.limit))

    async def push(step: PushStep, at: ToolContext) -> str:
        ledger.write(f"{at.call} {step.tag} {step.commit}")
        return f"{step.tag} is pushed."

    async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
        done = any(line.split(" ")[0] == at.call for line in ledger.lines)
        return EffectHappened(f"{step.tag} is there.") if done else EffectDidNotHappen(f"{step.tag} is not there.")

    tools: Sequence[Tool[Any]] = given.pop("tools", ()) or (
        Tool(step=LookStep, run=look),
        Tool(
            step=PushStep,
            run=run or push,
            writes=True,
            policy=policy,
            probe=given.pop("probe", probe),
            probe_after=given.pop("probe_after", timedelta(0)),  # the ledger is written at once or never
        ),
    )
    owners = given.pop("owners", ApproverClause(groups=("managers",)))
    name = given.pop("name", "pusher")
    return Agent(name=name, job="Pushes.", prompt="You push.", tools=tuple(tools), owners=owners, **given)


class PlatformFixture:
    """A platform whose worker runs only in `settle`, with shortcuts for tests."""

    def __init__(
        self,
        folder: Path,
        *script: ModelAnswer | Exception,
        agents: Sequence[Agent] | None = None,
        directory: PeopleDirectory = PEOPLE,
        surfaces: Sequence[ChannelSurface] = (),
        clock: FakeClock | None = None,
        **given: Any,
    ) -> None:
        self.folder = folder
        self.clock = clock or FakeClock()
        self.ledger = OutsideLedger(folder / "ledger")
        self.model = ScriptedModel(*script)
        store: Store | None = given.pop("store", None)
        if store is None and "keys" not in given:
            lay_empty_database(folder / "house.db")
        own_agents = list(agents) if agents is not None else [agent(self.ledger, **given.pop("agent", {}))]
        opening = {name: given.pop(name) for name in ("keys", "connect") if name in given}
        store = store or open_sqlite_store(f"sqlite:///{folder / 'house.db'}", **opening)
        self.app = CountersignPlatform(
            store, own_agents, directory, {each.name: self.model for each in own_agents}, clock=self.clock, **given
        )
        self.app.add_channels(surfaces)

    async def __aenter__(self) -> Self:
        await self.app.repository.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.app.close()

    async def launch(self, text: str = "push it", by: str | None = "sam", **given: Any) -> str:
        thread = await self.app.launch("pusher", text, by=by, **given)
        await self.settle()
        return thread

    async def say(self, thread: str, text: str, by: str | None = "sam") -> None:
        await self.app.say(thread, text, by=by, route=ChannelAddress(channel="test"))
        await self.settle()

    async def settle(self) -> None:
        await self.app.worker.drain_queue()

    async def pending(self) -> list[Request]:
        return (await self.app.queries.list_requests(status="pending")).items

    async def decide(self, request: Request, decision: Any = "approve", by: str = "olive", **given: Any) -> Request:
        fields = {"digest": request.digest, "door": "test", "credential": "test", **given}
        return await self.app.decide(ApprovalDecision(call=request.id, decision=decision, person=by, **fields))

    async def answer(self, request: Request, text: str, by: str = "olive") -> Request:
        return await self.app.answer(
            QuestionAnswer(call=request.id, answer=text, person=by, door="test", credential="test")
        )

    def log(self, thread: str) -> list[e.Event]:
        return [recorded.event for recorded in read_log(self.app, thread)]

    def types(self, thread: str) -> list[str]:
        return [event.row_type for event in self.log(thread)]
