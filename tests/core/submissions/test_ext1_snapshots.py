"""ext1: the kept state of a thread holds the calls of programs whole."""

from datetime import timedelta

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.prompts.context_window import WindowState
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from bot.core.threads.thread_snapshot import ThreadSnapshot, decode_snapshot, encode_snapshot

TERMS = e.CallTerms(dialect="humanlayer", to=ApproverClause(people=("max",)), is_fixed=True, escalations=2)


def test_ext1_a_kept_thread_has_the_submission_of_its_call() -> None:
    sent = e.CallSubmission(
        title="Pay {amount}", to=ApproverClause(people=("max",)), lasts=timedelta(minutes=1), metadata='{"a":1}'
    )
    log: list[e.Event] = [
        e.ThreadOpened(agent="external", title="t", origin=ChannelAddress(channel="api"), requester="sam"),
        e.CallSubmitted(
            call="t-2",
            intent="pay",
            arguments='{"amount":1}',
            by="sam",
            credential="key:1",
            others=("olive",),
            submission=sent,
        ),
        e.CallTermsSet(call="t-2", terms=TERMS, words="now", credential="key:1"),
        e.ApprovalAsked(call="t-2", digest="0" * 64, tool_version="1", policy=Policy()),
        e.CallAmended(call="t-2", arguments='{"amount":2}', digest="1" * 64, by="sam", credential="key:1"),
        e.CallCommented(call="t-2", text="more", credential="key:1"),
    ]
    thread = fold_events(Thread(id="t"), [e.RecordedEvent(seq, seq, event) for seq, event in enumerate(log, 1)])
    call = thread.calls["t-2"]
    assert (thread.submitter, call.arguments, call.words) == ("key:1", '{"amount":2}', "now\nmore")
    assert [past.arguments for past in call.past] == ['{"amount":1}']
    assert call.shapers == {"sam": ("asked",), "olive": ("asked",)}
    window = WindowState(
        limit=1,
        reads=frozenset(),
        shown=(),
        pinned=(),
        gone=(0, 0, 0),
        opening=0,
        message=0,
        open_calls=(),
        results=(),
        repeats=(),
    )
    kept = decode_snapshot(encode_snapshot(ThreadSnapshot(thread, window, "r")))
    assert kept is not None
    assert kept.thread.calls["t-2"].submitted == call.submitted
    assert kept.thread.calls["t-2"].terms == call.terms == TERMS
    assert kept.thread.submitter == "key:1"
