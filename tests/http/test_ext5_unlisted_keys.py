"""ext5: a key that an operator takes from a policy uses no approval of it any more, also none that people gave before."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.http_client import API, assert_problem
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def test_ext5_an_unlisted_key_neither_claims_nor_amends(server: ProgramFixture) -> None:
    shop = await server.program()
    approved, waiting = [await server.ask(shop, arguments={"customer": "ada", "amount": n}) for n in range(2)]
    await server.decide(approved)
    listed = server.policies["refunds"]["keys"]
    server.policies["refunds"]["keys"] = []
    await server.reload()
    claim, amend = f"{API}/requests/{approved['id']}/execution", f"{API}/requests/{waiting['id']}/amend"
    assert_problem(await shop.post(claim, json={"status": "running"}), 409, "does not list the key")
    arguments = {"arguments": {"customer": "ada", "amount": 9}}
    assert_problem(await shop.post(amend, json=arguments), 409, "does not list the key")
    server.policies["refunds"]["keys"] = listed
    await server.reload()
    assert (await shop.post(claim, json={"status": "running"})).status_code == 200
    assert (await shop.post(amend, json=arguments)).status_code == 200
