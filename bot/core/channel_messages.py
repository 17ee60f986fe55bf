"""Messages between channels and the platform: addresses, inbound messages, deliveries. Values only, no network."""

from typing import Literal, NamedTuple

from pydantic import Field

from bot.core.base_types import FrozenModel, TableName, UnicodeText, UtcMoment
from bot.core.original_messages import OriginalMessage


class ChannelAddress(FrozenModel):
    """An address where a conversation goes on: a channel, and a text that only this channel reads."""

    channel: TableName
    address: str = Field(default="", max_length=512)


class DiscardedInput(FrozenModel):
    """A genuine input that no thread takes. `id` is unique within its channel for ever.

    `body` is the SHA-256 of the input. `once` is a second id under which the same input must not come twice, for a
    sender with unsigned ids.
    """

    channel: TableName
    id: str = Field(min_length=1, max_length=255)
    once: str = Field(default="", max_length=255)
    body: str = Field(pattern=r"^[0-9a-f]{64}$")
    at: UtcMoment


class VaultEntry(NamedTuple):
    """An entry of the vault that is kept in one transaction with others."""

    kind: str
    key: str
    value: bytes


class ChannelEntry(NamedTuple):
    """A value of the `ChannelStore` that is kept in one transaction with others. It is not found from `expires` on; None: no end."""

    kind: str
    key: str
    value: bytes
    expires: UtcMoment | None


class InboundMessage(DiscardedInput):
    """A normalised inbound message.

    `thread` is set when it belongs to an existing thread; otherwise it opens a thread of `agent`. `person` is None for
    a sender unknown to the directory: their message is read, and they may decide nothing. `account` is then their
    account at the channel, such as "slack:T1/U0123" or "github:octocat"; "system:<source>" when no person sent it.
    `others` are further people behind the wish, such as the author of a change that the sender merged: each by id, or
    by account when the directory does not know them. A message with `joins` belongs to the one thread of its route; the
    first to arrive opens it. `makers` are the makers of the person's credential other than the person. `credential`
    names how the entry point verified the person. With it, the text answers the only open free-text question that the
    person may answer; without it, the text is an ordinary message. `persona` is that of a thread which it opens; empty: that of the
    agent's table. `callback` is the address (`make_answer_callback`) that is told of the final answer of the thread that it opens.
    `original` is the message as it came, where its channel has a form of it for programs that are told of messages.
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
    persona: str = Field(default="", max_length=64)
    callback: str = Field(default="", max_length=512)
    original: OriginalMessage | None = None


def make_answer_callback(source: str, url: str) -> str:
    """Return the address of the channel of callbacks for answers to this source of webhooks."""
    return f"{source} {url}"


KEY = "key:"
"""The prefix of a credential that is an API key, before its id. No source of webhooks has a colon in its name."""


def make_key_callback(key: str, url: str) -> str:
    """Return the address of the channel of callbacks for messages to the program with this API key (its id)."""
    return make_answer_callback(f"{KEY}{key}", url)


def read_answer_callback(address: str) -> tuple[str, str]:
    """Return the source and the URL of such an address; an empty source for the URL of a program's request."""
    source, _, url = address.rpartition(" ")
    return source, url


class InboundEvent(DiscardedInput):
    """An outside event for the threads of `agent` that wait for this name and key. It opens no thread.

    `text` is its description by its `source`. `whose` are the people behind it: ids, or accounts that the directory does not know.
    """

    agent: TableName
    name: TableName
    key: str = Field(default="", max_length=200)
    source: str = Field(max_length=120)
    text: UnicodeText = Field(min_length=1, max_length=20_000)
    whose: tuple[str, ...] = Field(default=(), max_length=50)


class IntakeResult(NamedTuple):
    """The thread that an inbound message went to (empty: none), and whether it had come before."""

    thread: str
    again: bool


DeliveryKind = Literal["said", "approval", "question", "update"]


class OutboundDelivery(FrozenModel):
    """One event (`seq`) of a thread that a push channel owes to one address. Its id is stable over retries.

    Kinds other than `said` concern a `request`. The later fields are filled in for the channel: the `person` addressed,
    the time since which it is owed, the reference of the card posted at this address (`earlier`; empty: none), and
    whether this delivery may have gone out before (`again`: the process died during it, or the answer was lost).

    `nth` counts the cards of a request at one address, from 0: a change of the call makes a new one. A `replaced` card
    has a newer one below it and takes no decision; `seen` is the last event that it showed before that.
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
        nth = f"~{self.nth}" if self.nth else ""  # `TableName` allows no tilde in a channel's name
        return f"{self.thread}.{self.seq}.{self.route.channel}{nth}.{self.route.address}"
