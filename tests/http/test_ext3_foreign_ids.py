"""ext3: every operation of the OpenAPI document that names a thing, asked about a thing of somebody else by each scope of key:
the answer is the one for a thing that does not exist. The operations come from the document, so a new one is asked, too.
"""

import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
import pytest

from bot.core.people import PeopleDirectory, Person
from bot.http.api.api_keys import make_key
from bot.http.api.openapi_document import EXAMPLES
from tests.http.http_client import API, client_of
from tests.http.humanlayer.humanlayer_case import HL, ask, call_of, contact_of
from tests.http.programs import FINANCE, PEOPLE, ProgramFixture, programs_in
from tests.http.short_waits import short_waits as short_waits
from tests.http.test_cc4_grants import Hook
from tests.http.test_openapi import operations

EVE = Person(id="eve", name="Eve")
DIRECTORY = PeopleDirectory(people={**PEOPLE.people, "eve": EVE})
NAMED = {"id", "call_id", "thread"}
"""The parameters that name one thing."""
OF_NOBODY = {
    f"{HL}/contact_channel/{{id}}": "a channel belongs to no program",
    "/webhooks/{name}": "its deliveries are signed",
    f"{API}/holds/{{id}}": "seen by everybody with a right in what it stops: tests/http/test_see1_routes.py",
}
OWNERS = ("shop", "olive", "admin")


class Things(NamedTuple):
    """A thing of each kind, by the word of the path that names it, the digest of the request, and a client for each caller."""

    ids: dict[str, str]
    digest: str
    callers: dict[str, httpx2.AsyncClient]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        found.policies["coding"] = {"approval": {**FINANCE}, "grants": "PT8H"}
        yield found


async def make_things(server: ProgramFixture) -> Things:
    """Things of the program `shop`, and callers: its owners, then keys of each scope that have nothing to do with them."""
    shop, rival = await server.program("refunds", "coding"), await server.program("refunds", "coding")
    _, bound = await make_key(server.platform.app, "sam", "agent", agents=("pusher",))
    grant = await Hook(server, shop).given()
    asked = await server.ask(shop, policy="refunds")
    call, contact = call_of(fn="refunds"), contact_of()
    server.policies["human_contact"] = {"keys": server.policies["refunds"]["keys"], "approval": {**FINANCE}}
    await server.reload(DIRECTORY)
    await ask(shop, call)
    await ask(shop, contact, "contact_requests")
    key, _ = await make_key(server.platform.app, "sam", "agent", agents=("external",))
    ids = {
        "requests": asked["id"],
        "threads": asked["thread_id"],
        "thread": asked["thread_id"],
        "grants": grant["id"],
        "keys": key.id,
        "function_calls": call["call_id"],
        "human_contacts": contact["call_id"],
        "contact_requests": contact["call_id"],
    }
    callers = {
        "shop": shop,
        "olive": await server.as_("olive"),
        "admin": await server.as_("mira", "admin"),
        "another key of the same person": rival,
        "a key of another agent": client_of(server.app, bound),
        "a person who was not asked": await server.as_("eve"),
    }
    return Things(ids, asked["digest"], callers)


def find_named(document: dict[str, Any]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """The method, the path, the parameter and the operation of each that names one thing."""
    return [
        (method, path, parameter["name"], operation)
        for method, path, operation in operations(document)
        for parameter in operation.get("parameters", ())
        if parameter["name"] in NAMED and path not in OF_NOBODY
    ]


def find_kind(path: str, parameter: str) -> str:
    """The word of the path before the parameter; of one in the query its own name."""
    words = path.split("/")
    placed = f"{{{parameter}}}"
    return words[words.index(placed) - 1] if placed in words else parameter


def make_body(document: dict[str, Any], operation: dict[str, Any], digest: str) -> Any:
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    reference = schema.get("$ref") or next((each["$ref"] for each in schema.get("anyOf", ()) if "$ref" in each), "")
    body = copy.deepcopy(EXAMPLES.get(reference.rpartition("/")[2]))
    return {**body, "digest": digest} if isinstance(body, dict) and "digest" in body else body


async def request(
    client: httpx2.AsyncClient, method: str, path: str, parameter: str, id: str, body: Any
) -> tuple[int, str]:
    """The status and the text of the answer, in which the id that was asked for is written as ID."""
    is_placed = f"{{{parameter}}}" in path
    query = {} if is_placed else {parameter: id}
    answer = await client.request(
        method, path.format(**{parameter: id}, n=1) if is_placed else path, json=body, params=query
    )
    return answer.status_code, answer.text.replace(id, "ID")


async def test_ext3_no_operation_tells_a_foreign_thing_from_one_that_is_not_there(server: ProgramFixture) -> None:
    things, document = await make_things(server), server.app.openapi()
    named = find_named(document)
    assert len(named) > 28
    wrong = []
    logs = [server.platform.types(thread.id) for thread in (await server.platform.app.queries.list_threads()).items]
    for method, path, parameter, operation in named:
        id = things.ids[find_kind(path, parameter)]
        absent = f"{id[:-1]}{'0' if id[-1] != '0' else '1'}" if len(id) > 3 else "999"
        body = make_body(document, operation, things.digest)
        for caller, client in things.callers.items():
            if caller in OWNERS:
                continue
            there = await request(client, method, path, parameter, id, body)
            gone = await request(client, method, path, parameter, absent, body)
            is_closed = there[0] == 404 or (there[0] == 403 and "This key has the scope" in there[1])
            is_empty = there[0] == 200 and f"{{{parameter}}}" not in path
            if there != gone or not (is_closed or is_empty):
                wrong.append((caller, method, path, there, gone))
    assert wrong == []
    after = [server.platform.types(thread.id) for thread in (await server.platform.app.queries.list_threads()).items]
    assert after == logs


async def test_ext3_each_thing_of_that_test_is_there_for_somebody(server: ProgramFixture) -> None:
    things, document = await make_things(server), server.app.openapi()
    reads = [each for each in find_named(document) if each[0] == "get"]
    for method, path, parameter, _ in reads:
        id = things.ids[find_kind(path, parameter)]
        said = [await request(things.callers[owner], method, path, parameter, id, None) for owner in OWNERS]
        is_prompt = path.endswith("/prompts/{n}")  # no model was asked
        assert is_prompt or 200 in [status for status, _ in said], (path, said)
