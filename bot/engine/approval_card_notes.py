"""The notes of a card besides its arguments: the source of a forked thread, earlier rejections of the same call, and calls of
programs that may have run before."""

from collections.abc import Iterable, Mapping, Set
from contextlib import suppress

from bot.core import events as e
from bot.core.base_types import from_micros
from bot.core.card.execution import fold_executions
from bot.core.errors import BrokenThread, NotFound, Unavailable, UnreadThread
from bot.core.threads.rejected_calls_in_log import find_rejections
from bot.core.threads.shaper_tracking import name_shaper
from bot.core.threads.thread import Thread, find_thread_id
from bot.engine.repository.thread_repository import ThreadRepository
from bot.store.records import RejectedRequest
from bot.store.thread_append import hash_wish

MAX_SOURCES = 20
MAX_TITLE = 80
MAX_LINES = 10
MAX_REJECTED = 3
MAX_CLAIMED = 3
"""Approved equal calls that are looked at, the latest of them."""


def list_wishes(repository: ThreadRepository, asking: str, intent: str, arguments: str) -> dict[str, str]:
    """The hashes of this call of the agent `asking` and of equal calls of every other agent with such a tool, each with
    its agent.
    """
    agents = [agent.name for agent in repository.agents.values() if agent.name != asking and intent in agent.registry]
    return {hash_wish(agent, intent, arguments): agent for agent in (asking, *agents)}


async def find_unrejected_wishes(repository: ThreadRepository, requests: Iterable[str]) -> set[str]:
    """The wishes of the open calls among these requests of which no call was rejected, by one query for all."""
    wishes: set[str] = set()
    for id in requests:
        with suppress(BrokenThread, NotFound):
            thread = (await repository.load_thread(find_thread_id(id))).thread
            if (call := thread.calls.get(id)) is not None and call.state == "asked":
                wishes.update(list_wishes(repository, thread.agent, call.intent, call.arguments))
    return wishes - await repository.store.requests.filter_rejected(wishes) if wishes else wishes


async def find_notes(
    repository: ThreadRepository,
    thread: Thread,
    intent: str,
    arguments: str,
    unrejected: Set[str] = frozenset(),
) -> tuple[e.CallFact, ...]:
    """The notes for a request of this call, from the latest logs of other threads. No rejections of the wishes in
    `unrejected` are looked for.
    """
    sources, fork = await _describe_fork_chain(repository, thread, intent, arguments)
    wishes = list_wishes(repository, thread.agent, intent, arguments)
    is_known = wishes.keys() <= unrejected
    before = [] if is_known else await _describe_earlier_rejections(repository, thread, wishes, set(sources))
    claimed = await _describe_unreported_claims(repository, thread, intent, arguments)
    notes = (("Fork", fork), ("Rejected before", before), ("May have run before", claimed))
    return tuple(e.CallFact(label=label, lines=tuple(lines)) for label, lines in notes if lines)


async def find_open_elsewhere(
    repository: ThreadRepository, thread: Thread, call: str, intent: str, arguments: str
) -> str | None:
    """The open request of an equal call of the same agent, other than `call`."""
    other = await repository.store.requests.find_open_call(hash_wish(thread.agent, intent, arguments))
    if other is None or other == call:
        return None
    with suppress(BrokenThread, Unavailable, NotFound):
        await repository.load_thread(find_thread_id(other))
    return None if find_thread_id(other) in repository.broken else other  # a broken one runs nothing


async def _describe_fork_chain(
    repository: ThreadRepository, thread: Thread, intent: str, arguments: str
) -> tuple[list[str], list[str]]:
    """The threads that this one is a fork of, nearest first, and the lines of a card about them."""
    made: list[str] = []
    rejected: list[tuple[bool, str]] = []
    sources: list[str] = []
    current, source = thread.id, thread.source
    while source and len(sources) < MAX_SOURCES:
        sources.append(source)
        try:
            before = (await repository.load_thread(source)).thread
            before.require_readable()  # a rejection may be in the event that this version cannot read
            earlier = before.source
            events = (row.recorded.event for row in await repository.read_rows(current))
            origins = (event.fork_origin for event in events)
            forks = [origin for origin in origins if origin is not None and origin.source == source]
            title = " ".join(before.title.split())[:MAX_TITLE]
            made += [
                f'a copy of the thread "{title}", made by {_show_name(repository, fork.by)}' for fork in forks[-1:]
            ]
            rejected += await _find_source_rejections(repository, source, intent, arguments)
        except (NotFound, BrokenThread, UnreadThread, Unavailable):
            made.append("an earlier thread cannot be read now, so what was rejected there is not known")
            break
        current, source = source, earlier
    lines = [*made, *(line for _, line in sorted(rejected, key=lambda each: not each[0]))]
    more = [f"and {len(lines) - MAX_LINES} more"] if len(lines) > MAX_LINES else []
    return sources, [*lines[:MAX_LINES], *more]


async def _find_source_rejections(
    repository: ThreadRepository, source: str, intent: str, arguments: str
) -> list[tuple[bool, str]]:
    """The rejections of this tool in the source thread, the latest first, and whether each is the same call."""
    lines = []
    events = [row.recorded.event for row in await repository.read_rows(source)]
    for each in reversed(find_rejections(events)):
        if each.intent == intent:
            by = ", ".join(_show_name(repository, person) for person in each.by) or "people"
            reason = f": {' '.join(each.reason.split())}" if each.reason else ""
            lines.append((each.arguments == arguments, f"rejected there by {by}{reason} ({each.what})"))
    return lines


async def _describe_earlier_rejections(
    repository: ThreadRepository, thread: Thread, wishes: Mapping[str, str], known: set[str]
) -> list[str]:
    """Equal calls that people rejected before, for any agent with such a tool, so that asking again elsewhere is
    visible. `wishes` are those of `list_wishes`.
    """
    rows = await repository.store.requests.list_rejected(list(wishes), MAX_REJECTED + len(known))

    def describe_origin(row: RejectedRequest) -> str:
        if row.thread == thread.id:
            return " in this thread"
        return "" if wishes[row.wish] == thread.agent else f", asked for by the agent {wishes[row.wish]}"

    return [
        f"by {', '.join(_show_name(repository, person) for person in row.by.split(', '))}"
        f" on {from_micros(row.settled):%-d %b %Y, %H:%M} UTC{describe_origin(row)}: request {row.id}"
        for row in rows
        if row.thread not in known
    ][:MAX_REJECTED]


async def _describe_unreported_claims(
    repository: ThreadRepository, thread: Thread, intent: str, arguments: str
) -> list[str]:
    """Describe equal calls of programs that claimed the approval and never reported an end."""
    agent = repository.agents.get(thread.agent)
    if agent is None or agent.submitters is None:
        return []
    lines = []
    for id in await repository.store.requests.list_approved(hash_wish(thread.agent, intent, arguments), MAX_CLAIMED):
        with suppress(BrokenThread, NotFound):
            log = [row.recorded for row in await repository.read_rows(find_thread_id(id))]
            ran = fold_executions(log, repository.directory).get(id)
            if ran is not None and ran.status == "unknown":
                lines.append(f"request {id}: {ran.error}")
    return lines


def _show_name(repository: ThreadRepository, person: str) -> str:
    return name_shaper(repository.directory, person)
