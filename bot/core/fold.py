"""A thread is its log, folded. `fold` is pure: the same events give the same thread, on any machine, at any time."""

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Literal, TypeVar

from bot.core import events as e
from bot.core import owed
from bot.core.holds import HoldScope, is_covered
from bot.core.owed import Out
from bot.core.shaping import Act, ShapingState, replace_amenders
from bot.core.thread import Call, Past, Thread
from bot.core.word import Moment

V = TypeVar("V")

MAX_PAST = 20
"""How many earlier versions of a call are remembered."""


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
        requester=event.requester or event.account or None,
        origin=event.origin,
        route=event.origin,
        opened=at.at,
    )


@_fold.register
def _(event: e.MessageReceived, thread: Thread, at: e.Recorded) -> Thread:
    ended = None if thread.ended == "finished" else thread.ended
    heard = thread._replace(sleeping=None, ended=ended, news=at.seq, shaping=_wrote(thread, event))
    if event.by is None:
        return heard
    speakers = (*(() if thread.awaits else thread.speakers), event.by)[-50:]
    return _fresh(heard)._replace(route=event.route, speakers=speakers, awaits=False, refused=frozenset())


def _wrote(thread: Thread, event: e.MessageReceived) -> ShapingState:
    """Who wrote, who made their credential, and who else had a hand in it. A program speaks for whom the thread is of."""
    shaping = thread.shaping
    for who in (event.by or event.account, *event.makers, *event.others):
        shaping = shaping.acted(who, "wrote")
    return shaping._replace(writer=event.by or event.account or thread.requester or "")


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
        shapers=thread.shaping.shapers(thread.requester),
        requester=thread.shaping.writer or thread.requester or "",
        since=at.at,
    )
    spent = _spent(thread, event.model)
    return _succeeded(_open(spent, call), "model")._replace(heard=event.heard, retry_at=None)


@_fold.register
def _(event: e.StepRefused, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call or "")
    closed = _close(_rewrite(thread, call.id, at), call.id) if call else thread
    spent = _spent(closed, event.model) if event.model else closed
    counted = _failed(spent, call.intent if call else "model", at.seq)
    return counted._replace(heard=event.heard, news=at.seq, retry_at=event.retry_at)


@_fold.register
def _(event: e.ToolStarted, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    started = call._replace(state="started", attempt=event.attempt, since=at.at, look_at=None, process=None)
    return _open(_rewrite(thread, call.id, at), started)


@_fold.register
def _(event: e.ToolProcessStarted, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    is_it = call is not None and (call.state, call.attempt) == ("started", event.attempt)
    return _open(thread, call._replace(process=event)) if call is not None and is_it else thread


@_fold.register
def _(event: e.EffectNotFound, thread: Thread, at: e.Recorded) -> Thread:
    if call := thread.calls.get(event.call):
        return _open(thread, call._replace(look_at=event.look_at))
    return _doubt(thread, thread.doubted.get(event.call), event.look_at, at.at)


@_fold.register
def _(event: e.ToolFinished, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    closed = _close(_rewrite(thread, event.call, at), event.call)
    return _succeeded(closed, call.intent if call else "")._replace(news=at.seq)


@_fold.register
def _(event: e.ToolFailed, thread: Thread, at: e.Recorded) -> Thread:
    doubted = _doubt(thread, thread.calls.get(event.call), event.look_at, at.at)
    closed = _close(_rewrite(doubted, event.call, at), event.call)
    return _failed(closed, event.intent, at.seq)._replace(news=at.seq)


@_fold.register
def _(event: e.OutcomeUnknown, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    return _open(_rewrite(thread, call.id, at), call._replace(state="unknown", look_at=None))


@_fold.register
def _(event: e.OutcomeSettled, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call) or thread.doubted.get(event.call)
    doubted = _doubt(thread, call, event.look_at, at.at)
    return _close(_rewrite(doubted, event.call, at), event.call)._replace(news=at.seq)


@_fold.register
def _(event: e.ApprovalAsked, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    asked = _changed(call, event.digest, at.seq)._replace(state="asked", asked=event, since=at.at)
    out = owed.asked(thread.out, thread.id, at.seq, "approval", call.id, event.routes, event.renewed)
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
    shaping, refused = thread.shaping, thread.refused
    if event.decision == "answer":
        refused = frozenset()
        for who in (event.person, *event.makers):
            shaping = shaping.acted(who, "answered")
    if event.arguments is not None and event.edited is not None:
        call = _edited(call, event, event.arguments, event.edited, at.seq)
        for who in (event.person, *event.makers):
            shaping = shaping.edited(who)
        out = owed.asked(thread.out, thread.id, at.seq, "approval", call.id, (), event.renewed)
    else:
        out = owed.counted(thread.out, thread.id, at.seq, call.id)
    answered = thread._replace(steps=0, tokens=0, out=out, shaping=shaping, refused=refused)
    return _open(answered, call._replace(answers=(*call.answers, event)))


def _counts(call: Call, event: e.Answered) -> bool:
    """A word counts while it is asked for; a rejection also takes back an approval that was not used yet."""
    return call.state in ("asked", "question") or (call.state == "approved" and event.decision == "reject")


def _edited(call: Call, event: e.Answered, arguments: str, digest: str, seq: int) -> Call:
    """The call with other arguments: earlier votes end. Where somebody else must approve, the editor may not."""
    is_by_another = call.asked is not None and call.asked.policy.edit_rule == "by_another"
    shapers = replace_amenders(call.shapers, (event.person, *event.makers) if is_by_another else ())
    return _changed(call, digest, seq, event.person)._replace(arguments=arguments, shapers=shapers)


@_fold.register
def _(event: e.ApprovalSettled, thread: Thread, at: e.Recorded) -> Thread:
    call = thread.calls.get(event.call)
    owing = _rewrite(thread, event.call, at)
    if call is not None:
        owing = owing._replace(shaping=thread.shaping.settled(_remarks(call)))
    if event.verdict == "approved":
        is_it = call and (call.state, call.digest) == ("asked", event.digest)
        return _open(owing, call._replace(state="approved", since=at.at)) if call and is_it else owing
    if event.verdict == "rejected" and call is not None:
        said_no = {(call.intent, arguments) for arguments in call.proposed}
        owing = owing._replace(refused=thread.refused | said_no)
    return _close(owing, event.call)._replace(news=at.seq)


def _remarks(call: Call) -> Iterator[tuple[str, Act]]:
    """What people wrote as they decided this call: the agent reads it."""
    for answer in call.answers:
        if answer.text:
            for who in (answer.person, *answer.makers):
                yield who, "rejected" if answer.decision == "reject" else "commented"


@_fold.register
def _(event: e.ApprovalLapsed, thread: Thread, at: e.Recorded) -> Thread:
    """No vote of before counts when people are asked anew, though it is about the same digest."""
    call = thread.calls.get(event.call)
    if call is None or call.state != "approved":
        return thread
    lapsed = call._replace(state="chosen", counting=len(call.answers), since=at.at)
    return _open(thread._replace(out=owed.changed(thread.out, thread.id, at.seq, call.id)), lapsed)


@_fold.register
def _(event: e.QuestionSettled, thread: Thread, at: e.Recorded) -> Thread:
    """Only an answer lifts a limit: after an expired question the thread stays halted until somebody writes."""
    closed = _close(_rewrite(thread, event.call, at), event.call)
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
    """To resume a fork is to set going what its maker proposed."""
    shaping = thread.shaping
    for who in (event.by, *event.makers) if thread.source else ():
        shaping = shaping.acted(who, "resumed")
    return thread._replace(paused=False, shaping=shaping)


@_fold.register
def _(event: e.HoldPlaced, thread: Thread, at: e.Recorded) -> Thread:
    is_new = event.hold not in thread.noted
    noted = {**thread.noted, event.hold: event.told or thread.noted.get(event.hold, False)}
    out = _shown_anew(thread, event.scope, event.name, at) if is_new else thread.out
    return thread._replace(noted=noted, out=out)


@_fold.register
def _(event: e.HoldLifted, thread: Thread, at: e.Recorded) -> Thread:
    noted = {hold: told for hold, told in thread.noted.items() if hold != event.hold}
    return thread._replace(noted=noted, out=_shown_anew(thread, event.scope, event.name, at))


def _shown_anew(thread: Thread, scope: HoldScope, name: str, at: e.Recorded) -> Out:
    """What is owed when every card of a call that such a hold covers is to be rewritten."""
    out = thread.out
    for call in thread.calls.values():
        if is_covered(scope, name, thread.agent, call.intent):
            out = owed.changed(out, thread.id, at.seq, call.id)
    return out


@_fold.register
def _(event: e.Cancelled, thread: Thread, at: e.Recorded) -> Thread:
    return _stopped(thread, "cancelled", _running(thread), at)._replace(paused=False, sleeping=None)


@_fold.register
def _(event: e.Forked, thread: Thread, at: e.Recorded) -> Thread:
    ended = None if thread.ended == "cancelled" else thread.ended
    shaping = thread.shaping
    for who in (event.by, *event.makers):
        shaping = shaping.acted(who, "forked")
    still = thread._replace(
        calls={},
        doubted={},
        noted={},
        halted=None,
        sleeping=None,
        retry_at=None,
        out=Out(),
        paused=True,
        ended=ended,
        shaping=shaping,
        source=event.source,
    )
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
        return _stopped(thread, "finished", {**asked, **_running(thread)}, at)
    ended: Literal["finished"] | None = None if thread.news > thread.heard else "finished"
    return _close(thread, event.call)._replace(ended=ended, halted=None, awaits=True)


def _open(thread: Thread, call: Call) -> Thread:
    return thread._replace(calls={**thread.calls, call.id: call})


def _close(thread: Thread, call: str) -> Thread:
    return thread._replace(calls=_without(thread.calls, call))


def _doubt(thread: Thread, call: Call | None, look_at: Moment | None, at: int) -> Thread:
    """The thread with this call among the doubted ones until `look_at`; None: no longer among them."""
    if call is None:
        return thread
    if look_at is None:
        return thread._replace(doubted=_without(thread.doubted, call.id))
    doubted = call._replace(look_at=look_at, since=at)
    return thread._replace(doubted={**thread.doubted, call.id: doubted})


def _rewrite(thread: Thread, call: str, at: e.Recorded) -> Thread:
    """The thread that owes one rewrite to every posted card of this call's request; a call without cards owes none."""
    return thread._replace(out=owed.changed(thread.out, thread.id, at.seq, call))


def _stopped(
    thread: Thread, ended: Literal["finished", "cancelled"], kept: Mapping[str, Call], at: e.Recorded
) -> Thread:
    """The thread that a person ended, with only the `kept` calls; the cards of all others are rewritten."""
    for call in thread.calls:
        if call not in kept:
            thread = _rewrite(thread, call, at)
    return thread._replace(ended=ended, halted=None, calls=kept)


def _running(thread: Thread) -> Mapping[str, Call]:
    """What had an effect or may have had one, and the questions about it: nobody can call these off."""
    return {
        id: call
        for id, call in thread.calls.items()
        if call.state in ("started", "unknown") or (call.question is not None and call.question.purpose == "outcome")
    }


def _changed(call: Call, digest: str, seq: int, by: str = "") -> Call:
    """The call with this digest: when it is another one, no vote counts that was given before."""
    if digest == call.digest:
        return call
    stale = (call.stale | {call.digest}) - {"", digest}
    past = (*call.past, Past(call.digest, call.arguments, seq, by))[-MAX_PAST:] if call.digest else ()
    return call._replace(digest=digest, stale=stale, past=past, counting=len(call.answers))


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
