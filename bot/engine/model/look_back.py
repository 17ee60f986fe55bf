"""What an agent reads again of the entries that its window left out, and whose words those are."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.card.execution import PROBE
from bot.core.prompts.model_answers import cut_text_with_note
from bot.core.steps import LookBack
from bot.core.threads.call_shapers import CallShapers
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread

MAX_SHOWN = 8_000
"""Characters of entries that one look back shows."""


def make_look_back_events(
    step: LookBack, call: str, log: Sequence[e.RecordedEvent], thread: Thread, agent: Agent
) -> list[e.Event]:
    """The events behind a chosen `look_back`: the entries as they were rendered, as many as fit, and whose they are."""
    if step.first > step.last:
        reason = f"look_back: first ({step.first}) must not be greater than last ({step.last})."
        return [e.StepRefused(kind="impossible", reason=reason, heard=thread.heard, call=call)]
    skipped = {call, *_list_earlier_looks(log)}
    entries = [
        (each, piece)
        for each in log
        if step.first <= each.seq <= step.last
        and each.seq not in thread.hidden
        and _find_call(each.event) not in skipped
        and (piece := agent.render(each)) is not None
    ]
    count = _count_fitting([piece for _, piece in entries])
    shown = [cut_text_with_note(piece, MAX_SHOWN) for _, piece in entries[:count]]
    if not shown:
        shown = [f"The events {step.first} to {step.last} hold no entry."]
    elif count < len(entries):
        shown.append(f"[… more from event {entries[count][0].seq} on: look back from there]")
    read = [each for each, _ in entries[:count]]
    last = read[-1].seq if read else step.last
    looked = e.LookedBack(call=call, first=step.first, last=last, whose=_find_authors(read, log, thread))
    return [looked, e.ToolFinished(call=call, result="\n\n".join(shown))]


def _count_fitting(pieces: Sequence[str]) -> int:
    """How many of the first pieces are shown: at least one, even when it must be cut."""
    size = 0
    for count, piece in enumerate(pieces):
        size += len(piece)
        if size > MAX_SHOWN:
            return max(count, 1)
    return len(pieces)


def _list_earlier_looks(log: Iterable[e.RecordedEvent]) -> Iterable[str]:
    events = (each.event for each in log)
    return (event.call for event in events if isinstance(event, e.StepChosen) and event.intent == LookBack.intent)


def _find_call(event: e.Event) -> str:
    return event.call if isinstance(event, e.StepChosen | e.ToolFinished) else ""


def _find_authors(read: Sequence[e.RecordedEvent], log: Sequence[e.RecordedEvent], thread: Thread) -> tuple[str, ...]:
    """Who wrote, answered, decided with a reason or edited in these events, and who shaped the calls that they are about."""
    found: list[str] = []
    settled: set[str] = set()
    shaped = _find_shapers_when_chosen(log, thread)
    for recorded in read:
        event = recorded.event
        found += shaped.get(getattr(event, "call", None) or "", {})
        match event:
            case e.MessageReceived() as said:
                found += [said.by or said.account, *said.makers, *said.others]
            case e.StepChosen() as chosen:
                found += thread.wishes.get((chosen.intent, chosen.arguments), {})
            case e.OutcomeSettled(call=call, by=by):
                settled.add(call)
                found += [by] if by != PROBE else []
            case e.Answered(call=call) | e.ApprovalSettled(call=call) | e.QuestionSettled(call=call):
                settled.add(call)
            case _:
                pass
    for event in (each.event for each in log):
        if isinstance(event, e.Answered) and event.call in settled and (event.text or event.arguments is not None):
            found += [event.person, *event.makers]
    return tuple(dict.fromkeys(filter(None, found)))


def _find_shapers_when_chosen(log: Iterable[e.RecordedEvent], thread: Thread) -> Mapping[str, CallShapers]:
    """Who had shaped each call when it was chosen: it and its result follow from their words."""
    now, found = Thread(id=thread.id), dict[str, CallShapers]()
    for recorded in log:
        now = fold_events(now, (recorded,))
        if isinstance(event := recorded.event, e.StepChosen):
            found[event.call] = now.calls[event.call].shapers
    return found
