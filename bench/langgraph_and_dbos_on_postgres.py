"""The compared engines on PostgreSQL: LangGraph with its PostgresSaver, and DBOS. Each commits durably at every step."""

import threading
import time
from typing import Any

from dbos import DBOS, SetWorkflowID
from langgraph.checkpoint.postgres import PostgresSaver
from langgraph.types import Command
from psycopg import Connection
from psycopg.rows import dict_row

from bench import workload_texts
from bench.other_engines import CONCURRENT, build_graph

CONFIGURATION: dict[str, Any] = {
    "name": "bench",
    "sys_db_pool_size": CONCURRENT,
    "max_executor_threads": 2 * CONCURRENT,
    "notification_coalesce_sec": 0.001,
    "log_level": "ERROR",
}


class LangGraphOnPostgres:
    """The graph of `bench.other_engines` on PostgreSQL. Each thread of the process has a saver and a connection of its own."""

    def __init__(self, conninfo: str) -> None:
        self.conninfo = conninfo
        self.local = threading.local()
        self._connections: list[Connection[Any]] = []
        PostgresSaver(self._connect()).setup()

    def lifecycle(self, id: str) -> None:
        self.launch(id)
        self.approve(id)

    def launch(self, id: str) -> None:
        said = {"messages": [{"role": "user", "content": workload_texts.WORDS}]}
        paused = self._find_graph().invoke(said, _make_config(id), durability="sync")
        assert paused["__interrupt__"]

    def approve(self, id: str) -> None:
        done = self._find_graph().invoke(Command(resume="approved"), _make_config(id), durability="sync")
        assert done["messages"][-1]["content"] == workload_texts.SAID

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def _find_graph(self) -> Any:
        if not hasattr(self.local, "graph"):
            self.local.graph = build_graph(PostgresSaver(self._connect()))
        return self.local.graph

    def _connect(self) -> Connection[Any]:
        """As `PostgresSaver.from_conn_string` connects."""
        made = Connection.connect(self.conninfo, autocommit=True, prepare_threshold=0, row_factory=dict_row)
        self._connections.append(made)
        return made


def _make_config(id: str) -> Any:
    return {"configurable": {"thread_id": id}}


class DbosEngine:
    """The same as a workflow of DBOS: each call of the model and each tool is a step, and the decision is a message to it.

    The workflow stays in memory while it waits, so its resume is warm.
    """

    def __init__(self, url: str) -> None:
        DBOS(config={**CONFIGURATION, "system_database_url": url})
        self._workflow = _define_workflow()
        self.asked: dict[str, threading.Event] = {}
        _asked_events.append(self.asked)
        DBOS.launch()

    def lifecycle(self, id: str) -> None:
        self.asked[id] = threading.Event()
        with SetWorkflowID(id):
            handle = DBOS.start_workflow(self._workflow, id)
        self.asked[id].wait()
        DBOS.send(id, "approved", "decision")
        assert handle.get_result() == workload_texts.SAID
        del self.asked[id]

    def close(self) -> None:
        DBOS.destroy(destroy_registry=True)


_asked_events: list[dict[str, threading.Event]] = []


def _define_workflow() -> Any:
    @DBOS.step()
    def choose(results: int) -> dict[str, Any]:
        plan = ({"name": "look"}, {"name": "push", "arguments": workload_texts.TAG}, {"content": workload_texts.SAID})
        return plan[results]

    @DBOS.step()
    def look() -> str:
        return workload_texts.COMMITS

    @DBOS.step()
    def push(tag: dict[str, str]) -> str:
        pushed_at.time = time.perf_counter()
        return workload_texts.PUSHED

    @DBOS.workflow()
    def run(id: str) -> str:
        choose(0)
        look()
        call = choose(1)
        _asked_events[-1][id].set()
        assert DBOS.recv("decision", timeout_seconds=600) == "approved"
        push(call["arguments"])
        return str(choose(2)["content"])

    return run


pushed_at = threading.local()
