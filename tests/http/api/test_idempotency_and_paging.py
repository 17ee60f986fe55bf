"""A launch with an `Idempotency-Key` happens once, and lists are paged by an opaque cursor."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.http.api.api_cases import PUSH
from tests.http.http_client import API, HttpFixture, assert_problem
from tests.platform_fixture import PlatformFixture, choose

NOT_OURS = ("x", "1", ".", "1.", ".a", "-1.a", "1e9.a", "².a", "\u0661.a", "9" * 19 + ".a", "x" * 121, "1' OR 1=1 --")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH) as platform:
        yield HttpFixture(platform)


class TestIdempotency:
    async def test_api06_the_same_key_and_body_is_the_same_thread(self, server: HttpFixture) -> None:
        sam = await server.as_("sam")
        first = await _launch(sam, "push it", "once-1")
        await server.platform.settle()
        second = await _launch(sam, "push it", "once-1")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json()["id"] == second.json()["id"]
        assert len(await _all_threads(sam)) == 1

    async def test_api06_the_same_key_with_another_body_is_409(self, server: HttpFixture) -> None:
        sam = await server.as_("sam")
        await _launch(sam, "push it", "once-1")
        assert_problem(await _launch(sam, "push that", "once-1"), 409, "came before with another body")
        assert len(await _all_threads(sam)) == 1

    async def test_api06_a_key_is_its_owners_alone(self, server: HttpFixture) -> None:
        sam, olive = await server.as_("sam"), await server.as_("olive")
        first, second = await _launch(sam, "push it", "once-1"), await _launch(olive, "push it", "once-1")
        assert first.json()["id"] != second.json()["id"]

    async def test_api06_a_message_comes_once_and_into_one_thread(self, server: HttpFixture) -> None:
        sam = await server.as_("sam")
        one, two = [(await _launch(sam, text, None)).json()["id"] for text in ("a", "b")]
        headers = {"Idempotency-Key": "m"}
        first = await sam.post(f"{API}/threads/{one}/messages", json={"message": "hi"}, headers=headers)
        again = await sam.post(f"{API}/threads/{one}/messages", json={"message": "hi"}, headers=headers)
        assert (again.status_code, again.json()) == (202, first.json())
        other = await sam.post(f"{API}/threads/{two}/messages", json={"message": "hi"}, headers=headers)
        assert_problem(other, 409)
        assert server.platform.types(one).count("MessageReceived") == 2

    async def test_api07_fifty_at_once_open_one_thread(self, server: HttpFixture) -> None:
        sam = await server.as_("sam")
        answers = await asyncio.gather(*(_launch(sam, "push it", "once-1") for _ in range(50)))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.json()["id"] for answer in answers}) == 1
        assert len(await _all_threads(sam)) == 1

    async def test_api06_the_key_holds_after_a_restart(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as platform:
            server = HttpFixture(platform)
            secret = await server.secret("sam")
            headers = {"Authorization": f"Bearer {secret}"}
            first = await _launch(server.nobody, "push it", "once-1", headers)
        async with PlatformFixture(tmp_path) as platform:
            second = await _launch(HttpFixture(platform).nobody, "push it", "once-1", headers)
        assert first.json()["id"] == second.json()["id"]

    @pytest.mark.parametrize("key", ["", "x" * 201])
    async def test_a_key_has_1_to_200_characters(self, server: HttpFixture, key: str) -> None:
        assert_problem(await _launch(await server.as_("sam"), "push it", key), 422, "Idempotency-Key")


class TestPages:
    async def test_pages_lose_and_repeat_nothing_while_new_requests_arrive(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path, *(choose("push", tag=f"v{n}") for n in range(40))) as platform:
            server = HttpFixture(platform)
            olive = await server.as_("olive")
            before = [await platform.launch() for _ in range(23)]
            seen, cursor = [], None
            while True:
                page = await _page(olive, "requests", status="pending", limit=4, cursor=cursor)
                assert len(page["items"]) <= 4
                seen += [item["thread_id"] for item in page["items"]]
                if (cursor := page["next_cursor"]) is None:
                    break
                await platform.launch()
                platform.clock.passes(seconds=1)
            assert len(seen) == len(set(seen))
            assert set(before) <= set(seen)

    async def test_threads_come_last_touched_first(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as platform:
            server = HttpFixture(platform)
            olive = await server.as_("olive")
            made = []
            for _ in range(7):
                made.append(await platform.launch())
                platform.clock.passes(seconds=1)
            first = await _page(olive, "threads", limit=3)
            second = await _page(olive, "threads", limit=200, cursor=first["next_cursor"])
            listed = [item["id"] for item in first["items"] + second["items"]]
            assert listed == made[::-1]
            assert second["next_cursor"] is None

    async def test_the_last_page_has_no_cursor_even_when_it_is_full(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path) as platform:
            server = HttpFixture(platform)
            for _ in range(4):
                await platform.launch()
            olive = await server.as_("olive")
            first = await _page(olive, "threads", limit=2)
            assert (await _page(olive, "threads", limit=2, cursor=first["next_cursor"]))["next_cursor"] is None

    async def test_lists_are_filtered(self, tmp_path: Path) -> None:
        async with PlatformFixture(tmp_path, PUSH) as platform:
            server = HttpFixture(platform)
            waiting, finished = await platform.launch(), await platform.launch()
            olive = await server.as_("olive")
            assert [each["id"] for each in (await _page(olive, "threads", status="waiting"))["items"]] == [waiting]
            assert [each["id"] for each in (await _page(olive, "threads", status="finished"))["items"]] == [finished]
            assert (await _page(olive, "threads", agent="other"))["items"] == []
            assert (await _page(olive, "requests", thread=finished))["items"] == []

    async def test_api05_a_limit_out_of_bounds_is_422(self, server: HttpFixture) -> None:
        olive = await server.as_("olive")
        for route in ("threads", "requests"):
            for limit in ("0", "-1", "201", "1000000000", "1e3", "nan", "", "1" * 5000):
                assert_problem(await olive.get(f"{API}/{route}", params={"limit": limit}), 422, "limit")

    async def test_api05_a_cursor_that_is_not_ours_is_422(self, server: HttpFixture) -> None:
        olive = await server.as_("olive")
        for route in ("threads", "requests"):
            for cursor in NOT_OURS:
                assert_problem(await olive.get(f"{API}/{route}", params={"cursor": cursor}), 422, "cursor")

    async def test_api05_a_cursor_of_another_place_shows_only_what_lies_behind_it(self, server: HttpFixture) -> None:
        await server.platform.launch()
        olive = await server.as_("olive")
        assert len((await _page(olive, "threads", cursor="999999999999999999.z"))["items"]) == 1
        for cursor in ("0.a", "000.a", "1.' OR 1=1 --", "1.\x00", "1.%"):
            assert (await _page(olive, "threads", cursor=cursor))["items"] == []


async def _launch(
    client: httpx2.AsyncClient, message: str, once: str | None, headers: dict[str, str] | None = None
) -> httpx2.Response:
    named = {} if once is None else {"Idempotency-Key": once}
    return await client.post(
        f"{API}/threads", json={"agent": "pusher", "message": message}, headers={**named, **(headers or {})}
    )


async def _page(client: httpx2.AsyncClient, route: str, **query: Any) -> dict[str, Any]:
    given = {name: value for name, value in query.items() if value is not None}
    answer = await client.get(f"{API}/{route}", params=given)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    assert page.keys() == {"items", "next_cursor"}
    return page


async def _all_threads(client: httpx2.AsyncClient) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await _page(client, "threads", limit=200))["items"]
    return items
