"""pxy7: what people saw is what runs, once: arguments with two readings, forged files, two proxies, pauses, lost clients."""

import asyncio
import json
import shutil
from typing import Any

import mcp_types as types
import pytest

from countersign.client import Countersign
from tests.cli.terminal import free_port
from tests.clients.proxy.hostile_server import HostileServer, make_tool
from tests.clients.proxy.proxy_world import ProxyWorld, text_of

ERASE = {"path": "/srv/a"}


async def test_pxy7_a_paused_approval_is_kept_and_used_when_it_is_resumed(world: ProxyWorld) -> None:
    hostile = HostileServer()
    world.accept_inside(hostile)
    world.configure(wait=0.5)
    async with world.connect_inside(hostile) as client:
        assert "Not decided yet" in text_of(await client.call_tool("erase", ERASE))
        request = await world.find_request()
        await world.decide(request)
        hold = {"scope": "tool", "name": "refunds", "reason": "Wait."}
        held = world.server.olive.post("/holds", json=hold).raise_for_status().json()
        try:
            refused = await client.call_tool("erase", ERASE)
        finally:
            world.server.olive.delete(f"/holds/{held['id']}").raise_for_status()
        assert "cannot be used now. Paused by Olive at" in text_of(refused)
        assert hostile.calls == []
        assert text_of(await client.call_tool("erase", ERASE)).endswith("done")
        assert len(hostile.calls) == 1


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        ({"path": "a", "intent": "b"}, {"mcp_arguments": {"path": "a", "intent": "b"}}),
        ({"mcp_tool": "read_file", "path": "a"}, {"mcp_arguments": {"mcp_tool": "read_file", "path": "a"}}),
        ({"mcpserver": "x"}, {"mcp_arguments": {"mcpserver": "x"}}),
        ({"MCP_server": "x"}, {"mcp_arguments": {"MCP_server": "x"}}),
        ({"pаth": "cyrillic", "path": "latin"}, {"mcp_arguments": {"pаth": "cyrillic", "path": "latin"}}),
        ({"path": "a\u202egpj.exe"}, {"path": "a\u202egpj.exe"}),
        ({"n": 1.0, "m": 0.1, "deep": {"a": [1, None, True]}}, {"n": 1, "m": 0.1, "deep": {"a": [1, None, True]}}),
        ({}, {}),
    ],
)
async def test_pxy7_what_people_see_is_what_runs(
    world: ProxyWorld, arguments: dict[str, Any], shown: dict[str, Any]
) -> None:
    hostile = HostileServer(make_tool(schema={"type": "object"}))
    world.accept_inside(hostile)
    async with world.connect_inside(hostile) as client:
        _, request = await world.approve_next(client, "erase", arguments)
    ours = {"mcp_server", "mcp_tool", "mcp_definition", "mcp_definition_sha256"}
    assert {name: value for name, value in request["arguments"].items() if name not in ours} == shown
    assert request["arguments"]["mcp_tool"] == "erase"
    assert hostile.calls == [("erase", shown.get("mcp_arguments", shown))]


@pytest.mark.parametrize(
    "arguments",
    [{"n": 2**60}, {"n": -0.0}, {"path": "x" * 70_000}, {"token": "ghp_" + "a1B2" * 9}],
    ids=["large", "negative zero", "long", "secret"],
)
async def test_pxy7_what_cannot_be_shown_exactly_is_refused_and_not_run(
    world: ProxyWorld, arguments: dict[str, Any]
) -> None:
    hostile = HostileServer(make_tool(schema={"type": "object"}))
    world.accept_inside(hostile)
    async with world.connect_inside(hostile) as client:
        refused = await client.call_tool("erase", arguments)
    assert refused.is_error
    assert "erase was not run: people could not be asked." in text_of(refused)
    assert (hostile.calls, world.list_requests()) == ([], [])
    assert list((world.folder / "calls").iterdir()) == []


async def test_pxy7_an_edit_by_an_approver_is_what_runs_and_the_client_is_told(world: ProxyWorld) -> None:
    hostile = HostileServer()
    world.accept_inside(hostile)
    async with world.connect_inside(hostile) as client:
        calling = asyncio.create_task(client.call_tool("erase", ERASE))
        request = await world.find_request()
        await world.decide(request, arguments={**request["arguments"], "path": "/srv/b"})
        assert "An approver changed the arguments." in text_of(await calling)
        assert hostile.calls == [("erase", {"path": "/srv/b"})]
        calling = asyncio.create_task(client.call_tool("erase", ERASE))
        request = await world.find_request()
        await world.decide(request, arguments={**request["arguments"], "mcp_tool": "other"})
        refused = await calling
        assert "what was approved is not this call" in text_of(refused)
        assert len(hostile.calls) == 1
        assert (await world.read(request))["execution"]["status"] == "failed"


async def test_pxy7_an_approval_is_used_once_by_two_proxies_and_by_two_equal_calls(world: ProxyWorld) -> None:
    hostile = HostileServer()
    world.accept_inside(hostile)
    async with world.connect_inside(hostile) as client:
        equal = [asyncio.create_task(client.call_tool("erase", ERASE)) for _ in range(2)]
        request = await world.find_request()
        async with world.connect_inside(hostile) as other:
            refused = await other.call_tool("erase", ERASE)
            assert "Another process of this machine waits with exactly this call" in text_of(refused)
        (open_call,) = (world.folder / "calls").iterdir()
        stolen = json.loads(open_call.read_text())
        await world.decide(request)
        assert [text_of(each) for each in await asyncio.gather(*equal)] == [text_of(await equal[0])] * 2
        assert len(hostile.calls) == 1
        open_call.write_text(json.dumps(stolen))
        refused = await client.call_tool("erase", ERASE)
        assert "its approval was used before" in text_of(refused)
        assert len(hostile.calls) == 1


async def test_pxy7_two_proxies_that_wait_with_one_request_run_it_once(world: ProxyWorld) -> None:
    """The second one has a copy of the first one's files, as another machine of the same person could."""
    hostile = HostileServer()
    world.accept_inside(hostile)
    async with world.connect_inside(hostile) as client:
        one = asyncio.create_task(client.call_tool("erase", ERASE))
        request = await world.find_request()
        copied = ProxyWorld(world.server, world.folder.with_name("copy"), world.name)
        shutil.copytree(world.folder, copied.folder, dirs_exist_ok=True)
        async with copied.connect_inside(hostile) as other:
            two = asyncio.create_task(other.call_tool("erase", ERASE))
            await world.decide(request)
            texts = sorted([text_of(await one), text_of(await two)])
    assert texts[0].endswith("done")
    assert "its approval was used before" in texts[1]
    assert len(hostile.calls) == 1
    assert (await world.read(request))["execution"]["status"] == "done"


async def test_pxy7_a_forged_file_of_an_open_call_runs_nothing_else_than_was_approved(world: ProxyWorld) -> None:
    """The file of one call names the approved request of another one."""
    hostile = HostileServer(make_tool(), make_tool("send", "Sends a file."))
    world.accept_inside(hostile)
    person = Countersign(world.settings.url, world.settings.key)
    async with world.connect_inside(hostile) as client:
        calling = asyncio.create_task(client.call_tool("erase", ERASE))
        request = await world.find_request()
        (mine,) = (world.folder / "calls").iterdir()
        calling.cancel()
        await asyncio.wait({calling})
        held = mine.read_text()
        await world.decide(request)
        calling = asyncio.create_task(client.call_tool("send", ERASE))
        other = await world.find_request()
        (theirs,) = (path for path in (world.folder / "calls").iterdir() if path != mine)
        calling.cancel()
        await asyncio.wait({calling})
        theirs.write_text(held)
        refused = await client.call_tool("send", ERASE)
        assert "what was approved is not this call" in text_of(refused)
        assert hostile.calls == []
    await person.withdraw(other["id"])


async def test_pxy7_without_countersign_nothing_runs_and_a_wait_that_is_over_goes_on(
    world: ProxyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countersign.client.PAUSE", 0.01)
    hostile = HostileServer()
    world.accept_inside(hostile)
    world.configure(wait=0.5)
    async with world.connect_inside(hostile) as client:
        undecided = await client.call_tool("erase", ERASE)
        assert undecided.is_error
        assert "Not decided yet" in text_of(undecided)
        request = await world.find_request()
        assert f"/requests/{request['id']}" in text_of(undecided)
        await world.decide(request)
        assert text_of(await client.call_tool("erase", ERASE)).endswith("done")
    assert len(hostile.calls) == 1
    other = {"path": "/srv/other"}
    away = f"http://127.0.0.1:{free_port()}"
    async with world.connect_inside(hostile, url=away) as client:
        refused = await client.call_tool("erase", other)
        assert text_of(refused).startswith(f"erase was not run: people could not be asked. {away} does not answer (")
    assert len(hostile.calls) == 1


async def test_pxy7_a_call_whose_end_is_not_known_is_told_so_and_not_run_again(world: ProxyWorld) -> None:
    hostile = HostileServer()
    world.accept_inside(hostile)
    world.configure(call_timeout=0.5)

    async def hang() -> types.CallToolResult:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    hostile.answer = lambda _: hang()
    async with world.connect_inside(hostile) as client:
        result, request = await world.approve_next(client, "erase", ERASE)
        assert "its end is not known: it may have run" in text_of(result)
        assert (await world.read(request))["execution"]["status"] == "failed"
        assert len(hostile.calls) == 1


async def test_pxy7_a_call_that_runs_goes_on_and_is_reported_when_its_client_has_gone(
    world: ProxyWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("countersign.proxy.gated_calls.PROGRESS_SECONDS", 0.02)
    hostile, started, go_on = HostileServer(), asyncio.Event(), asyncio.Event()
    world.accept_inside(hostile)
    told: asyncio.Queue[str | None] = asyncio.Queue()

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.put_nowait(message)

    async def run() -> types.CallToolResult:
        started.set()
        await go_on.wait()
        return types.CallToolResult(content=[types.TextContent(type="text", text="erased")])

    hostile.answer = lambda _: run()
    async with world.connect_inside(hostile) as client, asyncio.timeout(60):
        calling = asyncio.create_task(client.call_tool("erase", ERASE, progress_callback=hear))
        request = await world.find_request()
        while f"/requests/{request['id']}" not in str(await told.get()):
            pass
        await world.decide(request)
        await started.wait()
        calling.cancel()
        await asyncio.wait({calling})
        go_on.set()
        while (execution := (await world.read(request))["execution"])["status"] == "running":
            await asyncio.sleep(0.02)
    assert (execution["status"], "erased" in execution["result"]) == ("done", True)
    assert len(hostile.calls) == 1
