"""The contract of the `JobQueue` port: each implementation runs these tests.

A test module derives from `JobQueueContract` and has the fixtures `clock`, a `FakeClock`, `open_queue`, which returns the queue of
the next process over one database, and `owe`, which writes a job as an append does.
"""

import asyncio
from collections.abc import Awaitable, Callable

from bot.core.base_types import to_micros
from bot.queue.port import JobKey, JobQueue
from bot.store.thread_append import JobWrite
from tests.platform_fixture import FakeClock

OpenQueue = Callable[[], Awaitable[JobQueue]]
OweJob = Callable[[JobWrite], Awaitable[None]]
SECOND = 1_000_000
ONE, TWO = JobKey("turn", "t1"), JobKey("turn", "t2")


class JobQueueContract:
    async def test_prt2_due_jobs_are_claimed_once_at_most_as_many_as_asked_for(
        self, open_queue: OpenQueue, owe: OweJob, clock: FakeClock
    ) -> None:
        now, queue = to_micros(clock()), await open_queue()
        await owe(JobWrite("turn", "t2", now - 1))
        await owe(JobWrite("turn", "t1", now - 2))
        await owe(JobWrite("turn", "later", now + SECOND))
        queue.poll_soon()
        assert await queue.claim_jobs(1) == [ONE]
        assert await queue.claim_jobs(9) == [TWO]
        queue.poll_soon()
        assert await queue.claim_jobs(9) == []

    async def test_prt2_a_job_that_is_woken_while_it_runs_runs_again_after_its_end(
        self, open_queue: OpenQueue, owe: OweJob, clock: FakeClock
    ) -> None:
        queue = await open_queue()
        queue.wake_job(*ONE, 0)
        assert await queue.claim_jobs(9) == [ONE]
        recalled = queue.await_recall(*ONE)
        queue.wake_job(*ONE, 0)
        assert recalled.done()
        assert await queue.claim_jobs(9) == []
        queue.finish_job(ONE)
        assert await queue.claim_jobs(9) == [ONE]
        queue.finish_job(ONE)
        assert await queue.claim_jobs(9) == []

    async def test_prt2_what_the_running_job_has_seen_wakes_it_no_more(self, open_queue: OpenQueue) -> None:
        queue = await open_queue()
        queue.wake_job(*ONE, 0)
        assert await queue.claim_jobs(9) == [ONE]
        queue.wake_job(*ONE, 0)
        queue.mark_seen(*ONE)
        queue.finish_job(ONE)
        assert await queue.claim_jobs(9) == []

    async def test_prt2_a_claimed_job_is_claimed_by_the_next_process_unless_it_was_dropped(
        self, open_queue: OpenQueue, owe: OweJob
    ) -> None:
        queue = await open_queue()
        await owe(JobWrite("turn", "t1", 1))
        await owe(JobWrite("turn", "t2", 2))
        queue.poll_soon()
        assert await queue.claim_jobs(9) == [ONE, TWO]
        await owe(JobWrite("turn", "t1", None))
        assert await (await open_queue()).claim_jobs(9) == [TWO]

    async def test_prt2_a_postponed_job_counts_its_failures_and_waits(
        self, open_queue: OpenQueue, owe: OweJob, clock: FakeClock
    ) -> None:
        queue = await open_queue()
        await owe(JobWrite("turn", "t1", 1))
        queue.poll_soon()
        assert await queue.claim_jobs(9) == [ONE]
        job = await queue.find_job(*ONE)
        await queue.postpone_job(job, to_micros(clock()) + 5 * SECOND)
        queue.finish_job(ONE)
        assert (await queue.find_job(*ONE)).attempts == 1
        assert await queue.claim_jobs(9) == []
        clock.passes(seconds=5)
        assert await queue.claim_jobs(9) == [ONE]

    async def test_prt2_waiting_ends_with_a_wake_up_and_at_the_latest_with_the_time(
        self, open_queue: OpenQueue, clock: FakeClock
    ) -> None:
        queue = await open_queue()
        await queue.claim_jobs(9)
        waiting = asyncio.create_task(queue.wait_for_work(3600))
        await asyncio.sleep(0)
        assert not waiting.done()
        queue.wake_job(*ONE, 0)
        await waiting
        assert await queue.claim_jobs(9) == [ONE]
        await queue.wait_for_work(0.01)
