"""No answer, log line, event or file of the API contains a key, a path or an internal error text."""

import hashlib
import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import structlog

from bot.cli import logging_setup
from bot.core.agent import Agent
from bot.llm.openai_model import OpenAIModel
from tests.doubles.openai_wire import OpenAIWire, call, completion, failure
from tests.http.api_attack_cases import PUSH, ROUTES, bearer, place
from tests.http.http_client import API, HttpFixture, assert_problem, client_of, raw
from tests.http.short_waits import short_waits as short_waits
from tests.http.webhook_deliveries import HUB, OLD, github, platform_in
from tests.platform_fixture import PlatformFixture
from tests.sqlite_access import sqlite_of


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with PlatformFixture(tmp_path, PUSH, PUSH) as platform:
        yield HttpFixture(platform)


LEAKS = (
    "Traceback",
    str(Path(__file__).parents[2]),
    "/usr",
    "/home",
    ".py",
    "sqlite",
    "line ",
    "0x",
    "RuntimeError",
    "Error:",
    "site-packages",
)
SECRETS = "the token is sk-inner-secret at /var/lib/inner/path.py"


class Broken:
    """Replaces an object of the platform; each access fails with a text that must not leave the platform."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(SECRETS)


@pytest.fixture
def written(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """The log as `countersign serve` writes it: on stderr."""
    before = structlog.get_config()
    logging_setup.log_to_stderr(logging.DEBUG, tracebacks=True)
    yield capfd
    structlog.configure(**before)


class TestLeaks:
    @pytest.mark.parametrize("part", ["queries", "directory", "store", "agents", "prompts", "decisions", "control"])
    async def test_api11_an_error_inside_says_nothing_of_the_inside(
        self, server: HttpFixture, part: str, written: pytest.CaptureFixture[str]
    ) -> None:
        thread = await server.platform.launch()
        (request,) = await server.platform.pending()
        secret = await server.secret("olive", "admin")
        client = client_of(server.app, secret, raises=False)
        owner: object = server.platform.app.repository if part in ("directory", "agents") else server.platform.app
        whole = getattr(owner, part)
        setattr(owner, part, Broken())
        answers = [
            await client.request(route.method, place(route, id), json=route.body)
            for route in ROUTES
            for id in (thread, request.id)
        ]
        setattr(owner, part, whole)
        failed = [answer for answer in answers if answer.status_code == 500]
        assert failed
        for answer in failed:
            problem = assert_problem(answer, 500)
            assert problem["detail"] == "Something went wrong on our side; it was noted."
            assert not [word for word in (*LEAKS, SECRETS) if word in answer.text + str(answer.headers)]
        noted = written.readouterr().err
        assert "RuntimeError" in noted
        assert secret not in noted

    async def test_api11_the_database_that_fails_is_503_and_shows_no_path(self, server: HttpFixture) -> None:
        olive = await server.as_("olive")
        sqlite_of(server.platform.app)._writer.close()
        answer = await olive.post(f"{API}/threads", json={"agent": "pusher", "message": "m"})
        assert_problem(answer, 503)
        assert str(server.platform.folder) not in answer.text

    async def test_api11_refusals_repeat_no_body_and_no_key(self, server: HttpFixture) -> None:
        secret = await server.secret("olive", "admin")
        client = client_of(server.app, secret)
        for body in (
            {"agent": SECRETS, "message": "m"},
            {"agent": "pusher", "message": ["sk-inner-secret"]},
            [SECRETS],
        ):
            answer = await client.post(f"{API}/threads", json=body)
            assert_problem(answer, 422)
            assert "sk-inner-secret" not in answer.text
            assert secret not in answer.text + str(answer.headers)

    async def test_api11_what_a_caller_sent_is_quoted_short_and_on_one_line(self, server: HttpFixture) -> None:
        olive = await server.as_("olive", "admin")
        for path in (f"{API}/threads/%0d%0aSet-Cookie:x=1", f"{API}/threads/%1b%5b31m", f"{API}/keys/%00"):
            method = "DELETE" if "keys" in path else "GET"
            status, headers, body = await raw(server.app, method, path, bearer(olive))
            assert status == 404
            assert "set-cookie" not in headers
            assert not {"\r", "\n", "\x1b", "\x00"} & set(json.loads(body)["detail"])


CANARY = "sk-canary-5f9d2c7be1a04f"


class TestCanaries:
    async def test_sec01_secrets_are_found_in_no_file_log_event_prompt_or_answer(
        self,
        tmp_path: Path,
        written: pytest.CaptureFixture[str],
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.DEBUG)
        script = (
            failure(401, f"Incorrect API key provided: {CANARY}."),
            completion(call("push", json.dumps({"tag": "v1", "commit": "c0ffee"}))),
            completion(call("done", json.dumps({"message": "Done."}))),
        )
        async with OpenAIWire(*script) as wire, platform_in(tmp_path) as platform:
            model = OpenAIModel(api_key=CANARY, base_url=wire.base_url, model="gpt-test")
            platform.app.models["pusher"] = model
            server = HttpFixture(platform, raises=False)
            keys = [
                await server.secret("max", "admin"),
                await server.secret("sam", "agent"),
                await server.secret("olive", "admin"),
            ]
            bodies = await _walk(server, keys)
            await model.close()
            assert any(CANARY in received.headers["authorization"] for received in wire.received)
        log = written.readouterr().err
        assert "unexpected error" in log
        assert b"Incorrect API key provided" in b"".join(bodies)
        places = [*_files(tmp_path), *bodies, log.encode(), caplog.text.encode()]
        for secret in (*keys, CANARY, HUB, OLD, OLD.removeprefix("whsec_")):
            assert not [place for place in places if secret.encode() in place], secret

    async def test_sec01_a_key_is_kept_as_its_hash_alone(self, server: HttpFixture) -> None:
        secret = await server.secret("olive")
        reading = sqlite_of(server.platform.app).reading
        (row,) = reading.execute("SELECT * FROM api_key").fetchall()
        assert hashlib.sha256(secret.encode()).digest() in row
        assert secret not in str(row)
        assert not [held for held in _files(server.platform.folder) if secret.encode() in held]

    async def test_sec01_a_made_key_is_shown_in_one_answer(self, server: HttpFixture) -> None:
        max_ = await server.as_("max", "admin")
        headers = {"Idempotency-Key": "k"}
        body = {"person": "olive", "scope": "agent", "agents": ["pusher"]}
        made = (await max_.post(f"{API}/keys", json=body, headers=headers)).json()
        assert len(made["secret"]) == 46
        for path in ("/keys", "/audit", "/me", "/people", "/agents"):
            assert made["secret"] not in (await max_.get(API + path)).text
        assert "secret" not in (await max_.post(f"{API}/keys", json={**body, "scope": "root"})).text.replace(
            "/secret", ""
        )


async def _walk(server: HttpFixture, keys: list[str]) -> list[bytes]:
    """A walk over everything that answers, with good and bad requests; all that was answered."""
    platform = server.platform
    max_ = client_of(server.app, keys[0], raises=False)
    sam = client_of(server.app, keys[1], raises=False)
    olive = client_of(server.app, keys[2], raises=False)
    answers = [await github(server), await github(server, id="x", secret="wrong"), await github(server, b"[", "y")]
    await platform.settle()
    thread = answers[0].json()["thread"]
    (question,) = await platform.pending()  # what the provider said of the key is put to a person at once
    answers += [
        await max_.get(f"{API}/requests/{question.id}"),
        await olive.post(f"{API}/requests/{question.id}/answer", json={"answer": "go on"}),
    ]
    await platform.settle()
    (request,) = await platform.pending()
    decision = {"decision": "approve", "digest": request.digest}
    answers += [
        await sam.post(f"{API}/requests/{request.id}/decision", json=decision),
        await max_.post(f"{API}/requests/{request.id}/decision", json={**decision, "digest": keys[0]}),
        await max_.post(f"{API}/requests/{request.id}/decision", json=decision),
        await max_.get(f"{API}/requests/{request.id}"),
    ]
    await platform.settle()
    assert platform.types(thread)[-1] == "Finished"
    answers += [await max_.request(r.method, place(r, thread), json=r.body) for r in ROUTES if r.method == "GET"]
    for n in range(1, 4):
        answers.append(await max_.get(f"{API}/threads/{thread}/prompts/{n}"))
    platform.app.repository.agents = cast(dict[str, Agent], Broken())
    answers.append(await max_.get(f"{API}/agents"))
    assert answers[-1].status_code == 500
    return [answer.content + str(answer.headers.raw).encode() for answer in answers]


def _files(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]
