"""/metrics: what an operator counts and watches, read by Prometheus's own parser, and who may read it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr

from bot.core.errors import BadSetting
from bot.core.ports import ModelUnavailable, TryLater, Undeliverable
from bot.http.asgi_app import create_server
from bot.settings import EnvironmentSettings, read_settings
from bot.telemetry.loop_lag import measure_loop_lag
from tests.http.http_client import API, ORIGIN, HttpFixture, assert_problem, client_of, raw
from tests.http.webhook_deliveries import OTHER, github, platform_in
from tests.platform_fixture import PlatformFixture, choose
from tests.telemetry.samples import Labels, desk, label_values, read_samples, values

TOKEN = "a-token-of-the-monitoring-1234"
PUSH = choose("push", tag="v1")


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    faults = (TryLater("The desk is closed.", 1), Undeliverable("There is no such desk."))
    script = (choose("look"), PUSH, choose("done", message="v1 is out."))
    async with PlatformFixture(tmp_path, ModelUnavailable("down"), *script, surfaces=[desk(*faults)]) as platform:
        yield HttpFixture(platform)


async def scrape(server: HttpFixture) -> dict[str, list[tuple[Labels, float]]]:
    answer = await (await server.as_("olive", "admin")).get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return read_samples(answer.text)


async def run_request(server: HttpFixture) -> str:
    """Sam asks over the API, the model fails once, Olive approves over the API, and the tag is pushed. The request."""
    platform = server.platform
    sam, olive = await server.as_("sam"), await server.as_("olive")
    await sam.post(f"{API}/threads", json={"agent": "pusher", "message": "push it"})
    await platform.settle()
    platform.clock.passes(seconds=30)
    await platform.settle()
    (request,) = await platform.pending()
    platform.clock.passes(hours=2)
    refused = await sam.post(
        f"{API}/requests/{request.id}/decision", json={"decision": "approve", "digest": request.digest}
    )
    assert refused.status_code == 403
    body = {"decision": "approve", "digest": request.digest}
    assert (await olive.post(f"{API}/requests/{request.id}/decision", json=body)).status_code == 200
    await platform.settle()
    assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]
    return str(request.id)


async def test_ops1_a_whole_request_is_counted_at_each_of_its_stations(server: HttpFixture) -> None:
    await run_request(server)
    found = await scrape(server)
    assert values(found, "countersign_threads_opened_total", "agent", "channel") == {("pusher", "api"): 1}
    decisions = values(found, "countersign_decisions_total", "verdict", "surface")
    assert decisions == {("refused", "api"): 1, ("approve", "api"): 1}
    assert values(found, "countersign_requests_ended_total", "kind", "status") == {("approval", "approved"): 1}
    deliveries = values(found, "countersign_deliveries_total", "channel", "outcome")
    assert deliveries[("desk", "retried")] == 1
    assert deliveries[("desk", "failed")] == 1
    assert deliveries[("desk", "sent")] >= 1
    assert values(found, "countersign_effects_total", "tool", "outcome") == {("look", "done"): 1, ("push", "done"): 1}
    calls = values(found, "countersign_model_calls_total", "agent", "outcome")
    assert calls == {("pusher", "unavailable"): 1, ("pusher", "step"): 3}
    tokens = values(found, "countersign_model_tokens_total", "agent", "direction")
    assert tokens == {("pusher", "input"): 30, ("pusher", "output"): 15}
    assert values(found, "countersign_events_appended_total", "type")["ApprovalAsked"] == 1
    ((_, appends),) = found["countersign_commit_seconds_count"]
    assert appends >= 8
    ((_, waited),) = found["countersign_human_wait_seconds_sum"]
    assert waited == timedelta(hours=2).total_seconds()
    assert values(found, "countersign_turns_total", "outcome")["rested"] >= 2
    assert found["process_resident_memory_bytes"][0][1] > 0


async def test_ops1_what_waits_is_a_gauge_with_the_age_of_the_oldest(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, PUSH, choose("push", tag="v2")) as platform:
        server = HttpFixture(platform)
        assert values(await scrape(server), "countersign_requests_open", "kind") == {}
        await platform.launch()
        platform.clock.passes(minutes=10)
        await platform.app.launch("pusher", "and v2", by="sam")  # its turn is due, and the worker does not run
        platform.clock.passes(minutes=5)
        server = HttpFixture(platform)  # of another process: nothing is remembered
        found = await scrape(server)
    assert values(found, "countersign_requests_open", "kind") == {"approval": 1}
    assert values(found, "countersign_threads", "status") == {"waiting": 1, "working": 1}
    assert found["countersign_oldest_request_age_seconds"] == [({}, 900.0)]
    assert values(found, "countersign_jobs_due", "kind")["turn"] == 1
    assert found["countersign_oldest_due_job_age_seconds"] == [({}, 300.0)]


async def test_ops1_no_label_names_a_thread_a_request_or_a_person(server: HttpFixture) -> None:
    request = await run_request(server)
    named = label_values(await scrape(server))
    assert {"pusher", "push", "api", "desk", "approve"} <= named
    thread = request.rpartition("-")[0]
    assert not [each for each in named if thread in each or each in ("sam", "olive", "Sam", "Olive", "v1")]
    assert len(named) < 60


async def test_ops1_webhooks_are_counted_by_their_end(tmp_path: Path) -> None:
    async with platform_in(tmp_path) as platform:
        server = HttpFixture(platform)
        assert (await github(server)).status_code == 200
        assert (await github(server)).json()["again"]
        assert (await github(server, OTHER)).status_code == 409
        assert (await github(server, id="d-2", secret="wrong")).status_code >= 400
        assert (await github(server, b'{"zen": "."}', id="d-3", event="ping")).status_code == 200
        found = values(await scrape(server), "countersign_inbound_total", "channel", "kind", "outcome")
    assert found == {
        ("webhook", "webhook", "taken"): 1,
        ("webhook", "webhook", "repeated"): 1,
        ("webhook", "webhook", "refused"): 2,
        ("webhook", "webhook", "ignored"): 1,
    }


class TestAccess:
    @pytest.fixture
    def guarded(self, server: HttpFixture) -> httpx2.AsyncClient:
        settings = EnvironmentSettings(base_url=ORIGIN, metrics_token=SecretStr(TOKEN))
        return client_of(create_server(server.platform.app, settings))

    async def test_ops1_strangers_read_nothing(self, server: HttpFixture) -> None:
        assert_problem(await server.nobody.get("/metrics"), 401)
        for wrong in ("Bearer", "Bearer ", "Bearer x", f"Bearer {TOKEN}", f"Basic {TOKEN}"):
            answer = await server.nobody.get("/metrics", headers={"Authorization": wrong})
            assert_problem(answer, 401)
            assert "countersign_" not in answer.text

    @pytest.mark.parametrize("scope", ["operator", "agent"])
    async def test_ops1_a_key_of_a_smaller_scope_reads_nothing(self, server: HttpFixture, scope: str) -> None:
        client = await server.as_("olive", scope)  # type: ignore[arg-type]
        assert_problem(await client.get("/metrics"), 403, "admin")

    async def test_ops1_the_token_of_the_monitoring_opens_the_metrics_alone(self, guarded: httpx2.AsyncClient) -> None:
        given = {"Authorization": f"Bearer {TOKEN}"}
        assert "countersign_jobs" in (await guarded.get("/metrics", headers=given)).text
        assert_problem(await guarded.get(f"{API}/threads", headers=given), 401)
        for wrong in (TOKEN[:-1], f"{TOKEN}x", TOKEN.upper(), "ü"):
            answer = await guarded.get("/metrics", headers={b"Authorization": f"Bearer {wrong}".encode()})
            assert_problem(answer, 401)

    async def test_ops1_a_scraper_reaches_it_under_any_host(self, server: HttpFixture) -> None:
        secret = await server.secret("olive", "admin")
        status, headers, body = await raw(
            server.app,
            "GET",
            "/metrics",
            (b"authorization", f"Bearer {secret}".encode()),
            host=(b"host", b"10.0.0.7:8080"),
        )
        assert (status, b"countersign_requests_open" in body) == (200, True)
        assert headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("token", ["short", "a token of the monitoring ü", "sixteen\nletters.."])
    def test_ops1_a_token_that_can_be_guessed_or_not_sent_stops_the_start(self, token: str) -> None:
        with pytest.raises(BadSetting) as refused:
            read_settings(metrics_token=SecretStr(token))
        assert token not in str(refused.value)
        assert "16 printable ASCII characters" in str(refused.value)


async def test_ops1_a_blocked_event_loop_is_seen() -> None:
    import asyncio
    import time

    late: list[float] = []
    async with measure_loop_lag(late.append, period=0.01):
        while not late:
            await asyncio.sleep(0.01)
        time.sleep(0.2)  # noqa: ASYNC251  what is measured
        await asyncio.sleep(0.05)
    assert max(late) > 0.1


async def test_ops1_a_failing_observer_stops_no_append(tmp_path: Path) -> None:
    def fail(observation: object) -> None:
        raise RuntimeError("the disk of the metrics is full")

    async with PlatformFixture(tmp_path, PUSH) as platform:
        unsubscribe = platform.app.repository.telemetry.subscribe(fail)
        await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        unsubscribe()
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]
