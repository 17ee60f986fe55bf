"""A request as lists show it, open or long settled: all that was said, and which of it counts."""

from bot.core.request_views import build_past_request, build_request
from bot.core.threads.thread import Thread
from tests.core.thread_log import PEOPLE, TWO_OF_THREE, agent, asked_to_tag, log

MINDS = agent(TWO_OF_THREE.model_copy(update={"veto": False}))


def test_an_open_request_shows_what_would_run() -> None:
    told = asked_to_tag()
    request = build_request(told.thread, told.call(), PEOPLE)
    assert (request.kind, request.status, request.tool) == ("approval", "pending", "tag_release")
    assert request.arguments == {"sha": "c0ffee", "tag": "v1"}
    assert (request.digest, request.requested_by) == (told.call().digest, "rita")


def test_only_the_latest_vote_of_a_person_counts() -> None:
    told = asked_to_tag(MINDS).voted("olive").voted("olive", "reject").voted("olive")
    request = build_request(told.thread, told.call(), PEOPLE)
    assert [(vote.decision, vote.counts) for vote in request.votes] == [
        ("approve", False),
        ("reject", False),
        ("approve", True),
    ]


def test_slk23_votes_from_before_an_edit_do_not_count_also_when_it_is_edited_back() -> None:
    first = asked_to_tag(MINDS).voted("olive")
    told = first.voted("otto", edit={"tag": "v2", "sha": "c0ffee"}).voted("otto", edit={"tag": "v1", "sha": "c0ffee"})
    votes = build_request(told.thread, told.call(), PEOPLE).votes
    assert [(vote.person, vote.counts) for vote in votes] == [("olive", False), ("otto", False), ("otto", True)]


def test_a_settled_request_says_who_decided() -> None:
    told = asked_to_tag().voted("olive", "reject", reason="not today").replied()
    request = build_past_request("t1-3", Thread(id="t1"), told, PEOPLE)
    assert request is not None
    assert (request.status, request.decided_by, request.decided_by_name) == ("rejected", "olive", "Olive")
    assert request.reason == "not today"


def test_a_cancelled_thread_cancels_its_requests() -> None:
    request = build_past_request("t1-3", Thread(id="t1"), asked_to_tag().cancelled(), PEOPLE)
    assert request is not None
    assert request.status == "cancelled"


def test_eng02_the_question_of_an_outcome_outlives_its_thread() -> None:
    lost = asked_to_tag().voted("olive").started().lost().cancelled()
    assert build_past_request(lost.last, Thread(id="t1"), lost, PEOPLE) is None
    answered = lost.answered("olive", "it happened", call=lost.last)
    request = build_past_request(lost.last, Thread(id="t1"), answered, PEOPLE)
    assert request is not None
    assert (request.status, request.reason) == ("answered", "it happened")


def test_what_was_never_asked_is_no_request() -> None:
    assert build_past_request("t1-9", Thread(id="t1"), log().opened().said("x"), PEOPLE) is None


def test_an_approval_that_was_taken_back_reads_as_rejected() -> None:
    told = asked_to_tag().voted("olive").voted("olive", "take_back", reason="wait")
    request = build_past_request("t1-3", Thread(id="t1"), told, PEOPLE)
    assert request is not None
    assert (request.status, request.decided_by, request.reason) == ("rejected", "olive", "wait")
    assert [(vote.decision, vote.counts) for vote in request.votes] == [("approve", False), ("reject", True)]
    assert request.expires_at is not None


def test_the_card_is_built_when_it_is_read_and_counts_when_requests_are_compared() -> None:
    told = asked_to_tag().voted("olive")
    request, again = (build_past_request("t1-3", Thread(id="t1"), told, PEOPLE) for _ in range(2))
    assert request is not None
    assert again is not None
    assert "card" not in request.__dict__
    assert request == again
    assert request.model_dump()["card"]["outcome"]["status"] == "approved"
    assert request != again.model_copy(update={"card": again.card.model_copy(update={"stopped": "It rests."})})
