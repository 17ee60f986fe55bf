"""Over random sequences of events, a call that runs has no policy or is approved with its present arguments."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.agent import Tool
from bot.core.errors import CountersignError
from bot.core.next_action_types import AskApprovers, RunCall, SettleCall
from bot.core.people import PeopleDirectory
from bot.core.policy import Policy, find_verdict
from tests.core.next_action_cases import STRICTER, versioned
from tests.core.thread_log import AGENT, PEOPLE, ListTags, ThreadLog, _ran, agent, current_digest, log
from tests.random_seed import share

# The property behind it all: whatever happens in whatever order, what runs is ungated or approved as it stands.

AGENTS = [AGENT, STRICTER, agent(Policy()), versioned("2"), agent(tools=(Tool(step=ListTags, run=_ran),))]
DIRECTORIES = [
    PEOPLE,
    PeopleDirectory(),
    PeopleDirectory(people={k: v for k, v in PEOPLE.people.items() if k in ("rita", "otto")}),
]
MOVES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 4), st.integers(0, 5)), max_size=25)


def moved(told: ThreadLog, move: tuple[int, int, int]) -> ThreadLog:
    """One random act of people, models, entry points or releases; a refused one changes nothing."""
    kind, a, b = move
    calls = list(told.thread.calls)
    call = calls[a % len(calls)] if calls else None
    person = [*PEOPLE.people][b]
    match kind:
        case 0:
            return told.said("x", by=person)
        case 1 | 2:
            return told.chose("tag_release", tag=f"v{a}", sha="c0ffee")
        case 3:
            return told.chose(("list_tags", "drop_table", "sudo", "reply", "list_tags")[a])
        case 4:
            return told.by(AGENTS[a])
        case 5:
            return told.among(DIRECTORIES[a % 3])
        case 6:
            return told.after(hours=a)
        case 7:
            return told.paused() if a % 2 else told.resumed()
        case 8 | 9 | 10 if call and told.call(call).asked:
            edit = {"tag": f"v{b}", "sha": "c0ffee"} if kind == 10 else None
            try:
                return told.voted(person, "reject" if a == 4 and kind == 9 else "approve", call=call, edit=edit)
            except CountersignError:
                return told
        case 11 if call:
            return told.settled("approved", call=call, digest="f" * 64)
        case _:
            return carried_out(told)


def carried_out(told: ThreadLog) -> ThreadLog:
    """The log after the engine has carried out the next action."""
    match told.needs:
        case AskApprovers(call) if call.intent in told.agent.registry:
            return told.asked(call.id)
        case AskApprovers(call):
            return told.refused(kind="changed", call=call.id)
        case SettleCall(call, found) if call.state == "asked":
            return told.settled(found, call.id)
        case RunCall(call):
            assert_may_run(told, call.id)
            return told.started(call.id).finished_tool(call=call.id)
        case _:
            return told


def assert_may_run(told: ThreadLog, id: str) -> None:
    call, gate = told.call(id), told.agent.find_policy(told.call(id).intent)
    if gate is None:
        assert call.intent == "list_tags"
        return
    assert call.asked is not None
    assert call.asked.policy == gate
    assert current_digest(call, told.id) == call.digest
    assert any(find_verdict(gate, call.votes, people, call.shapers) == "approved" for people in DIRECTORIES)


@settings(max_examples=share(250), deadline=None)
@given(MOVES)
def test_no_sequence_of_events_runs_a_gated_call_that_is_not_approved_as_it_stands(
    moves: list[tuple[int, int, int]],
) -> None:
    told = log().opened().said("x")
    for move in moves:
        told = moved(told, move)
        if isinstance(told.needs, RunCall):
            assert_may_run(told, told.needs.call.id)
