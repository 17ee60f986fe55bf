"""How long mail remembers: rows end by themselves, a late reply hears the truth, and no row holds an address that decides."""

import asyncio
import re
from pathlib import Path

import pytest

from bot.core.base_types import to_micros
from bot.store.sqlite.channel_data import sweep_expired
from channels.email.inbound.conversation_intake import PACE
from channels.email.inbound.handler import BEGAN
from channels.email.outbound.durable_note_outbox import OWED
from channels.email.reply_tokens import TokenReference
from channels.email.sent_mail_store import ASKED, ASKED_AS, MARKED, SUBJECTS, TEXTS, TOKENS
from tests.channels.email.hostile_mails import DONE, PUSH, WAIT, asked, judged, outgoing, pusher, sent_to, token_of
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.servers.mail import Servers
from tests.sqlite_access import sqlite_of

pytestmark = pytest.mark.usefixtures("trusted", "soon")

FOREIGN = "The address that you wrote to is none of mine, or no longer"
DAY = 86_400_000_000


async def pass_days(here: MailFixture, days: int) -> None:
    """Let every value come to its end this much earlier, then sweep as the hourly upkeep does."""
    database = sqlite_of(here.platform)
    move = "UPDATE channel_data SET expires = expires - ?"
    await database.write_unit(lambda connection: connection.execute(move, (days * DAY,)))
    await sweep_expired(database, to_micros(here.platform.clock()))


def days_left(here: MailFixture, kind: str, like: str = "%") -> set[int | None]:
    """The whole days, rounded, until the values of this kind end; None: no end."""
    now = to_micros(here.platform.clock())
    query = "SELECT expires FROM channel_data WHERE channel='email' AND kind=? AND CAST(value AS TEXT) LIKE ?"
    rows = sqlite_of(here.platform).reading.execute(query, (kind, like)).fetchall()
    return {None if expires is None else round((expires - now) / DAY) for (expires,) in rows}


def plain_rows(here: MailFixture) -> bytes:
    rows = sqlite_of(here.platform).reading.execute("SELECT kind, key, value FROM channel_data").fetchall()
    return b"\n".join(f"{kind} {key} ".encode() + value for kind, key, value in rows)


async def test_cst3_without_a_deadline_a_request_is_answerable_for_ever_and_ends_with_its_settlement(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=pusher(expires_after=None)) as here:
        sent_mail = await asked(here)
        assert days_left(here, TOKENS, '%"kind":"reply"%') == {None}
        assert days_left(here, MARKED, "reply %") == {None}
        assert days_left(here, TEXTS, "%Please reply above%") >= {None}
        assert days_left(here, ASKED_AS) == {None}
        assert days_left(here, TOKENS, '%"kind":"bounce"%') == {60}
        await pass_days(here, 2_000)
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)
        await here.mail("olive", "Approved")
        await here.until(lambda: days_left(here, ASKED_AS) == {400})
        for kind, like in (
            (TOKENS, '%"kind":"reply"%'),
            (MARKED, "reply %"),
            (TOKENS, '%"kind":"thread"%'),
            (SUBJECTS, "%"),
        ):
            await here.until(lambda kind=kind, like=like: days_left(here, kind, like) == {400})  # type: ignore[misc]
        await here.until(lambda: days_left(here, TEXTS) == {180})
        assert days_left(here, BEGAN[0]) == {None}


async def test_cst3_a_late_reply_hears_that_its_request_is_settled_and_later_that_it_is_not_known(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: "Finished" in here.types())
        await here.mail("olive", "Approved")
        await here.until(lambda: days_left(here, TOKENS, '%"kind":"reply"%') == {400})
        await pass_days(here, 398)
        late = len(sent_to(here, "olive"))
        await here.replies("olive", sent_mail, "reject")
        await here.until(lambda: len(sent_to(here, "olive")) > late)
        said = " ".join(body(sent_to(here, "olive")[-1]).split())
        assert "already" in said
        assert FOREIGN not in said
        await pass_days(here, 401)
        await here.replies("olive", sent_mail, "no, stop it")
        await here.mail("olive", "none of mine, or no")
        assert len(here.decisions()) == 1
        assert len(here.ledger.lines) == 1


async def test_cst3_after_its_lifetimes_mail_has_forgotten_all_but_its_first_start(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        await here.writes("sam", "push v1 please", "A release")
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, "What is in it?")
        await here.mail("olive", "Nothing was decided")
        kinds = {TOKENS, MARKED, TEXTS, SUBJECTS, ASKED, ASKED_AS, PACE, BEGAN[0]}
        await here.until(lambda: not days_left(here, OWED))
        assert {kind for kind in kinds if days_left(here, kind)} == kinds
        assert days_left(here, PACE) == {0}
        await pass_days(here, 1)
        assert not days_left(here, PACE)
        assert days_left(here, TOKENS, '%"kind":"thread"%') == {399}
        await pass_days(here, 400)
        rows = sqlite_of(here.platform).reading.execute("SELECT kind, key FROM channel_data").fetchall()
        assert rows == [BEGAN]


async def test_cst3_each_mail_of_a_conversation_keeps_the_texts_before_it(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, DONE, DONE) as here:
        await here.writes("sam", "hello", "A talk")
        first = await here.until(lambda: next(iter(sent_to(here, "sam")), None))
        await pass_days(here, 170)
        assert days_left(here, TEXTS) == {10}
        await here.replies("sam", first, "and now?")
        await here.until(lambda: len(sent_to(here, "sam")) == 2)
        await here.until(lambda: days_left(here, TEXTS) == {180})
        assert days_left(here, TOKENS, '%"kind":"thread"%') == {400}
        assert len(here.thread_ids()) == 1


async def test_cst3_no_plain_row_holds_the_token_of_an_address(mail: Servers, tmp_path: Path) -> None:
    """Reply, confirmation, conversation and bounce addresses, and a sentence that waits for the mail server."""
    async with correspondence(mail, tmp_path, PUSH, WAIT, WAIT) as here:
        await here.writes("sam", "push v1 please", "A release")
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, "Looks good to me!")
        await here.mail("olive", "Please confirm")
        await asyncio.to_thread(mail.stop_submission)
        answers = TokenReference("reply", token_of(sent_mail))
        to = here.people["olive"].address
        await here.surface.notifier.send_note(to, "", "A sentence.", (str(sent_mail["Message-ID"]),), "x", answers)
        await here.until(lambda: days_left(here, OWED))
        rows = plain_rows(here)
        headers = "\n".join(f"{each['Reply-To']}" for each in outgoing(here))
        envelopes = "\n".join(each.sender for each in mail.submission.took)
        tokens = set(re.findall(r"\+[rtbc]-([a-z2-7]{26})", f"{headers}\n{envelopes}"))
        kinds = set(re.findall(r"\+([rtbc])-", f"{headers}\n{envelopes}"))
        assert kinds == {"r", "t", "b", "c"}
        assert [token for token in tokens if token.encode() in rows] == []
        await asyncio.to_thread(mail.start_submission)
        note = await here.mail("olive", "A sentence.")
        assert str(note["Reply-To"]) == str(sent_mail["Reply-To"])
        assert str(note["Message-ID"]).split(".")[:3] == str(sent_mail["Message-ID"]).split(".")[:3]


async def test_cst3_a_confirmation_that_was_used_does_not_come_back(mail: Servers, tmp_path: Path) -> None:
    """The end of its request gives the remaining rows an end, and makes no deleted one anew."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "Looks good to me!")
        confirmation = await here.mail("olive", "Please confirm")
        assert days_left(here, TOKENS, '%"kind":"confirm"%') == {400}
        await here.replies("olive", confirmation, "approve")
        await here.until(lambda: "Finished" in here.types())
        await here.mail("olive", "Approved")
        await judged(here, 2)
        await here.until(lambda: not days_left(here, TOKENS, '%"kind":"confirm"%'))
        await here.until(lambda: days_left(here, TOKENS, '%"kind":"reply"%') == {400})
