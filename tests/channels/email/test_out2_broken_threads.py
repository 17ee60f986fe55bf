"""A thread that does not verify, while people go on by mail: each mail is answered or noted once, and is done with."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.channels.email.hostile_mails import DONE, PUSH, asked, bounces, fresh_mail, judged, notes, post, taken
from tests.channels.email.mail_world import body, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers
from tests.store.log_forgery import APPROVED, add_events, forge, sql

pytestmark = pytest.mark.usefixtures("trusted")

ONE_MORE = sql(
    "INSERT INTO event SELECT thread, (SELECT MAX(seq) + 1 FROM event WHERE thread=?1), type, v, at, body, hash"
    " FROM event WHERE thread=?1 AND seq=2"
)
"""A message that was appended without the secret."""


async def test_out2_a_mail_into_a_broken_thread_is_answered_and_done_with(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, choose("reply", message="Which tag?"), PUSH) as here:
        await here.writes("sam", "push it")
        said = await here.mail("sam", "Which tag?")
        await here.until(lambda: here.types().count("Delivered") == 1)
        (thread,) = here.thread_ids()
        forge(tmp_path / "house.db", thread, ONE_MORE)
        before = taken(here)
        with capture_logs() as logged:
            await here.replies("sam", said, "v1")
            told = await here.mail("sam", "does not verify at event", "Your mail was not taken")
            await judged(here, before + 1)
            await post(here, fresh_mail(here, f"Sam <{here.people['sam'].address}>", "another thing"), here.bot.address)
            await here.request()
        assert thread in body(told)
        assert "countersign audit verify" in " ".join(body(told).split())
        assert [line for line in logged if line.get("exc_info")] == []
        assert notes(here, "mail laid aside") == []
        assert len(notes(here, "mail to a broken thread")) == 1


async def test_out2_a_program_that_writes_on_into_a_broken_thread_is_not_answered_for_ever(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, choose("reply", message="Which tag?")) as here:
        await here.writes("sam", "push it")
        said = await here.mail("sam", "Which tag?")
        await here.until(lambda: here.types().count("Delivered") == 1)
        forge(tmp_path / "house.db", here.thread_ids()[0], ONE_MORE)
        before = taken(here)
        for n in range(6):
            await here.replies("sam", said, f"v{n}")
        await judged(here, before + 6)
        found = [each for each in await here.mails("sam") if "does not verify" in body(each)]
        assert len(found) == 4


async def test_out2_a_decision_and_a_bounce_of_a_broken_thread_are_done_with(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        (thread,) = here.thread_ids()
        forge(tmp_path / "house.db", thread, add_events(*APPROVED))
        before = taken(here)
        with capture_logs() as logged:
            await here.replies("olive", sent_mail, "approve")
            await here.mail("olive", "does not verify at event")
            await bounces(here, sent_mail)
            await judged(here, before + 2)
        assert [line for line in logged if line.get("exc_info")] == []
        assert notes(here, "mail laid aside") == []
        assert here.ledger.lines == []
