"""The platform limited to the rights of one subject. Foreign threads do not exist for it, and a reader changes nothing.

The API and the pages read and act through this class; a test enforces it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.core import events as e
from bot.core.access.permissions import AccessSubject
from bot.core.agent import Agent
from bot.core.base_types import JSON
from bot.core.channel_messages import ChannelAddress
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import BrokenSeal, Conflict, LostKey, NotAllowed, NotFound
from bot.core.events.submissions import NO_TERMS
from bot.core.forms import FormField
from bot.core.holds import Hold, HoldScope
from bot.core.people import ApproverClause
from bot.core.request_views import Request
from bot.core.submissions.drafts import CallDraft, RequestSender
from bot.core.submissions.permitted_policies_and_contacts import ProgramRules, find_program_rules
from bot.core.submissions.submission_events import ReportStatus
from bot.core.threads.thread import Thread, find_thread_id
from bot.core.threads.unreadable_events import UnreadMark
from bot.engine.access_checks import AccessCheck
from bot.engine.grants import GrantState, GrantUse
from bot.engine.hold_control import make_unknown_hold
from bot.engine.model.prompt_rebuild import RebuiltPrompt
from bot.engine.platform import CountersignPlatform
from bot.engine.queries import PAGE, ResultPage, make_unknown_cursor
from bot.engine.submissions import RequestName, SubmittedRequest
from bot.engine.thread_control import TaskChoice
from bot.store.records import NO_FILTER, RequestFilter, ThreadRecord, name_credential

CURSORS = b"cursors"
"""The purpose of the keys that seal the cursors of agent keys."""


class AuthorizedPlatform:
    """Reads and acts for one subject. `makers` are the other makers of its credential.

    Each method raises NotFound for threads that the subject does not read. A method that changes a thread also raises
    NotAllowed and the errors of the platform method of the same name.
    """

    def __init__(self, platform: CountersignPlatform, subject: AccessSubject, makers: tuple[str, ...] = ()) -> None:
        """`makers`: the other makers of the credential of `subject`."""
        self.check = AccessCheck(platform.repository, subject)
        self._platform, self._makers = platform, makers
        self._by = subject.person.id if subject.person else ""

    async def find_thread(self, id: str) -> Thread:
        await self.check.find_thread(id)
        return await self._platform.queries.find_thread(id)

    async def find_threads(self, ids: Iterable[str]) -> dict[str, Thread]:
        """The threads among these that the subject reads, by their ids. Raises BrokenThread, Unavailable."""
        reachable = await self.check.filter_reachable(dict.fromkeys(ids))
        found = {id: await self._platform.queries.find_thread(id) for id in reachable}
        return {id: thread for id, thread in found.items() if self.check.may_access("read", thread)}

    async def list_events(self, id: str, after: int = 0) -> list[e.RecordedEvent]:
        await self.check.find_thread(id)
        return await self._platform.queries.list_events(id, after)

    async def rebuild_prompt(self, id: str, n: int) -> RebuiltPrompt:
        """The exact request of the n-th model call of a thread."""
        await self.check.find_thread(id)
        return await self._platform.prompts.rebuild_prompt(id, n)

    async def count_prompts(self, id: str) -> int:
        await self.check.find_thread(id)
        return len(await self._platform.prompts.list_calls(id))

    async def list_answers(self, id: str, log: Iterable[e.RecordedEvent]) -> dict[int, str]:
        """The answers of the model in these events of a thread, by the number of the call."""
        await self.check.find_thread(id)
        return await self._platform.prompts.list_answers(log)

    async def list_threads(
        self,
        *,
        status: str | None = None,
        agent: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
        since: int = 0,
    ) -> ResultPage[ThreadRecord]:
        """A page of threads, see `PlatformQueries.list_threads`: the last one when it reaches back to `since` (microseconds)."""
        page = await self._platform.queries.list_threads(
            status=status, agent=agent, cursor=self._open_cursor(cursor), limit=limit, reach=self.check.reach
        )
        is_last = bool(page.items) and page.items[-1].touched < since
        next_cursor = None if is_last else self._seal_cursor(page.next_cursor)
        return ResultPage([row for row in page.items if await self._may_list(row)], next_cursor)

    async def find_request(self, id: str) -> Request:
        await self.check.find_request(id)
        return await self._platform.queries.find_request(id)

    async def build_form(self, id: str) -> tuple[FormField, ...]:
        await self.check.find_request(id)
        return await self._platform.queries.build_form(id)

    async def list_requests(
        self,
        *,
        status: str | None = None,
        thread: str | None = None,
        cursor: str | None = None,
        limit: int = PAGE,
        chosen: RequestFilter = NO_FILTER,
        tool: str | None = None,
    ) -> ResultPage[Request]:
        reach = self.check.reach
        page = await self._platform.queries.list_requests(
            status=status,
            thread=thread,
            cursor=self._open_cursor(cursor),
            limit=limit,
            reach=reach,
            chosen=chosen,
            tool=tool,
        )
        found = [each for each in page.items if await self._may_read_request(each)]
        return ResultPage(found, self._seal_cursor(page.next_cursor))

    async def list_decided(self, within: timedelta, limit: int) -> list[Request]:
        """Recent requests that the person decided or asked for, see `PlatformQueries.list_decided`."""
        return [
            each
            for each in await self._platform.queries.list_decided(self._by, within, limit)
            if await self._may_read_request(each)
        ]

    async def list_broken_threads(self) -> list[str]:
        """The threads within reach that do not verify."""
        return sorted(await self.check.filter_reachable(list(self._platform.repository.broken)))

    async def find_resting(self) -> dict[str, UnreadMark]:
        """The threads within reach that are known to rest, since this version cannot read an event of them."""
        marks = dict(self._platform.repository.resting.marks)
        return {id: marks[id] for id in sorted(await self.check.filter_reachable(marks))}

    @property
    def agents(self) -> list[Agent]:
        return self.check.agents

    def find_model_name(self, agent: str) -> str:
        return self._platform.models[agent].name

    def list_channels(self, agent: str) -> Sequence[str]:
        """The channels that begin threads of this agent by their messages."""
        return self._platform.agent_channels.get(agent, ())

    async def launch(
        self, agent: str, text: str, *, route: ChannelAddress, key: str | None = None, persona: str = ""
    ) -> str:
        self.check.require_start(agent)
        return await self._platform.launch(
            agent, text, by=self._by, route=route, key=key, makers=self._makers, persona=persona
        )

    async def say(self, thread: str, text: str, *, route: ChannelAddress, key: str | None = None) -> None:
        await self.check.require_access("speak", thread)
        await self._platform.say(thread, text, by=self._by, route=route, key=key, makers=self._makers)

    async def pause(self, thread: str) -> None:
        await self.check.require_access("operate", thread)
        await self._platform.pause(thread, by=self._by)

    async def resume(self, thread: str, paused_at: int | None = None) -> None:
        """With `paused_at` only the pause of that time ends: the person that resumes has not seen another one."""
        await self.check.require_access("operate", thread)
        await self._platform.resume(thread, by=self._by, makers=self._makers, paused_at=paused_at)

    async def cancel(self, thread: str, reason: str = "", tasks: TaskChoice | None = None) -> None:
        """`tasks` decides about the thread's running tasks, which go where the thread goes: the right to operate it covers
        them, too."""
        await self.check.require_access("operate", thread)
        await self._platform.cancel(thread, by=self._by, reason=reason, makers=self._makers, tasks=tasks)

    async def fork(self, thread: str, at: int | None = None) -> str:
        await self.check.require_access("operate", thread)
        return await self._platform.fork(thread, at=at, by=self._by, makers=self._makers)

    async def decide(self, decision: ApprovalDecision) -> Request:
        """Commit a decision. The policy of the request checks whether the person may decide."""
        await self.check.find_request(decision.call)
        return await self._platform.decide(decision)

    async def answer(self, reply: QuestionAnswer) -> Request:
        await self.check.find_request(reply.call)
        return await self._platform.answer(reply)

    async def submit(self, draft: CallDraft, terms: e.CallTerms = NO_TERMS) -> SubmittedRequest:
        """Ask people in the name of a program. Raises NotFound for a thread of another key."""
        self.check.require_start(self._platform.submissions.find_agent().name)
        if draft.thread is not None:
            thread = await self.check.find_thread(draft.thread)
            if thread.submitter != self._sender.credential:
                raise NotFound("thread", draft.thread)
        return await self._platform.submissions.submit(draft, self._sender, terms)

    def find_programs(self) -> ProgramRules:
        """The policies and people that this key's program may use. Raises NotFound without a right in the agent of programs."""
        agent = self._platform.submissions.find_agent()
        self.check.require_start(agent.name)
        return find_program_rules(agent, self._sender, self._platform.directory)

    async def find_named(self, key: str, dialect: str) -> Request:
        """The request that came with this idempotency key in this API, or that has it as its id: one of this credential,
        and for a person's key any that they read.

        Raises NotFound, and Conflict where several programs used the same key.
        """
        names = [self._sender.credential]
        if self.check.subject.scope != "agent":
            names += [name_credential(each.id) for each in await self._platform.store.access.list_keys()]
        taken = [
            await self._platform.submissions.find_named(RequestName(key, dialect, name))
            for name in dict.fromkeys(names)
        ]
        found: dict[str, Request] = {}
        for id in filter(None, (*taken, key)):
            with suppress(NotFound):
                request = await self.find_request(id)
                if request.terms.dialect == dialect:
                    found[request.id] = request
        if not found:
            raise NotFound("call", key)
        if len(found) > 1:
            ids = ", ".join(sorted(found))
            raise Conflict(f"{key!r} names several requests: {ids}. Decide them in the inbox, or at /api/v1/requests.")
        return next(iter(found.values()))

    async def escalate(self, id: str, to: ApproverClause, words: str) -> Request:
        await self._require_submitter(id)
        await self._platform.submissions.escalate(id, to, words, self._sender)
        return await self._platform.queries.find_request(id)

    async def amend(self, id: str, arguments: dict[str, JSON]) -> Request:
        await self._require_submitter(id)
        await self._platform.submissions.amend(id, arguments, self._sender)
        return await self._platform.queries.find_request(id)

    async def comment(self, id: str, text: str) -> Request:
        await self._require_submitter(id)
        await self._platform.submissions.comment(id, text, self._sender)
        return await self._platform.queries.find_request(id)

    async def withdraw(self, id: str, reason: str) -> Request:
        await self._require_submitter(id)
        await self._platform.submissions.withdraw(id, reason)
        return await self._platform.queries.find_request(id)

    async def report(self, id: str, status: ReportStatus, text: str) -> Request:
        await self._require_submitter(id)
        await self._platform.submissions.report(id, status, text, self._sender)
        return await self._platform.queries.find_request(id)

    async def call_back_again(self, id: str) -> Request:
        """For the program that asked, and for an admin key."""
        await self.check.find_request(id)
        if self.check.subject.scope != "admin":
            await self._require_submitter(id)
        await self._platform.submissions.call_back_again(id, self._by)
        return await self._platform.queries.find_request(id)

    async def ask_grant(self, id: str, begins_with: str, hours: int | None) -> Request:
        """Ask people for a grant for calls like that of this request: for its program, and for people with the right to write there."""
        await self.check.find_request(id)
        origin = await self._platform.queries.find_request(id)
        is_own = self.is_submitter(origin)
        if not is_own:
            await self.check.require_access("speak", find_thread_id(id))
        by, makers = ("", ()) if is_own else (self._by, self._makers)
        asked = await self._platform.grants.ask(origin, begins_with, hours, by, makers)
        return await self._platform.queries.find_request(asked)

    def may_ask_grant(self, origin: Request, thread: Thread) -> bool:
        """Whether the subject may ask for a grant for exactly the call of this request, of this thread."""
        return self.check.may_access("speak", thread) and self._platform.grants.may_be_asked(origin)

    async def use_grant(self, arguments: dict[str, JSON], policy: str | None) -> GrantUse | None:
        """Run a call of this key's program under one of its grants; None: no grant covers it."""
        self.check.require_start(self._platform.submissions.find_agent().name)
        return await self._platform.grants.use(arguments, policy, self._sender)

    async def list_grants(self) -> list[GrantState]:
        """The grants that wait or hold: of this key's program, and for people those that they read."""
        own = self._sender.credential if self.check.subject.scope == "agent" else None
        found = await self._platform.grants.list_grants(own)
        return [each for each in found if self.check.may_access("read", each.thread)]

    async def revoke_grant(self, id: str, reason: str) -> Request:
        """End a grant: for its program, and for people with the right to cancel its thread."""
        await self.check.find_request(id)
        if not self.is_submitter(await self._platform.queries.find_request(id)):
            await self.check.require_access("operate", find_thread_id(id))
        await self._platform.grants.revoke(id, self._by, reason)
        return await self._platform.queries.find_request(id)

    def is_submitter(self, request: Request) -> bool:
        """Whether the subject is the program that asked."""
        return request.submitted is not None and request.submitted.credential == self._sender.credential

    async def _require_submitter(self, id: str) -> None:
        """Raises NotFound for a request that the subject does not read, NotAllowed for one of another key or an agent."""
        await self.check.find_request(id)
        if not self.is_submitter(await self._platform.queries.find_request(id)):
            raise NotAllowed(self._sender.person, "act for the program of this request", " Its own key may.")

    @property
    def _sender(self) -> RequestSender:
        return RequestSender(self._by, self.check.subject.credential, self._makers)

    @property
    def holds(self) -> list[Hold]:
        """The holds of all targets that the subject sees, lifted ones too."""
        return [hold for hold in self._platform.repository.holds if self.check.may_see_hold(hold)]

    @property
    def targets(self) -> list[tuple[HoldScope, str]]:
        """The targets that the subject may pause."""
        tools = sorted({tool for agent in self.agents for tool in agent.registry})
        found: list[tuple[HoldScope, str]] = [("all", ""), *(("agent", each.name) for each in self.agents)]
        found += [("tool", tool) for tool in tools]
        return [(scope, name) for scope, name in found if self.check.may_hold(scope, name)]

    async def place_hold(self, scope: HoldScope, name: str, *, reason: str, door: str) -> Hold:
        self.check.require_hold(scope, name)
        return await self._platform.place_hold(scope, name, by=self._by, reason=reason, door=door)

    async def lift_hold(self, id: int, *, door: str) -> Hold:
        hold = next((each for each in self.holds if each.id == id), None)
        if hold is None:
            raise make_unknown_hold(id, self.holds)
        self.check.require_operating(hold.scope, hold.name)
        return await self._platform.lift_hold(id, by=self._by, door=door)

    def _seal_cursor(self, cursor: str | None) -> str | None:
        """A cursor names the last row within reach. To an agent key that row may be foreign, so it gets a sealed one."""
        if cursor is None or self.check.subject.scope != "agent":
            return cursor
        sealed = self._platform.keys.seal_value(CURSORS, cursor.encode(), self.check.subject.credential.encode())
        return urlsafe_b64encode(sealed).decode().rstrip("=")

    def _open_cursor(self, cursor: str | None) -> str | None:
        """Raises `NotUnderstood` for a cursor that was not given to this subject."""
        if not cursor or self.check.subject.scope != "agent":
            return cursor
        try:
            sealed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
            return self._platform.keys.open_value(CURSORS, sealed, self.check.subject.credential.encode()).decode()
        except (ValueError, BrokenSeal, LostKey) as error:
            raise make_unknown_cursor(cursor) from error

    async def _may_list(self, row: ThreadRecord) -> bool:
        """Whether the subject reads a thread that is within its reach: the index does not know the keys of programs."""
        agent = self._platform.repository.agents.get(row.agent)
        if self.check.subject.scope != "agent" or agent is None or agent.submitters is None:
            return True
        return self.check.may_access("read", (await self._platform.repository.load_thread(row.id)).thread)

    async def _may_read_request(self, request: Request) -> bool:
        return self.check.may_access(
            "read", (await self._platform.repository.load_thread(find_thread_id(request.id))).thread
        )
