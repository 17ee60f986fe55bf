"""Our mail as bytes: no header, line or address of it begins anything of its own (EML15), and any server can pass it on."""

import email
from contextlib import suppress
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.outbound.message import UnsendableMail, serialize_mail
from tests.channels.email.transport_mails import sent_mail
from tests.random_seed import share

BOT, HUMAN = "bot@example.test", "human@example.test"


def test_a_mail_is_seven_bits_with_crlf() -> None:
    raw = serialize_mail(sent_mail("Größe: 5 €\nnächste Zeile\n", subject="Freigabe für Bücher 🚀"), BOT, [HUMAN]).raw
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    read = email.message_from_bytes(raw, policy=policy.default)
    assert read["Subject"] == "Freigabe für Bücher 🚀"
    assert read.get_content() == "Größe: 5 €\nnächste Zeile\n"


def test_a_mail_written_in_eight_bits_is_sent_in_seven() -> None:
    mail = sent_mail()
    mail.set_content("Größe\n", cte="8bit")
    raw = serialize_mail(mail, BOT, [HUMAN]).raw
    assert raw.isascii()
    assert email.message_from_bytes(raw, policy=policy.default).get_content() == "Größe\n"


def test_a_long_line_is_wrapped_by_the_encoding() -> None:
    raw = serialize_mail(sent_mail("x" * 5_000 + "\n"), BOT, [HUMAN]).raw
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert email.message_from_bytes(raw, policy=policy.default).get_content().rstrip() == "x" * 5_000


def test_a_header_without_a_place_to_fold_is_refused_by_its_line() -> None:
    mail = sent_mail(message_id=f"<{'x' * 1_200}@example.test>")
    with pytest.raises(UnsendableMail, match=r"line \d+ has 12\d\d bytes; 998 are the most"):
        serialize_mail(mail, BOT, [HUMAN])


@pytest.mark.parametrize(
    "value",
    [
        "a =?utf-8?q?=0D=0ABcc:_eve=40evil.test?= b",
        "=?utf-8?q?x=0ABcc:_eve=40evil.test?=",
        "=?utf-8?b?eA0KQmNjOiBldmVAZXZpbC50ZXN0?=",
        "=?utf-8?q?x=0D=0A=0D=0Abody?=",
    ],
)
def test_eml15_an_encoded_line_break_begins_no_header(value: str) -> None:
    read = email.message_from_string(f"Subject: {value}\nFrom: {value} <x@example.test>\n\n", policy=policy.default)
    for name in ("Subject", "From"):
        mail = sent_mail()
        del mail[name]
        try:
            mail[name] = str(read[name])
            raw = serialize_mail(mail, BOT, [HUMAN]).raw
        except ValueError:
            continue
        assert b"\nbcc" not in raw.lower().replace(b"\r", b"\n")


def test_eml15_a_line_break_that_the_library_would_write_is_refused_or_encoded() -> None:
    """CVE-2024-6923: a header that was read is written back with the line break that was encoded in it."""
    mail = email.message_from_string(
        f"Message-ID: <x@example.test>\nSubject: =?utf-8?q?x=0ABcc:_eve=40evil.test?={'y' * 80}\n\nHello.\n",
        _class=EmailMessage,
        policy=policy.default.clone(refold_source="all"),
    )
    written = b""
    with suppress(UnsendableMail):  # a Python whose library has the fix, as Debian's 3.11 has, encodes the line break
        written = serialize_mail(mail, BOT, [HUMAN]).raw
    assert b"\nbcc" not in written.lower().replace(b"\r", b"\n")


@pytest.mark.parametrize(
    "raw_header",
    ["x\r\nBcc: eve@evil.test", "x\nBcc: eve@evil.test", "x\rBcc: eve@evil.test", "x\r\n\r\nbody", "x\n\nbody"],
)
def test_eml15_a_line_break_in_a_header_is_refused(raw_header: str) -> None:
    mail = sent_mail()
    mail._headers.append(("X-Name", raw_header))  # type: ignore[attr-defined]  # past the library's own check
    with pytest.raises(UnsendableMail):
        serialize_mail(mail, BOT, [HUMAN])


@given(value=st.text(st.sampled_from("ab:;=?_ \r\n\t\0\x0b\x0c\x85\u2028\u2029é<>@,\"'"), max_size=60))
@settings(max_examples=share(300), deadline=None)
def test_eml15_no_text_makes_another_header(value: str) -> None:
    mail = sent_mail()
    try:
        mail.replace_header("Subject", value)
        mail["X-Name"] = value
        raw = serialize_mail(mail, BOT, [HUMAN]).raw
    except ValueError:
        return
    names = [name for name, _ in email.message_from_bytes(raw, policy=policy.compat32).items()]
    assert sorted(names) == sorted([*mail.keys()])


@pytest.mark.parametrize(
    "address",
    [
        "x@example.test\r\nRCPT TO:<eve@evil.test>",
        "x@example.test> SIZE=1",
        "Olive <olive@example.com>",
        "olive",
        "a@b@c",
        "olive@example.com, eve@evil.test",
        '"a b"@example.com',
        "x\0@example.com",
        "a@" + "b" * 300,
        "\ud800@example.com",
        "",
    ],
)
def test_eml15_only_a_plain_address_is_written_to(address: str) -> None:
    with pytest.raises(UnsendableMail, match="is no plain address"):
        serialize_mail(sent_mail(), BOT, [address])


def test_a_mail_without_a_message_id_or_a_recipient_is_refused() -> None:
    mail = sent_mail()
    with pytest.raises(UnsendableMail, match="no recipient"):
        serialize_mail(mail, BOT, [])
    del mail["Message-ID"]
    with pytest.raises(UnsendableMail, match="no Message-ID"):
        serialize_mail(mail, BOT, [HUMAN])


def test_a_bcc_header_is_refused() -> None:
    mail = sent_mail()
    mail["Bcc"] = "max@example.test"
    with pytest.raises(UnsendableMail, match="Bcc"):
        serialize_mail(mail, BOT, [HUMAN])


def test_who_is_named_twice_gets_one_mail() -> None:
    assert serialize_mail(sent_mail(), BOT, [HUMAN, BOT, HUMAN]).recipients == (HUMAN, BOT)
