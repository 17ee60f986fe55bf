"""The log of a server: one JSON line for each decision, delivery, end of a tool and webhook; ids, no texts, no forged lines."""

import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.cli import logging_setup
from bot.core.ports import TryLater, Undeliverable
from bot.telemetry.telemetry_setup import observe_platform
from tests.http.http_client import API, SETTINGS, HttpFixture, raw
from tests.http.webhook_deliveries import BODY, OTHER, github, platform_in
from tests.platform_fixture import PlatformFixture, choose
from tests.telemetry.samples import desk

Line = dict[str, Any]
Lines = Callable[[], list[Line]]
WORDS = "SECRETWORD of the message"
SCRIPT = (choose("push", tag="v1-SECRETWORD"), choose("done", message="SECRETWORD is out."))


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """Configures the log as `serve` does into a pipe; the lines since the last look, each a JSON object."""
    before = structlog.get_config()
    logging_setup.log_to_stderr(logging.INFO, tracebacks=True, form="json")
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    structlog.configure(**before)
    assert logging.lastResort is not None
    logging.lastResort.setFormatter(None)


@pytest.fixture
async def server(tmp_path: Path, lines: Lines) -> AsyncIterator[HttpFixture]:
    faults = (TryLater("The desk is closed, SECRETWORD.", 1), Undeliverable("No such desk, SECRETWORD."))
    async with PlatformFixture(tmp_path, *SCRIPT, surfaces=[desk(*faults)]) as platform:
        server = HttpFixture(platform, raises=False, ids={})
        async with observe_platform(platform.app, server.app.state.metrics, SETTINGS):
            yield server


async def test_ops2_each_decision_delivery_and_effect_has_exactly_one_line(server: HttpFixture, lines: Lines) -> None:
    platform = server.platform
    sam, olive = await server.as_("sam"), await server.as_("olive")
    launched = await sam.post(f"{API}/threads", json={"agent": "pusher", "message": WORDS})
    thread = launched.json()["id"]
    await platform.settle()
    platform.clock.passes(seconds=30)
    await platform.settle()
    (request,) = await platform.pending()
    body = {"decision": "approve", "digest": request.digest, "reason": WORDS}
    refused = await sam.post(f"{API}/requests/{request.id}/decision", json=body)
    approved = await olive.post(f"{API}/requests/{request.id}/decision", json=body)
    assert (refused.status_code, approved.status_code) == (403, 200)
    platform.clock.passes(seconds=5)
    await platform.settle()
    said = lines()
    decisions = [line for line in said if line["event"] == "decision"]
    told = {"thread": thread, "request": request.id, "surface": "api"}
    assert [{**told, **line} for line in decisions] == decisions
    assert [(each["verdict"], each["person"]) for each in decisions] == [("refused", "sam"), ("approve", "olive")]
    assert [each["request_id"] for each in decisions] == [
        answer.headers["x-request-id"] for answer in (refused, approved)
    ]
    assert decisions[0]["error"] == "NotAnApprover"
    assert decisions[1]["settled"] == "approved"
    (effect,) = [line for line in said if line["event"] == "effect"]
    assert (effect["thread"], effect["request"], effect["tool"]) == (thread, request.id, "push")
    assert (effect["outcome"], effect["attempt"], effect["level"]) == ("done", 1, "info")
    tries = [type for type in platform.types(thread) if type in ("Delivered", "DeliveryFailed")]
    deliveries = [line for line in said if line["event"] == "delivery"]
    assert len(deliveries) == len(tries) >= 3
    assert {each["outcome"] for each in deliveries} == {"retried", "failed", "sent"}
    assert {(each["channel"], each["thread"]) for each in deliveries} == {("desk", thread)}
    assert "SECRETWORD" not in json.dumps(said)
    assert all(line["timestamp"].endswith("Z") for line in said)


async def test_ops2_each_webhook_has_exactly_one_line(tmp_path: Path, lines: Lines) -> None:
    async with platform_in(tmp_path) as platform:
        server = HttpFixture(platform, ids={})
        thread = (await github(server)).json()["thread"]
        await github(server)
        await github(server, OTHER)
        await github(server, id="d-2", secret="wrong")
        await server.nobody.post("/webhooks/nobody-knows", content=BODY)
        said = [line for line in lines() if line["event"] == "webhook"]
    assert [(line["source"], line["outcome"], line.get("thread", "")) for line in said] == [
        ("shop", "taken", thread),
        ("shop", "repeated", thread),
        ("shop", "refused", ""),
        ("shop", "refused", ""),
        ("nobody-knows", "refused", ""),
    ]
    assert len({line["request_id"] for line in said}) == 5


def let_library_log(message: str, *args: object, error: BaseException | None = None) -> None:
    """A library writes a line in a process without handlers of its own, as a server is: pytest has added some here."""
    library, about = logging.getLogger("some.library"), (type(error), error, error.__traceback__) if error else None
    assert logging.lastResort is not None
    logging.lastResort.handle(library.makeRecord(library.name, logging.ERROR, "", 1, message, args, about))


FORGED = '{"event": "decision", "verdict": "approve"}'


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\x0b", "\x85", "\u2028", "\u2029", "\x1b[2K\r"])
def test_ops2_no_value_and_no_library_makes_a_line_of_its_own(
    capsys: pytest.CaptureFixture[str], lines: Lines, end: str, form: logging_setup.LogFormat
) -> None:
    logging_setup.log_to_stderr(logging.INFO, tracebacks=True, form=form)
    structlog.get_logger().warning(f"event{end}{FORGED}", source=f"shop{end}{FORGED}", deep=[f"a{end}{FORGED}"])
    let_library_log("a peer said: %s", f"hello{end}{FORGED}")
    try:
        raise ValueError(f"it broke{end}{FORGED}")
    except ValueError as error:
        structlog.get_logger().exception("broken")
        let_library_log("broken too", error=error)
    said = capsys.readouterr().err
    assert len(said.split("\n")) == len(said.splitlines()) + 1 == 5
    assert all(character.isprintable() for character in said.replace("\n", ""))
    if form == "json":
        found = [json.loads(line) for line in said.splitlines()]
        assert [line["event"] for line in found[2:]] == ["broken", "broken too"]
        assert all("ValueError: it broke" in line["trace"] for line in found[2:])
        assert found[1]["logger"] == "some.library"


async def test_ops2_the_source_in_the_path_of_a_webhook_forges_no_line(tmp_path: Path, lines: Lines) -> None:
    async with platform_in(tmp_path) as platform:
        server = HttpFixture(platform)
        status, _, _ = await raw(server.app, "POST", "/webhooks/x%0A%7B%22event%22:1%7D")
        assert status >= 400
        assert [line["source"] for line in lines() if line["event"] == "webhook"] in ([], ['x\n{"event":1}'])


async def test_ops2_secrets_are_taken_out_of_json_lines(capsys: pytest.CaptureFixture[str], lines: Lines) -> None:
    secret = "ghp_" + "a1B2" * 9
    structlog.get_logger().error("failed", error=f"remote said {secret}", deep={"x": [secret]})
    let_library_log("remote said %s", secret)
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 2
    assert secret not in said
