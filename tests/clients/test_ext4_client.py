"""ext4: the Python client against the real server: approve, ask, wait, and functions that run as they were approved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest

from countersign import (
    ApiRefusal,
    ApprovalLost,
    ApprovalRefused,
    Countersign,
    NoRequestId,
    SyncCountersign,
    UnshownArgument,
)
from tests.http.http_client import ORIGIN
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


class LostConnections(httpx2.ASGITransport):
    """A network that loses the next `lost` requests before the server gets them."""

    def __init__(self, server: ProgramFixture) -> None:
        super().__init__(app=server.app)
        self.server, self.lost = server, 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.lost:
            self.lost -= 1
            raise httpx2.ConnectError("the server restarts")
        return await super().handle_async_request(request)


async def client_of(server: ProgramFixture, *policies: str) -> tuple[Countersign, LostConnections]:
    program = await server.program(*policies)
    network = LostConnections(server)
    return Countersign(ORIGIN, program.headers["Authorization"].removeprefix("Bearer "), transport=network), network


@asynccontextmanager
async def deciding(server: ProgramFixture, by: str = "olive", **decision: Any) -> AsyncIterator[list[Any]]:
    """A person who decides each request as soon as it is there."""
    seen: list[Any] = []

    async def decide() -> None:
        while True:
            for request in await server.platform.pending():
                seen.append(request)
                await server.decide({"id": request.id, "digest": request.digest}, by=by, **decision)
            await asyncio.sleep(0.01)

    task = asyncio.create_task(decide())
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_ext4_a_function_runs_with_all_its_arguments_approved(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    ran: list[tuple[Any, ...]] = []

    @client.requires_approval(title="Pay {amount} to {customer}")
    async def pay(customer: str, amount: int, currency: str = "EUR", *, on: date = date(2026, 11, 21)) -> str:
        """Pay somebody."""
        ran.append((customer, amount, currency, on))
        return "paid"

    async with deciding(server) as seen:
        async with asyncio.timeout(20):
            assert await pay("ada", 240) == "paid"
    assert pay.__doc__ == "Pay somebody."
    assert seen[0].arguments == {"customer": "ada", "amount": 240, "currency": "EUR", "on": "2026-11-21"}
    assert ran == [("ada", 240, "EUR", date(2026, 11, 21))]
    (request,) = (await server.platform.app.queries.list_requests()).items
    assert request.execution is not None
    assert (request.execution.status, request.execution.result) == ("done", "Reported by the agent: paid")


async def test_ext4_what_an_approver_changed_is_what_runs(server: ProgramFixture) -> None:
    client, _ = await client_of(server, "releases")
    ran: list[int] = []

    @client.requires_approval()
    async def scale(replicas: int) -> None:
        ran.append(replicas)

    task = asyncio.create_task(scale(90))
    while not (waiting := await server.platform.pending()):
        await asyncio.sleep(0.01)
    first = {"id": waiting[0].id, "digest": waiting[0].digest}
    edited = (await server.decide(first, arguments={"replicas": 9})).json()
    await server.decide(edited, by="max")
    async with asyncio.timeout(20):
        await task
    assert ran == [9]


async def test_ext4_a_refusal_is_no_error_of_the_function_and_an_error_of_it_is_raised_as_it_is(
    server: ProgramFixture,
) -> None:
    client, _ = await client_of(server)
    ran: list[str] = []

    @client.requires_approval()
    async def pay(customer: str) -> None:
        ran.append(customer)
        raise ZeroDivisionError("no funds")

    async with deciding(server, decision="reject", reason="Not today."):
        with pytest.raises(ApprovalRefused, match=r"Not today\.") as refused:
            await pay("ada")
    assert (refused.value.request.status, ran) == ("rejected", [])
    async with deciding(server):
        with pytest.raises(ZeroDivisionError, match="no funds"):
            await pay("bob")
    (failed, _) = (await server.platform.app.queries.list_requests()).items
    assert failed.execution is not None
    assert failed.execution.error == "Reported by the agent: ZeroDivisionError: no funds"


async def test_ext4_an_argument_that_nobody_can_see_is_refused_before_anybody_is_asked(server: ProgramFixture) -> None:
    client, _ = await client_of(server)

    class Basket:
        @client.requires_approval()
        async def pay(self, customer: str) -> None: ...

    with pytest.raises(UnshownArgument, match="'self'"):
        await Basket.pay(Basket(), "ada")
    assert await server.platform.pending() == []


async def test_ext4_waiting_outlives_lost_connections(server: ProgramFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersign.client.PAUSE", 0.01)
    client, network = await client_of(server)
    asked = await client.approve("Pay {amount}", {"amount": 1}, metadata={"order": 7}, key="o-7")
    network.lost = 3
    task = asyncio.create_task(client.wait(asked.id))
    while network.lost:
        await asyncio.sleep(0.01)
    await server.decide({"id": asked.id, "digest": asked.digest})
    async with asyncio.timeout(20):
        decided = await task
    assert (decided.status, decided.submission and decided.submission.metadata) == ("approved", {"order": 7})
    with pytest.raises(TimeoutError):
        await client.wait((await client.approve("Pay {amount}", {"amount": 2})).id, within=0.05)


async def test_ext4_a_restarted_program_goes_on_by_the_id_and_runs_once(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    ran: list[int] = []

    @client.requires_approval(title="Pay {amount}")
    async def pay(amount: int) -> None:
        ran.append(amount)

    async with asyncio.timeout(20):
        asked = await client.approve("Pay {amount}", {"amount": 5}, key="o-5")  # and the process died here
        await server.decide({"id": asked.id, "digest": asked.digest})
        await pay.resume(asked.id)
        assert ran == [5]
        with pytest.raises(ApprovalLost):
            await pay.key("o-5")(5)
    assert ran == [5]


async def test_ext4_a_question_is_answered_in_words_or_by_a_choice(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    task = asyncio.create_task(client.ask("Which?", choices=["s", "m"]))
    while not (waiting := await server.platform.pending()):
        await asyncio.sleep(0.01)
    await server.platform.answer(waiting[0], "m", by="max")
    async with asyncio.timeout(20):
        assert await task == "m"


async def test_ext4_a_refusal_of_the_server_has_its_sentence(server: ProgramFixture) -> None:
    client, _ = await client_of(server)
    with pytest.raises(ApiRefusal, match="may not use the policy 'releases'") as refused:
        await client.approve("Pay", {}, policy="releases")
    assert refused.value.status == 403
    with pytest.raises(ApiRefusal):
        await Countersign(ORIGIN, "cs_wrong", transport=LostConnections(server)).get("x-1")


def test_ext4_a_program_without_an_event_loop_asks_alike(tmp_path: Path) -> None:
    answers: list[dict[str, Any]] = [
        {"status": "pending"},
        {"status": "approved", "arguments": {"amount": 3}},
        {"status": "approved"},
        {"status": "approved"},
    ]
    sent: list[tuple[str, bytes]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append((f"{request.method} {request.url.path}", request.content))
        whole = {"id": "t-2", "thread_id": "t", "kind": "approval", "tool": "pay", "arguments": {}, "digest": "d"}
        return httpx2.Response(200, json={**whole, **answers.pop(0)})

    client = SyncCountersign(ORIGIN, "cs_x", transport=httpx2.MockTransport(answer))

    @client.requires_approval()
    def pay(amount: int) -> int:
        return amount * 2

    assert pay(4) == 6  # the approved amount, and not the one that was asked for
    assert [line for line, _ in sent] == [
        "POST /api/v1/requests",
        "GET /api/v1/requests/t-2",
        "POST /api/v1/requests/t-2/execution",
        "POST /api/v1/requests/t-2/execution",
    ]


@pytest.mark.parametrize("id", ["", " ", None, 7, "../keys", "a/b", "x?y=1", "x#y", "ab%2fcd", "..", "é", "x" * 201])
async def test_ext4_what_is_no_id_of_a_request_is_named_and_not_sent(id: Any) -> None:
    """An empty id would ask for the list of requests, and "../keys" for the keys."""
    client = Countersign(ORIGIN, "cs_key", transport=httpx2.MockTransport(lambda _: httpx2.Response(500)))
    for act in (
        client.get(id),
        client.wait(id),
        client.claim(id),
        client.report(id, failed=False),
        client.amend(id, {}),
        client.comment(id, "x"),
        client.withdraw(id),
        client.ask_grant(id),
    ):
        with pytest.raises(NoRequestId) as refused:
            await act
        assert repr(id)[:100] in str(refused.value)
        assert "is no id of a request. Give the `id`" in str(refused.value)
