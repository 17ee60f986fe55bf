"""The servers themselves: ready at once, unforgeable, restartable."""

import signal
import smtplib

import pytest

from tests.servers.mail import AUTHSERV_ID, BOT, HUMAN, Servers, mail, mail_servers

__all__ = ["mail", "mail_servers"]


def test_a_mail_goes_from_the_submission_to_the_mailbox(mail: Servers) -> None:
    with smtplib.SMTP("localhost", mail.submission.port, timeout=60) as door:
        door.starttls(context=mail.trusts)
        door.login(*BOT)
        door.sendmail(BOT.address, ["human+tag@example.test"], b"Subject: x\r\n\r\nHello.\r\n")
    assert mail.submission.took[0].login == BOT.address
    with mail.dove.client(*HUMAN) as client:
        client.select("INBOX", readonly=True)
        _, found = client.fetch("1", "(BODY.PEEK[])")
    assert isinstance(found[0], tuple)
    assert b"Delivered-To: human+tag@example.test" in found[0][1]


def test_the_submission_wants_tls_and_a_login(mail: Servers) -> None:
    with smtplib.SMTP("localhost", mail.submission.port, timeout=60) as door:
        with pytest.raises(smtplib.SMTPSenderRefused, match="530"):
            door.sendmail(BOT.address, [HUMAN.address], b"x")
        door.starttls(context=mail.trusts)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            door.login(BOT.address, "wrong")


def test_the_mx_strips_forged_verdicts_and_stamps_its_own(mail: Servers) -> None:
    mail.mx.verdict = "dmarc=fail header.from=example.test"
    forged = f"Authentication-Results:\r\n\t{AUTHSERV_ID}; dmarc=pass\r\nSubject: x\r\n\r\n{AUTHSERV_ID}\r\n"
    with smtplib.SMTP("localhost", mail.mx.port, timeout=60) as door:
        door.sendmail("eve@evil.test", [BOT.address], forged.encode())
    assert mail.mx.took[0].raw == (
        f"Authentication-Results: {AUTHSERV_ID}; {mail.mx.verdict}\r\nSubject: x\r\n\r\n{AUTHSERV_ID}\r\n".encode()
    )


def test_dovecot_is_up_again_on_the_same_ports(mail: Servers) -> None:
    mail.dove.stop(signal.SIGKILL)
    mail.dove.start()
    with mail.dove.client(*HUMAN) as client:
        assert client.select("INBOX")[0] == "OK"
