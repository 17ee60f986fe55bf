"""How an approved call ended, by mail: a failure is a mail of its own to approvers and requester, a success is none."""

import asyncio
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from bot.core.agent import Agent, OutcomeUnsure, ToolContext
from bot.core.errors import OutcomeUnclear, ToolError
from bot.core.ports import NotNow
from tests.channels.email.hostile_mails import PUSH, WAIT, asked
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.engine.failing_tools import says
from tests.platform_fixture import OutsideLedger, PushStep, agent
from tests.servers.mail import Servers
from tests.sqlite_access import owes_delivery

pytestmark = pytest.mark.usefixtures("trusted")


class SlowAgent:
    """An agent whose push ends at the time and with the result that the test sets."""

    def __init__(self) -> None:
        self.ends = asyncio.Event()
        self.fault: Exception | None = None

    def __call__(self, ledger: OutsideLedger) -> Agent:
        async def push(step: PushStep, at: ToolContext) -> str:
            await self.ends.wait()
            if self.fault is not None:
                raise self.fault
            return f"{step.tag} is there."

        return agent(ledger, run=push, probe=lambda step, at: says(OutcomeUnsure("The remote is down.")))


def owes(here: MailFixture) -> bool:
    return owes_delivery(here.platform, here.thread_ids()[-1])


async def mails_after_the_end(here: MailFixture, who: str, last: str) -> list[EmailMessage]:
    """All that lies in somebody's mailbox once the log holds this event and nothing is owed any more."""
    await here.until(lambda: last in here.types() and not owes(here))
    return await here.mails(who)


async def test_web5_approved_running_and_done_are_one_mail(mail: Servers, tmp_path: Path) -> None:
    slow = SlowAgent()
    async with correspondence(mail, tmp_path, PUSH, WAIT, agents=slow) as here:
        await here.replies("olive", await asked(here), "approve")
        await here.mail("olive", "The request push was approved")
        await here.until(lambda: "ToolStarted" in here.types() and not owes(here))
        slow.ends.set()
        for who, count in (("olive", 2), ("max", 2), ("sam", 2)):
            assert len(await mails_after_the_end(here, who, "Slept")) == count, "the request, and that it was approved"


@pytest.mark.parametrize(
    ("fault", "told", "text"),
    [
        (ToolError("The remote said no. https://evil.example"), "failed", "The remote said no."),
        (OutcomeUnclear("The line was cut."), "Nobody knows whether", "The remote is down."),
    ],
    ids=["failed", "unknown"],
)
async def test_web5_a_failure_is_one_more_mail_to_who_approved_and_who_asked(
    mail: Servers, tmp_path: Path, fault: Exception, told: str, text: str
) -> None:
    slow = SlowAgent()
    slow.fault = fault
    async with correspondence(mail, tmp_path, PUSH, WAIT, agents=slow) as here:
        await here.replies("olive", await asked(here), "approve")
        await here.mail("olive", "The request push was approved")
        await here.until(lambda: "ToolStarted" in here.types() and not owes(here))
        slow.ends.set()
        await here.until(lambda: "PeopleNotified" in here.types() and not owes(here))
        for who in ("olive", "sam", "max"):
            mails = [body(each) for each in await here.mails(who)]
            assert sum("The request push was approved" in each for each in mails) == 1
            heard = [each for each in mails if told in each]
            assert len(heard) == (who != "max"), who
            assert all(text in each and "Approved by Olive" in each for each in heard)


async def test_web5_a_call_that_failed_before_the_mail_went_out_is_not_called_just_approved(
    mail: Servers, tmp_path: Path
) -> None:
    """The mail server is slower than the tool: the one mail about the ending says all of it."""
    slow = SlowAgent()
    slow.fault = ToolError("The remote said no.")
    slow.ends.set()
    async with correspondence(mail, tmp_path, PUSH, WAIT, agents=slow) as here:
        sent_mail = await asked(here)
        deliver, held = here.surface.push.deliver, asyncio.Event()  # type: ignore[union-attr]

        async def late(*given):  # type: ignore[no-untyped-def]
            if not held.is_set():
                raise NotNow("The mail server is slow.", 0.05)
            return await deliver(*given)

        here.surface.push.deliver = late  # type: ignore[union-attr, method-assign]
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: "ToolFailed" in here.types())
        held.set()
        await here.until(partial(_is_quiet, here))
        (outcome,) = [body(each) for each in await here.mails("max") if "was approved" in body(each)]
        assert "The request push was approved, but it failed" in outcome
        assert "| The remote said no." in outcome.splitlines()


def _is_quiet(here: MailFixture) -> bool:
    return "Slept" in here.types() and not owes(here)
