"""The contract of this package: one gated tool, which appends a line to the ledger. Without a model the agent takes commands."""

from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.base_types import FrozenModel
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step


class PushTag(Step):
    """Push a tag."""

    intent: ClassVar[str] = "push_tag"
    tag: str


class TagLedger:
    """The effects: a file with a line for each, the call and the tag."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, call: str, tag: str) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(f"{call} {tag}\n")

    def has_call(self, call: str) -> bool:
        return any(line.split(" ")[0] == call for line in self.path.read_text("utf-8").splitlines())


class PushAgentOptions(FrozenModel):
    """The table of the agent: the file of its effects."""

    ledger: str


OPTIONS = PushAgentOptions


def build(options: PushAgentOptions) -> Agent:
    """Build the agent. `olive` approves."""
    ledger = TagLedger(Path(options.ledger))

    async def push(step: PushTag, at: ToolContext) -> str:
        ledger.append(at.call, step.tag)
        return f"{step.tag} is pushed."

    async def probe(step: PushTag, at: ToolContext) -> ProbeResult:
        is_there = ledger.has_call(at.call)
        return EffectHappened(f"{step.tag} is there.") if is_there else EffectDidNotHappen(f"{step.tag} is not there.")

    olive = ApproverClause(people=("olive",))
    tool = Tool(
        step=PushTag,
        run=push,
        writes=True,
        policy=Policy(approvers=(olive,)),
        probe=probe,
        probe_after=timedelta(0),  # the ledger is written at once or never
    )
    return Agent(name="pusher", job="Pushes tags.", prompt="You push tags.", tools=(tool,), owners=olive)
