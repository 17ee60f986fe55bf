"""DEL1 by mail: a child's requests go to the root's people, and a reply to one reaches the child that asked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.agent import Agent
from tests.channels.email.mail_world import MailFixture, correspondence
from tests.engine.delegation.task_platform import PUSH, TASK, make_agents
from tests.platform_fixture import OutsideLedger, choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

BOSS = {"agent": "boss"}


def both(ledger: OutsideLedger) -> Sequence[Agent]:
    return make_agents(ledger, {}, {})


def child_of(here: MailFixture) -> str:
    logs = {id: here.log(id) for id in here.thread_ids()}
    return next(id for id, log in logs.items() if any(isinstance(each, e.TaskReceived) for each in log))


async def test_del1_replies_to_the_mails_of_a_child_answer_and_approve_in_the_child(
    mail: Servers, tmp_path: Path
) -> None:
    ask, done = choose("ask_human", question="Which tag?"), choose("done", message="v1 is out.")
    async with correspondence(mail, tmp_path, TASK, ask, PUSH, done, done, agents=both, options=BOSS) as here:
        await here.writes("sam", "release it")
        await here.replies("sam", await here.mail("sam", "Which tag?"), "v1")
        await here.replies("olive", await here.mail("olive", "Approval needed"), "approve")
        await here.until(lambda: here.ledger.lines)
        child = child_of(here)
        assert here.ledger.lines[0].startswith(child)
        assert [(each.person, each.decision) for each in here.log(child) if isinstance(each, e.Answered)] == [
            ("sam", "answer"),
            ("olive", "approve"),
        ]
        await here.mail("sam", "v1 is out.")
