"""hl1: the ways in which HumanLayer's TypeScript examples use its SDK, with the real frameworks, against the real server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.people import PeopleDirectory
from tests.channels.callback.callback_server import CallbackServer
from tests.channels.callback.test_ext2_callbacks import add_callbacks, url_of
from tests.cli.terminal import free_port
from tests.clients.humanlayer.foreign_environments import OUTSIDE, make_node_environment
from tests.clients.humanlayer.foreign_program import ForeignProgram, foreign_program
from tests.clients.humanlayer.package_server import PackageServer, package_server
from tests.clients.humanlayer.package_server import here as here
from tests.clients.humanlayer.test_hl1_families import model_url as model_url
from tests.http.programs import PEOPLE, programs_in
from tests.platform_fixture import FakeClock

pytestmark = pytest.mark.full_only
REFUND = {"customer": "ada", "amount": 240}


@pytest.fixture(scope="module")
def families() -> Iterator[ForeignProgram]:
    folder = make_node_environment(OUTSIDE / "families", "humanlayer-node-families")
    with foreign_program("node", str(folder / "typescript_families.mjs")) as found:
        yield found


@pytest.mark.parametrize("family", ["openai_loop", "vercel_ai_tool", "langchain_tool"])
@pytest.mark.parametrize("decision", ["approve", "reject"])
async def test_hl1_a_tool_of_a_typescript_agent_runs_after_the_approval_alone(
    here: PackageServer, families: ForeignProgram, model_url: str, family: str, decision: str
) -> None:
    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.arguments == {"fn": "refund", **REFUND}
        await here.decide(decision=decision, reason="Not to her.")

    said = await families.run(family, {**here.given, "model_url": model_url}, world)
    if decision == "approve":
        assert said == {"done": "refunded 240 to ada", "ran": [["ada", 240]]}
    else:
        assert said == {"done": "User denied function refund with comment: Not to her.", "ran": []}


async def test_hl1_any_of_two_channels_may_decide(here: PackageServer, families: ForeignProgram) -> None:
    people = {
        id: person.model_copy(update={"accounts": {"email": f"{id}@example.com"}})
        for id, person in PEOPLE.people.items()
    }
    await here.server.reload(PeopleDirectory(people=people))

    async def world(_: int) -> None:
        (asked,) = await here.server.platform.pending()
        assert asked.card.may == ("olive", "max")
        await here.decide(by="max", reason="Fine.")

    given = {**here.given, "first": "olive@example.com", "second": "max@example.com"}
    said = await families.run("any_of_channels", given, world)
    assert (said["done"]["approved"], said["done"]["comment"]) == (True, "Fine.")


async def test_hl1_a_typescript_server_hears_the_option_and_its_state_by_webhook(
    tmp_path: Path, families: ForeignProgram
) -> None:
    outside = CallbackServer()
    outside.port = free_port()
    async with programs_in(tmp_path, clock=FakeClock(datetime.now(UTC))) as server, package_server(server) as here:
        add_callbacks(server, outside)
        server.options["webhooks"] = {server.policies["refunds"]["keys"][0]: url_of(outside)}
        await server.reload()

        async def world(_: int) -> None:
            await here.decide(decision="reject", option="spam")
            await server.platform.settle()

        said = await families.run("classifier_webhook", {**here.given, "port": outside.port}, world)
    assert said["done"] == {"type": "function_call.completed", "mail": 7, "as": "spam", "approved": False}
