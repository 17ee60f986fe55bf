"""A person is removed while mails that asked them are about: their reply then counts for nothing."""

from pathlib import Path

import pytest

from bot.core.people import PeopleDirectory
from tests.channels.email.hostile_mails import DONE, PUSH, asked
from tests.channels.email.mail_world import body, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def test_see2_a_mail_reply_of_a_leaver_decides_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail, other = await asked(here), await here.mail("max", "Approval needed")
        left = {id: each for id, each in here.platform.directory.people.items() if id != "olive"}
        await here.platform.replace_rules(
            PeopleDirectory(people=left), list(here.platform.agents.values()), dict(here.platform.models)
        )
        await here.replies("olive", sent_mail, "yes")
        await here.replies("max", other, "yes")
        await here.until(lambda: here.ledger.lines)
        assert [answer.person for answer in here.decisions()] == ["max"]


async def test_see2_mail_for_an_agent_that_is_gone_is_answered(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        await here.platform.replace_rules(here.platform.directory, [], {})
        await here.writes("sam", "push v1", "Release")
        assert "the agent of this address, is not set up here now" in body(await here.mail("sam", "Release"))
        assert here.thread_ids() == []
