"""Who is offered a job: the words of a note, and the choice of the process."""

import pytest

from bot.store.peer_port import LeasedJob, PeerChanges
from bot.store.postgres import turn_takers
from bot.store.postgres.peer_feed import JOBS, MAX_PAYLOAD, TURNS, make_payloads, parse_payloads, write_offer
from bot.store.postgres.turn_takers import HEARD_SECONDS, TurnTakers

TURN = LeasedJob("turn", "t1")
TO_ALL, TO_ONE, TO_TWO = (write_offer(TURN, process) for process in ("", "one", "two"))


@pytest.mark.parametrize(
    ("payload", "changes"),
    [
        (f"web t1 {JOBS} {TO_ONE}", PeerChanges(frozenset({"t1"}), offered=frozenset({TURN}))),
        (f"web t1 {JOBS} {TO_ALL}", PeerChanges(frozenset({"t1"}), offered=frozenset({TURN}))),
        (f"web t1 {JOBS} {TO_TWO}", PeerChanges(frozenset({"t1"}))),
        (f"web {JOBS}", PeerChanges(has_jobs=True)),
        (f"two t1 {TURNS}", PeerChanges(frozenset({"t1"}))),
        (f"one t1 {JOBS} {TO_ONE}", PeerChanges()),
        (
            f"web t1 {JOBS} {write_offer(LeasedJob('turn', 'a:b'), 'one')}",
            PeerChanges(frozenset({"t1"}), offered=frozenset({LeasedJob("turn", "a:b")})),
        ),
    ],
)
def test_pg4_a_job_is_offered_to_one_process_and_found_in_the_table_by_the_others(
    payload: str, changes: PeerChanges
) -> None:
    assert parse_payloads([payload], "one") == changes


def test_pg4_a_job_of_an_older_release_is_told_beside_offers_of_this_one() -> None:
    found = parse_payloads([f"web t1 {JOBS} {TO_TWO}", f"old {JOBS}"], "one")
    assert (found.has_jobs, found.offered) == (True, frozenset())


def test_pg4_many_offers_are_told_in_several_notes() -> None:
    jobs = {LeasedJob("turn", f"t{number}") for number in range(1000)}
    payloads = list(make_payloads("web", [JOBS, *(write_offer(job, "one") for job in jobs)]))
    assert len(payloads) > 1
    assert all(len(payload.encode()) <= MAX_PAYLOAD for payload in payloads)
    assert parse_payloads(payloads, "one").offered == jobs


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.setattr(turn_takers, "MAX_THREADS", 3)
    return [0.0]


def test_pg4_the_process_that_took_the_last_turn_takes_the_next_and_new_threads_go_round(seconds: list[float]) -> None:
    takers = TurnTakers(lambda: seconds[0])
    takers.note_payload("web t0")
    assert takers.choose_taker("t1") == "", "nobody who takes turns was heard"
    takers.note_payload(f"one t1 {TURNS}")
    takers.note_payload(f"two t2 {TURNS} {TO_ONE}")
    assert [takers.choose_taker(thread) for thread in ("t1", "t2", "t1")] == ["one", "two", "one"]
    assert {takers.choose_taker("t3"), takers.choose_taker("t4")} == {"one", "two"}
    takers.note_payload(f"two t1 {TURNS}")
    assert takers.choose_taker("t1") == "two", "it took a turn since"


def test_pg4_a_process_that_is_heard_no_more_is_offered_nothing(seconds: list[float]) -> None:
    takers = TurnTakers(lambda: seconds[0])
    takers.note_payload(f"one t1 {TURNS}")
    seconds[0] = HEARD_SECONDS
    takers.note_payload(f"two t2 {TURNS}")
    assert takers.choose_taker("t1") == "one"
    seconds[0] += 1
    assert takers.choose_taker("t1") == "two"
    seconds[0] += HEARD_SECONDS
    assert takers.choose_taker("t1") == ""
