"""How the outside reaches us and we reach it: routes, arrivals, deliveries. No network here."""

from typing import Literal, NamedTuple

from pydantic import Field

from bot.core.values import FrozenModel, TableName, UnicodeText, UtcMoment


class ChannelAddress(FrozenModel):
    """A place where a conversation goes on: a channel and an address that only this channel reads."""

    channel: TableName
    address: str = Field(default="", max_length=512)


class DiscardedInput(FrozenModel):
    """Something genuine that concerns nobody. `id` is unique within its channel for ever.

    `body` is the SHA-256 of what came. `once` is a second name under which the same thing must not come twice,
    for a sender whose id is not signed.
    """

    channel: TableName
    id: str = Field(min_length=1, max_length=255)
    once: str = Field(default="", max_length=255)
    body: str = Field(pattern=r"^[0-9a-f]{64}$")
    at: UtcMoment


class VaultEntry(NamedTuple):
    """An entry of the vault that is to be kept in one transaction with others: its kind, its key, its value."""

    kind: str
    key: str
    value: bytes


class InboundMessage(DiscardedInput):
    """Something that came in, normalised.

    `thread` is set when the arrival belongs to a thread of ours; otherwise a thread of `agent` is opened.
    `person` is None when the sender is nobody we know: they may be heard, and may decide nothing. `account` then is who
    it was at the channel, such as "slack:T1/U0123" or "github:octocat"; "system:<source>" when no person sent it.
    `others` are people besides the sender whose wish it is, such as the author of what the sender merged: each by their
    id, or by the account of one whom the directory does not know.
    What `joins` belongs to the one thread of its route: the first of them opens it, whichever comes first.
    `makers` are other people who made the person's credential.
    `credential` says how the door verified the person. With it, the text answers the one open question in free text
    that the person may answer; without it, it is a message like any other.
    """

    agent: TableName
    thread: str | None = None
    person: TableName | None = None
    account: str = Field(default="", max_length=200)
    others: tuple[str, ...] = Field(default=(), max_length=50)
    sender: UnicodeText = Field(default="", max_length=120)
    text: UnicodeText = Field(min_length=1, max_length=20_000)
    route: ChannelAddress
    joins: bool = False
    credential: str = ""
    makers: tuple[str, ...] = ()


class IntakeResult(NamedTuple):
    """The thread that an arrival went to (empty: none), and whether it had come before."""

    thread: str
    again: bool


DeliveryKind = Literal["said", "approval", "question", "update"]


class OutboundDelivery(FrozenModel):
    """What a push channel owes the outside: the event `seq` of a thread, to one route. Its id is stable over retries.

    All but what is said is about a `request`. The last fields are filled in for the channel: the person who is spoken
    to, since when it is owed, what the channel calls the card that stands at this route (`earlier`; empty: none does),
    and whether this very delivery may go out `again`: the process died on it, or the answer was lost.

    `nth` counts the cards of a request at one route, from 0: a change of what runs makes a new one. What is `replaced`
    has a newer one below it, so nothing can be decided there; `seen` is the last event that it showed before that.
    """

    thread: str
    seq: int
    kind: DeliveryKind
    route: ChannelAddress
    request: str = ""
    person: str | None = None
    since: UtcMoment | None = None
    earlier: str = ""
    again: bool = False
    nth: int = 0
    replaced: bool = False
    seen: int = 0

    @property
    def id(self) -> str:
        nth = f"~{self.nth}" if self.nth else ""  # no channel's name holds a tilde
        return f"{self.thread}.{self.seq}.{self.route.channel}{nth}.{self.route.address}"
