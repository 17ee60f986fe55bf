"""Each request without Slack's own signature raises `Unauthenticated`."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.errors import Unauthenticated
from channels.slack.inbound.http import verify_signature
from tests.random_seed import share

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
AT = datetime.fromtimestamp(1531420618, UTC)
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def signed(body: bytes, timestamp: str = "1531420618", secret: str = SECRET) -> dict[str, str]:
    mac = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return {"x-slack-request-timestamp": timestamp, "x-slack-signature": "v0=" + mac.hexdigest()}


def test_the_vector_that_slack_publishes_is_accepted() -> None:
    verify_signature({"X-Slack-Request-Timestamp": "1531420618", "X-Slack-Signature": SIGNATURE}, BODY, [SECRET], AT)


def test_while_rotating_either_secret_is_accepted() -> None:
    verify_signature(signed(b"x", secret="old"), b"x", ["new", "old"], AT)
    verify_signature(signed(b"x", secret="new"), b"x", ["new", "old"], AT)


def test_slk03_a_body_that_is_not_utf8_is_refused_even_if_it_is_signed() -> None:
    for body in (b"\xff\xfe\x00", b"\xed\xa0\x80"):
        with pytest.raises(Unauthenticated):
            verify_signature(signed(body), body, [SECRET], AT)


@pytest.mark.parametrize(
    "timestamp",
    [
        "nan",
        "",
        "1531420618.0",
        "1_531_420_618",
        " 1531420618",
        "1531420618\n",
        "-1",
        "+1531420618",
        "9" * 400,
        "inf",
        "0x5b47a00a",
        "١٥٣١٤٢٠٦١٨",
        "²",
        "1e9",
        "\ud800",
    ],
)
def test_slk03_a_timestamp_that_is_no_plain_number_is_refused(timestamp: str) -> None:
    with pytest.raises(Unauthenticated):
        verify_signature({"x-slack-request-timestamp": timestamp, "x-slack-signature": SIGNATURE}, BODY, [SECRET], AT)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "v0=",
        SIGNATURE.upper(),
        SIGNATURE + " ",
        SIGNATURE + "\n",
        SIGNATURE[:-1],
        SIGNATURE[:-1] + "é",
        "v1" + SIGNATURE[2:],
        f"{SIGNATURE},{SIGNATURE}",
        "v0=" + "0" * 64,
        "v0=" + "٠" * 64,
        "\ud800",
    ],
)
def test_slk03_a_signature_in_another_spelling_is_refused(signature: str) -> None:
    with pytest.raises(Unauthenticated):
        verify_signature(
            {"x-slack-request-timestamp": "1531420618", "x-slack-signature": signature}, BODY, [SECRET], AT
        )


@pytest.mark.parametrize("headers", [{}, {"x-slack-signature": SIGNATURE}, {"x-slack-request-timestamp": "1531420618"}])
def test_a_missing_header_is_refused(headers: Mapping[str, str]) -> None:
    with pytest.raises(Unauthenticated, match="No signature of Slack"):
        verify_signature(headers, BODY, [SECRET], AT)


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
def test_a_header_in_two_spellings_is_refused(name: str) -> None:
    headers = signed(BODY)
    with pytest.raises(Unauthenticated, match="No signature of Slack"):
        verify_signature({**headers, name: headers[name.lower()]}, BODY, [SECRET], AT)


@pytest.mark.parametrize(("seconds", "accepted"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
def test_a_request_is_good_for_five_minutes_either_way(seconds: int, accepted: bool) -> None:
    now = AT + timedelta(seconds=seconds)
    if accepted:
        verify_signature(signed(BODY), BODY, [SECRET], now)
    else:
        with pytest.raises(Unauthenticated, match="in the last five minutes"):
            verify_signature(signed(BODY), BODY, [SECRET], now)


def test_no_secret_lets_nobody_in_and_an_empty_one_is_a_setting_to_repair() -> None:
    with pytest.raises(Unauthenticated):
        verify_signature(signed(BODY), BODY, [], AT)
    with pytest.raises(ValueError, match="must not be empty"):
        verify_signature(signed(BODY, secret=""), BODY, [""], AT)


@settings(max_examples=share(150), deadline=None)
@given(st.text(max_size=20), st.text(max_size=80), st.binary(max_size=40))
def test_slk03_nothing_but_unauthenticated_is_ever_raised(timestamp: str, signature: str, body: bytes) -> None:
    with pytest.raises(Unauthenticated):
        verify_signature({"x-slack-request-timestamp": timestamp, "x-slack-signature": signature}, body, [SECRET], AT)
