"""An agent, a gated tool and an approval in one Python process: `python -m examples.python_api`. It needs no key.

`ScriptedModel` takes the place of a real model: `bot.llm` has the client for OpenAI's models and for compatible endpoints.
"""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from bot.bootstrap import CountersignPlatform, open_store
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.request_views import Request
from bot.core.steps import ModelAnswer, Step

MANAGERS = (ApproverClause(groups=("managers",)),)
PEOPLE = PeopleDirectory(
    people={
        "sam": Person(id="sam", name="Sam"),
        "olive": Person(id="olive", name="Olive", groups=("managers",)),
    }
)


class RestartService(Step):
    """Restart a service of the production cluster."""

    intent: ClassVar[str] = "restart_service"
    service: str


async def restart(step: RestartService, at: ToolContext) -> str:
    """The effect. It runs after the approval, at most once. The model reads the returned text."""
    print(f"restarting {step.service} (idempotency key {at.call})")
    return f"{step.service} was restarted."


OPERATOR = Agent(
    name="operator",
    job="Keeps the cluster healthy.",
    prompt="You operate a cluster.",
    tools=(Tool(step=RestartService, run=restart, writes=True, policy=Policy(approvers=MANAGERS)),),
    owners=MANAGERS[0],
)


class ScriptedModel:
    """A model that chooses the given steps, one after the other."""

    name = "scripted"

    def __init__(self, *steps: tuple[str, dict[str, str]]) -> None:
        self.steps = list(steps)

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        tool, arguments = self.steps.pop(0)
        return ModelAnswer(tool=tool, arguments=json.dumps(arguments))


async def wait_for_request(platform: CountersignPlatform) -> Request:
    """Wait for a pending request and return it."""
    while not (found := (await platform.queries.list_requests(status="pending")).items):
        await asyncio.sleep(0.05)
    return found[0]


async def main(database: Path) -> Sequence[str]:
    """Sam asks, the agent proposes, Olive approves, the tool runs. Returns the event types of the thread."""
    model = ScriptedModel(("restart_service", {"service": "web"}), ("done", {"message": "The web server is back."}))
    store = open_store(f"sqlite:///{database}")
    async with CountersignPlatform(store, [OPERATOR], PEOPLE, {"operator": model}) as platform:
        thread = await platform.launch("operator", "The web server hangs, restart it.", by="sam")
        request = await wait_for_request(platform)
        print(f"{request.tool} {request.arguments} waits for the managers")
        await platform.decide(
            ApprovalDecision(
                call=request.id,
                digest=request.digest,  # of exactly these arguments: another digest would be refused
                decision="approve",
                person="olive",
                door="python",
                credential="example",
            )
        )
        while "Finished" not in (events := [each.event.type for each in await platform.queries.list_events(thread)]):
            await asyncio.sleep(0.05)
        return events


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(*asyncio.run(main(Path(folder) / "countersign.db")), sep="\n")
