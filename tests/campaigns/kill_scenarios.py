"""The scenarios of the kill campaign: the acts of the model, the people and the tools, and the point of the kill."""

import json
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.people import ApproverClause
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.store.sqlite import event_log
from tests.platform_fixture import MANAGERS, LookStep, PushStep, choose


@dataclass(frozen=True)
class Scenario:
    """The model's choices in turn, and the acts of people and operator besides decisions. `is_task`: another agent is asked,
    which gives the plan to this one as a task; `cancelled`: the asking thread is cancelled with its task. `has_event`: an outside event comes once it is awaited.
    """

    name: str
    plan: tuple[ModelAnswer, ...]
    second_message: bool = False
    rejected: tuple[str, ...] = ()
    paused: bool = False
    idempotent: bool = False
    probed: bool = True
    is_task: bool = False
    cancelled: bool = False
    has_event: bool = False


SCENARIOS = (
    Scenario("one call", (choose("look"), choose("push", tag="v1"))),
    Scenario("two at once", (choose("push", tag="v1"), choose("push", tag="v2")), second_message=True),
    Scenario("rejected, then another", (choose("push", tag="v1"), choose("push", tag="v2")), rejected=("v1",)),
    Scenario("idempotent", (choose("push", tag="v1"),), idempotent=True, probed=False),
    Scenario("no probe", (choose("push", tag="v1"), choose("look")), probed=False),
    Scenario("paused and resumed", (choose("push", tag="v1"),), paused=True),
    Scenario("waits", (choose("wait", seconds=3600, why="rest"), choose("push", tag="v1"))),
)

TASKS = (
    Scenario("a task", (choose("look"), choose("push", tag="v1")), is_task=True),
    Scenario("a task that is cancelled", (choose("push", tag="v1"),), is_task=True, cancelled=True),
    Scenario(
        "a wait for an event", (choose("wait", event="build", seconds=9_000), choose("push", tag="v1")), has_event=True
    ),
)
GIVEN = (choose("delegate", agent="pusher", task="push it"),)
"""The plan of the agent that gives a task."""


@dataclass(frozen=True)
class KillPoint:
    """Where the process dies: at its nth commit or its nth effect, before or after it. `nth` 0: nowhere."""

    what: str = "commit"
    nth: int = 0
    after: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} {self.what} {self.nth}" if self.nth else "nowhere"


class Killer:
    """Counts commits and effects, and kills the process at the point."""

    def __init__(self, point: KillPoint) -> None:
        self.point = point
        self.seen: Counter[str] = Counter()

    def around(self, what: str, act: Callable[[], Any]) -> Any:
        self.seen[what] += 1
        here = self.point.what == what and self.point.nth == self.seen[what]
        if here and not self.point.after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = act()
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    def connect(self, path: str) -> sqlite3.Connection:
        killer = self

        class Dying(sqlite3.Connection):
            def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
                if sql == "COMMIT":
                    done: sqlite3.Cursor = killer.around("commit", lambda: super(Dying, self).execute(sql))
                    return done
                return super().execute(sql, *parameters)

        return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5, factory=Dying)


class OutsideWorld:
    """Files that outlive a kill: the ledger of effects, and the driver's notes of sent and acknowledged acts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger, self.notes = folder / "ledger", folder / "notes"

    def effects(self) -> list[tuple[str, str]]:
        """(call, tag), in order."""
        return [(line.split()[0], line.split()[1]) for line in read_lines(self.ledger)]

    def note(self, kind: str, act: str, **fields: Any) -> None:
        with self.notes.open("a") as file:
            file.write(json.dumps({"kind": kind, "act": act, **fields}) + "\n")

    def noted(self, kind: str) -> dict[str, dict[str, Any]]:
        found = map(json.loads, read_lines(self.notes))
        return {note["act"]: note for note in found if note["kind"] == kind}


def read_lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


class Planner:
    """A model without memory: it reads its progress from the prompt."""

    name = "planner"

    def __init__(self, plan: Sequence[ModelAnswer]) -> None:
        self.plan = plan

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        text: str = json.loads(request)["messages"][1]["content"]
        if (step := text.count("<step call=")) < len(self.plan):
            return self.plan[step]
        waiting = "<open call=" in text.rpartition("<now ")[2]
        return choose("reply", message="I wait.") if waiting else choose("done", message="Done.")


def pusher(scenario: Scenario, outside: OutsideWorld, killer: Killer, database: Path) -> Agent:
    async def look(step: LookStep, at: ToolContext) -> str:
        return "c0"

    def write(at: ToolContext, step: PushStep) -> None:
        """The effect. A receiver that deduplicates by the key writes once; and consent must be on disk before it."""
        if scenario.idempotent and any(call == at.call for call, _ in outside.effects()):
            return
        proof = "" if _is_consented(database, at) else " WITHOUT CONSENT"
        with outside.ledger.open("a") as file:
            file.write(f"{at.call} {step.tag}{proof}\n")

    async def push(step: PushStep, at: ToolContext) -> str:
        killer.around("effect", lambda: write(at, step))
        return f"{step.tag} is pushed."

    async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
        done = any(call == at.call for call, _ in outside.effects())
        return EffectHappened("It is there.") if done else EffectDidNotHappen("It is not there.")

    tools: tuple[Tool[Any], ...] = (
        Tool(step=LookStep, run=look),
        Tool(
            step=PushStep,
            run=push,
            writes=True,
            policy=MANAGERS,
            probe=probe if scenario.probed else None,
            idempotent=scenario.idempotent,
        ),
    )
    owners = ApproverClause(groups=("managers",))
    return Agent(name="pusher", job="Pushes.", prompt="You push.", tools=tools, owners=owners, awaits=("build",))


def boss() -> Agent:
    """An agent that gives the plan of the scenario to `pusher`."""
    owners = ApproverClause(groups=("managers",))
    return Agent(
        name="boss", job="Gives tasks.", prompt="You give tasks.", owners=owners, delegates={"pusher": "Pushes."}
    )


def _is_consented(database: Path, at: ToolContext) -> bool:
    """Whether another process could read the approval and the start of this very call from the disk now."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        events = [row.recorded.event for row in event_log.read_rows(reader, at.thread)]
    approved = [
        x.digest for x in events if isinstance(x, e.ApprovalSettled) and (x.call, x.verdict) == (at.call, "approved")
    ]
    started = [x.digest for x in events if isinstance(x, e.ToolStarted) and x.call == at.call]
    return len(approved) == 1 and bool(started) and set(started) == set(approved)
