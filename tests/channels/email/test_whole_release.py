"""Work by mail, on real servers: asked by mail, approved by a reply, done once, said in the same conversation."""

from base64 import b64encode
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from pathlib import Path

import dkim  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from bot.core import events as e
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.channels.email.mail_world import body, correspondence
from tests.platform_fixture import agent, choose
from tests.servers.mail import Servers

PUSH = (choose("push", words="All tests passed.", tag="v1"), choose("done", message="**v1** is out."))


@pytest.fixture(autouse=True)
def _trusted(mail_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system trusts the authority of the mail servers, for this test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_servers.dove.root / "ca.pem"))


async def test_asked_by_mail_approved_by_a_reply_done_once_and_said_in_the_same_conversation(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, *PUSH) as here:
        asked = await here.writes("sam", "push v1 please")
        request = await here.request()
        sent_mail = await here.mail("olive", "Approval needed")
        assert 'tag = "v1"' in body(sent_mail)
        assert "+r-" in str(sent_mail["Reply-To"])
        await here.replies("olive", sent_mail, "approve")
        said = await here.mail("sam", "is out")
        assert here.ledger.lines == [f"{request.id} v1 c0ffee"]
        (answered,) = here.decisions()
        assert (answered.person, answered.door, answered.decision) == ("olive", "email", "approve")
        assert answered.credential == f"{here.people['olive'].address} by dmarc"
        assert len(here.thread_ids()) == 1
        assert str(asked["Message-ID"]) in str(said["References"])
        assert str(said["Subject"]) == "Re: A release"
        assert said["Auto-Submitted"] == "auto-replied"
        await here.mail("max", "Approved")
        await here.mail("olive", "Approved")


async def test_a_rejection_by_mail_gives_the_agent_its_reason_and_the_conversation_goes_on(
    mail: Servers, tmp_path: Path
) -> None:
    script = (choose("push", tag="v1"), choose("reply", message="Then v0?"), choose("done", message="Fine, nothing."))
    async with correspondence(mail, tmp_path, *script) as here:
        await here.writes("sam", "push v1")
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, "reject\n\nThe freeze is on until Monday.")
        said = await here.mail("sam", "Then v0?")
        settled = next(event for event in here.log() if isinstance(event, e.ApprovalSettled))
        assert (settled.verdict, settled.reason) == ("rejected", "The freeze is on until Monday.")
        await here.replies("sam", said, "No, leave it.")
        await here.mail("sam", "Fine, nothing.")
        words = [event.text for event in here.log() if isinstance(event, e.MessageReceived)]
        assert words == ["Subject: A release\npush v1", "No, leave it."]
        assert len(here.thread_ids()) == 1


async def test_an_answer_by_mail(mail: Servers, tmp_path: Path) -> None:
    question = choose("ask_human", question="Which one?", format="multiple_choice", choices=["staging", "production"])
    async with correspondence(mail, tmp_path, question, choose("done", message="Good.")) as here:
        await here.writes("sam", "deploy")
        sent_mail = await here.mail("sam", "Which one?")
        await here.replies("sam", sent_mail, "2")
        await here.mail("sam", "Good.")
        settled = next(event for event in here.log() if isinstance(event, e.QuestionSettled))
        assert (settled.answer, settled.by) == ("production", "sam")


async def test_a_reply_that_missed_its_address_decides_nothing_and_is_told_so(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, *PUSH) as here:
        await here.writes("sam", "push v1 please")
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, "approve", To_=here.bot.address)
        await here.mail("olive", "did not come to the address")
        assert here.decisions() == []
        assert len(here.thread_ids()) == 1


async def test_a_vote_that_is_merely_counted_sends_a_mail_to_the_voter_alone(mail: Servers, tmp_path: Path) -> None:
    two = partial(agent, policy=Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),)))
    async with correspondence(mail, tmp_path, *PUSH, agents=two) as here:
        await here.writes("sam", "push v1 please")
        first, second = await here.mail("olive", "Approval needed"), await here.mail("max", "Approval needed")
        await here.mail("sam", "for your information")
        await here.replies("olive", first, "approve")
        await here.until(lambda: here.decisions())
        await here.mail("olive", "Your approval counts.")
        await here.replies("max", second, "approve")
        await here.mail("sam", "is out")
        assert sum("Your approval counts." in body(each) for each in await here.mails("olive")) == 1
        for who, subjects in (("olive", 3), ("max", 2), ("sam", 3)):
            await here.mail(who, "Approved" if who != "sam" else "is out")
            assert len(await here.mails(who)) == subjects, who


async def test_where_no_receiver_stamps_verdicts_a_signature_of_the_senders_domain_proves_who_wrote(
    mail: Servers, tmp_path: Path
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    script = (choose("done", message="Signed, so heard."),)
    async with correspondence(mail, tmp_path, *script, options={"local_dkim": True}, authserv_id="") as here:
        assert here.surface._handler is not None
        here.surface._handler.lookup = lambda name, timeout=5: b"v=DKIM1; k=rsa; p=" + public
        await here.writes("sam", "unsigned")
        await here.noted("unauthenticated mail")
        signed = EmailMessage(policy=SMTP)
        signed["From"], signed["To"] = here.people["sam"].address, here.bot.address
        signed["Subject"], signed["Message-ID"] = "Signed", "<signed@mail.test>"
        signed.set_content("hello")
        mark = dkim.sign(signed.as_bytes(), b"s1", b"example.test", private, include_headers=[b"from", b"subject"])
        signed["DKIM-Signature"] = mark.decode().partition(":")[2].strip().replace("\r\n", "")
        await here.sends(signed, here.people["sam"].address, here.bot.address)
        await here.mail("sam", "Signed, so heard.")
        assert len(here.thread_ids()) == 1
