"""`countersign doctor --send-test` at the terminal, with a real mailbox."""

import smtplib
import time

from tests.busy_machine import Deadline
from tests.channels.email.test_ml8_doctor import PASS, STEPS, environment
from tests.cli.terminal import StagedTerminal, clean_environment, end, free_port, start, until_healthy, write_config
from tests.servers.mail import Servers


def test_ml8_the_command_shows_the_steps_and_fails_with_them(mail: Servers, terminal: StagedTerminal) -> None:
    bot, ca = mail.fresh(), str(mail.dove.root / "ca.pem")
    write_config(terminal.folder, more='\n[channels.email]\nagent = "deploybot"\n')
    mail.mx.verdict = PASS
    ran = terminal("doctor", "--send-test", **environment(mail, bot, SSL_CERT_FILE=ca))
    assert ran.code == 0, ran.out
    assert "may take a minute" in ran.err
    for step in STEPS:
        assert f"ok    {step}: " in ran.out
    ran = terminal(
        "doctor", "--send-test", **environment(mail, bot, SSL_CERT_FILE=ca, EMAIL_AUTHSERV_ID="mx.exmaple.test")
    )
    assert ran.code == 1
    assert "fail  Test mail proof: the newest mail carries 'mx.example.test'" in ran.out
    ran = terminal("doctor", **environment(mail, bot, SSL_CERT_FILE=ca))
    assert "Test mail" not in ran.out


def test_ml8_the_command_says_when_no_channel_can_test_itself(terminal: StagedTerminal) -> None:
    ran = terminal("doctor", "--send-test")
    assert "warn  Test message: no channel is configured that can write to itself" in ran.out


def test_ml8_a_running_server_says_in_its_log_which_name_its_mail_carries(
    mail: Servers, terminal: StagedTerminal
) -> None:
    bot, port, ca = mail.fresh(), free_port(), str(mail.dove.root / "ca.pem")
    write_config(terminal.folder, more='\n[channels.email]\nagent = "deploybot"\n')
    given = environment(mail, bot, EMAIL_AUTHSERV_ID="mx.exmaple.test", SSL_CERT_FILE=ca, PORT=str(port))
    mail.mx.verdict = PASS
    process = start("serve", environment=clean_environment(terminal.folder, **given))
    until_healthy(f"http://127.0.0.1:{port}", process)
    with smtplib.SMTP("127.0.0.1", mail.mx.port, timeout=60) as client:
        raw = f"From: sam@example.test\r\nTo: {bot.address}\r\nMessage-ID: <lost@mail.test>\r\n\r\ndeploy it\r\n"
        client.sendmail("sam@example.test", [bot.address], raw.encode())
    deadline = Deadline()
    with mail.dove.client(*bot.login) as client:
        while not deadline.is_over:
            client.select("INBOX", readonly=True)
            if client.search(None, "KEYWORD", "CountersignTaken")[1][0]:
                break
            time.sleep(0.1)
    process.terminate()
    lines = [line for line in end(process).err.splitlines() if "<lost@mail.test>" in line]
    assert len(lines) == 1
    assert "event='mail ignored'" in lines[0]
    assert "no verdict of our receiver “mx.exmaple.test”: the topmost one is of “mx.example.test”" in lines[0]
    assert "deploy it" not in lines[0]
