"""Commits the requests and reports of programs outside of this server: each act is one commit, or two when people
are asked anew, of which a restart makes the second."""

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import to_micros
from bot.core.canonical_json import parse_json
from bot.core.channel_messages import ChannelAddress
from bot.core.errors import Conflict, NotFound, NotUnderstood, SameIdOtherBody
from bot.core.events.submissions import CALLBACK, NO_TERMS
from bot.core.holds import describe_hold, find_hold
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.ports import AddressChecker
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.request_views import Request
from bot.core.secrets.redaction import cut_text
from bot.core.submissions.drafts import (
    MAX_METADATA,
    MAX_RECORD,
    CallDraft,
    PreparedSubmission,
    RequestSender,
    choose_policy,
    read_call_arguments,
    read_draft,
)
from bot.core.submissions.hourly_amendment_limits import refuse_many
from bot.core.submissions.step_class_from_schema import infer_schema
from bot.core.submissions.submission_events import (
    ReportStatus,
    amend_call,
    comment_call,
    escalate_call,
    make_report,
    report_execution,
    submit_call,
    withdraw_call,
)
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, find_thread_id
from bot.engine.approval_card_notes import find_notes, find_open_elsewhere
from bot.engine.queries import PlatformQueries
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.tools.executor import ToolExecutor
from bot.store.records import RequestFilter
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import NO_SIDE_WRITES, InboundId, SideWrites

API = "api"
MAX_WAITING = 1_000
"""Requests of the programs of one person that may wait for people."""


DERIVED = {"key", "policy", "callback_url"}
"""Fields of a draft that a dialect derives from the configuration: a change of it makes a repeat no other body."""

PartialId = tuple[str, str, str]
"""The channel, the id and the body's hash of an inbound id."""


class RequestName(NamedTuple):
    """The idempotency key of a request, in the API of its program. Another credential or API may use the same key."""

    key: str
    dialect: str
    credential: str

    @property
    def channel(self) -> str:
        return self.dialect or API

    @property
    def id(self) -> str:
        return f"{self.credential}:{self.key}"

    def make_id(self, body: str) -> PartialId:
        return self.channel, self.id, body


class SubmittedRequest(NamedTuple):
    """The id of the request, and whether it had been submitted before with this idempotency key."""

    id: str
    again: bool


class SubmissionHandler:
    """The acts of programs. Their rights are checked before (`bot.engine.authorized_platform`)."""

    def __init__(self, repository: ThreadRepository, queries: PlatformQueries, new_id: Callable[[], str]) -> None:
        self.repository, self.queries, self.new_id = repository, queries, new_id
        self.tools = ToolExecutor(repository)

    @property
    def directory(self) -> PeopleDirectory:
        return self.repository.directory

    def find_agent(self) -> Agent:
        """Return the agent that gets its calls from programs. Raises `NotFound` when none is configured."""
        agent = next((each for each in self.repository.agents.values() if each.submitters is not None), None)
        if agent is None:
            raise NotFound("agent", "external")
        return agent

    async def submit(self, draft: CallDraft, sender: RequestSender, terms: e.CallTerms = NO_TERMS) -> SubmittedRequest:
        """Ask people, on these terms. The same `key` and body again returns the same request; keys of two dialects differ.

        Raises `Forbidden` for a policy that the key may not use, `NotUnderstood`, `Conflict`, `SameIdOtherBody`.
        """
        agent = self.find_agent()
        given = DERIVED if terms.dialect else {"key"}
        body = compute_sha256(json.dumps(draft.model_dump(mode="json", exclude=given), sort_keys=True))
        name = RequestName(draft.key or "", terms.dialect, sender.credential)
        if draft.key and (before := await self._find_before(name, body)):
            return before
        intent = choose_policy(draft, agent, sender)
        await self.refuse_now(agent, intent, sender)
        made = read_draft(draft, intent, agent, self.directory, MAX_RECORD if terms.dialect else MAX_METADATA)
        if made.submission.callback:
            self._check_callback(made.submission.callback)
        try:
            call = await self.record_call(
                draft, made, agent, sender, lambda id: _make_terms(id, terms, sender), name.make_id(body)
            )
        except (AlreadyReceived, Conflict):  # the same request may have come at the same moment
            if draft.key and (before := await self._find_before(name, body)):
                return before
            raise
        await self.ask(call)
        return SubmittedRequest(call, False)

    async def amend(self, call: str, arguments: dict[str, object], sender: RequestSender) -> None:
        """Replace the arguments of an approval that waits. Raises `Conflict`, `NotUnderstood`."""
        thread = (await self.repository.load_thread(find_thread_id(call))).thread
        found, agent = thread.find_call(call), self.repository.find_agent(thread)
        if found is None or found.submitted is None or agent is None or found.submitted.submission.kind != "approval":
            raise Conflict("Only an approval that waits for people can be amended.")
        if (tool := agent.registry.get(found.intent)) is None:
            raise Conflict(f"The policy {found.intent} is gone.")
        sent, about = found.submitted.submission, tool.step.__doc__ or ""
        schema = parse_json(sent.typed_as) if sent.typed_as else infer_schema(arguments)
        text = read_call_arguments(found.intent, about, schema, arguments, sent.title)
        notes = await find_notes(self.repository, thread, found.intent, text)

        async def make(now: Thread) -> Sequence[e.Event]:
            await self._refuse_equal(now, call, found.intent, text, sender)
            at = self.repository.clock()
            return await self._admit(now.id, amend_call(now, call, text, sender, notes, agent, self.directory, at))

        await self.repository.commit_events(thread.id, make)

    async def comment(self, call: str, text: str, sender: RequestSender) -> None:
        """Add words to a request that waits. Raises `Conflict`, `NotUnderstood`."""
        await self.repository.commit_events(
            find_thread_id(call), lambda now: self._admit(now.id, comment_call(now, call, text.strip(), sender))
        )

    async def escalate(self, call: str, to: ApproverClause, words: str, sender: RequestSender) -> None:
        """Ask the people of a request that waits anew, and these of its policy with them. Raises `Conflict`,
        `NotUnderstood`."""
        thread = (await self.repository.load_thread(find_thread_id(call))).thread
        found = thread.find_call(call)
        notes = await find_notes(self.repository, thread, found.intent, found.arguments) if found else ()

        def make(now: Thread) -> Sequence[e.Event]:
            agent, at = self.repository.find_agent(now), self.repository.clock()
            if agent is None:
                raise NotFound("agent", now.agent)
            return escalate_call(now, call, to, words, sender, notes, agent, self.directory, at)

        await self.repository.commit_events(thread.id, make)

    async def withdraw(self, call: str, reason: str) -> None:
        """End a request that waits, or an approval that was not used. Raises `Conflict`."""
        await self.repository.commit_events(find_thread_id(call), lambda now: withdraw_call(now, call, reason.strip()))

    async def report(self, call: str, status: ReportStatus, text: str, sender: RequestSender) -> None:
        """Keep the program's report of the execution. The same report again changes nothing. Raises `Conflict`."""

        async def make(now: Thread) -> Sequence[e.Event]:
            agent = self.repository.find_agent(now)
            if call not in now.calls:
                return self._report_late(await self.queries.find_request(call), status, text, sender)
            if agent is None:
                raise NotFound("agent", now.agent)
            at = self.repository.clock()
            return report_execution(now, call, status, text, sender, agent, self.directory, at)

        await self.repository.commit_facts(find_thread_id(call), make)

    async def call_back_again(self, call: str, by: str) -> None:
        """Owe the program's URL the decision once more. Raises `Conflict` where there is no decision or no
        URL.
        """
        request = await self.queries.find_request(call)
        address = request.submitted.submission.address if request.submitted else None
        if address is None:
            raise Conflict("Its program named no callback_url.")
        if request.status == "pending":
            raise Conflict("It is not decided yet. Its program is told when it is.")
        self._check_callback(address.address)
        again = e.CallbackRepeated(call=call, route=address, by=by)
        await self.repository.commit_events(find_thread_id(call), lambda now: self._admit(now.id, [again]))

    async def _admit(self, thread: str, events: Sequence[e.Event]) -> Sequence[e.Event]:
        """The events of an act. Raises `Conflict` when the request had too many of the kind within the last hour."""
        log = [row.recorded for row in await self.repository.read_rows(thread)] if events else []
        refuse_many(log, events, self.repository.clock())
        return events

    def _report_late(
        self, request: Request, status: ReportStatus, text: str, sender: RequestSender
    ) -> Sequence[e.Event]:
        """A report about a call that is closed: its approval lapsed, or its end was reported before."""
        ran = request.execution
        if ran is None or status == "running":
            raise Conflict("This call is not approved any more, so it cannot start.")
        if ran.status in ("not_started", "running", "unknown"):
            return [make_report(request.id, status, text, sender)]
        if ran.status == status:
            return []
        raise Conflict(f"It was reported as {ran.status} before.")

    async def record_call(
        self,
        draft: CallDraft,
        made: PreparedSubmission,
        agent: Agent,
        sender: RequestSender,
        follow: Callable[[str], Sequence[e.Event]],
        once: PartialId,
    ) -> str:
        """Commit the call, in its thread or in a new one, with the events that `follow` makes of its id; return the id.

        Raises `AlreadyReceived` for a draft with a key when `once` is taken.
        """
        thread, now = draft.thread or self.new_id(), self.repository.clock()
        ids = (InboundId(*once, thread, to_micros(now)),) if draft.key else ()
        writes = SideWrites(inbound_ids=ids) if ids else NO_SIDE_WRITES
        found: list[str] = []

        async def make(before: Thread) -> Sequence[e.Event]:
            await self._refuse_equal(before, before.next_call, made.intent, made.arguments, sender)
            submitted = submit_call(before, made, sender, draft.key or "")
            found[:] = [submitted.proposal.call if submitted.proposal else ""]
            return [submitted, *follow(found[0])]

        if draft.thread:
            await self.repository.commit_events(thread, make, writes)
            return found[0]
        opened = e.ThreadOpened(
            agent=agent.name,
            title=cut_text(" ".join(draft.title.split()), 120),
            origin=ChannelAddress(channel=API),
            requester=sender.person,
            sender=self.directory.find_name(sender.person),
            makers=sender.makers,
        )
        start = fold_events(Thread(id=thread), [e.RecordedEvent(1, to_micros(now), opened)])
        await self.repository.open_thread(thread, [opened, *await make(start)], writes)
        return found[0]

    async def ask(self, call: str) -> None:
        """Ask the people about a recorded call. Raises `Conflict` when an equal one came first."""
        thread = (await self.repository.load_thread(find_thread_id(call))).thread
        found, agent = thread.calls.get(call), self.repository.find_agent(thread)
        if found is not None and agent is not None and found.state == "chosen":
            self._refuse_held(agent, found.intent)
            await self.tools.ask_approvers(thread, found, agent)
        if await self.repository.store.requests.find_request(call) is None:
            raise Conflict("The same call was asked at the same time. Read the list of requests.")

    async def refuse_now(self, agent: Agent, intent: str, sender: RequestSender) -> None:
        """Raises `Conflict` while the policy is paused, or too many requests of the program's person wait for people."""
        self._refuse_held(agent, intent)
        chosen = RequestFilter(agent=agent.name, person=sender.person)
        waiting = await self.repository.store.requests.list_requests(
            status="pending", before=None, limit=MAX_WAITING, chosen=chosen
        )
        if len(waiting) >= MAX_WAITING:
            raise Conflict(f"{MAX_WAITING} requests wait for people already. Withdraw some, or wait for their end.")

    def _refuse_held(self, agent: Agent, intent: str) -> None:
        """Raises `Conflict` while the policy, the agent or everything is paused."""
        if hold := find_hold(agent.name, intent, self.repository.holds):
            raise Conflict(f"{describe_hold(hold, self.directory)} Ask when it is resumed.")

    async def _refuse_equal(
        self, thread: Thread, call: str, intent: str, arguments: str, sender: RequestSender
    ) -> None:
        """Raises `Conflict` for a call that is open in another thread: of another program without its id."""
        other = await find_open_elsewhere(self.repository, thread, call, intent, arguments)
        if other is None:
            return
        there = (await self.repository.load_thread(find_thread_id(other))).thread
        is_own = there.submitter == sender.credential
        raise Conflict(
            f"The same call is open already{f': {other}' if is_own else ''}. Wait for its end, or withdraw it."
        )

    async def find_named(self, name: RequestName) -> str | None:
        """The id of the request that came with this idempotency key; None: there is none."""
        taken = await self.repository.store.inbound.find_message_id(name.channel, name.id)
        return await self._find_in(taken.thread, name) if taken else None

    async def _find_before(self, name: RequestName, body: str) -> SubmittedRequest | None:
        """The request that came before with this idempotency key. Raises `SameIdOtherBody`."""
        taken = await self.repository.store.inbound.find_message_id(name.channel, name.id)
        if taken is None:
            return None
        found = await self._find_in(taken.thread, name) if taken.body == body else None
        if found is None:
            raise SameIdOtherBody(name.key)
        await self.ask(found)
        return SubmittedRequest(found, True)

    async def _find_in(self, thread: str, name: RequestName) -> str | None:
        """The call of this thread that came with the key. Its terms, if it has any, are set by the next event."""
        rows = [row.recorded.event for row in await self.repository.read_rows(thread)]
        for event, after in zip(rows, (*rows[1:], None), strict=True):
            if isinstance(event, e.CallSubmitted) and event.key == name.key:
                dialect = after.terms.dialect if isinstance(after, e.CallTermsSet) else ""
                if dialect == name.dialect:
                    return event.call
        return None

    def _check_callback(self, url: str) -> None:
        """Raises `NotUnderstood` when this server makes no callbacks, or never calls this URL."""
        channel = self.repository.addresses.channels.get(CALLBACK)
        if channel is None:
            raise NotUnderstood("callback_url: this server calls nobody back; its operator adds [channels.callback].")
        if isinstance(channel, AddressChecker):
            channel.check_address(url)


def _make_terms(call: str, terms: e.CallTerms, sender: RequestSender) -> Sequence[e.Event]:
    return [] if terms == NO_TERMS else [e.CallTermsSet(call=call, terms=terms, credential=sender.credential)]
