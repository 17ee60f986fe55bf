"""Mail that somebody else sent in a person's name: a delegate of Exchange, an assistant. Its header Sender says so (RFC 5322, 3.6.2)."""

from pathlib import Path

import pytest

from tests.channels.email.hostile_mails import DONE, PUSH, answer, asked, judged, notes, reply, still_decidable
from tests.channels.email.mail_world import body, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def test_ml6_a_delegates_approval_in_the_persons_name_decides_nothing_and_the_person_hears_of_it(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        max_address = here.people["max"].address
        senders = [f"Max <{max_address}>", "assistant@example.test", f"=?utf-8?q?Max?= <{max_address}>"]
        for sender in senders:
            await answer(here, sent_mail, reply(here, "olive", sent_mail, "approve", Sender=sender))
        await answer(here, sent_mail, reply(here, "olive", sent_mail, also=f"Sender: {max_address}\nSender: x@y.test"))
        await judged(here, 5)
        refused = notes(here, "unauthenticated mail")
        assert len(refused) == 4
        assert all("Sender" in why for why in refused)
        assert "decided nothing" in " ".join(body(await here.mail("olive", "claims to be your reply")).split())
        await still_decidable(here, sent_mail)


async def test_ml6_a_sender_that_is_the_same_address_changes_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        own = f"Olive Ops <{here.people['olive'].address.upper()}>"
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "approve", Sender=own))
        await here.until(lambda: here.ledger.lines)
        assert [each.person for each in here.decisions()] == ["olive"]
