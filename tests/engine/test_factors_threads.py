"""The twelve factors at the loop: state of the log alone, resume, people, control flow. `docs/factors.md` names these tests."""

import sqlite3
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.card.card import RequestCard
from bot.core.channel_messages import OutboundDelivery
from bot.core.decisions import ApprovalDecision
from bot.core.errors import ToolError
from bot.core.request_views import Request
from tests.engine.delivery.test_outbox import THERE, Pager, platform_with
from tests.engine.failing_tools import reader, restart, with_tools
from tests.platform_fixture import MANAGERS, FakeClock, PlatformFixture, choose
from tests.sqlite_access import read_log

ASK = choose("ask_human", question="Which tag?", context="Two fit.")
LASTING = MANAGERS.model_copy(update={"expires_after": None})


@pytest.mark.parametrize("last", [1, 2, 5, 7])
async def test_fac5_2_a_fork_holds_exactly_the_events_up_to_its_number(tmp_path: Path, last: int) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        before = platform.log(thread)
        fork = await platform.app.fork(thread, at=last, by="olive")
        assert platform.log(fork)[:last] == before[:last]
        assert platform.types(fork)[last] == "Forked"
        assert platform.log(thread) == before
        assert len(await platform.pending()) == 1


async def test_fac5_4_errors_before_a_restart_count_after_it(tmp_path: Path) -> None:
    first = with_tools(tmp_path, look=reader(ToolError("asleep"), ToolError("asleep")))
    script = (choose("look"), choose("look"), choose("reply", message="Later."))
    async with PlatformFixture(tmp_path, *script, agents=[first]) as platform:
        thread = await platform.launch()
        assert (await platform.app.queries.find_thread(thread)).errors == {"look": 2}
    second = with_tools(tmp_path, look=reader(ToolError("asleep")))
    async with PlatformFixture(tmp_path, choose("look"), agents=[second]) as platform:
        await restart(platform)
        assert (await platform.app.queries.find_thread(thread)).errors == {"look": 2}
        platform.app.repository.forget_threads()
        await platform.say(thread, "Again.", by=None)
        assert len(platform.model.seen) == 1
        assert platform.types(thread)[-2:] == ["LimitReached", "QuestionAsked"]


async def test_fac6_3_days_later_another_process_resumes_by_the_call_its_digest_and_the_answer(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": LASTING}) as platform:
        await platform.launch()
        (request,) = await platform.pending()
    clock = FakeClock()
    clock.passes(days=9)
    async with PlatformFixture(tmp_path, agent={"policy": LASTING}, clock=clock) as platform:
        callback = {"call": request.id, "digest": request.digest, "decision": "approve"}
        proved = {"person": "olive", "door": "test", "credential": "test"}
        await platform.app.decide(ApprovalDecision.model_validate({**callback, **proved}))
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]


async def test_fac7_2_a_response_has_text_decision_person_channel_and_time(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (question,) = await platform.pending()
        platform.clock.passes(minutes=5)
        await platform.answer(question, "v1")
        answered_at = platform.clock.now
        await platform.settle()
        (request,) = await platform.pending()
        platform.clock.passes(minutes=5)
        await platform.decide(request, "reject", by="max", reason="not today")
        rows = [row for row in read_log(platform.app, thread) if isinstance(row.event, e.Answered)]
        times = [int(at.timestamp() * 1_000_000) for at in (answered_at, platform.clock.now)]
        assert [row.at for row in rows] == times
        found = [row.event for row in rows if isinstance(row.event, e.Answered)]
        assert [(each.person, each.door, each.decision, each.text) for each in found] == [
            ("olive", "test", "answer", "v1"),
            ("max", "test", "reject", "not today"),
        ]


async def test_fac7_3_fac8_1_a_question_breaks_the_loop_and_the_log_tells_whose_answer_resumed_it(
    tmp_path: Path,
) -> None:
    async with PlatformFixture(tmp_path, ASK, ASK, choose("done", message="Thanks.")) as platform:
        thread = await platform.launch()
        for calls, (person, answer) in enumerate((("sam", "v1"), ("olive", "v2")), 1):
            await restart(platform)
            assert len(platform.model.seen) == calls
            (question,) = await platform.pending()
            assert platform.types(thread)[-1] == "QuestionAsked"
            await platform.answer(question, answer, by=person)
            await platform.settle()
        settled = [event for event in platform.log(thread) if isinstance(event, e.QuestionSettled)]
        assert [(event.by, event.answer) for event in settled] == [("sam", "v1"), ("olive", "v2")]
        assert b"v2" in platform.model.seen[2]
        assert platform.types(thread)[-1] == "Finished"


async def test_fac7_4_a_request_is_listed_as_soon_as_its_turn_has_ended(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, ASK) as platform:
        thread = await platform.app.launch("pusher", "push it", by="sam")
        assert await platform.pending() == []
        await platform.app.worker.handlers["turn"](thread)
        found: list[Request] = await platform.pending()
        assert [(each.thread_id, each.kind, each.text) for each in found] == [(thread, "question", "Which tag?")]


class FileReadingPager(Pager):
    """Reads the database file through a connection of its own whenever it is given a message. `on_disk`: what it found."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.on_disk: list[list[str]] = []

    async def deliver(self, delivery: OutboundDelivery, card: RequestCard) -> str:
        with sqlite3.connect(self.file) as beside:
            self.on_disk.append([type for (type,) in beside.execute("SELECT type FROM event ORDER BY seq")])
        return await super().deliver(delivery, card)


async def test_fac8_2_a_request_is_on_disk_before_its_message_goes_out(tmp_path: Path) -> None:
    pager = FileReadingPager(tmp_path / "house.db")
    async with platform_with(tmp_path, pager, choose("push", tag="v1")) as platform:
        await platform.launch(route=THERE)
        assert [kind for kind, _ in pager.took] == ["approval"]
        assert pager.on_disk == [["ThreadOpened", "MessageReceived", "StepChosen", "ApprovalAsked"]]
