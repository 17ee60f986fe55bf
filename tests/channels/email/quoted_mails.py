"""Our own composed mail as quoted text: the sent mail, the person's words, and both as programs and gateways write them."""

import base64
import html as markup
import quopri
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import quote

from bot.core.card.card import RequestCard
from channels.email.inbound.reply_text.reply_extraction import SentMail
from channels.email.outbound.message import MailHeaders, compose_mail
from channels.email.outbound.notifier import list_quotable_texts
from channels.email.outbound.request_mail import render_card as render_card
from channels.email.outbound.view_context import MailContent, MailViewContext
from tests.channels.slack.sample_cards import approval

BOT = "bot@bots.example"
NAME = "Countersign"
TOKEN = "abcdefghijklmnopqrstuvwxy2"
REPLY_TO = f"bot+r-{TOKEN}@bots.example"
MARKER = f"Please reply above this line. [{TOKEN[:10]}]"
LINK = "https://inbox.example/requests/th_01-3"
SENT_AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
NARROW = "\u202f"
FROM = f"{NAME} <{REPLY_TO}>"


@dataclass(frozen=True)
class SentText:
    """Our mail as it was sent, and the record of it for reading replies."""

    sent_mail: MailContent
    mail: EmailMessage
    html: str
    text: str
    sent: SentMail


def ours(card: RequestCard | None = None, look: MailViewContext | None = None) -> SentText:
    """The mail of a request by our own printer and composer, read back from its bytes."""
    look = look or MailViewContext(link=LINK, reply_to=REPLY_TO, marker=MARKER, others=("Max",))
    sent_mail = render_card(card or approval(), look)
    envelope = MailHeaders(
        sender=BOT,
        to="olive@example.org",
        message_id=f"<cs.r-{TOKEN}.7@bots.example>",
        date=SENT_AT,
        sender_name=NAME,
        reply_to=look.reply_to,
        loop=BOT,
    )
    mail = compose_mail(sent_mail, envelope)
    parts = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    sent = SentMail(texts=list_quotable_texts(sent_mail), marker=look.marker, bot=BOT, name=NAME)
    return SentText(sent_mail, mail, parts["text/html"], parts["text/plain"], sent)


@dataclass(frozen=True)
class PersonWords:
    """The person's words, and the additions of software: `between` above the quote, `below` at the end; `label` on top;
    `banner` above our first line, inside the quote; `link` rewrites every link of ours."""

    words: str
    between: str = ""
    below: str = ""
    label: str = ""
    banner: str = ""
    link: Callable[[str], str] = field(default=lambda url: url)


@dataclass(frozen=True)
class ReplyParts:
    """A reply's two parts; either may be empty."""

    text: str
    html: str
    flowed: bool = False


Writer = Callable[[PersonWords, SentText], ReplyParts]


# What programs make of our mail


def inner(mail: SentText, said: PersonWords, prefix: str = "", *, keeps_style: bool = False) -> str:
    """The body of our HTML as a program puts it into a quote: every class and id with its prefix, links rewritten."""
    head, _, rest = mail.html.partition("<body")
    body = rest.partition(">")[2].rpartition("</body>")[0]
    assert body, "our HTML has a body"
    style = "".join(re.findall(r"<style.*?</style>", head, re.S)) if keeps_style else ""

    def prefixed(found: re.Match[str]) -> str:
        return f'{found[1]}="{" ".join(prefix + name for name in found[2].split())}"'

    body = re.sub(r'\b(class|id)="([^"]*)"', prefixed, body) if prefix else body
    body = re.sub(
        r'href="([^"]*)"', lambda found: f'href="{markup.escape(said.link(markup.unescape(found[1])))}"', body
    )
    banner = (
        f'<table><tbody><tr><td style="background:#ffeb9c">{boxed(said.banner)}</td></tr></tbody></table>'
        if said.banner
        else ""
    )
    return style + banner + body


def rendered(mail: SentText, said: PersonWords, *, links: bool = False, width: int = 0) -> list[str]:
    """Our HTML as a program's editor writes it into the text part."""
    body = inner(mail, replace(said, banner=""))
    if links:
        body = re.sub(r'<a\s[^>]*href="([^"]*)"[^>]*>(.*?)</a>', r"\2&lt;\1&gt;", body, flags=re.S)
    body = re.sub(r"<!--.*?-->|<style.*?</style>", "", body, flags=re.S)
    body = re.sub(r'<div style="[^"]*display:none[^"]*">.*?</div>', "", body, count=1, flags=re.S)
    body = re.sub(r"\s+", " ", body)
    body = re.sub(r"<(?:br|/div|/tr|/p|/li|/table)\b[^>]*>", "\n", body)
    flat = markup.unescape(re.sub(r"<[^>]*>", "", body)).replace("\xa0", " ")
    lines = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in flat.split("\n"))).strip("\n").split("\n")
    return [part for line in lines for part in (textwrap.wrap(line.strip(), width) or [""])] if width else lines


def boxed(text: str) -> str:
    return "".join(f"<div>{markup.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def quoted(lines: list[str], mark: str = "> ") -> str:
    return "\n".join((mark + line).rstrip() for line in lines)


def above(said: PersonWords) -> str:
    """The lines above a quote in a text part."""
    return "\n\n".join(part for part in (said.label, said.words, said.between) if part)


def above_html(said: PersonWords, box: Callable[[str], str] = boxed) -> str:
    label = f"<p style='font-size:10pt;color:#0078D7'>{markup.escape(said.label)}</p><br><br>" if said.label else ""
    return label + box(said.words) + (f"<br>{box(said.between)}" if said.between else "")


def below(said: PersonWords) -> str:
    return f"\n\n{said.below}\n" if said.below else "\n"


def below_html(said: PersonWords) -> str:
    """An Exchange rule's disclaimer: in front of the end of the body."""
    return (
        f'<br><hr><p style="font-size:8pt">{markup.escape(said.below)}</p>'.replace("\n", "<br>") if said.below else ""
    )


def page(body: str) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>{body}</body></html>'


def flow(text: str, *, stuffs: bool = True) -> str:
    """format=flowed: long lines in pieces that end in a blank, lines that begin with a blank or "From " stuffed."""
    lines = []
    for line in text.split("\n"):
        if line.startswith(">") or line == "-- " or len(line) <= 72:
            lines.append(f" {line}" if stuffs and line.startswith((" ", "From ")) else line)
            continue
        *pieces, last = textwrap.wrap(line, 72)
        lines += [*(f"{piece} " for piece in pieces), last]
    return "\n".join(lines)


# The bytes


def raw(
    parts: ReplyParts, kind: str = "both", charset: str = "utf-8", encoding: str = "quoted-printable", **headers: str
) -> bytes:
    """The reply as bytes: both parts, or "text" or "html" alone."""
    given = []
    if kind in ("both", "text"):
        flowed = "; format=flowed" if parts.flowed else ""
        given.append((f"text/plain; charset={charset}{flowed}", parts.text))
    if kind in ("both", "html"):
        given.append((f"text/html; charset={charset}", parts.html))
    head = {
        "From": "Olive Ops <olive@example.org>",
        "To": REPLY_TO,
        "Subject": "Re: [approval] tag_release (th_01-3)",
        "Mime-Version": "1.0",
    }
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**head, **headers}.items()]
    pieces = [_part(type, text, charset, encoding) for type, text in given]
    if len(pieces) == 1:
        return "\r\n".join(lines).encode() + b"\r\n" + pieces[0]
    lines.append('Content-Type: multipart/alternative; boundary="b42"')
    return (
        "\r\n".join(lines).encode()
        + b"\r\n\r\n"
        + b"".join(b"--b42\r\n" + piece + b"\r\n" for piece in pieces)
        + b"--b42--\r\n"
    )


def _part(type: str, text: str, charset: str, encoding: str) -> bytes:
    body = text.encode(charset, "replace")
    written = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, lambda same: same)(
        body
    )
    return f"Content-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + written.replace(
        b"\n", b"\r\n"
    )


# Gateways that rewrite links


def safe_links(url: str) -> str:
    return f"https://eur01.safelinks.protection.outlook.com/?url={quote(url, safe='')}&data=05%7C02%7Colive&reserved=0"


def proofpoint(url: str) -> str:
    return f"https://urldefense.com/v3/__{url.replace('?', '*')}__;Pw!!abcDEF!xYz123$"


def mimecast(url: str) -> str:
    return "https://protect-eu.mimecast.com/s/AbCdEfGhIjK123" if url.startswith("http") else url
