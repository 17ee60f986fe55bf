"""A process over a shared database, for the campaign that kills it: `python -m tests.campaigns.peer_process URL FOLDER PART`.

PART is a `ProcessPart`, such as "turns". Its agents are `pusher`, which asks before it pushes, and `boss`, which gives it tasks. The tool writes a line into a ledger outside, and says in a file of its own when it is inside. It prints a line once it works.
"""

import asyncio
import json
import os
import re
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.people import ApproverClause
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.engine.platform import CountersignPlatform, ProcessPart
from bot.store.postgres.store import open_postgres_store
from tests.campaigns.kill_scenarios import read_lines
from tests.platform_fixture import MANAGERS, PEOPLE, LookStep, PushStep, choose
from tests.postgres_databases import KEYS

INSIDE = 0.02
"""Seconds that the tool takes before and after its effect."""


class PushingModel:
    """Looks, then pushes the tag that the message names, then is done. It reads its progress from the prompt."""

    name = "planner"

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        text: str = json.loads(request)["messages"][1]["content"]
        steps, tag = text.count("<step call="), re.search(r"push (v\d+)", text)
        if steps == 0:
            return choose("look")
        if steps == 1 and tag is not None:
            return choose("push", tag=tag[1])
        waiting = "<open call=" in text.rpartition("<now ")[2]
        return choose("reply", message="I wait.") if waiting else choose("done", message="Done.")


class BossModel(PushingModel):
    """Gives the push that the message names to `pusher` as a task, then is done."""

    async def choose(self, request: bytes) -> ModelAnswer:
        text: str = json.loads(request)["messages"][1]["content"]
        tag = re.search(r"push (v\d+)", text)
        if not text.count("<step call=") and tag is not None:
            return choose("delegate", agent="pusher", task=f"push {tag[1]}")
        waiting = "<open call=" in text.rpartition("<now ")[2]
        return choose("reply", message="I wait.") if waiting else choose("done", message="Done.")


def make_boss() -> Agent:
    owners = ApproverClause(groups=("managers",))
    return Agent(
        name="boss", job="Gives tasks.", prompt="You give tasks.", owners=owners, delegates={"pusher": "Pushes."}
    )


def make_agent(folder: Path) -> Agent:
    ledger, inside = folder / "ledger", folder / f"inside-{os.getpid()}"

    async def look(step: LookStep, at: ToolContext) -> str:
        return "c0"

    async def push(step: PushStep, at: ToolContext) -> str:
        inside.touch()
        await asyncio.sleep(INSIDE)
        with ledger.open("a") as file:
            file.write(f"{at.call} {step.tag}\n")
        await asyncio.sleep(INSIDE)
        inside.unlink(missing_ok=True)
        return f"{step.tag} is pushed."

    async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
        done = any(line.split()[0] == at.call for line in read_lines(ledger))
        return EffectHappened("It is there.") if done else EffectDidNotHappen("It is not there.")

    tools: tuple[Tool[Any], ...] = (
        Tool(step=LookStep, run=look),
        Tool(step=PushStep, run=push, writes=True, policy=MANAGERS, probe=probe, probe_after=timedelta(0)),
    )
    owners = ApproverClause(groups=("managers",))
    return Agent(name="pusher", job="Pushes.", prompt="You push.", tools=tools, owners=owners)


def open_peer(url: str, folder: Path, part: ProcessPart) -> CountersignPlatform:
    store = open_postgres_store(url, lambda: KEYS, is_shared=True)
    models = {"pusher": PushingModel(), "boss": BossModel()}
    return CountersignPlatform(store, [make_agent(folder), make_boss()], PEOPLE, models, part=part)


async def main() -> None:
    url, folder, part = sys.argv[1], Path(sys.argv[2]), ProcessPart(sys.argv[3])
    log = (folder / f"log-{os.getpid()}").open("w", buffering=1)
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(log))
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with open_peer(url, folder, part):
        print("works", flush=True)
        await stopped.wait()


if __name__ == "__main__":
    asyncio.run(main())
