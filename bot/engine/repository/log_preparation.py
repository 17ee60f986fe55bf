"""Handles the log evidence at a start, before anything runs: signs with a new secret, notes missing threads, doubts
outcomes after a restore.
"""

import time
from collections.abc import Sequence
from functools import partial

import structlog

from bot.core import events as e
from bot.core.errors import BrokenThread
from bot.core.threads.thread import Thread
from bot.core.values import to_micros
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store import audit, event_log, list_queries, log_verification, open_calls, signed_heads

log_line = structlog.get_logger()

REPORT_SECONDS = 5.0
"""Seconds between two log lines during a long signing."""


async def prepare_log(repository: ThreadRepository) -> None:
    """Run at a start, before the worker and before any decision. With nothing to do it reads the thread table once.

    Raises Unavailable.
    """
    await _sign_anew(repository)
    await note_missing_threads(repository)
    await _doubt_outcomes(repository)
    await _note_open_calls(repository)


async def _note_open_calls(repository: ThreadRepository) -> None:
    """Note, once for each file, the gated calls that an older release left open."""
    reading = repository.database.reading
    if not open_calls.is_unfilled(reading):
        return
    found = []
    for id in open_calls.list_threads_to_read(reading):
        try:
            thread = repository.load_thread(id).thread
        except BrokenThread:
            continue
        for call in thread.calls.values():
            if call.asked is not None:
                found.append(
                    open_calls.OpenCall(event_log.hash_wish(thread.agent, call.intent, call.arguments), call.id)
                )
    await repository.database.write_unit(lambda connection: open_calls.fill_open_calls(connection, found))


async def _sign_anew(repository: ThreadRepository) -> None:
    """Sign with the current secret each head that an older one signed, when the chain and the older signature hold."""
    database, signer = repository.database, repository.database.signer
    evidence = signed_heads.read_log_evidence(database.reading, signer)
    if evidence.key_name == signer.key_name:
        return
    threads, broken, said = 0, 0, time.monotonic()
    after: str | None = ""
    while after is not None:
        batch = await database.write_unit(partial(log_verification.sign_anew, signer=signer, after=after))
        after, threads, broken = batch.last, threads + batch.threads, broken + len(batch.faults)
        if time.monotonic() > said + REPORT_SECONDS:
            said = time.monotonic()
            log_line.info("signing heads with the new secret", threads=threads)
    kept = signed_heads.read_thread_sum(database.reading, signer)
    signed = evidence.model_copy(update={"key_name": signer.key_name})

    def unit(connection: signed_heads.Connection) -> None:
        signed_heads.write_thread_sum(connection, signer, kept)
        signed_heads.write_log_evidence(connection, signer, signed)

    await database.write_unit(unit)
    log_line.info("heads are signed with the new secret", threads=threads - broken, broken=broken)


async def note_missing_threads(repository: ThreadRepository) -> None:
    """Compare the threads in the file with the kept sum. A difference is noted, and the next start doubts open calls."""
    database, signer = repository.database, repository.database.signer
    missing = signed_heads.describe_missing_threads(database.reading, signer)
    if not missing:
        return
    at = to_micros(repository.clock())
    log_line.error("threads are missing", error=missing)
    note = audit.AuditNote(at, "threads are missing", detail=missing)

    def unit(connection: signed_heads.Connection) -> None:
        evidence = signed_heads.read_log_evidence(connection, signer)
        found = evidence.model_copy(update={"missing_at": at, "missing": missing, "is_open": True})
        signed_heads.write_log_evidence(connection, signer, found)
        signed_heads.write_thread_sum(connection, signer, signed_heads.count_threads(connection))
        audit.add_note(connection, note)

    await database.write_unit(unit)


async def _doubt_outcomes(repository: ThreadRepository) -> None:
    """After a restore each approved or started call may have run since. Its probe or a person finds out."""
    database, signer = repository.database, repository.database.signer
    evidence = signed_heads.read_log_evidence(database.reading, signer)
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
    while ids := list_queries.list_threads_with_events(database.reading, ("ApprovalSettled", "ToolStarted"), after):
        for id in ids:
            try:
                before = repository.load_thread(id).thread
                after_it = (await repository.commit_facts(id, make)).thread
            except BrokenThread:
                continue  # the thread rests, and its reader has alarmed
            doubted += after_it.seq - before.seq
        after = ids[-1]
    closed = evidence.model_copy(update={"is_open": False})
    await database.write_unit(lambda connection: signed_heads.write_log_evidence(connection, signer, closed))
    log_line.warning("outcomes are doubted", reason=reason, calls=doubted)
