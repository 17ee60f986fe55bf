"""Why a store refuses a write: the errors by which the engine decides anew. Nothing of a refused write is kept."""

from bot.core.errors import Unavailable
from bot.core.holds import Hold


class AppendConflict(Exception):
    """The thread is longer than the append assumed: read on and decide again."""


class EqualCallOpen(Exception):
    """An equal call of another request is open: `call` is its id."""

    def __init__(self, call: str) -> None:
        super().__init__(call)
        self.call = call


class AlreadyReceived(Exception):
    """This id is known: `thread` is its thread, `body` the SHA-256 (hex) of its body."""

    def __init__(self, thread: str, body: str) -> None:
        super().__init__(thread, body)
        self.thread, self.body = thread, body


class ReferenceTaken(Exception):
    """Another thread has this reference: `thread`."""

    def __init__(self, thread: str) -> None:
        super().__init__(thread)
        self.thread = thread


class HeldCallStart(Exception):
    """An active hold covers a call that was to be started: `calls` are the covered ids."""

    def __init__(self, hold: Hold, calls: frozenset[str]) -> None:
        super().__init__(hold, calls)
        self.hold, self.calls = hold, calls


class RevokedUnknown(Exception):
    """Another process revoked a key that this one does not know: read the revoked keys and decide again."""


class RulesOutdated(Unavailable):
    """Another process uses newer people or policies than this one, which starts no call until it has them, too."""


class LeaseLost(Exception):
    """The lease of the turn that made the append is over: another process may run the turn."""


class HoldAlreadyActive(Exception):
    """A hold of this scope and name is active: `hold`."""

    def __init__(self, hold: Hold) -> None:
        super().__init__(hold)
        self.hold = hold


class OnlyKeyLeft(Exception):
    """No other key that works is left: `id`."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.id = id


class SecretUsed(Exception):
    """A sign-in link that works once was used before."""
