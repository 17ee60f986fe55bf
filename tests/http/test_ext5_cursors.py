"""ext5: the cursor that an agent key gets names no request and no thread of another key."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.http.http_client import API, assert_problem
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def read_pages(client: httpx2.AsyncClient, path: str) -> tuple[list[str], list[str]]:
    """The ids of all pages of one entry each, and the cursors."""
    found: list[str] = []
    cursors: list[str] = []
    while True:
        asked = {"limit": "1", **({"cursor": cursors[-1]} if cursors else {})}
        page = (await client.get(f"{API}/{path}", params=asked)).json()
        found += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            return found, cursors
        cursors.append(page["next_cursor"])


@pytest.mark.parametrize("path", ["requests", "threads"])
async def test_ext5_cursors_name_nothing_of_another_key_of_the_same_person(server: ProgramFixture, path: str) -> None:
    shop, other = await server.program(), await server.program()
    mine = [await server.ask(shop, arguments={"customer": "ada", "amount": n}) for n in range(2)]
    foreign = [await server.ask(other, arguments={"customer": "bob", "amount": n}) for n in range(3)]
    field = "id" if path == "requests" else "thread_id"
    found, cursors = await read_pages(shop, path)
    assert sorted(found) == sorted(each[field] for each in mine)
    assert cursors
    assert not [cursor for cursor in cursors for each in foreign if each["thread_id"] in cursor]
    assert_problem(await other.get(f"{API}/{path}", params={"cursor": cursors[0]}), 422, "cursor")


@pytest.mark.parametrize("cursor", ["x", "1.t1", "AQ", "é", "A" * 100])
async def test_ext5_a_cursor_that_was_not_given_is_refused(server: ProgramFixture, cursor: str) -> None:
    shop = await server.program()
    assert_problem(await shop.get(f"{API}/requests", params={"cursor": cursor}), 422, "cursor")
