"""The operations of the platform for its callers: launch, say, decide, answer, pause, resume, cancel, fork."""

import base64
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from bot.core import events as e
from bot.core.channel_messages import (
    ChannelAddress,
    ChannelEntry,
    DiscardedInput,
    InboundEvent,
    InboundMessage,
    IntakeResult,
)
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.holds import Hold, HoldScope
from bot.core.inbound_decisions import InboundDecision
from bot.core.people import PeopleDirectory
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.request_views import Request
from bot.engine.decisions_and_answers import DecisionHandler
from bot.engine.event_waits import EventWaits
from bot.engine.grants import GrantHandler
from bot.engine.hold_control import HoldControl
from bot.engine.inbound_decisions import InboundDecisionHandler
from bot.engine.intake import MessageIntake
from bot.engine.queries import PlatformQueries
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.submissions import SubmissionHandler
from bot.engine.thread_control import TaskChoice, ThreadControl


def read_utc_now() -> datetime:
    return datetime.now(UTC)


def make_thread_id() -> str:
    """A new thread id: the time, then 64 random bits, so that new threads are stored side by side."""
    raw = int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(8)
    return "t" + base64.b32hexencode(raw).decode().rstrip("=").lower()


class PlatformOperations:
    """The operations on the threads of one repository, with all checks. `CountersignPlatform` runs the threads, too."""

    def __init__(self, repository: ThreadRepository, new_id: Callable[[], str] = make_thread_id) -> None:
        self.repository, self.clock, self.new_id = repository, repository.clock, new_id
        self.intake = MessageIntake(repository, new_id)
        self.decisions = DecisionHandler(repository)
        self.inbound_decisions = InboundDecisionHandler(self.decisions, self.intake)
        self.control = ThreadControl(repository, new_id)
        self.holds = HoldControl(repository)
        self.waits = EventWaits(repository)
        self.queries = PlatformQueries(repository)
        self.submissions = SubmissionHandler(repository, self.queries, new_id)
        self.grants = GrantHandler(self.submissions)

    @property
    def directory(self) -> PeopleDirectory:
        """The people, with the credentials that were revoked up to now."""
        return self.repository.directory

    async def take_message(self, message: InboundMessage) -> IntakeResult:
        """Commit an inbound message. See `MessageIntake.take_message`."""
        return await self.intake.take_message(message)

    async def take_event(self, event: InboundEvent) -> IntakeResult:
        """Commit an outside event for threads that wait for it. See `EventWaits.take_event`."""
        return await self.waits.take_event(event)

    async def keep_ignored(self, ignored: DiscardedInput, keeping: Sequence[ChannelEntry] = ()) -> IntakeResult:
        """Keep the id of a handled message together with values of its channel. See `MessageIntake.keep_ignored`."""
        return await self.intake.keep_ignored(ignored, keeping)

    async def find_repeat(self, ignored: DiscardedInput) -> IntakeResult:
        """See `MessageIntake.find_repeat`."""
        return await self.intake.find_repeat(ignored)

    async def launch(
        self,
        agent: str,
        text: str,
        *,
        by: str | None = None,
        route: ChannelAddress | None = None,
        key: str | None = None,
        makers: tuple[str, ...] = (),
        persona: str = "",
    ) -> str:
        """Open a thread of this agent with a message and return its id. The same `key` again returns the same thread.

        `makers` are the other makers of the credential of `by`. Raises `NotUnderstood` for an unknown persona.
        """
        arrival = self._make_message(agent, None, text, by, route, key)
        told = {"body": compute_sha256(f"{arrival.body}\n{persona}")} if persona else {}
        taken = await self.take_message(arrival.model_copy(update={"makers": makers, "persona": persona, **told}))
        return taken.thread

    async def say(
        self,
        thread: str,
        text: str,
        *,
        by: str | None = None,
        route: ChannelAddress | None = None,
        key: str | None = None,
        makers: tuple[str, ...] = (),
    ) -> None:
        """Add a message to a thread. It reopens a finished one. Raises AlreadyEnded for a cancelled one."""
        agent = (await self.repository.load_thread(thread)).thread.agent
        arrival = self._make_message(agent, thread, text, by, route, key)
        await self.take_message(arrival.model_copy(update={"makers": makers}))

    async def decide(self, decision: ApprovalDecision) -> Request:
        """Commit one person's decision and return the request after it. See `DecisionHandler.decide`."""
        decided = await self.decisions.decide(decision)
        return await self.queries.find_request_since(decided.before, decision.call)

    async def take_decision(self, inbound: InboundDecision) -> IntakeResult:
        """Commit a decision that came by an input of a channel. See `InboundDecisionHandler.take_decision`."""
        return await self.inbound_decisions.take_decision(inbound)

    async def answer(self, reply: QuestionAnswer) -> Request:
        """Commit one person's answer to a question and return the request after it. See `DecisionHandler.answer`."""
        answered = await self.decisions.answer(reply)
        return await self.queries.find_request_since(answered.before, reply.call)

    async def rehearse(self, given: ApprovalDecision | QuestionAnswer) -> None:
        """Raises the errors that would refuse this decision or answer, as far as no tool is asked. See
        `DecisionHandler.rehearse`.
        """
        await self.decisions.rehearse(given)

    async def pause(self, thread: str, *, by: str) -> None:
        await self.control.pause(thread, by)

    async def resume(self, thread: str, *, by: str, makers: tuple[str, ...] = (), paused_at: int | None = None) -> None:
        await self.control.resume(thread, by, makers, paused_at)

    async def cancel(
        self,
        thread: str,
        *,
        by: str,
        reason: str = "",
        makers: tuple[str, ...] = (),
        tasks: TaskChoice | None = None,
    ) -> None:
        """End a thread for good. See `ThreadControl.cancel`."""
        await self.control.cancel(thread, by, reason, makers, tasks)

    async def place_hold(
        self, scope: HoldScope, name: str = "", *, by: str, reason: str = "", door: str = "api"
    ) -> Hold:
        """Pause everything, an agent or a tool: from now on nothing of it starts. See `HoldControl.place_hold`."""
        return await self.holds.place_hold(scope, name, by, reason, door)

    async def lift_hold(self, id: int, *, by: str, door: str = "api") -> Hold:
        """End this hold. See `HoldControl.lift_hold`."""
        return await self.holds.lift_hold(id, by, door)

    async def fork(self, thread: str, *, at: int | None = None, by: str, makers: tuple[str, ...] = ()) -> str:
        return await self.control.fork(thread, at, by, makers)

    async def list_events(self, thread: str, after: int = 0) -> list[e.RecordedEvent]:
        """The events of a thread after number `after`. Raises NotFound."""
        return await self.queries.list_events(thread, after)

    def _make_message(
        self, agent: str, thread: str | None, text: str, by: str | None, route: ChannelAddress | None, key: str | None
    ) -> InboundMessage:
        at = route or ChannelAddress(channel="api")
        return InboundMessage(
            channel=at.channel,
            id=key or secrets.token_urlsafe(9),
            body=compute_sha256(f"{agent}\n{thread}\n{by}\n{text}"),
            at=self.clock(),
            agent=agent,
            thread=thread,
            person=by,
            sender=self.directory.find_name(by),
            text=text,
            route=at,
        )
