"""`make bench` calls no goal met, and none missed, on a busy machine; its page says how busy the machine was."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.goal_section import GoalSection, write_section
from bench.machine_load import CpuTimes, MachineState, MachineWatch, judge, probe_disk, read_cpu_times
from bench.notice_latency import find_percentile, list_notice_times
from bench.report import JudgedGoal, list_goals, render_report, write_page
from bot.core import events as e

QUIET = MachineState(cores=2, load=0.4, others=(0.01, 0.05), disk=((0.2, 0.9), (0.3, 4.0)))


def figures_of(state: MachineState, **changed: Any) -> dict[str, Any]:
    """Figures that meet each required value and no higher goal."""
    engines = {"ours": 200, "floor": 600, "langgraph": 80}
    rates = {
        "per_second": engines, "cpu_ms": engines, "spread/floor": (0.28, 0.33), "spread/langgraph": (2.2, 2.9),
    }  # fmt: skip
    return {
        "machine": {
            **state.as_figures(), "state": state.describe(), "date": "2026-11-29", "warm_up": 100, "runs": 5,
            "python": "3.11", "sqlite": "3.40", "langgraph": "1.2",
        },
        "sequential": {**rates, "ours/floor": 0.31, "ours/langgraph": 2.6},
        "at_once": {**rates, "ours/floor": 0.1, "ours/langgraph": 6.6},
        "bytes": {**engines, "ratio": 0.24},
        "resume_ms": {"to_tool": engines, "to_end": {"ours": 1, "langgraph": 2}},
        "growth": {"late/early": 1.0, "ms_per_message_at_events": {"100": 1.5, "3000": 1.5}},
        "memory": {"threads": 10_000, "bytes_per_thread": 7, "mb_after_restart": 0.7},
        "starts": {"help_wall_s": 0.2, "serve_wall_s": 1.0, "serve_mb": 97, "install_mb": 123},
        "seconds": 60,
        "is_full": True,
        **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"load": 1.1}, "load 1.1 on 2 cores before the start"),
        ({"others": (0.0, 0.25)}, "other processes took up to 25% of the cores"),
        ({"disk": ((7.0, 9.0), (8.0, 9.0))}, "an fdatasync took 8.0 ms"),
        ({"disk": ((0.2, 9.0), (0.9, 9.0))}, "an fdatasync took between 0.20 and 0.90 ms"),
    ],
)
def test_fast9_a_busy_machine_judges_nothing_that_is_timed(changed: dict[str, Any], trouble: str) -> None:
    assert QUIET.list_troubles() == ()
    busy = replace(QUIET, **changed)
    assert busy.list_troubles() == (trouble,)
    told = render_report(figures_of(busy))
    assert f"**The machine was busy, so nothing that is timed is judged**: {trouble}." in told
    assert "| one after another, ours / LangGraph | 2.6 | ≥ 2.5 | not judged | ≥ 3 | not judged |" in told
    assert "| `countersign serve` ready, s | 1 | ≤ 1.2 | not judged |  |  |" in told
    assert "| bytes, ours / LangGraph | 0.24 | ≤ 0.25 | yes |  |  |" in told


def test_fast9_a_quiet_machine_judges_each_goal() -> None:
    told = render_report(figures_of(QUIET))
    assert "busy" not in told
    assert "| one after another, ours / LangGraph | 2.6 | ≥ 2.5 | yes | ≥ 3 | **no** |" in told
    assert "| one after another, ours / raw SQLite | 0.31 | ≥ 0.3 | yes | ≥ 0.4 | **no** |" in told
    assert "2 cores, load 0.4 before the start, other processes took 1% to 5% of the cores" in told
    assert "an fdatasync took 0.20 to 0.30 ms in the median of a round, 4.0 ms at p99." in told
    slower = figures_of(QUIET, starts={"help_wall_s": 0.31, "serve_wall_s": 1.0, "serve_mb": 101, "install_mb": 151})
    missed = [each.what for each in list_goals(slower) if not each.is_met(each.least)]
    assert missed == [
        "`countersign --help`, s",
        "its memory without a model key, MB",
        "installed, without pip and setuptools, MB",
    ]


def test_fast9_the_verdict_of_a_busy_machine_is_neither_yes_nor_no() -> None:
    assert [judge(met, troubles) for met in (True, False) for troubles in ((), ("load",))] == [
        "yes", "not judged", "**no**", "not judged",
    ]  # fmt: skip
    assert [judge(met, ("load",), is_timed=False) for met in (True, False)] == ["yes", "**no**"]


def test_fast9_a_short_run_judges_neither_bytes_nor_caches() -> None:
    left_out = {each.what for each in list_goals(figures_of(QUIET))}
    left_out -= {each.what for each in list_goals(figures_of(QUIET, is_full=False))}
    assert left_out == {"bytes, ours / LangGraph", "bytes in memory for a paused thread"}


def test_fast9_the_page_is_the_table_under_its_introduction(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    write_page(figures_of(QUIET), page)
    text = page.read_text("utf-8")
    assert text.startswith("# Performance\n\nWritten by `make bench`; do not edit.")
    assert render_report(figures_of(QUIET)) in text


def test_fast9_the_work_of_others_is_what_the_machine_did_less_our_own() -> None:
    assert CpuTimes(100.0, 50.0, 5.0).compute_others(CpuTimes(110.0, 58.0, 10.0)) == pytest.approx(0.3)
    assert CpuTimes(100.0, 50.0, 5.0).compute_others(CpuTimes(110.0, 54.0, 10.0)) == 0.0
    assert CpuTimes(0.0, 0.0, 5.0).compute_others(CpuTimes(0.0, 0.0, 10.0)) == 0.0


def test_fast9_the_machine_is_read_in_each_round(tmp_path: Path) -> None:
    watch = MachineWatch(tmp_path)
    for _ in range(2):
        watch.begin_round()
        sum(range(100_000))
        watch.end_round()
    assert len(watch.state.others) == len(watch.state.disk) == 2
    assert all(0 <= share <= 1 for share in watch.state.others)
    assert probe_disk(tmp_path, 10).p50 > 0
    assert list(tmp_path.iterdir()) == []
    assert read_cpu_times().own > 0


def test_fast9_each_program_keeps_its_section_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    write_page(figures_of(QUIET), page)
    before = page.read_text("utf-8")
    write_section(page, "Signed webhooks", "| old |")
    write_section(page, "Mail", "| mail |")
    write_section(page, "Signed webhooks", "| new |")
    assert page.read_text("utf-8") == f"{before}\n## Mail\n\n| mail |\n\n## Signed webhooks\n\n| new |\n"


def test_fast9_a_section_on_a_busy_machine_judges_nothing_that_is_timed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    section = GoalSection("Webhooks", tmp_path)
    section.watch.load, section.watch.disk = 9.0, [(0.2, 0.9)]
    goals = [JudgedGoal("p99 ms", 5, 100, 100, True), JudgedGoal("lost", 1, 0, 0, True, False)]
    section.print_verdicts(goals, page=tmp_path / "page.md")
    told = capsys.readouterr().out
    assert "load 9.0 before the start" in told
    assert "nothing that is timed is judged" in told
    assert "| p99 ms | 5 | ≤ 100 | not judged |  |  |" in told
    assert "| lost | 1 | ≤ 0 | **no** |  |  |" in told
    assert "| lost | 1 | ≤ 0 | **no** |  |  |" in (tmp_path / "page.md").read_text("utf-8")


def test_fast9_a_notice_is_measured_from_its_event_until_the_channel_has_it() -> None:
    said = e.PeopleNotified(text="Hello.", to=("sam",))
    log = [
        e.RecordedEvent(1, 1_000_000, said),
        e.RecordedEvent(2, 1_200_000, said),
        e.RecordedEvent(3, 1_500_000, e.Delivered(delivery="t0.2.slack.0")),
        e.RecordedEvent(4, 3_000_000, e.Delivered(delivery="t0.1.email.0")),
    ]
    assert list_notice_times(log) == pytest.approx([0.3, 2.0])
    assert find_percentile([0.3, 2.0], 50) == pytest.approx(1150)
