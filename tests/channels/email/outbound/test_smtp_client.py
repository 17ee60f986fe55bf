"""Our mail to a real submission server: accepted, refused, deferred, or of unknown outcome."""

import asyncio
import email
import selectors
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from bot.core.ports import NotNow, TryLater
from channels.email.mailbox_and_transport_ports import MailAccepted, MailboxLost, MailRefused, PartlyRefused, SmtpAnswer
from channels.email.outbound.smtp_client import SmtpClient
from channels.email.server_urls import SmtpServer
from tests.channels.email.transport_mails import sent_mail
from tests.servers.dovecot import free_ports
from tests.servers.mail import AWKWARD, BOT, FOREIGN, FRESH, HUMAN, Account, Servers
from tests.servers.smtp import SmtpListener

OTHERS = tuple(account.address for account in FRESH[-3:])


@asynccontextmanager
async def posting(mail: Servers, server: SmtpServer | None = None, **settings: Any) -> AsyncIterator[SmtpClient]:
    there = server or SmtpServer("localhost", mail.submission.port, *BOT, "starttls")
    post = SmtpClient(there, **{"tls": mail.trusts, "patience": 3.0, **settings})
    before = list_open_files()
    try:
        yield post
    finally:
        await post.close()
        await until_closed(before)


def list_open_files() -> frozenset[int]:
    """The descriptors that the event loop watches."""
    selector: selectors.BaseSelector = asyncio.get_running_loop()._selector  # type: ignore[attr-defined]
    return frozenset(key.fd for key in selector.get_map().values())


async def until_closed(before: frozenset[int]) -> None:
    """Wait until no more descriptors are watched than before: a transport closes its socket some rounds of the loop later."""
    for _ in range(1_000):
        if list_open_files() <= before:
            return
        await asyncio.sleep(0.005)


def _took(mail: Servers) -> list[str]:
    return [email.message_from_bytes(took.raw)["Message-ID"] for took in mail.submission.took]


async def test_a_mail_goes_out_over_tls_and_lies_in_the_mailbox(mail: Servers) -> None:
    sent = sent_mail("Grüße\n.\n..two dots\n")
    async with posting(mail) as post:
        assert isinstance(await post.send_mail(sent, BOT.address, [HUMAN.address]), MailAccepted)
    assert mail.submission.took[0].login == BOT.address
    with mail.dove.client(*HUMAN) as client:
        client.select("INBOX", readonly=True)
        _, found = client.search(None, "HEADER", "Message-ID", sent["Message-ID"])
        _, parts = client.fetch(found[0].split()[-1].decode(), "(BODY.PEEK[TEXT])")
    assert isinstance(parts[0], tuple)
    text = email.message_from_bytes(b"Content-Transfer-Encoding: base64\r\n\r\n" + parts[0][1]).get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode().splitlines() == ["Grüße", ".", "..two dots"]


async def test_mails_go_over_one_connection(mail: Servers) -> None:
    async with posting(mail) as post:
        for _ in range(5):
            assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)
    assert len(mail.submission.took) == 5
    assert len(mail.submission.sessions) == 1


async def test_many_at_once_are_all_sent(mail: Servers) -> None:
    async with posting(mail) as post:
        mails = [sent_mail() for _ in range(10)]
        outcomes = await asyncio.gather(*(post.send_mail(each, BOT.address, [HUMAN.address]) for each in mails))
    assert all(isinstance(outcome, MailAccepted) for outcome in outcomes)
    assert sorted(_took(mail)) == sorted(each["Message-ID"] for each in mails)


async def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(mail: Servers) -> None:
    first, second = (SmtpListener({HUMAN.address: ""}, _no_relay) for _ in range(2))
    second.port = first.port
    async with posting(mail, SmtpServer("127.0.0.1", first.port, "", "", "none")) as post:
        async with standing(first):
            assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)
        with pytest.raises(NotNow, match="cannot be reached"):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
        async with standing(second):
            assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)


async def test_one_of_three_recipients_is_refused_and_the_others_get_it(mail: Servers) -> None:
    mail.submission.ever[OTHERS[1]] = "550 5.1.1 no such user here"
    async with posting(mail) as post:
        outcome = await post.send_mail(sent_mail(), BOT.address, OTHERS)
    assert outcome == PartlyRefused({OTHERS[1]: SmtpAnswer(550, "5.1.1 no such user here")})
    assert outcome.refused[OTHERS[1]].is_final
    assert mail.submission.took[0].recipients == (OTHERS[0], OTHERS[2])


async def test_one_that_is_put_off_is_told_from_one_that_is_refused(mail: Servers) -> None:
    mail.submission.refuses[OTHERS[1]] = ["451 4.7.1 greylisted"]
    async with posting(mail) as post:
        outcome = await post.send_mail(sent_mail(), BOT.address, OTHERS)
    assert isinstance(outcome, PartlyRefused)
    assert not outcome.refused[OTHERS[1]].is_final


async def test_refused_for_all_is_final_and_the_connection_stays_good(mail: Servers) -> None:
    mail.submission.ever[OTHERS[0]] = "550 5.1.1 no such user here"
    async with posting(mail) as post:
        outcome = await post.send_mail(sent_mail(), BOT.address, [OTHERS[0]])
        assert outcome == MailRefused(550, "5.1.1 no such user here", is_final=True)
        assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ("451 4.7.1 Greylisted", 300),
        ("450 4.2.0 Greylisted, try again in 90 seconds", 90),
        ("450 4.2.0 come back in 5 minutes", 300),
        ("451 4.3.0 out of order, retry in 99999 minutes", 3600),
        ("452 4.2.2 mailbox full", 120),
    ],
)
async def test_greylisting_says_when_to_come_back_and_then_it_is_sent(
    mail: Servers, answer: str, seconds: float
) -> None:
    mail.submission.refuses[HUMAN.address] = [answer]
    sent = sent_mail()
    async with posting(mail) as post:
        with pytest.raises(NotNow, match=answer[:3]) as later:
            await post.send_mail(sent, BOT.address, [HUMAN.address])
        assert later.value.seconds == seconds
        assert mail.submission.took == []
        assert isinstance(await post.send_mail(sent, BOT.address, [HUMAN.address]), MailAccepted)


async def test_a_mail_that_is_refused_after_its_data_is_refused_or_put_off(mail: Servers) -> None:
    mail.submission.answers = ["554 5.7.1 looks like spam", "451 4.3.0 scanner is down"]
    async with posting(mail) as post:
        assert await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]) == MailRefused(
            554, "5.7.1 looks like spam", True
        )
        with pytest.raises(NotNow, match="scanner is down"):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
    assert mail.submission.took == []


async def test_a_connection_lost_after_the_final_dot_is_unknown_and_the_second_copy_is_told_by_its_id(
    mail: Servers,
) -> None:
    mail.submission.hangs_up = 1
    sent = sent_mail()
    async with posting(mail) as post:
        with pytest.raises(TryLater, match="did not say whether it took the mail"):
            await post.send_mail(sent, BOT.address, [HUMAN.address])
        assert isinstance(await post.send_mail(sent, BOT.address, [HUMAN.address]), MailAccepted)
    assert _took(mail) == [sent["Message-ID"]] * 2


async def test_an_answer_that_does_not_come_after_the_final_dot_is_unknown(mail: Servers) -> None:
    mail.submission.is_silent = True
    async with posting(mail, sending=0.5) as post:
        with pytest.raises(TryLater, match="did not say whether it took the mail"):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
        mail.submission.is_silent = False
        assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)


async def test_a_send_that_is_cancelled_leaves_no_half_of_it_to_the_next(mail: Servers) -> None:
    mail.submission.is_silent = True
    async with posting(mail) as post:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), 0.5)
        mail.submission.is_silent = False
        second = sent_mail()
        assert isinstance(await post.send_mail(second, BOT.address, [HUMAN.address]), MailAccepted)
    assert _took(mail)[-1] == second["Message-ID"]


async def test_a_wrong_password_sends_nothing_and_says_so(mail: Servers) -> None:
    wrong = SmtpServer("localhost", mail.submission.port, BOT.address, "wrong", "starttls")
    async with posting(mail, wrong) as post:
        with pytest.raises(NotNow, match="does not take the login: 535") as later:
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
    assert later.value.seconds >= 60
    assert "wrong" not in str(later.value)


async def test_a_certificate_that_nobody_vouches_for_is_refused(mail: Servers) -> None:
    async with posting(mail, tls=ssl.create_default_context()) as post:
        with pytest.raises(NotNow, match="certificate"):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
    assert mail.submission.took == []


async def test_a_certificate_for_another_host_is_refused(mail: Servers) -> None:
    other = SmtpServer("127.1", mail.submission.port, *BOT, "starttls")
    async with posting(mail, other) as post:
        with pytest.raises(NotNow, match=r"certificate of 127\.1"):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])


async def test_an_untrusted_certificate_is_named_with_implicit_tls_too(mail: Servers) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(mail.dove.root / "cert.pem", mail.dove.root / "key.pem")
    there = ssl.create_default_context()
    async with (
        standing(SecureListener(tls)) as door,
        posting(mail, SmtpServer("localhost", door.port, "", "", "tls"), tls=there) as post,
    ):
        with pytest.raises(NotNow, match="certificate of localhost"):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])


@pytest.mark.parametrize("login", [AWKWARD, FOREIGN], ids=["quotes", "beyond ascii"])
async def test_every_user_and_password_gets_in(mail: Servers, login: Account) -> None:
    async with posting(mail, SmtpServer("localhost", mail.submission.port, *login, "starttls")) as post:
        assert "starttls" not in await post.check_server()
        assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)
    assert mail.submission.took[0].login == login.address


async def test_a_token_that_is_not_to_be_had_sends_nothing_now(mail: Servers) -> None:
    async def token() -> str:
        raise MailboxLost("no token just now")

    async with standing(TokenListener({HUMAN.address: ""}, _no_relay)) as door:
        there = SmtpServer("127.0.0.1", door.port, BOT.address, "", "none")
        async with posting(mail, there, token=token) as post:
            with pytest.raises(NotNow, match="no token just now"):
                await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])


class TokenListener(SmtpListener):
    """It offers XOAUTH2."""

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, said: list[str]) -> list[str]:
        session.host_name = hostname
        return [*said[:-1], "250-AUTH XOAUTH2", said[-1]]


class StrippedListener(SmtpListener):
    """A proxy in the middle: it hides STARTTLS, offers a login in clear text and keeps all that it receives."""

    def __init__(self, **settings: Any) -> None:
        self.heard: list[object] = []
        super().__init__(
            {HUMAN.address: ""},
            lambda *_: None,
            authenticator=self._listen,
            auth_require_tls=False,
            **settings,
        )

    def _listen(self, *heard: object) -> object:
        self.heard.append(heard)
        raise AssertionError


@asynccontextmanager
async def standing(door: Controller) -> AsyncIterator[Controller]:
    door.start()
    try:
        yield door
    finally:
        door.stop(no_assert=True)


async def test_eml_a30_where_starttls_was_stripped_no_password_is_said(mail: Servers) -> None:
    async with standing(StrippedListener()) as door:
        async with posting(mail, SmtpServer("localhost", door.port, *BOT, "starttls")) as post:
            with pytest.raises(NotNow, match=r"will not be used.*STARTTLS"):
                await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
        assert isinstance(door, StrippedListener)
        assert door.heard == []
        assert door.took == []


async def test_implicit_tls_is_spoken_from_the_first_byte(mail: Servers) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(mail.dove.root / "cert.pem", mail.dove.root / "key.pem")
    async with (
        standing(SecureListener(tls)) as door,
        posting(mail, SmtpServer("localhost", door.port, "", "", "tls")) as post,
    ):
        assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)


class SecureListener(SmtpListener):
    """TLS before anything is said, as on port 465."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        super().__init__({HUMAN.address: ""}, lambda *_: None, ssl_context=tls)


async def test_a_server_on_this_machine_may_be_plain_without_a_login(mail: Servers) -> None:
    async with posting(mail, SmtpServer("127.0.0.1", mail.mx.port, "", "", "none")) as post:
        assert isinstance(await post.send_mail(sent_mail(), BOT.address, [HUMAN.address]), MailAccepted)
    assert len(mail.mx.took) == 1


def _no_relay(*_: object) -> None:
    return


async def test_a_mail_above_the_servers_size_is_not_even_offered(mail: Servers) -> None:
    async with standing(SmallListener({HUMAN.address: ""}, _no_relay)) as door:
        async with posting(mail, SmtpServer("127.0.0.1", door.port, "", "", "none")) as post:
            outcome = await post.send_mail(sent_mail("x" * 70 + "\n" * 2_000), BOT.address, [HUMAN.address])
        assert isinstance(outcome, MailRefused)
        assert outcome.is_final
        assert "takes 1000 at most" in outcome.text


class SmallListener(SmtpListener):
    def factory(self) -> Any:
        smtp = super().factory()
        smtp.data_size_limit = 1_000
        return smtp


async def test_an_address_beyond_ascii_needs_a_server_that_takes_it(mail: Servers) -> None:
    address = "grüße@example.test"
    async with standing(SmtpListener({address: ""}, _no_relay, enable_SMTPUTF8=False)) as door:
        async with posting(mail, SmtpServer("127.0.0.1", door.port, "", "", "none")) as post:
            outcome = await post.send_mail(sent_mail(), BOT.address, [address])
        assert isinstance(outcome, MailRefused)
        assert "SMTPUTF8" in outcome.text
    async with standing(SmtpListener({address: ""}, _no_relay)) as door:
        async with posting(mail, SmtpServer("127.0.0.1", door.port, "", "", "none")) as post:
            assert isinstance(await post.send_mail(sent_mail(to=address), BOT.address, [address]), MailAccepted)
        assert isinstance(door, SmtpListener)
        assert door.took[0].recipients == (address,)
        assert f"To: {address}".encode() in door.took[0].raw


async def test_a_mail_that_cannot_be_written_is_refused_with_the_reason(mail: Servers) -> None:
    mail_with_a_break = sent_mail()
    mail_with_a_break._headers.append(("X-Name", "x\r\nBcc: eve@evil.test"))  # type: ignore[attr-defined]  # past the library's own check
    async with posting(mail) as post:
        outcome = await post.send_mail(mail_with_a_break, BOT.address, [HUMAN.address])
    assert isinstance(outcome, MailRefused)
    assert outcome.is_final
    assert "line break" in outcome.text
    assert mail.submission.took == []


Say = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]


@asynccontextmanager
async def scripted(say: Say) -> AsyncIterator[int]:
    port = free_ports(1)[0]
    async with await asyncio.start_server(say, "127.0.0.1", port):
        yield port


@pytest.mark.parametrize("greeting", [b"", b"garbage\r\n", b"554 go away\r\n", b"421 4.3.2 closing\r\n"])
async def test_a_server_that_does_not_greet_sends_nothing_now(mail: Servers, greeting: bytes) -> None:
    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(greeting)
            await reader.read()
        finally:
            writer.close()

    async with (
        scripted(say) as port,
        posting(mail, SmtpServer("127.0.0.1", port, "", "", "none"), patience=0.3) as post,
    ):
        with pytest.raises(NotNow):
            await post.send_mail(sent_mail(), BOT.address, [HUMAN.address])
