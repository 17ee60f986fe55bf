"""A thread's log, told event by event, and the step that the offline model takes then, asked as the engine asks it."""

from datetime import UTC, datetime
from typing import Self

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.offline_model import OfflineModel
from agents.deploybot.steps import ListCommits, ListTags, TagRelease
from bot.core import events as e
from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.policy import Policy, Verdict
from bot.core.prompts.event_rendering import render_event
from bot.core.steps import Done, InvalidAnswer, NothingToDo, Reply, Step, read_step
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ROUTE = ChannelAddress(channel="web", address="t1")
AGENT = build(DeploybotOptions(repository="/nowhere"))
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


class PromptStory:
    """Events in order. Each verb tells one and returns the story, so that a test reads from left to right."""

    def __init__(self) -> None:
        self.log: list[e.RecordedEvent] = []
        self.call = ""
        self.tell(e.ThreadOpened(agent="deploybot", title="t", origin=ROUTE, requester="sam"))

    def tell(self, event: e.Event) -> Self:
        self.log.append(e.RecordedEvent(len(self.log) + 1, to_micros(NOW), event))
        return self

    def message(self, text: str) -> Self:
        return self.tell(e.MessageReceived(text=text, sender="Sam", by="sam", route=ROUTE))

    def fetched(self, commits: str = COMMITS, tags: str = TAGS) -> Self:
        self.tell(e.ContextFetched(intent="list_tags", arguments=ListTags().write_arguments(), result=tags))
        return self.tell(
            e.ContextFetched(intent="list_commits", arguments=ListCommits().write_arguments(), result=commits)
        )

    def not_fetched(self) -> Self:
        self.tell(
            e.ContextFetched(intent="list_tags", arguments=ListTags().write_arguments(), error="git fetch failed")
        )
        arguments = ListCommits().write_arguments()
        return self.tell(e.ContextFetched(intent="list_commits", arguments=arguments, error="git fetch failed"))

    def took(self, step: Step, heard: int = 0) -> Self:
        """The step was chosen after the event `heard`; 0: after the last one."""
        self.call, heard = f"t1-{len(self.log) + 1}", heard or len(self.log)
        chosen = e.StepChosen(
            call=self.call, intent=step.intent, arguments=step.write_arguments(), heard=heard, model=MODEL
        )
        self.tell(chosen)
        match step:
            case Reply():
                self.tell(e.Said(call=self.call, text=step.message, go_on=step.go_on))
            case Done():
                self.tell(e.Said(call=self.call, text=step.message))
                self.tell(e.Finished(call=self.call))
            case _:
                pass
        return self

    def asked(self) -> Self:
        return self.tell(e.ApprovalAsked(call=self.call, digest="0" * 64, tool_version="1", policy=Policy()))

    def edited(self, step: TagRelease) -> Self:
        """Olive approves other arguments than were asked for."""
        answered = e.Answered(
            call=self.call, digest="0" * 64, person="olive", door="web", credential="c", decision="approve",
            arguments=step.write_arguments(), edited="1" * 64,
        )  # fmt: skip
        return self.tell(answered)

    def settled(self, verdict: Verdict, reason: str = "", call: str = "") -> Self:
        """The end of the last step's request, or of this call's."""
        call = call or self.call
        digest = self.thread.calls[call].digest
        return self.tell(e.ApprovalSettled(call=call, digest=digest, verdict=verdict, reason=reason))

    def started(self) -> Self:
        return self.tell(e.ToolStarted(call=self.call))

    def result(self, text: str) -> Self:
        return self.tell(e.ToolFinished(call=self.call, result=text))

    def failed(self, error: str, intent: str = "tag_release") -> Self:
        return self.tell(e.ToolFailed(call=self.call, intent=intent, error=error))

    def refused(self, reason: str) -> Self:
        return self.tell(e.StepRefused(kind="impossible", reason=reason, heard=self.thread.heard, call=self.call))

    @property
    def thread(self) -> Thread:
        return fold_events(Thread("t1"), self.log)

    def next_step(self) -> Step:
        """The next step, from the events that a prompt shows. It is one that the platform takes as it is."""
        shown = [recorded for recorded in self.log if render_event(recorded) is not None]
        chosen = OfflineModel().choose_from(self.thread, shown)
        assert chosen == OfflineModel().choose_from(self.thread, shown)
        step = read_step(chosen, AGENT.steps)
        assert not isinstance(step, InvalidAnswer), step.reason
        assert not (self.thread.calls and isinstance(step, Done | NothingToDo)), (
            "nothing is over while a request is open"
        )
        return step

    def answered(self, result: str) -> Self:
        """The model's own next step, a reading one, and its result."""
        step = self.next_step()
        assert AGENT.find_policy(step.intent) is None, step
        return self.took(step).result(result)


def release(commit: str = "new", tag: str = "v1.4.2") -> TagRelease:
    return TagRelease(tag=tag, commit=SHAS[commit])


def proposed(commit: str = "new", message: str = "deploy the latest") -> PromptStory:
    """A release was proposed, and the approvers are asked."""
    return PromptStory().message(message).fetched().took(release(commit)).asked()


def said(step: Step) -> str:
    assert isinstance(step, Reply | Done), step
    return step.message
