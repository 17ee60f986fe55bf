"""Folds the events of a log into a `Thread`. Pure: the same events give the same thread, on any machine, at any time."""

from collections.abc import Iterable
from functools import cache, singledispatch

from bot.core import events as e
from bot.core.holds import is_covered
from bot.core.threads import budget_and_persona_folds, deliveries
from bot.core.threads.delegation_folds import TASK_FOLDS
from bot.core.threads.fold_updates import (
    add_remark,
    add_spending,
    change_call,
    close_call,
    count_failure,
    count_success,
    draft_step,
    edit_call,
    find_running_calls,
    finish_call,
    fork_thread,
    is_counted,
    list_remarkers,
    open_call,
    recall_draft,
    recheck_call,
    remember_message,
    remember_wish,
    reset_budgets,
    rewrite_cards,
    rewrite_held_cards,
    rewrite_waiting_cards,
    stop_thread,
)
from bot.core.threads.shaper_tracking import NO_SHAPERS, merge_shapers
from bot.core.threads.submission_folds import FOLDS
from bot.core.threads.thread import Thread, ToolCall
from bot.core.threads.unreadable_events import mark_unread
from bot.core.threads.wait_folds import WAIT_FOLDS


def fold_events(thread: Thread, log: Iterable[e.RecordedEvent]) -> Thread:
    """Return the thread after these further events."""
    last, audience = None, thread.audience
    for last in log:
        thread = _find_fold(type(last.event))(last.event, thread, last)
        if "people" in last.event.answers:
            audience = audience.add_event(last.event)
    return thread._replace(seq=last.seq, touched=last.at, audience=audience) if last else thread


@singledispatch
def _fold_event(event: e.Event, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Return the thread unchanged: the event changes no computed field."""
    return thread


@_fold_event.register
def _(event: e.UnreadEvent, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(unread=mark_unread(thread.unread, event, at.seq))


@_fold_event.register
def _(event: e.ThreadOpened, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(
        agent=event.agent,
        title=event.title,
        requester=event.requester or event.account or None,
        lenders=event.makers,
        origin=event.origin,
        route=event.origin,
        opened=at.at,
    )


@_fold_event.register
def _(event: e.MessageReceived, thread: Thread, at: e.RecordedEvent) -> Thread:
    heard = remember_message(thread, event, at.seq)
    if event.by is None:
        return heard
    speakers = (*(() if thread.awaits else thread.speakers), event.by)[-50:]
    return reset_budgets(heard)._replace(route=event.route, speakers=speakers, awaits=False, refused=frozenset())


@_fold_event.register
def _(event: e.ContextFetched, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(fetched=thread.fetched + 1)


@_fold_event.register
def _(event: e.StepChosen, thread: Thread, at: e.RecordedEvent) -> Thread:
    wish = thread.shaping.list_shapers((thread.requester, *thread.lenders), event.heard)
    call = ToolCall(
        id=event.call,
        intent=event.intent,
        arguments=event.arguments,
        state="chosen",
        words=event.words,
        shapers=merge_shapers(wish, thread.drafts, thread.wishes.get((event.intent, event.arguments), NO_SHAPERS)),
        requester=thread.shaping.find_requester(event.heard) or thread.requester or "",
        wish=next((words for words in reversed(thread.said) if words.seq <= event.heard), None),
        since=at.at,
    )
    return count_success(add_spending(thread, event.model), "model")._replace(
        calls={**thread.calls, call.id: call},
        heard=event.heard,
        shaping=recall_draft(thread).note_choice(event.heard),
        retry_at=None,
        budget_rest=None,
        spent=0,
        answered="",
        drafts=NO_SHAPERS,
    )


@_fold_event.register
def _(event: e.StepRefused, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call or "")
    closed = close_call(rewrite_cards(thread, call.id, at), call.id) if call else thread
    spent = draft_step(add_spending(closed, event.model) if event.model else closed, event)
    counted = count_failure(spent, call.intent if call else "model", at.seq, event.reason)
    stuck = event.reason if event.is_final else ""
    spent_budget = event.model.max_tokens if event.model and event.kind == "exhausted" else 0
    return counted._replace(
        heard=event.heard, news=at.seq, retry_at=event.retry_at, stuck=stuck, spent=spent_budget or thread.spent
    )


@_fold_event.register
def _(event: e.LookedBack, thread: Thread, at: e.RecordedEvent) -> Thread:
    shaping = thread.shaping
    for who in event.whose:
        shaping = shaping.add_act(who, "recalled")
    return thread._replace(shaping=shaping)


@_fold_event.register
def _(event: e.ToolStarted, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    started = call._replace(state="started", attempt=event.attempt, since=at.at, look_at=None, process=None)
    if call.asked is not None and call.state == "approved":  # a further try carries out nothing more
        thread = thread._replace(shaping=thread.shaping.note_start(call.id, list_remarkers(call)))
    return open_call(rewrite_cards(thread, call.id, at), started)


@_fold_event.register
def _(event: e.ToolProcessStarted, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    is_it = call is not None and (call.state, call.attempt) == ("started", event.attempt)
    return open_call(thread, call._replace(process=event)) if call is not None and is_it else thread


@_fold_event.register
def _(event: e.EffectNotFound, thread: Thread, at: e.RecordedEvent) -> Thread:
    if call := thread.calls.get(event.call):
        return open_call(thread, call._replace(look_at=event.look_at))
    return recheck_call(thread, thread.rechecks.get(event.call), event.look_at, at.at)


@_fold_event.register
def _(event: e.ToolFinished, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    closed = close_call(rewrite_cards(thread, event.call, at), event.call)
    return count_success(closed, call.intent if call else "")._replace(news=at.seq)


@_fold_event.register
def _(event: e.ToolFailed, thread: Thread, at: e.RecordedEvent) -> Thread:
    doubted = recheck_call(thread, thread.calls.get(event.call), event.look_at, at.at)
    closed = close_call(rewrite_cards(doubted, event.call, at), event.call)
    return count_failure(closed, event.intent, at.seq, event.error)._replace(news=at.seq)


@_fold_event.register
def _(event: e.OutcomeUnknown, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    return open_call(rewrite_cards(thread, call.id, at), call._replace(state="unknown", look_at=None))


@_fold_event.register
def _(event: e.OutcomeSettled, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call) or thread.rechecks.get(event.call)
    doubted = recheck_call(thread, call, event.look_at, at.at)
    return close_call(rewrite_cards(doubted, event.call, at), event.call)._replace(news=at.seq)


@_fold_event.register
def _(event: e.OutcomeDoubted, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Treat the call as started. Votes given before do not count for another start."""
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    doubted = call._replace(
        state="started",
        doubted=True,
        attempt=max(call.attempt, 1),  # a try of it may be under way: the next one is not the first
        counting=len(call.answers),
        since=at.at,
        approved=None,
        renewals=call.renewals + 1,
    )
    return open_call(rewrite_cards(thread, call.id, at), doubted)


@_fold_event.register
def _(event: e.ApprovalAsked, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None:
        return thread
    asked = change_call(call, event.digest, at.seq)._replace(state="asked", asked=event, since=at.at, doubted=False)
    out = deliveries.owe_card(thread.out, thread.id, at.seq, "approval", call.id, event.routes, event.renewed)
    return remember_wish(open_call(thread, asked), asked)._replace(asks=thread.asks + 1, awaits=True, out=out)


@_fold_event.register
def _(event: e.QuestionAsked, thread: Thread, at: e.RecordedEvent) -> Thread:
    known = thread.calls.get(event.call)
    blank = known or ToolCall(id=event.call, intent="ask_human", arguments="{}", state="question")
    asked = blank._replace(state="question", question=event, digest=event.digest, since=at.at)
    asks = thread.asks + (event.purpose == "ask")
    out = deliveries.owe_card(thread.out, thread.id, at.seq, "question", event.call, event.routes)
    return open_call(thread, asked)._replace(asks=asks, awaits=True, out=out)


@_fold_event.register
def _(event: e.Answered, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    if call is None or not is_counted(call, event):
        return thread
    shaping, refused = add_remark(thread.shaping, event), thread.refused
    if event.decision == "answer":
        refused = frozenset() if call.question is not None and call.question.purpose == "ask" else refused
        # The two choices of the platform's own question after a limit say nothing of a call.
        resumes = call.question is not None and call.question.purpose == "limit"
        for who in () if resumes else (event.person, *event.makers):
            shaping = shaping.add_act(who, "answered")
    if event.arguments is not None and event.edited is not None:
        call = edit_call(thread, call, event, event.arguments, event.edited, at.seq)
        thread = remember_wish(thread, call)
        for who in (event.person, *event.makers):
            shaping = shaping.add_lasting_act(who, "edited")
        out = deliveries.owe_card(thread.out, thread.id, at.seq, "approval", call.id, (), event.renewed)
    else:
        out = deliveries.owe_vote_update(thread.out, thread.id, at.seq, call.id)
    answered = thread._replace(steps=0, tokens=0, out=out, shaping=shaping, refused=refused)
    return open_call(answered, call._replace(answers=(*call.answers, event), voted=(*call.voted, at.at)))


@_fold_event.register
def _(event: e.ApprovalSettled, thread: Thread, at: e.RecordedEvent) -> Thread:
    call = thread.calls.get(event.call)
    owing = rewrite_cards(thread, event.call, at)
    if call is not None:
        by_people = event.verdict in ("approved", "rejected")
        settled = thread.shaping.note_settlement(call.id, list_remarkers(call), by_people=by_people)
        owing = owing._replace(shaping=settled.note_approval(call.id) if event.verdict == "approved" else settled)
    if event.verdict == "approved":
        if call is None or (call.state, call.digest) != ("asked", event.digest):
            return owing
        return open_call(owing, call._replace(state="approved", since=at.at, approved=at.at))
    if event.verdict == "rejected" and call is not None:
        said_no = {(call.intent, arguments) for arguments in call.proposed}
        owing = owing._replace(refused=thread.refused | said_no)
    return close_call(owing, event.call)._replace(news=at.seq)


@_fold_event.register
def _(event: e.ApprovalLapsed, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Ask people anew: earlier votes do not count, although they are about the same digest. A program asks for itself."""
    call = thread.calls.get(event.call)
    if call is None or call.state != "approved":
        return thread
    if call.submitted is not None:  # whether its program used the approval is not known: people are not asked again
        return close_call(rewrite_cards(thread, call.id, at), call.id)
    lapsed = call._replace(
        state="chosen", counting=len(call.answers), since=at.at, approved=None, renewals=call.renewals + 1
    )
    return open_call(thread._replace(out=deliveries.owe_rewrites(thread.out, thread.id, at.seq, call.id)), lapsed)


@_fold_event.register
def _(event: e.QuestionSettled, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Lift a limit after an answer only: after an expired question the thread stays halted until somebody writes."""
    closed = close_call(rewrite_cards(thread, event.call, at), event.call)
    if thread.halted == event.call and event.verdict == "answered":
        closed = reset_budgets(closed)
    asked = call.question if (call := thread.calls.get(event.call)) else None
    is_of_platform = asked is not None and asked.purpose != "ask"
    return closed if is_of_platform and event.verdict != "answered" else closed._replace(news=at.seq)


@_fold_event.register
def _(event: e.Said, thread: Thread, at: e.RecordedEvent) -> Thread:
    out = deliveries.owe_message(thread.out, thread.id, at.seq, event.routes)
    closed = close_call(thread, event.call)._replace(out=out)
    return closed._replace(news=at.seq) if event.go_on else closed._replace(awaits=True)


@_fold_event.register
def _(event: e.PeopleNotified, thread: Thread, at: e.RecordedEvent) -> Thread:
    unread = thread.unread.add_notice(event.text, event.to, at.seq) if thread.unread else None
    out = deliveries.owe_message(thread.out, thread.id, at.seq, event.routes)
    return thread._replace(out=out, told=thread.told | event.remembered, unread=unread)


@_fold_event.register
def _(event: e.Slept, thread: Thread, at: e.RecordedEvent) -> Thread:
    return close_call(thread, event.call)._replace(sleeping=event.until, awaits=True)


@_fold_event.register
def _(event: e.Woke, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(sleeping=None, news=at.seq)


@_fold_event.register
def _(event: e.Paused, thread: Thread, at: e.RecordedEvent) -> Thread:
    out = rewrite_waiting_cards(thread, at)
    return thread._replace(paused=True, paused_by=event.by, paused_at=at.at, out=out)


@_fold_event.register
def _(event: e.Resumed, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Resume the thread. Resuming a fork makes its person a shaper of the calls that it holds."""
    shaping = thread.shaping
    for who in (event.by, *event.makers) if thread.source else ():
        shaping = shaping.add_lasting_act(who, "resumed")
    out = rewrite_waiting_cards(thread, at)
    return thread._replace(paused=False, paused_by="", paused_at=0, shaping=shaping, out=out)


@_fold_event.register
def _(event: e.HoldPlaced, thread: Thread, at: e.RecordedEvent) -> Thread:
    is_new = event.hold not in thread.noted
    noted = {**thread.noted, event.hold: event.told or thread.noted.get(event.hold, False)}
    out = rewrite_held_cards(thread, event.scope, event.name, at) if is_new else thread.out
    return thread._replace(noted=noted, out=out)


@_fold_event.register
def _(event: e.HoldLifted, thread: Thread, at: e.RecordedEvent) -> Thread:
    noted = {hold: told for hold, told in thread.noted.items() if hold != event.hold}
    for call in thread.calls.values():  # a try that the hold delayed need not wait for the next probe
        if call.state == "started" and is_covered(event.scope, event.name, thread.agent, call.intent):
            thread = open_call(thread, call._replace(look_at=None))
    return thread._replace(noted=noted, out=rewrite_held_cards(thread, event.scope, event.name, at))


@_fold_event.register
def _(event: e.Cancelled, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Cancel the thread. A reason makes its author a shaper: a fork of the thread shows the reason."""
    shaping = thread.shaping
    for who in (event.by, *event.makers) if event.reason else ():
        shaping = shaping.add_lasting_act(who, "cancelled")
    stopped = stop_thread(thread, "cancelled", find_running_calls(thread), at)
    return stopped._replace(paused=False, paused_by="", paused_at=0, sleeping=None, shaping=shaping)


@_fold_event.register
def _(event: e.Forked, thread: Thread, at: e.RecordedEvent) -> Thread:
    return fork_thread(thread, event, at)


@_fold_event.register
def _(event: e.LimitReached, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(halted=event.question)


@_fold_event.register
def _(event: e.Delivered, thread: Thread, at: e.RecordedEvent) -> Thread:
    return thread._replace(
        out=deliveries.drop_closed_cards(deliveries.record_delivery(thread.out, event), thread.calls)
    )


@_fold_event.register
def _(event: e.DeliveryFailed, thread: Thread, at: e.RecordedEvent) -> Thread:
    """Record the failure. The agent is told of an open request that has no recipient left."""
    told = thread._replace(out=deliveries.drop_closed_cards(deliveries.record_failure(thread.out, event), thread.calls))
    return told._replace(news=at.seq) if event.call in thread.calls else told


@_fold_event.register
def _(event: e.Finished, thread: Thread, at: e.RecordedEvent) -> Thread:
    """End the thread, see `finish_call`. A person's end drops all calls that did not run."""
    if event.call is None:
        asked = {id: call for id, call in thread.calls.items() if call.state in ("asked", "question")}
        return stop_thread(thread, "finished", {**asked, **find_running_calls(thread)}, at)
    return finish_call(thread, event.call)


for kind, fold in {**FOLDS, **TASK_FOLDS, **WAIT_FOLDS, **budget_and_persona_folds.FOLDS}.items():
    _fold_event.register(kind, fold)

_find_fold = cache(_fold_event.dispatch)
"""The function that folds an event of this class, found once for each class."""
