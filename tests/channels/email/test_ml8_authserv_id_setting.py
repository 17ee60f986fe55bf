"""`countersign doctor` proposes a value for EMAIL_AUTHSERV_ID: the newest mails against the setting, as a table."""

import pytest

from bot.core.doctor_findings import CheckFinding
from channels.email.doctor import compare_receivers, suggest_setting
from channels.email.inbound.authentication.verification_values import ReceiverTrust
from tests.channels.email.inbound.authentication.test_ml6_receivers import filled, gate_of, raw_mail, read
from tests.channels.email.receiver_headers import (
    GMAIL,
    ICLOUD,
    M365,
    OPENDKIM,
    RECEIVERS,
    SES,
    YAHOO,
    YAHOO_NEW,
    ReceiverHeaders,
)

ALL = pytest.mark.parametrize("receiver", RECEIVERS, ids=[receiver.name for receiver in RECEIVERS])


def found(heads: list[str], **gate: object) -> CheckFinding:
    return compare_receivers([read(raw_mail(filled(head))) for head in heads], ReceiverTrust.model_validate(gate))


def test_ml8_a_misspelt_name_is_shown_beside_the_right_one() -> None:
    wrong = found([GMAIL] * 5, authserv_id="mx.gogle.com")
    assert wrong.mark == "fail"
    assert wrong.text == "the newest 5 mails carry 'mx.google.com', the setting says 'mx.gogle.com'"
    assert wrong.hint.startswith("Set EMAIL_AUTHSERV_ID=mx.google.com, if that is your own receiving server")


@ALL
def test_ml8_what_is_suggested_is_right_for_every_receiver(receiver: ReceiverHeaders) -> None:
    mails = [read(raw_mail(filled(receiver.head))) for _ in range(3)]
    wrong = compare_receivers(mails, ReceiverTrust(authserv_id="mx.gogle.com"))
    assert (wrong.mark, "mx.gogle.com" in wrong.text) == ("fail", True)
    if receiver.setting:
        suggested = wrong.hint.split("EMAIL_AUTHSERV_ID=")[1].split(", if ")[0]
        assert compare_receivers(mails, ReceiverTrust(authserv_id=suggested)).mark == "ok"
    elif "bots.example;" not in receiver.head:
        assert "trust_unnamed = true" in wrong.hint
    right = compare_receivers(mails, gate_of(receiver))
    assert (right.mark, right.text.split("; ")[-1]) == ("ok", "3 of 3 prove their sender")


def test_ml8_hosts_that_differ_from_mail_to_mail_become_a_suffix() -> None:
    assert "EMAIL_AUTHSERV_ID=.yahoo.com," in found([YAHOO, YAHOO_NEW], authserv_id="yahoo.com").hint
    assert "EMAIL_AUTHSERV_ID=.icloud.com," in found([ICLOUD], authserv_id="icloud.com").hint
    assert suggest_setting(["a.x.co.uk", "b.x.co.uk", "MX.example.net", "mx.example.net"]) == "mx.example.net,.x.co.uk"


def test_ml8_headers_without_a_name_and_no_headers_are_told_apart() -> None:
    unnamed = found([M365], authserv_id="mx.example.net")
    assert "name no server" in unnamed.text
    assert "trust_unnamed = true" in unnamed.hint
    none = found(["Received: from a by mx.example.net\n"] * 2, authserv_id="mx.example.net")
    assert "no Authentication-Results" in none.text
    assert "local_dkim" in none.hint
    assert "'mx.google.com', the setting says trust_unnamed = true" in found([GMAIL], trust_unnamed=True).text


def test_ml8_a_server_above_the_verdict_is_named() -> None:
    head = "Received: from mx.example.net by store.hosting.example with ESMTPS id 1\n" + OPENDKIM
    above = found([head], authserv_id="mx.example.net")
    assert above.mark == "fail"
    assert "above it the server “store.hosting.example” has handled the mail" in above.text
    assert "add its name" in above.hint
    assert found([head], authserv_id="mx.example.net, store.hosting.example").mark == "ok"


def test_ml8_a_setting_that_fits_some_is_a_warning_and_one_that_proves_nobody_too() -> None:
    some = found([GMAIL, SES, GMAIL], authserv_id="mx.google.com")
    assert (some.mark, some.text.split(";")[0]) == (
        "warn",
        "2 of the newest 3 mails carry a verdict of 'mx.google.com'",
    )
    failed = compare_receivers([read(raw_mail(filled(GMAIL, "fail")))] * 2, ReceiverTrust(authserv_id="mx.google.com"))
    assert (failed.mark, "0 of 2 prove their sender" in failed.text) == ("warn", True)


def test_ml8_our_own_mail_and_an_empty_mailbox_say_nothing_of_the_setting() -> None:
    own = read(raw_mail("X-Loop: bot@example.net\n"))
    for mails in ([], [own]):
        nothing = compare_receivers(mails, ReceiverTrust(authserv_id="mx.google.com"))
        assert (nothing.mark, "--send-test" in nothing.hint) == ("warn", True)


def test_ml8_what_a_stranger_wrote_reaches_the_terminal_escaped_and_cut() -> None:
    head = f'Authentication-Results: "mx\\\\\x1b[2J.{"x" * 500}"; dmarc=pass\n'.replace("\x1b", "\\;")
    text = found([head], authserv_id="mx.example.net")
    assert "\x1b" not in text.text
    assert len(text.text) < 400
