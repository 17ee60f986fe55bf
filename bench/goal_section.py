"""The verdicts of one program of `make bench`: printed, and kept as a section of docs/performance.md."""

import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine_load import MachineWatch
from bench.report import PAGE, JudgedGoal


class GoalSection:
    """Watches the machine while one program measures. A busy machine judges nothing that is timed."""

    def __init__(self, title: str, folder: Path) -> None:
        self.title, self.watch = title, MachineWatch(folder)
        self.watch.begin_round()

    def print_verdicts(
        self, goals: Sequence[JudgedGoal], facts: Sequence[str] = (), *, page: Path | None = None
    ) -> None:
        """Print the table of goals with the state of the machine, and write it into `page`. Its processes must have ended."""
        self.watch.end_round()
        state = self.watch.state
        troubles = state.list_troubles()
        busy = (
            [f"**The machine was busy, so nothing that is timed is judged**: {'; '.join(troubles)}."]
            if troubles
            else []
        )
        text = "\n".join(
            [
                f"{time.strftime('%Y-%m-%d')}: {state.describe()}",
                *busy,
                "",
                "| | measured | required | met | goal | met |",
                "|---|---|---|---|---|---|",
                *(each.render(troubles) for each in goals),
                *(["", *facts] if facts else []),
            ]
        )
        print(f"{self.title}\n\n{text}\n")
        if page is not None:
            write_section(page, self.title, text)


def write_section(page: Path, title: str, text: str) -> None:
    """Put the section into the page, in place of an earlier one with this title."""
    head, *sections = (page.read_text("utf-8") if page.exists() else "").split("\n## ")
    kept = [each.strip("\n") for each in sections if each.split("\n", 1)[0] != title]
    parts = [head.strip("\n"), *(f"## {each}" for each in (*kept, f"{title}\n\n{text}"))]
    page.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def choose_page(is_kept: bool) -> Path | None:
    """docs/performance.md, where the figures are kept: those of a run in the sizes of `make bench` or larger."""
    return PAGE if is_kept else None
