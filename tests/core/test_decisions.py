"""A decision becomes events, or a named refusal that proposes the next act."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core import events as e
from bot.core.card.card import CardFact, build_card
from bot.core.decisions import ApprovalDecision, RequestClosed, decide_approval
from bot.core.errors import CountersignError, DigestMismatch, Forbidden, NotAnApprover, NotUnderstood
from bot.core.policy import Policy, find_verdict
from tests.core.decision_cases import types
from tests.core.thread_log import (
    AGENT,
    PEOPLE,
    RELEASE,
    TWO_OF_THREE,
    ThreadLog,
    agent,
    asked_to_tag,
    current_digest,
    log,
)
from tests.random_seed import share

V2: dict[str, Any] = {"tag": "v2", "sha": "c0ffee"}
V1: dict[str, Any] = {"tag": "v1", "sha": "c0ffee"}
NO_EDITS = agent(RELEASE.model_copy(update={"edits": False}))
TWO = agent(TWO_OF_THREE)


def settled(events: list[e.Event]) -> e.ApprovalSettled:
    (found,) = [event for event in events if isinstance(event, e.ApprovalSettled)]
    return found


def test_the_first_valid_approval_settles_a_quorum_of_one() -> None:
    told = asked_to_tag()
    answered, end = told.decision_events("olive", reason="  fine ")
    assert isinstance(answered, e.Answered)
    assert (answered.person, answered.decision, answered.digest) == ("olive", "approve", told.call().digest)
    assert (answered.door, answered.credential, answered.text) == ("web", "session", "fine")
    assert end == e.ApprovalSettled(
        call=told.last, digest=told.call().digest, verdict="approved", by=("olive",), reason="fine"
    )


def test_a_veto_settles_at_once() -> None:
    end = settled(asked_to_tag(TWO).voted("olive").decision_events("otto", "reject", reason="not today"))
    assert (end.verdict, end.by, end.reason) == ("rejected", ("otto",), "not today")


def test_two_of_three() -> None:
    told = asked_to_tag(TWO)
    assert types(told.decision_events("olive")) == ["Answered"]
    assert settled(told.voted("olive").decision_events("ines")).by == ("olive", "ines")


def test_who_changed_their_mind_is_not_named_among_those_who_approved() -> None:
    told = asked_to_tag(agent(TWO_OF_THREE.model_copy(update={"veto": False})))
    told = told.voted("olive").voted("olive", "reject").voted("otto")
    assert settled(told.decision_events("ines")).by == ("otto", "ines")


@pytest.mark.parametrize("digest", ["0" * 64, "f" * 64])
def test_slk19_web11_a_decision_on_another_digest_is_refused(digest: str) -> None:
    told = asked_to_tag()
    with pytest.raises(DigestMismatch, match=told.call().digest[:12]):
        told.decision_events("olive", digest=digest)


def test_slk20_a_digest_of_another_call_is_refused() -> None:
    told = asked_to_tag().chose("tag_release", **V1).asked()
    for call, other in (("t1-3", "t1-5"), ("t1-5", "t1-3")):
        with pytest.raises(DigestMismatch):
            told.decision_events("olive", call=call, digest=told.call(other).digest)


def test_slk23_web10_the_old_button_is_refused_after_an_edit() -> None:
    told = asked_to_tag(TWO)
    old = told.call().digest
    edited = told.voted("olive", edit=V2)
    with pytest.raises(DigestMismatch):
        edited.decision_events("otto", digest=old)
    with pytest.raises(DigestMismatch):
        edited.decision_events("otto", "reject", digest=old)


def test_llm24_llm25_nobody_decides_on_what_is_no_longer_so() -> None:
    told = asked_to_tag().by(TWO)
    with pytest.raises(DigestMismatch):
        told.decision_events("olive", "approve")
    with pytest.raises(DigestMismatch):
        told.decision_events("olive", "reject")


@pytest.mark.parametrize("digest", ["", "abc", "F" * 64, "0" * 63, "0" * 65, "0" * 64 + "\n"])
def test_slk19_what_is_no_digest_is_no_ballot(digest: str) -> None:
    with pytest.raises(ValidationError):
        ApprovalDecision(call="t1-3", digest=digest, decision="approve", person="olive", door="web", credential="x")


@pytest.mark.parametrize(
    ("person", "why"),
    [
        ("rita", "only group release-managers may"),
        ("sven", "only group release-managers may"),
        ("gone", "the account is not active"),
        ("nobody", "nobody by that name is known"),
        ("", "nobody by that name is known"),
        ("Olive", "nobody by that name is known"),
    ],
)
@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_slk11_a_stranger_may_click_but_does_not_count(person: str, why: str, decision: Any) -> None:
    with pytest.raises(NotAnApprover, match=why):
        asked_to_tag().decision_events(person, decision)


def test_slk13_who_asked_may_not_decide() -> None:
    told = log().opened("olive").said("release", by="olive").chose("tag_release", **V1).asked()
    with pytest.raises(NotAnApprover, match="who asked may not decide"):
        told.decision_events("olive")
    with pytest.raises(NotAnApprover, match="who asked may not decide"):
        told.decision_events("olive", edit=V2)
    assert settled(told.decision_events("otto")).verdict == "approved"


def test_slk12_a_request_to_nobody_is_decided_by_nobody() -> None:
    told = asked_to_tag(agent(Policy(edits=True, requester_may_decide=True)))
    for person in PEOPLE.people:
        with pytest.raises(NotAnApprover):
            told.decision_events(person)


@pytest.mark.parametrize("decision", ["approve", "reject"])
@pytest.mark.parametrize("call", ["t1-99", "t2-3", "", "t1-2", "T1-3"])
def test_slk19_a_decision_on_an_unknown_call_is_gone(call: str, decision: Any) -> None:
    with pytest.raises(RequestClosed, match="is not open"):
        asked_to_tag().decision_events("olive", decision, call=call or "t1-")


def test_a_call_that_nobody_was_asked_about_cannot_be_decided() -> None:
    told = log().opened().said("x").chose("tag_release", **V1)
    with pytest.raises(RequestClosed):
        told.decision_events("olive", digest="0" * 64)
    question = log().opened().questioned()
    with pytest.raises(RequestClosed):
        question.decision_events("olive", digest="a" * 64)


def test_eng14_a_decision_after_the_expiry_settles_it_as_expired() -> None:
    told = asked_to_tag().after(hours=5)
    for person in ("olive", "rita", "nobody"):
        assert told.decision_events(person) == [
            e.ApprovalSettled(
                call="t1-3", digest=told.call().digest, verdict="expired", reason="Nobody decided in time."
            )
        ]


def test_slk09_the_same_vote_twice_is_one_vote() -> None:
    told = asked_to_tag(TWO).voted("olive")
    assert told.decision_events("olive") == []
    assert told.voted("olive", edit=V2).decision_events("olive", edit=None) == []


def test_a_vote_can_be_changed_there_and_back() -> None:
    told = asked_to_tag(agent(TWO_OF_THREE.model_copy(update={"veto": False})))
    told = told.voted("olive").voted("olive", "reject")
    again = told.decision_events("olive")
    assert types(again) == ["Answered"]
    assert settled(told.happened(*again).decision_events("otto")).verdict == "approved"


def test_f4_3_an_approver_may_change_the_arguments_where_the_policy_allows_it() -> None:
    told = asked_to_tag()
    answered, end = told.decision_events("olive", edit=V2)
    assert isinstance(answered, e.Answered)
    assert answered.digest == told.call().digest
    assert answered.arguments == '{"sha":"c0ffee","tag":"v2"}'
    assert isinstance(end, e.ApprovalSettled)
    assert end.digest == answered.edited != answered.digest
    after = told.happened(answered, end)
    assert after.call().state == "approved"
    assert after.call().digest == current_digest(after.call(), "t1")


def test_an_edit_makes_old_votes_stale_and_is_a_vote_on_the_new_digest() -> None:
    told = asked_to_tag(TWO).voted("olive").voted("otto", edit=V2)
    assert told.call().state == "asked"
    assert [vote.person for vote in told.call().votes] == ["otto"]
    assert settled(told.decision_events("ines")).by == ("otto", "ines")
    assert settled(told.decision_events("olive")).by == ("otto", "olive")


def test_an_edit_where_the_policy_forbids_it_is_refused() -> None:
    with pytest.raises(Forbidden, match="allows no edits"):
        asked_to_tag(NO_EDITS).decision_events("olive", edit=V2)


@pytest.mark.parametrize("who", [AGENT, NO_EDITS])
@pytest.mark.parametrize("edit", [V1, '{ "tag":"v1",\n"sha": "c0ffee" }', '{"tag":"v1"}'])
def test_an_edit_to_the_same_arguments_is_a_plain_vote(who: Any, edit: Any) -> None:
    answered, end = asked_to_tag(who).decision_events("olive", edit=edit)
    assert isinstance(answered, e.Answered)
    assert (answered.arguments, answered.edited) == (None, None)
    assert isinstance(end, e.ApprovalSettled)


@pytest.mark.parametrize(
    "edit",
    ["", "{}", "null", "[]", '{"tag": ""}', '{"tag": 1}', '{"tag":"v1","tag":"v2"}', '{"tag":"v2","force":true}', "{"],
)
def test_llm15_edited_arguments_that_do_not_fit_are_refused(edit: str) -> None:
    with pytest.raises(NotUnderstood, match="The edited arguments do not fit"):
        asked_to_tag().decision_events("olive", edit=edit)


def test_an_edit_with_a_rejection_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="Arguments can only be changed by an approval"):
        asked_to_tag().decision_events("olive", "reject", edit=V2)


def test_who_may_not_decide_may_not_edit() -> None:
    with pytest.raises(NotAnApprover):
        asked_to_tag().decision_events("rita", edit=V2)


# "An approval for digest A never runs digest B": whatever is asked, edited, asked anew and voted, with whatever digest.

DOORS = st.lists(
    st.tuples(
        st.sampled_from(["vote", "vote", "vote", "edit", "edit", "ask", "release", "pause", "chose"]),
        st.sampled_from(["olive", "otto", "ines", "rita", "sven"]),
        st.integers(0, 9),
    ),
    max_size=30,
)
RELEASES = [TWO, agent(RELEASE), agent(TWO_OF_THREE.model_copy(update={"veto": False}))]


@settings(max_examples=share(200), deadline=None)
@given(DOORS)
def test_llm06_an_approval_for_one_digest_never_approves_another(moves: list[tuple[str, str, int]]) -> None:
    told, digests = asked_to_tag(TWO), ["0" * 64]
    for kind, person, n in moves:
        calls = [call for call in told.thread.calls.values() if call.asked]
        digests += [call.digest for call in calls if call.digest not in digests]
        told = move(told, kind, person, n, digests)
        for call in told.thread.calls.values():
            if call.asked:
                assert current_digest(call, told.id) == call.digest
                assert call.digest not in call.stale
            if call.state == "approved" and call.asked:
                named = {(a.edited or a.digest) for a in call.answers if a.person in {v.person for v in call.votes}}
                assert call.digest in named
                assert find_verdict(call.asked.policy, call.votes, PEOPLE, call.shapers) == "approved"
                assert all(
                    any((a.edited or a.digest) == call.digest and a.person == vote.person for a in call.answers)
                    for vote in call.votes
                )


def move(told: ThreadLog, kind: str, person: str, n: int, digests: list[str]) -> ThreadLog:
    """One random act; a refused one changes nothing."""
    calls = list(told.thread.calls.values())
    call = calls[n % len(calls)] if calls else None
    match kind:
        case "release":
            return told.by(RELEASES[n % 3])
        case "chose":
            return told.chose("tag_release", tag=f"v{n % 2}", sha="c0ffee").asked() if n > 6 else told
        case "pause":
            return told.paused() if n % 2 else told.resumed()
        case "ask" if call and call.state in ("asked", "approved"):
            return told.asked(call.id)
        case "vote" | "edit" if call:
            digest = call.digest if n > 3 else digests[n % len(digests)]
            edit = {"tag": f"v{n % 3}", "sha": "c0ffee"} if kind == "edit" else None
            try:
                return told.voted(person, "reject" if n == 9 else "approve", call=call.id, digest=digest, edit=edit)
            except CountersignError:
                return told
        case _:
            return told


def test_slk14_who_wrote_last_before_the_choice_may_not_approve_it() -> None:
    told = log().opened("rita").said("tag v1").said("no, tag v9", by="olive").chose("tag_release", tag="v9").asked()
    with pytest.raises(NotAnApprover, match="who asked may not decide"):
        told.decision_events("olive")
    assert settled(told.decision_events("otto")).verdict == "approved"


def test_who_only_talks_while_a_request_is_open_may_still_decide_it() -> None:
    assert settled(asked_to_tag().said("one moment", by="olive").decision_events("olive")).verdict == "approved"


def test_eng14_an_approver_takes_the_approval_back_until_the_call_is_started() -> None:
    told = asked_to_tag().voted("olive")
    assert types(told.decision_events("olive", "take_back", reason="wait")) == ["Answered", "ApprovalSettled"]
    after = told.voted("olive", "take_back", reason="wait")
    assert not after.thread.calls
    with pytest.raises(RequestClosed):
        told.started().decision_events("olive", "take_back")


@pytest.mark.parametrize(("person", "decision"), [("otto", "take_back"), ("olive", "reject"), ("otto", "reject")])
def test_slk10_what_was_approved_is_settled_for_everybody_else(person: str, decision: Any) -> None:
    with pytest.raises(RequestClosed):
        asked_to_tag().voted("olive").decision_events(person, decision)


def test_slk14_everybody_whose_wish_the_agent_follows_has_asked() -> None:
    told = log().opened("rita").said("tag v1").said("no, v9", by="olive").said("yes, v9", by="otto")
    told = told.chose("list_tags").started().finished_tool().chose("tag_release", tag="v9").asked()
    assert told.call().askers == ("rita", "olive", "otto")
    for person in ("olive", "otto"):
        with pytest.raises(NotAnApprover, match="who asked may not decide"):
            told.decision_events(person)
    assert settled(told.decision_events("ines")).verdict == "approved"


def test_the_card_names_who_wrote_last_and_whose_wish_it_is() -> None:
    told = (
        log().opened("rita").said("tag it", by="rita").said("as v9", by="olive").chose("tag_release", tag="v9").asked()
    )
    card = build_card(told.thread, told.call(), PEOPLE)
    assert card.requested_by == "Olive"
    assert card.facts[-1] == CardFact(
        source="platform",
        label="Whose wish",
        lines=(
            "Rita wrote in the thread and asked for it; may not decide",
            "Olive wrote in the thread and asked for it; may not decide",
        ),
    )


def test_an_edit_shows_what_the_tool_has_to_say_of_it() -> None:
    facts = (e.CallFact(label="Commit", lines=("of v2",)),)
    told = asked_to_tag(TWO)
    approval = ApprovalDecision(
        call=told.last,
        digest=told.call().digest,
        decision="approve",
        arguments='{"sha":"c0ffee","tag":"v2"}',
        person="otto",
        door="web",
        credential="session",
    )
    edited = told.happened(*decide_approval(told.thread, approval, TWO, PEOPLE, told.now, facts))
    shown = build_card(edited.thread, edited.call(), PEOPLE).facts
    assert shown[:-1] == (
        CardFact(label="Edited by Otto", lines=('tag: "v1" → "v2"',), source="platform"),
        CardFact(label="Commit", lines=("of v2",), source="tool"),
    )
