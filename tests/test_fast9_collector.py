"""A server that has started collects less often, and what nobody can reach any more is still collected."""

import json
import subprocess
import sys
from pathlib import Path

from bot.garbage_collection import YOUNG

PROGRAM = """
import gc, json, weakref
from bot.garbage_collection import freeze_loaded
freeze_loaded()

class Node: pass

alive = weakref.WeakSet()
most = 0
for _ in range(200_000):
    node = Node()
    node.self = node
    alive.add(node)
    most = max(most, len(alive)) if len(alive) % 1_000 == 0 else most
print(json.dumps({"young": gc.get_threshold()[0], "frozen": gc.get_freeze_count(), "most": most}))
"""


def test_fast9_a_started_server_collects_cycles_within_a_bound() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    found = json.loads(run.stdout)
    assert found["young"] == YOUNG
    assert found["frozen"] > 1_000
    assert 10_000 < found["most"] <= YOUNG + 1_000
