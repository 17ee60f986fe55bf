"""The OpenAPI document lists exactly the routes of the server, and no request that fits it causes an error 500.

With COUNTERSIGN_CAMPAIGN=full each operation is asked 3,200 times by four callers instead of six times by one caller,
chosen by the seed of the run, and with new requests each time.
"""

import json
import os
import random
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import anyio
import pytest
import requests
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.http.api.api_keys import KeyScopeName
from bot.http.api.problems import MEDIA_TYPE, RESPONSES
from tests.http.http_client import API, HttpFixture, client_of, listening
from tests.http.programs import admit_programs
from tests.http.short_waits import short_waits as short_waits
from tests.http.webhook_deliveries import platform_in
from tests.platform_fixture import choose
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
EXAMPLES = 400 if FULL else 3
"""Of each operation, by each caller, in good and in bad form."""
CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SCOPES: tuple[KeyScopeName, ...] = ("admin", "operator", "agent")
CALLERS = (*SCOPES, "nobody") if FULL else (random.Random(seed_of_run()).choice(SCOPES),)
ASK = choose("ask_human", question="Which?", format="yes_no", choices=[], context="", urgency="low")
HUMANLAYER = "/humanlayer/v1"
METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with platform_in(tmp_path) as platform:
        yield HttpFixture(platform)


@pytest.fixture
async def document(server: HttpFixture) -> dict[str, Any]:
    found: dict[str, Any] = (await server.nobody.get("/openapi.json")).json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


async def test_every_documented_operation_is_there(server: HttpFixture, document: dict[str, Any]) -> None:
    for method, path, _ in operations(document):
        answer = await server.nobody.request(method, path.format(id="x", call_id="x", n=1, name="shop"))
        assert answer.status_code not in (404, 405), (method, path)


async def test_every_route_of_the_api_and_every_door_is_documented(
    server: HttpFixture, document: dict[str, Any]
) -> None:
    documented = {(method.upper(), path) for method, path, _ in operations(document)}
    assert len(documented) > 20
    for path in document["paths"]:
        for method in METHODS:
            answer = await server.nobody.request(method, path.format(id="x", call_id="x", n=1, name="shop"))
            is_there = answer.status_code not in (404, 405)
            assert is_there == ((method.upper(), path) in documented), (method, path)
    hidden = {route.path for route in server.app.routes if isinstance(route, APIRoute) and not route.include_in_schema}
    assert not [path for path in hidden if path.startswith((API, HUMANLAYER, "/webhooks"))]


async def test_every_error_is_a_documented_problem_and_nothing_else(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        errors = {code: each for code, each in operation["responses"].items() if not code.startswith("2")}
        assert errors.keys() == {str(code) for code in RESPONSES}, (method, path)
        for code, each in errors.items():
            own = {"application/json": {"schema": {"$ref": "#/components/schemas/HumanLayerErrorOut"}}}
            shapes = own if path.startswith(HUMANLAYER) else {}
            problem = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
            assert each["content"] == {**shapes, **problem}, (path, code)
        assert "HTTPValidationError" not in str(operation)


async def test_every_operation_of_the_api_asks_for_a_key_and_the_doors_do_not(document: dict[str, Any]) -> None:
    for _, path, operation in operations(document):
        assert operation.get("security") == ([{"HTTPBearer": []}] if path.startswith((API, HUMANLAYER)) else None), path


async def test_every_operation_says_what_it_does_under_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    for _, path, operation in operations(document):
        (good,) = [code for code in operation["responses"] if code.startswith("2")]
        if path == f"{API}/events":
            assert operation["responses"][good]["content"] == {"text/event-stream": {}}
            continue
        assert good == "204" or "$ref" in str(operation["responses"][good]["content"]["application/json"]), path


async def test_bodies_refuse_fields_they_do_not_know(document: dict[str, Any]) -> None:
    bodies = {
        name: each
        for name, each in document["components"]["schemas"].items()
        if name.endswith("In") and each["type"] == "object"
    }
    assert {"DecisionIn", "LaunchIn", "KeyIn"} <= bodies.keys()
    assert all(body["additionalProperties"] is False for body in bodies.values())


class Campaign(NamedTuple):
    """Where to knock, with which keys, and the ids of things that are there."""

    url: str
    keys: Mapping[str, str]
    ids: tuple[str, ...]


@pytest.mark.campaign
@pytest.mark.parametrize("caller", CALLERS)
async def test_api09_nothing_that_is_asked_is_a_5xx_or_unlike_its_schema(tmp_path: Path, caller: str) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(4)] + [ASK] * 4
    async with platform_in(tmp_path, *script) as platform, platform.app:
        for _ in range(8):
            await platform.launch()
        server = HttpFixture(platform)
        await admit_programs(platform)  # so that the agent key is bound to the agent of programs, too
        keys: dict[str, str] = {scope: await server.secret("olive", scope) for scope in SCOPES}
        await admit_programs(platform)
        for n in range(4):
            body = {"title": "t", "arguments": {"n": n}, "metadata": {"n": n}}
            answer = await client_of(server.app, keys["agent"]).post(f"{API}/requests", json=body)
            assert answer.status_code == 201, answer.text
        ids = tuple(each.id for each in await platform.pending())
        threads = tuple(each.id for each in (await platform.app.queries.list_threads()).items)
        assert (len(ids), len(threads)) == (12, 12)
        async with listening(platform) as (host, port):
            campaign = Campaign(f"http://{host}:{port}", keys, (*ids, *threads))
            asked = await anyio.to_thread.run_sync(knock_everywhere, campaign, caller, server.app.openapi())
    assert asked > 20 * EXAMPLES


def knock_everywhere(campaign: Campaign, caller: str, document: dict[str, Any]) -> int:
    """Asks every operation in every way; how often something was asked."""
    schema = schemathesis.openapi.from_dict(without_keys(document))
    asked = 0
    with requests.Session() as session:
        if secret := campaign.keys.get(caller):
            session.headers["Authorization"] = f"Bearer {secret}"
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            takes = {"parameters", "requestBody"} & operation.definition.raw.keys()
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE) if takes else (GenerationMode.POSITIVE,):
                asked += knock(campaign, caller, operation, mode, session)
    return asked


def without_keys(document: dict[str, Any]) -> dict[str, Any]:
    """The keys are ours to send, not to be made up."""
    bare: dict[str, Any] = json.loads(json.dumps(document))
    del bare["components"]["securitySchemes"]
    for _, _, operation in operations(bare):
        operation.pop("security", None)
    return bare


def knock(campaign: Campaign, caller: str, operation: Any, mode: GenerationMode, session: requests.Session) -> int:
    asked = 0
    is_real = st.none() | st.sampled_from(campaign.ids)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=not FULL,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), id=is_real)
    def ask(case: Any, id: str | None) -> None:
        nonlocal asked
        asked += 1
        if id is not None and mode is GenerationMode.POSITIVE and "id" in case.path_parameters:
            case.path_parameters["id"] = id
        response = case.call(base_url=campaign.url, session=session)
        assert response.status_code < 500, (case.as_curl_command(), response.text)
        if caller == "nobody" and operation.path.startswith((API, HUMANLAYER)):
            assert 400 <= response.status_code < 500
        case.validate_response(response, checks=CHECKS)

    ask()
    return asked
