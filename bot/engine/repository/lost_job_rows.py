"""Finds lost job rows: from the threads' own rows at start and every hour, or from the logs themselves for an operator."""

from typing import NamedTuple

import structlog

from bot.core.base_types import to_micros
from bot.core.errors import BrokenThread
from bot.engine.repository.thread_jobs import DELIVER, HOLD, TURN, find_next_delivery
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.thread_append import JobWrite

log_line = structlog.get_logger()

PAGE = 200
"""Threads that are listed at once."""


class DerivedJobs(NamedTuple):
    """How many threads were read, how many of them do not verify, and how many jobs were missing or too late."""

    threads: int
    broken: int
    jobs: int


async def derive_jobs(repository: ThreadRepository) -> DerivedJobs:
    """Fold every thread and add what it owes and no job row says, a turn or deliveries. For an operator whose job table was lost.

    A job that is there and due in time stays as it is. Threads that change meanwhile write their own jobs. Raises Unavailable.
    """
    threads = broken = jobs = 0
    before: tuple[int, str] | None = None
    while page := await repository.store.threads.list_threads(before=before, limit=PAGE):
        for row in page:
            threads += 1
            try:
                jobs += await _derive_thread_jobs(repository, row.id)
            except BrokenThread:
                broken += 1
        before = (page[-1].touched, page[-1].id)
    await restore_jobs(repository)
    return DerivedJobs(threads, broken, jobs)


async def _derive_thread_jobs(repository: ThreadRepository, id: str) -> int:
    thread, now = (await repository.load_thread(id)).thread, repository.clock()
    (due, _), owed = repository.find_due_time(thread, now), find_next_delivery(thread, to_micros(now))
    missing: list[JobWrite] = []
    for job in (JobWrite(TURN, id, due), JobWrite(DELIVER, id, owed)):
        found = await repository.store.jobs.find_job(job.kind, id)
        if job.run_at is not None and (found is None or found.run_at > max(job.run_at, to_micros(now))):
            missing.append(job)
    if not missing or not await repository.store.threads.rest(id, thread.seq, due, missing):
        return 0
    for kind, key, run_at in missing:
        repository.queue.wake_job(kind, key, run_at or 0)
    return len(missing)


async def restore_jobs(repository: ThreadRepository) -> int:
    """Add lost job rows again; return the number of lost turns and deliveries. Runs at start and every hour.

    Each append writes the due time of the thread into its head row: a scan of the thread table finds missing jobs
    without reading a log. Threads that wait for people without a date are woken too.
    """
    lost = await repository.store.jobs.restore_lost()
    if lost:
        for job in lost:
            repository.queue.wake_job(job.kind, job.key, job.run_at)
        log_line.warning("lost jobs are owed again", jobs=len(lost))
    for thread in await repository.store.jobs.list_waiting_without_job():
        repository.queue.wake_job(TURN, thread, 0)
    if repository.holds:  # no row says whether a notice was lost, so each thread that may lack one gets a job
        for noted in await repository.store.holds.owe_lost_notices(HOLD, to_micros(repository.clock())):
            repository.queue.wake_job(HOLD, noted, 0)
    return len(lost)
