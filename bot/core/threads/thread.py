"""What is known of a thread and of its open calls: plain values, computed from the log by `bot.core.threads.fold`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from bot.core import events as e
from bot.core.access.thread_audience import ThreadAudience
from bot.core.holds import Hold, extend_deadline, find_hold
from bot.core.messages import ChannelAddress
from bot.core.policy import CountedVote
from bot.core.threads.call_shapers import NOBODY, CallShapers, ShapingState, is_unknown
from bot.core.threads.deliveries import NONE, DeliveryState, PendingDelivery, PostedCard
from bot.core.values import UtcMoment, from_micros

NOTHING_NOTED: Mapping[int, bool] = MappingProxyType({})
NO_FAULTS: Mapping[str, str] = MappingProxyType({})
NO_WISHES: Mapping[tuple[str, str], CallShapers] = MappingProxyType({})

CallState = Literal["chosen", "asked", "approved", "started", "unknown", "question"]


class CallVersion(NamedTuple):
    """A version of a call that people were asked about: it stood until the event `until`, when `by` changed it.

    `by` is empty when nobody did: the tool or its policy are no longer what they were.
    """

    digest: str
    arguments: str
    until: int
    by: str = ""


class ToolCall(NamedTuple):
    """A step that was chosen and is not done with: waiting to be gated, for people, to run, or for its end.

    `shapers` are the people whose wish it is, see `bot.core.threads.call_shapers`; `requester` wrote last before it was chosen.
    `counting` is how many of the `answers` were given before what stands now stood; `past` is what stood before it.
    `voted` are the times of the `answers`, `approved` is when the last approval was complete, `renewals` how often people
    had to be asked anew about the same. `since` is when the call came to its state. `look_at` is when the probe is asked (again) about a started call,
    `process` what its latest try runs in. `doubted`: it may have run after the log that we have was written, so nothing of
    it runs before its probe or a person has said, see OutcomeDoubted. `holds` are those that cover it, lifted ones too,
    once `Thread.under` has put them there: they are not in the log.
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
    shapers: CallShapers = NOBODY
    requester: str = ""
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
    holds: tuple[Hold, ...] = ()
    hold: Hold | None = None

    @property
    def votes(self) -> tuple[CountedVote, ...]:
        """The votes on what stands now, the latest of each person.

        A vote on an older digest does not count, nor does it come back when an edit restores the older arguments.
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
        """All arguments that people were asked about in this call, those that stand now last."""
        return tuple(dict.fromkeys((*(past.arguments for past in self.past), self.arguments)))

    @property
    def askers(self) -> tuple[str, ...]:
        """The ids of the known people among the shapers."""
        return tuple(who for who in self.shapers if not is_unknown(who))

    @property
    def lapses_at(self) -> UtcMoment | None:
        """When an approval that was not used has lapsed; None: never, or there is none."""
        return self.usable_until if self.state == "approved" else None

    @property
    def usable_until(self) -> UtcMoment | None:
        """Until when this approval may start its call, a further try too; None: for ever, or there is none."""
        life = self.asked.policy.shelf_life if self.asked else None
        return from_micros(self.approved) + life if life and self.approved is not None else None

    def find_fresh_votes(self, now: UtcMoment) -> tuple[CountedVote, ...]:
        """The votes that are not older than an approval may be when it is used; once it is approved, those of then."""
        life = self.asked.policy.shelf_life if self.asked else None
        if life is None:
            return self.votes
        by = from_micros(self.approved) if self.approved is not None else now
        return tuple(vote for vote in self.votes if vote.at is None or by - vote.at < life)

    @property
    def expires_at(self) -> UtcMoment | None:
        """When silence settles it. What no longer waits for people has no such time, however old its request is.

        A hold stops this clock: there is no such time while one is active, and it comes later by the time it lasted.
        """
        if self.state not in ("asked", "question"):
            return None
        asked = self.asked or self.question
        deadline = asked.expires_at if asked else None
        return extend_deadline(deadline, from_micros(self.since), self.holds) if deadline and self.holds else deadline


class Thread(NamedTuple):
    """Everything the house knows of a thread, computed from its events alone.

    `news` is the last event the model should hear of, `heard` the last it has; the pieces up to `shown` are kept, as
    `renderer` made them. `rechecks` are the calls that are over as not having happened, and that the probe looks at once
    more. `noted` are the active holds that the log notes, and whether people were told of each. `hold` is the one that
    stops the agent itself: `under` puts it there, it is not in the log. `speakers` wrote since the agent last gave way
    to people (`awaits`: it has); `shaping` says whose wish the next call is. `refused` are the calls that people rejected
    since one of them last wrote: (intent, arguments); `wishes` says whose wish each gated call was. `lenders` made the
    credential with which the thread was opened. `audience` is whom the thread concerns, see `bot.core.access.permissions`. `source` is the
    thread that this one is a fork of. `paused_by` and `paused_at` say who paused it and when, while it is paused. Steps, asks,
    tokens and errors count since a person last spoke. `stuck` says why asking the model again is of no use. `spent` is the
    budget of tokens that its last answer used up without a word, 0: it did not. `is_warned`: people were told of an odd answer.
    `told_of_secrets` are the people who were told that they wrote a secret.
    `faults` are the last causes of the counted errors. `answered` is the model's last answer that was no step, and `drafts`
    those whose wish it and the ones just before it were: the model reads them as it chooses the next. `fitting` are the model
    and the characters of history that its endpoint took, where it took less than the agent shows.
    """

    id: str
    seq: int = 0
    agent: str = ""
    title: str = ""
    requester: str | None = None
    speakers: tuple[str, ...] = ()
    awaits: bool = False
    shaping: ShapingState = ShapingState()
    lenders: tuple[str, ...] = ()
    audience: ThreadAudience = ThreadAudience()
    wishes: Mapping[tuple[str, str], CallShapers] = NO_WISHES
    refused: frozenset[tuple[str, str]] = frozenset()
    source: str = ""
    origin: ChannelAddress | None = None
    route: ChannelAddress | None = None
    opened: int = 0
    touched: int = 0
    calls: Mapping[str, ToolCall] = NONE
    rechecks: Mapping[str, ToolCall] = NONE
    news: int = 0
    heard: int = 0
    fetched: int = 0
    model_calls: int = 0
    steps: int = 0
    asks: int = 0
    tokens: int = 0
    errors: Mapping[str, int] = NONE
    stuck: str = ""
    spent: int = 0
    is_warned: bool = False
    told_of_secrets: frozenset[str] = frozenset()
    faults: Mapping[str, str] = NO_FAULTS
    answered: str = ""
    drafts: CallShapers = NOBODY
    fitting: tuple[str, int] = ("", 0)
    failed: tuple[tuple[int, str], ...] = ()
    hidden: tuple[int, ...] = ()
    halted: str | None = None
    retry_at: UtcMoment | None = None
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
        """The thread with what these holds mean to it and to its calls. It is for deciding, never for folding on."""
        known = tuple(hold for hold in holds if hold.scope == "tool" or hold.is_covering(self.agent))
        if not known:
            return self
        calls = {id: _apply_holds_to_call(call, self.agent, known) for id, call in self.calls.items()}
        return self._replace(calls=calls, hold=find_hold(self.agent, "", known))

    @property
    def next_call(self) -> str:
        """The id that a call chosen by the next event will have."""
        return make_call_id(self.id, self.seq + 1)

    @property
    def owed(self) -> Mapping[str, PendingDelivery]:
        """What push channels have not taken yet, by the delivery's id."""
        return self.out.owed

    @property
    def copies(self) -> tuple[PostedCard, ...]:
        """Where cards of this thread's requests stand."""
        return self.out.copies


def _apply_holds_to_call(call: ToolCall, agent: str, holds: tuple[Hold, ...]) -> ToolCall:
    covering = tuple(hold for hold in holds if hold.is_covering(agent, call.intent))
    return call._replace(holds=covering, hold=find_hold(agent, call.intent, covering)) if covering else call


def make_call_id(thread: str, seq: int) -> str:
    return f"{thread}-{seq}"


def find_thread_id(call: str) -> str:
    """The thread that a call (and so a request) belongs to."""
    return call.rpartition("-")[0]
