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
            case _:
                there = any(x.type == {"pause": "Paused", "resume": "Resumed"}[act] for x in events)
        if not there:
            found.append(f"{act} was acknowledged and is lost")
    return found
