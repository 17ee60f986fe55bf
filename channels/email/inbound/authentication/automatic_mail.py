"""Mail that no person wrote: auto-replies, reports, lists, our own mail come back. Such mail is no turn and no decision.

RFC 3834 says how programs mark their mail; the wider rules are for those that do not. It errs towards letting a mail
through: whatever passes here still has to be a decision by the grammar, or is asked about once.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.reply_tokens import RECIPIENTS, find_token_by_recipient, is_own_id, read_address

MAX_HOPS = 30
"""Received headers of a mail that comes straight; more is a loop."""

_PROGRAMS = re.compile(
    r"(?:mailer-daemon|postmaster|mail-?daemon|no-?reply|do-?not-?reply|(?:bounces?|autoreply|auto-reply|listserv|majordomo)"
    r"(?:[-+=.].*)?|.*-(?:bounces?|noreply|no-reply))"
)
_MARKS = (
    *("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-failed-recipients"),
    *("x-ms-exchange-inbox-rules-loop", "x-ms-exchange-generated-message-source", "x-apple-action"),
    *("x-vacation", "x-mail-autoreply"),
)
"""Not here, on purpose: Feedback-ID (Fastmail and Proton write it on every mail of a person), X-Auto-Response-Suppress
(what the sender wishes, not what the mail is).
"""

_LISTS = ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-mailing-list")
_PRECEDENCES = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply", "autoreply"})
REACTED = "a reaction, not a reply"
_REPORT_TYPES = {
    "multipart/report": "a report of a mail server",
    "message/delivery-status": "a report of a mail server",
    "message/global-delivery-status": "a report of a mail server",
    "message/disposition-notification": "a receipt",
    "message/feedback-report": "a complaint report",
    "text/vnd.google.email-reaction+json": REACTED,
}
_SUBJECTS = re.compile(
    r"(?:auto(?:matic(?:ally generated)?|mated)?[ -]?(?:reply|response|generated|antwort)|autoreply|out of (?:the )?office"
    r"|on vacation|vacation reply|away from (?:the )?office|undeliver(?:able|ed)|delivery (?:status notification|failure|"
    r"delayed)|mail delivery (?:failed|failure|system|subsystem)|returned mail|failure notice|read:|not read:|"
    r"automatische antwort|abwesen(?:d|heit)|abwesenheitsnotiz|unzustellbar|nicht zugestellt|gelesen:|"
    r"réponse automatique|absen(?:t|ce) du bureau|message d'absence|non remis|lu\s?:|"
    r"respuesta automática|fuera de (?:la )?oficina|no se puede entregar|leído:|"
    r"risposta automatica|fuori sede|fuori ufficio|assenza dall'ufficio|non recapitabile|letto:|"
    r"resposta automática|fora do escritório|ausência temporária|não entregue|lido\s?:|"
    r"automatisch antwoord|afwezig(?:heid)?|niet aanwezig|onbestelbaar|gelezen:|"
    r"automatyczna odpowiedź|odpowiedź automatyczna|poza biurem|nieobecność|nie dostarczono|przeczytano:|"
    r"autosvar|automatiskt svar|automatisk svar|frånvaro|fravær|automaattinen vastaus|poissa|"
    r"автоответ|автоматический ответ|нет на рабочем месте|automatická odpověď|otomatik yanıt|"
    r"自動応答|自動返信|不在通知|自动回复|自動回覆|부재중|자동 회신)",
    re.I,
)
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_RECIPIENT = re.compile(r"(?:[a-z0-9-]+\s*;\s*)?<?([^<>\s;]+@[^<>\s;]+?)>?", re.I)
_IN_WORDS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")


class BounceReport(NamedTuple):
    """Our mail did not arrive: for whom (empty: it does not say), the status (RFC 3463; empty likewise), the token of
    the envelope's sender that names the delivery, and whether no more is tried. Anybody may write such a mail."""

    recipient: str
    status: str
    is_final: bool
    token: str


def explain_automatic(mail: ParsedMail, bot: str = "") -> str | None:
    """Why no person wrote this mail, in words that follow "it is"; None when nothing says so. `bot` is our own address."""
    checks: tuple[Callable[[], str | None], ...] = (
        lambda: (
            "a mail that goes round in circles"
            if len(mail.headers.get("received", ())) > MAX_HOPS
            else (
                "a mail that has been round before"
                if "x-loop" in mail.headers
                else (
                    "our own mail"
                    if bot
                    and (
                        is_own_id(mail.message_id, bot)
                        or any(
                            (sender.lower() == bot.lower() or read_address(sender, bot) is not None)
                            for sender in mail.senders
                        )
                    )
                    else None
                )
            )
        ),
        lambda: _explain_marked(mail),
        lambda: _explain_program_sender(mail),
        lambda: next((why for type, why in _REPORT_TYPES.items() if type in mail.types), None),
        lambda: "a mail of a list" if any(name in mail.headers for name in _LISTS) else None,
        lambda: "an automatic reply by its subject" if _SUBJECTS.match(mail.subject.strip()) else None,
    )
    return next((why for check in checks if (why := check())), None)


def _explain_marked(mail: ParsedMail) -> str | None:
    """RFC 3834, 2 and 5; and what programs write that do not know of it."""
    for value in mail.headers.get("auto-submitted", ()):
        if value.partition(";")[0].partition("(")[0].strip().lower() != "no":
            return "an automatic mail by its own word"
    if any(path.strip() == "<>" for path in mail.headers.get("return-path", ())[:1]):
        return "a mail that wants no answer (its return path is empty)"
    if any(value.strip().lower() in _PRECEDENCES for value in mail.headers.get("precedence", ())):
        return "a mass mail or an automatic reply by its precedence"
    found = next((name for name in _MARKS if name in mail.headers), None)
    return f"an automatic mail by its header {found}" if found else None


def _explain_program_sender(mail: ParsedMail) -> str | None:
    """By From alone: a person's mail that was forwarded may have a return path such as bounces+SRS=…"""
    is_program = any(_PROGRAMS.fullmatch(sender.rpartition("@")[0].lower()) for sender in mail.senders)
    return "a mail of a program by its sender" if is_program else None


def read_bounce(mail: ParsedMail, bot: str, headers: tuple[str, ...] = RECIPIENTS) -> BounceReport | None:
    """What this mail says about a mail of ours that did not arrive; None when it says nothing of that kind.

    By its report (RFC 3464), or by the address of its delivery alone (VERP), for servers that write prose. A warning
    that it takes longer (`Action: delayed`) is no bounce; nor is an out-of-office reply to the envelope's sender.
    """
    named = find_token_by_recipient(mail, bot, headers)
    token = named.token if named and named.kind == "bounce" else ""
    groups = [group for group in mail.notices if "action" in group]
    if "message/disposition-notification" in mail.types:
        return None
    if groups:
        failed = [group for group in groups if group["action"].strip().lower() == "failed"]
        return _read_report(failed[0], token) if failed else None
    if not token or not _is_from_a_server(mail) or "auto-replied" in "".join(mail.headers.get("auto-submitted", ())):
        return None
    status = _IN_WORDS.search(mail.text[:5_000])
    recipient = mail.headers.get("x-failed-recipients", ("",))[0].partition(",")[0].strip()
    if status is None and re.search(r"\b(?:delay(?:ed)?|warning|still trying|will retry)\b", mail.subject, re.I):
        return None
    return BounceReport(recipient, status[1] if status else "", status is None or status[1].startswith("5"), token)


def _read_report(group: Mapping[str, str], token: str) -> BounceReport:
    recipient = _RECIPIENT.fullmatch(group.get("final-recipient", group.get("original-recipient", "")).strip())
    status = _STATUS.search(group.get("status", ""))
    # "failed" is final whatever the status says: the server has given up (RFC 3464, 2.3.3)
    return BounceReport(recipient[1] if recipient else "", status[0] if status else "", True, token)


def _is_from_a_server(mail: ParsedMail) -> bool:
    local = {sender.rpartition("@")[0].lower() for sender in mail.senders}
    is_empty = any(path.strip() == "<>" for path in mail.headers.get("return-path", ())[:1])
    return bool(local & {"mailer-daemon", "postmaster", "mail-daemon"}) or (is_empty and not mail.senders)
