"""Kills a house at every commit and between every effect and its result, opens it again, and judges what is left.

Run as a process of its own (`python -m tests.campaigns.kill_harness FOLDER SEED CYCLES PART PARTS`): it imports
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
import sqlite3
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, ProbeResult, Tool, ToolContext
from bot.core.decisions import ApprovalDecision, QuestionAnswer
from bot.core.errors import AlreadyPaused, AlreadySettled, NotPaused
from bot.core.messages import ChannelAddress
from bot.core.next_action import describe_status
from bot.core.people import ApproverClause
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread, ToolCall
from bot.engine.repository.job_recovery import sweep_threads
from bot.secret_keys import FILE, open_keys_beside
from bot.store import event_log
from bot.store.signed_heads import HeadSigner, describe_missing_threads
from bot.store.sqlite.database import open_database
from tests.platform_fixture import MANAGERS, PEOPLE, START, FakeClock, LookStep, PushStep, choose

PATIENCE = 30
"""Seconds that a cycle's process may take before it counts as stuck."""


@dataclass(frozen=True)
class Scenario:
    """What the model chooses in turn, and what the people and the operator do besides deciding."""

    name: str
    plan: tuple[ModelAnswer, ...]
    second_message: bool = False
    rejected: tuple[str, ...] = ()
    paused: bool = False
    idempotent: bool = False
    probed: bool = True


SCENARIOS = (
    Scenario("one call", (choose("look"), choose("push", tag="v1"))),
    Scenario("two at once", (choose("push", tag="v1"), choose("push", tag="v2")), second_message=True),
    Scenario("rejected, then another", (choose("push", tag="v1"), choose("push", tag="v2")), rejected=("v1",)),
    Scenario("idempotent", (choose("push", tag="v1"),), idempotent=True, probed=False),
    Scenario("no probe", (choose("push", tag="v1"), choose("look")), probed=False),
    Scenario("paused and resumed", (choose("push", tag="v1"),), paused=True),
    Scenario("waits", (choose("wait", seconds=3600, why="rest"), choose("push", tag="v1"))),
)


@dataclass(frozen=True)
class KillPoint:
    """Where the process dies: at its nth commit or its nth effect, before or after it. `nth` 0: nowhere."""

    what: str = "commit"
    nth: int = 0
    after: bool = False

    def __str__(self) -> str:
        return f"{'after' if self.after else 'before'} {self.what} {self.nth}" if self.nth else "nowhere"


class Killer:
    """Counts what happens and kills the process at the point."""

    def __init__(self, point: KillPoint) -> None:
        self.point = point
        self.seen: Counter[str] = Counter()

    def around(self, what: str, act: Callable[[], Any]) -> Any:
        self.seen[what] += 1
        here = self.point.what == what and self.point.nth == self.seen[what]
        if here and not self.point.after:
            os.kill(os.getpid(), signal.SIGKILL)
        done = act()
        if here:
            os.kill(os.getpid(), signal.SIGKILL)
        return done

    def connect(self, path: str) -> sqlite3.Connection:
        killer = self

        class Dying(sqlite3.Connection):
            def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
                if sql == "COMMIT":
                    done: sqlite3.Cursor = killer.around("commit", lambda: super(Dying, self).execute(sql))
                    return done
                return super().execute(sql, *parameters)

        return sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5, factory=Dying)


class OutsideWorld:
    """What no crash undoes: the ledger of effects, and the driver's notes of what it sent and what was acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger, self.notes = folder / "ledger", folder / "notes"

    def effects(self) -> list[tuple[str, str]]:
        """(call, tag), in order."""
        return [(line.split()[0], line.split()[1]) for line in _lines(self.ledger)]

    def note(self, kind: str, act: str, **fields: Any) -> None:
        with self.notes.open("a") as file:
            file.write(json.dumps({"kind": kind, "act": act, **fields}) + "\n")

    def noted(self, kind: str) -> dict[str, dict[str, Any]]:
        found = map(json.loads, _lines(self.notes))
        return {note["act"]: note for note in found if note["kind"] == kind}


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


class Planner:
    """A model with no memory of its own: how far it is stands in the prompt."""

    name = "planner"

    def __init__(self, plan: Sequence[ModelAnswer]) -> None:
        self.plan = plan

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        text: str = json.loads(request)["messages"][1]["content"]
        if (step := text.count("<step call=")) < len(self.plan):
            return self.plan[step]
        waiting = "<open call=" in text.rpartition("<now ")[2]
        return choose("reply", message="I wait.") if waiting else choose("done", message="Done.")


def inhabitant(scenario: Scenario, outside: OutsideWorld, killer: Killer, database: Path) -> Agent:
    async def look(step: LookStep, at: ToolContext) -> str:
        return "c0"

    def write(at: ToolContext, step: PushStep) -> None:
        """The effect. A receiver that deduplicates by the key writes once; and consent must be on disk before it."""
        if scenario.idempotent and any(call == at.call for call, _ in outside.effects()):
            return
        proof = "" if _is_consented(database, at) else " WITHOUT CONSENT"
        with outside.ledger.open("a") as file:
            file.write(f"{at.call} {step.tag}{proof}\n")

    async def push(step: PushStep, at: ToolContext) -> str:
        killer.around("effect", lambda: write(at, step))
        return f"{step.tag} is pushed."

    async def probe(step: PushStep, at: ToolContext) -> ProbeResult:
        done = any(call == at.call for call, _ in outside.effects())
        return EffectHappened("It is there.") if done else EffectDidNotHappen("It is not there.")

    tools: tuple[Tool[Any], ...] = (
        Tool(step=LookStep, run=look),
        Tool(
            step=PushStep,
            run=push,
            writes=True,
            policy=MANAGERS,
            probe=probe if scenario.probed else None,
            idempotent=scenario.idempotent,
        ),
    )
    owners = ApproverClause(groups=("managers",))
    return Agent(name="pusher", job="Pushes.", prompt="You push.", tools=tools, owners=owners)


def _is_consented(database: Path, at: ToolContext) -> bool:
    """Whether another process could read the approval and the start of this very call from the disk now."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        events = [row.recorded.event for row in event_log.read_rows(reader, at.thread)]
    approved = [
        x.digest for x in events if isinstance(x, e.ApprovalSettled) and (x.call, x.verdict) == (at.call, "approved")
    ]
    started = [x.digest for x in events if isinstance(x, e.ToolStarted) and x.call == at.call]
    return len(approved) == 1 and bool(started) and set(started) == set(approved)


class Driver:
    """The people and programs around the house. What it sends it notes before; what was acknowledged, after."""

    def __init__(self, folder: Path, scenario: Scenario, point: KillPoint, seed: int, life: int) -> None:
        self.scenario, self.chance = scenario, random.Random(seed * 10 + life)
        self.outside, self.killer = OutsideWorld(folder), Killer(point)
        self.clock = FakeClock(START + timedelta(minutes=2 * life))
        self.app = CountersignPlatform(
            f"sqlite:///{folder / 'house.db'}",
            [inhabitant(scenario, self.outside, self.killer, folder / "house.db")],
            PEOPLE,
            {"pusher": Planner(scenario.plan)},
            clock=self.clock,
            connect=self.killer.connect,
        )

    async def live(self) -> None:
        await sweep_threads(self.app.repository)
        for act, note in self.outside.noted("sent").items():
            if act not in self.outside.noted("acknowledged"):
                await self.send(act, **note["fields"])
        thread = await self.send("launch")
        for _ in range(12):
            await self.app.worker.drain_queue()
            await self._people_act(thread)
            if self.app.queries.find_status(thread) == "finished":
                break
        await self.app.worker.drain_queue()
        await self.app.close()

    async def _people_act(self, thread: str) -> None:
        now = self.app.queries.find_thread(thread)
        if self.scenario.second_message and now.calls:
            await self.send("say", thread=thread)
            await self.app.worker.drain_queue()
        if self.scenario.paused:
            await self.send("pause", thread=thread)
        decisions = [self._word(call) for call in self.app.queries.find_thread(thread).calls.values()]
        sent = [self.send(act, **fields) for act, fields in filter(None, decisions)]
        self.chance.shuffle(sent)
        if self.chance.random() < 0.5:
            await asyncio.gather(*sent, self.app.worker.drain_queue())
        else:
            for each in sent:
                await each
        if self.scenario.paused:
            await self.app.worker.drain_queue()
            await self.send("resume", thread=thread)
        if self.app.queries.find_thread(thread).sleeping:
            self.clock.passes(hours=2)
        if any(call.look_at for call in self.app.queries.find_thread(thread).calls.values()):
            self.clock.passes(minutes=10)

    def _word(self, call: ToolCall) -> tuple[str, dict[str, Any]] | None:
        if call.state == "asked":
            tag = json.loads(call.arguments)["tag"]
            decision = "reject" if tag in self.scenario.rejected else "approve"
            return f"decide {call.id}", {"call": call.id, "digest": call.digest, "decision": decision}
        if call.question is not None and call.question.about is not None:
            done = any(each == call.question.about for each, _ in self.outside.effects())
            return f"answer {call.id}", {"call": call.id, "answer": "it happened" if done else "it did not happen"}
        return None

    async def send(self, act: str, **fields: Any) -> Any:
        done = self.outside.noted("acknowledged").get(act)
        if done is not None:
            return done["result"]
        if act not in self.outside.noted("sent"):
            self.outside.note("sent", act, fields=fields)
        result = await self._send(act.split(" ")[0], fields)
        self.outside.note("acknowledged", act, result=result, fields=fields)
        return result

    async def _send(self, act: str, fields: dict[str, Any]) -> Any:
        door = {"person": "olive", "door": "test", "credential": "test"}
        try:
            match act:
                case "launch":
                    return await self.app.launch("pusher", "push it", by="sam", key="launch")
                case "say":
                    await self.app.say(
                        fields["thread"], "and v2", by="sam", route=ChannelAddress(channel="test"), key="say"
                    )
                case "decide":
                    await self.app.decide(ApprovalDecision(**fields, **door))
                case "answer":
                    await self.app.answer(QuestionAnswer(**fields, **door))
                case "pause":
                    await self.app.pause(fields["thread"], by="olive")
                case "resume":
                    await self.app.resume(fields["thread"], by="olive")
        except (AlreadySettled, AlreadyPaused, NotPaused) as already:
            return str(already)
        return None


def live(folder: Path, scenario: Scenario, point: KillPoint, seed: int, life: int) -> str:
    """One life of the house in a child. Returns how it ended: "over", "killed", or what went wrong."""
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


def judge(folder: Path, scenario: Scenario) -> list[str]:
    """What was promised and is not so."""
    with closing(sqlite3.connect(folder / "house.db")) as reader:
        threads = [id for (id,) in reader.execute("SELECT id FROM thread")]
        if len(threads) != 1:
            return [f"{len(threads)} threads for one key"]
        recorded = [row.recorded for row in event_log.read_rows(reader, threads[0])]
        signer = HeadSigner(open_keys_beside(folder / "house.db"))
        broken, missing = (
            event_log.find_broken_event(reader, threads[0], signer),
            describe_missing_threads(reader, signer),
        )
        settled = dict(reader.execute("SELECT id, status FROM request"))
    thread = fold_events(Thread(id=threads[0]), recorded)
    events = [each.event for each in recorded]
    return [
        *([f"the hash chain is broken at {broken}"] if broken else []),
        *([missing] if missing else []),
        *([f"the thread is {describe_status(thread)}, not finished"] if describe_status(thread) != "finished" else []),
        *_wrong_effects(scenario, events, OutsideWorld(folder)),
        *_lost(events, OutsideWorld(folder), threads[0]),
        *(f"request {id} is still {state}" for id, state in settled.items() if state == "pending"),
    ]


def _wrong_effects(scenario: Scenario, events: list[e.Event], outside: OutsideWorld) -> list[str]:
    approved = [x.call for x in events if isinstance(x, e.ApprovalSettled) and x.verdict == "approved"]
    effects = Counter(call for call, _ in outside.effects())
    happened = {x.call: x.happened for x in events if isinstance(x, e.OutcomeSettled)}
    ended = Counter(x.call for x in events if isinstance(x, e.ToolFinished | e.ToolFailed | e.OutcomeSettled))
    expected = Counter(call for call in approved if scenario.probed or scenario.idempotent or happened.get(call, True))
    found = [f"{call} had {effects[call]} effects" for call in {*expected, *effects} if effects[call] != expected[call]]
    found += [f"{call} was approved {n} times" for call, n in Counter(approved).items() if n != 1]
    found += [f"{call} ended {ended[call]} times" for call in approved if ended[call] != 1]
    found += [f"{line}" for line in _lines(outside.ledger) if "WITHOUT" in line]
    tags = {tag for _, tag in outside.effects()}
    wanted = {json.loads(step.arguments)["tag"] for step in scenario.plan if step.tool == "push"}
    if (scenario.probed or scenario.idempotent) and tags != wanted - set(scenario.rejected):
        found.append(f"the tags {sorted(tags)} are there, not {sorted(wanted - set(scenario.rejected))}")
    return found


def _lost(events: list[e.Event], outside: OutsideWorld, thread: str) -> list[str]:
    """What was acknowledged and is not in the log, or is there twice."""
    answered = Counter((x.call, x.decision) for x in events if isinstance(x, e.Answered))
    arrivals = Counter(x.arrival for x in events if isinstance(x, e.MessageReceived))
    found = [f"{what} stands {n} times" for what, n in (answered + arrivals).items() if n != 1]
    for act, note in outside.noted("acknowledged").items():
        fields = note["fields"]
        match act.split(" ")[0]:
            case "launch":
                there = note["result"] == thread and arrivals["api:launch"] == 1
            case "say":
                there = arrivals["test:say"] == 1
            case "decide":
                there = answered[fields["call"], fields["decision"]] == 1
            case "answer":
                there = answered[fields["call"], "answer"] == 1
            case _:
                there = any(x.type == {"pause": "Paused", "resume": "Resumed"}[act] for x in events)
        if not there:
            found.append(f"{act} was acknowledged and is lost")
    return found


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


def cycles(folder: Path, template: Path, seed: int, wanted: int) -> list[Cycle]:
    """Every point of every scenario, found by a dry run, over and over with other seeds; or a seeded share of that."""
    points = [(scenario, point) for scenario in SCENARIOS for point in _points(folder, template, scenario)]
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
    all_cycles = cycles(folder / "house", template, seed, wanted)
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
