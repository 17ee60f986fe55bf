"""Detects mail with its text in a form that is not read: encrypted, enclosed in a signature, or in a program's own format. Pure."""

import re
from collections.abc import Collection

ENCRYPTED = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_READ = frozenset({"text/plain", "text/html", "text/calendar", "text/rfc822-headers"})
_ARMOURED = re.compile(r"\s*-----BEGIN PGP MESSAGE-----\s*$", re.M)

BY_PGP = "Your mail is encrypted (PGP) and there is no key for it here, so nothing of it was read. Write it again without encryption."
BY_SMIME = (
    "Your mail is encrypted, or signed in a form that hides its text (S/MIME), so nothing of it was read. Write it again without "
    "encryption; a signature beside readable text does no harm."
)
BY_TNEF = (
    "Your mail holds its words in a file “winmail.dat” alone (Outlook's rich text), so nothing of it was read. Write it again as HTML or "
    "plain text."
)
BY_TYPE = "Your mail holds its words as {0} alone, which is not read here. Write it again as HTML or plain text."


def explain_unread_form(types: Collection[str], texts: Collection[str]) -> str:
    """Why no text of a mail with parts of these MIME types can be read, in whole sentences; empty: it can.

    `texts` are its plain and its HTML text as parsed. An encrypted part counts for the whole mail, with any parts that a server added.
    """
    if not ENCRYPTED.isdisjoint(types) or any(_ARMOURED.match(text) for text in texts):
        return BY_PGP
    if not SEALED.isdisjoint(types):
        return BY_SMIME
    if any(text.strip() for text in texts):
        return ""
    if not TNEF.isdisjoint(types):
        return BY_TNEF
    other = next(
        (
            type
            for type in types
            if type == "application/rtf"
            or (type.startswith("text/") and type not in _READ and not type.startswith("text/vnd."))
        ),
        "",
    )
    return BY_TYPE.format(other) if other else ""
