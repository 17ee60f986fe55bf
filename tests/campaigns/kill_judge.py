"""The promises that a killed platform keeps, read from its log, its database and the ledger of effects."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from bot.core import events as e
from bot.core.next_action import describe_status
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from bot.secret_keys import open_keys_beside
from bot.store.log_signing import HeadSigner
from bot.store.sqlite import event_log
from bot.store.sqlite.signed_log_summary import describe_missing_threads
from tests.campaigns.kill_scenarios import OutsideWorld, Scenario, read_lines


def judge(folder: Path, scenario: Scenario) -> list[str]:
    """The broken promises of a run, as sentences."""
    with closing(sqlite3.connect(folder / "house.db")) as reader:
        threads = [id for (id,) in reader.execute("SELECT id FROM thread ORDER BY agent")]  # a boss before its pusher
        if len(threads) != (2 if scenario.is_task else 1):
            return [f"{len(threads)} threads for one key"]
        logs = [[row.recorded for row in event_log.read_rows(reader, id)] for id in threads]
        signer = HeadSigner(open_keys_beside(folder / "house.db"))
        broken = [event_log.find_broken_event(reader, id, signer) for id in threads]
        missing = describe_missing_threads(reader, signer)
        settled = dict(reader.execute("SELECT id, status FROM request"))
    folded = [fold_events(Thread(id=id), recorded) for id, recorded in zip(threads, logs, strict=True)]
    end = "cancelled" if scenario.cancelled else "finished"
    events = [each.event for recorded in logs for each in recorded]
    return [
        *(f"the hash chain is broken at {seq}" for seq in broken if seq),
        *([missing] if missing else []),
        *(f"{each.agent} is {describe_status(each)}, not {end}" for each in folded if describe_status(each) != end),
        *([] if scenario.cancelled else _wrong_effects(scenario, events, OutsideWorld(folder))),
        *(_wrong_tasks(folded[1].id, events) if scenario.is_task else []),
        *(_wrong_waits(events) if scenario.has_event else []),
        *_lost(events, OutsideWorld(folder), threads[0]),
        *(f"request {id} is still {state}" for id, state in settled.items() if state == "pending"),
    ]


def _wrong_tasks(child: str, events: list[e.Event]) -> list[str]:
    """What is not there exactly once of a task: its start, its child, its end in the parent, the report of the child."""
    once = (e.TaskDelegated, e.TaskStarted, e.TaskReceived, e.TaskEnded, e.TaskReported)
    counts = Counter(type(each) for each in events)
    least: dict[type[e.Event], int] = {e.TaskStarted: 0} if counts[e.TaskRecalled] else {}  # stopped before it was open
    found = [
        f"{kind.__name__} stands {counts[kind]} times" for kind in once if not least.get(kind, 1) <= counts[kind] <= 1
    ]
    named = {each.child for each in events if isinstance(each, e.TaskDelegated | e.TaskStarted | e.TaskEnded)}
    return found if named == {child} else [*found, f"the parent names {sorted(named)}, and the child is {child}"]


def _wrong_waits(events: list[e.Event]) -> list[str]:
    """What of a wait is not in the log once: the wait, and what ended it. The event came in time."""
    counts = Counter(type(each) for each in events)
    return [
        f"{kind.__name__} stands {counts[kind]} times" for kind in (e.EventAwaited, e.EventArrived) if counts[kind] != 1
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
    found += [f"{line}" for line in read_lines(outside.ledger) if "WITHOUT" in line]
    tags = {tag for _, tag in outside.effects()}
    wanted = {json.loads(step.arguments)["tag"] for step in scenario.plan if step.tool == "push"}
    if (scenario.probed or scenario.idempotent) and tags != wanted - set(scenario.rejected):
        found.append(f"the tags {sorted(tags)} are there, not {sorted(wanted - set(scenario.rejected))}")
    return found


def _lost(events: list[e.Event], outside: OutsideWorld, thread: str) -> list[str]:
    """The acknowledged acts that are not in the log, or are there twice."""
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
            case "event":
                there = any(isinstance(x, e.EventArrived) for x in events)
            case _:
                kinds = {"pause": "Paused", "resume": "Resumed", "cancel": "Cancelled"}
                there = any(x.type == kinds[act] for x in events)
        if not there:
            found.append(f"{act} was acknowledged and is lost")
    return found
