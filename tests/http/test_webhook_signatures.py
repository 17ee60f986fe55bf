"""WHK01, WHK02, WHK05, WHK08: a delivery is read after its signature over the raw bytes is verified."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.http_client import HttpFixture, assert_problem
from tests.http.webhook_deliveries import BODY, HUB, MERGED, github, platform_in, standard, threads


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[HttpFixture]:
    async with platform_in(tmp_path) as platform:
        yield HttpFixture(platform)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Hub-Signature-256": "sha256=" + "0" * 64},
        {"X-Hub-Signature-256": ""},
        {"X-Hub-Signature-256": "sha1=" + "0" * 40},
        {"X-Hub-Signature-256": "sha256=" + "g" * 64},
        {"X-Hub-Signature-256": "x" * 50_000},
        {"X-GitHub-Delivery": ""},
        {"X-GitHub-Delivery": "a b"},
        {"X-GitHub-Delivery": "x" * 256},
    ],
)
@pytest.mark.one_set_up
async def test_whk01_a_github_delivery_that_does_not_verify_is_401(
    server: HttpFixture, headers: dict[str, str]
) -> None:
    assert_problem(await github(server, more=headers), 401)
    assert await threads(server) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1," + base64.b64encode(b"0" * 32).decode()},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,,,"},
        {"webhook-signature": "v1,***"},
        {"webhook-signature": " ".join(["v1,AAAA"] * 5_000)},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "1_7"},
        {"webhook-timestamp": ""},
        {"webhook-id": ""},
        {"webhook-id": "msg.1"},
        {"webhook-id": "msg_2"},
    ],
)
@pytest.mark.one_set_up
async def test_whk01_a_standard_delivery_that_does_not_verify_is_401(
    server: HttpFixture, headers: dict[str, str]
) -> None:
    assert_problem(await standard(server, more=headers), 401)
    assert await threads(server) == []


async def test_whk01_bytes_that_are_no_ascii_are_401(server: HttpFixture) -> None:
    for name in ("X-Hub-Signature-256", "X-GitHub-Delivery", "webhook-signature", "webhook-id", "webhook-timestamp"):
        for source in ("shop", "ci"):
            raw = [(name.encode(), "sha256=ü\u00b2".encode("latin-1"))]
            assert_problem(await server.nobody.post(f"/webhooks/{source}", content=BODY, headers=raw), 401)


async def test_whk01_no_signature_and_the_wrong_secret_are_401_alike(server: HttpFixture) -> None:
    answers = [
        await server.nobody.post("/webhooks/shop", content=BODY),
        await github(server, secret="guess"),
        await standard(server, key=b"g" * 32),
        await server.nobody.post("/webhooks/ci", content=BODY, headers={"Authorization": "Bearer x"}),
    ]
    for answer in answers:
        assert_problem(answer, 401)
        assert HUB not in answer.text


@pytest.mark.parametrize("late", [301, -301, 86_400])
async def test_whk02_a_stale_or_future_timestamp_is_401(server: HttpFixture, late: int) -> None:
    assert_problem(await standard(server, late=late), 401, "seconds")


async def test_whk05_while_a_key_is_rotated_both_are_taken(server: HttpFixture) -> None:
    assert (await standard(server, id="a")).status_code == 200
    assert (await standard(server, id="b", key=b"n" * 32)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5_000 + b"}",
        b'{"n": NaN}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b"\xef\xbb\xbf{}",
        b"\xff",
        b"",
        b"not json",
    ],
)
async def test_whk08_a_signed_body_with_two_readings_or_none_is_422(server: HttpFixture, body: bytes) -> None:
    assert_problem(await github(server, body), 422)
    assert (await github(server)).json()["again"] is False


async def test_whk08_a_bomb_is_not_read_before_its_signature(server: HttpFixture) -> None:
    assert_problem(await github(server, b"[" * 100_000, secret="guess"), 401)


async def test_a_signature_is_checked_over_the_raw_bytes(server: HttpFixture) -> None:
    spaced = json.dumps(MERGED, indent=2).encode()
    signature = hmac.new(HUB.encode(), BODY, hashlib.sha256).hexdigest()
    assert_problem(await github(server, spaced, more={"X-Hub-Signature-256": f"sha256={signature}"}), 401)
    assert (await github(server, spaced)).status_code == 200
