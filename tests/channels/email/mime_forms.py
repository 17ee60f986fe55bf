"""How programs, gateways and servers pack a reply: MIME forms around our own quoted mail, as bytes."""

import base64
import quopri
from itertools import count

from tests.channels.email.quoted_mails import REPLY_TO

TEXT, HTML = "text/plain; charset=utf-8", "text/html; charset=utf-8"
HEAD = (
    f"From: Olive Ops <olive@example.org>\r\nTo: {REPLY_TO}\r\n"
    "Subject: Re: [approval] tag_release (th_01-3)\r\nMime-Version: 1.0\r\n"
)

_numbers = count(1)


def leaf(kind: str, body: str | bytes, encoding: str = "8bit", name: str = "", shown: str = "attachment") -> bytes:
    """One part. With a `name` it is a file; `shown` is its disposition."""
    raw = body.encode() if isinstance(body, str) else body
    written = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, lambda same: same)
    head = f"Content-Type: {kind}" + (f'; name="{name}"' if name else "")
    head += f'\r\nContent-Disposition: {shown}; filename="{name}"' if name else ""
    lines = written(raw).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return f"{head}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + lines


def multi(kind: str, *parts: bytes, parameters: str = "") -> bytes:
    """Several parts."""
    boundary = f"form-{next(_numbers)}"
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"{parameters}\r\n\r\n'
    body = b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), part) for part in parts)
    return head.encode() + body + b"--%b--\r\n" % boundary.encode()


def mail(body: bytes) -> bytes:
    return HEAD.encode() + body


def armoured(text: str) -> str:
    """A text that `gpg --clearsign` has signed."""
    data = "\n".join(["iQEzBAEBCAAdFiEE" + "aB3d" * 12] * 5 + ["aB3dE6gH"])
    signed = "\n".join(f"- {line}" if line.startswith("-") else line for line in text.split("\n"))
    return (
        f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{signed}\n"
        f"-----BEGIN PGP SIGNATURE-----\n\n{data}\n=abC1\n-----END PGP SIGNATURE-----\n"
    )


PICTURE = leaf("image/jpeg", b"\xff\xd8\xff", "base64", "IMG_0001.jpeg", "inline")
TNEF = leaf("application/ms-tnef", b"\x78\x9f\x3e\x22\x01\x00", "base64", "winmail.dat")
SMIME_SIGNATURE = leaf("application/pkcs7-signature", b"0\x80\x06\x09", "base64", "smime.p7s")
PGP_SIGNATURE = leaf(
    "application/pgp-signature", "-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n"
)
ENVELOPED = leaf("application/pkcs7-mime; smime-type=enveloped-data", b"0\x80\x06\x09", "base64", "smime.p7m")
OPAQUE = leaf("application/x-pkcs7-mime; smime-type=signed-data", b"0\x80\x06\x09", "base64", "smime.p7m")
PGP_ENCRYPTED = multi(
    "encrypted",
    leaf("application/pgp-encrypted", "Version: 1\n"),
    leaf("application/octet-stream", "-----BEGIN PGP MESSAGE-----\n\nhQ==\n-----END PGP MESSAGE-----\n"),
    parameters='; protocol="application/pgp-encrypted"',
)
PGP_INLINE = leaf(TEXT, "-----BEGIN PGP MESSAGE-----\n\nhQEMA0\n=abcd\n-----END PGP MESSAGE-----\n")
MAILMAN = leaf(
    TEXT, "_______________________________________________\nReleases mailing list\nreleases@lists.example.org\n"
)
DISCLAIMER = leaf(
    TEXT,
    "This e-mail and any attachments are confidential and intended solely for the addressee. "
    "If you are not the intended recipient, please delete it.\n",
)
UNREAD = {
    "winmail.dat alone": (TNEF, "winmail.dat"),
    "winmail.dat beside an empty text": (multi("mixed", leaf(TEXT, "\n"), TNEF), "winmail.dat"),
    "S/MIME enveloped": (ENVELOPED, "S/MIME"),
    "S/MIME opaque signed": (OPAQUE, "S/MIME"),
    "S/MIME below a server's disclaimer": (multi("mixed", DISCLAIMER, ENVELOPED), "S/MIME"),
    "PGP/MIME encrypted": (PGP_ENCRYPTED, "PGP"),
    "PGP encrypted in the text": (PGP_INLINE, "PGP"),
    "enriched text alone": (leaf("text/enriched", "<bold>approve</bold>"), "text/enriched"),
    "RTF alone": (leaf("text/rtf", r"{\rtf1 approve}"), "text/rtf"),
    "AMP alone": (leaf("text/x-amp-html", "<html amp4email><body>approve</body></html>"), "text/x-amp-html"),
}
"""Mails of which nothing can be read, and a word of the sentence that says so."""
