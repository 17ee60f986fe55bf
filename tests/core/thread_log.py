"""Writes the log of a thread the way one tells it: `log().said("tag it").chose("tag_release", tag="v1").asked().voted("olive")`.

Immutable: each verb returns a longer log, so tests may branch from a common start. Time is told to pass by `after`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Literal

from pydantic import Field

from bot.built_in_step_texts import read_built_in_texts
from bot.core import events as e
from bot.core.agent import Agent, Tool, ToolContext
from bot.core.base_types import UtcMoment, to_micros
from bot.core.canonical_json import canonicalize, compute_call_digest
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, QuestionAnswer, answer_question, compute_digest, decide_approval
from bot.core.forms import FormField
from bot.core.next_action import find_next_action
from bot.core.next_action_types import NextAction
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy, Verdict
from bot.core.steps import Step
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, ToolCall, make_call_id

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SLACK = ChannelAddress(channel="slack", address="C1/17")
MAIL = ChannelAddress(channel="email", address="rita@example.org")


class TagRelease(Step):
    """Create a tag at the remote."""

    intent: ClassVar[str] = "tag_release"
    tag: str = Field(min_length=1, max_length=100)
    sha: str = "c0ffee"


class ListTags(Step):
    """Show the tags."""

    intent: ClassVar[str] = "list_tags"
    limit: int = Field(default=10, ge=1, le=50)


class DropTable(Step):
    """Nobody may ever approve this."""

    intent: ClassVar[str] = "drop_table"
    table: str


async def _ran(step: Step, running: ToolContext) -> str:
    return "ran"


RELEASE = Policy(approvers=(ApproverClause(groups=("release-managers",)),), edits=True)
TWO_OF_THREE = Policy(approvers=(ApproverClause(groups=("release-managers",), quorum=2),), edits=True)

PEOPLE = PeopleDirectory(
    people={
        person.id: person
        for person in (
            Person(id="olive", name="Olive", groups=("release-managers",)),
            Person(id="otto", name="Otto", groups=("release-managers", "security")),
            Person(id="ines", name="Ines", groups=("release-managers",)),
            Person(id="rita", name="Rita"),
            Person(id="sven", name="Sven", groups=("security",)),
            Person(id="gone", name="Gone", groups=("release-managers",), active=False),
        )
    }
)


def agent(policy: Policy = RELEASE, **changed: Any) -> Agent:
    """Tags releases under `policy`; reads tags freely; drops tables never."""
    tools: tuple[Tool[Any], ...] = (
        Tool(step=TagRelease, run=_ran, writes=True, policy=policy),
        Tool(step=ListTags, run=_ran),
        Tool(step=DropTable, run=_ran, writes=True),
    )
    words: dict[str, Any] = {
        "name": "deploybot",
        "job": "Releases.",
        "prompt": "You release.",
        "tools": tools,
        "owners": ApproverClause(people=("olive",)),
        "built_in_texts": read_built_in_texts(),
    }
    return Agent(**{**words, **changed})


AGENT = agent()


def model_call(n: int = 1, tokens: int = 100, **changed: Any) -> e.ModelCall:
    words: dict[str, Any] = {
        "n": n,
        "model": "fake",
        "prompt": "0" * 64,
        "tools": "1" * 64,
        "renderer": "xml-1",
        "seen": (),
        "request": "2" * 64,
        "max_tokens": 2000,
        "input_tokens": tokens,
    }
    return e.ModelCall(**{**words, **changed})


@dataclass(frozen=True)
class ThreadLog:
    """A thread's recorded events, and the values computed from them."""

    id: str = "t1"
    agent: Agent = AGENT
    now: datetime = NOON
    recorded: tuple[e.RecordedEvent, ...] = ()
    people: PeopleDirectory = field(default=PEOPLE)

    def __iter__(self) -> Iterator[e.RecordedEvent]:
        return iter(self.recorded)

    @property
    def thread(self) -> Thread:
        return fold_events(Thread(id=self.id), self.recorded)

    @property
    def needs(self) -> NextAction:
        return find_next_action(self.thread, self.agent, self.people, self.now)

    @property
    def types(self) -> list[str]:
        return [recorded.event.type for recorded in self.recorded]

    @property
    def last(self) -> str:
        """The id of the call that was chosen or asked last."""
        return list(self.thread.calls)[-1]

    def call(self, id: str | None = None) -> ToolCall:
        return self.thread.calls[id or self.last]

    def after(self, **passed: float) -> "ThreadLog":
        return replace(self, now=self.now + timedelta(**passed))

    def by(self, agent: Agent) -> "ThreadLog":
        """From here on another release of the agent looks at the thread."""
        return replace(self, agent=agent)

    def among(self, people: PeopleDirectory) -> "ThreadLog":
        return replace(self, people=people)

    def happened(self, *events: e.Event) -> "ThreadLog":
        """Any events, each a second after the one before."""
        log = self
        for event in events:
            at = log.now + timedelta(seconds=1)
            one = e.RecordedEvent(len(log.recorded) + 1, to_micros(at), event)
            log = replace(log, recorded=(*log.recorded, one), now=at)
        return log

    def opened(self, requester: str | None = "rita", route: ChannelAddress = SLACK) -> "ThreadLog":
        return self.happened(
            e.ThreadOpened(agent=self.agent.name, title="A release", origin=route, requester=requester)
        )

    def said(self, text: str, by: str | None = "rita", route: ChannelAddress = SLACK) -> "ThreadLog":
        return self.happened(e.MessageReceived(text=text, sender=by or "somebody", by=by, route=route))

    def fetched(self, intent: str = "list_tags", result: str = "v1") -> "ThreadLog":
        return self.happened(e.ContextFetched(intent=intent, arguments="{}", result=result))

    def chose(self, intent: str, *, heard: int | None = None, tokens: int = 100, **arguments: Any) -> "ThreadLog":
        """The model chose a step, having heard of all there was, unless `heard` says up to where."""
        thread = self.thread
        chosen = e.StepChosen(
            call=make_call_id(self.id, thread.seq + 1),
            intent=intent,
            arguments=canonicalize(arguments).decode(),
            heard=thread.seq if heard is None else heard,
            model=model_call(thread.model_calls + 1, tokens),
        )
        return self.happened(chosen)

    def refused(
        self,
        reason: str = "no",
        *,
        kind: e.RefusalKind = "invalid",
        call: str | None = None,
        retry_at: UtcMoment | None = None,
        answer: str = "",
    ) -> "ThreadLog":
        heard, model = self.thread.seq, None if call or kind == "unavailable" else model_call()
        return self.happened(
            e.StepRefused(
                kind=kind, reason=reason, heard=heard, call=call, retry_at=retry_at, model=model, answer=answer
            )
        )

    def asked(self, call: str | None = None, routes: tuple[ChannelAddress, ...] = ()) -> "ThreadLog":
        """The approvers are asked about a call, under the gate that its tool has now."""
        found = self.call(call)
        tool = self.agent.registry[found.intent]
        policy = tool.gate or Policy()
        event = e.ApprovalAsked(
            call=found.id,
            digest=compute_call_digest(
                thread=self.id,
                call=found.id,
                tool=found.intent,
                tool_version=tool.signature,
                arguments=found.arguments,
                policy_version=policy.version,
            ),
            tool_version=tool.signature,
            policy=policy,
            expires_at=self.now + policy.expires_after if policy.expires_after else None,
            routes=routes,
        )
        return self.happened(event)

    def questioned(
        self,
        question: str = "Which tag?",
        *,
        format: e.QuestionFormat = "free_text",
        choices: tuple[str, ...] = (),
        fields: tuple[FormField, ...] = (),
        to: ApproverClause | None = None,
        purpose: e.QuestionPurpose = "ask",
        about: str | None = None,
        expires: timedelta | None = timedelta(hours=1),
        call: str | None = None,
        routes: tuple[ChannelAddress, ...] = (),
    ) -> "ThreadLog":
        """A question of its own, or with `call` that of a step `ask_human` chosen before."""
        return self.happened(
            e.QuestionAsked(
                call=call or make_call_id(self.id, len(self.recorded) + 1),
                digest="a" * 64,
                question=question,
                format=format,
                choices=choices,
                fields=fields,
                to=to or ApproverClause(people=("rita", "olive")),
                purpose=purpose,
                about=about,
                expires_at=self.now + expires if expires else None,
                routes=routes,
            )
        )

    def halted(self, limit: e.LimitKind = "steps", expires: timedelta | None = timedelta(days=7)) -> "ThreadLog":
        question = make_call_id(self.id, len(self.recorded) + 2)
        reached = self.happened(e.LimitReached(limit=limit, detail="enough", question=question))
        return reached.questioned(
            "Go on?", format="multiple_choice", choices=("go on", "stop"), purpose="limit", expires=expires
        )

    def lost(self, call: str | None = None) -> "ThreadLog":
        """The outcome of a started call is unknown, and a person is asked."""
        about = call or self.last
        question = make_call_id(self.id, len(self.recorded) + 2)
        unknown = self.happened(e.OutcomeUnknown(call=about, question=question, facts="no end in the log"))
        return unknown.questioned(
            "Did it happen?",
            format="multiple_choice",
            choices=("it happened", "it did not happen"),
            purpose="outcome",
            about=about,
            expires=None,
        )

    def decision_events(
        self,
        person: str,
        decision: Literal["approve", "reject", "take_back"] = "approve",
        *,
        call: str | None = None,
        digest: str | None = None,
        edit: dict[str, Any] | str | None = None,
        reason: str = "",
        option: str = "",
        confirmation: str = "",
    ) -> list[e.Event]:
        """The events of this person's decision by `decide_approval`; appends nothing."""
        id = call or self.last
        found = self.thread.calls.get(id)
        arguments = edit if edit is None or isinstance(edit, str) else canonicalize(edit).decode()
        approval = ApprovalDecision(
            call=id,
            digest=digest or (found.digest if found else "0" * 64),
            decision=decision,
            reason=reason,
            option=option,
            arguments=arguments,
            confirmation=confirmation,
            person=person,
            door="web",
            credential="session",
        )
        return decide_approval(self.thread, approval, self.agent, self.people, self.now)

    def voted(
        self,
        person: str,
        decision: Literal["approve", "reject", "take_back"] = "approve",
        *,
        call: str | None = None,
        digest: str | None = None,
        edit: dict[str, Any] | str | None = None,
        reason: str = "",
        option: str = "",
        confirmation: str = "",
    ) -> "ThreadLog":
        """The log with this person's decision appended."""
        words = {"reason": reason, "option": option, "confirmation": confirmation}
        return self.happened(*self.decision_events(person, decision, call=call, digest=digest, edit=edit, **words))

    def reply(self, person: str, text: str, call: str | None = None) -> list[e.Event]:
        reply = QuestionAnswer(call=call or self.last, answer=text, person=person, door="web", credential="session")
        return answer_question(self.thread, reply, self.people, self.now)

    def answered(self, person: str, text: str, call: str | None = None) -> "ThreadLog":
        return self.happened(*self.reply(person, text, call))

    def settled(self, verdict: Verdict, call: str | None = None, digest: str | None = None) -> "ThreadLog":
        """A verdict written into the log without a check."""
        found = self.call(call)
        return self.happened(e.ApprovalSettled(call=found.id, digest=digest or found.digest, verdict=verdict))

    def started(self, call: str | None = None) -> "ThreadLog":
        found = self.call(call)
        event = e.ToolStarted(call=found.id, digest=found.digest, attempt=found.attempt + 1)
        return self.happened(event)

    def finished_tool(self, result: str = "done", call: str | None = None) -> "ThreadLog":
        return self.happened(e.ToolFinished(call=call or self.last, result=result))

    def failed_tool(self, error: str = "no", call: str | None = None, audit: str = "") -> "ThreadLog":
        found = self.call(call)
        return self.happened(e.ToolFailed(call=found.id, intent=found.intent, error=error, audit=audit))

    def read(self, result: str = "v1") -> "ThreadLog":
        """A whole reading step: chosen, started, finished."""
        return self.chose("list_tags", limit=10).started().finished_tool(result)

    def replied(self, text: str = "Hello.", *, go_on: bool = False, heard: int | None = None) -> "ThreadLog":
        chosen = self.chose("reply", heard=heard, message=text, go_on=go_on)
        return chosen.happened(e.Said(call=chosen.last, text=text, go_on=go_on))

    def slept(self, **time: float) -> "ThreadLog":
        chosen = self.chose("wait", seconds=60, why="later")
        return chosen.happened(e.Slept(call=chosen.last, until=self.now + timedelta(**time)))

    def done(self, heard: int | None = None) -> "ThreadLog":
        chosen = self.chose("done", heard=heard, message="Done.")
        return chosen.happened(e.Said(call=chosen.last, text="Done."), e.Finished(call=chosen.last))

    def paused(self) -> "ThreadLog":
        return self.happened(e.Paused(by="olive"))

    def resumed(self) -> "ThreadLog":
        return self.happened(e.Resumed(by="olive"))

    def cancelled(self) -> "ThreadLog":
        return self.happened(e.Cancelled(by="olive"))


def log(agent: Agent = AGENT, id: str = "t1") -> ThreadLog:
    """A log with nothing in it."""
    return ThreadLog(id=id, agent=agent)


def asked_to_tag(agent: Agent = AGENT, tag: str = "v1") -> ThreadLog:
    """Rita wants a release, the agent chose to tag, the approvers are asked."""
    return log(agent).opened().said("release v1 please").chose("tag_release", tag=tag, sha="c0ffee").asked()


def current_digest(call: ToolCall, thread: str) -> str:
    """The digest of a call, recomputed from the call that would run."""
    return compute_digest(thread, call, call.arguments)
