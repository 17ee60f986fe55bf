"""Whether a mail comes from the address in its From: by our receiver's verdict, or by its DKIM signature. Asks no network.

What is missing proves nothing: every way out but one is Unverified. An address is not a person yet, and a token is no
identity: the caller compares the address with the one that the approver is known by.
"""

import re
from collections.abc import Iterator
from typing import Protocol

import dkim  # type: ignore[import-untyped]
from dkim.util import InvalidTagValueList, parse_tag_value  # type: ignore[import-untyped]

from channels.email.exchange import internal_sender
from channels.email.mail import Mail
from channels.email.proof import Gate, Unverified, Verified
from channels.email.receivers import organisation_of
from channels.email.results import Result
from channels.email.telling import quoted
from channels.email.verdicts import DmarcVerdict, dmarc_verdict

MAX_SIGNATURES = 5
"""How many DKIM signatures of one mail are checked."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_DISPLAY = re.compile(r'(?:"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"|[^"<>()\[\]:;@,\\\x00-\x1f\x7f])*')


class Lookup(Protocol):
    """Gives the TXT record of a name (bytes, ending in a full stop), None when there is none; raises OSError."""

    def __call__(self, name: bytes, timeout: int = 5) -> bytes | None: ...


def verify(mail: Mail, gate: Gate) -> Verified | Unverified:
    """Who sent it, by the verdict that our receiver wrote on the mail (RFC 8601): `dmarc=pass` for the domain in From.

    A verdict that may rest on a signature of a part of the body (`l=`) proves nothing: anybody may append to such a mail.
    Where our receiver proves nothing, `gate.internal` may.
    """
    sender = sender_of(mail)
    if isinstance(sender, Unverified):
        return sender
    found = _by_receiver(mail, sender, gate)
    if isinstance(found, Unverified) and gate.internal is not None and internal_sender(mail, sender, gate.internal):
        return Verified(address=sender, by="internal")
    return found


def _by_receiver(mail: Mail, sender: str, gate: Gate) -> Verified | Unverified:
    verdict = dmarc_verdict(mail, gate)
    if isinstance(verdict, Unverified):
        return verdict
    domain = sender.rpartition("@")[2]
    found = _judged(verdict, sender, domain, gate)
    if isinstance(found, Verified) and (why := _partly_signed(mail, domain)):
        return Unverified(why=why)
    return found


def _judged(verdict: DmarcVerdict, sender: str, domain: str, gate: Gate) -> Verified | Unverified:
    match verdict.result.value:
        case "pass":
            return _aligned(verdict.result, sender, domain)
        case "none" if gate.dkim_instead:
            missing = f"{domain} has no DMARC policy, and no DKIM signature of {domain} passed."
            return Verified(address=sender, by="dkim") if _is_signed(verdict, domain) else Unverified(why=missing)
        case value:
            return Unverified(why=f"Our receiver's DMARC verdict is {quoted(value)}.")


def sender_of(mail: Mail) -> str | Unverified:
    """The one address of the one From header, in lower case, when it is a plain ASCII addr-spec.

    Whatever two readers could read differently is refused: groups, routes, comments, quoted local parts, encoded addresses.
    """
    lines = mail.headers.get("from", ())
    if len(lines) != 1:
        return Unverified(why=f"The mail has {len(lines)} From headers, exactly one counts.")
    line = lines[0].strip(" \t")
    address = line
    if line.endswith(">"):
        display, opened, address = line[:-1].rpartition("<")
        if not opened or not _DISPLAY.fullmatch(display):
            return Unverified(why=f"The From header {quoted(line)} can be read in more than one way.")
    if not _ADDRESS.fullmatch(address) or len(address) > 254 or "=?" in address:
        return Unverified(why=f"The From header {quoted(line)} has not exactly one plain address.")
    return address.lower()


def _aligned(verdict: Result, sender: str, domain: str) -> Verified | Unverified:
    about = verdict.all("header.from")
    if len(about) != 1 or about[0].lower() != domain:
        named = quoted(", ".join(about)) if about else "no domain"
        return Unverified(why=f"Our receiver's DMARC verdict is about {named}, the mail is from {domain}.")
    return Verified(address=sender, by="dmarc")


def _is_signed(verdict: DmarcVerdict, domain: str) -> bool:
    """Whether a signature of the domain passed, by each header of our receiver that says anything of one."""
    about = [header for header in verdict.dkim if any(_is_about(result, domain) for result in header)]
    return bool(about) and all(any(_is_signed_by(result, domain) for result in header) for header in about)


def _is_about(result: Result, domain: str) -> bool:
    return domain in _signers(result) or not _signers(result)


def _partly_signed(mail: Mail, domain: str) -> str:
    """Why a DKIM signature takes part of the proof from our receiver's verdict; empty when none does.

    Receivers pass a signature with `l=` and do not say so. One that cannot be read may be such a one.
    """
    for header in mail.headers.get("dkim-signature", ()):
        fields = _fields(header)
        if not fields:
            return f"The header DKIM-Signature {quoted(header)} cannot be read."
        signer = fields.get(b"d", b"").decode("utf-8", "replace").lower()
        if _is_partial(fields) and organisation_of(signer) == organisation_of(domain):
            return f"The signature of {quoted(signer)} covers only a part of the body (l=)."
    return ""


def _is_signed_by(result: Result, domain: str) -> bool:
    return result.value == "pass" and _signers(result) == [domain]


def _signers(result: Result) -> list[str]:
    """Whose signature it is about: `header.d`, or the domain of `header.i` where a receiver writes only that."""
    signers = result.all("header.d") or tuple(each.rpartition("@")[2] for each in result.all("header.i"))
    return [each.lower() for each in signers]


def verify_dkim(mail: Mail, raw: bytes, lookup: Lookup) -> Verified | Unverified:
    """Who sent it, by a DKIM signature of the very domain in From (RFC 6376) over the whole body. `mail` was read from `raw`.

    For mailboxes whose receiver writes no verdict. A signature with `l=` is none: anybody may append to what it covers.
    A key in test mode (`t=y`) is none. A signature does not see replays: the caller counts each mail once.
    """
    sender = sender_of(mail)
    if isinstance(sender, Unverified):
        return sender
    domain = sender.rpartition("@")[2]
    complaints = []
    for number, fields in enumerate(_signatures(mail)):
        if (complaint := _complaint(fields, domain)) is None:
            complaint = _checked(raw, number, lookup)
        if complaint is None:
            return Verified(address=sender, by="dkim")
        complaints.append(complaint)
    return Unverified(why=" ".join(complaints) or "The mail is not signed.")


def _signatures(mail: Mail) -> Iterator[dict[bytes, bytes]]:
    for header in mail.headers.get("dkim-signature", ())[:MAX_SIGNATURES]:
        yield _fields(header)


def _fields(header: str) -> dict[bytes, bytes]:
    """The tags of a signature (RFC 6376, 3.2); none when they cannot be read."""
    try:
        fields: dict[bytes, bytes] = parse_tag_value(header.encode("utf-8", "replace"))
    except (InvalidTagValueList, ValueError):
        return {}
    return fields


def _is_partial(fields: dict[bytes, bytes]) -> bool:
    """Whether it says how much of the body it covers, in either case: tags are lower case (RFC 6376, 3.5), readers differ."""
    return any(tag.lower() == b"l" for tag in fields)


def _complaint(fields: dict[bytes, bytes], domain: str) -> str | None:
    signer = fields.get(b"d", b"").decode("utf-8", "replace").lower()
    if signer != domain:
        return f"A signature is of {quoted(signer)}, the mail is from {domain}."
    if _is_partial(fields):
        return f"The signature of {domain} covers only a part of the body (l=)."
    return None


def _checked(raw: bytes, number: int, lookup: Lookup) -> str | None:
    """What is wrong with a signature; None when it holds."""
    records: list[bytes] = []

    def looked_up(name: bytes, timeout: int = 5) -> bytes | None:
        record = lookup(name, timeout=timeout)
        records.append(record or b"")
        return record

    try:
        holds = dkim.DKIM(raw).verify(number, dnsfunc=looked_up)
    except OSError as error:
        return f"The key of a signature could not be looked up: {type(error).__name__}."
    except Exception as error:  # noqa: BLE001  dkimpy raises its own errors, and others for what is malformed
        return f"A signature cannot be checked: {type(error).__name__}."
    if not holds:
        return "A signature does not fit the mail."
    return "The signature's key is in test mode." if any(map(_is_test, records)) else None


def _is_test(record: bytes) -> bool:
    flags = re.search(rb"(?:^|;)\s*t\s*=([^;]*)", record)
    return flags is not None and b"y" in [flag.strip() for flag in flags[1].split(b":")]
