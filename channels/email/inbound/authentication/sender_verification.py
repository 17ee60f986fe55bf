"""Verifies that a mail comes from the address in its From: by the receiver's verdict, or by the mail's DKIM signature.

Without a proof the result is `UnverifiedSender`. An address is no person, and a token is no identity: the caller compares the
address with that of the approver. The DNS is asked through the `lookup` argument only.
"""

import re
from typing import Protocol

import dkim  # type: ignore[import-untyped]
from dkim.util import InvalidTagValueList, parse_tag_value  # type: ignore[import-untyped]

from channels.email.inbound.authentication.authentication_results import (
    find_dmarc_verdict,
    parse_results,
)
from channels.email.inbound.authentication.mail_server_names import find_organisation, find_origin, find_receiver
from channels.email.inbound.authentication.verification_values import (
    ExchangeTrust,
    ReceiverTrust,
    UnverifiedSender,
    VerifiedSender,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.log_lines import quote_for_log

HOSTS = frozenset({"outlook.office365.com", "outlook.office.com", "outlook.office365.us", "partner.outlook.cn"})
"""The names of Exchange Online's IMAP."""

_MAILBOX_SERVERS = (".prod.outlook.com", ".prod.exchangelabs.com", ".prod.partner.outlook.cn")
"""Suffixes of servers with mailboxes. Servers that take mail from outside have others (`.prod.protection.outlook.com`)."""


def is_internal_sender(mail: ParsedMail, sender: str, trust: ExchangeTrust) -> bool:
    """Whether the mail is from `sender`, a listed address, and never left the tenant.

    All conditions must hold: each server in its Received headers is a mailbox server of Exchange Online; there is one AuthAs, exactly
    `Internal`, and one AuthSource, of the tenant; no receiver gave a verdict, except that a mail without a signature has none.
    """
    said = mail.headers.get("x-ms-exchange-organization-authas", ())
    sources = mail.headers.get("x-ms-exchange-organization-authsource", ())
    if sender not in trust.senders or said != ("Internal",):
        return False
    if len(sources) != 1 or not trust.auth_sources.has_host(sources[0]):
        return False
    hops = [value for name, value in mail.trace if name == "received"]
    servers = [host or "" for value in hops for host in (find_origin(value), find_receiver(value))]
    if not servers or not all(host.endswith(_MAILBOX_SERVERS) for host in servers):
        return False
    # no verdict at all, or only Exchange's own `dkim=none … dmarc=none`
    judged = [value for name, value in mail.trace if name == "authentication-results"]
    if not judged:
        return True
    found = parse_results(judged[0])
    if len(judged) > 1 or found is None or found.authserv_id:
        return False
    about = {each.lower() for result in found.results for each in result.list_values("header.from")}
    verdicts = sorted((result.method, result.value) for result in found.results)
    return verdicts == [("dkim", "none"), ("dmarc", "none")] and about == {sender.rpartition("@")[2]}


MAX_SIGNATURES = 5
"""How many DKIM signatures of one mail are checked."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_KEY_FLAGS = re.compile(rb"(?:^|;)\s*t\s*=([^;]*)")
_DISPLAY = re.compile(r'(?:"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"|[^"<>()\[\]:;@,\\\x00-\x1f\x7f])*')


class TxtLookup(Protocol):
    """Returns the TXT record of a name (bytes, ending in a full stop), None when there is none. Raises OSError."""

    def __call__(self, name: bytes, timeout: int = 5) -> bytes | None: ...


def verify_sender(mail: ParsedMail, trust: ReceiverTrust) -> VerifiedSender | UnverifiedSender:
    """Verify the sender by the verdict that our receiver wrote on the mail (RFC 8601): `dmarc=pass` for the domain in From.

    A verdict that may rest on a signature of a part of the body (`l=`) verifies nothing, since anybody may append to such a mail.
    Where the receiver verifies nothing, `trust.internal` may.
    """
    sender = find_sender(mail)
    if isinstance(sender, UnverifiedSender):
        return sender
    if other := _find_other_sender(mail, sender):
        return other
    found = _verify_by_receiver(mail, sender, trust)
    if (
        isinstance(found, UnverifiedSender)
        and trust.internal is not None
        and is_internal_sender(mail, sender, trust.internal)
    ):
        return VerifiedSender(address=sender, by="internal")
    return found


def _verify_by_receiver(mail: ParsedMail, sender: str, trust: ReceiverTrust) -> VerifiedSender | UnverifiedSender:
    verdict = find_dmarc_verdict(mail, trust)
    if isinstance(verdict, UnverifiedSender):
        return verdict
    domain = sender.rpartition("@")[2]
    match verdict.result.value:
        case "pass":
            about = verdict.result.list_values("header.from")
            if len(about) != 1 or about[0].lower() != domain:
                named = quote_for_log(", ".join(about)) if about else "no domain"
                why = f"Our receiver's DMARC verdict is about {named}, the mail is from {domain}."
                return UnverifiedSender(why=why)
            found = VerifiedSender(address=sender, by="dmarc")
        case "none" if trust.dkim_instead:
            # a signature of the domain passed, by each header of our receiver that may be about one
            signed = [[(result.value, result.list_signers()) for result in header] for header in verdict.dkim]
            signed = [header for header in signed if any(domain in signers or not signers for _, signers in header)]
            if not signed or not all(("pass", [domain]) in header for header in signed):
                why = f"{domain} has no DMARC policy, and no DKIM signature of {domain} passed."
                return UnverifiedSender(why=why)
            found = VerifiedSender(address=sender, by="dkim")
        case value:
            return UnverifiedSender(why=f"Our receiver's DMARC verdict is {quote_for_log(value)}.")
    # receivers pass a signature of a part of the body and do not say so; one that cannot be read may be such a signature
    for header in mail.headers.get("dkim-signature", ()):
        fields = _read_tags(header)
        if not fields:
            return UnverifiedSender(why=f"The header DKIM-Signature {quote_for_log(header)} cannot be read.")
        signer = fields.get(b"d", b"").decode("utf-8", "replace").lower()
        if _is_partial(fields) and find_organisation(signer) == find_organisation(domain):
            why = f"The signature of {quote_for_log(signer)} covers only a part of the body (l=)."
            return UnverifiedSender(why=why)
    return found


def find_sender(mail: ParsedMail) -> str | UnverifiedSender:
    """Return the one address of the one From header, in lower case, if it is a plain ASCII addr-spec.

    A form that two programs could read differently is refused: groups, routes, comments, quoted local parts, encoded addresses.
    """
    lines = mail.headers.get("from", ())
    if len(lines) != 1:
        return UnverifiedSender(why=f"The mail has {len(lines)} From headers, exactly one counts.")
    line = lines[0].strip(" \t")
    address = line
    if line.endswith(">"):
        display, opened, address = line[:-1].rpartition("<")
        if not opened or not _DISPLAY.fullmatch(display):
            return UnverifiedSender(why=f"The From header {quote_for_log(line)} can be read in more than one way.")
    if not _ADDRESS.fullmatch(address) or len(address) > 254 or "=?" in address:
        return UnverifiedSender(why=f"The From header {quote_for_log(line)} has not exactly one plain address.")
    return address.lower()


def _find_other_sender(mail: ParsedMail, sender: str) -> UnverifiedSender | None:
    """Return why another hand sent the mail in the name of `sender`, its From; None: nothing says so.

    A header Sender names the mailbox that sent it (RFC 5322, 3.6.2): Exchange writes it for a delegate, "on behalf of".
    """
    for line in mail.headers.get("sender", ()):
        address = line.strip(" \t").rpartition("<")[2].rstrip("> \t").lower()
        if address != sender:
            why = f"The header Sender names {quote_for_log(line)}: somebody else sent the mail in the name of {sender}."
            return UnverifiedSender(why=why)
    return None


def verify_dkim(mail: ParsedMail, raw: bytes, lookup: TxtLookup) -> VerifiedSender | UnverifiedSender:
    """Verify the sender by a DKIM signature of exactly the domain in From (RFC 6376) over the whole body. `mail` was parsed from `raw`.

    It is for mailboxes with a receiver that writes no verdict. A signature with `l=` does not count, since anybody may append to the part
    that it covers, nor does a key in test mode (`t=y`). A signature does not detect replays: the caller counts each mail once.
    """
    sender = find_sender(mail)
    if isinstance(sender, UnverifiedSender):
        return sender
    if other := _find_other_sender(mail, sender):
        return other
    domain = sender.rpartition("@")[2]
    complaints = []
    signatures = mail.headers.get("dkim-signature", ())[:MAX_SIGNATURES]
    for number, fields in enumerate(map(_read_tags, signatures)):
        signer = fields.get(b"d", b"").decode("utf-8", "replace").lower()
        if signer != domain:
            complaint: str | None = f"A signature is of {quote_for_log(signer)}, the mail is from {domain}."
        elif _is_partial(fields):
            complaint = f"The signature of {domain} covers only a part of the body (l=)."
        else:
            complaint = _check_signature(raw, number, lookup)
        if complaint is None:
            return VerifiedSender(address=sender, by="dkim")
        complaints.append(complaint)
    return UnverifiedSender(why=" ".join(complaints) or "The mail is not signed.")


def _read_tags(header: str) -> dict[bytes, bytes]:
    """Return the tags of a signature (RFC 6376, 3.2); {} when they cannot be read."""
    try:
        fields: dict[bytes, bytes] = parse_tag_value(header.encode("utf-8", "replace"))
    except (InvalidTagValueList, ValueError):
        return {}
    return fields


def _is_partial(fields: dict[bytes, bytes]) -> bool:
    """Whether the signature has the tag `l`, in either case: tags are lower case (RFC 6376, 3.5), but programs differ."""
    return any(tag.lower() == b"l" for tag in fields)


def _check_signature(raw: bytes, number: int, lookup: TxtLookup) -> str | None:
    """Return why a signature does not count; None when it does."""
    records: list[bytes] = []

    def find_record(name: bytes, timeout: int = 5) -> bytes | None:
        record = lookup(name, timeout=timeout)
        records.append(record or b"")
        return record

    try:
        holds = dkim.DKIM(raw).verify(number, dnsfunc=find_record)
    except OSError as error:
        return f"The key of a signature could not be looked up: {type(error).__name__}."
    except Exception as error:  # noqa: BLE001  dkimpy raises its own errors, and others for malformed input
        return f"A signature cannot be checked: {type(error).__name__}."
    if not holds:
        return "A signature does not fit the mail."
    flags = [found[1].split(b":") for record in records if (found := _KEY_FLAGS.search(record))]
    is_test = any(flag.strip() == b"y" for each in flags for flag in each)
    return "The signature's key is in test mode." if is_test else None
