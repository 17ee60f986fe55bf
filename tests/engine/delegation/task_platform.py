"""A platform with two agents: `boss` gives tasks, `pusher` takes them. Each has a model with a script of its own."""

from pathlib import Path
from typing import Any

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer
from tests.platform_fixture import LookStep, OutsideLedger, PlatformFixture, ScriptedModel, agent, choose

TASK = choose("delegate", agent="pusher", task="push v1")
PUSH = choose("push", tag="v1")


def make_agents(ledger: OutsideLedger, boss: dict[str, Any], pusher: dict[str, Any]) -> list[Agent]:
    """`boss` looks and gives tasks; with `tools` of its own, it has those. `pusher` looks, and pushes with an approval."""
    worker = agent(ledger, **pusher)
    looks = [tool for tool in worker.tools if tool.step is LookStep]
    given = {"name": "boss", "tools": tuple(looks), "delegates": {"pusher": "Pushes."}, **boss}
    return [agent(ledger, **given), worker]


class TaskPlatform(PlatformFixture):
    """`boss` and `pusher` are the scripts of the models, `boss_has` and `pusher_has` fields of the agents."""

    def __init__(
        self,
        folder: Path,
        boss: tuple[ModelAnswer, ...] = (TASK,),
        pusher: tuple[ModelAnswer | Exception, ...] = (PUSH, choose("done", message="v1 is out.")),
        *,
        boss_has: dict[str, Any] | None = None,
        pusher_has: dict[str, Any] | None = None,
        **given: Any,
    ) -> None:
        agents = make_agents(OutsideLedger(folder / "ledger"), boss_has or {}, pusher_has or {})
        super().__init__(folder, agents=agents, **given)
        self.boss, self.pusher = ScriptedModel(*boss), ScriptedModel(*pusher)
        self.app.models.update({"boss": self.boss, "pusher": self.pusher})

    async def give(self, text: str = "release it", by: str | None = "sam") -> tuple[str, str]:
        """Launch the boss and run what is due. Returns the ids of its thread and of the child."""
        parent = await self.app.launch("boss", text, by=by)
        await self.settle()
        return parent, self.find_child(parent)

    def find_child(self, parent: str) -> str:
        (task,) = [each for each in self.log(parent) if isinstance(each, e.TaskDelegated)]
        return task.child

    def ends(self, parent: str) -> list[tuple[str, str]]:
        """The status and text of each end of a task."""
        return [(each.status, each.text) for each in self.log(parent) if isinstance(each, e.TaskEnded)]

    async def only_request(self) -> Request:
        (request,) = await self.pending()
        return request

    async def approve(self, by: str = "olive") -> None:
        await self.decide(await self.only_request(), by=by)
        await self.settle()
