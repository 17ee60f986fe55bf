"""Changes of a thread and of its calls that `bot.core.threads.fold` combines. Pure."""

from collections.abc import Mapping
from typing import Literal, TypeVar

from bot.core import events as e
from bot.core.base_types import UtcMoment
from bot.core.holds import HoldScope, is_covered
from bot.core.threads import deliveries
from bot.core.threads.deliveries import DeliveryState
from bot.core.threads.shaper_tracking import NO_SHAPERS, ShapingState, add_act, drop_act, merge_shapers
from bot.core.threads.thread import MAX_WISH, AskerWords, CallVersion, Thread, ToolCall

V = TypeVar("V")

MAX_PAST = 100
MAX_SAID = 10
"""Messages of a thread that are remembered: a call was chosen after one of them."""
MAX_ERRORS = 2_000
"""Errors of a thread that are kept as resolved or open: more than a context window holds."""


def remember_message(thread: Thread, event: e.MessageReceived, seq: int) -> Thread:
    """Record a message that ends a wait and reopens a finished thread: the beginning of its text, its writer, the makers
    of their credential, and the others involved. A program is no shaper."""
    text = event.text if len(event.text) <= MAX_WISH else f"{event.text[:MAX_WISH]}…"
    words = AskerWords(seq, event.by or "", event.sender, text)
    return thread._replace(
        sleeping=None,
        ended=None if thread.ended == "finished" else thread.ended,
        news=seq,
        said=(*thread.said, words)[-MAX_SAID:],
        shaping=thread.shaping.add_message(seq, event.by or event.account, event.makers, event.others),
    )


def is_counted(call: ToolCall, event: e.Answered) -> bool:
    """Return whether an answer counts: its request is open, or it rejects an approval that was not used yet."""
    return call.state in ("asked", "question") or (call.state == "approved" and event.decision == "reject")


def edit_call(thread: Thread, call: ToolCall, event: e.Answered, arguments: str, digest: str, seq: int) -> ToolCall:
    """Return the call with other arguments; earlier votes end, and the editor becomes a shaper.

    The shapers of an earlier equal call become shapers of this one. An edit that restores the first arguments removes
    `amended` from all shapers.
    """
    changed = change_call(call, digest, seq, event.person)._replace(arguments=arguments)
    if changed.past and changed.past[0].arguments == arguments:
        return changed._replace(shapers=drop_act(call.shapers, "amended"))
    shapers = merge_shapers(call.shapers, thread.wishes.get((call.intent, arguments), NO_SHAPERS))
    for who in (event.person, *event.makers):
        shapers = add_act(shapers, who, "amended")
    return changed._replace(shapers=shapers)


def remember_wish(thread: Thread, call: ToolCall) -> Thread:
    """Record the shapers of this call in `wishes`: they become shapers of an equal call that is chosen later."""
    key = (call.intent, call.arguments)
    return thread._replace(
        wishes={**thread.wishes, key: merge_shapers(thread.wishes.get(key, NO_SHAPERS), call.shapers)}
    )


def add_remark(shaping: ShapingState, event: e.Answered) -> ShapingState:
    """Record that a person wrote a reason or note with their decision: the agent reads it, so it shapes later calls."""
    if event.decision == "answer" or not event.text:
        return shaping
    for who in (event.person, *event.makers):
        shaping = shaping.add_act(who, "rejected" if event.decision == "reject" else "commented")
    return shaping


def list_remarkers(call: ToolCall) -> set[str]:
    """Return the authors of texts with a decision on this call, and the makers of their credentials."""
    return {who for answer in call.answers if answer.text for who in (answer.person, *answer.makers)}


def rewrite_held_cards(thread: Thread, scope: HoldScope, name: str, at: e.RecordedEvent) -> DeliveryState:
    """Return the deliveries with a rewrite of every card of a call that this hold covers."""
    out = thread.out
    for call in thread.calls.values():
        if is_covered(scope, name, thread.agent, call.intent):
            out = deliveries.owe_rewrites(out, thread.id, at.seq, call.id)
    return out


def rewrite_waiting_cards(thread: Thread, at: e.RecordedEvent) -> DeliveryState:
    """Return the deliveries with a rewrite of every card of a question and of a call that was not started."""
    out = thread.out
    for call in thread.calls.values():
        if call.state in ("asked", "approved", "question"):
            out = deliveries.owe_rewrites(out, thread.id, at.seq, call.id)
    return out


def open_call(thread: Thread, call: ToolCall) -> Thread:
    return thread._replace(calls={**thread.calls, call.id: call})


def close_call(thread: Thread, call: str) -> Thread:
    if call not in thread.calls:
        return thread
    return thread._replace(calls=drop_key(thread.calls, call))


def finish_call(thread: Thread, call: str) -> Thread:
    """Return the thread as its agent ended it, by this call; news that it was not shown keeps it open."""
    ended: Literal["finished"] | None = None if thread.news > thread.heard else "finished"
    return close_call(thread, call)._replace(ended=ended, halted=None, awaits=True)


def recheck_call(thread: Thread, call: ToolCall | None, look_at: UtcMoment | None, at: int) -> Thread:
    """Set this call to be probed again at `look_at`; None: remove it from the rechecks."""
    if call is None:
        return thread
    if look_at is None:
        if call.id not in thread.rechecks:
            return thread
        return thread._replace(rechecks=drop_key(thread.rechecks, call.id))
    again = call._replace(look_at=look_at, since=at)
    return thread._replace(rechecks={**thread.rechecks, call.id: again})


def rewrite_cards(thread: Thread, call: str, at: e.RecordedEvent) -> Thread:
    """Owe one rewrite to every posted card of this call's request; a call without cards owes none."""
    out = deliveries.owe_rewrites(thread.out, thread.id, at.seq, call)
    return thread if out is thread.out else thread._replace(out=out)


def stop_thread(
    thread: Thread, ended: Literal["finished", "cancelled"], kept: Mapping[str, ToolCall], at: e.RecordedEvent
) -> Thread:
    """Return the thread as ended by a person, with only the `kept` calls; the cards of all others are rewritten."""
    for call in thread.calls:
        if call not in kept:
            thread = rewrite_cards(thread, call, at)
    return thread._replace(ended=ended, halted=None, calls=kept)


def fork_thread(thread: Thread, event: e.Forked, at: e.RecordedEvent) -> Thread:
    """Return the copied thread as it begins: paused, without open requests, timers and deliveries. A copy of a child
    reports to nobody."""
    ended = None if thread.ended == "cancelled" else thread.ended
    shaping = thread.shaping
    for who in (event.by, *event.makers):
        shaping = shaping.add_lasting_act(who, "forked")
    still = thread._replace(
        calls={},
        rechecks={},
        noted={},
        halted=None,
        sleeping=None,
        retry_at=None,
        out=DeliveryState(),
        paused=True,
        paused_by=event.by,
        paused_at=at.at,
        ended=ended,
        shaping=shaping,
        source=event.source,
        forked_at=at.at,
        is_task_reported=thread.task is not None,
        callback=None,
    )
    return still if ended else still._replace(news=at.seq)


def find_running_calls(thread: Thread) -> Mapping[str, ToolCall]:
    """Return the calls that had an effect or may have had one, the questions about it, and the tasks of other agents: these
    cannot be cancelled."""
    return {
        id: call
        for id, call in thread.calls.items()
        if call.state in ("started", "unknown", "delegated")
        or (call.question is not None and call.question.purpose == "outcome")
    }


def change_call(call: ToolCall, digest: str, seq: int, by: str = "") -> ToolCall:
    """Return the call with this digest. A new digest ends all votes that were given before."""
    if digest == call.digest:
        return call
    stale = (call.stale | {call.digest}) - {"", digest}
    past = (*call.past, CallVersion(call.digest, call.arguments, seq, by)) if call.digest else ()
    if len(past) > MAX_PAST:  # the first stays: by it we know what was asked for
        past = (past[0], *past[-MAX_PAST + 1 :])
    return call._replace(digest=digest, stale=stale, past=past, counting=len(call.answers))


def drop_key(mapping: Mapping[str, V], key: str) -> Mapping[str, V]:
    return {k: v for k, v in mapping.items() if k != key} if key in mapping else mapping


def reset_budgets(thread: Thread) -> Thread:
    """Reset the budgets, since a person spoke."""
    return thread._replace(
        steps=0,
        asks=0,
        tokens=0,
        errors={},
        faults={},
        stuck="",
        spent=0,
        halted=None,
        retry_at=None,
        budget_rest=None,
    )


def add_spending(thread: Thread, model: e.ModelCall) -> Thread:
    tokens = thread.tokens + model.input_tokens + model.output_tokens
    shown = max([last for _, last in model.seen]) if model.seen else thread.shown
    return thread._replace(
        steps=thread.steps + 1,
        tokens=tokens,
        model_calls=model.n,
        shown=shown,
        renderer=model.renderer,
        is_warned=thread.is_warned or bool(model.warning),
        fitting=(model.model, model.window),
    )


def count_failure(thread: Thread, tool: str, seq: int, why: str) -> Thread:
    errors = {**thread.errors, tool: thread.errors.get(tool, 0) + 1}
    faults = {**thread.faults, tool: why}
    return thread._replace(errors=errors, faults=faults, failed=(*thread.failed, (seq, tool))[-MAX_ERRORS:])


def count_success(thread: Thread, tool: str) -> Thread:
    """Reset the tool's error count and hide its errors from the model as resolved.

    This includes errors that a person's message has already taken out of the count.
    """
    if tool not in thread.errors and not (thread.failed and any(name == tool for _, name in thread.failed)):
        return thread
    resolved = tuple(seq for seq, name in thread.failed if name == tool)
    rest = tuple(pair for pair in thread.failed if pair[1] != tool)
    return thread._replace(
        errors=drop_key(thread.errors, tool),
        faults=drop_key(thread.faults, tool),
        failed=rest,
        hidden=(*thread.hidden, *resolved)[-MAX_ERRORS:],
    )


def draft_step(thread: Thread, event: e.StepRefused) -> Thread:
    """Keep this answer as a draft that the model is shown again, and its shapers as shapers of the next step."""
    if not (event.model and event.answer):
        return thread._replace(answered="")
    wish = thread.shaping.list_shapers((thread.requester, *thread.lenders), event.heard)
    return thread._replace(answered=event.answer, drafts=merge_shapers(thread.drafts, wish))


def recall_draft(thread: Thread) -> ShapingState:
    """Return the shaping with the shapers of the drafts added: they also shape steps that come by way of steps without
    consent."""
    shaping = thread.shaping
    known = {thread.requester, *thread.lenders, *shaping.current, *shaping.lasting}
    for who in thread.drafts:
        if who not in known:
            shaping = shaping.add_act(who, "recalled")
    return shaping
