"""What is known of a thread and of its open calls: plain values, computed from the log by `bot.core.fold`."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from bot.core import events as e
from bot.core.contact import Route
from bot.core.owed import NONE, Copy, Out, Owed
from bot.core.policy import Vote
from bot.core.word import Moment

CallState = Literal["chosen", "asked", "approved", "started", "unknown", "question"]


class Call(NamedTuple):
    """A step that was chosen and is not done with: waiting to be gated, for people, to run, or for its end.

    `askers` are the people whose wish it follows: who opened the thread, and who wrote since the agent last gave way.
    `counting` is how many of the `answers` were given before what stands now stood. `doubted`: it may have run after
    the log that we have was written, so nothing of it runs before its probe or a person has said, see OutcomeDoubted.
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
    askers: tuple[str, ...] = ()
    counting: int = 0
    stale: frozenset[str] = frozenset()
    attempt: int = 0
    since: int = 0
    doubted: bool = False

    @property
    def votes(self) -> tuple[Vote, ...]:
        """The votes on what stands now, the latest of each person.

        A vote on an older digest does not count, nor does it come back when an edit restores the older arguments.
        """
        current = (a for a in self.answers[self.counting :] if (a.edited or a.digest) == self.digest)
        latest = {a.person: Vote(person=a.person, approves=a.decision == "approve") for a in current}
        return tuple(latest.values())

    @property
    def expires_at(self) -> Moment | None:
        """When silence settles it. What no longer waits for people has no such time, however old its request is."""
        if self.state not in ("asked", "question"):
            return None
        asked = self.asked or self.question
        return asked.expires_at if asked else None


class Thread(NamedTuple):
    """Everything the house knows of a thread, computed from its events alone.

    `news` is the last event the model should hear of, `heard` the last it has; the pieces up to `shown` are kept, as
    `renderer` made them. `speakers` wrote since the agent last gave way to people (`awaits`: it has). Steps, asks, tokens and errors count since a person last spoke.
    """

    id: str
    seq: int = 0
    agent: str = ""
    title: str = ""
    requester: str | None = None
    speakers: tuple[str, ...] = ()
    awaits: bool = False
    origin: Route | None = None
    route: Route | None = None
    opened: int = 0
    touched: int = 0
    calls: Mapping[str, Call] = NONE
    news: int = 0
    heard: int = 0
    fetched: int = 0
    model_calls: int = 0
    steps: int = 0
    asks: int = 0
    tokens: int = 0
    errors: Mapping[str, int] = NONE
    failed: tuple[tuple[int, str], ...] = ()
    hidden: tuple[int, ...] = ()
    halted: str | None = None
    retry_at: Moment | None = None
    sleeping: Moment | None = None
    paused: bool = False
    ended: Literal["finished", "cancelled"] | None = None
    out: Out = Out()
    shown: int = 0
    renderer: str = ""

    @property
    def next_call(self) -> str:
        """The id that a call chosen by the next event will have."""
        return call_id(self.id, self.seq + 1)

    @property
    def owed(self) -> Mapping[str, Owed]:
        """What push channels have not taken yet, by the delivery's id."""
        return self.out.owed

    @property
    def copies(self) -> tuple[Copy, ...]:
        """Where cards of this thread's requests stand."""
        return self.out.copies


def call_id(thread: str, seq: int) -> str:
    return f"{thread}-{seq}"


def thread_of(call: str) -> str:
    """The thread that a call (and so a request) belongs to."""
    return call.rpartition("-")[0]
