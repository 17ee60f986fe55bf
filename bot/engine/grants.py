"""Grants: approvals that let more than one call of a coding agent run. Asked, used, listed and revoked here.

A grant is a request like any other, in a thread of its own: it is asked under the policy of the call, decided by the same
people on a card that shows its scope, and lapses after its hours. The log of its thread holds each use.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.base_types import JSON, UtcMoment, from_micros
from bot.core.canonical_json import canonicalize
from bot.core.errors import Conflict, NotCanonical, NotFound, NotUnderstood, Unavailable
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.request_views import Request
from bot.core.submissions.drafts import CallDraft, RequestSender, choose_policy, read_draft
from bot.core.submissions.grant_scopes import (
    GRANT_TITLE,
    MAX_USES,
    GrantScope,
    derive_scope,
    is_covered_call,
    read_scope,
)
from bot.core.submissions.submission_events import explain_lost, withdraw_call
from bot.core.threads.thread import Thread, ToolCall, find_thread_id
from bot.engine.repository.thread_repository import ThreadRepository
from bot.engine.submissions import SubmissionHandler
from bot.store.records import name_credential
from bot.store.refusals import AlreadyReceived

GRANT = "grant"
"""The channel of the inbound ids that number the grants of a key."""
MAX_GRANTS = 100
"""Grants of one key that may wait or hold at the same time."""
TRIES = 20


class GrantUse(NamedTuple):
    """The grant under which a call may run, and its giver."""

    grant: str
    given_by: tuple[str, ...]


@dataclass(frozen=True)
class GrantState:
    """An open grant. `why_not`: why it covers no call now; empty when it does."""

    thread: Thread
    call: ToolCall
    scope: GrantScope
    credential: str
    why_not: str

    @property
    def given_by(self) -> tuple[str, ...]:
        """The ids of the people that gave it."""
        return tuple(vote.person for vote in self.call.votes if vote.approves) if self.call.state == "approved" else ()

    @property
    def ends_at(self) -> UtcMoment | None:
        return self.given_at + timedelta(hours=self.scope.hours) if self.given_at else None

    @property
    def given_at(self) -> UtcMoment | None:
        return from_micros(self.call.approved) if self.call.approved is not None else None


@dataclass
class _KeyGrants:
    """The threads of the grants of one key that were not over when they were last looked at, and the next number."""

    threads: list[str] = field(default_factory=list)
    number: int = 1


class GrantHandler:
    """The acts on grants. The rights of callers are checked before (`bot.engine.authorized_platform`)."""

    def __init__(self, submissions: SubmissionHandler) -> None:
        self.submissions = submissions
        self._known: dict[str, _KeyGrants] = {}

    @property
    def repository(self) -> ThreadRepository:
        return self.submissions.repository

    async def ask(
        self, origin: Request, begins_with: str, hours: int | None, by: str, makers: tuple[str, ...] = ()
    ) -> str:
        """Ask people for a grant for calls like that of the request `origin`; return the id of its request.

        `by` is the person that asks for it, `makers` made their credential; empty: the program does. A person that chose the scope,
        or edited the call, whose words the scope repeats, may not approve it; to ask for exactly the call as the program sent
        it is no choice. Raises `NotUnderstood`, `Conflict`, `Forbidden`.
        """
        agent, scope = self._derive(origin, begins_with, hours)
        sent = origin.submitted
        assert sent is not None
        has_chosen = bool(by) and (bool(begins_with) or hours is not None)
        events = [row.recorded.event for row in await self.repository.read_rows(origin.thread_id)]
        edits = [each for each in events if isinstance(each, e.Answered) and each.edited is not None]
        editors = [person for each in edits if each.call == origin.id for person in (each.person, *each.makers)]
        others = tuple(dict.fromkeys((*sent.others, *((by, *makers) if has_chosen else ()), *editors)))
        sender = RequestSender(sent.by, sent.credential, sent.makers)
        await self.submissions.refuse_now(agent, sent.intent, sender)
        call = await self._record(scope, origin, agent, sender, others, by)
        await self.submissions.ask(call)
        return call

    def may_be_asked(self, origin: Request) -> bool:
        """Whether people can be asked for a grant for exactly the call of this request."""
        try:
            self._derive(origin, "", None)
        except (NotUnderstood, Conflict, NotFound):
            return False
        return True

    def _derive(self, origin: Request, begins_with: str, hours: int | None) -> tuple[Agent, GrantScope]:
        """Return the scope of a grant for calls like that of this request. Raises `NotUnderstood`, `Conflict`."""
        sent = origin.submitted
        if sent is None or sent.submission.kind != "approval" or origin.terms.dialect:
            raise NotUnderstood("Only a call that a coding agent's hook asked about can get a grant.")
        agent = self.submissions.find_agent()
        most = int(self._find_limit(agent, sent.intent) / timedelta(hours=1))
        if hours is not None and hours > most:
            raise NotUnderstood(
                f"hours: a grant of the policy {sent.intent} lasts {most} hours at most; it was {hours}."
            )
        text = canonicalize(origin.arguments).decode()
        return agent, derive_scope(text, sent.by, begins_with, most if hours is None else hours)

    async def use(self, arguments: Mapping[str, JSON], policy: str | None, sender: RequestSender) -> GrantUse | None:
        """Log that the program runs this call under a grant of its key, and return the grant; None: no grant covers it.

        Raises `Forbidden` for a policy that the key may not use, `NotUnderstood`.
        """
        try:
            text = canonicalize(dict(arguments)).decode()
        except NotCanonical as error:
            raise NotUnderstood(f"arguments: {error}") from error
        agent = self.submissions.find_agent()
        intent = choose_policy(CallDraft(title="-", policy=policy), agent, sender)
        async for thread in self._list_threads(sender.credential):
            for call in _list_grants(thread):
                if call.intent != intent or not self._is_usable(thread, call, agent, arguments):
                    continue
                if used := await self._commit_use(call.id, agent, arguments, text, sender.credential):
                    return used
        return None

    async def list_grants(self, credential: str | None = None) -> list[GrantState]:
        """The grants of this credential, or of all keys that a policy lists, that wait for people or hold."""
        agent = next((each for each in self.repository.agents.values() if each.submitters is not None), None)
        if agent is None:
            return []
        keys = dict.fromkeys(key for keys in (agent.submitters or {}).values() for key in keys)
        found: list[GrantState] = []
        for each in [credential] if credential is not None else [name_credential(key) for key in keys]:
            async for thread in self._list_threads(each):
                held = thread.apply_holds(self.repository.holds)
                for call in _list_grants(held):
                    if scope := read_scope(call.arguments):
                        found.append(GrantState(thread, call, scope, each, self._explain_unusable(held, call, agent)))
        return found

    async def revoke(self, call: str, by: str, reason: str) -> None:
        """End a grant, or its request. Raises `NotFound`, `Conflict`."""
        name = self.repository.directory.find_name(by)
        said = f"Revoked by {name}{f': {reason.strip()}' if reason.strip() else '.'}"

        def make(now: Thread) -> list[e.Event]:
            found = now.find_call(call)
            if found is None or not found.is_grant:
                raise NotFound(GRANT, call)
            return withdraw_call(now, call, said)

        await self.repository.commit_events(find_thread_id(call), make)

    def _find_limit(self, agent: Agent, intent: str) -> timedelta:
        limit, tool = agent.programs.grants.get(intent), agent.registry.get(intent)
        if limit is None or tool is None:
            raise Conflict(f"The policy {intent} has no grants: its operator adds `grants` to it.")
        if tool.gate is not None and tool.gate.irreversible:
            raise Conflict(f"The calls of the policy {intent} cannot be undone, so each one is asked about.")
        return limit

    async def _record(
        self,
        scope: GrantScope,
        origin: Request,
        agent: Agent,
        sender: RequestSender,
        others: tuple[str, ...],
        by: str,
    ) -> str:
        """Commit the request for the grant as the next one of its key. It is put to those that its call was put to."""
        sent = origin.submitted
        assert sent is not None
        intent = sent.intent
        for _ in range(TRIES):
            known = await self._look_for_new(sender.credential)
            if len(known.threads) >= MAX_GRANTS:
                raise Conflict(f"{MAX_GRANTS} grants of this key are open already. Revoke some of them.")
            draft = CallDraft(
                title=GRANT_TITLE, arguments=scope.arguments, policy=intent, key=f"{GRANT}-{known.number}"
            )
            choose_policy(draft, agent, sender)
            made = read_draft(draft, intent, agent, self.repository.directory)
            made = made._replace(
                others=others, submission=made.submission.model_copy(update={"to": sent.submission.to})
            )
            once = (GRANT, f"{sender.credential}:{known.number}", compute_sha256(made.arguments))
            try:
                return await self.submissions.record_call(
                    draft,
                    made,
                    agent,
                    sender,
                    lambda id: [e.GrantRequested(call=id, origin=origin.id, by=by)],
                    once,
                )
            except AlreadyReceived:
                continue
        raise Unavailable("Many grants of this key are asked at the same time. Try again.")

    async def _commit_use(
        self, call: str, agent: Agent, arguments: Mapping[str, JSON], text: str, credential: str
    ) -> GrantUse | None:
        """Check the grant once more in the commit of its use: it may have been revoked since."""
        used: list[GrantUse] = []

        def make(now: Thread) -> list[e.Event]:
            used.clear()
            found = now.find_call(call)
            if found is None or not self._is_usable(now, found, agent, arguments):
                return []
            used.append(GrantUse(call, tuple(vote.person for vote in found.votes if vote.approves)))
            return [e.GrantUsed(call=call, arguments=text, credential=credential)]

        await self.repository.commit_events(find_thread_id(call), make)
        return used[0] if used else None

    def _is_usable(self, thread: Thread, call: ToolCall, agent: Agent, arguments: Mapping[str, JSON]) -> bool:
        scope = read_scope(call.arguments)
        if scope is None or not call.is_grant or not is_covered_call(scope, arguments):
            return False
        return not self._explain_unusable(thread, call, agent)

    def _explain_unusable(self, thread: Thread, call: ToolCall, agent: Agent) -> str:
        """Return why this grant covers no call now; empty when it does."""
        if call.state != "approved" or call.approved is None:
            return "It waits for people." if call.state in ("chosen", "asked") else "Its program used it as one call."
        if call.uses >= MAX_USES:
            return f"It was used {MAX_USES} times, which is the most."
        try:
            limit = self._find_limit(agent, call.intent)
        except Conflict as error:
            return str(error)
        now: UtcMoment = self.repository.clock()
        if now >= from_micros(call.approved) + limit:
            return "The policy's time for grants is shorter now, and over."
        return explain_lost(thread, call, agent, self.repository.directory, now)

    async def _look_for_new(self, credential: str) -> _KeyGrants:
        """Return the grants of this key with those that were asked since, also by another process."""
        known = self._known.setdefault(credential, _KeyGrants())
        find = self.repository.store.inbound.find_message_id
        while (taken := await find(GRANT, f"{credential}:{known.number}")) is not None:
            if taken.thread not in known.threads:
                known.threads.append(taken.thread)
            known.number += 1
        return known

    async def _list_threads(self, credential: str) -> AsyncIterator[Thread]:
        """The threads of this key's grants that are not over. One that is over stays so, and is not looked at again."""
        known = await self._look_for_new(credential)
        for id in list(known.threads):
            thread = (await self.repository.load_thread(id)).thread
            if any(_list_grants(thread)):
                yield thread
            elif id in known.threads:
                known.threads.remove(id)


def _list_grants(thread: Thread) -> Iterator[ToolCall]:
    return (call for call in thread.calls.values() if call.is_grant)
