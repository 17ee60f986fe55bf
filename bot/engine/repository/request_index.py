"""Derives the changes of the request index from events. They are written in the same transaction."""

from collections.abc import Sequence

from bot.core import events as e
from bot.core.threads.thread import Thread
from bot.store.thread_append import RequestAmended, RequestOpened, RequestSettled, hash_wish


def find_index_changes(
    before: Thread, after: Thread, recorded: Sequence[e.RecordedEvent]
) -> list[RequestOpened | RequestAmended | RequestSettled]:
    """The changes of the request index. Events that a fork copies belong to the source's requests."""
    if any(isinstance(event, e.Forked) for _, _, event in recorded):
        return []
    found: list[RequestOpened | RequestAmended | RequestSettled] = []
    calls = {id: (call.intent, call.arguments) for id, call in before.calls.items()}
    for _, at, event in recorded:
        match event:
            case e.StepChosen():
                calls[event.call] = (event.intent, event.arguments)
            case e.ApprovalAsked():
                basis = f"{event.tool_version} {event.policy.version}"
                wish = hash_wish(after.agent, *calls.get(event.call, ("", "")))
                found.append(RequestOpened(event.call, after.id, "approval", basis, at, wish))
            case e.Answered(arguments=str() as arguments) if event.call in calls:
                found.append(RequestAmended(event.call, hash_wish(after.agent, calls[event.call][0], arguments)))
            case e.QuestionAsked():
                found.append(RequestOpened(event.call, after.id, "question", "", at))
            case e.ApprovalSettled():
                found.append(RequestSettled(event.call, event.verdict, at, ", ".join(event.by) or None))
            case e.ApprovalLapsed():
                found.append(RequestSettled(event.call, "superseded", at, None))
            case e.QuestionSettled():
                found.append(RequestSettled(event.call, event.verdict, at, event.by))
            case e.Cancelled() | e.Finished():
                found += [
                    RequestSettled(id, "cancelled", at, event.by) for id in before.calls.keys() - after.calls.keys()
                ]
            case _:
                pass
    return found


def find_closed_calls(
    before: Thread,
    after: Thread,
    changes: Sequence[RequestOpened | RequestAmended | RequestSettled],
) -> list[str]:
    """The gated calls that these events end, also one that was asked and settled in the same append."""
    asked = [id for id, call in before.calls.items() if call.asked is not None]
    opened = [change.id for change in changes if isinstance(change, RequestOpened)]
    return [id for id in (*asked, *opened) if id not in after.calls]
