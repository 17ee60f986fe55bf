"""The signature of a webhook. Names begin with the attack's id, where there is one."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadSetting, Unauthenticated
from channels.shared.webhook_signatures import read_signing_key, sign_standard, verify_github, verify_standard

# The test vector of https://github.com/standard-webhooks/standard-webhooks (libraries/python/tests)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
TIMESTAMP = 1614265330
NOW = datetime.fromtimestamp(TIMESTAMP, UTC)
HEADERS = {"webhook-id": ID, "webhook-timestamp": str(TIMESTAMP), "webhook-signature": SIGNATURE}
OTHER = "whsec_" + base64.b64encode(b"another key of 24 bytes.").decode()

# The test vector of https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
GITHUB_SECRET = "It's a Secret to Everybody"
GITHUB_BODY = b"Hello, World!"
GITHUB_SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
GITHUB_ID = "72d3162e-cc78-11e3-81ab-4c9367dc0958"
GITHUB_HEADERS = {"X-GitHub-Delivery": GITHUB_ID, "X-Hub-Signature-256": GITHUB_SIGNATURE}


def sign(secret: str, id: str, timestamp: str, body: bytes) -> str:
    """As a sender does it, written apart from the tested code."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, f"{id}.{timestamp}.".encode() + body, "sha256").digest()).decode()


def signed(secret: str = SECRET, id: str = ID, timestamp: str = str(TIMESTAMP), body: bytes = BODY) -> dict[str, str]:
    return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": sign(secret, id, timestamp, body),
    }


def refused(headers: dict[str, str], body: bytes = BODY, secrets: tuple[str, ...] = (SECRET,)) -> str:
    with pytest.raises(Unauthenticated) as caught:
        verify_standard(headers, body, secrets, NOW)
    reason = str(caught.value)
    assert "\n" not in reason
    assert len(reason) < 120
    return reason


def refused_github(headers: dict[str, str], body: bytes = GITHUB_BODY) -> str:
    with pytest.raises(Unauthenticated) as caught:
        verify_github(headers, body, (GITHUB_SECRET,))
    return str(caught.value)


# Standard Webhooks


def test_the_official_vector_is_accepted_and_gives_its_id() -> None:
    assert verify_standard(HEADERS, BODY, (SECRET,), NOW) == ID


def test_another_body_is_refused() -> None:
    assert refused(HEADERS, BODY + b" ") == "no signature in webhook-signature fits the body"


def test_another_id_is_refused() -> None:
    refused({**HEADERS, "webhook-id": "msg_other"})


def test_another_timestamp_is_refused() -> None:
    refused({**HEADERS, "webhook-timestamp": str(TIMESTAMP + 1)})


def test_an_empty_body_may_be_signed() -> None:
    assert verify_standard(signed(body=b""), b"", (SECRET,), NOW) == ID


def test_a_body_that_is_no_text_may_be_signed() -> None:
    assert verify_standard(signed(body=b"\xff\x00"), b"\xff\x00", (SECRET,), NOW) == ID


def test_svix_headers_are_taken_for_standard_ones() -> None:
    headers = {name.replace("webhook", "svix"): value for name, value in HEADERS.items()}
    assert verify_standard(headers, BODY, (SECRET,), NOW) == ID


def test_the_two_families_of_headers_are_not_mixed() -> None:
    headers = {"svix-signature": SIGNATURE, "webhook-id": ID, "webhook-timestamp": str(TIMESTAMP)}
    assert refused(headers) == "the header webhook-signature is missing"


@pytest.mark.parametrize(
    "signature",
    [
        "",
        " ",
        "v1",
        "v1,",
        ",",
        ",,,",
        SIGNATURE[:-10],
        SIGNATURE.replace("v1,", "v1,,"),
        SIGNATURE + ",",
        SIGNATURE + ",x",
        SIGNATURE.replace("v1,", ""),
        SIGNATURE.replace("v1", "v2"),
        SIGNATURE.replace("v1", "v1a"),
        SIGNATURE.replace("v1", "V1"),
        "v1,not base64!",
        "v1," + "A" * 43 + "é",
        "v1,\ud800",
        "v1,g0hM9SsE-OTPJTGt_tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        "v1," + "A" * 100_000,
        "v1," + base64.b64encode(b"").decode(),
    ],
)
def test_whk01_a_bad_signature_is_a_401(signature: str) -> None:
    refused({**HEADERS, "webhook-signature": signature})


@pytest.mark.parametrize("name", HEADERS)
def test_whk01_a_missing_header_is_a_401_that_names_it(name: str) -> None:
    headers = {other: value for other, value in HEADERS.items() if other != name}
    assert "is missing" in refused(headers)


def test_whk01_no_headers_at_all_are_a_401() -> None:
    assert refused({}) == "the header svix-id is missing"


@pytest.mark.parametrize("id", ["", " ", "a b", "a\n", "\n", "ä", "a" * 256, "\x7f", "\ud800"])
def test_whk01_an_id_that_is_not_printable_ascii_is_a_401(id: str) -> None:
    assert refused({**HEADERS, "webhook-id": id}).startswith("webhook-id is not 1 to 255")


def test_whk01_an_id_of_255_characters_is_taken() -> None:
    assert verify_standard(signed(id="~" * 255), BODY, (SECRET,), NOW) == "~" * 255


def test_whk01_an_id_with_a_full_stop_is_a_401_because_it_could_be_cut_anew() -> None:
    body = f"{TIMESTAMP}.5".encode()
    whole = signed(body=body)
    cut = {**whole, "webhook-id": f"{ID}.{TIMESTAMP}"}
    assert verify_standard(whole, body, (SECRET,), NOW) == ID
    assert refused(cut, b"5") == "webhook-id must not contain a full stop"


def test_whk01_ten_thousand_signatures_are_one_401() -> None:
    assert refused({**HEADERS, "webhook-signature": " ".join(["v1,AAAA"] * 10_000)}).startswith("no signature")


def test_whk01_a_right_signature_is_looked_for_among_the_first_twenty_only() -> None:
    bad = ["v1,AAAA"]
    assert verify_standard({**HEADERS, "webhook-signature": " ".join(bad * 19 + [SIGNATURE])}, BODY, (SECRET,), NOW)
    refused({**HEADERS, "webhook-signature": " ".join(bad * 20 + [SIGNATURE])})


def test_whk01_a_right_signature_among_other_versions_is_found() -> None:
    headers = {**HEADERS, "webhook-signature": f"v1a,{'A' * 88} v2,x {SIGNATURE}"}
    assert verify_standard(headers, BODY, (SECRET,), NOW) == ID


def test_whk01_a_reason_quotes_neither_the_signature_nor_the_secret() -> None:
    reason = refused({**HEADERS, "webhook-signature": "v1,c2VjcmV0"})
    assert "c2VjcmV0" not in reason
    assert "MfKQ" not in reason


@pytest.mark.parametrize("seconds", [-300, -299, 0, 299, 300])
def test_whk02_a_timestamp_within_five_minutes_is_taken(seconds: int) -> None:
    assert verify_standard(HEADERS, BODY, (SECRET,), NOW + timedelta(seconds=seconds)) == ID


@pytest.mark.parametrize(("seconds", "reason"), [(301, "301 seconds old"), (-301, "301 seconds ahead")])
def test_whk02_a_stale_or_future_timestamp_is_a_401(seconds: int, reason: str) -> None:
    with pytest.raises(Unauthenticated, match=reason):
        verify_standard(HEADERS, BODY, (SECRET,), NOW + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    "timestamp",
    [
        *["", "nan", "inf", "1.614265330e9", "16_14265330", " 1614265330", "1614265330 ", "1614265330\n"],
        *["1614265330.0", "+1614265330", "-1614265330", "0x60379bb2", "١٦١٤٢٦٥٣٣٠", "²", "0" * 13, "9" * 5_000],
    ],
)
def test_whk02_a_timestamp_that_is_not_digits_is_a_401_even_when_signed(timestamp: str) -> None:
    assert refused(signed(timestamp=timestamp)) == "the timestamp is not 1 to 12 digits"


@pytest.mark.parametrize("timestamp", ["0", "999999999999"])
def test_whk02_the_ends_of_time_are_a_401(timestamp: str) -> None:
    assert "seconds" in refused(signed(timestamp=timestamp))


@pytest.mark.parametrize("spelling", [str.upper, str.title, str.lower])
def test_whk03_a_replay_in_another_spelling_gives_the_same_id(spelling: Callable[[str], str]) -> None:
    headers = {spelling(name): value for name, value in HEADERS.items()}
    assert verify_standard(headers, BODY, (SECRET,), NOW) == ID


def test_whk03_a_replay_with_other_signatures_beside_gives_the_same_id() -> None:
    headers = {**HEADERS, "webhook-signature": f"{SIGNATURE} {SIGNATURE}"}
    assert verify_standard(headers, BODY, (SECRET,), NOW) == ID


def test_whk03_a_header_in_two_spellings_is_a_401() -> None:
    assert refused({**HEADERS, "Webhook-Id": "msg_2"}) == "a header stands twice, in two spellings"


def test_whk04_two_bodies_signed_under_one_id_give_that_id_twice() -> None:
    for body in (b"1", b"2"):
        assert verify_standard(signed(body=body), body, (SECRET,), NOW) == ID


def test_whk05_during_the_overlap_the_old_the_new_and_both_signatures_are_taken() -> None:
    both = {**HEADERS, "webhook-signature": f"{sign(OTHER, ID, str(TIMESTAMP), BODY)} {SIGNATURE}"}
    for headers in (HEADERS, signed(OTHER), both):
        assert verify_standard(headers, BODY, (SECRET, OTHER), NOW) == ID


def test_whk05_after_the_overlap_the_old_key_is_a_401() -> None:
    assert verify_standard(signed(OTHER), BODY, (OTHER,), NOW) == ID
    refused(HEADERS, secrets=(OTHER,))


def test_whk05_without_any_key_all_is_a_401() -> None:
    refused(HEADERS, secrets=())


@pytest.mark.parametrize(
    "secret", ["", "whsec_", SECRET.removeprefix("whsec_"), "whsec_é", "whsec_YWJj", "whpk_" + "A" * 32]
)
def test_an_unusable_secret_is_a_setting_to_mend_and_not_quoted(secret: str) -> None:
    with pytest.raises(BadSetting) as caught:
        read_signing_key(secret)
    assert str(caught.value) == "The setting secret is '…': write it as whsec_ and the base64 of at least 24 bytes."


# GitHub


def test_githubs_own_vector_is_accepted_and_gives_the_delivery() -> None:
    assert verify_github(GITHUB_HEADERS, GITHUB_BODY, (GITHUB_SECRET,)) == GITHUB_ID


def test_github_another_body_is_refused() -> None:
    assert refused_github(GITHUB_HEADERS, b"Hello, World?") == "x-hub-signature-256 does not fit the body"


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        GITHUB_SIGNATURE[:-1],
        GITHUB_SIGNATURE + "0",
        GITHUB_SIGNATURE + "\n",
        GITHUB_SIGNATURE.replace("sha256", "sha1"),
        GITHUB_SIGNATURE.removeprefix("sha256="),
        "sha256=" + "g" * 64,
        "sha256=" + "٠" * 64,
        "sha256=" + "\ud800" * 64,
        "sha256=" + "0" * 64,
        "sha256=" + "0" * 1_000_000,
    ],
)
def test_whk01_a_bad_github_signature_is_a_401(signature: str) -> None:
    refused_github({**GITHUB_HEADERS, "X-Hub-Signature-256": signature})


def test_whk01_the_old_sha1_header_alone_is_a_401() -> None:
    sha1 = "sha1=" + hmac.new(GITHUB_SECRET.encode(), GITHUB_BODY, hashlib.sha1).hexdigest()
    headers = {"X-GitHub-Delivery": GITHUB_ID, "X-Hub-Signature": sha1}
    assert refused_github(headers) == "the header x-hub-signature-256 is missing"


@pytest.mark.parametrize("id", ["", "a b", "a\n", "ä", "a" * 256])
def test_whk01_a_bad_delivery_id_is_a_401(id: str) -> None:
    assert refused_github({**GITHUB_HEADERS, "X-GitHub-Delivery": id}).startswith("x-github-delivery is not")


def test_whk05_github_takes_either_secret_during_the_overlap_only() -> None:
    assert verify_github(GITHUB_HEADERS, GITHUB_BODY, ("new", GITHUB_SECRET)) == GITHUB_ID
    with pytest.raises(Unauthenticated):
        verify_github(GITHUB_HEADERS, GITHUB_BODY, ("new",))


def test_an_empty_github_secret_is_a_setting_to_mend() -> None:
    with pytest.raises(BadSetting):
        verify_github(GITHUB_HEADERS, GITHUB_BODY, ("",))


# Anything at all

names = st.sampled_from([*HEADERS, *GITHUB_HEADERS, "svix-id", "svix-timestamp", "svix-signature", "WEBHOOK-ID"])
values = (
    st.text()
    | st.sampled_from([*HEADERS.values(), *GITHUB_HEADERS.values()])
    | st.from_regex(r"\A(v1,[A-Za-z0-9+/=,]*[ ]?)*\Z")
)
anything = st.dictionaries(names | st.text(), values)


@given(anything, st.binary())
def test_whk01_no_headers_and_body_raise_anything_but_unauthenticated(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(Unauthenticated):
        verify_standard(headers, body, (SECRET, OTHER), NOW)
    with pytest.raises(Unauthenticated):
        verify_github(headers, body, (GITHUB_SECRET,))


@given(st.binary(max_size=50), st.from_regex(r"\A[!-\-/-~]{1,255}\Z"))
def test_what_was_signed_is_accepted(body: bytes, id: str) -> None:
    assert verify_standard(signed(id=id, body=body), body, (SECRET,), NOW) == id


def test_kit5_our_own_signature_is_that_of_the_published_vector() -> None:
    assert sign_standard(ID, BODY, SECRET, NOW) == HEADERS
    assert verify_standard(sign_standard(ID, BODY, SECRET, NOW), BODY, (SECRET,), NOW) == ID
