"""Folds the events of calls that programs outside of this server submit. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.core import events as e
from bot.core.threads.deliveries import owe_again, owe_message
from bot.core.threads.fold_updates import change_call, close_call, open_call, rewrite_cards
from bot.core.threads.shaper_tracking import NO_SHAPERS, merge_shapers
from bot.core.threads.thread import Thread, ToolCall


def fold_submitted(event: e.CallSubmitted, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Open the call. Whom the program names as the people behind it asked for it, as the person of its key did."""
    always = (thread.requester, *thread.lenders, event.by, *event.makers, *event.others)
    call = ToolCall(
        id=event.call,
        intent=event.intent,
        arguments=event.arguments,
        state="chosen",
        words=event.words,
        shapers=merge_shapers(
            thread.shaping.list_shapers(always, at.seq),
            thread.wishes.get((event.intent, event.arguments), NO_SHAPERS),
        ),
        requester=event.by,
        submitted=event,
        since=at.at,
    )
    return open_call(thread, call)._replace(submitter=thread.submitter or event.credential)


def fold_amended(event: e.CallAmended, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Replace the arguments. The shapers of an earlier equal call become shapers of this one; the request that follows
    shows them."""
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    shapers = merge_shapers(call.shapers, thread.wishes.get((call.intent, event.arguments), NO_SHAPERS))
    changed = change_call(call, event.digest, at.seq, event.by)._replace(arguments=event.arguments, shapers=shapers)
    return open_call(thread, changed)


def fold_terms(event: e.CallTermsSet, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    said = _add_words(call, event.words) if event.words else call
    return open_call(thread, said._replace(terms=event.terms))


def fold_commented(event: e.CallCommented, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    return open_call(rewrite_cards(thread, call.id, at), _add_words(call, event.text)) if call else thread


def _add_words(call: ToolCall, text: str) -> ToolCall:
    question = call.question
    if question is not None:
        context = "\n".join(filter(None, (question.context, text)))
        question = question.model_copy(update={"context": context})
    return call._replace(words="\n".join(filter(None, (call.words, text))), question=question)


def fold_report(event: e.ExecutionReported, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Keep the state of the run. A call of another API is closed as it starts: its programs do not say when it has ended,
    and an equal call may follow."""
    call = thread.calls.get(event.call)
    told = rewrite_cards(thread, event.call, at)
    if call is None:
        return told
    if event.status == "running" and not call.terms.dialect:
        return open_call(told, call._replace(state="started", attempt=1, since=at.at))
    return close_call(told, call.id)


def fold_expired_claim(event: e.ClaimExpired, thread: Thread, at: e.RecordedEvent) -> Thread:
    return close_call(rewrite_cards(thread, event.call, at), event.call)


def fold_callback(event: e.CallbackNamed, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(callback=event.address)


def fold_forwarded(event: e.MessageForwarded, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Owe the message to the program. A thread that no program has yet is that program's own, with the messages to come."""
    out = owe_message(thread.out, thread.id, at.seq, [event.address])
    if thread.submitter:
        return thread._replace(out=out)
    return thread._replace(out=out, submitter=event.credential, is_forwarded=True)


def fold_repeated(event: e.CallbackRepeated, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(out=owe_again(thread.out, thread.id, at.seq, event.call, event.route))


def fold_grant(event: e.GrantRequested, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    return open_call(thread, call._replace(is_grant=True)) if call else thread


def fold_use(event: e.GrantUsed, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    return open_call(thread, call._replace(uses=call.uses + 1)) if call else thread


FOLDS: Mapping[type[e.Event], Callable[[Any, Thread, e.RecordedEvent], Thread]] = {
    e.CallSubmitted: fold_submitted,
    e.CallTermsSet: fold_terms,
    e.CallAmended: fold_amended,
    e.CallCommented: fold_commented,
    e.ExecutionReported: fold_report,
    e.CallbackRepeated: fold_repeated,
    e.ClaimExpired: fold_expired_claim,
    e.CallbackNamed: fold_callback,
    e.MessageForwarded: fold_forwarded,
    e.GrantRequested: fold_grant,
    e.GrantUsed: fold_use,
}
"""The folds by the class of the event: each returns the thread after it."""
