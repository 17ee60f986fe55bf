"""Kills a platform while its push is under way at a slow or locked origin, opens it again, and judges log and origin.

Run as a process of its own (`python -m tests.campaigns.slow_origin_harness FOLDER SEED CYCLES PART PARTS`). Each life of
the platform is a forked child with the real clock, the real deploybot and the real git. The judge is a ledger that a hook
of the bare repository writes. Prints one JSON line.
"""

import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.demo_project import stage
from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import Conflict
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from bot.store.sqlite import event_log
from bot.store.sqlite.store import open_sqlite_store
from tests.platform_fixture import MANAGERS, PEOPLE, choose

TAG = "v1.4.2"
PATIENCE = 60
"""Seconds in which a cycle must come to its end."""

SCRIPTS = {
    "prepared": ("reference-transaction", 'test "$1" != prepared || sleep {hold}'),
    "pre-receive": ("pre-receive", "sleep {hold}"),
    "post-receive": ("post-receive", "sleep {hold}"),
    "refusing": ("pre-receive", "sleep {hold}; test -e $(pwd)/was-refused || {{ touch $(pwd)/was-refused; exit 1; }}"),
    "dying": ("reference-transaction", 'test "$1" != committed || {{ sleep {hold}; kill -9 $PPID; }}'),
}
"""A hook of the origin, by kind: where it sleeps. `prepared` sleeps while git holds the lock of the ref."""

LEDGER = 'test "$1" != committed || while read old new ref; do case $ref in refs/tags/*) echo $old $new $ref >> $(pwd)/ledger;; esac; done'


@dataclass(frozen=True)
class Cycle:
    """One push: killed `kill` seconds after ToolStarted, opened again `down` seconds later. All times in seconds.

    `kind` is a key of SCRIPTS, or "locked" (somebody else holds the lock of the ref) or "slow" (the remote's program).
    `remote`: the origin's program lives in a session of its own, as on another machine, where nothing of ours can end it.
    """

    kind: str
    hold: float
    kill: float
    down: float
    probe_after: float
    remote: bool = True
    act: str = ""
    seed: int = 0

    @property
    def is_patient(self) -> bool:
        """Whether the probe's "no" begins to count only when nothing can land any more."""
        return self.probe_after > self.kill + self.hold + 1


class Releases:
    """Releases the requested tag once; then chooses `done`."""

    name = "releases"

    def __init__(self, commit: str) -> None:
        self.commit = commit

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        if b"<step call" in request:
            return choose("reply", message="That is all.")
        return choose("tag_release", tag=TAG, commit=self.commit)


class Origin:
    """The bare repository of a cycle, as slow as the cycle wants it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bare, self.clone = folder, folder / "origin.git", folder / "shop"
        self.foreign_lock: Path | None = None

    def prepare(self, cycle: Cycle) -> None:
        hooks = self.bare / "hooks"
        hooks.mkdir()
        bodies = {"reference-transaction": [LEDGER]}
        if cycle.kind in SCRIPTS:
            name, body = SCRIPTS[cycle.kind]
            bodies.setdefault(name, []).insert(0 if cycle.kind == "prepared" else 1, body.format(hold=cycle.hold))
        for name, lines in bodies.items():
            _script(hooks / name, "\n".join(lines))
        before = f"sleep {cycle.hold}; " if cycle.kind == "slow" else ""
        session = "exec setsid --wait" if cycle.remote else "exec"
        program = _script(self.folder / "receive-pack", f'{before}{session} git-receive-pack "$@"')
        self.git("config", "remote.origin.receivepack", str(program), at=self.clone)
        if cycle.kind == "locked":
            self.git("config", "core.filesRefLockTimeout", "100" if cycle.seed % 2 else "20000")
            self.foreign_lock = self.bare / "refs" / "tags" / f"{TAG}.lock"
            self.foreign_lock.parent.mkdir(parents=True, exist_ok=True)
            self.foreign_lock.touch()

    def unlock(self) -> None:
        """Another process releases the ref. A lock that exists afterwards is a push's own."""
        if self.foreign_lock:
            self.foreign_lock.unlink()
            self.foreign_lock = None

    def git(self, *arguments: str, at: Path | None = None) -> str:
        ran = subprocess.run(["git", *arguments], cwd=at or self.bare, check=False, capture_output=True, text=True)
        return ran.stdout.strip()

    @property
    def tag(self) -> str:
        return self.git("rev-parse", "--verify", "--quiet", f"refs/tags/{TAG}^{{commit}}")

    @property
    def created(self) -> list[str]:
        """One line each time that a tag was written, moved or removed."""
        path = self.bare / "ledger"
        return path.read_text().splitlines() if path.exists() else []


def _script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\nexit 0\n")
    path.chmod(0o755)
    return path


async def live(folder: Path, cycle: Cycle, commit: str, life: int) -> None:
    """The platform with its worker and its people, until it is killed."""
    given = {"approval": MANAGERS, "owners": {"groups": ("managers",)}, "repository": str(folder / "shop")}
    agent = build(DeploybotOptions.model_validate({**given, "probe_after": timedelta(seconds=cycle.probe_after)}))
    store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}")
    async with CountersignPlatform(store, [agent], PEOPLE, {agent.name: Releases(commit)}) as platform:
        thread = await platform.launch(agent.name, "release it", by="sam", key="launch")
        if life and cycle.act in ("pause", "cancel"):
            with suppress(Conflict):
                await getattr(platform, cycle.act)(thread, by="olive")
        while True:
            await _people_act(platform)
            await asyncio.sleep(0.1)


async def _people_act(platform: CountersignPlatform) -> None:
    """Olive approves everything, and denies every effect that she is asked about: she does not know better."""
    credential = {"person": "olive", "door": "test", "credential": "test"}
    for request in (await platform.queries.list_requests(status="pending")).items:
        with suppress(Conflict):
            if request.kind == "approval":
                await platform.decide(
                    ApprovalDecision(call=request.id, digest=request.digest, decision="approve", **credential)
                )
            else:
                await platform.answer(QuestionAnswer(call=request.id, answer="it did not happen", **credential))


def begin(folder: Path, cycle: Cycle, commit: str, life: int) -> int:
    """A life of the platform in a child process. Returns its process id."""
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(live(folder, cycle, commit, life))
        except BaseException:  # noqa: BLE001  the child of a fork leaves its trace and never returns into pytest
            (folder / "fault").write_text(traceback.format_exc())
        finally:
            os._exit(1)
    return child


def end(child: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def read(folder: Path) -> tuple[list[e.Event], Thread]:
    """The log of the one thread that there is, and the thread; both empty while there is none."""
    with closing(sqlite3.connect(f"file:{folder / 'house.db'}?mode=ro", uri=True)) as reader:
        ids = [id for (id,) in reader.execute("SELECT id FROM thread")]
        recorded = [row.recorded for row in event_log.read_rows(reader, ids[0])] if ids else []
    return [each.event for each in recorded], fold_events(Thread(id=ids[0] if ids else ""), recorded)


def outcome(events: list[e.Event]) -> bool | None:
    """The outcome in the log: it happened, it did not, or none yet."""
    said: bool | None = None
    for event in events:
        match event:
            case e.ToolFinished():
                said = True
            case e.ToolFailed():
                said = False
            case e.OutcomeSettled(happened=happened):
                said = happened
    return said


def at_work(folder: Path) -> Iterator[int]:
    """The living processes in the clone or at the origin: of git, of its hooks, and those that they wait for."""
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdecimal() and folder in (entry / "cwd").readlink().parents:
                yield int(entry.name)


def _wait(until: float, what: str, pause: float = 0.1) -> None:
    """Sleeps for `pause` seconds. Raises TimeoutError after `until`."""
    if time.monotonic() > until:
        raise TimeoutError(what)
    time.sleep(pause)


def run(folder: Path, template: Path, cycle: Cycle) -> tuple[list[str], str]:
    """The broken promises of a cycle, and how it went in a word."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(template, folder)
    origin = Origin(folder)
    origin.git("remote", "set-url", "origin", str(origin.bare), at=origin.clone)
    commit = origin.git("rev-parse", "main")
    origin.prepare(cycle)
    child, until = begin(folder, cycle, commit, 0), time.monotonic() + PATIENCE
    try:
        while not any(isinstance(event, e.ToolStarted) for event in _soon(folder)):
            _wait(until, "the push was never started", pause=0.02)
        time.sleep(cycle.kill)
        end(child)
        time.sleep(cycle.down)
        child = begin(folder, cycle, commit, 1)
        began = time.monotonic()
        while outcome(_soon(folder)) is None:
            if time.monotonic() > began + cycle.hold:
                origin.unlock()
            _wait(until, "the log never said how it ended")
        origin.unlock()
        return judge(folder, cycle, origin, commit, until)
    except TimeoutError as late:
        fault = folder / "fault"
        types = [event.type for event in _soon(folder)]
        return [f"{late}: {types} {fault.read_text() if fault.exists() else ''}"], "stuck"
    finally:
        end(child)


def _soon(folder: Path) -> list[e.Event]:
    """The log, or nothing while there is no such file or table yet."""
    try:
        return read(folder)[0]
    except sqlite3.Error:
        return []


def judge(folder: Path, cycle: Cycle, origin: Origin, commit: str, until: float) -> tuple[list[str], str]:
    """The broken promises, once no push can land any more. The platform still runs and may probe again."""
    said, _ = read(folder)
    while any(at_work(folder)):
        _wait(until, "a process of the push never ends")
    first, is_there = outcome(said), bool(origin.tag)
    if first is False and is_there and not cycle.is_patient:
        while outcome(read(folder)[0]) is False:
            _wait(until, "the tag landed late, and the log never said so")
    events, thread = read(folder)
    attempts = [event.attempt for event in events if isinstance(event, e.ToolStarted)]
    faults = [
        *(
            [f"the log says {outcome(events)}, the tag is {'' if is_there else 'not '}there"]
            if outcome(events) is not is_there
            else []
        ),
        *([f"the tag is on {origin.tag}"] if origin.tag not in ("", commit) else []),
        *([f"tags were written {len(origin.created)} times"] if len(origin.created) != is_there else []),
        *([f"the attempts are {attempts}"] if attempts != list(range(1, len(attempts) + 1)) else []),
        *([f"{len(thread.calls)} calls are open"] if thread.calls else []),
    ]
    late = first is False and is_there
    return faults, "late" if late else f"{'done' if is_there else 'failed'} at try {len(attempts)}"


def cycles(seed: int, wanted: int) -> list[Cycle]:
    """The case that was once wrong, then others as chance has it."""
    chance = random.Random(seed)
    known = [
        Cycle("prepared", hold=3, kill=0.5, down=0.2, probe_after=5),
        Cycle("prepared", hold=4, kill=0.5, down=0.1, probe_after=0.5),
    ]
    return (known + [_any(chance, seed + n) for n in range(wanted)])[:wanted]


def _any(chance: random.Random, seed: int) -> Cycle:
    hold, kill = chance.uniform(0.1, 3), chance.uniform(0, 1.2)
    return Cycle(
        chance.choice([*SCRIPTS, "prepared", "locked", "locked", "slow"]),
        hold=round(hold, 2),
        kill=round(kill, 2),
        down=round(chance.uniform(0, 0.5), 2),
        probe_after=round(hold + kill + 2, 2) if chance.random() < 0.7 else round(chance.uniform(0.2, 1), 2),
        remote=chance.random() < 0.7,
        act=chance.choice(["", "", "", "pause", "cancel"]),
        seed=seed,
    )


def main() -> None:
    folder, seed, wanted, part, parts = Path(sys.argv[1]).resolve(), *map(int, sys.argv[2:6])
    template = folder / "template"
    asyncio.run(stage(template))
    ways: Counter[str] = Counter()
    broken: list[str] = []
    for cycle in cycles(seed, wanted)[part::parts]:
        faults, way = run(folder / "house", template, cycle)
        ways[way] += 1
        if faults:
            broken.append(f"[{cycle}] {'; '.join(faults)}")
    print(json.dumps({"cycles": sum(ways.values()), "ways": ways, "broken": broken}))


if __name__ == "__main__":
    main()
