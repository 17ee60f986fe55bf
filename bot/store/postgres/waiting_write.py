"""A write that waits for the writer's thread, and how its caller gets the outcome."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.writer_statement_types import GroupedStatement


class WaitingWrite:
    """A statement or a unit, the future of its caller, and the callback for the caller's loop."""

    __slots__ = ("error", "future", "is_done", "loop", "result", "statement", "then", "told", "unit")

    def __init__(
        self,
        statement: GroupedStatement | None,
        unit: Callable[[SqlConnection], Any] | None,
        future: "asyncio.Future[Any]",
        loop: asyncio.AbstractEventLoop,
        then: Callable[[], None] | None,
        told: Sequence[str],
    ) -> None:
        self.statement, self.unit, self.future, self.loop, self.then = statement, unit, future, loop, then
        self.told = told
        self.result: Any = None
        self.error: BaseException | None = None
        self.is_done = False

    def refuse(self, error: BaseException) -> None:
        self.error, self.is_done = error, True

    def end(self, connection: SqlConnection, rows: Sequence[Any]) -> None:
        """Take the answer to its statement after the commit. An error in it is this write's alone."""
        assert self.statement is not None
        try:
            self.result, self.is_done = self.statement.read_result(connection, rows), True
        except Exception as error:  # noqa: BLE001  the others of its group are written
            self.refuse(error)

    def list_told(self) -> Sequence[str]:
        """What others are told of a statement that was not refused."""
        return self.statement.told if self.statement is not None and self.error is None else ()

    def settle_future(self) -> None:
        if self.error is None and self.then is not None:
            try:
                self.then()
            except Exception as error:  # noqa: BLE001  an error of the callback belongs to the caller that waits for this write
                self.error = error
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def read_order(waiting: WaitingWrite) -> tuple[str, int]:
    """Statements of one thread in the order of its log."""
    assert waiting.statement is not None
    return waiting.statement.order


def refuse_rest(group: Sequence[WaitingWrite], error: BaseException) -> None:
    """Fail the writes of a group that have no outcome of their own yet."""
    for waiting in group:
        if not waiting.is_done:
            waiting.refuse(waiting.error or error)


def settle_futures(group: Sequence[WaitingWrite]) -> None:
    """Give each caller its outcome. Called in the event loop of all."""
    for waiting in group:
        waiting.settle_future()
