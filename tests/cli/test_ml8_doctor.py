"""`countersign doctor --send-test` at the terminal, with a real mailbox."""

from tests.channels.email.test_ml8_doctor import PASS, STEPS, environment
from tests.cli.terminal import Terminal, write_config
from tests.servers.mail import Servers


def test_ml8_the_command_shows_the_steps_and_fails_with_them(mail: Servers, terminal: Terminal) -> None:
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


def test_ml8_the_command_says_when_no_channel_can_test_itself(terminal: Terminal) -> None:
    ran = terminal("doctor", "--send-test")
    assert "warn  Test message: no channel is configured that can write to itself" in ran.out
