"""A hold in mail: an approving reply is answered with the name behind the hold, a rejecting one counts, resume is announced."""

from pathlib import Path

import pytest

from channels.email.outbound.request_mail import explain_no_reply
from channels.email.outbound.request_mail import render_card as sent_mail_of
from channels.email.outbound.view_context import MailViewContext
from tests.channels.email.hostile_mails import DONE, PUSH, asked
from tests.channels.email.mail_world import body, correspondence
from tests.channels.slack.sample_cards import approval
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def test_gate7_a_reply_that_approves_is_told_who_paused_it(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        hold = await here.platform.place_hold("agent", "pusher", by="max", reason="the origin burns")
        await here.replies("olive", sent_mail, "approve")
        told = await here.mail("olive", "Paused by Max at")
        assert "the origin burns. It can be decided when it is resumed." in " ".join(body(told).split())
        assert (here.decisions(), here.ledger.lines) == ([], [])
        await here.platform.lift_hold(hold.id, by="max")
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_gate7_a_reply_that_rejects_is_taken_under_a_hold(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await here.platform.place_hold("all", by="max")
        await here.replies("olive", sent_mail, "reject\nnot now")
        await here.mail("olive", "was rejected")
        assert [(each.person, each.decision) for each in here.decisions()] == [("olive", "reject")]


@pytest.mark.usefixtures("soon")
async def test_gate7_a_mail_that_says_paused_is_followed_by_one_that_can_be_answered(
    mail: Servers, tmp_path: Path
) -> None:
    """The server puts the first mail off until everything is paused; then it goes out."""
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        olive = here.people["olive"].address
        waiting = mail.submission.refuses[olive] = ["450 4.2.0 Greylisted"] * 500
        await here.writes("sam", "push v1 please")
        await here.request()
        await here.until(lambda: len(waiting) < 500)
        hold = await here.platform.place_hold("all", by="max", reason="the origin burns")
        put_off = len(waiting)
        await here.until(
            lambda: len(waiting) < put_off - 1
        )  # the try after the one that may have begun before the hold
        waiting.clear()
        first = await here.mail("olive", "Paused by Max at")
        assert "It cannot be approved while it is paused." in body(first)
        assert "Approve by mail" not in first.as_string()
        await here.platform.lift_hold(hold.id, by="max")
        second = await here.mail("olive", "Approval needed", after=1)
        assert "paused" not in body(second).lower()
        await here.replies("olive", second, "approve")
        await here.until(lambda: here.ledger.lines)


def test_gate7_the_letter_of_a_paused_request_offers_no_approval_and_stays_approvable_later() -> None:
    look = MailViewContext(link="https://inbox.example/requests/x", reply_to="bot+x@example.org", marker="m")
    plain, paused = approval(), approval(paused="Paused by Ann at 29 Nov 2026, 10:00 UTC: a fire drill.")
    assert "Approve by mail" in sent_mail_of(plain, look).html
    sent_mail = sent_mail_of(paused, look)
    assert "Approve by mail" not in sent_mail.html
    assert "Reject by mail" in sent_mail.html
    for text in (sent_mail.text, sent_mail.html):
        assert "Paused by Ann at 29 Nov 2026, 10:00 UTC: a fire drill. It can be decided when it is resumed." in text
    assert explain_no_reply(paused) == explain_no_reply(plain)


def test_sl2_a_mail_of_a_request_whose_thread_is_paused_says_who_paused_it() -> None:
    stopped = "Paused by Max at 29 Nov 2026, 10:00 UTC. It can be decided; what is approved waits until its thread is resumed."
    sent_mail = sent_mail_of(
        approval(stopped=stopped), MailViewContext(link="https://inbox.example/r", reply_to="bot@example.org")
    )
    assert stopped in " ".join(sent_mail.text.split())
    assert explain_no_reply(approval(stopped=stopped)) == ""
