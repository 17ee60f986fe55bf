"""Handles the log evidence at a start, before anything runs: signs with a new secret, notes missing threads, doubts
outcomes after a restore.
"""

import time
from collections.abc import Sequence

import structlog

from bot.core import events as e
from bot.core.base_types import to_micros
from bot.core.errors import BrokenThread
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.records import OpenCall
from bot.store.thread_append import hash_wish

log_line = structlog.get_logger()

REPORT_SECONDS = 5.0
"""Seconds between two log lines during a long signing."""


async def prepare_log(repository: ThreadRepository) -> None:
    """Run at a start, before the worker and before any decision. With nothing to do it reads the thread table once.

    Raises Unavailable.
    """
    await repository.open()
    await _sign_anew(repository)
    await note_missing_threads(repository)
    await _doubt_outcomes(repository)
    await _note_open_calls(repository)


async def _note_open_calls(repository: ThreadRepository) -> None:
    """Note, once for each file, the gated calls that an older release left open."""
    threads = await repository.store.requests.list_unindexed_threads()
    found = []
    for id in threads:
        try:
            thread = (await repository.load_thread(id)).thread
        except BrokenThread:
            continue
        for call in thread.calls.values():
            if call.asked is not None:
                found.append(OpenCall(hash_wish(thread.agent, call.intent, call.arguments), call.id))
    if found:
        await repository.store.requests.fill_open_calls(found)


async def _sign_anew(repository: ThreadRepository) -> None:
    """Sign with the current secret each head that an older one signed, when the chain and the older signature hold."""
    said = time.monotonic()

    def report(threads: int) -> None:
        nonlocal said
        if time.monotonic() > said + REPORT_SECONDS:
            said = time.monotonic()
            log_line.info("signing heads with the new secret", threads=threads)

    if (signed := await repository.store.evidence.sign_anew(report)) is not None:
        threads, broken = signed
        log_line.info("heads are signed with the new secret", threads=threads, broken=broken)


async def note_missing_threads(repository: ThreadRepository) -> None:
    """Compare the threads in the file with the kept sum. A difference is noted, and the next start doubts open calls."""
    if missing := await repository.store.evidence.describe_missing_threads():
        log_line.error("threads are missing", error=missing)
        await repository.store.evidence.note_missing_threads(missing, to_micros(repository.clock()))


async def _doubt_outcomes(repository: ThreadRepository) -> None:
    """After a restore each approved or started call may have run since. Its probe or a person finds out."""
    evidence = await repository.store.evidence.read_evidence()
    if not evidence.is_open:
        return
    signed = "the log was signed at an upgrade" if evidence.how == "upgrade" else "the log was signed anew"
    _, reason = max(
        (evidence.restored_at or 0, "a backup was restored"),
        (evidence.missing_at or 0, "threads were set back"),
        (evidence.signed_at if evidence.how != "new" else 0, signed),
    )

    def make(now: Thread) -> Sequence[e.Event]:
        # the verdict of an asked call may be in an event that this version cannot read
        states = ("asked", "approved", "started") if now.unread else ("approved", "started")
        unclear = (call for call in now.calls.values() if call.state in states and not call.doubted)
        return [e.OutcomeDoubted(call=call.id, reason=reason) for call in unclear]

    doubted = 0
    after = ""
    while ids := await repository.store.threads.list_with_events(("ApprovalSettled", "ToolStarted"), after):
        for id in ids:
            try:
                before = (await repository.load_thread(id)).thread
                after_it = (await repository.commit_facts(id, make)).thread
            except BrokenThread:
                continue  # the thread rests, and its reader has alarmed
            doubted += after_it.seq - before.seq
        after = ids[-1]
    await repository.store.evidence.close_doubt()
    log_line.warning("outcomes are doubted", reason=reason, calls=doubted)
