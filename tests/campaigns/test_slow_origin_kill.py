"""OUT1: killed while its push is under way at a slow or locked origin, the platform reports the tag as the origin has it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
CYCLES = 300 if FULL else 4
PROCESSES = 6 if FULL else 2
"""A cycle waits more than it works."""


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform != "linux", reason="the judge finds the processes that are left in /proc")
def test_out1_whatever_the_log_says_of_an_interrupted_push_is_so_at_the_origin(tmp_path: Path) -> None:
    seed = seed_of_run()
    parts = [_start(tmp_path / str(part), seed, part) for part in range(PROCESSES)]
    found = [_end(part) for part in parts]
    broken = [fault for each in found for fault in each["broken"]]
    assert not broken, f"COUNTERSIGN_SEED={seed}: {len(broken)} of {CYCLES} cycles\n" + "\n".join(broken[:20])
    assert sum(each["cycles"] for each in found) == CYCLES
    assert any("done" in way or way == "late" for each in found for way in each["ways"]), "no push ever landed"


def _start(folder: Path, seed: int, part: int) -> "subprocess.Popen[str]":
    folder.mkdir()
    arguments = [str(folder), str(seed), str(CYCLES), str(part), str(PROCESSES)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.campaigns.slow_origin_harness", *arguments],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _end(process: "subprocess.Popen[str]") -> dict[str, Any]:
    out, err = process.communicate(timeout=3_600)
    assert process.returncode == 0, err[-4_000:]
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found
