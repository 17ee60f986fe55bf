"""A thread's log, told event by event, and the request that a model would be sent for it. Rendered by the house itself."""

from datetime import UTC, datetime
from typing import Self

from agents.deploybot.agent import Options, build
from agents.deploybot.planner import OfflinePlanner
from agents.deploybot.steps import ListCommits, ListTags, TagRelease
from bot.core import events as e
from bot.core.contact import Route
from bot.core.context import Prompt, join, render, tail
from bot.core.policy import Policy, Verdict
from bot.core.steps import Done, NotAStep, Reply, Step, read
from bot.core.word import micros

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ROUTE = Route(channel="web", address="t1")
AGENT = build(Options(repository="/nowhere"))
MODEL = e.ModelCall(
    n=1, model="m", prompt="0" * 64, tools="0" * 64, renderer="xml-1", seen=((1, 1),), request="0" * 64, max_tokens=1
)

SHAS = {
    name: f"{n:x}{name.encode().hex()}".ljust(40, f"{n:x}")[:40]
    for n, name in enumerate(("new", "mid", "old", "tagged", "base"), 1)
}
COMMITS = f"""The newest 5 commits on main at origin, newest first:
{SHAS["new"]} 2026-11-20 Olive  Round totals to whole cents
{SHAS["mid"]} 2026-11-19 Mira  Retry a card payment once
{SHAS["old"]} 2026-11-17 Sam  Add darjeeling
{SHAS["tagged"]} 2026-11-12 Mira  Correct the price of sencha  (tags: v1.4.1, nightly)
{SHAS["base"]} 2026-11-05 Olive  Write amounts in euros  (tags: v1.4.0)"""
TAGS = f"""3 of 3 tags at origin, highest version first:
v1.4.1  {SHAS["tagged"]}  2026-11-12
v1.4.0  {SHAS["base"]}  2026-11-05
nightly  {SHAS["tagged"]}  2026-11-12"""
MERGED = f'Pull request #135 "Retry" by mira was merged into main as {SHAS["mid"]}. Should it be deployed?'


class Story:
    """Events in order. Each verb tells one and returns the story, so that a test reads from left to right."""

    def __init__(self) -> None:
        self.log: list[e.Recorded] = []
        self.call = ""
        self.open: list[tuple[str, str, str]] = []

    def tell(self, event: e.Event) -> Self:
        self.log.append(e.Recorded(len(self.log) + 1, micros(NOW), event))
        return self

    def message(self, text: str) -> Self:
        return self.tell(e.MessageReceived(text=text, sender="Sam", by="sam", route=ROUTE))

    def fetched(self, commits: str = COMMITS, tags: str = TAGS) -> Self:
        self.tell(e.ContextFetched(intent="list_tags", arguments=ListTags().arguments(), result=tags))
        return self.tell(e.ContextFetched(intent="list_commits", arguments=ListCommits().arguments(), result=commits))

    def not_fetched(self) -> Self:
        self.tell(e.ContextFetched(intent="list_tags", arguments="{}", error="git fetch failed"))
        return self.tell(e.ContextFetched(intent="list_commits", arguments="{}", error="git fetch failed"))

    def took(self, step: Step) -> Self:
        self.call = f"t1-{len(self.log) + 1}"
        chosen = e.StepChosen(
            call=self.call, intent=step.intent, arguments=step.arguments(), heard=len(self.log), model=MODEL
        )
        return self.tell(chosen)

    def asked(self) -> Self:
        self.open.append((self.call, "tag_release", "asked"))
        return self.tell(e.ApprovalAsked(call=self.call, digest="0" * 64, tool_version="1", policy=Policy()))

    def settled(self, verdict: Verdict, reason: str = "", by: str = "olive") -> Self:
        call, *_ = self.open.pop()
        return self.tell(e.ApprovalSettled(call=call, digest="0" * 64, verdict=verdict, by=(by,), reason=reason))

    def result(self, text: str) -> Self:
        return self.tell(e.ToolFinished(call=self.call, result=text))

    def failed(self, error: str, intent: str = "tag_release") -> Self:
        return self.tell(e.ToolFailed(call=self.call, intent=intent, error=error))

    def said(self, text: str = "…") -> Self:
        return self.took(Reply(message=text))

    @property
    def user(self) -> str:
        """What the house would render, as the user's message."""
        pieces = [piece for recorded in self.log if (piece := render(recorded))]
        return join(pieces, tail(NOW, self.open))

    def request(self) -> bytes:
        prompt = Prompt(model="m", system=AGENT.prompt, user=self.user, tools=AGENT.tools_json, max_tokens=100)
        return OfflinePlanner().request(prompt)

    async def next(self) -> Step:
        """The planner's next step, read as the house reads it."""
        chosen = await OfflinePlanner().choose(self.request())
        assert (chosen.input_tokens, chosen.output_tokens) == (0, 0)
        step = read(chosen, AGENT.steps)
        assert not isinstance(step, NotAStep), step.reason
        return step

    async def goes_on(self) -> Self:
        """The planner's own next step, taken."""
        return self.took(await self.next())


def release(commit: str = "new", tag: str = "v1.4.2") -> TagRelease:
    return TagRelease(tag=tag, commit=SHAS[commit])


def proposed(commit: str = "new", message: str = "deploy the latest") -> Story:
    """A release was proposed, and the approvers are asked."""
    return Story().message(message).fetched().took(release(commit)).asked()


def said(step: Step) -> str:
    assert isinstance(step, Reply | Done), step
    return step.message
