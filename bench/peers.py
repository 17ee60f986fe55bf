"""The others: SQLite itself, which nobody can beat who commits as often, and LangGraph with its SQLite saver.

All of them commit durably at every step: WAL and synchronous=FULL on a file, as our own house does.
"""

import json
import operator
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from bench import work
from bench.work import Spent

CONCURRENT = 32

Lifecycle = Callable[[str], None]


def one_after_another(lifecycle: Lifecycle, count: int) -> Spent:
    began, cpu = time.perf_counter(), time.process_time()
    for n in range(count):
        lifecycle(f"one-{began}-{n}")
    return Spent(count, time.perf_counter() - began, time.process_time() - cpu)


def at_once(lifecycle: Lifecycle, count: int) -> Spent:
    """`count` lifecycles by 32 threads."""
    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CONCURRENT) as threads:
        list(threads.map(lifecycle, [f"many-{began}-{n}" for n in range(count)]))
    return Spent(count, time.perf_counter() - began, time.process_time() - cpu)


def durable(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def size(path: Path) -> int:
    """The bytes of the file, once all of the write-ahead log is in it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.stat().st_size


EVENTS: tuple[bytes, ...] = tuple(
    json.dumps(event).encode()
    for event in (
        {"type": "opened", "text": work.WORDS},
        {"type": "chosen", "tool": "look"},
        {"type": "finished", "result": work.COMMITS},
        {"type": "asked", "tool": "push", "arguments": work.TAG},
        {"type": "approved", "by": "olive"},
        {"type": "finished", "result": work.PUSHED},
        {"type": "done", "text": work.SAID},
    )
)
"""Seven durable points: the least that a lifecycle can do with."""


class Floor:
    """SQLite and nothing else: an event and the thread's row, seven times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = durable(path)
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS event (thread, seq, body, PRIMARY KEY (thread, seq)) WITHOUT ROWID"
        )
        self.connection.execute("CREATE TABLE IF NOT EXISTS thread (id PRIMARY KEY, seq, status) WITHOUT ROWID")
        self.empty = size(path)

    def lifecycle(self, id: str) -> None:
        for seq, body in enumerate(EVENTS, 1):
            self.connection.execute("BEGIN IMMEDIATE")
            self.append(id, seq, body)
            self.connection.execute("COMMIT")

    def append(self, id: str, seq: int, body: bytes) -> None:
        self.connection.execute("INSERT INTO event VALUES (?,?,?)", (id, seq, body))
        self.connection.execute("INSERT OR REPLACE INTO thread VALUES (?,?,'working')", (id, seq))

    def resume(self, id: str) -> float:
        """Seconds from the decision to the tool: read the thread, commit the decision, commit the start."""
        began = time.perf_counter()
        list(self.connection.execute("SELECT body FROM event WHERE thread=? ORDER BY seq", (id,)))
        for seq in (8, 9):
            self.connection.execute("BEGIN IMMEDIATE")
            self.append(id, seq, EVENTS[4])
            self.connection.execute("COMMIT")
        return time.perf_counter() - began

    def close(self) -> None:
        self.connection.close()


class GroupedFloor(Floor):
    """The same with one thread that writes: what waits while a commit is under way shares the next one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.waiting: SimpleQueue[tuple[str, int, bytes, Future[None]] | None] = SimpleQueue()
        self.thread = threading.Thread(target=self._write, daemon=True)
        self.thread.start()

    def lifecycle(self, id: str) -> None:
        for seq, body in enumerate(EVENTS, 1):
            done: Future[None] = Future()
            self.waiting.put((id, seq, body, done))
            done.result()

    def _write(self) -> None:
        while (first := self.waiting.get()) is not None:
            group = [first]
            while not self.waiting.empty() and (following := self.waiting.get()) is not None:
                group.append(following)
            self.connection.execute("BEGIN IMMEDIATE")
            for id, seq, body, _ in group:
                self.append(id, seq, body)
            self.connection.execute("COMMIT")
            for *_, done in group:
                done.set_result(None)

    def close(self) -> None:
        self.waiting.put(None)
        self.thread.join()
        super().close()


class State(TypedDict):
    messages: Annotated[list[dict[str, Any]], operator.add]


class LangGraph:
    """A graph of three nodes, interrupted before the push. Plain dictionaries as messages: the cheapest it can have.

    One saver is shared by all threads: a saver with a connection for each thread was slower, and so was the async one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = durable(path)
        saver = SqliteSaver(self.connection)
        saver.setup()
        self.connection.execute("PRAGMA synchronous=FULL")
        self.graph = _graph(saver)
        self.ran_at = 0.0
        self.empty = size(path)

    def launch(self, id: str) -> None:
        paused = self.graph.invoke({"messages": [{"role": "user", "content": work.WORDS}]}, _at(id), durability="sync")
        assert paused["__interrupt__"]

    def approve(self, id: str) -> None:
        done = self.graph.invoke(Command(resume="approved"), _at(id), durability="sync")
        assert done["messages"][-1]["content"] == work.SAID

    def lifecycle(self, id: str) -> None:
        self.launch(id)
        self.approve(id)

    def close(self) -> None:
        self.connection.close()


def _at(id: str) -> Any:
    return {"configurable": {"thread_id": id}}


ran_at = threading.local()
"""When the push ran last in this thread of the process."""


def _model(state: State) -> State:
    results = sum(message["role"] == "tool" for message in state["messages"])
    answer: dict[str, Any] = {"role": "assistant", "content": ""}
    match results:
        case 0:
            answer["call"] = {"name": "look", "arguments": {}}
        case 1:
            answer["call"] = {"name": "push", "arguments": work.TAG}
        case _:
            answer["content"] = work.SAID
    return {"messages": [answer]}


def _next(state: State) -> str:
    call = state["messages"][-1].get("call")
    return call["name"] if call else END


def _look(state: State) -> State:
    return {"messages": [{"role": "tool", "content": work.COMMITS}]}


def _push(state: State) -> State:
    decision = interrupt({"call": state["messages"][-1]["call"]})
    assert decision == "approved"
    ran_at.time = time.perf_counter()
    return {"messages": [{"role": "tool", "content": work.PUSHED}]}


def _graph(saver: SqliteSaver) -> Any:
    graph = StateGraph(State)
    graph.add_node("model", _model)
    graph.add_node("look", _look)
    graph.add_node("push", _push)
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", _next, ["look", "push", END])
    graph.add_edge("look", "model")
    graph.add_edge("push", "model")
    return graph.compile(checkpointer=saver)
