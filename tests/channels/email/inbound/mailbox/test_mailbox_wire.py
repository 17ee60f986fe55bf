"""The watched mailbox with servers of every kind: fewer abilities, bad manners, silence, and mails that break things."""

import asyncio
import base64
import time
from datetime import UTC, datetime

import pytest

from channels.email.inbound.mailbox import mailbox_watcher
from channels.email.inbound.mailbox.mailbox_watcher import HASTE, HASTY, WatchedMailbox
from channels.email.server_urls import MailboxAccount
from tests.channels.email.mailbox_reader import QUICK, MailboxReader, run, until
from tests.channels.email.transport_mails import raw
from tests.servers.scripted_imap import ScriptedImap

SHORT = QUICK._replace(patience=0.4)


def _box(wire: ScriptedImap, **settings: object) -> WatchedMailbox:
    there = MailboxAccount("127.0.0.1", wire.port, "bot@example.test", "secret", is_plain=True)
    return WatchedMailbox(there, **{"timing": SHORT, **settings})  # type: ignore[arg-type]


def _lay(wire: ScriptedImap, *uids: int) -> None:
    for uid in uids:
        wire.mails[uid] = (set(), raw(uid))


async def test_news_inside_another_answer_is_not_lost() -> None:
    """aioimaplib drops an EXISTS that comes inside the answer to a SEARCH: the mail would wait for minutes."""

    def search(wire: ScriptedImap, tag: str, _: str) -> str:
        del wire.answers["UID SEARCH"]
        _lay(wire, 1)
        return f"* SEARCH\r\n* 1 EXISTS\r\n{tag} OK done\r\n"

    async with ScriptedImap() as wire:
        wire.answers["UID SEARCH"] = search
        async with run(MailboxReader(_box(wire))) as reader:
            await until(lambda: reader.subjects == ["1"], "the mail comes")


async def test_without_idle_it_is_asked_again_and_again() -> None:
    async with ScriptedImap(capabilities="IMAP4rev1 MOVE") as wire, run(MailboxReader(_box(wire))) as reader:
        await until(lambda: reader.box.connections == 1, "it is connected")
        _lay(wire, 1)
        await until(lambda: reader.subjects == ["1"], "the mail comes")
    assert "IDLE" not in wire.heard


async def test_where_no_keyword_is_kept_what_is_done_is_moved() -> None:
    async with ScriptedImap() as wire:
        wire.permanent = "\\Seen \\Deleted"
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire))) as reader:
            await until(lambda: bool(reader.given) and not wire.mails, "it is moved")
    assert 'UID MOVE 1 "Countersign/Taken"' in wire.heard
    assert not any("UNKEYWORD" in command for command in wire.heard)


async def test_without_move_it_is_copied_and_only_that_one_is_expunged() -> None:
    async with ScriptedImap(capabilities="IMAP4rev1 IDLE UIDPLUS") as wire:
        wire.permanent = "\\Seen \\Deleted"
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire))):
            await until(lambda: any("EXPUNGE" in command for command in wire.heard), "it is expunged")
    at = wire.heard.index('UID COPY 1 "Countersign/Taken"')
    assert wire.heard[at + 1 : at + 3] == ["UID STORE 1 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1"]
    assert "EXPUNGE" not in wire.heard


async def test_a_folder_of_ours_is_made_where_the_server_wants_it() -> None:
    """Courier and Cyrus want all folders below INBOX, with dots."""
    missing = {"UID MOVE": 1}

    def move(wire: ScriptedImap, tag: str, command: str) -> str:
        if missing.pop("UID MOVE", 0):
            return f"{tag} NO [TRYCREATE] no such folder\r\n"
        return wire._usual(tag, command)

    async with ScriptedImap(capabilities="IMAP4rev1 IDLE MOVE NAMESPACE") as wire:
        wire.answers["NAMESPACE"] = lambda _, tag, __: f'* NAMESPACE (("INBOX." ".")) NIL NIL\r\n{tag} OK done\r\n'
        wire.answers["UID MOVE"] = move
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire), calls_done=False)) as reader:
            await until(lambda: bool(reader.given), "it comes")
            await reader.box.quarantine_mail(reader.given[0], "it is broken")
            await until(lambda: not wire.mails, "it is moved")
    assert 'CREATE "INBOX.Countersign.Quarantine"' in wire.heard


async def test_what_cannot_be_moved_aside_is_marked() -> None:
    async with ScriptedImap() as wire:
        wire.answers["UID MOVE"] = lambda _, tag, __: f"{tag} NO over quota\r\n"
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire), calls_done=False)) as reader:
            await until(lambda: bool(reader.given), "it comes")
            await reader.box.quarantine_mail(reader.given[0], "it is broken")
            await until(lambda: "CountersignQuarantine" in wire.mails[1][0], "it is marked")


async def test_a_server_that_refuses_to_file_stops_no_mail() -> None:
    async with ScriptedImap() as wire:
        for command in ("UID STORE", "UID MOVE"):
            wire.answers[command] = lambda _, tag, __: f"{tag} NO over quota\r\n"
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire))) as reader:
            await until(lambda: reader.subjects == ["1"], "the first comes")
            _lay(wire, 2)
            wire.push("* 2 EXISTS")
            await until(lambda: reader.subjects == ["1", "2"], "the second comes, the first not again")


async def test_a_mail_that_breaks_the_connection_stops_no_other() -> None:
    """It is asked for four times, after all others; then its headers alone; then it is passed on as unreadable."""
    async with ScriptedImap() as wire:
        _lay(wire, 1, 2, 3)
        wire.answers["UID FETCH 1 (UID BODY"] = lambda *_: "BYE"
        async with run(MailboxReader(_box(wire), calls_done=False)) as reader:
            await until(lambda: len(reader.given) == 3, "all come")
        assert [found.position.uid for found in reader.given] == [2, 3, 1]
        poisoned = reader.given[-1]
        assert poisoned.flaw == "the server does not hand it over"
        assert poisoned.raw == b""
        assert sum("UID FETCH 1 (UID BODY.PEEK[]<" in command for command in wire.heard) == 4
        assert sum("UID FETCH 1 (UID BODY.PEEK[HEADER]<" in command for command in wire.heard) == 1


async def test_of_a_mail_whose_body_is_refused_the_headers_come() -> None:
    async with ScriptedImap() as wire:
        _lay(wire, 1)
        wire.answers["UID FETCH 1 (UID BODY.PEEK[]"] = lambda _, tag, __: f"{tag} NO [SERVERBUG] corrupted\r\n"
        wire.answers["UID FETCH 1 (UID BODY.PEEK[HEADER]"] = lambda _, tag, __: (
            f'* 1 FETCH (UID 1 BODY[HEADER]<0> "Message-ID: <1@example.test>")\r\n{tag} OK done\r\n'
        )
        box = _box(wire)
        async with run(MailboxReader(box)) as reader:
            for _ in range(5):
                await until(lambda: "IDLE" in wire.heard[-1:], "it waits")
                wire.heard.append("")
                wire.push("* 1 EXISTS")
            await until(lambda: bool(reader.given), "its headers come")
        assert reader.given[0].message_id == "<1@example.test>"
        assert reader.given[0].flaw == "the server hands over its headers only"
        assert wire.connections == 1


async def test_a_size_that_is_not_true_costs_no_memory() -> None:
    def fetch(wire: ScriptedImap, tag: str, command: str) -> str:
        limit = int(command.rpartition("<0.")[2].partition(">")[0])
        part = wire.mails[1][1][:limit].decode()
        return f"* 1 FETCH (UID 1 BODY[]<0> {{{len(part)}}}\r\n{part})\r\n{tag} OK done\r\n"

    async with ScriptedImap() as wire:
        wire.mails[1] = (set(), raw("large", "x" * 5_000))
        wire.answers["UID FETCH 1 (UID RFC822"] = lambda _, tag, __: (
            f"* 1 FETCH (UID 1 RFC822.SIZE 10)\r\n{tag} OK done\r\n"
        )
        wire.answers["UID FETCH 1 (UID BODY"] = fetch
        async with run(MailboxReader(_box(wire, timing=SHORT._replace(cap=1_000)))) as reader:
            await until(lambda: bool(reader.given), "it comes")
    assert len(reader.given[0].raw) == 1_000
    assert reader.given[0].is_cut


async def test_a_date_is_read_in_any_zone_and_a_missing_one_is_long_ago() -> None:
    async with ScriptedImap() as wire:
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire))) as reader:
            await until(lambda: bool(reader.given), "it comes")
    assert reader.given[0].received == datetime(2026, 11, 5, 8, tzinfo=UTC)


async def test_a_server_that_falls_silent_is_given_up_and_found_again() -> None:
    """Half-open: nothing comes, not even an end. The watchdog is the NOOP of every cycle."""
    async with ScriptedImap() as wire, run(MailboxReader(_box(wire, timing=SHORT._replace(renew=0.2)))) as reader:
        await until(lambda: reader.box.connections == 1, "it is connected")
        wire.answers["NOOP"] = lambda *_: None
        await until(lambda: "does not answer within" in reader.box.trouble, "the silence is noticed")
        wire.answers.clear()
        _lay(wire, 1)
        await until(lambda: reader.subjects == ["1"], "the mail comes")


async def test_a_server_that_hangs_up_on_idle_is_found_again() -> None:
    async with ScriptedImap() as wire:
        wire.answers["IDLE"] = lambda *_: "BYE"
        async with run(MailboxReader(_box(wire))) as reader:
            await until(lambda: wire.connections >= 3, "it comes back")
            wire.answers.clear()
            _lay(wire, 1)
            await until(lambda: reader.subjects == ["1"], "the mail comes")


async def test_a_greeting_that_sends_us_away_is_trouble_and_no_end() -> None:
    async with ScriptedImap(greeting="* BYE too many connections") as wire, run(MailboxReader(_box(wire))) as reader:
        await until(lambda: "too many connections" in reader.box.trouble, "the trouble is named")
        wire.greeting = "* OK ready"
        _lay(wire, 1)
        await until(lambda: reader.subjects == ["1"], "the mail comes")


async def test_a_folder_that_may_only_be_read_is_refused() -> None:
    async with ScriptedImap() as wire:
        wire.answers["SELECT"] = lambda _, tag, __: f"* OK [UIDVALIDITY 7] ok\r\n{tag} OK [READ-ONLY] done\r\n"
        async with run(MailboxReader(_box(wire))) as reader:
            await until(lambda: "may only be read" in reader.box.trouble, "the trouble is named")


async def test_a_server_that_takes_no_passwords_is_told_none() -> None:
    async with ScriptedImap(capabilities="IMAP4rev1 LOGINDISABLED") as wire, run(MailboxReader(_box(wire))) as reader:
        await until(lambda: "LOGINDISABLED" in reader.box.trouble, "the trouble is named")
    assert not any("secret" in command for command in wire.heard)


async def _token() -> str:
    return "ya29.token"


async def test_a_token_is_shown_by_xoauth2() -> None:
    proof = base64.b64encode(b"user=bot@example.test\1auth=Bearer ya29.token\1\1").decode()
    async with ScriptedImap(capabilities="IMAP4rev1 SASL-IR IDLE AUTH=XOAUTH2") as wire:
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire, token=_token))) as reader:
            await until(lambda: reader.subjects == ["1"], "the mail comes")
    assert f"AUTHENTICATE XOAUTH2 {proof}" in wire.heard


async def test_a_token_that_is_refused_is_trouble_within_the_patience() -> None:
    """The server says why in a challenge and waits for an empty line; aioimaplib would wait with it."""
    async with ScriptedImap(capabilities="IMAP4rev1 SASL-IR IDLE AUTH=XOAUTH2") as wire:
        wire.answers["AUTHENTICATE"] = lambda *_: "+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"
        async with run(MailboxReader(_box(wire, token=_token))) as reader:
            await until(lambda: "'refused'" in reader.box.trouble, "the trouble is named")
    assert "" in wire.heard


async def test_a_token_waits_for_the_servers_sign_where_it_must() -> None:
    async with ScriptedImap(capabilities="IMAP4rev1 IDLE AUTH=XOAUTH2") as wire:
        wire.answers["AUTHENTICATE"] = lambda *_: "+ \r\n"
        async with run(MailboxReader(_box(wire, token=_token))):
            await until(lambda: len(wire.heard) >= 3, "it answers")
    at = wire.heard.index("AUTHENTICATE XOAUTH2")
    assert base64.b64decode(wire.heard[at + 1]) == b"user=bot@example.test\1auth=Bearer ya29.token\1\1"


async def test_a_server_that_wakes_us_for_nothing_does_not_make_us_spin() -> None:
    def search(_: ScriptedImap, tag: str, __: str) -> str:
        return f"* SEARCH\r\n* 1 EXISTS\r\n{tag} OK done\r\n"

    async with ScriptedImap() as wire:
        wire.answers["UID SEARCH"] = search
        began = asyncio.get_running_loop().time()
        async with run(MailboxReader(_box(wire))):
            await until(lambda: sum("SEARCH" in command for command in wire.heard) > HASTY + 1, "it goes on searching")
        assert asyncio.get_running_loop().time() - began >= HASTE


async def test_many_mails_one_by_one_are_no_reason_to_slow_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailbox_watcher, "HASTE", 3600.0)
    async with ScriptedImap() as wire, run(MailboxReader(_box(wire))) as reader:
        for uid in range(1, 60):
            _lay(wire, uid)
            wire.push(f"* {uid} EXISTS")
            await until(lambda: len(reader.given) == uid, f"mail {uid} comes")  # noqa: B023


async def test_a_server_that_hangs_up_amid_an_answer_is_noticed_at_once() -> None:
    async with ScriptedImap() as wire:
        wire.answers["UID SEARCH"] = lambda *_: "BYE"
        async with run(MailboxReader(_box(wire, timing=QUICK._replace(patience=3600)))) as reader:
            await until(lambda: wire.connections >= 3, "it comes back")
            wire.answers.clear()
            _lay(wire, 1)
            await until(lambda: reader.subjects == ["1"], "the mail comes")


async def test_a_command_that_is_never_answered_costs_the_patience_and_no_processor() -> None:
    async with ScriptedImap() as wire:
        wire.answers["UID SEARCH"] = lambda *_: None
        async with run(MailboxReader(_box(wire))) as reader:
            began, worked = time.monotonic(), time.process_time()
            await until(lambda: "does not answer within" in reader.box.trouble, "the silence is noticed")
            assert time.process_time() - worked < (time.monotonic() - began) / 2


async def test_a_uid_that_means_another_mail_now_is_given_although_it_was() -> None:
    """The UIDVALIDITY has changed while mail 1 was not done yet: 1 is another mail now."""
    async with ScriptedImap() as wire:
        _lay(wire, 1)
        async with run(MailboxReader(_box(wire), calls_done=False)) as reader:
            await until(lambda: reader.subjects == ["1"], "it comes")
            wire.mails[1] = (set(), raw("another"))
            wire.answers["SELECT"] = lambda _, tag, __: (
                f"* OK [PERMANENTFLAGS (\\*)] ok\r\n* OK [UIDVALIDITY 8] ok\r\n{tag} OK done\r\n"
            )
            wire.hang_up()
            await until(lambda: reader.subjects == ["1", "another"], "the other comes")
            looked = len(wire.heard)
            await reader.box.mark_done(reader.given[0])
            wire.push("* 1 EXISTS")
            await until(lambda: "IDLE" in wire.heard[looked + 1 :], "it looks again")
            assert wire.mails[1][0] == set(), "what was done in another mailbox marks nothing in this one"
