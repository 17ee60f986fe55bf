"""The compared engines: raw SQLite, the lower bound for the same number of commits, and LangGraph with its SQLite saver.

Each commits durably at every step, as this engine does: WAL and synchronous=FULL on a file.
"""

import asyncio
import json
import operator
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Annotated, Any, NamedTuple, TypedDict

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command, interrupt

from bench import workload_texts
from bench.file_and_memory_bytes import measure_file
from bench.workload_texts import WorkloadCost

CONCURRENT = 32

Lifecycle = Callable[[str], None]


def run_sequentially(lifecycle: Lifecycle, count: int) -> WorkloadCost:
    began, cpu = time.perf_counter(), time.process_time()
    for n in range(count):
        lifecycle(f"one-{began}-{n}")
    return WorkloadCost(count, time.perf_counter() - began, time.process_time() - cpu)


def run_at_once(lifecycle: Lifecycle, count: int) -> WorkloadCost:
    """`count` lifecycles by 32 threads."""
    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CONCURRENT) as threads:
        list(threads.map(lifecycle, [f"many-{began}-{n}" for n in range(count)]))
    return WorkloadCost(count, time.perf_counter() - began, time.process_time() - cpu)


def open_durable(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


EVENTS: tuple[bytes, ...] = tuple(
    json.dumps(event).encode()
    for event in (
        {"type": "opened", "text": workload_texts.WORDS},
        {"type": "chosen", "tool": "look"},
        {"type": "finished", "result": workload_texts.COMMITS},
        {"type": "asked", "tool": "push", "arguments": workload_texts.TAG},
        {"type": "approved", "by": "olive"},
        {"type": "finished", "result": workload_texts.PUSHED},
        {"type": "done", "text": workload_texts.SAID},
    )
)
"""Seven commits: the minimum of a lifecycle."""


class SqliteFloor:
    """SQLite alone: an event and the row of the thread, seven times."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = open_durable(path)
        self.connection.execute("CREATE TABLE IF NOT EXISTS event (thread, seq, body, PRIMARY KEY (thread, seq))")
        self.connection.execute("CREATE TABLE IF NOT EXISTS thread (id PRIMARY KEY, seq, status) WITHOUT ROWID")
        self.empty = measure_file(path)

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


class GroupedFloor(SqliteFloor):
    """The same for many clients: one thread writes, and events that arrive during a commit share the next one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.waiting: SimpleQueue[_WaitingAppend | None] = SimpleQueue()
        self.thread = threading.Thread(target=self._write, daemon=True)
        self.thread.start()

    async def run_at_once(self, count: int) -> WorkloadCost:
        loop = asyncio.get_running_loop()
        began, cpu = time.perf_counter(), time.process_time()
        ids = iter([f"many-{began}-{n}" for n in range(count)])

        async def client() -> None:
            for id in ids:
                for seq, body in enumerate(EVENTS, 1):
                    waiting = _WaitingAppend(id, seq, body, loop.create_future())
                    self.waiting.put(waiting)
                    await waiting.done

        await asyncio.gather(*(client() for _ in range(CONCURRENT)))
        return WorkloadCost(count, time.perf_counter() - began, time.process_time() - cpu)

    def _write(self) -> None:
        while (first := self.waiting.get()) is not None:
            group = [first]
            while not self.waiting.empty() and (following := self.waiting.get()) is not None:
                group.append(following)
            self.connection.execute("BEGIN IMMEDIATE")
            for each in group:
                self.append(each.id, each.seq, each.body)
            self.connection.execute("COMMIT")
            first.done.get_loop().call_soon_threadsafe(_finish_group, group)

    def close(self) -> None:
        self.waiting.put(None)
        self.thread.join()
        super().close()


class _WaitingAppend(NamedTuple):
    id: str
    seq: int
    body: bytes
    done: "asyncio.Future[None]"


def _finish_group(group: list[_WaitingAppend]) -> None:
    for each in group:
        each.done.set_result(None)


class GraphState(TypedDict):
    messages: Annotated[list[dict[str, Any]], operator.add]


class LangGraphEngine:
    """A graph of three nodes, interrupted before the push, with plain dictionaries as messages.

    Each thread of the process has a saver and a connection of its own: with 32 at once that was a little faster than
    one shared saver, and much faster than the async saver.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.local = threading.local()
        self.graph()
        self.empty = measure_file(path)

    def graph(self) -> Any:
        if not hasattr(self.local, "graph"):
            connection = open_durable(self.path)
            connection.execute("PRAGMA busy_timeout=60000")
            saver = SqliteSaver(connection)
            saver.setup()
            connection.execute("PRAGMA synchronous=FULL")
            self.local.graph = build_graph(saver)
        return self.local.graph

    def launch(self, id: str) -> None:
        said = {"messages": [{"role": "user", "content": workload_texts.WORDS}]}
        paused = self.graph().invoke(said, _make_config(id), durability="sync")
        assert paused["__interrupt__"]

    def approve(self, id: str) -> None:
        done = self.graph().invoke(Command(resume="approved"), _make_config(id), durability="sync")
        assert done["messages"][-1]["content"] == workload_texts.SAID

    def lifecycle(self, id: str) -> None:
        self.launch(id)
        self.approve(id)

    def renew(self) -> None:
        """Replace the graph and its connection of this thread by new ones."""
        del self.local.graph
        self.graph()

    @property
    def ran_at(self) -> float:
        """When the push ran last in this thread of the process."""
        found: float = ran_at.time
        return found

    def close(self) -> None:
        self.local = threading.local()


def _make_config(id: str) -> Any:
    return {"configurable": {"thread_id": id}}


ran_at = threading.local()


def _model(state: GraphState) -> GraphState:
    results = sum(message["role"] == "tool" for message in state["messages"])
    answer: dict[str, Any] = {"role": "assistant", "content": ""}
    match results:
        case 0:
            answer["call"] = {"name": "look", "arguments": {}}
        case 1:
            answer["call"] = {"name": "push", "arguments": workload_texts.TAG}
        case _:
            answer["content"] = workload_texts.SAID
    return {"messages": [answer]}


def _next(state: GraphState) -> str:
    call = state["messages"][-1].get("call")
    return str(call["name"]) if call else END


def _look(state: GraphState) -> GraphState:
    return {"messages": [{"role": "tool", "content": workload_texts.COMMITS}]}


def _push(state: GraphState) -> GraphState:
    decision = interrupt({"call": state["messages"][-1]["call"]})
    assert decision == "approved"
    ran_at.time = time.perf_counter()
    return {"messages": [{"role": "tool", "content": workload_texts.PUSHED}]}


def build_graph(saver: BaseCheckpointSaver[Any]) -> Any:
    graph = StateGraph(GraphState)
    graph.add_node("model", _model)
    graph.add_node("look", _look)
    graph.add_node("push", _push)
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", _next, ["look", "push", END])
    graph.add_edge("look", "model")
    graph.add_edge("push", "model")
    return graph.compile(checkpointer=saver)
