"""The watched mailbox on a real Dovecot: login, the order and time of mails, deletion, and crashes."""

import asyncio
import re
import signal
import ssl

import pytest

from channels.email.inbound.mailbox.imap_client import open_session
from channels.email.inbound.mailbox.mailbox_watcher import (
    ASIDE_FOLDER,
    TAKEN,
    WatchedMailbox,
    WatchTiming,
    compute_mail_digest,
)
from channels.email.mailbox_and_transport_ports import MailboxPosition, MailboxRefused
from channels.email.server_urls import MailboxAccount
from tests.channels.email.mailbox_reader import QUICK, MailboxReader, account, reading, run, until
from tests.channels.email.transport_mails import raw
from tests.random_seed import IS_FULL_CAMPAIGN
from tests.servers.mail import AWKWARD, FOREIGN, HUMAN, Servers
from tests.servers.mail import Account as Login


def _flags(mail: Servers, login: Login, folder: str = "INBOX") -> list[list[str]]:
    """The flags of every mail in a folder, as another client sees them."""
    with mail.dove.client(*login) as client:
        _, count = client.select(f'"{folder}"', readonly=True)
        if count[0] in (None, b"0"):
            return []
        _, lines = client.fetch("1:*", "(FLAGS)")
    found = [re.search(rb"FLAGS \(([^)]*)\)", line) for line in lines if isinstance(line, bytes)]
    return [match[1].decode().split() for match in found if match]


def _taken(mail: Servers, login: Login) -> int:
    return sum(TAKEN in flags for flags in _flags(mail, login))


@pytest.mark.parametrize("login", [HUMAN, AWKWARD, FOREIGN], ids=["plain", "quotes", "beyond ascii"])
async def test_every_user_and_password_gets_in(mail: Servers, login: Login) -> None:
    box = WatchedMailbox(account(mail, login), tls=mail.trusts, timing=QUICK)
    assert (await box.find_position()).uidvalidity > 0


async def test_a_wrong_password_is_said_and_nothing_is_raised(mail: Servers) -> None:
    async with reading(mail, Login(HUMAN.address, "wrong")) as reader:
        await until(lambda: "AUTHENTICATIONFAILED" in reader.box.trouble, "the trouble is named")
        assert HUMAN.address in reader.box.trouble
        assert "wrong" not in reader.box.trouble


async def test_a_certificate_that_nobody_vouches_for_is_refused(mail: Servers) -> None:
    async with reading(mail, HUMAN, tls=ssl.create_default_context()) as reader:
        await until(lambda: "certificate" in reader.box.trouble, "the trouble is named")
    assert reader.box.connections == 0


async def test_a_certificate_for_another_host_is_refused(mail: Servers) -> None:
    other = account(mail, HUMAN)._replace(host="127.1")
    with pytest.raises(MailboxRefused, match=r"certificate of 127\.1"):
        await WatchedMailbox(other, tls=mail.trusts, timing=QUICK).find_position()


async def test_a_mailbox_on_this_machine_may_be_plain(mail: Servers) -> None:
    login = mail.fresh()
    plain = MailboxAccount("127.0.0.1", mail.dove.imap, login.address, login.password, is_plain=True)
    mail.dove.deliver(raw(1), login.address)
    async with run(MailboxReader(WatchedMailbox(plain, timing=QUICK))) as reader:
        await until(lambda: reader.subjects == ["1"], "the mail comes")


async def test_a_folder_is_opened_by_its_whole_name(mail: Servers) -> None:
    """Unquoted, `Sent Items` opens `Sent`; in UTF-8, `Grüße & Büros` opens nothing."""
    login = mail.fresh()
    with mail.dove.client(*login) as client:
        for folder in ('"Sent"', '"Sent Items"', '"Gr&APwA3w-e &- B&APw-ros/&Twg-"'):
            client.create(folder)
            client.append(folder, None, None, raw(re.sub(r"\W", "", folder)))
    for folder, subject in (("Sent Items", "SentItems"), ("Grüße & Büros/伈", "GrAPwA3weBAPwrosTwg")):
        async with reading(mail, login, folder=folder) as reader:
            await until(lambda: bool(reader.given), f"a mail comes from {folder}")
            assert reader.subjects == [subject]


async def test_a_folder_that_is_not_there_is_named(mail: Servers) -> None:
    async with reading(mail, HUMAN, folder="Nowhere") as reader:
        await until(lambda: "'Nowhere' does not open" in reader.box.trouble, "the trouble is named")


async def test_what_lies_there_comes_then_what_arrives_and_all_that_is_done_is_marked(mail: Servers) -> None:
    login = mail.fresh()
    mail.dove.deliver(raw("before"), login.address)
    async with reading(mail, login) as reader:
        await until(lambda: reader.subjects == ["before"], "what lay there comes")
        await until(lambda: _taken(mail, login) == 1, "it is marked while the connection idles")
        mail.dove.deliver(raw("after"), login.address)
        await until(lambda: reader.subjects == ["before", "after"], "what arrives comes")
    assert _taken(mail, login) == 2
    assert not any("\\Seen" in flags for flags in _flags(mail, login))


async def test_a_mail_to_an_address_with_a_detail_comes_with_that_address(mail: Servers) -> None:
    login = mail.fresh()
    local, _, domain = login.address.partition("@")
    async with reading(mail, login) as reader:
        mail.dove.deliver(raw(1), f"{local}+r-abc123@{domain}")
        await until(lambda: bool(reader.given), "the mail comes")
    assert f"Delivered-To: {local}+r-abc123@{domain}".encode() in reader.given[0].raw


async def test_a_mail_comes_byte_for_byte_with_what_it_is_told_by(mail: Servers) -> None:
    login = mail.fresh()
    bodies = [
        "* 1 EXISTS\r\nA1 OK\r\n)",
        "(((",
        "",
        "5 * 3 * {12}\r\n",
        "ü" * 300,
        "\r\n".join("x" for _ in range(5000)),
    ]
    for number, body in enumerate(bodies):
        mail.dove.deliver(raw(number, body), login.address)
    async with reading(mail, login) as reader:
        await until(lambda: len(reader.given) == len(bodies), "all come")
    for number, (body, found) in enumerate(zip(bodies, reader.given, strict=True)):
        assert found.raw.endswith(raw(number, body))
        assert found.message_id == f"<{number}@example.test>"
        assert found.digest == compute_mail_digest(found.raw)
        assert found.size == len(found.raw)
        assert not found.is_cut
        assert not found.flaw


async def test_one_mail_delivered_twice_has_one_digest(mail: Servers) -> None:
    login = mail.fresh()
    for _ in range(2):
        mail.dove.deliver(raw(1), login.address)
    async with reading(mail, login) as reader:
        await until(lambda: len(reader.given) == 2, "both copies come")
    assert len(reader.taken) == 1
    assert reader.given[0].raw != reader.given[1].raw


async def test_what_is_not_done_comes_again_after_a_start_and_only_then(mail: Servers) -> None:
    login = mail.fresh()
    mail.dove.deliver(raw(1), login.address)
    async with reading(mail, login, calls_done=False) as reader:
        await until(lambda: reader.subjects == ["1"], "it comes")
        mail.dove.deliver(raw(2), login.address)
        await until(lambda: reader.subjects == ["1", "2"], "and not again")
    async with reading(mail, login) as second:
        await until(lambda: second.subjects == ["1", "2"], "both come again")
    async with reading(mail, login) as third:
        mail.dove.deliver(raw(3), login.address)
        await until(lambda: bool(third.given), "only the new one comes")
        assert third.subjects == ["3"]


async def test_what_is_not_done_comes_again_when_the_same_mailbox_is_read_anew(mail: Servers) -> None:
    login = mail.fresh()
    mail.dove.deliver(raw(1), login.address)
    box = WatchedMailbox(account(mail, login), tls=mail.trusts, timing=QUICK)
    for _ in range(2):
        mails = box.watch_mails()
        assert (await asyncio.wait_for(anext(mails), 60)).message_id == "<1@example.test>"
        await mails.aclose()


async def test_what_people_read_or_mark_in_the_mailbox_changes_nothing(mail: Servers) -> None:
    login = mail.fresh()
    mail.dove.deliver(raw(1), login.address)
    with mail.dove.client(*login) as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", "(\\Seen \\Flagged Old)")
    async with reading(mail, login) as reader:
        await until(lambda: reader.subjects == ["1"], "it comes although somebody has read it")


async def test_what_lies_before_a_given_place_is_left_alone(mail: Servers) -> None:
    login = mail.fresh()
    for number in range(3):
        mail.dove.deliver(raw(number), login.address)
    here = await WatchedMailbox(account(mail, login), tls=mail.trusts, timing=QUICK).find_position()
    async with reading(mail, login, since=here) as reader:
        mail.dove.deliver(raw("new"), login.address)
        await until(lambda: bool(reader.given), "the new one comes")
        assert reader.subjects == ["new"]
    async with reading(mail, login, since=MailboxPosition(here.uidvalidity + 1, here.uid)) as reader:
        await until(lambda: reader.subjects == ["0", "1", "2"], "a place in another mailbox says nothing")


async def test_what_is_done_is_moved_where_that_is_wished(mail: Servers) -> None:
    login = mail.fresh()
    for number in range(2):
        mail.dove.deliver(raw(number), login.address)
    async with reading(mail, login, timing=QUICK._replace(taken_folder="Erledigt/für uns")) as reader:
        await until(lambda: len(reader.given) == 2, "they come")
        await until(lambda: not _flags(mail, login), "they are moved")
    assert len(_flags(mail, login, "Erledigt/f&APw-r uns")) == 2


async def test_eml16_a_poisoned_mail_is_laid_aside_and_the_next_ones_come(mail: Servers) -> None:
    login = mail.fresh()
    mail.dove.deliver(raw("poison", "\0" * 20), login.address)
    async with reading(mail, login, calls_done=False) as reader:
        await until(lambda: bool(reader.given), "it comes")
        await reader.box.quarantine_mail(reader.given[0], "its parts are nested 2,000 deep")
        mail.dove.deliver(raw("good"), login.address)
        await until(lambda: reader.subjects == ["poison", "good"], "the next one comes")
        await until(lambda: len(_flags(mail, login, ASIDE_FOLDER)) == 1, "it lies aside")
    assert len(_flags(mail, login)) == 1


async def test_a_mail_that_vanishes_before_it_is_fetched_harms_nothing(mail: Servers) -> None:
    login = mail.fresh()
    for number in range(3):
        mail.dove.deliver(raw(number), login.address)
    box = WatchedMailbox(account(mail, login), tls=mail.trusts, timing=QUICK)
    mails = box.watch_mails()
    first = await anext(mails)
    with mail.dove.client(*login) as client:
        client.select("INBOX")
        client.store("2", "+FLAGS", "(\\Deleted)")
        client.expunge()
    second = await anext(mails)
    assert [first.message_id, second.message_id] == ["<0@example.test>", "<2@example.test>"]
    await mails.aclose()


async def test_eml18_a_mail_of_twenty_megabytes_is_cut(mail: Servers) -> None:
    login = mail.fresh()
    line = "x" * 98 + "\r\n"
    mail.dove.deliver(raw("large", line * 200_000), login.address)
    mail.dove.deliver(raw("small"), login.address)
    async with reading(mail, login) as reader:
        await until(lambda: reader.subjects == ["large", "small"], "both come")
    large, small = reader.given
    assert large.size > 20_000_000
    assert large.is_cut
    assert len(large.raw.partition(b"\r\n\r\n")[2]) == 65_536
    assert large.message_id == "<large@example.test>"
    assert not small.is_cut


async def test_a_mail_just_below_the_cap_comes_whole(mail: Servers) -> None:
    login = mail.fresh()
    mail.dove.deliver(raw("whole", ("x" * 98 + "\r\n") * 90_000), login.address)
    async with reading(mail, login) as reader:
        await until(lambda: bool(reader.given), "it comes")
    assert len(reader.given[0].raw) == reader.given[0].size > 9_000_000
    assert not reader.given[0].is_cut


async def test_thousands_of_mails_come_each_once(mail: Servers) -> None:
    login, count = mail.fresh(), 3_000 if IS_FULL_CAMPAIGN else 600
    mail.dove.fill(login.address, (raw(number) for number in range(count)))
    async with reading(mail, login) as reader:
        await until(lambda: len(reader.given) == count, "all come")
        await until(lambda: reader.box.trouble == "", "no trouble")
    assert reader.subjects == [str(number) for number in range(count)]
    assert reader.box.connections == 1
    assert _taken(mail, login) == count


async def test_two_thousand_changes_by_another_client_break_nothing(mail: Servers) -> None:
    """A thousand lines at once break aioimaplib; they are fed to it in pieces."""
    login = mail.fresh()
    mail.dove.fill(login.address, (raw(number) for number in range(2_000)))
    with mail.dove.client(*login) as client:
        client.select("INBOX")
        client.store("1:*", "+FLAGS.SILENT", f"({TAKEN})")
        async with reading(mail, login) as reader:
            await until(lambda: reader.box.connections == 1, "it is connected")
            await asyncio.to_thread(client.store, "1:*", "+FLAGS.SILENT", "(\\Flagged)")
            mail.dove.deliver(raw("new"), login.address)
            await until(lambda: reader.subjects == ["new"], "the new one comes")
    assert reader.box.connections == 1


async def test_eml21_a_changed_uidvalidity_reads_all_anew_and_the_digest_tells_what_is_known(mail: Servers) -> None:
    login = mail.fresh()
    for number in range(5):
        mail.dove.deliver(raw(number), login.address)
    async with reading(mail, login) as reader:
        await until(lambda: _taken(mail, login) == 5, "all are done")
        before = reader.given[0].position
        mail.dove.stop(signal.SIGKILL)
        for file in mail.dove.maildir(login.address).glob("dovecot*"):
            file.unlink()
        for file in [*mail.dove.maildir(login.address).glob("cur/*")]:
            file.rename(file.with_name(file.name.partition(":2,")[0] + ":2,"))
        mail.dove.start()
        mail.dove.doveadm("mailbox", "update", "-u", login.address, "--uid-validity", "1234567", "INBOX")
        await until(lambda: len(reader.given) >= 10, "all come again")
        mail.dove.deliver(raw("new"), login.address)
        await until(lambda: reader.subjects[-1] == "new", "and the new one")
        await until(lambda: _taken(mail, login) == 6, "and all are done again")
    assert {found.position.uidvalidity for found in reader.given} >= {before.uidvalidity, 1234567}
    assert len(reader.taken) == 6


async def test_a_server_killed_while_idling_is_noticed_at_once_and_found_again(mail: Servers) -> None:
    login = mail.fresh()
    async with reading(mail, login, timing=QUICK._replace(patience=3600)) as reader:
        await until(lambda: reader.box.connections == 1, "it is connected")
        mail.dove.stop(signal.SIGKILL)
        await until(lambda: bool(reader.box.trouble), "the loss is noticed")
        mail.dove.start()
        mail.dove.deliver(raw(1), login.address)
        await until(lambda: reader.subjects == ["1"], "the mail comes")
        assert reader.box.trouble == ""


async def test_close_tells_the_server_what_is_done_even_in_the_middle(mail: Servers) -> None:
    login = mail.fresh()
    for number in range(5):
        mail.dove.deliver(raw(number), login.address)
    box = WatchedMailbox(account(mail, login), tls=mail.trusts, timing=QUICK)
    async for found in box.watch_mails():
        await box.mark_done(found)
        if found.message_id == "<2@example.test>":
            await box.close()
    assert _taken(mail, login) >= 3


async def test_a_reader_that_is_cancelled_leaves_no_connection(mail: Servers) -> None:
    login = mail.fresh()
    box = WatchedMailbox(account(mail, login), tls=mail.trusts, timing=QUICK)
    reader = MailboxReader(box)
    task = asyncio.create_task(reader.read())
    await until(lambda: box.connections == 1, "it is connected")
    assert login.address in mail.dove.doveadm("who")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: login.address not in mail.dove.doveadm("who"), "it is gone")


async def test_idle_is_renewed_and_everything_is_searched_anew(mail: Servers) -> None:
    login = mail.fresh()
    async with reading(mail, login, timing=QUICK._replace(renew=0.2)) as reader:
        await until(lambda: reader.box.connections == 1, "it is connected")
        with mail.dove.client(*login) as client:
            client.append("INBOX", f"({TAKEN})", None, raw(1))
            client.append("INBOX", None, None, raw(2))
            await until(lambda: reader.subjects == ["2"], "the mail behind the one that is done comes")
            client.select("INBOX")
            client.store("1", "-FLAGS.SILENT", f"({TAKEN})")
        await until(lambda: reader.subjects == ["2", "1"], "what no push told of comes")
    assert reader.box.connections == 1


async def test_a_session_says_what_the_server_refuses(mail: Servers) -> None:
    async with open_session(account(mail, HUMAN), tls=mail.trusts, patience=3) as session:
        with pytest.raises(MailboxRefused, match=r"'Nowhere' does not open: the server says .*doesn't exist"):
            await session.open_folder("Nowhere", ())
        assert (await session.open_folder("INBOX", (TAKEN,))).keeps


def test_times_are_those_that_were_measured() -> None:
    """An IDLE of 4 minutes is renewed before any known server or router drops it (AOL does after 5)."""
    assert WatchTiming().renew == 240
    assert WatchTiming().longest_pause <= 60
