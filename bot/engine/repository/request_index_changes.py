"""Derives the changes of the request index from events. They are written in the same transaction."""

from collections.abc import Sequence

from bot.core import events as e
from bot.core.threads.thread import Thread
from bot.store.thread_append import RequestAmended, RequestOpened, RequestSettled, hash_wish

INDEXED = frozenset({"request_opening", "amendment", "request_end", "thread_end"})
"""The questions about an event whose answers change the index."""
READ = INDEXED | {"proposal"}


def find_index_changes(
    before: Thread, after: Thread, recorded: Sequence[e.RecordedEvent]
) -> list[RequestOpened | RequestAmended | RequestSettled]:
    """The changes of the request index. Events that a fork copies belong to the source's requests."""
    answers = set[str]().union(*[event.answers for _, _, event in recorded])
    if answers.isdisjoint(INDEXED):
        return []
    if "fork_origin" in answers and any(event.fork_origin for _, _, event in recorded):
        return []
    found: list[RequestOpened | RequestAmended | RequestSettled] = []
    calls = {id: (call.intent, call.arguments) for id, call in before.calls.items()}
    for _, at, event in recorded:
        if event.answers.isdisjoint(READ):
            continue
        if (proposal := event.proposal) is not None:
            calls[proposal.call] = (proposal.intent, proposal.arguments)
        elif (opening := event.request_opening) is not None:
            asked = calls.get(opening.call, ("", ""))
            wish = hash_wish(after.agent, *asked) if opening.kind == "approval" else ""
            found.append(RequestOpened(opening.call, after.id, opening.kind, opening.basis, at, wish))
        elif (amendment := event.amendment) is not None and amendment.call in calls:
            intent, _ = calls[amendment.call]
            calls[amendment.call] = (intent, amendment.arguments)
            found.append(RequestAmended(amendment.call, hash_wish(after.agent, intent, amendment.arguments)))
        elif (end := event.request_end) is not None:
            found.append(RequestSettled(end.call, end.status, at, ", ".join(end.by) or None))
        elif (last := event.thread_end) is not None:
            found += [RequestSettled(id, "cancelled", at, last.by) for id in before.calls.keys() - after.calls.keys()]
    return found


def find_closed_calls(
    before: Thread,
    after: Thread,
    changes: Sequence[RequestOpened | RequestAmended | RequestSettled],
) -> list[str]:
    """The gated calls that these events end, also one that was asked and settled in the same append."""
    if not (before.calls or changes):
        return []
    asked = [id for id, call in before.calls.items() if call.asked is not None]
    opened = [change.id for change in changes if isinstance(change, RequestOpened)]
    return [id for id in (*asked, *opened) if id not in after.calls]
