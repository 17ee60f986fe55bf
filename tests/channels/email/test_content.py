"""What a mail is, whatever way it came."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import channels
from channels.email.content import digest_of, message_id_of

MAIL = b"From: a@example.test\r\nSubject: x\r\nMessage-ID:\r\n <1@example.test>\r\n\r\nHello.\r\n"
WAY = b"Return-Path: <a@b>\r\nReceived: from x\r\n\tby y; today\r\nAuthentication-Results: mx; dmarc=pass\r\n"


def test_the_message_id_is_read_unfolded() -> None:
    assert message_id_of(MAIL) == "<1@example.test>"
    assert message_id_of(b"Subject: x\r\n\r\nMessage-ID: <body@example.test>\r\n") == ""
    assert message_id_of(b"message-id: <a@b>\nMessage-ID: <second@b>\n\n") == "<a@b>"


def test_the_way_of_a_mail_does_not_change_its_digest() -> None:
    assert digest_of(WAY + MAIL) == digest_of(MAIL)
    assert digest_of(MAIL.replace(b"Subject: x", b"SUBJECT:  x")) == digest_of(MAIL)


@pytest.mark.parametrize(
    "other",
    [
        MAIL.replace(b"Hello", b"Hullo"),
        MAIL.replace(b"a@example", b"b@example"),
        MAIL.replace(b"Subject: x", b"Subject: y"),
        MAIL.replace(b"<1@", b"<2@"),
        b"Delivered-To: bot+r-abc@example.test\r\n" + MAIL,
        MAIL + b"\r\n",
    ],
    ids=["body", "from", "subject", "id", "recipient", "end"],
)
def test_what_the_author_wrote_and_whom_it_reached_does(other: bytes) -> None:
    assert digest_of(other) != digest_of(MAIL)


def test_headers_without_an_end_are_digested_as_they_are() -> None:
    endless = b"X: y\r\n" * 30_000
    assert digest_of(endless) != digest_of(endless + b"X: z\r\n")


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_it(raw: bytes) -> None:
    assert len(digest_of(raw)) == 64
    assert isinstance(message_id_of(raw), str)


def test_the_gpl_library_is_imported_in_one_file() -> None:
    house = Path(channels.__file__).parent.parent
    found = {
        str(file.relative_to(house))
        for folder in ("bot", "channels", "agents")
        for file in (house / folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "aioimaplib" in ast.unparse(node)
    }
    assert found == {"channels/email/mailbox.py"}
