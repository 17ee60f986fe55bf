"""Whether a mail comes from the address in its From: by our receiver's verdict, or by its DKIM signature. Asks no network.

What is missing proves nothing: every way out but one is Unverified. An address is not a person yet, and a token is no
identity: the caller compares the address with the one that the approver is known by.
"""

import re
from collections.abc import Iterator
from typing import Protocol

import dkim  # type: ignore[import-untyped]
from dkim.util import InvalidTagValueList, parse_tag_value  # type: ignore[import-untyped]

from bot.core.shown import shown_words
from bot.core.word import Word
from channels.email.mail import Mail
from channels.email.results import Result, Results, results_of

MAX_SIGNATURES = 5
"""How many DKIM signatures of one mail are looked at."""

MAX_RESULTS = 20
"""How many Authentication-Results headers of one mail are looked at."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_DISPLAY = re.compile(r'(?:"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*"|[^"<>()\[\]:;@,\\\x00-\x1f\x7f])*')


class Verified(Word):
    """The mail is from this address, lower case; `by` says how that is known: "dmarc" or "dkim"."""

    address: str
    by: str


class Unverified(Word):
    """Nothing proves who sent the mail; why, in one sentence."""

    why: str


class Gate(Word):
    """Whose verdict counts. `authserv_id`: how our own receiver signs its Authentication-Results; empty: nobody's does.

    `trust_unnamed`: the topmost header counts when it names nobody, as with Exchange Online. Only for a mailbox whose
    receiver takes such headers out of what comes in. `dkim_instead`: where a domain has no DMARC (`dmarc=none`), a
    DKIM pass of the very domain in From is enough.
    """

    authserv_id: str = ""
    trust_unnamed: bool = False
    dkim_instead: bool = True


class Lookup(Protocol):
    """Gives the TXT record of a name (bytes, ending in a full stop), None when there is none; raises OSError."""

    def __call__(self, name: bytes, timeout: int = 5) -> bytes | None: ...


def verify(mail: Mail, gate: Gate) -> Verified | Unverified:
    """Who sent it, by the verdict that our receiver wrote on the mail (RFC 8601): `dmarc=pass` for the domain in From.

    Only the topmost header of our receiver counts, whatever stands below: a sender can write headers, too.
    """
    sender = sender_of(mail)
    if isinstance(sender, Unverified):
        return sender
    found = _ours(mail, gate)
    if isinstance(found, Unverified):
        return found
    domain = sender.rpartition("@")[2]
    verdicts = [result for result in found.results if result.method == "dmarc"]
    if len(verdicts) != 1:
        return Unverified(why=f"Our receiver's header has {len(verdicts)} DMARC verdicts, exactly one counts.")
    match verdicts[0].value:
        case "pass":
            return _aligned(verdicts[0], sender, domain)
        case "none" if gate.dkim_instead:
            is_signed = any(_is_signed_by(result, domain) for result in found.results)
            missing = f"{domain} has no DMARC policy, and no DKIM signature of {domain} passed."
            return Verified(address=sender, by="dkim") if is_signed else Unverified(why=missing)
        case verdict:
            return Unverified(why=f"Our receiver's DMARC verdict is {_quoted(verdict)}.")


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
        display, _, address = line[:-1].rpartition("<")
        if not _DISPLAY.fullmatch(display):
            return Unverified(why=f"The From header {_quoted(line)} can be read in more than one way.")
    if not _ADDRESS.fullmatch(address) or len(address) > 254 or "=?" in address:
        return Unverified(why=f"The From header {_quoted(line)} has not exactly one plain address.")
    return address.lower()


def _ours(mail: Mail, gate: Gate) -> Results | Unverified:
    """The topmost header of our receiver. One above it that cannot be read might have been it, so that ends the search."""
    if not gate.authserv_id and not gate.trust_unnamed:
        return Unverified(why="No receiver's verdict is trusted: EMAIL_AUTHSERV_ID is not set.")
    for number, header in enumerate(mail.headers.get("authentication-results", ())[:MAX_RESULTS]):
        found = results_of(header)
        if found is None:
            return Unverified(why=f"The header Authentication-Results {_quoted(header)} cannot be read.")
        if not found.authserv_id and gate.trust_unnamed and number == 0:
            return found
        if gate.authserv_id and found.authserv_id.lower() == gate.authserv_id.lower():
            return found
    return Unverified(why="The mail carries no verdict of our receiver.")


def _aligned(verdict: Result, sender: str, domain: str) -> Verified | Unverified:
    about = verdict.all("header.from")
    if len(about) != 1 or about[0].lower() != domain:
        named = _quoted(", ".join(about)) if about else "no domain"
        return Unverified(why=f"Our receiver's DMARC verdict is about {named}, the mail is from {domain}.")
    return Verified(address=sender, by="dmarc")


def _is_signed_by(result: Result, domain: str) -> bool:
    """Whether this is a DKIM pass of the very domain: `header.d`, or `header.i` where a receiver writes only that."""
    signers = result.all("header.d") or tuple(each.rpartition("@")[2] for each in result.all("header.i"))
    return (result.method, result.value) == ("dkim", "pass") and [each.lower() for each in signers] == [domain]


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
        try:
            yield parse_tag_value(header.encode("utf-8", "replace"))
        except (InvalidTagValueList, ValueError):
            yield {}


def _complaint(fields: dict[bytes, bytes], domain: str) -> str | None:
    signer = fields.get(b"d", b"").decode("utf-8", "replace").lower()
    if signer != domain:
        return f"A signature is of {_quoted(signer)}, the mail is from {domain}."
    if b"l" in fields:
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
    except Exception as error:  # dkimpy raises its own errors, and others for what is malformed
        return f"A signature cannot be checked: {type(error).__name__}."
    if not holds:
        return "A signature does not fit the mail."
    return "The signature's key is in test mode." if any(map(_is_test, records)) else None


def _is_test(record: bytes) -> bool:
    flags = re.search(rb"(?:^|;)\s*t\s*=([^;]*)", record)
    return flags is not None and b"y" in [flag.strip() for flag in flags[1].split(b":")]


def _quoted(text: str) -> str:
    shown = shown_words(text[:100])
    return f"“{shown}”"
