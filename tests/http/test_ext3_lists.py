"""ext3: lists are limited by agent, person, tool and time, and a parameter that no route has is refused."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.http.api_attack_cases import ROUTES, Route, place
from tests.http.http_client import API, assert_problem
from tests.http.programs import ProgramFixture, programs_in
from tests.http.short_waits import short_waits as short_waits
from tests.platform_fixture import choose


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        found.platform.model.script += [choose("push", tag="v1"), choose("push", tag="v2")]
        yield found


async def listed(client: httpx2.AsyncClient, **given: Any) -> list[str]:
    """The ids of all pages of one request each."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        asked = {**given, "limit": 1, **({"cursor": cursor} if cursor else {})}
        page = (await client.get(f"{API}/requests", params=asked)).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


async def test_ext3_requests_are_found_by_agent_person_tool_and_time(server: ProgramFixture) -> None:
    shop, ship = await server.program("refunds"), await server.program("releases", person="mira")
    refund = (await server.ask(shop))["id"]
    server.platform.clock.passes(minutes=10)
    release = await server.ask(ship)
    server.platform.clock.passes(minutes=10)
    await server.platform.launch(by="max")
    push = next(each.id for each in await server.platform.pending() if each.tool == "push")
    await server.decide(release, by="max", decision="reject")
    admin = await server.as_("mira", "admin")
    everything = [push, release["id"], refund]
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, everything),
        ({"agent": "external"}, [release["id"], refund]),
        ({"agent": "pusher"}, [push]),
        ({"agent": "nobody"}, []),
        ({"person": "sam"}, [refund]),
        ({"person": "mira"}, [release["id"]]),
        ({"person": "max"}, [push, release["id"]]),
        ({"person": "ma"}, []),
        ({"person": "m%"}, []),
        ({"tool": "refunds"}, [refund]),
        ({"tool": "push"}, [push]),
        ({"since": "2026-11-21T09:10:00Z"}, [push, release["id"]]),
        ({"until": "2026-11-21T09:10:00Z"}, [refund]),
        ({"since": "2026-11-21T10:10:00+01:00", "until": "2026-11-21T09:15:00Z"}, [release["id"]]),
        ({"agent": "external", "person": "max", "status": "rejected"}, [release["id"]]),
    ]
    for given, ids in cases:
        assert await listed(admin, **given) == ids, given
    assert await listed(shop, person="mira") == []


async def test_ext3_a_time_without_a_zone_is_refused(server: ProgramFixture) -> None:
    admin = await server.as_("mira", "admin")
    for time in ("2026-11-21T09:10:00", "yesterday"):
        assert_problem(await admin.get(f"{API}/requests", params={"since": time}), 422, "since")


@pytest.mark.parametrize("time", ["160", "1.5", "-1", "2026", "20260901T120000Z"])
async def test_ext3_a_number_is_no_time(server: ProgramFixture, time: str) -> None:
    """A number would be read as seconds since 1970, and the list would be empty without a word."""
    olive = await server.as_("olive")
    for name in ("since", "until"):
        assert_problem(await olive.get(f"{API}/requests", params={name: time}), 422, name, "2026-09-01T12:00:00Z")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
@pytest.mark.one_set_up
async def test_ext3_a_parameter_that_no_route_has_is_400_and_nothing_happens(
    server: ProgramFixture, route: Route
) -> None:
    admin = await server.as_("mira", "admin")
    before = len(server.audit())
    for query in ({"Status": "pending"}, {"by": "olive"}, {"staus": "pending", "limit": "1"}):
        answer = await admin.request(route.method, place(route), params=query, json=route.body)
        assert_problem(answer, 400, f"There is no query parameter '{next(iter(query))}'")
    assert len(server.audit()) == before


async def test_ext3_a_parameter_that_stands_twice_is_400(server: ProgramFixture) -> None:
    admin = await server.as_("mira", "admin")
    answer = await admin.get(f"{API}/requests?status=pending&status=approved")
    assert_problem(answer, 400, "stands twice")


async def test_ext3_a_stranger_is_not_told_the_parameters(server: ProgramFixture) -> None:
    assert_problem(await server.nobody.get(f"{API}/requests?api_key=x"), 401)
