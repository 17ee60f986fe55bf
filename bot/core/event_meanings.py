"""The meaning of an event for the readers of a log: values that `Event` gives, so that a reader names no event class.

Each event defines its meaning next to its fields: `docs/events.md` lists the questions and their readers.
"""

from typing import Literal, NamedTuple

from bot.core.base_types import JSON
from bot.core.channel_messages import ChannelAddress
from bot.core.people import ApproverClause


class EventPeople(NamedTuple):
    """The people that an event brings into the audience of its thread. Writers are ids, or accounts of unknown people."""

    writers: tuple[str | None, ...] = ()
    approvers: tuple[ApproverClause, ...] = ()
    asked: tuple[ApproverClause, ...] = ()


NO_PEOPLE = EventPeople()


class WrittenWords(NamedTuple):
    """Words that a person wrote into the thread. `writer` is None where the entry point does not know them."""

    writer: str | None
    text: str


class CallProposal(NamedTuple):
    """A call that was chosen, with its arguments as canonical JSON."""

    call: str
    intent: str
    arguments: str


class CallAmendment(NamedTuple):
    """Other arguments (canonical JSON) that a person gave to a call."""

    call: str
    arguments: str


class CallProgress(NamedTuple):
    """The state to which an event brought a started call.

    `text` is the result, the error or the known facts; `by` settled an outcome: a person, or `PROBE`. `attempt` counts
    starts. `question` is the id of the question about an unknown outcome. `is_doubt`: the log may be older than the
    outside.
    """

    call: str
    status: Literal["running", "done", "failed", "unknown"]
    text: str = ""
    by: str = ""
    attempt: int = 0
    question: str = ""
    is_doubt: bool = False


class PersonDecision(NamedTuple):
    """A decision or an answer of a person about a request. `door` is the entry point by which it came."""

    call: str
    verdict: Literal["approve", "reject", "answer"]
    person: str
    door: str


class DeliveryTry(NamedTuple):
    """A try of a delivery (its id): a channel took it, it is tried again later, it was given up, or it came back."""

    delivery: str
    outcome: Literal["sent", "retried", "failed", "returned"]
    attempt: int = 0


class UnusedEnd(NamedTuple):
    """The end of a call that did not start, and why."""

    call: str
    why: str


class RequestOpening(NamedTuple):
    """A request that was asked. `basis` is the tool's version and the policy's, under which people were asked."""

    call: str
    kind: Literal["approval", "question"]
    basis: str = ""


class RequestEnd(NamedTuple):
    """The end of a request: its status, the ids of the people that decided it, and the reason or the answer."""

    call: str
    kind: Literal["approval", "question"]
    status: str
    by: tuple[str, ...] = ()
    reason: str = ""


class ThreadEnd(NamedTuple):
    """The end of a thread. `by` is None for the agent's own end. `why` is set when calls that did not start end with it."""

    by: str | None
    why: str = ""


class ForkOrigin(NamedTuple):
    """The thread that a fork was copied from, and the person that made it."""

    source: str
    by: str


class ProgramPost(NamedTuple):
    """The JSON body of a post that a program is owed, and the person whose message it tells of; None: one unknown to the directory."""

    body: JSON
    writer: str | None


class NoticeReach(NamedTuple):
    """The people that are told something, and the addresses at which."""

    to: tuple[str, ...]
    routes: tuple[ChannelAddress, ...]


WindowUse = Literal["message", "read", "asked", "noted", "result", "settled", "closed", "cleared"]
"""How a context window uses the piece of an event, see `WindowRole`."""


class WindowRole(NamedTuple):
    """The use of an event for the choice of the pieces that a context window keeps when it drops older ones.

    `message`: the first and the last are pinned. `read`: the result of a pre-fetch. `noted`: it belongs to the open
    `call`; `asked`: so does it, and a call of the platform begins with it. The others end the call: `result` with the
    result of a tool, `settled` with a known outcome or an answer, `closed` with none of them; `cleared` ends all calls.
    """

    use: WindowUse
    call: str = ""
    intent: str = ""
    arguments: str = ""
    result: str = ""
