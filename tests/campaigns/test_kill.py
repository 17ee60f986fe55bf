"""ENG01, ENG02: killed at every commit and between every effect and its result, the platform goes on and keeps its promises."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
CYCLES = 1_200 if FULL else 5
TASK_CYCLES = 600 if FULL else 3
PROCESSES = 2 if FULL else 1


@pytest.mark.campaign
def test_eng01_eng02_a_platform_killed_anywhere_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    run_campaign(tmp_path, CYCLES)


@pytest.mark.campaign
def test_del1_trgw_a_platform_killed_anywhere_has_one_child_and_result_of_a_task_and_one_arrival_of_an_event(
    tmp_path: Path,
) -> None:
    run_campaign(tmp_path, TASK_CYCLES, "tasks")


def run_campaign(folder: Path, wanted: int, *scenarios: str) -> None:
    seed = seed_of_run()
    parts = [_start(folder / str(part), seed, part, wanted, scenarios) for part in range(PROCESSES)]
    found = [_end(part) for part in parts]
    cycles = sum(each["cycles"] for each in found)
    reached = sum(n for each in found for what, n in each["killed"].items() if what != "not reached")
    broken = [fault for each in found for fault in each["broken"]]
    assert not broken, f"COUNTERSIGN_SEED={seed}: {len(broken)} of {cycles} cycles\n" + "\n".join(broken[:20])
    assert cycles == wanted
    assert cycles - reached <= max(3, cycles // 10), (
        f"COUNTERSIGN_SEED={seed}: only {reached} of {cycles} were killed at all"
    )


def _start(folder: Path, seed: int, part: int, wanted: int, scenarios: Sequence[str]) -> "subprocess.Popen[str]":
    folder.mkdir()
    arguments = [str(folder), str(seed), str(wanted), str(part), str(PROCESSES), *scenarios]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.kill_harness", *arguments],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _end(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, err = process.communicate(timeout=1_800)
    assert process.returncode == 0, err[-4_000:]
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found
