"""The state of a thread and of its open calls: plain values, computed from the log by `bot.core.threads.fold`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core import events as e
from bot.core.access.writers_and_people_asked import ThreadAudience
from bot.core.base_types import UtcMoment, from_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.errors import UnreadThread
from bot.core.events.submissions import NO_TERMS
from bot.core.fast_namedtuple_replace import with_fast_replace
from bot.core.holds import Hold, extend_deadline, find_hold
from bot.core.policy import CountedVote, Verdict
from bot.core.threads.deliveries import EMPTY, DeliveryState, PendingDelivery, PostedCard
from bot.core.threads.shaper_tracking import NO_SHAPERS, CallShapers, ShapingState, is_unknown
from bot.core.threads.unreadable_events import UnreadMark

NOTHING_NOTED: Mapping[int, bool] = MappingProxyType({})
NO_FAULTS: Mapping[str, str] = MappingProxyType({})
NO_WISHES: Mapping[tuple[str, str], CallShapers] = MappingProxyType({})

CallState = Literal["chosen", "asked", "approved", "started", "unknown", "question", "delegated", "awaiting"]


class CallVersion(NamedTuple):
    """A version of a call that people were asked about. The event `until` replaced it, by an edit of the person `by`.

    `by` is empty when the tool or its policy changed instead.
    """

    digest: str
    arguments: str
    until: int
    by: str = ""


MAX_WISH = 700
"""Characters of a message that a card quotes."""


class AskerWords(NamedTuple):
    """The beginning of a message to the agent: the number of its event, its writer (a person's id, or empty; of a task
    `system:` and the agent that gave it), their name at the channel."""

    seq: int
    by: str
    sender: str
    text: str


@with_fast_replace
class ToolCall(NamedTuple):
    """A step that was chosen and is not closed: it waits for its approval request, for people, to run, or for its end.

    `shapers` are the people behind it, see `bot.core.threads.shaper_tracking`; `requester` wrote last before it was
    chosen, with the message `wish`. `counting` is the number of `answers` that were given before the present version, and do not count; `past`
    are the earlier versions. `voted` are the times of the `answers` (microseconds), `approved` is the time of the last
    complete approval, `renewals` counts how often people were asked anew about the same arguments. `since` is the time
    at which the call came to its state. `look_at` is the next time at which the probe is asked about a started call,
    `process` the process of its latest try. `doubted`: it may have run after the present log was written, so it does
    not run before its probe or a person has answered, see `OutcomeDoubted`. `submitted` is set for a call of a program outside of
    this server, which runs it itself: here it is neither started nor probed. `terms` hold for it.
    `is_grant`: its approval lets further calls run, `uses` of them so far. `delegation` is set for a task of another
    agent, `recalled` once its result is not awaited any more; `is_child_open`: its thread is there. `awaited` is set for a wait for an outside event;
    `is_registered`: an arrival finds it. `holds` cover it, lifted ones included;
    `Thread.apply_holds` sets them, the log does not hold them.
    """

    id: str
    intent: str
    arguments: str
    state: CallState
    digest: str = ""
    words: str = ""
    asked: e.ApprovalAsked | None = None
    question: e.QuestionAsked | None = None
    answers: tuple[e.Answered, ...] = ()
    shapers: CallShapers = NO_SHAPERS
    requester: str = ""
    wish: AskerWords | None = None
    counting: int = 0
    past: tuple[CallVersion, ...] = ()
    stale: frozenset[str] = frozenset()
    attempt: int = 0
    since: int = 0
    approved: int | None = None
    renewals: int = 0
    voted: tuple[int, ...] = ()
    look_at: UtcMoment | None = None
    process: e.ToolProcessStarted | None = None
    doubted: bool = False
    submitted: e.CallSubmitted | None = None
    terms: e.CallTerms = NO_TERMS
    delegation: e.TaskDelegated | None = None
    recalled: e.TaskRecalled | None = None
    is_child_open: bool = False
    awaited: e.EventAwaited | None = None
    is_registered: bool = False
    is_grant: bool = False
    uses: int = 0
    holds: tuple[Hold, ...] = ()
    hold: Hold | None = None

    @property
    def votes(self) -> tuple[CountedVote, ...]:
        """The votes on the present version, the latest of each person.

        A vote on an older digest does not count, and does not come back when an edit restores the older arguments.
        """
        latest = {
            answer.person: CountedVote(
                person=answer.person,
                approves=answer.decision == "approve",
                credential=answer.credential,
                makers=answer.makers,
                at=from_micros(self.voted[number]) if number < len(self.voted) else None,
            )
            for number, answer in enumerate(self.answers)
            if number >= self.counting and (answer.edited or answer.digest) == self.digest
        }
        return tuple(latest.values())

    @property
    def proposed(self) -> tuple[str, ...]:
        """All arguments that people were asked about in this call, the present ones last."""
        return tuple(dict.fromkeys((*(past.arguments for past in self.past), self.arguments)))

    @property
    def askers(self) -> tuple[str, ...]:
        """The ids of the known people among the shapers."""
        return tuple(who for who in self.shapers if not is_unknown(who))

    @property
    def lapses_at(self) -> UtcMoment | None:
        """The time at which an unused approval lapses; None: never, or there is none."""
        return self.usable_until if self.state == "approved" else None

    @property
    def usable_until(self) -> UtcMoment | None:
        """The time until which this approval may start its call, including a further try; None: no limit, or no
        approval."""
        life = self.asked.policy.shelf_life if self.asked else None
        return from_micros(self.approved) + life if life and self.approved is not None else None

    def find_fresh_votes(self, now: UtcMoment) -> tuple[CountedVote, ...]:
        """Return the votes that are younger than `shelf_life` of the policy: at `now`, or at the approval once there is
        one."""
        life = self.asked.policy.shelf_life if self.asked else None
        if life is None:
            return self.votes
        by = from_micros(self.approved) if self.approved is not None else now
        return tuple(vote for vote in self.votes if vote.at is None or by - vote.at < life)

    @property
    def expires_at(self) -> UtcMoment | None:
        """The time at which the request, or the wait for a task, expires; None once it no longer waits.

        A hold stops the clock of a request: None while a hold is active, and later by the time that it lasted afterwards.
        """
        if self.delegation is not None:
            return None if self.recalled else self.delegation.expires_at
        if self.awaited is not None:
            return self.awaited.until
        if self.state not in ("asked", "question"):
            return None
        asked = self.asked or self.question
        deadline = asked.expires_at if asked else None
        return extend_deadline(deadline, from_micros(self.since), self.holds) if deadline and self.holds else deadline

    def settle_approval(self, verdict: Verdict, *, by: tuple[str, ...] = (), reason: str = "") -> e.Event:
        """Return the event that ends the approval of the present version with this verdict."""
        return e.ApprovalSettled(call=self.id, digest=self.digest, verdict=verdict, by=by, reason=reason)

    def settle_question(self, verdict: e.QuestionVerdict, *, by: str | None = None, answer: str = "") -> e.Event:
        """Return the event that ends the question with this verdict."""
        return e.QuestionSettled(call=self.id, verdict=verdict, by=by, answer=answer)

    def lapse_approval(self, reason: str) -> e.Event:
        """Return the event by which the unused approval lapses."""
        return e.ApprovalLapsed(call=self.id, digest=self.digest, reason=reason)

    def settle_outcome(
        self, happened: bool, *, by: str = e.PROBE, detail: str = "", look_at: UtcMoment | None = None
    ) -> e.Event:
        """Return the event that says whether the effect happened."""
        return e.OutcomeSettled(call=self.id, happened=happened, by=by, detail=detail, look_at=look_at)


@with_fast_replace
class Thread(NamedTuple):
    """The state of a thread, computed from its events alone.

    `submitter` is the key of the program that opened it with a call of its own; empty: people and programs write in it.
    `is_forwarded`: it began with a message of a person that this program was told of, so it is told of the next ones.

    `news` is the number of the last event that the model should be shown, `heard` of the last that it was shown; the
    rendered events up to `shown` are kept, as `renderer` made them. `rechecks` are the calls that are closed as not
    having happened, and that the probe is asked about once more. `noted` are the active holds that the log notes, each
    with whether people were told. `hold` is the one that stops the agent itself: `apply_holds` sets it, the log does
    not hold it. `speakers` wrote since the agent last waited for people (`awaits`: it does); `said` are
    the newest messages. `shaping` records the shapers of the next call. `refused` are the calls that people rejected since one of them last wrote: (intent,
    arguments); `wishes` maps each call that needed approval to its shapers. `lenders` made the credential with which
    the thread was opened. `audience` is described in `bot.core.access.permissions`. `source` is the thread that this
    one is a fork of, since `forked_at`. `paused_by` and `paused_at` are the person and the time of the pause, while it is paused.

    Steps, asks, tokens and errors count since a person last spoke. `stuck` is the reason why another call of the model
    is of no use. `spent` is the token budget that its last answer used up without a word, 0: it did not. `is_warned`:
    people were told of an odd answer. `told` are the notices that are not told again: pairs of a topic, and a person or a
    call (`PeopleNotified.remembered`).
    `faults` are the last causes of the counted errors. `answered` is the model's last answer that was no step, and
    `drafts` are the shapers of it and of the ones just before it: the model is shown them as it chooses the next step.
    `budget_rest` is the end of a rest for a budget of the agent, while no step was chosen since; people were told of it.
    `fitting` is the model and the number of characters of history that its endpoint accepted, where that is fewer than
    the agent shows. `task` is set in a child, the thread of a task of another agent;
    `is_task_reported`: that agent was told of its end. `callback` is the address
    of the program that began it. `arrivals` are the ids of the outside events that
    ended a wait here. `unread` is set when this version cannot read an event of the log: the thread rests, and its other
    fields are known in part only.
    """

    id: str
    seq: int = 0
    unread: UnreadMark | None = None
    agent: str = ""
    title: str = ""
    requester: str | None = None
    submitter: str = ""
    is_forwarded: bool = False
    task: e.TaskReceived | None = None
    is_task_reported: bool = False
    arrivals: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    said: tuple[AskerWords, ...] = ()
    awaits: bool = False
    shaping: ShapingState = ShapingState()
    lenders: tuple[str, ...] = ()
    audience: ThreadAudience = ThreadAudience()
    wishes: Mapping[tuple[str, str], CallShapers] = NO_WISHES
    refused: frozenset[tuple[str, str]] = frozenset()
    source: str = ""
    forked_at: int = 0
    origin: ChannelAddress | None = None
    route: ChannelAddress | None = None
    callback: ChannelAddress | None = None
    opened: int = 0
    touched: int = 0
    calls: Mapping[str, ToolCall] = EMPTY
    rechecks: Mapping[str, ToolCall] = EMPTY
    news: int = 0
    heard: int = 0
    fetched: int = 0
    model_calls: int = 0
    prompt_name: str = ""
    persona: str = ""
    persona_by: str = ""
    steps: int = 0
    asks: int = 0
    tokens: int = 0
    errors: Mapping[str, int] = EMPTY
    stuck: str = ""
    spent: int = 0
    is_warned: bool = False
    told: frozenset[tuple[str, str]] = frozenset()
    faults: Mapping[str, str] = NO_FAULTS
    answered: str = ""
    drafts: CallShapers = NO_SHAPERS
    fitting: tuple[str, int] = ("", 0)
    failed: tuple[tuple[int, str], ...] = ()
    hidden: tuple[int, ...] = ()
    halted: str | None = None
    retry_at: UtcMoment | None = None
    budget_rest: UtcMoment | None = None
    sleeping: UtcMoment | None = None
    paused: bool = False
    paused_by: str = ""
    paused_at: int = 0
    ended: Literal["finished", "cancelled"] | None = None
    out: DeliveryState = DeliveryState()
    shown: int = 0
    renderer: str = ""
    noted: Mapping[int, bool] = NOTHING_NOTED
    hold: Hold | None = None

    def apply_holds(self, holds: Iterable[Hold]) -> "Thread":
        """Return the thread with these holds set on it and on its calls. For decisions only; not to be folded further."""
        if not (holds := tuple(holds)):
            return self
        line = self.lineage
        known = tuple(hold for hold in holds if hold.scope == "tool" or hold.is_covering(self.agent, lineage=line))
        if not known:
            return self
        calls: dict[str, ToolCall] = {}
        for id, call in self.calls.items():
            covering = tuple(hold for hold in known if hold.is_covering(self.agent, call.intent, line))
            hold = find_hold(self.agent, call.intent, covering, line)
            calls[id] = call._replace(holds=covering, hold=hold) if covering else call
        return self._replace(calls=calls, hold=find_hold(self.agent, "", known, line))

    @property
    def lineage(self) -> tuple[str, ...]:
        """The agents that gave the task of this thread on, the first one first; none in a thread that people opened."""
        return self.task.lineage if self.task else ()

    def require_readable(self) -> None:
        """Raises `UnreadThread` when the thread rests, since this version cannot read an event of it."""
        if self.unread is not None:
            raise UnreadThread(self.id, self.unread.seq, self.unread.type, self.unread.version)

    def find_call(self, id: str) -> ToolCall | None:
        """Return the open call `id`, for an act on it; None when it is not open. Raises `UnreadThread`."""
        self.require_readable()
        return self.calls.get(id)

    @property
    def deliverable(self) -> DeliveryState:
        """The deliveries that may be made now: all that are owed; of a resting thread only the notices of its rest."""
        return self.unread.select_deliveries(self.out) if self.unread else self.out

    def refuse_step(
        self,
        reason: str,
        call: str | None = None,
        kind: e.RefusalKind = "impossible",
        retry_at: UtcMoment | None = None,
    ) -> e.Event:
        """Return the event that refuses a step outside of a model's answer; `call` had been chosen before."""
        return e.StepRefused(kind=kind, reason=reason, heard=self.heard, call=call, retry_at=retry_at)

    @property
    def next_call(self) -> str:
        """The id that a call chosen by the next event will have."""
        return make_call_id(self.id, self.seq + 1)

    @property
    def owed(self) -> Mapping[str, PendingDelivery]:
        """The deliveries that push channels have not taken yet, by the id of the delivery."""
        return self.out.owed

    @property
    def posted_cards(self) -> tuple[PostedCard, ...]:
        """The posted cards of this thread's requests."""
        return self.out.posted_cards


def explain_rest(thread: Thread) -> str:
    """Return why the thread rests, with the event that this version cannot read; empty when it does not rest."""
    try:
        thread.require_readable()
    except UnreadThread as unread:
        return str(unread)
    return ""


def make_call_id(thread: str, seq: int) -> str:
    """Return the id of the call chosen by the event `seq`."""
    return f"{thread}-{seq}"


def find_thread_id(call: str) -> str:
    """Return the id of the thread that a call (and so a request) belongs to."""
    return call.rpartition("-")[0]
