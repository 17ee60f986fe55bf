"""PG9: the table of `bench.postgres_engine_comparison`, and its section of docs/performance.md."""

from pathlib import Path
from typing import Any

from bench.machine_load import MachineState, MachineWatch
from bench.report import INTRODUCTION, render_postgres_report, write_section

QUIET = MachineState(cores=2, load=0.4, others=(0.01,), disk=((0.2, 0.9),))
ENGINES = ("ours", "web", "langgraph", "dbos")


def figures_of(state: MachineState, ratio: float) -> dict[str, Any]:
    compared = {"ratio": ratio, "least": 1.0, "most": 4.0}
    names = (
        "one after another, ours / LangGraph",
        "one after another, ours / DBOS",
        "32 at once, two workers / LangGraph",
    )
    costs = {"rate": 80.5, "client_ms": 5.25, "server_ms": 3.0}
    versions = {"date": "2026-11-30", "langgraph": "1.2", "saver": "3.2", "dbos": "3.4"}
    return {
        "machine": {**state.as_figures(), "state": state.describe(), **versions},
        "rounds": 2,
        "counts": (20, 64),
        "seconds": 60,
        "engines": {f"{name}{how}": costs for name in ENGINES for how in ("", "_at_once")},
        "ratios": dict.fromkeys(names, compared),
        "decision_to_tool_ms": {"p50": 8.0, "p99": 80.0, "count": 40},
    }


def test_pg9_each_goal_is_judged_on_a_quiet_machine_and_none_on_a_busy_one() -> None:
    told = render_postgres_report(figures_of(QUIET, 2.5))
    assert "| DBOS 3.4 | 80.5 | 5.25 | 3 | 80.5 | 5.25 | 3 |" in told
    assert "| one after another, ours / LangGraph | 2.5 | ≥ 1.3 | yes | ≥ 2 | yes |" in told
    assert "| 32 at once, two workers / LangGraph | 2.5 | ≥ 3 | **no** | ≥ 4 | **no** |" in told
    assert "| decision to tool across processes, p99 ms | 80 | ≤ 75 | **no** |  |  |" in told
    busy = render_postgres_report(figures_of(MachineState(2, 9.0, (0.5,), ((0.2, 0.9),)), 2.5))
    assert "**The machine was busy, so nothing that is timed is judged**" in busy
    assert "yes" not in busy
    assert "**no**" not in busy


def test_pg9_a_section_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    for title, text in (("On PostgreSQL", "old"), ("Another", "stays"), ("On PostgreSQL", "new")):
        write_section(title, text, page)
    assert page.read_text("utf-8") == f"{INTRODUCTION}\n## On PostgreSQL\n\nnew\n\n## Another\n\nstays\n"


def test_pg9_processes_of_the_measurement_are_no_work_of_others(tmp_path: Path) -> None:
    watch = MachineWatch(tmp_path, iter([0.0, 1e9]).__next__)
    watch.begin_round()
    watch.end_round()
    assert watch.others == [0.0]
