"""The upkeep of a server at its start and every hour: it wakes threads, restores lost jobs and deletes what has expired."""

from bot.core.base_types import to_micros
from bot.engine.repository.lost_job_rows import restore_jobs
from bot.engine.repository.startup_restore_and_resigning import note_missing_threads
from bot.engine.repository.thread_jobs import DELIVER, TURN
from bot.engine.repository.thread_repository import ThreadRepository


async def sweep_threads(repository: ThreadRepository) -> int:
    """Delete expired sessions and some expired values of channels.

    Wake each thread that works, sleeps, owes a delivery, or waits for approval under rules that have changed.

    Returns the number of woken turns. A thread that waits for people under unchanged rules is left to its timer.
    """
    at = to_micros(repository.clock())
    await repository.store.access.forget_expired(at)
    await repository.store.delete_expired_values(at, is_all=False)
    await restore_jobs(repository)
    tools = [tool for agent in repository.agents.values() for tool in agent.registry.values()]
    bases = frozenset(f"{tool.signature} {tool.gate.version}" for tool in tools if tool.gate is not None)
    threads = await repository.store.jobs.list_threads_to_wake(bases)
    now = 0
    for thread in threads:
        repository.queue.wake_job(TURN, thread, now)
    for thread in await repository.store.jobs.list_keys(DELIVER):
        repository.queue.wake_job(DELIVER, thread, now)
    return len(threads)


async def run_hourly_upkeep(repository: ThreadRepository) -> None:
    """Restore lost jobs, note threads that are missing or set back, and delete expired values of channels. Runs every
    hour.
    """
    await note_missing_threads(repository)
    await restore_jobs(repository)
    await repository.store.delete_expired_values(to_micros(repository.clock()), is_all=True)
