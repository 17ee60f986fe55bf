"""IMAP_URL and SMTP_URL: valid and invalid forms, and errors without the password."""

from collections.abc import Callable

import pytest

from bot.core.errors import BadSetting
from channels.email.server_urls import MailboxAccount, SmtpServer, read_imap_url, read_smtp_url


def test_an_imap_url_names_a_mailbox() -> None:
    assert read_imap_url("imaps://bot%40example.com:a%2Fb%40c@mail.example.com") == MailboxAccount(
        "mail.example.com", 993, "bot@example.com", "a/b@c", "INBOX", is_plain=False
    )
    assert read_imap_url("imaps://bot:x@mail:9993/Freigaben%20%C3%BC/neu").folder == "Freigaben ü/neu"
    assert read_imap_url("imap://bot:x@127.0.0.1:1143").is_plain
    assert read_imap_url("imaps://bot@mail", has_token=True).password == ""


def test_an_smtp_url_names_a_server() -> None:
    assert read_smtp_url("smtp://u:p@mail") == SmtpServer("mail", 587, "u", "p", "starttls")
    assert read_smtp_url("smtps://u:p@mail") == SmtpServer("mail", 465, "u", "p", "tls")
    assert read_smtp_url("smtp+insecure://localhost") == SmtpServer("localhost", 25, "", "", "none")
    assert read_smtp_url("smtp+insecure://[::1]:1025").port == 1025


@pytest.mark.parametrize(
    ("read", "url", "why"),
    [
        (read_imap_url, "imap://bot:hush@mail.example.com", "not encrypted"),
        (read_imap_url, "imap://bot:hush@127.0.0.1.evil.test", "not encrypted"),
        (read_imap_url, "imaps://mail.example.com", "names no user"),
        (read_imap_url, "imaps://bot@mail.example.com", "names no password"),
        (read_imap_url, "https://bot:hush@mail", "begins with none of imaps://, imap://"),
        (read_imap_url, "imaps://bot:hush@", "names no server"),
        (read_imap_url, "imaps://bot:hush@mail:99999", "cannot be read"),
        (read_imap_url, "imaps://bot:hush@mail/a%0Db", "signs that no folder can have"),
        (read_imap_url, "imaps://bot:hush#1@mail", "in a password"),
        (read_imap_url, "imaps://bot:hush", "in a password"),
        (read_imap_url, "bot:hush@mail", "begins with none of"),
        (read_imap_url, "imaps://bot:1@mail/#hush", "in a password"),
        (read_imap_url, "imaps://bot:hush@mail?x", r"\? and # have no meaning"),
        (read_smtp_url, "smtp+insecure://mail.example.com", "may only name this machine"),
        (read_smtp_url, "smtp+insecure://u:hush@localhost", "never sent unencrypted"),
        (read_smtp_url, "smtp://u@mail", "names a user and no password"),
        (read_smtp_url, "smtp://u:hush@mail/path", "has a path"),
        (read_smtp_url, "smtp://u:hush:hush@[mail", "cannot be read"),
        (read_smtp_url, "", "begins with none of"),
    ],
)
def test_a_wrong_url_is_refused_with_a_reason_and_without_the_password(
    read: Callable[[str], object], url: str, why: str
) -> None:
    with pytest.raises(BadSetting, match=why) as refused:
        read(url)
    assert "hush" not in str(refused.value)
