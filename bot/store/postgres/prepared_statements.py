"""Prepared statements in one round trip, over libpq's own calls (`psycopg.pq`).

A cursor of psycopg finds the form of every value anew, and runs the protocol as generators: 900 calls of Python an append. Here each
text is read once: its casts say how lists are sent, and the server infers the other types.
"""

import itertools
import re
import select
import struct
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import psycopg
from psycopg import OperationalError, errors
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, PipelineStatus
from psycopg.pq.abc import PGresult

from bot.store.postgres.connecting import NUL, VISIBLE_NUL, SqlConnection

Row = tuple[Any, ...]
PreparedCall = tuple[str, Mapping[str, Any] | Sequence[Any]]
"""A text with placeholders `%(name)s`, or `%s`, and their values. The placeholder of a list has the cast of its array."""

_PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?s(?=(?:::(\w+\[\]))?)|%%")
_HEAD = struct.Struct("!iiIii")
"""Of an array in binary form: its dimensions, whether it has NULLs, the type of its items, their number, the first one's number."""
_LENGTH = struct.Struct("!i")
_NULL = _LENGTH.pack(-1)
_TEXT, _BINARY = 0, 1


class SessionLostBefore(OperationalError):
    """The session was lost before anything was sent."""


class _PreparedText(NamedTuple):
    """A statement with `$1` and so on; the names of its values, and the encoder of each that is a list."""

    sql: bytes
    names: tuple[str | int, ...]
    encoders: tuple[Callable[[Sequence[Any]], bytes] | None, ...]


class PreparedSession:
    """Sends statements over one session, and takes their rows as they arrive. The caller waits for the socket.

    One that is not at rest after an error is anywhere in the protocol, and of no more use. The driver prepares nothing there: it would
    deallocate all prepared statements of the session after a ROLLBACK.
    """

    def __init__(self, connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> None:
        connection.prepare_threshold = None
        self._libpq, self._encoding = connection.pgconn, connection.info.encoding
        self._names: dict[str, bytes] = {}
        self._numbers = itertools.count()
        self._transformer = Transformer(connection)
        self._sent: list[tuple[str, bytes] | None] = []
        """For each answer that is to come: the text that was prepared, with its name; None for rows."""
        self._results: list[PGresult] = []

    @property
    def is_at_rest(self) -> bool:
        """Whether the next statements can be sent."""
        return self._libpq.pipeline_status == PipelineStatus.OFF and self._libpq.status == ConnStatus.OK

    def send(self, calls: Sequence[PreparedCall]) -> None:
        """Send these statements. Outside of a transaction they are one of their own.

        Raises TypeError or ValueError for a value that no server takes, before anything is sent, and psycopg.OperationalError.
        """
        prepared = [_prepare_text(text) for text, _ in calls]
        encoded = [_encode_values(text, values) for text, (_, values) in zip(prepared, calls, strict=True)]
        self._sent, self._results = [], []
        new: dict[str, bytes] = {}
        self._libpq.enter_pipeline_mode()
        for (text, _), (sql, *_), (values, formats) in zip(calls, prepared, encoded, strict=True):
            name = self._names.get(text) or new.get(text)
            if name is None:
                name = new[text] = b"countersign_%d" % next(self._numbers)
                self._libpq.send_prepare(name, sql)
                self._sent.append((text, name))
            self._libpq.send_query_prepared(name, values, formats)
            self._sent.append(None)
        self._libpq.pipeline_sync()

    def flush(self) -> bool:
        """Whether everything is sent. Else the caller waits until the socket takes or has more: `receive` what it has, and flush again."""
        return not self._libpq.flush()

    def receive(self) -> list[list[Row]] | None:
        """The rows of each statement, once all answers are there; what they wrote outside of a transaction is durable then.

        Raises the psycopg.Error of the first statement that failed.
        """
        self._libpq.consume_input()
        while not self._libpq.is_busy():
            result = self._libpq.get_result()
            if result is None:  # the end of a statement
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                self._libpq.exit_pipeline_mode()
                return self._read_results()
            self._results.append(result)
        return None

    def _read_results(self) -> list[list[Row]]:
        found = []
        for sent, result in zip(self._sent, self._results, strict=False):
            if result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                raise errors.error_from_result(result, self._encoding)
            if sent is not None:
                text, name = sent
                self._names[text] = name
            else:
                found.append(self._load_rows(result))
        if len(self._results) > len(self._sent):  # the transaction itself failed, at its end
            raise errors.error_from_result(self._results[-1], self._encoding)
        return found

    def _load_rows(self, result: PGresult) -> list[Row]:
        if not result.ntuples:
            return []
        self._transformer.set_pgresult(result)
        rows: list[Row] = self._transformer.load_rows(0, result.ntuples, tuple)
        self._transformer.set_pgresult(None)
        return rows


class PreparedStatements:
    """Runs statements over one session, which no other thread uses meanwhile."""

    def __init__(self, connection: SqlConnection) -> None:
        self.connection, self._session = connection, PreparedSession(connection)
        self._poll = select.poll()
        self._poll.register(connection.pgconn.socket, select.POLLIN)

    def run(self, calls: Sequence[PreparedCall]) -> list[list[Row]]:
        """The rows of each statement, all in one round trip, as `PreparedSession` has them.

        Raises psycopg.OperationalError when the session is lost: then whether anything was written is not known, except after
        SessionLostBefore.
        """
        self._refuse_lost_session()
        try:
            self._session.send(calls)
            while not self._session.flush():
                self._wait(select.POLLIN | select.POLLOUT)
                self._session.receive()
            while (rows := self._session.receive()) is None:
                self._wait(select.POLLIN)
            return rows
        except BaseException:
            if not self._session.is_at_rest:
                self.connection.close()
            raise

    def _wait(self, events: int) -> None:
        self._poll.modify(self.connection.pgconn.socket, events)
        self._poll.poll()

    def _refuse_lost_session(self) -> None:
        """A server that ended the session while it rested has said so by now."""
        try:
            self._poll.modify(self.connection.pgconn.socket, select.POLLIN)
            while self._poll.poll(0):
                self.connection.pgconn.consume_input()
        except OperationalError as error:
            raise SessionLostBefore(str(error)) from error


@lru_cache(maxsize=1000)
def _prepare_text(text: str) -> _PreparedText:
    casts: dict[str | int, str] = {}

    def replace(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%"
        name = found[1] or len(casts)
        casts[name] = casts.get(name) or found[2] or ""
        return f"${list(casts).index(name) + 1}"

    sql = _PLACEHOLDER.sub(replace, text)
    return _PreparedText(
        sql.encode(), tuple(casts), tuple(_ENCODERS[cast] if cast else None for cast in casts.values())
    )


def _encode_values(
    text: _PreparedText, values: Mapping[str, Any] | Sequence[Any]
) -> tuple[list[bytes | None], list[int]]:
    """The values as the server reads them, and their formats."""
    given: Any = values
    encoded: list[bytes | None] = []
    formats: list[int] = []
    for name, encode in zip(text.names, text.encoders, strict=True):
        value = given[name]
        is_binary = encode is not None or isinstance(value, bytes)
        formats.append(_BINARY if is_binary else _TEXT)
        if value is None or (is_binary and encode is None):
            encoded.append(value)
        else:
            encoded.append(encode(value) if encode is not None else _encode_scalar(value))
    return encoded, formats


def _encode_scalar(value: object) -> bytes:
    match value:
        case str():
            return _encode_text(value)
        case bool():
            return b"t" if value else b"f"
        case int():
            return b"%d" % value
        case float():
            return repr(value).encode()
        case _:
            raise TypeError(f"A statement cannot take {type(value).__name__} {value!r}: write the cast of a list.")


def _encode_text(value: str) -> bytes:
    return (value.replace(NUL, VISIBLE_NUL) if NUL in value else value).encode()


def _encode_array(type_number: int, items: Sequence[bytes | None]) -> bytes:
    parts = [
        _HEAD.pack(1, None in items, type_number, len(items), 1) if items else _HEAD.pack(0, 0, type_number, 0, 0)[:12]
    ]
    for item in items:
        if item is None:
            parts.append(_NULL)
        else:
            parts += (_LENGTH.pack(len(item)), item)
    return b"".join(parts)


def _encode_texts(items: Sequence[str | None]) -> bytes:
    return _encode_array(25, [None if item is None else _encode_text(item) for item in items])


def _encode_blobs(items: Sequence[bytes | None]) -> bytes:
    return _encode_array(17, items)


def _encode_integers(items: Sequence[int | None]) -> bytes:
    return _encode_array(20, [None if item is None else item.to_bytes(8, "big", signed=True) for item in items])


_ENCODERS: dict[str, Callable[[Sequence[Any]], bytes]] = {
    "text[]": _encode_texts,
    "bytea[]": _encode_blobs,
    "bigint[]": _encode_integers,
}
