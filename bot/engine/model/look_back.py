"""Shows an agent events that its context window left out, and names their authors."""

from collections.abc import Sequence
from itertools import accumulate

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.card.execution import PROBE
from bot.core.prompts.stored_answers import cut_text_with_note
from bot.core.steps import LookBack
from bot.core.threads.fold import fold_events
from bot.core.threads.shaper_tracking import CallShapers
from bot.core.threads.thread import Thread

MAX_SHOWN = 8_000
"""Characters of entries that one look back shows."""


def make_look_back_events(
    step: LookBack, call: str, log: Sequence[e.RecordedEvent], thread: Thread, agent: Agent
) -> list[e.Event]:
    """The events of a chosen `look_back`: the entries as they were rendered, as many as fit, and their authors."""
    if step.first > step.last:
        reason = f"look_back: first ({step.first}) must not be greater than last ({step.last})."
        return [e.StepRefused(kind="impossible", reason=reason, heard=thread.heard, call=call)]
    chosen = [each.event for each in log if isinstance(each.event, e.StepChosen)]
    skipped = {call, *(event.call for event in chosen if event.intent == LookBack.intent)}
    entries = [
        (each, piece)
        for each in log
        if step.first <= each.seq <= step.last
        and each.seq not in thread.hidden
        and not (isinstance(each.event, e.StepChosen | e.ToolFinished) and each.event.call in skipped)
        and (piece := agent.render(each)) is not None
    ]
    sizes = accumulate(len(piece) for _, piece in entries)
    count = max(sum(size <= MAX_SHOWN for size in sizes), 1)  # the first entry is shown even if it must be cut
    shown = [cut_text_with_note(piece, MAX_SHOWN) for _, piece in entries[:count]]
    if not shown:
        shown = [f"The events {step.first} to {step.last} hold no entry."]
    elif count < len(entries):
        shown.append(f"[… more from event {entries[count][0].seq} on: look back from there]")
    read = [each for each, _ in entries[:count]]
    last = read[-1].seq if read else step.last
    looked = e.LookedBack(call=call, first=step.first, last=last, whose=_find_authors(read, log, thread))
    return [looked, e.ToolFinished(call=call, result="\n\n".join(shown))]


def _find_authors(read: Sequence[e.RecordedEvent], log: Sequence[e.RecordedEvent], thread: Thread) -> tuple[str, ...]:
    """The authors of messages, answers, reasons and edits in these events, and the shapers of the calls in them."""
    found: list[str] = []
    settled: set[str] = set()
    now, shaped = Thread(id=thread.id), dict[str, CallShapers]()  # the shapers of each call when it was chosen
    for recorded in log:
        now = fold_events(now, (recorded,))
        if isinstance(event := recorded.event, e.StepChosen):
            shaped[event.call] = now.calls[event.call].shapers
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
