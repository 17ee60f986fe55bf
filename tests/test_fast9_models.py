"""Every model builds. `FrozenModel` defers that to the first use, so an import does not show a field of no known type.

Several threads may be the first at once: pydantic builds under a lock, from 2.11.5 on without a moment at which a class has the
validator of its base.
"""

import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import agents
import bot
import channels
from bot.core.base_types import FrozenModel


def models() -> list[type[FrozenModel]]:
    for package in (bot, channels, agents):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith(("__main__", "migrations.env")) and ".versions." not in found.name:
                importlib.import_module(found.name)
    return sorted(descend(FrozenModel), key=lambda each: (each.__module__, each.__qualname__))


def descend(kind: type[FrozenModel]) -> Iterator[type[FrozenModel]]:
    for each in kind.__subclasses__():
        if each.__module__.partition(".")[0] in ("bot", "channels", "agents"):
            yield each
            yield from descend(each)


def test_fast9_every_model_builds() -> None:
    found = models()
    assert len(found) > 100
    for model in found:
        assert model.model_rebuild(force=True, raise_errors=True), model


def test_fast9_a_model_that_cannot_be_built_would_be_found() -> None:
    class BadModel(FrozenModel):
        field: "NoSuchType"  # type: ignore[name-defined]  # noqa: F821

    with pytest.raises(Exception, match="NoSuchType"):
        BadModel.model_rebuild(force=True, raise_errors=True)


FIRST_AT_ONCE = """
import json, sys, threading
from pathlib import Path
from bot.core import events
from bot.core.event_base import load_event

rows = [json.loads(path.read_text()) for path in sorted(Path(sys.argv[1]).glob("*.v1.json"))]
samples = [(row["type"], row["body"].encode()) for row in rows]
barrier, wrong = threading.Barrier(8), []

def load():
    barrier.wait()
    for type, body in samples:
        try:
            event = load_event(type, 1, body)
            if event.row_type != type or load_event(type, event.version, event.body()) != event:
                wrong.append(type)
        except BaseException as error:
            wrong.append(repr(error))

sys.setswitchinterval(1e-6)
threads = [threading.Thread(target=load) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(len(samples), sorted(set(wrong)))
"""


def test_fast9_events_are_their_own_class_when_threads_read_the_first_at_once() -> None:
    folder = Path(__file__).parent / "core" / "recorded"
    for _ in range(3):
        command = [sys.executable, "-c", FIRST_AT_ONCE, str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
        count, _, wrong = ran.stdout.strip().partition(" ")
        assert int(count) > 25
        assert wrong == "[]"
