"""The identity of a mail, by any way of delivery."""

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import channels
from channels.email.inbound.mailbox.mailbox_watcher import compute_mail_digest, read_message_id
from tests.random_seed import share

MAIL = b"From: a@example.test\r\nSubject: x\r\nMessage-ID:\r\n <1@example.test>\r\n\r\nHello.\r\n"
WAY = b"Return-Path: <a@b>\r\nReceived: from x\r\n\tby y; today\r\nAuthentication-Results: mx; dmarc=pass\r\n"


def test_the_message_id_is_read_unfolded() -> None:
    assert read_message_id(MAIL) == "<1@example.test>"
    assert read_message_id(b"Subject: x\r\n\r\nMessage-ID: <body@example.test>\r\n") == ""
    assert read_message_id(b"message-id: <a@b>\nMessage-ID: <second@b>\n\n") == "<a@b>"


def test_the_way_of_a_mail_does_not_change_its_digest() -> None:
    assert compute_mail_digest(WAY + MAIL) == compute_mail_digest(MAIL)
    assert compute_mail_digest(MAIL.replace(b"Subject: x", b"SUBJECT:  x")) == compute_mail_digest(MAIL)


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
    assert compute_mail_digest(other) != compute_mail_digest(MAIL)


def test_headers_without_an_end_are_digested_as_they_are() -> None:
    endless = b"X: y\r\n" * 30_000
    assert compute_mail_digest(endless) != compute_mail_digest(endless + b"X: z\r\n")


@given(st.binary(max_size=300))
@settings(max_examples=share(200), deadline=None)
def test_no_bytes_break_it(raw: bytes) -> None:
    assert len(compute_mail_digest(raw)) == 64
    assert isinstance(read_message_id(raw), str)


def test_the_gpl_library_is_imported_in_one_file() -> None:
    platform = Path(channels.__file__).parent.parent
    found = {
        str(file.relative_to(platform))
        for folder in ("bot", "channels", "agents")
        for file in (platform / folder).rglob("*.py")
        if "aioimaplib" in (text := file.read_text())  # to parse all files takes seconds
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.Import, ast.ImportFrom)) and "aioimaplib" in ast.unparse(node)
    }
    assert found == {"channels/email/inbound/mailbox/imap_client.py"}
