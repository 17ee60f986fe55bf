"""Kills a platform at every commit and between every effect and its result, opens it again, and judges the log and the effects.

Run as a process of its own (`python -m tests.campaigns.kill_harness FOLDER SEED CYCLES PART PARTS [tasks]`): it imports
everything, then forks one child a cycle, so that a cycle costs milliseconds and no test runner's thread is forked.
Prints one JSON line: how many cycles ran, how many were killed where, and every broken promise with its seed.
"""

import asyncio
import itertools
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.secret_keys import FILE
from bot.store.sqlite.database import open_database
from tests.campaigns.kill_driver import Driver
from tests.campaigns.kill_judge import judge
from tests.campaigns.kill_scenarios import SCENARIOS, TASKS, KillPoint, Scenario

PATIENCE = 60
"""Seconds that a cycle's process may take before it counts as stuck."""


def live(folder: Path, scenario: Scenario, point: KillPoint, seed: int, life: int) -> str:
    """One life of the platform in a child process. Returns "over", "killed", or the text of the fault."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            driver = Driver(folder, scenario, point, seed, life)
            asyncio.run(driver.live())
            (folder / "seen").write_text(json.dumps(driver.killer.seen))
            code = 0
        except BaseException:  # noqa: BLE001  the child of a fork leaves its trace and never returns into pytest
            (folder / "fault").write_text(traceback.format_exc())
        finally:
            os._exit(code)
    return _end_of(child, folder)


def _end_of(child: int, folder: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        pid, ended = os.waitpid(child, os.WNOHANG)
        if pid and os.WIFSIGNALED(ended):
            return "killed"
        if pid:
            return "over" if ended == 0 else (folder / "fault").read_text()
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return f"stuck for {PATIENCE} s"


@dataclass(frozen=True)
class Cycle:
    """One walk of a scenario: killed at `point`, perhaps once more at `again`, then left to come to its end."""

    scenario: Scenario
    point: KillPoint
    again: KillPoint
    seed: int

    def __str__(self) -> str:
        return f"{self.scenario.name}, killed {self.point}, then {self.again}, seed {self.seed}"


def run(folder: Path, template: Path, cycle: Cycle) -> tuple[list[str], list[str]]:
    """How each life ended, and the broken promises of the whole."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(template, folder / "house.db")
    shutil.copy(template.with_name(FILE), folder / FILE)
    ends: list[str] = []
    for life, point in enumerate((cycle.point, cycle.again, KillPoint())):
        ends.append(live(folder, cycle.scenario, point, cycle.seed, life))
        if ends[-1] not in ("over", "killed"):
            return ends, [ends[-1]]
        if ends[-1] == "over" and not point.nth:
            break
    return ends, judge(folder, cycle.scenario)


def cycles(folder: Path, template: Path, seed: int, wanted: int, scenarios: Sequence[Scenario]) -> list[Cycle]:
    """Every point of every scenario, found by a dry run, over and over with other seeds; or a seeded share of that."""
    points = [(scenario, point) for scenario in scenarios for point in _points(folder, template, scenario)]
    chance = random.Random(seed)
    rounds = itertools.chain.from_iterable(_round(points, seed + n, chance) for n in itertools.count())
    if wanted >= len(points):
        return list(itertools.islice(rounds, wanted))
    return [replace(cycle, seed=seed) for cycle in chance.sample(list(itertools.islice(rounds, len(points))), wanted)]


def _round(points: list[tuple[Scenario, KillPoint]], seed: int, chance: random.Random) -> list[Cycle]:
    again = [KillPoint("commit", chance.randint(1, 8), chance.random() < 0.5) for _ in points]
    return [
        Cycle(scenario, point, second if chance.random() < 0.3 else KillPoint(), seed)
        for (scenario, point), second in zip(points, again, strict=True)
    ]


def _points(folder: Path, template: Path, scenario: Scenario) -> list[KillPoint]:
    ends, faults = run(folder, template, Cycle(scenario, KillPoint(), KillPoint(), 0))
    if faults:
        raise SystemExit(f"{scenario.name} does not even end by itself ({ends}): {faults}")
    seen = json.loads((folder / "seen").read_text())
    return [KillPoint(what, nth, after) for what in seen for nth in range(1, seen[what] + 1) for after in (False, True)]


def main() -> None:
    folder, seed, wanted, part, parts = Path(sys.argv[1]), *map(int, sys.argv[2:6])
    template = folder / "template.db"
    asyncio.run(_make(template))
    scenarios = TASKS if sys.argv[6:] == ["tasks"] else SCENARIOS
    all_cycles = cycles(folder / "house", template, seed, wanted, scenarios)
    ended: Counter[str] = Counter()
    broken: list[str] = []
    for cycle in all_cycles[part::parts]:
        ends, faults = run(folder / "house", template, cycle)
        ended[cycle.point.what if ends[0] == "killed" else "not reached"] += 1
        if faults:
            broken.append(f"[{cycle}] {'; '.join(faults)}")
    print(json.dumps({"cycles": sum(ended.values()), "killed": ended, "broken": broken}))


async def _make(path: Path) -> None:
    await open_database(f"sqlite:///{path}").close()


if __name__ == "__main__":
    main()
