"""Derives from the log every look that is owed: run at start, so that nothing hangs on a job row that was lost."""

from collections.abc import Mapping

from bot.core.agent import Agent
from bot.core.word import micros
from bot.engine.record import DELIVER, TURN, Record
from bot.store import doors, reads


async def sweep(record: Record) -> int:
    """Forgets expired sessions, and wakes every thread that works, sleeps, owes a delivery, or waits for consent under rules that have changed.

    Returns how many turns were woken. A thread that waits for people under unchanged rules is left to its timer.
    """
    at = micros(record.clock())
    await record.database.write(lambda connection: doors.forget_expired(connection, at))
    bases = _bases(record.agents)
    threads = reads.threads_to_wake(record.database.reading, bases)
    now = 0
    for thread in threads:
        record.queue.wake(TURN, thread, now)
    for thread in reads.threads_with_jobs(record.database.reading, DELIVER):
        record.queue.wake(DELIVER, thread, now)
    return len(threads)


def _bases(agents: Mapping[str, Agent]) -> frozenset[str]:
    """What an open approval's basis may be today: the signature of a gated tool and the version of its policy."""
    return frozenset(
        f"{tool.signature} {tool.gate.version}"
        for agent in agents.values()
        for tool in agent.registry.values()
        if tool.gate is not None
    )
