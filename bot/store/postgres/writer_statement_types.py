"""The types of statements that the writer groups."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import psycopg

from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.server_error_refusals import explain_error, make_unknown

Row = tuple[Any, ...]


class GroupedStatement(Protocol):
    """One statement that writes whole or nothing. `order` keeps the statements of a thread in their order in a group."""

    order: tuple[str, int]
    text: str
    values: dict[str, Any]
    head_change: tuple[bytes | None, bytes] | None
    """The signature of a thread's head before (None: a new thread) and after, for the sum over all heads."""
    reads_others: bool
    """Whether its rules read what the writes of other processes to other threads change, so that none may be made meanwhile."""
    told: Sequence[str]
    """What other processes over the database are told: ids of threads, and words of `peer_feed`."""

    def read_result(self, connection: SqlConnection, rows: Sequence[Row]) -> Any:
        """The result, from the rows of the statement. Raises a refusal, with nothing written."""
        ...

    def explain_error(self, error: psycopg.Error) -> Exception:
        """The refusal that an error of the server means."""
        ...

    def find_result(self, connection: SqlConnection) -> Any:
        """After the session was lost: the result if it was written. Raises Unavailable when it was not, or if that is
        not known.
        """
        ...


class PlainStatement:
    """A statement without a check: its result is what `read` makes of its rows, and it changes no head."""

    head_change: tuple[bytes | None, bytes] | None = None
    told: Sequence[str] = ()

    def __init__(
        self,
        text: str,
        values: dict[str, Any],
        read: Callable[[Sequence[Row]], Any] = lambda rows: None,
        thread: str = "",
        *,
        reads_others: bool = True,
    ) -> None:
        self.order, self.text, self.values, self._read = (thread, 0), text, values, read
        self.reads_others = reads_others

    def read_result(self, connection: SqlConnection, rows: Sequence[Row]) -> Any:
        return self._read(rows)

    def explain_error(self, error: psycopg.Error) -> Exception:
        return explain_error(error)

    def find_result(self, connection: SqlConnection) -> Any:
        raise make_unknown(psycopg.OperationalError("the connection was lost"))


class SessionOwner(Protocol):
    """Opens the writing session again, as the owner of the database."""

    def reopen_session(self) -> SqlConnection:
        """Raises psycopg.OperationalError; DatabaseReplaced when another process owns the database."""
        ...
