"""The tables of `make bench`, and docs/performance.md. What is timed is judged on a quiet machine only."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench.machine_load import judge

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"

Figures = dict[str, Any]

INTRODUCTION = """\
# Performance

Written by `make bench`; do not edit. What is measured, and how: `bench/README.md`. Quote the ratios: the absolute figures
depend on the machine and on other work on it.
"""


class JudgedGoal(NamedTuple):
    """A row of the table of goals. `least` and `goal` are the required and the wanted value; `is_upper`: less is better."""

    what: str
    measured: float
    least: float
    goal: float
    is_upper: bool = False
    is_timed: bool = True

    def render(self, troubles: Sequence[str]) -> str:
        sign = "≤" if self.is_upper else "≥"
        wanted = [self.least] if self.least == self.goal else [self.least, self.goal]
        verdicts = [judge(self.is_met(each), troubles, is_timed=self.is_timed) for each in wanted]
        required, goal = (*verdicts, "") if len(verdicts) == 1 else verdicts
        limit = f"{sign} {self.goal:g}" if goal else ""
        return f"| {self.what} | {self.measured:g} | {sign} {self.least:g} | {required} | {limit} | {goal} |"

    def is_met(self, limit: float) -> bool:
        return self.measured <= limit if self.is_upper else self.measured >= limit


def list_goals(figures: Figures) -> list[JudgedGoal]:
    one, many, growth, memory = (figures[name] for name in ("sequential", "at_once", "growth", "memory"))
    goals = [
        JudgedGoal("one after another, ours / LangGraph", one["ours/langgraph"], 2.5, 3),
        JudgedGoal("one after another, ours / raw SQLite", one["ours/floor"], 0.3, 0.4),
        JudgedGoal("32 at once, ours / LangGraph", many["ours/langgraph"], 6.5, 8),
        JudgedGoal("cost of a message, late / early in one thread", growth["late/early"], 1.5, 1.5, True),
        JudgedGoal("MB for all paused threads after a restart", memory["mb_after_restart"], 3, 3, True, False),
    ]
    if figures["is_full"]:  # in a short run the first pages of a file and the caches that fill weigh too much
        goals.append(
            JudgedGoal("bytes, ours / LangGraph", round(figures["bytes"]["ratio"], 3), 0.25, 0.25, True, False)
        )
        goals.append(
            JudgedGoal("bytes in memory for a paused thread", memory["bytes_per_thread"], 100, 100, True, False)
        )
    if starts := figures.get("starts"):
        goals += [
            JudgedGoal("`countersign --help`, s", starts["help_wall_s"], 0.3, 0.3, True),
            JudgedGoal("`countersign serve` ready, s", starts["serve_wall_s"], 1.2, 1.2, True),
            JudgedGoal("its memory without a model key, MB", starts["serve_mb"], 100, 100, True, False),
            JudgedGoal("installed, without pip and setuptools, MB", starts["install_mb"], 150, 150, True, False),
        ]
    return goals


def render_report(figures: Figures) -> str:
    """The tables as Markdown."""
    troubles = figures["machine"]["troubles"]
    state = [figures["machine"]["state"]]
    if troubles:
        state.append(f"**The machine was busy, so nothing that is timed is judged**: {'; '.join(troubles)}.")
    return "\n".join(
        [
            *_render_engines(figures),
            "",
            *state,
            "",
            "| | measured | required | met | goal | met |",
            "|---|---|---|---|---|---|",
            *(each.render(troubles) for each in list_goals(figures)),
            "",
            *_render_details(figures),
        ]
    )


def write_page(figures: Figures, page: Path = PAGE) -> None:
    """Write docs/performance.md."""
    page.write_text(f"{INTRODUCTION}\n{render_report(figures)}\n", encoding="utf-8")


def _render_engines(figures: Figures) -> Iterable[str]:
    one, many, left, resume = (figures[name] for name in ("sequential", "at_once", "bytes", "resume_ms"))
    machine = figures["machine"]
    names = {"ours": "Countersign", "floor": "raw SQLite, 7 commits", "langgraph": f"LangGraph {machine['langgraph']}"}
    yield (
        f"{machine['date']}: medians of {machine['runs']} rounds after {machine['warm_up']} lifecycles to warm up, in turn, in"
        f" one process ({figures['seconds']} s; Python {machine['python']}, SQLite {machine['sqlite']})."
    )
    yield ""
    yield "| | one after another /s | 32 at once /s | CPU ms | decision to tool ms | decision to end ms | bytes |"
    yield "|---|---|---|---|---|---|---|"
    for name, title in names.items():
        yield (
            f"| {title} | {one['per_second'][name]} | {many['per_second'][name]} | {one['cpu_ms'][name]}"
            f" | {resume['to_tool'][name]} | {resume['to_end'].get(name, '-')} | {left[name]:,} |"
        )


def _render_details(figures: Figures) -> Iterable[str]:
    costs = ", ".join(
        f"{each} ms at {events}" for events, each in figures["growth"]["ms_per_message_at_events"].items()
    )
    memory, one, many = figures["memory"], figures["sequential"], figures["at_once"]
    yield f"A message in one growing thread: {costs} events. Of {memory['threads']:,} paused threads each took"
    yield f"{memory['bytes_per_thread']} bytes of memory. 32 at once, ours / raw SQLite in groups: {many['ours/floor']}."
    spread = ", ".join(
        f"{what} {low:g} to {high:g}"
        for what, (low, high) in (
            ("one after another / LangGraph", one["spread/langgraph"]),
            ("/ raw SQLite", one["spread/floor"]),
            ("32 at once / LangGraph", many["spread/langgraph"]),
        )
    )
    yield f"The ratios of single rounds: {spread}."


POSTGRES_GOALS = {
    "one after another, ours / LangGraph": (1.3, 2.0),
    "one after another, ours / DBOS": (2.0, 3.0),
    "32 at once, two workers / LangGraph": (3.0, 4.0),
}
LATENCY_LIMIT_MS = 75.0


def render_postgres_report(figures: Figures) -> str:
    """The tables of `bench.postgres_engine_comparison` as Markdown."""
    machine, latency = figures["machine"], figures["decision_to_tool_ms"]
    names = {
        "ours": "Countersign, one process",
        "web": "Countersign, a server and two workers",
        "langgraph": f"LangGraph {machine['langgraph']}, PostgresSaver {machine['saver']}",
        "dbos": f"DBOS {machine['dbos']}",
    }
    one, many = figures["counts"]
    engines = [
        f"| {title} |"
        + "".join(
            f" {each['rate']:g} | {each['client_ms']:g} | {each['server_ms']:g} |"
            for each in (figures["engines"][name], figures["engines"][f"{name}_at_once"])
        )
        for name, title in names.items()
    ]
    goals = [
        JudgedGoal(what, figures["ratios"][what]["ratio"], *limits).render(machine["troubles"])
        for what, limits in POSTGRES_GOALS.items()
    ]
    goals.append(
        JudgedGoal(
            "decision to tool across processes, p99 ms", latency["p99"], LATENCY_LIMIT_MS, LATENCY_LIMIT_MS, True
        ).render(machine["troubles"])
    )
    spread = "; ".join(f"{what} {each['least']:g} to {each['most']:g}" for what, each in figures["ratios"].items())
    troubles = machine["troubles"]
    busy = [f"**The machine was busy, so nothing that is timed is judged**: {'; '.join(troubles)}."] if troubles else []
    return "\n".join(
        [
            f"{machine['date']}: medians of {figures['rounds']} rounds in turn, {one} lifecycles one after another and {many} by 32"
            f" clients ({figures['seconds']} s).",
            "",
            "| | one after another /s | client CPU ms | server CPU ms | 32 at once /s | client CPU ms | server CPU ms |",
            "|---|---|---|---|---|---|---|",
            *engines,
            "",
            machine["state"],
            *busy,
            "",
            "| | measured | required | met | goal | met |",
            "|---|---|---|---|---|---|",
            *goals,
            "",
            f"Decision to tool, a server and two workers: p50 {latency['p50']:g} ms, p99 {latency['p99']:g} ms of {latency['count']}.",
            f"The ratios of single rounds: {spread}.",
        ]
    )


def write_section(title: str, text: str, page: Path = PAGE) -> None:
    """Put the text into docs/performance.md under this heading, in place of what stood there."""
    old = page.read_text("utf-8") if page.exists() else INTRODUCTION
    heading = f"\n## {title}\n"
    before, _, after = old.partition(heading)
    following = after.find("\n## ")
    rest = after[following:] if following >= 0 else ""
    page.write_text(f"{before.rstrip()}\n{heading}\n{text}\n{rest}", encoding="utf-8")
