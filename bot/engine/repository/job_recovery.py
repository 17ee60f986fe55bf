"""Derives every job from the logs, at start and every hour, so that a lost job row delays nothing for long."""

from functools import partial

import structlog

from bot.core.values import to_micros
from bot.engine.repository.log_preparation import note_missing_threads
from bot.engine.repository.side_writes import TURN
from bot.engine.repository.thread_repository import DELIVER, HOLD, ThreadRepository
from bot.store import channel_data, credentials, holds, jobs, list_queries

log_line = structlog.get_logger()


async def sweep_threads(repository: ThreadRepository) -> int:
    """Delete expired sessions and some expired values of channels.

    Wake each thread that works, sleeps, owes a delivery, or waits for approval under rules that have changed.

    Returns the number of woken turns. A thread that waits for people under unchanged rules is left to its timer.
    """
    at = to_micros(repository.clock())
    await repository.database.write_unit(lambda connection: credentials.forget_expired(connection, at))
    await repository.database.write_unit(lambda connection: channel_data.delete_expired(connection, at))
    await restore_jobs(repository)
    tools = [tool for agent in repository.agents.values() for tool in agent.registry.values()]
    bases = frozenset(f"{tool.signature} {tool.gate.version}" for tool in tools if tool.gate is not None)
    threads = list_queries.list_threads_to_wake(repository.database.reading, bases)
    now = 0
    for thread in threads:
        repository.queue.wake_job(TURN, thread, now)
    for thread in list_queries.list_threads_with_jobs(repository.database.reading, DELIVER):
        repository.queue.wake_job(DELIVER, thread, now)
    return len(threads)


async def run_hourly_upkeep(repository: ThreadRepository) -> None:
    """Restore lost jobs, note threads that are missing or set back, and delete expired values of channels. Runs every
    hour.
    """
    await note_missing_threads(repository)
    await restore_jobs(repository)
    await channel_data.sweep_expired(repository.database, to_micros(repository.clock()))


async def restore_jobs(repository: ThreadRepository) -> int:
    """Add lost job rows again; return the number of lost turns and deliveries. Runs at start and every hour.

    Each append writes the due time of the thread into its head row: a scan of the thread table finds missing jobs
    without reading a log. Threads that wait for people without a date are woken too.
    """
    lost = jobs.list_lost_jobs(repository.database.reading)
    if lost:
        await repository.database.write_unit(partial(jobs.restore_jobs, lost=lost))
        for job in lost:
            repository.queue.wake_job(job.kind, job.key, job.run_at)
        log_line.warning("lost jobs are owed again", jobs=len(lost))
    for thread in list_queries.list_waiting_without_job(repository.database.reading):
        repository.queue.wake_job(TURN, thread, 0)
    if repository.holds:  # no row says whether a notice was lost, so each thread that may lack one gets a job
        owe = partial(holds.owe_lost_notices, kind=HOLD, at=to_micros(repository.clock()))
        for noted in await repository.database.write_unit(owe):
            repository.queue.wake_job(HOLD, noted, 0)
    return len(lost)
