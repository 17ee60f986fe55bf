"""MOD6 by mail: secrets in a body, a subject and a reason reach no model, no file, no mail of ours and no line of the process."""

from pathlib import Path

import pytest

from bot.cli import logging_setup
from bot.core import events as e
from bot.core.secrets.event_redaction import TOLD
from tests.channels.email.mail_world import MailFixture, correspondence
from tests.platform_fixture import choose
from tests.sample_secrets import ALL, CANARIES, leaks_in, leaks_in_folder
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

PUSH = choose("push", tag="v1")
IN_LINE = [kind for kind, value in CANARIES.items() if "\n" not in value]


async def everything(here: MailFixture, folder: Path, capfd: pytest.CaptureFixture[str]) -> list[str]:
    """The kinds of the canaries in files, requests to the model, the mails that we sent, and the process's log."""
    texts = [*here.model.seen]
    for who in here.people:
        for mail in await here.mails(who):
            parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
            texts += [str(text).encode() for text in (*mail.values(), *parts)]
    written = capfd.readouterr()
    return [*leaks_in(*texts, written.out, written.err), *leaks_in_folder(folder)]


async def test_mod6_a_mail_is_kept_without_the_secrets_of_its_body_and_its_subject(
    mail: Servers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)
    async with correspondence(
        mail, tmp_path, choose("reply", message="I see."), choose("reply", message="Well.")
    ) as here:
        subject = "Keys " + " ".join(CANARIES[kind] for kind in IN_LINE)
        await here.writes("sam", ALL, subject=subject)
        said = await here.mail("sam", "I see.")
        await here.mail("sam", TOLD[:40])
        await here.replies("sam", said, f"again: {CANARIES['AWS key']}")
        await here.mail("sam", "Well.")
        received = [event for event in here.log() if isinstance(event, e.MessageReceived)]
        assert "Subject: Keys [AWS key removed]" in received[0].text
        assert "[private key removed]" in received[0].text
        assert received[1].text == "again: [AWS key removed]"
        assert await everything(here, tmp_path, capfd) == []


async def test_mod6_a_reason_by_mail_decides_and_is_kept_without_its_secrets(
    mail: Servers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)
    async with correspondence(mail, tmp_path, PUSH, choose("done", message="No.")) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, f"reject: {ALL}")
        await here.until(here.decisions)
        (answered,) = here.decisions()
        assert (answered.decision, "[AWS key removed]" in answered.text) == ("reject", True)
        assert here.ledger.lines == []
        await here.mail("olive", "rejected")
        assert await everything(here, tmp_path, capfd) == []


async def test_mod6_an_unclear_mail_with_secrets_is_asked_about_without_them(
    mail: Servers, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    logging_setup.log_to_stderr(0, tracebacks=True)
    async with correspondence(mail, tmp_path, PUSH) as here:
        await here.platform.launch("pusher", "push v1", by="sam")
        sent_mail = await here.mail("olive", "Approval needed")
        await here.replies("olive", sent_mail, f"Fine I think, take {ALL}")
        await here.until(lambda: len(here.audit()) > 0 or None)
        await here.mail("olive", "", after=1)
        assert here.decisions() == []
        assert await everything(here, tmp_path, capfd) == []
