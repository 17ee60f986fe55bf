"""Approvals by mail: decisions by reply, requests that no reply can approve, and one request in mail and elsewhere."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import Agent
from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    judged,
    notes,
    pusher,
    reply,
    sent_to,
    still_decidable,
    still_waits,
)
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.platform_fixture import OutsideLedger, choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def decides_elsewhere(here: MailFixture, person: str, **given: Any) -> None:
    request = await here.request()
    fields = {"call": request.id, "digest": request.digest, "decision": "approve", **given}
    await here.platform.decide(ApprovalDecision(person=person, door="web", credential="session", **fields))


@pytest.mark.parametrize("said", ["Yes.\n\nThanks,\nOlive", "genehmigt"])
async def test_a_clear_yes_approves(mail: Servers, tmp_path: Path, said: str) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, said)
        await here.until(lambda: here.ledger.lines)
        assert [(each.person, each.door, each.decision) for each in here.decisions()] == [("olive", "email", "approve")]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("no, not before Monday", "not before Monday"),
        ("reject\nThe freeze is on.\nAsk Max.", "The freeze is on.\nAsk Max."),
    ],
)
async def test_a_no_rejects_with_its_reason(mail: Servers, tmp_path: Path, said: str, reason: str) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, said)
        await here.mail("max", "was rejected")
        settled = next(event for event in here.log() if isinstance(event, e.ApprovalSettled))
        assert (settled.verdict, settled.reason, settled.by) == ("rejected", reason, ("olive",))
        assert here.ledger.lines == []


async def test_decided_by_mail_everybody_else_hears_of_it_by_mail(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "approve")
        for who in ("sam", "olive", "max"):
            outcome = await here.mail(who, "was approved")
            assert "Approved by Olive" in body(outcome)
        await here.until(lambda: "Finished" in here.types())
        assert sum("was approved" in body(sent) for sent in sent_to(here, "max")) == 1


async def test_decided_in_the_inbox_the_mails_reply_hears_who_was_first(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await decides_elsewhere(here, "max")
        await here.mail("olive", "Approved by Max")
        await here.replies("olive", sent_mail, "reject\nNo!")
        assert "by Max at 20" in body(await here.mail("olive", "This request is already approved"))
        assert (len(here.decisions()), len(here.ledger.lines)) == (1, 1)


async def test_two_mails_of_two_people_are_a_quorum_and_two_of_one_are_not(mail: Servers, tmp_path: Path) -> None:
    agents = pusher(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=agents) as here:
        sent_mail, other = await asked(here), await here.mail("max", "Approval needed")
        await here.replies("olive", sent_mail, "approve")
        await here.replies("olive", sent_mail, "approve")
        await judged(here, 3)
        assert (len(here.decisions()), here.ledger.lines) == (1, [])
        await here.until(lambda: here.types()[-1] == "Delivered")
        assert sum("Approval needed" in body(sent) for sent in sent_to(here, "max")) == 1
        await here.replies("max", other, "approve")
        await here.until(lambda: here.ledger.lines)
        settled = next(event for event in here.log() if isinstance(event, e.ApprovalSettled))
        assert sorted(settled.by) == ["max", "olive"]


async def test_who_thinks_better_of_it_before_the_quorum_is_there_rejects(mail: Servers, tmp_path: Path) -> None:
    agents = pusher(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with correspondence(mail, tmp_path, PUSH, DONE, agents=agents) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "approve")
        await here.replies("olive", sent_mail, "no, wait")
        await here.mail("sam", "was rejected")
        assert [each.decision for each in here.decisions()] == ["approve", "reject"]
        assert here.ledger.lines == []


async def test_eml08_the_requester_may_not_approve_by_any_mail(mail: Servers, tmp_path: Path) -> None:
    """Olive has asked herself. She gets no address to decide at; and Max's is his."""
    async with correspondence(mail, tmp_path, PUSH, WAIT, WAIT, WAIT) as here:
        await here.writes("olive", "push v1")
        copy, sent_mail = await here.mail("olive", "Others decide"), await here.mail("max", "Approval needed")
        assert "others decide it" in body(copy)
        await here.replies("olive", copy, "approve")
        await answer(here, sent_mail, reply(here, "olive", sent_mail))
        await judged(here, 3)
        still_waits(here)
        assert len(notes(here, "mail for another person")) == 1
        await here.replies("max", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_who_has_made_the_wish_their_own_may_no_longer_approve_it(mail: Servers, tmp_path: Path) -> None:
    """Olive's mailbox still has her old address; the request that follows her words is hers to ask, not to decide."""
    script = (PUSH, choose("push", tag="v2"), WAIT)
    async with correspondence(mail, tmp_path, *script) as here:
        sent_mail = await asked(here)
        thread = here.thread_ids()[0]
        await here.platform.say(thread, "v2 as well, please", by="olive")
        await here.mail("max", 'tag = "v2"')
        first, second = sorted(await here.pending(), key=lambda request: request.created_at)
        assert "olive" in second.askers
        assert "olive" not in first.askers
        assert (
            sum('tag = "v2"' in body(sent) and "+r-" in str(sent["Reply-To"]) for sent in sent_to(here, "olive")) == 0
        )
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)
        assert here.ledger.lines == [f"{first.id} v1 c0ffee"]


UNSHOWN = {
    "typed": (PUSH, {"irreversible": True, "typed": "tag"}),
    "too long": (choose("push", tag="v1", commit="c" * 12_000), {}),
    "a secret": (choose("push", tag="v1", commit="c0ffee [GitHub token removed]"), {}),
}


@pytest.mark.parametrize("what", UNSHOWN)
async def test_what_needs_a_word_or_could_not_be_shown_whole_is_not_approved_by_mail(
    mail: Servers, tmp_path: Path, what: str
) -> None:
    push, policy = UNSHOWN[what]
    async with correspondence(mail, tmp_path, push, DONE, agents=pusher(**policy)) as here:
        sent_mail = await asked(here)
        assert "cannot be approved by mail" in body(sent_mail)
        assert "body=approve" not in sent_mail.as_string()
        await here.replies("olive", sent_mail, "approve")
        told = await here.mail("olive", "This request cannot be approved by mail")
        assert f"/requests/{(await here.request()).id}" in body(told)
        still_waits(here)
        await here.replies("olive", told, "reject\nNot like this.")
        await here.mail("max", "was rejected")
        assert [each.decision for each in here.decisions()] == ["reject"]


async def test_a_call_with_a_secret_is_put_to_nobody_by_mail(mail: Servers, tmp_path: Path) -> None:
    secret = "ghp_" + "A1b2" * 9
    async with correspondence(mail, tmp_path, choose("push", tag="v1", commit=secret), DONE) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        await here.until(lambda: "Finished" in here.types())
        assert "ApprovalAsked" not in here.types()
        assert not any(secret.encode() in took.raw for took in here.servers.submission.took)


async def test_a_reply_while_the_rules_change_is_refused_and_asked_anew(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        sent_mail = await asked(here)
    stricter = pusher(approvers=(ApproverClause(groups=("managers",), quorum=2),), expires_after=timedelta(hours=1))
    again: dict[str, Any] = {"bot": here.bot, "people": here.people, "agents": stricter}
    async with correspondence(mail, tmp_path, DONE, **again) as second:
        await second.replies("olive", sent_mail, "approve")
        await second.until(lambda: notes(second, "refused: DigestMismatch") or "ApprovalSettled" in second.types())
        assert (second.decisions(), second.ledger.lines) == ([], [])


async def test_a_request_that_may_have_got_out_is_decided_before_it_goes_out_again(
    mail: Servers, tmp_path: Path
) -> None:
    """The submission takes the mail and hangs up: it may have been sent, and it was."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        here.servers.submission.hangs_up = 1
        await here.platform.launch("pusher", "push v1", by="sam")
        await here.until(lambda: any(isinstance(event, e.DeliveryFailed) for event in here.log()))
        failed = next(event for event in here.log() if isinstance(event, e.DeliveryFailed))
        assert failed.retry_at is not None
        assert failed.call is None
        sent_mail = await here.mail("olive", "Approval needed")
        await still_decidable(here, sent_mail)


async def test_gate5_a_secret_in_the_label_of_a_fact_is_approved_by_no_reply(mail: Servers, tmp_path: Path) -> None:
    token = "ghp_0123456789abcdefABCDEF"

    async def facts(step: Any) -> tuple[e.CallFact, ...]:
        return (e.CallFact(label=f"Runner {token}", lines=("fine",)),)

    def build(ledger: OutsideLedger) -> Agent:
        usual: Agent = pusher()(ledger)
        tools = tuple(replace(tool, facts=facts) if tool.writes else tool for tool in usual.tools)
        return replace(usual, tools=tools)

    async with correspondence(mail, tmp_path, PUSH, WAIT, agents=build) as here:
        sent_mail = await asked(here)
        assert "ghp_" not in sent_mail.as_string()
        assert "The label of a fact holds a secret" in " ".join(body(sent_mail).split())
        await here.replies("olive", sent_mail, "approve")
        told = await here.mail("olive", "cannot be approved by mail")
        assert "ghp_" not in told.as_string()
        assert (here.decisions(), here.ledger.lines) == ([], [])
