"""A decision that comes by an input of a channel: it and the ids of the input are in the log together, or neither is."""

import asyncio
import hashlib
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.channel_messages import IntakeResult
from bot.core.decisions import ApprovalDecision
from bot.core.errors import AlreadySettled, DigestMismatch, NotAnApprover, NotFound, SameIdOtherBody
from bot.core.inbound_decisions import DecisionUsed, InboundDecision
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.request_views import Request
from bot.store.sqlite import received_ids_and_message_references
from tests.platform_fixture import MANAGERS, PlatformFixture, choose
from tests.sqlite_access import sqlite_of


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[PlatformFixture]:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        yield platform


async def ask(platform: PlatformFixture) -> Request:
    await platform.launch()
    (request,) = await platform.pending()
    return request


def inbound_of(platform: PlatformFixture, request: Request, **changed: Any) -> InboundDecision:
    decision = {"call": request.id, "digest": request.digest, "decision": "approve", "person": "olive"}
    decided = {name: changed.pop(name) for name in ("person", "digest", "call") if name in changed}
    words = {"channel": "pager", "id": "in_1", "once": "button:1", "body": "ab" * 32, "at": platform.clock()}
    made = ApprovalDecision.model_validate({**decision, "door": "pager", "credential": "pager:olive", **decided})
    return InboundDecision.model_validate({**words, "decision": made, **changed})


def votes(platform: PlatformFixture, request: Request) -> list[str]:
    return [event.person for event in platform.log(request.thread_id) if isinstance(event, e.Answered)]


def has_id(platform: PlatformFixture, id: str) -> bool:
    return received_ids_and_message_references.find_message_id(sqlite_of(platform.app).reading, "pager", id) is not None


async def test_kit5_the_ids_are_kept_with_the_decision(platform: PlatformFixture) -> None:
    request = await ask(platform)
    assert await platform.app.take_decision(inbound_of(platform, request)) == (request.thread_id, False)
    assert votes(platform, request) == ["olive"]
    assert (has_id(platform, "in_1"), has_id(platform, "button:1")) == (True, True)


async def test_kit5_a_decision_whose_ids_cannot_be_kept_is_not_made_and_comes_again(platform: PlatformFixture) -> None:
    request, full = (
        await ask(platform),
        "CREATE TRIGGER full BEFORE INSERT ON arrival BEGIN SELECT RAISE(ABORT, 'x'); END",
    )
    await sqlite_of(platform.app).write_unit(lambda connection: connection.execute(full))
    with pytest.raises(sqlite3.Error):
        await platform.app.take_decision(inbound_of(platform, request))
    assert (votes(platform, request), has_id(platform, "in_1")) == ([], False)
    await sqlite_of(platform.app).write_unit(lambda connection: connection.execute("DROP TRIGGER full"))
    assert await platform.app.take_decision(inbound_of(platform, request)) == (request.thread_id, False)
    assert votes(platform, request) == ["olive"]


async def test_kit5_the_first_decision_after_the_end_is_told_of_it_and_a_copy_is_again(tmp_path: Path) -> None:
    hour = MANAGERS.model_copy(update={"expires_after": timedelta(hours=1)})
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": hour}) as platform:
        request = await ask(platform)
        platform.clock.passes(hours=2)
        late = inbound_of(platform, request)
        with pytest.raises(AlreadySettled, match="expired"):
            await platform.app.take_decision(late)
        assert await platform.app.take_decision(late) == (request.thread_id, True)
        assert votes(platform, request) == []


async def test_kit5_the_ids_outlive_the_process(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        request = await ask(platform)
        await platform.app.take_decision(inbound_of(platform, request))
    async with PlatformFixture(tmp_path, clock=platform.clock) as platform:
        assert (await platform.app.take_decision(inbound_of(platform, request))).again
        with pytest.raises(DecisionUsed):
            await platform.app.take_decision(inbound_of(platform, request, id="in_2", body="cd" * 32))


async def test_kit5_the_same_id_with_another_body_is_refused(platform: PlatformFixture) -> None:
    request = await ask(platform)
    await platform.app.take_decision(inbound_of(platform, request))
    with pytest.raises(SameIdOtherBody):
        await platform.app.take_decision(inbound_of(platform, request, body="cd" * 32))


async def test_kit5_an_id_without_a_button_counts_once_too(platform: PlatformFixture) -> None:
    request = await ask(platform)
    assert not (await platform.app.take_decision(inbound_of(platform, request, once=""))).again
    assert (await platform.app.take_decision(inbound_of(platform, request, once=""))).again


@pytest.mark.parametrize(
    ("changed", "refused"),
    [({"person": "sam"}, NotAnApprover), ({"person": "eve"}, NotAnApprover), ({"digest": "0" * 64}, DigestMismatch)],
)
async def test_kit5_a_refusal_uses_the_ids_up(
    platform: PlatformFixture, changed: dict[str, str], refused: type[Exception]
) -> None:
    request = await ask(platform)
    with pytest.raises(refused):
        await platform.app.take_decision(inbound_of(platform, request, **changed))
    assert (await platform.app.take_decision(inbound_of(platform, request))).again
    assert votes(platform, request) == []


async def test_kit5_a_request_that_does_not_exist_uses_no_id_up(platform: PlatformFixture) -> None:
    request = await ask(platform)
    unknown = f"{hashlib.sha256(b'x').hexdigest()[:26]}-3"
    with pytest.raises(NotFound):
        await platform.app.take_decision(inbound_of(platform, request, call=unknown))
    assert not has_id(platform, "in_1")


TWO = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))


async def take_at_once(platform: PlatformFixture, inputs: list[InboundDecision]) -> list[IntakeResult | BaseException]:
    """Take all of them while the writer is busy: each has looked for its ids before any of them is written."""
    is_busy, is_free = threading.Event(), threading.Event()

    def hold_up(connection: sqlite3.Connection) -> None:
        is_busy.set()
        is_free.wait(10)

    busy = asyncio.create_task(sqlite_of(platform.app).write_unit(hold_up, is_long=True))
    assert await asyncio.to_thread(is_busy.wait, 10)
    tasks = [asyncio.create_task(platform.app.take_decision(each)) for each in inputs]
    for _ in range(10):
        await asyncio.sleep(0)
    assert not any(task.done() for task in tasks)
    is_free.set()
    await busy
    return await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize("policy", [MANAGERS, TWO], ids=["one", "two"])
async def test_kit5_copies_that_come_at_once_are_one_decision_and_the_others_are_again(
    tmp_path: Path, policy: Policy
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": policy}) as platform:
        request = await ask(platform)
        taken = await take_at_once(platform, [inbound_of(platform, request) for _ in range(4)])
        assert taken == [IntakeResult(request.thread_id, False), *[IntakeResult(request.thread_id, True)] * 3]
        assert votes(platform, request) == ["olive"]


@pytest.mark.parametrize("policy", [MANAGERS, TWO], ids=["one", "two"])
async def test_kit5_one_button_that_is_pressed_twice_at_once_is_one_decision(tmp_path: Path, policy: Policy) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent={"policy": policy}) as platform:
        request = await ask(platform)
        presses = [inbound_of(platform, request, id=f"in_{n}", body=f"{n:02}" * 32) for n in range(4)]
        taken = await take_at_once(platform, presses)
        assert taken[0] == IntakeResult(request.thread_id, False)
        assert [type(each) for each in taken[1:]] == [DecisionUsed] * 3
        assert votes(platform, request) == ["olive"]
