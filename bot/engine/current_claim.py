"""The lease under which the code of the current task runs, where several processes share a database."""

from contextvars import ContextVar

from bot.store.peer_port import JobClaim

CURRENT_CLAIM: ContextVar[JobClaim | None] = ContextVar("current claim", default=None)
"""Set by the worker for each job. What a turn appends is refused once its lease is over."""
