"""hl1: a wait of HumanLayer's package outlives a restart of the server, and its models read our webhooks."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from channels.shared.webhook_signatures import verify_standard
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.callback.test_ext2_callbacks import add_callbacks, url_of
from tests.clients.humanlayer.foreign_program import ForeignProgram
from tests.clients.humanlayer.package_server import python as python
from tests.clients.humanlayer.test_hl1_families import families as families
from tests.clients.humanlayer.test_hl1_families import model_url as model_url
from tests.clients.test_ext5_client_faults import Fault, FaultyProxy
from tests.http.http_client import API, listening
from tests.http.humanlayer.humanlayer_case import HL, ask, assert_refused, call_of, contact_of, respond
from tests.http.programs import ProgramFixture, programs_in
from tests.platform_fixture import FakeClock


@pytest.mark.parametrize(
    ("family", "case", "result"),
    [
        ("python", "require_approval", {"result": "sent to ada@example.com", "ran": ["ada@example.com"]}),
        pytest.param("families", "langchain_tool", "refunded 240 to ada", marks=pytest.mark.full_only),
    ],
)
async def test_hl1_a_restart_in_mid_wait_loses_no_decision(
    tmp_path: Path, model_url: str, family: str, case: str, result: Any, request: pytest.FixtureRequest
) -> None:
    """The first server takes the call, the second one the decision, the third one tells of it."""
    program_process: ForeignProgram = request.getfixturevalue(family)
    async with AsyncExitStack() as last:
        servers = [AsyncExitStack()]
        first = await servers[0].enter_async_context(programs_in(tmp_path))
        program = await first.program()
        host, port = await servers[0].enter_async_context(listening(first.platform))
        given = {"key": program.headers["Authorization"].removeprefix("Bearer "), "url": f"http://{host}:{port}{HL}"}
        given["model_url"] = model_url
        keys = first.policies["refunds"]["keys"]

        async def restart(n: int) -> None:
            await servers.pop().aclose()
            servers.append(await last.enter_async_context(AsyncExitStack()))
            server = await servers[0].enter_async_context(programs_in(tmp_path))
            server.policies["refunds"]["keys"] = keys
            await server.reload()
            await servers[0].enter_async_context(listening(server.platform, port))
            if n == 1:
                (asked,) = await server.platform.pending()
                assert (await server.decide({"id": asked.id, "digest": asked.digest})).status_code == 200
            if n == 2:
                assert await server.platform.pending() == []

        said = await program_process.run(case, given, restart)
    assert said["done"] == result
    assert len(program_process.slept) in (2, 3)


async def test_hl1_a_502_and_lost_answers_lose_no_decision_and_ask_once(tmp_path: Path, python: ForeignProgram) -> None:
    """Also the answer that handed the approval over may be lost: the next one says the same."""
    faults: list[tuple[str, Fault]] = [
        ("POST", "answer lost"),
        ("POST", "502"),
        ("GET", "502"),
        ("GET", "502 after it"),
    ]
    async with programs_in(tmp_path) as server:
        program = await server.program()
        async with listening(server.platform) as (host, port), FaultyProxy(host, port).listen() as proxy:
            proxy.faults = [*faults, ("GET", "answer lost")]
            given = {"key": program.headers["Authorization"].removeprefix("Bearer "), "url": f"{proxy.url}{HL}"}

            async def world(n: int) -> None:
                if n == 2:  # after two errors it knows that people are asked
                    (asked,) = await server.platform.pending()
                    assert (await server.decide({"id": asked.id, "digest": asked.digest})).status_code == 200

            said = await python.run("persist", given, world)
        assert said["done"] == {"approved": True, "errors": len(faults) + 1}
        (found,) = (await server.platform.app.queries.list_requests()).items
        assert found.execution is not None


@pytest.fixture
async def outside() -> AsyncIterator[CallbackServer]:
    async with CallbackServer().listen() as server:
        yield server


@pytest.fixture
async def server(tmp_path: Path, outside: CallbackServer) -> AsyncIterator[ProgramFixture]:
    """At the present time: the foreign verifier looks at its own clock."""
    async with programs_in(tmp_path, clock=FakeClock(datetime.now(UTC).replace(microsecond=0))) as found:
        add_callbacks(found, outside)
        yield found


async def program_with_webhook(server: ProgramFixture, outside: CallbackServer) -> Any:
    """A program whose decisions are told to `outside`: the operator named the URL for its key."""
    program = await server.program()
    (key,) = server.policies["refunds"]["keys"]
    server.options["webhooks"] = {key: url_of(outside)}
    await server.reload()
    return program


async def test_hl1_a_decision_is_posted_once_in_humanlayers_envelope(
    server: ProgramFixture, outside: CallbackServer, python: ForeignProgram
) -> None:
    shop = await program_with_webhook(server, outside)
    await ask(shop, call_of(state={"n": 1}))
    await ask(shop, contact_of(state={"n": 2}), "contact_requests")
    await server.platform.settle()
    assert outside.taken == []
    await respond(server, "call-1", approved=False, comment="No.")
    await respond(server, "human_call-1", path="human_contacts", response="abc123")
    await server.platform.settle()
    secret = (await shop.get(f"{API}/callbacks/secret")).json()["secret"]
    events: dict[str, dict[str, Any]] = {}
    for taken in outside.taken:
        assert verify_standard(taken.headers, taken.body, [secret], server.platform.clock())
        older = {name: value for name, value in taken.headers.items() if not name.startswith("webhook-")}
        assert verify_standard(older, taken.body, [secret], server.platform.clock()) == taken.headers["webhook-id"]
        body = json.loads(taken.body)
        assert body["is_test"] is False
        events[body["type"]] = body["event"]
    call, contact = events["function_call.completed"], events["human_contact.completed"]
    assert (call["spec"]["state"], call["status"]["approved"], call["status"]["comment"]) == ({"n": 1}, False, "No.")
    assert (contact["spec"]["state"], contact["status"]["response"]) == ({"n": 2}, "abc123")
    assert len(outside.taken) == 2
    for taken in outside.taken:
        signed = {name: value for name, value in taken.headers.items() if name.startswith("webhook-")}
        given = {"body": taken.body.decode(), "secret": secret, "headers": signed}
        read = await python.run("read_webhook", given)
        event = json.loads(taken.body)["event"]
        assert read["done"]["event"]["call_id"] == event["call_id"]
        assert read["done"]["event"]["spec"]["state"] == event["spec"]["state"]
        forged = await python.run(
            "read_webhook", {**given, "body": given["body"].replace("No.", "Ok.").replace("abc", "abd")}
        )
        assert "WebhookVerificationError" in forged["failed"]


async def test_hl1_an_approval_is_told_with_the_arguments_that_run(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop = await program_with_webhook(server, outside)
    await ask(shop, call_of())
    await respond(server, "call-1", approved=True)
    await server.platform.settle()
    event = json.loads(outside.taken[0].body)["event"]
    assert (event["status"]["approved"], event["spec"]["kwargs"]) == (True, {"to": "ada", "amount": 5})


async def test_hl1_a_request_of_the_own_api_keeps_its_own_callback(
    server: ProgramFixture, outside: CallbackServer
) -> None:
    shop = await program_with_webhook(server, outside)
    asked = await server.ask(shop, callback_url=url_of(outside))
    await server.decide(asked)
    await server.platform.settle()
    (taken,) = outside.taken
    assert json.loads(taken.body)["type"] == "request.decided"
    assert "svix-id" not in taken.headers


async def test_hl1_a_webhook_without_the_channel_of_callbacks_is_a_clear_422(tmp_path: Path) -> None:
    async with programs_in(tmp_path) as found:
        program = await found.program()
        (key,) = found.policies["refunds"]["keys"]
        found.options["webhooks"] = {key: "https://shop.example/hook"}
        await found.reload()
        assert_refused(await program.post(f"{HL}/function_calls", json=call_of()), 422, "[channels.callback]")
