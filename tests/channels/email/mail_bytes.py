"""Mails as bytes, for tests: built by hand, so that malformed ones can be built too."""

import base64
import quopri

OLIVE = "Olive Ops <olive@example.org>"
BOT = "bot@example.net"


def mail(body: str = "approve\r\n", sender: str = OLIVE, **headers: str | list[str]) -> bytes:
    """A plain mail. Keyword `message_id` is the header Message-Id; a list repeats the header."""
    lines = [f"From: {sender}", f"To: {BOT}", "Subject: Re: [approval] deploy"]
    for name, value in headers.items():
        values = value if isinstance(value, list) else [value]
        lines += [f"{name.replace('_', '-').title()}: {each}" for each in values]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def parts(*given: bytes, kind: str = "alternative", boundary: str = "b1", more: str = "", head: str = "") -> bytes:
    """A multipart mail of these parts; `more` are parameters of its type, `head` further headers."""
    top = f'From: {OLIVE}\r\nTo: {BOT}\r\n{head}Content-Type: multipart/{kind}; boundary="{boundary}"{more}\r\n\r\n'
    return (
        top.encode()
        + b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), part) for part in given)
        + b"--%b--\r\n" % (boundary.encode())
    )


def part(
    text: str, type: str = "text/plain; charset=utf-8", encoding: str = "8bit", charset: str = "utf-8", **more: str
) -> bytes:
    """One part; the text is written in `charset` and in the transfer encoding."""
    raw = text.encode(charset)
    written = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, lambda same: same)(
        raw
    )
    head = f"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    head += "".join(f"{name.replace('_', '-').title()}: {value}\r\n" for name, value in more.items())
    return head.encode() + b"\r\n" + written


DSN = parts(
    part("Your message could not be delivered.\r\n"),
    part(
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        "Final-Recipient: rfc822; olive@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        "message/delivery-status",
    ),
    part("Message-ID: <cs-r-x.1@example.net>\r\nSubject: [approval] deploy\r\n\r\nhello\r\n", "message/rfc822"),
    kind="report",
    more="; report-type=delivery-status",
    head="Return-Path: <>\r\n",
)

SEEDS: tuple[bytes, ...] = (
    mail(),
    mail("Grüße\r\n", content_type="text/plain; charset=utf-8; format=flowed", message_id="<1@example.org>"),
    mail(
        authentication_results="mx.example.net; dmarc=pass header.from=example.org",
        date="Fri, 20 Nov 2026 10:00:00 +0100",
    ),
    mail(received=["from a by b"] * 12, references="<a@b> <c@d>", in_reply_to="<c@d>"),
    parts(part("approve\r\n"), part("<p>approve</p><blockquote>old</blockquote>", "text/html; charset=utf-8")),
    parts(part("はい、承認\r\n", "text/plain; charset=iso-2022-jp", charset="iso-2022-jp"), kind="mixed"),
    parts(
        part("no, später\r\n", encoding="base64"),
        part("x" * 900, "application/pdf; name=a.pdf", "base64"),
        kind="mixed",
    ),
    parts(
        part("ja\r\n", "text/plain; charset=iso-8859-1", "quoted-printable", "iso-8859-1"),
        part("GIF89a", "image/gif"),
        kind="related",
    ),
    parts(parts(part("approve"), part("<b>approve</b>", "text/html"), boundary="inner"), part("footer"), kind="mixed"),
    DSN,
    parts(
        part("Read."),
        part(
            "Disposition: manual-action; displayed\r\nFinal-Recipient: rfc822; o@example.org\r\n",
            "message/disposition-notification",
        ),
        kind="report",
        more="; report-type=disposition-notification",
    ),
    mail("begin 644 a.txt\r\n#86)C\r\n`\r\nend\r\n", content_transfer_encoding="x-uuencode"),
    mail("+AGE-pprove\r\n", content_type="text/plain; charset=utf-7"),
    mail("<html><body style='color:red'><table><tr><td>yes<td>no</table>", content_type="text/html"),
    mail(
        subject="=?utf-8?b?w7xiZXI=?= =?iso-8859-1?q?=FCber?=", cc="a@b.example, Group: c@d.example;, (x) e@f.example"
    ),
    mail(content_type="text/plain; charset*=utf-8''us-ascii; name*0*=utf-8''a%20; name*1=b.txt"),
)
