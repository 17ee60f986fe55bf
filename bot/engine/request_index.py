"""What events mean to the index of requests, which lists read: written in the same transaction."""

from collections.abc import Sequence

from bot.core import events as e
from bot.core.thread import Thread
from bot.store import log


def find_index_changes(
    before: Thread, after: Thread, recorded: Sequence[e.RecordedEvent]
) -> list[log.RequestOpened | log.RequestAmended | log.RequestSettled]:
    """What these events mean to the index of requests. Those that a fork copies are its source's requests."""
    if any(isinstance(event, e.Forked) for _, _, event in recorded):
        return []
    found: list[log.RequestOpened | log.RequestAmended | log.RequestSettled] = []
    calls = {id: (call.intent, call.arguments) for id, call in before.calls.items()}
    for _, at, event in recorded:
        match event:
            case e.StepChosen():
                calls[event.call] = (event.intent, event.arguments)
            case e.ApprovalAsked():
                basis = f"{event.tool_version} {event.policy.version}"
                wish = log.hash_wish(after.agent, *calls.get(event.call, ("", "")))
                found.append(log.RequestOpened(event.call, after.id, "approval", basis, at, wish))
            case e.Answered(arguments=str() as arguments) if event.call in calls:
                found.append(log.RequestAmended(event.call, log.hash_wish(after.agent, calls[event.call][0], arguments)))
            case e.QuestionAsked():
                found.append(log.RequestOpened(event.call, after.id, "question", "", at))
            case e.ApprovalSettled():
                found.append(log.RequestSettled(event.call, event.verdict, at, ", ".join(event.by) or None))
            case e.ApprovalLapsed():
                found.append(log.RequestSettled(event.call, "superseded", at, None))
            case e.QuestionSettled():
                found.append(log.RequestSettled(event.call, event.verdict, at, event.by))
            case e.Cancelled() | e.Finished():
                found += [log.RequestSettled(id, "cancelled", at, event.by) for id in before.calls.keys() - after.calls.keys()]
            case _:
                pass
    return found


def find_closed_calls(before: Thread, after: Thread, changes: Sequence[log.RequestOpened | log.RequestAmended | log.RequestSettled]) -> list[str]:
    """The gated calls that are over after these events, also one that was asked and settled at once."""
    asked = [id for id, call in before.calls.items() if call.asked is not None]
    opened = [change.id for change in changes if isinstance(change, log.RequestOpened)]
    return [id for id in (*asked, *opened) if id not in after.calls]
