"""br1: what all bridges share, against the real server: an approval is bound to all of its call, and is used once."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from countersign import ApiRefusal, CallReviewer, Countersign, PausedCall, StateRefused
from tests.clients.bridge_server import CLIENT, count_code
from tests.clients.test_ext4_client import LostConnections, client_of
from tests.http.programs import ProgramFixture, programs_in

CALL = PausedCall("call-1", "pay", {"customer": "ada", "amount": 240.0})
RUN = {"run": "run-1"}


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        found.policies["refunds"]["approval"]["edits"] = True
        yield found


async def ask(client: Countersign, call: PausedCall = CALL, run: dict[str, Any] = RUN) -> dict[str, Any]:
    (asked,) = await CallReviewer(client).ask([call], run)
    return {"id": asked.id, "digest": asked.digest}


async def test_br1_a_changed_call_of_the_same_pause_is_refused_and_another_pause_asks_anew(
    server: ProgramFixture,
) -> None:
    client, _ = await client_of(server)
    waiting = await ask(client)
    await server.decide(waiting)
    for changed in ({"customer": "eve", "amount": 240}, {"customer": "ada", "amount": 241}, {"customer": "ada"}):
        with pytest.raises(ApiRefusal) as refused:
            await CallReviewer(client).decide([PausedCall("call-1", "pay", changed)], RUN)
        assert refused.value.status == 409
    (other,) = await CallReviewer(client).ask([PausedCall("call-1", "pay", {"amount": 1})], {"run": "run-2"})
    assert other.status == "pending"
    assert (await client.get(waiting["id"])).status == "approved", "and was not used by them"


async def test_br1_an_approval_runs_once_with_exactly_what_was_approved(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    waiting = await ask(client)
    await server.decide(waiting, arguments={"customer": "ada", "amount": 24})
    (decided,) = await CallReviewer(client).decide([CALL], RUN)
    assert (decided.may_run, decided.is_edited) == (True, True)
    assert decided.arguments == {"customer": "ada", "amount": 24}
    (again,) = await CallReviewer(client).decide([CALL], RUN)
    assert (again.may_run, again.arguments) == (False, CALL.arguments)
    assert "may have run" in again.reason


async def test_br1_a_number_that_is_written_otherwise_is_no_edit(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    await server.decide(await ask(client))
    (decided,) = await CallReviewer(client).decide([CALL], RUN)
    assert (decided.may_run, decided.is_edited) == (True, False)


async def test_br1_an_edit_that_a_framework_cannot_run_is_given_back_unused(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    call = PausedCall("call-1", "pay", {"amount": 240}, may_edit=False)
    waiting = await ask(client, call)
    await server.decide(waiting, arguments={"amount": 24})
    (decided,) = await CallReviewer(client).decide([call], RUN)
    assert not decided.may_run
    assert decided.reason == 'An approver changed it. Call it again with exactly these arguments: {"amount": 24}'
    assert (await client.get(waiting["id"])).status == "withdrawn"


class ChangeOfMind(LostConnections):
    """A network on which an approver takes the approval back between the answer to a wait and the claim."""

    waiting: dict[str, Any] | None = None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.waiting and request.url.path.endswith("/execution"):
            waiting, self.waiting = self.waiting, None
            decided = await self.server.decide(waiting, decision="take_back")
            assert decided.status_code == 200, decided.text
        return await super().handle_async_request(request)


async def test_br1_a_call_whose_approval_is_taken_back_as_it_is_claimed_does_not_run(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    waiting = await ask(client)
    await server.decide(waiting)
    client._transport = changing = ChangeOfMind(server)
    changing.waiting = waiting
    (decided,) = await CallReviewer(client).decide([CALL], RUN)
    assert not decided.may_run
    assert "It may have run" not in decided.reason
    assert (await client.get(waiting["id"])).status == "rejected"


async def test_br1_a_lost_report_loses_no_result(
    server: ProgramFixture, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countersign.client.PAUSE", 0.01)
    client, network = await client_of(server)
    await server.decide(await ask(client))
    reviewer = CallReviewer(client)
    (decided,) = await reviewer.decide([CALL], RUN)
    network.lost = 100
    with caplog.at_level(logging.WARNING, "countersign"):
        await reviewer.report(decided, "paid")
    assert "its end was not reported" in caplog.text


async def test_br1_a_state_is_kept_on_its_request_or_by_its_sha256_and_a_changed_one_is_refused(
    server: ProgramFixture,
) -> None:
    client, _ = await client_of(server)
    short, long = (
        '{"messages": []}',
        "".join(chr(33 + n * n * 7919 % 89) + chr(33 + n * 31 % 90) for n in range(40_000)),
    )
    states: dict[str, str] = {}
    kept = CallReviewer(client).keep("run-1", short)
    waiting = await ask(client, run=kept)
    assert await CallReviewer(client).load(waiting["id"]) == (kept, short)
    with pytest.raises(StateRefused, match="Give CallReviewer"):
        CallReviewer(client).keep("run-1", long)
    reviewer = CallReviewer(client, states=states)
    kept = reviewer.keep("run-2", long)
    call = PausedCall("call-1", "pay", {"amount": 1})
    waiting = await ask(client, call, kept)
    assert await reviewer.load(waiting["id"]) == (kept, long)
    states[kept["sha256"]] = long.replace("a", "b")
    for changed in (states, {}):
        with pytest.raises(StateRefused, match="has none with its SHA-256"):
            await CallReviewer(client, states=changed).load(waiting["id"])


async def test_br1_a_request_that_keeps_no_state_says_so(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    asked = await client.approve("Pay", {})
    with pytest.raises(StateRefused, match="keeps no state"):
        await CallReviewer(client).load(asked.id)


def test_br1_a_bridge_has_sixty_lines_at_most() -> None:
    package = CLIENT / "countersign"
    lines = {path.name: count_code(path) for path in (package / "gate_command.py", *(package / "bridges").glob("*.py"))}
    assert len(lines) > 5
    assert {name: count for name, count in lines.items() if count > 60} == {}
