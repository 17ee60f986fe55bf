"""`countersign doctor` on a real mailbox: it compares the newest mails with the setting, and with --send-test mails itself."""

import asyncio
import smtplib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import pytest

from bot.core.doctor_findings import CheckFinding
from bot.core.people import PeopleDirectory
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.engine.platform import CountersignPlatform
from bot.store.sqlite.store import open_sqlite_store
from channels.email import doctor
from channels.email.channel import EmailSurface, build
from channels.email.options import EmailOptions
from tests.channels.email.mail_world import ORIGIN
from tests.platform_fixture import OutsideLedger, ScriptedModel, agent
from tests.servers.mail import AUTHSERV_ID, Account, Servers

pytestmark = pytest.mark.usefixtures("trusted")

PASS = "dmarc=pass header.from=example.test"
STEPS = ["Test mail sent", "Test mail arrived", "Test mail proof", "Private address"]


def environment(mail: Servers, bot: Account, **more: str) -> dict[str, str]:
    """A bot whose mail goes out to the MX of its own domain, which adds its headers and delivers it to the bot's mailbox."""
    return {
        "EMAIL_FROM": bot.address,
        "EMAIL_AUTHSERV_ID": AUTHSERV_ID,
        "SMTP_URL": f"smtp+insecure://localhost:{mail.mx.port}",
        "IMAP_URL": f"imaps://{quote(bot.address)}:{quote(bot.password)}@localhost:{mail.dove.imaps}",
        **more,
    }


@asynccontextmanager
async def surface(
    mail: Servers, bot: Account, tmp_path: Any, options: Mapping[str, Any] | None = None, **environ: str
) -> AsyncIterator[EmailSurface]:
    ledger = OutsideLedger(tmp_path / "ledger")
    people = PeopleDirectory(people={})
    store = open_sqlite_store(f"sqlite:///{tmp_path / 'house.db'}")
    async with CountersignPlatform(store, [agent(ledger)], people, {"pusher": ScriptedModel()}) as platform:
        gateway = PlatformChannelGateway(platform, "email", environment(mail, bot, **environ), ORIGIN)
        built = build(EmailOptions.model_validate(options or {}), gateway)
        try:
            yield built
        finally:
            await built.close()


async def comes(mail: Servers, bot: Account, count: int = 1, verdict: str = PASS) -> None:
    """Mails from outside, through the MX."""

    def send() -> None:
        with smtplib.SMTP("127.0.0.1", mail.mx.port, timeout=60) as client:
            for number in range(count):
                head = f"From: sam@example.test\r\nTo: {bot.address}\r\nMessage-ID: <{number}.{bot.address}>"
                client.sendmail("sam@example.test", [bot.address], f"{head}\r\n\r\nhello\r\n".encode())

    mail.mx.verdict = verdict
    await asyncio.to_thread(send)


def one(found: list[CheckFinding], what: str) -> CheckFinding:
    (finding,) = [each for each in found if each.what == what]
    return finding


async def test_ml8_doctor_reads_the_wrong_name_off_the_newest_mails(mail: Servers, tmp_path: Any) -> None:
    bot = mail.fresh()
    await comes(mail, bot, 7)
    async with surface(mail, bot, tmp_path, EMAIL_AUTHSERV_ID="mx.exmaple.test") as built:
        found = one(list(await built.examine()), "Mail proof")
    assert found.mark == "fail"
    assert found.text == "the newest 5 mails carry 'mx.example.test', the setting says 'mx.exmaple.test'"
    assert "Set EMAIL_AUTHSERV_ID=mx.example.test" in found.hint
    async with surface(mail, bot, tmp_path) as built:
        found = one(list(await built.examine()), "Mail proof")
    assert found == CheckFinding(
        "Mail proof", "the newest 5 mails carry a verdict of 'mx.example.test'; 5 of 5 prove their sender"
    )


async def test_ml8_doctor_looks_where_taken_mail_is_moved_when_the_mailbox_is_empty(
    mail: Servers, tmp_path: Any
) -> None:
    bot = mail.fresh()
    async with surface(mail, bot, tmp_path) as built:
        assert one(list(await built.examine()), "Mail proof").mark == "warn"
        await comes(mail, bot, 2)
        with mail.dove.client(*bot.login) as client:
            client.create("Countersign/Taken")
            client.select("INBOX")
            client.uid("MOVE", "1:*", "Countersign/Taken")
        found = one(list(await built.examine()), "Mail proof")
    assert (found.mark, "the newest 2 mails" in found.text) == ("ok", True)


async def test_ml8_doctor_leaves_the_mailbox_as_it_was(mail: Servers, tmp_path: Any) -> None:
    bot = mail.fresh()
    await comes(mail, bot, 3)
    async with surface(mail, bot, tmp_path) as built:
        await built.examine()
    with mail.dove.client(*bot.login) as client:
        client.select("INBOX", readonly=True)
        flags = client.fetch("1:*", "(FLAGS)")[1]
    assert len(flags) == 3
    assert not any(b"Seen" in each or b"Countersign" in each for each in flags)  # type: ignore[operator]


async def test_ml8_send_test_goes_all_the_way_and_says_each_step(mail: Servers, tmp_path: Any) -> None:
    bot = mail.fresh()
    mail.mx.verdict = f"spf=pass smtp.mailfrom=example.test; {PASS}"
    async with surface(mail, bot, tmp_path) as built:
        found = list(await built.send_test())
    assert [(each.what, each.mark) for each in found] == [(step, "ok") for step in STEPS]
    local = bot.address.partition("@")[0]
    assert found[0].text == f"the server took it for {local}+r-…@example.test"
    assert found[1].text.endswith(" s in INBOX")
    assert found[2].text == f"the receiver proves {bot.address} by dmarc"
    assert "what the receiver wrote" in found[3].text
    (took,) = mail.mx.took
    assert took.recipients[0].startswith(f"{local}+r-")
    token = took.recipients[0].partition("+r-")[2].partition("@")[0]
    assert not any(token in f"{each.text} {each.hint}" for each in found)


async def test_ml8_send_test_says_what_the_receiver_wrote_and_what_to_set(mail: Servers, tmp_path: Any) -> None:
    mail.mx.verdict = PASS
    async with surface(mail, mail.fresh(), tmp_path, EMAIL_AUTHSERV_ID="mx.exmaple.test") as built:
        proof = one(list(await built.send_test()), "Test mail proof")
    assert proof.mark == "fail"
    assert proof.text == "the newest mail carries 'mx.example.test', the setting says 'mx.exmaple.test'"
    mail.mx.verdict = "none"
    async with surface(mail, mail.fresh(), tmp_path) as built:
        proof = one(list(await built.send_test()), "Test mail proof")
    assert (proof.mark, "0 DMARC verdicts" in proof.text) == ("warn", True)
    assert "Let somebody outside write to" in proof.hint


async def test_ml8_send_test_says_that_the_mail_is_not_taken_or_does_not_arrive(
    mail: Servers, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = mail.fresh()
    async with surface(mail, bot, tmp_path, SMTP_URL="smtp+insecure://localhost:1") as built:
        (sent,) = await built.send_test()
    assert (sent.what, sent.mark) == ("Test mail sent", "fail")
    monkeypatch.setattr(mail.mx, "handle_RCPT", _refused)
    async with surface(mail, bot, tmp_path) as built:
        (sent,) = await built.send_test()
    assert (sent.mark, sent.text) == ("fail", "5.1.1 no + here")
    monkeypatch.undo()
    monkeypatch.setenv("SSL_CERT_FILE", str(mail.dove.root / "ca.pem"))
    monkeypatch.setattr(doctor, "WAIT", 2.0)
    monkeypatch.setattr(mail.mx, "relay", lambda *_: None)
    async with surface(mail, bot, tmp_path) as built:
        sent, arrived = await built.send_test()
    assert (sent.mark, arrived.what, arrived.mark) == ("ok", "Test mail arrived", "fail")
    assert "within 2 s" in arrived.text
    assert "plus = false" in arrived.hint


async def _refused(*_: object) -> str:
    return "550 5.1.1 no + here"


async def test_ml8_send_test_sees_that_the_private_part_of_an_address_was_dropped(
    mail: Servers, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = mail.fresh()
    mail.mx.verdict = PASS
    monkeypatch.setattr(mail.mx, "relay", lambda sender, _, raw: mail.dove.deliver(raw, bot.address, sender=sender))
    async with surface(mail, bot, tmp_path) as built:
        private = one(list(await built.send_test()), "Private address")
    assert (private.mark, "plus = false" in private.hint) == ("fail", True)
    async with surface(mail, bot, tmp_path, options={"plus": False}) as built:
        found = list(await built.send_test())
    assert [each.mark for each in found] == ["ok"] * 4
    assert "not used" in one(found, "Private address").text


async def test_ml8_send_test_finds_the_mail_where_a_running_server_moved_it(mail: Servers, tmp_path: Any) -> None:
    bot = mail.fresh()
    mail.mx.verdict = PASS

    def moved(sender: str, recipients: Any, raw: bytes) -> None:
        mail.dove.deliver(raw, *recipients, sender=sender)
        with mail.dove.client(*bot.login) as client:
            client.create("Countersign/Taken")
            client.select("INBOX")
            client.uid("MOVE", "1:*", "Countersign/Taken")

    usual, mail.mx.relay = mail.mx.relay, moved
    try:
        async with surface(mail, bot, tmp_path) as built:
            found = list(await built.send_test())
    finally:
        mail.mx.relay = usual
    assert [each.mark for each in found] == ["ok"] * 4
    assert one(found, "Test mail arrived").text.endswith("in Countersign/Taken")


async def test_ml8_without_a_mailbox_there_is_nothing_to_send_to(mail: Servers, tmp_path: Any) -> None:
    async with surface(mail, mail.fresh(), tmp_path, IMAP_URL="") as built:
        (found,) = await built.send_test()
    assert (found.mark, "IMAP_URL is not set" in found.text) == ("warn", True)
