"""Shows an agent events that its context window left out, and names their authors."""

from collections.abc import Sequence
from itertools import accumulate

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.prompts.cleaned_model_answers import cut_text_with_note
from bot.core.steps import LookBack, Step
from bot.core.threads.fold import fold_events
from bot.core.threads.shaper_tracking import CallShapers
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_repository import ThreadRepository

MAX_SHOWN = 8_000
"""Characters of entries that one look back shows."""


async def derive_look_back_events(
    repository: ThreadRepository, step: Step, thread: Thread, agent: Agent
) -> list[e.Event]:
    """The events that follow the choice of a `look_back` in this thread."""
    assert isinstance(step, LookBack)
    log = [row.recorded for row in await repository.read_rows(thread.id)]
    return make_look_back_events(step, thread.next_call, log, thread, agent)


def make_look_back_events(
    step: LookBack, call: str, log: Sequence[e.RecordedEvent], thread: Thread, agent: Agent
) -> list[e.Event]:
    """The events of a chosen `look_back`: the entries as they were rendered, as many as fit, and their authors."""
    if step.first > step.last:
        reason = f"look_back: first ({step.first}) must not be greater than last ({step.last})."
        return [thread.refuse_step(reason, call)]
    chosen = [proposal for each in log if (proposal := each.event.proposal) is not None]
    skipped = {call, *(each.call for each in chosen if each.intent == LookBack.intent)}
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
    found: list[str | None] = []
    settled: set[str] = set()
    now, shaped = Thread(id=thread.id), dict[str, CallShapers]()  # the shapers of each call when it was chosen
    for recorded in log:
        now = fold_events(now, (recorded,))
        if (proposal := recorded.event.proposal) is not None:
            shaped[proposal.call] = now.calls[proposal.call].shapers
    for recorded in read:
        event = recorded.event
        found += shaped.get(getattr(event, "call", None) or "", {})
        settled.add(event.decided_call)
        if event.proposal is not None:
            found += thread.wishes.get((event.proposal.intent, event.proposal.arguments), {})
        if not event.is_decision:
            found += event.authors
    for event in (each.event for each in log):
        if event.is_decision and event.decided_call in settled:
            found += event.authors
    return tuple(dict.fromkeys(filter(None, found)))
