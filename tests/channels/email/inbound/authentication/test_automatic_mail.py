"""Mail that no person wrote. Names begin with the attack's id, where there is one."""

from typing import Any

import pytest

from channels.email.inbound.authentication.automatic_mail import BounceReport, explain_automatic, read_bounce
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.reply_tokens import TokenReference, make_message_id, make_reply_address, resolve_mail_tokens
from tests.channels.email.mail_bytes import DSN, SEEDS, mail, part, parts

BOT = "bot@example.net"
TOKEN = "a" * 26
VERP = make_reply_address("bounce", TOKEN, BOT)


def read(raw: bytes) -> ParsedMail:
    found = parse_mail(raw)
    assert isinstance(found, ParsedMail), found
    return found


def of(sender: str = "Olive <olive@example.org>", body: str = "approve", **headers: str | list[str]) -> ParsedMail:
    return read(mail(body, sender, **headers))


def explain(found: ParsedMail) -> str | None:
    return explain_automatic(found, is_own=resolve_mail_tokens(found, BOT).is_own)


def find_bounce(found: ParsedMail) -> BounceReport | None:
    return read_bounce(found, resolve_mail_tokens(found, BOT))


# Automatic mail


AUTOMATIC: dict[str, dict[str, Any]] = {
    "Exchange out of office": {
        "return_path": "<>",
        "x_auto_response_suppress": "All",
        "x_ms_exchange_inbox_rules_loop": "olive@example.org",
        "subject": "Automatic reply: [approval] deploy",
    },
    "Exchange, headers stripped": {"subject": "Automatische Antwort: [approval] deploy"},
    "vacation": {"auto_submitted": "auto-replied", "return_path": "<olive@example.org>"},
    "vacation with a parameter": {"auto_submitted": "auto-replied (vacation); owner-email=olive@example.org"},
    "generated": {"auto_submitted": "auto-generated"},
    "notified": {"auto_submitted": "auto-notified; x=y"},
    "two words of its own": {"auto_submitted": ["no", "auto-replied"]},
    "iCloud": {"subject": "Auto reply: deploy", "x_apple_action": "VACATION"},
    "iCloud, subject alone": {"subject": "Auto reply: deploy"},
    "Gmail": {"x_autoreply": "yes", "precedence": "bulk"},
    "Mimecast": {
        "return_path": "<>",
        "precedence": "bulk",
        "x_auto_response_suppress": "OOF, AutoReply, DR, NDR, RN, NRN",
    },
    "precedence": {"precedence": "Auto_Reply"},
    "a list": {"list_id": "<dev.example.org>"},
    "a newsletter": {"list_unsubscribe": "<mailto:u@example.org>"},
    "a loop": {"x_loop": BOT},
    "many hops": {"received": ["from a by b"] * 31},
    "our own id": {"message_id": make_message_id("reply", TOKEN, 1, BOT)},
    "French": {"subject": "Réponse automatique : deploy"},
    "Spanish": {"subject": "Respuesta automática: deploy"},
    "Italian": {"subject": "Risposta automatica: deploy"},
    "Portuguese": {"subject": "Resposta automática: deploy"},
    "Dutch": {"subject": "Automatisch antwoord: deploy"},
    "Polish": {"subject": "Odpowiedź automatyczna: deploy"},
    "Japanese": {"subject": "自動応答: deploy"},
    "Swedish": {"subject": "Autosvar: deploy"},
    "encoded": {"subject": "=?utf-8?b?UsOpcG9uc2UgYXV0b21hdGlxdWUgOiB4?="},
}


@pytest.mark.parametrize("name", AUTOMATIC)
def test_eml12_mail_of_programs_is_recognised(name: str) -> None:
    raw = mail(**AUTOMATIC[name])
    if "subject" in AUTOMATIC[name]:
        raw = raw.replace(b"Subject: Re: [approval] deploy\r\n", b"")
    assert explain(read(raw))


@pytest.mark.parametrize(
    "sender",
    [
        *("MAILER-DAEMON@example.org", "postmaster@x.example", "no-reply@x.example", "DoNotReply@x.example"),
        *("bounces+1=2@x.example", "dev-bounces@lists.example", "team-noreply@x.example"),
        *(BOT, VERP, f"Bot <{BOT.upper()}>"),
    ],
)
def test_eml12_eml14_mail_of_daemons_and_of_ourselves_is_recognised(sender: str) -> None:
    assert explain(of(sender))


def test_eml12_reports_receipts_and_reactions_are_recognised() -> None:
    assert explain_automatic(read(DSN))
    assert explain_automatic(read(SEEDS[10]))
    reaction = part('{"emoji":"👍","version":1}', "text/vnd.google.email-reaction+json")
    assert (
        explain_automatic(read(parts(part("👍"), reaction, part("<p>👍</p>", "text/html"))))
        == "a reaction, not a reply"
    )


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"auto_submitted": "no"},
        {"auto_submitted": "No (a person)"},
        {"return_path": "<olive@example.org>"},
        {"return_path": "<bounces+SRS=abc=de@example.org>"},
        {"x_auto_response_suppress": "OOF"},
        {"feedback_id": "12345:user:proton"},
        {"precedence": "first-class"},
        {"received": ["from a by b"] * 12},
        {"message_id": "<cs.r-x@example.net>", "in_reply_to": make_message_id("reply", TOKEN, 1, BOT)},
        {"x_priority": "1", "importance": "high", "x_mailer": "Apple Mail"},
    ],
)
def test_mail_of_people_passes(headers: dict[str, str]) -> None:
    assert explain(of(**headers)) is None


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [approval] deploy",
        "AW: Automatic reply rules",
        "Autos",
        "Readme: fix",
        "Nodelivery",
        "Re: Abwesenheit im Mai",
    ],
)
def test_subjects_of_people_pass(subject: str) -> None:
    raw = mail().replace(b"Subject: Re: [approval] deploy", f"Subject: {subject}".encode())
    assert explain(read(raw)) is None


# Bounces


RETURNED = TokenReference("reply", TOKEN)


def report(
    action: str = "failed", status: str = "5.1.1", recipient: str = "rfc822; olive@example.org", head: str = ""
) -> ParsedMail:
    groups = f"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
    returned = part(f"Message-ID: {make_message_id('reply', TOKEN, 1, BOT)}\r\n\r\nhi", "message/rfc822")
    raw = parts(
        part("Sorry."),
        part(groups, "message/delivery-status"),
        returned,
        kind="report",
        more="; report-type=delivery-status",
        head=head,
    )
    return read(raw)


def test_eml13_a_report_names_recipient_status_and_delivery() -> None:
    assert find_bounce(report(head=f"Delivered-To: {VERP}\r\n")) == BounceReport(
        "olive@example.org", "5.1.1", True, TOKEN, RETURNED
    )


def test_eml13_a_report_without_the_bounce_address_still_tells_what_was_returned() -> None:
    found = report()
    assert find_bounce(found) == BounceReport("olive@example.org", "5.1.1", True, "", RETURNED)
    assert found.returned["message-id"] == (make_message_id("reply", TOKEN, 1, BOT),)


def test_a_given_up_temporary_failure_is_final() -> None:
    assert find_bounce(report(status="4.4.1 (timeout)")) == BounceReport(
        "olive@example.org", "4.4.1", True, "", RETURNED
    )


@pytest.mark.parametrize("action", ["delayed", "Delayed", "delivered", "relayed", "expanded"])
def test_a_warning_or_a_receipt_is_no_bounce(action: str) -> None:
    assert find_bounce(report(action=action, status="4.4.7", head=f"Delivered-To: {VERP}\r\n")) is None


def test_a_report_of_several_recipients_tells_the_one_that_failed() -> None:
    groups = (
        "Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@x.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
        "Final-Recipient: rfc822;<b@x.example>\r\nAction: FAILED\r\nStatus: 5.2.2\r\n"
    )
    raw = parts(part("x"), part(groups, "message/delivery-status"), kind="report")
    assert find_bounce(read(raw)) == BounceReport("b@x.example", "5.2.2", True, "")


def test_prose_to_the_bounce_address_is_a_bounce() -> None:
    body = "Hi. This is the qmail-send program.\r\n<olive@example.org>: 550 5.1.1 no such user\r\n"
    assert find_bounce(of("MAILER-DAEMON@example.org", body, delivered_to=VERP)) == BounceReport(
        "", "5.1.1", True, TOKEN
    )
    found = of("postmaster@example.org", "Sorry.", delivered_to=VERP, x_failed_recipients="olive@example.org")
    assert find_bounce(found) == BounceReport("olive@example.org", "", True, TOKEN)


def test_what_is_no_bounce_is_none() -> None:
    assert find_bounce(of(delivered_to=VERP, auto_submitted="auto-replied")) is None
    assert find_bounce(of()) is None
    assert find_bounce(of("MAILER-DAEMON@example.org", "5.1.1")) is None
    assert find_bounce(of(delivered_to=VERP)) is None
    assert find_bounce(read(SEEDS[10])) is None
    delayed = mail("not yet", "MAILER-DAEMON@x.example", delivered_to=VERP).replace(
        b"Subject: Re:", b"Subject: Warning: delayed"
    )
    assert find_bounce(read(delayed)) is None
