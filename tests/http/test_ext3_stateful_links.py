"""ext3: the links of the OpenAPI document lead on: schemathesis follows them from answer to answer, and no step is a 5xx or
unlike its schema. 10,000 steps with COUNTERSIGN_CAMPAIGN=full, else a share that the seed of the run draws."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.stateful.state_machine import StepInput, StepOutput

from bot.http.api.api_keys import KeyScopeName
from tests.http.http_client import API, HttpFixture, listening
from tests.http.programs import admit_programs
from tests.http.short_waits import short_waits as short_waits
from tests.http.test_openapi import ASK, CHECKS, operations, without_keys
from tests.http.test_openapi import document as document
from tests.http.test_openapi import server as server
from tests.http.webhook_deliveries import platform_in
from tests.platform_fixture import choose
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run

CASES = 10_000 if IS_FULL_CAMPAIGN else 120
STEPS, SCENARIOS = (30, 40) if IS_FULL_CAMPAIGN else (12, 10)
SCOPES: tuple[KeyScopeName, ...] = ("admin", "operator", "agent")
ENDS = ("amend", "cancel", "comment", "decision", "execution")
"""Acts on a request that succeed by a link from another answer, at the latest in a full campaign."""


@dataclass
class Walk:
    """Where the machine walks, with which keys, and what it met."""

    url: str
    keys: Mapping[str, str]
    own: frozenset[str]
    session: requests.Session = field(default_factory=requests.Session)
    asked: int = 0
    failures: list[str] = field(default_factory=list)
    followed: Counter[str] = field(default_factory=Counter)
    succeeded: Counter[str] = field(default_factory=Counter)
    numbers: Any = field(default_factory=itertools.count)
    told: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    digests: dict[str, str] = field(default_factory=dict)

    def choose_scope(self, path: str) -> str:
        """The key for which this operation is made, and at each fifth step any: each scope meets each operation."""
        if next(self.numbers) % 5 == 4:
            return ("admin", "operator", "agent", "nobody")[next(self.numbers) // 2 % 4]
        if path.endswith(("/decision", "/answer", "/respond")) or path.startswith((f"{API}/threads", f"{API}/holds")):
            return "operator"
        is_of_programs = path.startswith(("/humanlayer", f"{API}/requests", f"{API}/events", f"{API}/callbacks"))
        return "agent" if is_of_programs else "admin"

    def adapt(self, case: Any, is_linked: bool) -> None:
        """Leave the keys of this walk alone, and have half of the calls of programs be ones that are admitted.

        Two thirds of the steps that follow no link are about what an answer named before: a made-up id is nothing's.
        """
        if not is_linked and next(self.numbers) % 3:
            self.take_known(case)
        if case.path_parameters.get("id") in self.own:
            case.path_parameters["id"] = "x"
        if case.operation.label == f"POST {API}/requests" and next(self.numbers) % 2:
            arguments = {"customer": "ada", "amount": next(self.numbers)}
            case.body = {"title": "Refund {amount} EUR to {customer}", "arguments": arguments}
            case.media_type = "application/json"

    def take_known(self, case: Any) -> None:
        for name in case.path_parameters.keys() & {"id", "call_id"}:
            if known := self.told[find_kind(case.operation.path)][-30:]:
                case.path_parameters[name] = known[next(self.numbers) % len(known)]
        digest = self.digests.get(case.path_parameters.get("id", ""))
        if digest and case.operation.path.endswith("/decision"):
            case.body = {"decision": ("approve", "reject")[next(self.numbers) % 2], "digest": digest}

    def lift_holds(self) -> None:
        """A scenario begins where nothing is held: a hold of everything would have all later ones refused."""
        how: Any = {"headers": {"Authorization": f"Bearer {self.keys['admin']}"}}
        for each in self.session.get(f"{self.url}{API}/holds", **how).json()["items"]:
            assert self.session.delete(f"{self.url}{API}/holds/{each['id']}", **how).ok

    def note(self, step: StepInput, response: Any) -> None:
        self.asked += 1
        if response.status_code >= 300:
            return
        path = step.case.operation.path
        self.succeeded[step.case.operation.label] += 1
        if step.transition is not None:
            self.followed[path] += 1
        body = response.json() if response.headers.get("content-type", [""])[0] == "application/json" else {}
        for each in [body, *body.get("items", ())] if isinstance(body, dict) else body:
            if (id := each.get("call_id") or each.get("id")) and isinstance(id, str | int):
                self.told[find_kind(path)].append(str(id))
            if isinstance(each.get("digest"), str):
                self.digests[each["id"]] = each["digest"]


def find_kind(path: str) -> str:
    """What the ids in the answers of a path name: the first word of the path behind the version of the API."""
    words = [word for word in path.split("/") if word not in ("", "api", "v1", "humanlayer", "agent")]
    return {"contact_requests": "human_contacts"}.get(words[0], words[0])


def make_machine(walk: Walk, document: dict[str, Any]) -> Any:
    """The state machine of schemathesis over the links of the document, with our keys."""
    schema = schemathesis.openapi.from_dict(without_keys(document))

    class LinkMachine(schema.as_state_machine()):  # type: ignore[misc]  # made by schemathesis
        def teardown(self) -> None:
            walk.lift_holds()
            super().teardown()

        def step(self, input: StepInput) -> StepOutput:
            walk.adapt(input.case, input.transition is not None)
            output: StepOutput = super().step(input)
            walk.note(input, output.response)
            return output

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            secret = walk.keys.get(walk.choose_scope(case.operation.path))
            headers = {"Authorization": f"Bearer {secret}"} if secret else {}
            return {"base_url": walk.url, "session": walk.session, "headers": headers}

        def validate_response(self, response: Any, case: Any, **_: Any) -> None:
            """Note what is wrong, and walk on."""
            try:
                assert response.status_code < 500
                case.validate_response(response, checks=CHECKS)
            except (AssertionError, FailureGroup) as error:
                walk.failures.append(f"{case.as_curl_command()}\n{response.status_code} {response.text}\n{error!r}")

    return LinkMachine


def walk_links(walk: Walk, document: dict[str, Any]) -> None:
    machine = make_machine(walk, document)
    how = settings(
        max_examples=SCENARIOS if IS_FULL_CAMPAIGN else max(CASES // STEPS, 1),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    for number in itertools.count():
        if walk.asked >= CASES:
            break
        with suppress(
            Flaky
        ):  # the machine counts its transitions, so that Hypothesis cannot replay a beginning: the next seed
            run_state_machine_as_test(seed(seed_of_run() + number)(machine), settings=how)


@pytest.mark.campaign
async def test_ext3_no_chain_of_links_meets_a_5xx_or_an_answer_unlike_its_schema(tmp_path: Path) -> None:
    script = [choose("push", tag=f"v{n}") for n in range(4)] + [ASK] * 4
    async with platform_in(tmp_path, *script) as platform, platform.app:
        for _ in range(8):
            await platform.launch()
        server = HttpFixture(platform)
        await admit_programs(platform)
        keys: dict[str, str] = {scope: await server.secret("olive", scope) for scope in SCOPES[:2]}
        keys["agent"] = await server.secret("sam", "agent")
        await admit_programs(platform)
        own = frozenset(key.id for key in await platform.app.store.access.list_keys())
        async with listening(platform) as (host, port):
            walk = Walk(f"http://{host}:{port}", keys, own)
            await anyio.to_thread.run_sync(walk_links, walk, server.app.openapi())
    assert walk.failures == []
    assert walk.asked >= CASES
    assert walk.followed, "no link was followed"
    if IS_FULL_CAMPAIGN:
        assert {end for end in ENDS if not walk.followed[f"{API}/requests/{{id}}/{end}"]} == set(), walk.followed


async def test_ext3_every_link_leads_to_an_operation_that_takes_its_parameters(document: dict[str, Any]) -> None:
    by_id = {each["operationId"]: (path, each) for _, path, each in operations(document)}
    links = document["components"]["links"]
    assert len(links) > 50
    for name, link in links.items():
        path, operation = by_id[link["operationId"]]
        taken = {each["name"] for each in operation.get("parameters", ())}
        assert link["parameters"].keys() <= taken, (name, path)
        assert ("requestBody" in link) <= ("requestBody" in operation), name
    used = {
        ref["$ref"]
        for *_, each in operations(document)
        for response in each["responses"].values()
        for ref in response.get("links", {}).values()
    }
    assert used == {f"#/components/links/{name}" for name in links}
