"""Detects mail that no person wrote: auto-replies, reports, list mail, our own mail. Such mail is no message and no decision.

RFC 3834 defines how programs declare their mail; the wider rules cover programs that do not. In doubt a mail passes: the decision
grammar still has to read a decision in it, and an unclear reply is asked about once.
"""

import re
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.reply_tokens import MailTokens, TokenReference

MAX_HOPS = 30
"""Received headers of a mail without a loop."""

_PROGRAMS = re.compile(
    r"(?:mailer-daemon|postmaster|mail-?daemon|no-?reply|do-?not-?reply|(?:bounces?|autoreply|auto-reply|listserv|majordomo)"
    r"(?:[-+=.].*)?|.*-(?:bounces?|noreply|no-reply))"
)
_MARKS = (
    *("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply-from", "x-failed-recipients"),
    *("x-ms-exchange-inbox-rules-loop", "x-ms-exchange-generated-message-source", "x-apple-action"),
    *("x-vacation", "x-mail-autoreply"),
)
"""Left out: Feedback-ID (Fastmail and Proton add it to mails of persons) and X-Auto-Response-Suppress (a wish of the sender
about answers, which does not tell that a program wrote the mail).
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
_SERVERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_RECIPIENT = re.compile(r"(?:[a-z0-9-]+\s*;\s*)?<?([^<>\s;]+@[^<>\s;]+?)>?", re.I)
_IN_WORDS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")


class BounceReport(NamedTuple):
    """A report that a mail of ours did not arrive. Its sender is not verified.

    `recipient` and `status` (RFC 3463) are empty where the report does not have them. `is_final`: the server makes no further attempt.
    `token` is that of the envelope sender, which names the delivery; `returned` that of the mail that the report gives back, which
    any sender can write.
    """

    recipient: str
    status: str
    is_final: bool
    token: str
    returned: TokenReference | None = None


class AutomaticMail(NamedTuple):
    """A mail that no person wrote; `why` are words that follow "it is"."""

    why: str


def classify_automatic(
    mail: ParsedMail, tokens: MailTokens, *, is_to_request: bool
) -> BounceReport | AutomaticMail | None:
    """Return the report that a mail of ours came back, or why no person wrote the mail; None: a person did.

    A reaction to a request (`is_to_request`) counts as a person's; its writer is asked back.
    """
    if bounce := read_bounce(mail, tokens):
        return bounce
    why = explain_automatic(mail, is_own=tokens.is_own)
    return None if why is None or (why == REACTED and is_to_request) else AutomaticMail(why)


def explain_automatic(mail: ParsedMail, *, is_own: bool = False) -> str | None:
    """Why no person wrote this mail, as words that follow "it is"; None when no rule applies. `is_own`: it is from an address of ours."""
    headers = mail.headers
    # RFC 3834, 2 and 5: any keyword but "no", in front of parameters and comments
    submitted = [
        value.partition(";")[0].partition("(")[0].strip().lower() for value in headers.get("auto-submitted", ())
    ]
    mark = next((name for name in _MARKS if name in headers), "")
    # From alone: a forwarded mail of a person may have a return path such as bounces+SRS=…
    locals_ = [sender.rpartition("@")[0].lower() for sender in mail.senders]
    report = next((why for type, why in _REPORT_TYPES.items() if type in mail.types), "")
    rules = (
        ("a mail that goes round in circles", len(headers.get("received", ())) > MAX_HOPS),
        ("a mail that has been round before", "x-loop" in headers),
        ("our own mail", is_own),
        ("an automatic mail by its own word", any(value != "no" for value in submitted)),
        ("a mail that wants no answer (its return path is empty)", _has_empty_return_path(mail)),
        (
            "a mass mail or an automatic reply by its precedence",
            any(value.strip().lower() in _PRECEDENCES for value in headers.get("precedence", ())),
        ),
        (f"an automatic mail by its header {mark}", bool(mark)),
        ("a mail of a program by its sender", any(map(_PROGRAMS.fullmatch, locals_))),
        (report, bool(report)),
        ("a mail of a list", any(name in headers for name in _LISTS)),
        ("an automatic reply by its subject", _SUBJECTS.match(mail.subject.strip()) is not None),
    )
    return next((why for why, holds in rules if holds), None)


def _has_empty_return_path(mail: ParsedMail) -> bool:
    return any(path.strip() == "<>" for path in mail.headers.get("return-path", ())[:1])


def read_bounce(mail: ParsedMail, tokens: MailTokens) -> BounceReport | None:
    """Read a report about a mail of ours that did not arrive; None when the mail is no such report.

    The source is its report part (RFC 3464), or the address of its delivery alone (VERP) for servers that write prose. A warning
    about a delay (`Action: delayed`) is no bounce; nor is an out-of-office reply to the envelope sender.
    """
    token = tokens.delivered.token if tokens.delivered and tokens.delivered.kind == "bounce" else ""
    groups = [group for group in mail.notices if "action" in group]
    if "message/disposition-notification" in mail.types:
        return None
    if groups:
        failed = next((group for group in groups if group["action"].strip().lower() == "failed"), None)
        if failed is None:
            return None
        to = _RECIPIENT.fullmatch(failed.get("final-recipient", failed.get("original-recipient", "")).strip())
        status = _STATUS.search(failed.get("status", ""))
        # "failed" is final with any status: the server has given up (RFC 3464, 2.3.3)
        return BounceReport(to[1] if to else "", status[0] if status else "", True, token, tokens.returned)
    is_from_server = any(sender.rpartition("@")[0].lower() in _SERVERS for sender in mail.senders) or (
        _has_empty_return_path(mail) and not mail.senders
    )
    if not token or not is_from_server or "auto-replied" in "".join(mail.headers.get("auto-submitted", ())):
        return None
    status = _IN_WORDS.search(mail.text[:5_000])
    recipient = mail.headers.get("x-failed-recipients", ("",))[0].partition(",")[0].strip()
    if status is None and re.search(r"\b(?:delay(?:ed)?|warning|still trying|will retry)\b", mail.subject, re.I):
        return None
    is_final = status is None or status[1].startswith("5")
    return BounceReport(recipient, status[1] if status else "", is_final, token, tokens.returned)
