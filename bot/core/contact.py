"""How the outside reaches us and we reach it: routes, arrivals, deliveries. No network here."""

from typing import Literal

from pydantic import Field

from bot.core.word import Moment, Name, Text, Word


class Route(Word):
    """A place where a conversation goes on: a channel and an address that only this channel reads."""

    channel: Name
    address: str = Field(default="", max_length=512)


class Ignored(Word):
    """Something genuine that concerns nobody: only its id is kept. `id` is unique within its channel for ever.

    `body` is the SHA-256 of what came. `once` is a second name under which the same thing must not come twice,
    for a sender whose id is not signed.
    """

    channel: Name
    id: str = Field(min_length=1, max_length=255)
    once: str = Field(default="", max_length=255)
    body: str = Field(pattern=r"^[0-9a-f]{64}$")
    at: Moment


class Arrival(Ignored):
    """Something that came in, normalised.

    `thread` is set when the arrival belongs to a thread of ours; otherwise a thread of `agent` is opened.
    `person` is None when the sender is nobody we know: they may be heard, and may decide nothing.
    """

    agent: Name
    thread: str | None = None
    person: Name | None = None
    sender: Text = Field(default="", max_length=120)
    text: Text = Field(min_length=1, max_length=20_000)
    route: Route


Kind = Literal["said", "approval", "question", "settled"]


class Delivery(Word):
    """What a push channel owes the outside: the event `seq` of a thread, to one route. Its id is stable over retries."""

    thread: str
    seq: int
    kind: Kind
    route: Route

    @property
    def id(self) -> str:
        return f"{self.thread}.{self.seq}.{self.route.channel}.{self.route.address}"
