"""IMAP_URL and SMTP_URL: what they say, what they may not, and that no error shows a password."""

from collections.abc import Callable

import pytest

from bot.core.errors import BadSetting
from channels.email.urls import Account, Server, account, server


def test_an_imap_url_names_a_mailbox() -> None:
    assert account("imaps://bot%40example.com:a%2Fb%40c@mail.example.com") == Account(
        "mail.example.com", 993, "bot@example.com", "a/b@c", "INBOX", is_plain=False
    )
    assert account("imaps://bot:x@mail:9993/Freigaben%20%C3%BC/neu").folder == "Freigaben ü/neu"
    assert account("imap://bot:x@127.0.0.1:1143").is_plain
    assert account("imaps://bot@mail", has_token=True).password == ""


def test_an_smtp_url_names_a_server() -> None:
    assert server("smtp://u:p@mail") == Server("mail", 587, "u", "p", "starttls")
    assert server("smtps://u:p@mail") == Server("mail", 465, "u", "p", "tls")
    assert server("smtp+insecure://localhost") == Server("localhost", 25, "", "", "none")
    assert server("smtp+insecure://[::1]:1025").port == 1025


@pytest.mark.parametrize(
    ("read", "url", "why"),
    [
        (account, "imap://bot:hush@mail.example.com", "not encrypted"),
        (account, "imap://bot:hush@127.0.0.1.evil.test", "not encrypted"),
        (account, "imaps://mail.example.com", "names no user"),
        (account, "imaps://bot@mail.example.com", "names no password"),
        (account, "https://bot:hush@mail", "begins with none of imaps://, imap://"),
        (account, "imaps://bot:hush@", "names no server"),
        (account, "imaps://bot:hush@mail:99999", "cannot be read"),
        (account, "imaps://bot:hush@mail/a%0Db", "signs that no folder can have"),
        (account, "imaps://bot:hush#1@mail", "in a password"),
        (account, "imaps://bot:hush", "in a password"),
        (account, "bot:hush@mail", "begins with none of"),
        (account, "imaps://bot:1@mail/#hush", "in a password"),
        (account, "imaps://bot:hush@mail?x", r"\? and # have no meaning"),
        (server, "smtp+insecure://mail.example.com", "may only name this machine"),
        (server, "smtp+insecure://u:hush@localhost", "never sent unencrypted"),
        (server, "smtp://u@mail", "names a user and no password"),
        (server, "smtp://u:hush@mail/path", "has a path"),
        (server, "smtp://u:hush:hush@[mail", "cannot be read"),
        (server, "", "begins with none of"),
    ],
)
def test_a_wrong_url_is_refused_with_a_reason_and_without_the_password(
    read: Callable[[str], object], url: str, why: str
) -> None:
    with pytest.raises(BadSetting, match=why) as refused:
        read(url)
    assert "hush" not in str(refused.value)
