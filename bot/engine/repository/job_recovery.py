"""Derives every look that is owed, at start and every hour, so that nothing hangs on a job row that was lost."""

from collections.abc import Mapping
from functools import partial

import structlog

from bot.core.agent import Agent
from bot.core.values import to_micros
from bot.engine.repository.log_integrity import note_missing_threads
from bot.engine.repository.side_writes import TURN
from bot.engine.repository.thread_repository import DELIVER, HOLD, ThreadRepository
from bot.store import credentials, holds, jobs, list_queries

log_line = structlog.get_logger()


async def sweep_threads(repository: ThreadRepository) -> int:
    """Forgets expired sessions, and wakes every thread that works, sleeps, owes a delivery, or waits for consent under rules that have changed.

    Returns how many turns were woken. A thread that waits for people under unchanged rules is left to its timer.
    """
    at = to_micros(repository.clock())
    await repository.database.write_unit(lambda connection: credentials.forget_expired(connection, at))
    await restore_jobs(repository)
    bases = _list_bases(repository.agents)
    threads = list_queries.list_threads_to_wake(repository.database.reading, bases)
    now = 0
    for thread in threads:
        repository.queue.wake_job(TURN, thread, now)
    for thread in list_queries.list_threads_with_jobs(repository.database.reading, DELIVER):
        repository.queue.wake_job(DELIVER, thread, now)
    return len(threads)


async def run_hourly_upkeep(repository: ThreadRepository) -> None:
    """What is done every hour: looks that were lost are owed again, and threads that are missing or set back are noted."""
    await note_missing_threads(repository)
    await restore_jobs(repository)


async def restore_jobs(repository: ThreadRepository) -> int:
    """Owes again every look whose job row was lost; returns how many. Run at start and every hour.

    When a thread must be looked at stands beside its head, written with each append: a scan of the thread table finds
    what has no job, without reading a log. Threads that wait for people without a date are looked at too.
    """
    lost = jobs.list_lost_jobs(repository.database.reading)
    if lost:
        await repository.database.write_unit(partial(jobs.restore_jobs, lost=lost))
        for job in lost:
            repository.queue.wake_job(job.kind, job.key, job.run_at)
        log_line.warning("lost jobs are owed again", jobs=len(lost))
    for thread in list_queries.list_waiting_without_job(repository.database.reading):
        repository.queue.wake_job(TURN, thread, 0)
    await _restore_notices(repository)
    return len(lost)


async def _restore_notices(repository: ThreadRepository) -> None:
    """Owes looks for holds: whether one was lost stands in no row, so every thread that may lack a notice is looked at."""
    if not repository.holds:
        return
    at = to_micros(repository.clock())
    for thread in await repository.database.write_unit(lambda connection: holds.owe_lost_notices(connection, HOLD, at)):
        repository.queue.wake_job(HOLD, thread, 0)


def _list_bases(agents: Mapping[str, Agent]) -> frozenset[str]:
    """What an open approval's basis may be today: the signature of a gated tool and the version of its policy."""
    return frozenset(
        f"{tool.signature} {tool.gate.version}"
        for agent in agents.values()
        for tool in agent.registry.values()
        if tool.gate is not None
    )
