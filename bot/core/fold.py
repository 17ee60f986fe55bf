"""A thread is its log, folded. `fold` is pure: the same events give the same thread, on any machine, at any time."""

from collections.abc import Iterable, Mapping
from functools import singledispatch
from typing import Literal, TypeVar

from bot.core import events as e
from bot.core import owed
from bot.core.owed import Out
from bot.core.thread import Call, Thread

V = TypeVar("V")


def fold(thread: Thread, log: Iterable[e.Recorded]) -> Thread:
    """The thread after these further events."""
    for recorded in log:
        after = _fold(recorded.event, thread, recorded)
        thread = after._replace(seq=recorded.seq, touched=recorded.at)
    return thread


@singledispatch
def _fold(event: e.Event, thread: Thread, at: e.Recorded) -> Thread:
    """An event that changes nothing we compute: Woke's kin and those of other releases."""
    return thread


@_fold.register
def _(event: e.ThreadOpened, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(
        agent=event.agent,
        title=event.title,
        requester=event.requester,
        origin=event.origin,
        route=event.origin,
        opened=at.at,
    )


@_fold.register
def _(event: e.MessageReceived, thread: Thread, at: e.Recorded) -> Thread:
    ended = None if thread.ended == "finished" else thread.ended
    heard = thread._replace(sleeping=None, ended=ended, news=at.seq)
    if event.by is None:
        return heard
    speakers = (*(() if thread.awaits else thread.speakers), event.by)[-50:]
    return _fresh(heard)._replace(route=event.route, speakers=speakers, awaits=False)


@_fold.register
def _(event: e.ContextFetched, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(fetched=thread.fetched + 1)


@_fold.register
def _(event: e.StepChosen, thread: Thread, at: e.Recorded) -> Thread:
    call = Call(
        id=event.call,
        intent=event.intent,
        arguments=event.arguments,
        state="chosen",
        words=event.words,
        askers=tuple(dict.fromkeys(person for person in (thread.requester, *thread.speakers) if person)),
        since=at.at,
    )
    spent = _spent(thread, event.model)
    return _succeeded(_open(spent, call), "model")._replace(heard=event.heard, retry_at=None)


@_fold.register
def _(event: e.StepRefused, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call or "")
    closed = _close(thread, call.id) if call else thread
    spent = _spent(closed, event.model) if event.model else closed
    counted = _failed(spent, call.intent if call else "model", at.seq)
    return counted._replace(heard=event.heard, news=at.seq, retry_at=event.retry_at)


@_fold.register
def _(event: e.ToolStarted, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    return thread if call is None else _open(thread, call._replace(state="started", attempt=event.attempt, since=at.at))


@_fold.register
def _(event: e.ToolFinished, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    return _succeeded(_close(thread, event.call), call.intent if call else "")._replace(news=at.seq)


@_fold.register
def _(event: e.ToolFailed, thread: Thread, at: e.Recorded) -> Thread:
    return _failed(_close(thread, event.call), event.intent, at.seq)._replace(news=at.seq)


@_fold.register
def _(event: e.OutcomeUnknown, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    return thread if call is None else _open(thread, call._replace(state="unknown"))


@_fold.register
def _(event: e.OutcomeSettled, thread: Thread, at: e.Recorded) -> Thread:
    return _close(thread, event.call)._replace(news=at.seq)


@_fold.register
def _(event: e.OutcomeDoubted, thread: Thread, at: e.Recorded) -> Thread:
    """It counts as started, and no vote that was given before counts for another start."""
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    return _open(thread, call._replace(state="started", doubted=True, counting=len(call.answers), since=at.at))


@_fold.register
def _(event: e.ApprovalAsked, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    asked = _changed(call, event.digest)._replace(state="asked", asked=event, since=at.at, doubted=False)
    out = owed.asked(thread.out, thread.id, at.seq, "approval", call.id, event.routes)
    return _open(thread, asked)._replace(asks=thread.asks + 1, awaits=True, out=out)


@_fold.register
def _(event: e.QuestionAsked, thread: Thread, at: e.Recorded) -> Thread:
    known = thread.calls.get(event.call)
    blank = known or Call(id=event.call, intent="ask_human", arguments="{}", state="question")
    asked = blank._replace(state="question", question=event, digest=event.digest, since=at.at)
    asks = thread.asks + (event.purpose == "ask")
    out = owed.asked(thread.out, thread.id, at.seq, "question", event.call, event.routes)
    return _open(thread, asked)._replace(asks=asks, awaits=True, out=out)


@_fold.register
def _(event: e.Answered, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    if call is None or not _counts(call, event):
        return thread
    if event.arguments is not None and event.edited is not None:
        call = _changed(call, event.edited)._replace(arguments=event.arguments)
    out = owed.changed(thread.out, thread.id, at.seq, call.id)
    return _open(thread._replace(steps=0, tokens=0, out=out), call._replace(answers=(*call.answers, event)))


def _counts(call: Call, event: e.Answered) -> bool:
    """A word counts while it is asked for; a rejection also takes back an approval that was not used yet."""
    return call.state in ("asked", "question") or (call.state == "approved" and event.decision == "reject")


@_fold.register
def _(event: e.ApprovalSettled, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    owing = thread._replace(out=owed.changed(thread.out, thread.id, at.seq, event.call))
    if event.verdict == "approved":
        is_it = call and (call.state, call.digest) == ("asked", event.digest)
        return _open(owing, call._replace(state="approved", since=at.at)) if call and is_it else owing
    return _close(owing, event.call)._replace(news=at.seq)


@_fold.register
def _(event: e.QuestionSettled, thread: Thread, at: e.Recorded) -> Thread:
    """Only an answer lifts a limit: after an expired question the thread stays halted until somebody writes."""
    out = owed.changed(thread.out, thread.id, at.seq, event.call)
    closed = _close(thread, event.call)._replace(out=out)
    if thread.halted == event.call and event.verdict == "answered":
        closed = _fresh(closed)
    asked = call.question if (call := thread.calls.get(event.call)) else None
    is_the_houses = asked is not None and asked.purpose != "ask"
    return closed if is_the_houses and event.verdict != "answered" else closed._replace(news=at.seq)


@_fold.register
def _(event: e.Said, thread: Thread, at: e.Recorded) -> Thread:
    out = owed.said(thread.out, thread.id, at.seq, event.routes)
    closed = _close(thread, event.call)._replace(out=out)
    return closed._replace(news=at.seq) if event.go_on else closed._replace(awaits=True)


@_fold.register
def _(event: e.PeopleNotified, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(out=owed.said(thread.out, thread.id, at.seq, event.routes))


@_fold.register
def _(event: e.Slept, thread: Thread, at: e.Recorded) -> Thread:
    return _close(thread, event.call)._replace(sleeping=event.until, awaits=True)


@_fold.register
def _(event: e.Woke, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(sleeping=None, news=at.seq)


@_fold.register
def _(event: e.Paused, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(paused=True)


@_fold.register
def _(event: e.Resumed, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(paused=False)


@_fold.register
def _(event: e.Cancelled, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(ended="cancelled", paused=False, calls=_running(thread), sleeping=None, halted=None)


@_fold.register
def _(event: e.Forked, thread: Thread, at: e.Recorded) -> Thread:
    ended = None if thread.ended == "cancelled" else thread.ended
    still = thread._replace(calls={}, halted=None, sleeping=None, retry_at=None, out=Out(), paused=True, ended=ended)
    return still if ended else still._replace(news=at.seq)


@_fold.register
def _(event: e.LimitReached, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(halted=event.question)


@_fold.register
def _(event: e.Delivered, thread: Thread, at: e.Recorded) -> Thread:
    return thread._replace(out=owed.tidied(owed.delivered(thread.out, event), thread.calls))


@_fold.register
def _(event: e.DeliveryFailed, thread: Thread, at: e.Recorded) -> Thread:
    """The agent hears of a request that could be shown to nobody, as long as it is open."""
    told = thread._replace(out=owed.tidied(owed.failed(thread.out, event), thread.calls))
    return told._replace(news=at.seq) if event.call in thread.calls else told


@_fold.register
def _(event: e.Finished, thread: Thread, at: e.Recorded) -> Thread:
    """The agent's own end does not hold against a message that came while it chose. A person's end stops what did not run."""
    if event.call is None:
        asked = {id: call for id, call in thread.calls.items() if call.state in ("asked", "question")}
        return thread._replace(ended="finished", halted=None, calls={**asked, **_running(thread)})
    ended: Literal["finished"] | None = None if thread.news > thread.heard else "finished"
    return _close(thread, event.call)._replace(ended=ended, halted=None, awaits=True)


def _open(thread: Thread, call: Call) -> Thread:
    return thread._replace(calls={**thread.calls, call.id: call})


def _close(thread: Thread, call: str) -> Thread:
    return thread._replace(calls=_without(thread.calls, call))


def _running(thread: Thread) -> Mapping[str, Call]:
    """What had an effect or may have had one, and the questions about it: nobody can call these off."""
    return {
        id: call
        for id, call in thread.calls.items()
        if call.state in ("started", "unknown") or (call.question is not None and call.question.purpose == "outcome")
    }


def _changed(call: Call, digest: str) -> Call:
    """The call with this digest: when it is another one, no vote counts that was given before."""
    if digest == call.digest:
        return call
    stale = (call.stale | {call.digest}) - {"", digest}
    return call._replace(digest=digest, stale=stale, counting=len(call.answers))


def _without(mapping: Mapping[str, V], key: str) -> Mapping[str, V]:
    return {k: v for k, v in mapping.items() if k != key} if key in mapping else mapping


def _fresh(thread: Thread) -> Thread:
    """A person spoke: the budgets start anew."""
    return thread._replace(steps=0, asks=0, tokens=0, errors={}, halted=None, retry_at=None)


def _spent(thread: Thread, model: e.ModelCall) -> Thread:
    tokens = thread.tokens + model.input_tokens + model.output_tokens
    shown = max(last for _, last in model.seen) if model.seen else thread.shown
    return thread._replace(
        steps=thread.steps + 1,
        tokens=tokens,
        model_calls=model.n,
        shown=shown,
        renderer=model.renderer,
    )


def _failed(thread: Thread, tool: str, seq: int) -> Thread:
    errors = {**thread.errors, tool: thread.errors.get(tool, 0) + 1}
    return thread._replace(errors=errors, failed=(*thread.failed, (seq, tool))[-200:])


def _succeeded(thread: Thread, tool: str) -> Thread:
    """A success resets the tool's count, and hides its errors from the model: they are resolved."""
    if tool not in thread.errors:
        return thread
    resolved = tuple(seq for seq, name in thread.failed if name == tool)
    rest = tuple(pair for pair in thread.failed if pair[1] != tool)
    return thread._replace(errors=_without(thread.errors, tool), failed=rest, hidden=(*thread.hidden, *resolved)[-200:])
