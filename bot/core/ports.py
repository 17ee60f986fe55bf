"""The sockets: what the house asks of a model, a channel and a clock. Each is small; each has one fake in the tests."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias, runtime_checkable

from bot.core.agent import Listen
from bot.core.card import Card
from bot.core.contact import Arrival, Delivery, Ignored
from bot.core.context import Prompt
from bot.core.errors import CountersignError
from bot.core.people import Directory
from bot.core.steps import Chosen
from bot.core.word import Moment, Word

Clock: TypeAlias = Callable[[], Moment]
"""Gives the time as an aware UTC datetime. Core never reads one."""


class ModelUnavailable(CountersignError):
    """The model did not answer: {0}"""


class Model(Protocol):
    """Whoever chooses the next step.

    `request` is pure: the exact bytes that `choose` sends for this prompt. `choose` takes those bytes and returns what
    came back, unjudged; it raises ModelUnavailable when nothing usable came (after its own retries).
    """

    name: str

    def request(self, prompt: Prompt) -> bytes: ...

    async def choose(self, request: bytes) -> Chosen: ...


@runtime_checkable
class Closing(Protocol):
    """A model or a channel that holds connections, and lets go of them when the house closes."""

    async def close(self) -> None: ...


class Undeliverable(CountersignError):
    """{0}"""


class TryLater(CountersignError):
    """{0}"""

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.seconds = seconds


class Channel(Protocol):
    """A place that must be told. `name` is the channel of its routes.

    `deliver` returns what the channel calls the message, or raises TryLater (with the seconds the channel asked for)
    or Undeliverable. It may be called twice with one delivery id: it finds its own earlier message by that id.
    Surfaces that read the log themselves (the web inbox, the terminal) are not channels: nothing is owed to them.
    """

    name: str

    async def deliver(self, delivery: Delivery, card: Card) -> str: ...


class Inbound(Word):
    """An HTTP request of the outside, its body whole and raw. Header names are in lower case."""

    name: str
    headers: Mapping[str, str]
    body: bytes


class Vault(Protocol):
    """Small secrets of channels, sealed at rest."""

    async def put(self, kind: str, key: str, value: bytes) -> None: ...

    async def get(self, kind: str, key: str) -> bytes | None: ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """Reads and deletes at once: of two takers, one has it."""
        ...

    async def drop(self, kind: str, key: str) -> bool: ...

    async def keys(self, kind: str) -> list[str]: ...


class House(Protocol):
    """What the house offers to a channel that takes things in."""

    directory: Directory
    clock: Clock
    environ: Mapping[str, str]

    def listener(self, agent: str) -> Listen | None:
        """How this agent reads a payload; None when it reads none. Raises Unknown."""
        ...


class Door(Protocol):
    """A channel's way in over HTTP: POST `/{path}/{name}`. It judges and normalises; the house commits.

    `receive` returns the arrival, or what is to be ignored. Raises Unauthenticated, Unknown, BadInput.
    """

    path: str

    def receive(self, request: Inbound) -> Arrival | Ignored: ...


class Surface(Protocol):
    """A channel as the house knows it: what is pushed through it, and its door, when it has them."""

    name: str
    push: Channel | None
    door: Door | None
