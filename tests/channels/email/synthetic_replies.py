"""Replies to a mail of ours as a dozen mail programs write them, in many languages, made up from their manners.

Each reply is a whole mail, plain and HTML, with the person's words in it, so that reading can be judged.
"""

import html
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from channels.email.inbound.parsing.html_text import extract_text
from channels.email.inbound.reply_text.reply_extraction import SentMail
from tests.channels.email.mail_bytes import part, parts
from tests.channels.email.mail_languages import TONGUES, MailLanguage

BOT = "bot@example.net"
NAME = "Deploy Bot"
TOKEN = "bot+r-abcdefghijklmnopqrstuvwxyz@example.net"
FROM = f"{NAME} <{BOT}>"

LINES = (
    "##- Please write your reply above this line -##",
    "",
    "Hello Olive,",
    "",
    "deploybot asks for your approval of this call:",
    "",
    "  tag_release",
    '  tag = "v2026.11.20"',
    '  commit = "4f2a91c0b7d3e5f60718293a4b5c6d7e8f901234"',
    "",
    "Facts",
    "- 14 commits since v2026.11.12, by Bob, Max and Eve; the longest message among them is this one, which wraps twice.",
    "- All checks passed.",
    "",
    "Reply with one word on the first line: approve or reject.",
    "Approve",
    "Reject",
    "Or look at it first: https://countersign.example/requests/t1.4",
    "",
    "It expires after 4 hours and does not run. Silence is not consent.",
    "This mail is for you alone, please do not forward it.",
)
OUR_HTML = (
    f"<div style='display:none'>A call waits for you</div><p>{LINES[0]}</p><p>Hello Olive,</p><p>{LINES[4]}</p><table><tr>"
    '<td><b>tag_release</b></td></tr><tr><td>tag</td><td>"v2026.11.20"</td></tr><tr><td>commit</td>'
    '<td><code>"4f2a91c0b7d3e5f60718293a4b5c6d7e8f901234"</code></td></tr></table><h3>Facts</h3><ul><li>'
    f"{LINES[11][2:]}</li><li>All checks passed.</li></ul><p>{LINES[14]}</p><table><tr><td><a href='mailto:{TOKEN}'>Approve</a>"
    f"</td><td><a href='mailto:{TOKEN}'>Reject</a></td></tr></table><p><a href='https://countersign.example/requests/t1.4'>"
    f"Look at it first</a></p><p>{LINES[19]}<br>{LINES[20]}</p>"
)
SENT = SentMail(texts=("\n".join(LINES), extract_text(OUR_HTML)[0]), marker=LINES[0], bot=BOT, name=NAME)


@dataclass(frozen=True)
class ReplyManner:
    """A mail in two forms, as a program makes it."""

    plain: str
    html: str
    flowed: bool = False


@dataclass(frozen=True)
class ReplyCase:
    """A reply, and the person's words in it."""

    program: str
    language: str
    posting: str
    said: str
    raw: bytes


Program = Callable[[str, MailLanguage, str, str], ReplyManner]
"""(what is said, the language, posting: top, bottom or only the quote, signature) -> the mail"""


def _quoted(lines: tuple[str, ...] = LINES, mark: str = "> ") -> str:
    return "\n".join((mark + line).rstrip() for line in lines)


def _box(text: str) -> str:
    return "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n"))


def _wrapped(text: str, width: int = 78) -> str:
    """As Gmail breaks an attribution: at the last blank before the width, and behind a `<`."""
    if len(text) <= width:
        return text
    at = text.rfind(" ", 0, width)
    return text[:at] + "\n" + text[at + 1 :]


def _attributed(attribution: str) -> Callable[[str, str, str], tuple[str, str]]:
    """The usual: an attribution and a quote, the words above or below."""

    def write(said: str, posting: str, signature: str) -> tuple[str, str]:
        quote, box = f"{_wrapped(attribution)}\n\n{_quoted()}", f"<blockquote>{OUR_HTML}</blockquote>"
        intro = f"<div class='gmail_attr'>{html.escape(attribution)}</div>"
        if posting == "bottom":
            return f"{quote}\n\n{said}\n{signature}", f"{intro}{box}{_box(said)}{_box(signature)}"
        words = "" if posting == "none" else f"{said}\n"
        return f"{words}{signature}\n\n{quote}\n", f"{_box(words)}{_box(signature)}<br>{intro}{box}"

    return write


def _gmail(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    return ReplyManner(*_attributed(tongue.gmail.format(from_=f"{NAME} <{BOT}>"))(said, posting, signature))


def _gmail_app(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    """Breaks the line behind `<`, and has no signature of its own."""
    attribution = tongue.gmail.format(from_=f"{NAME} <{BOT}>")
    plain, page = _attributed(attribution)(said, posting, signature)
    return ReplyManner(plain.replace(_wrapped(attribution), attribution.replace(f"<{BOT}", f"<\n{BOT}", 1)), page)


def _apple(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    attribution = tongue.apple.format(from_=f"{NAME} <{BOT}>")
    quote = f"> {attribution}\n> \n{_quoted()}"
    page = f"<blockquote type='cite'><div>{html.escape(attribution)}</div><br><div>{OUR_HTML}</div></blockquote>"
    if posting == "bottom":
        return ReplyManner(f"{quote}\n\n{said}\n{signature}", f"{page}{_box(said)}{_box(signature)}")
    words = "" if posting == "none" else f"{said}\n"
    return ReplyManner(f"{words}{signature}\n\n{quote}\n", f"{_box(words)}{_box(signature)}{page}")


def _ios(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    return _apple(said, tongue, posting, f"{signature}\n{tongue.phone}" if signature else tongue.phone)


def _block(tongue: MailLanguage, bold: str = "") -> tuple[str, ...]:
    from_, date, to, subject = (f"{bold}{label}:{bold}" for label in tongue.labels)
    return (
        f"{from_} {FROM}",
        f"{date} {tongue.date}",
        f"{to} Olive Ops <olive@example.org>",
        f"{subject} [approval] deploy",
    )


def _unquoted(tongue: MailLanguage, before: tuple[str, ...], bold: str = "") -> tuple[str, str]:
    """Outlook's manner: a header block, then our HTML as text without any mark, its links spelt out, its cells with tabs."""
    ours = (
        SENT.texts[1]
        .replace('tag\n"', 'tag\t"')
        .replace("Look at it first", "Look at it first<https://countersign.example/requests/t1.4>")
    )
    ours = ours.replace("\nApprove\n", f"\nApprove<mailto:{TOKEN}>\t\n").replace(
        "the longest message", "the longest\nmessage"
    )
    plain = "\n".join([*before, *_block(tongue, bold), "", ours.replace("\n\n", "\n \n\n")])
    labels = "<br>".join(
        f"<b>{line.partition(':')[0]}:</b>{html.escape(line.partition(':')[2])}" for line in _block(tongue)
    )
    return plain, f"<hr><div id='divRplyFwdMsg'>{labels}</div><br><div>{OUR_HTML}</div>"


def _outlook(before: tuple[str, ...], bold: str = "", appended: bool = False) -> Program:
    def write(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
        quote, page = _unquoted(tongue, before, bold)
        words = "" if posting == "none" else f"{said}\n"
        end = f"{signature}\n{tongue.outlook_app}" if appended else signature
        return ReplyManner(f"{words}{end}\n\n{quote}\n", f"{_box(words)}{_box(end.partition('<')[0])}{page}")

    return write


def _outlook_desktop(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    return _outlook(())(said, tongue, posting, signature)


def _outlook_classic(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    return _outlook((f"-----{tongue.original}-----",))(said, tongue, posting, signature)


def _outlook_web(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    return _outlook(("________________________________",))(said, tongue, posting, signature)


def _samsung(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    return _outlook((f"-------- {tongue.original} --------",))(said, tongue, posting, signature)


def _thunderbird(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    attribution = tongue.thunderbird.format(name=NAME)
    plain, page = _attributed(attribution)(said, posting, signature)
    return ReplyManner(plain.replace("\n\n> ##", "\n> ##"), page.replace("gmail_attr", "moz-cite-prefix"), flowed=True)


def _mutt(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    attribution = f"On Fri, Nov 20, 2026 at 10:00:00AM +0100, {NAME} wrote:"
    return ReplyManner(_attributed(attribution)(said, posting, signature)[0].replace(":\n\n>", ":\n>"), "")


def _yahoo(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    attribution = f"On Friday, 20 November 2026 at 10:00:00 CET, {NAME} <{BOT}> wrote:"
    plain, page = _attributed(attribution)(said, posting, signature)
    return ReplyManner(plain.replace("\n> ", "\n>  "), page.replace("gmail_attr", "yahoo_intro"))


def _proton(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    sent = "Sent with Proton Mail secure email."
    attribution = f"On Friday, November 20th, 2026 at 10:00, {NAME} <{BOT}> wrote:"
    plain, page = _attributed(attribution)(said, posting, f"{signature}\n\n{sent}" if signature else sent)
    return ReplyManner(
        plain.replace(_wrapped(attribution), "------- Original Message -------\n" + _wrapped(attribution)), page
    )


def _zoho(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    frame = f"---- On Fri, 20 Nov 2026 10:00:00 +0100 {NAME} <{BOT}> wrote ----"
    words = "" if posting == "none" else f"{said}\n"
    quote = "\n".join(LINES)
    return ReplyManner(
        f"{words}{signature}\n\n{frame}\n\n{quote}\n",
        f"{_box(words)}{_box(signature)}<div>{html.escape(frame)}</div><blockquote>{OUR_HTML}</blockquote>",
    )


def _k9(said: str, tongue: MailLanguage, posting: str, signature: str) -> ReplyManner:
    sent = "Sent from my Android device with K-9 Mail. Please excuse my brevity."
    attribution = f"On 20 November 2026 10:00:00 CET, {NAME} <{BOT}> wrote:"
    return ReplyManner(
        *_attributed(attribution)(said, posting, f"{signature}\n-- \n{sent}" if signature else f"-- \n{sent}")
    )


PROGRAMS: dict[str, tuple[Program, bool]] = {
    "Gmail web": (_gmail, True),
    "Gmail app": (_gmail_app, True),
    "Apple Mail": (_apple, True),
    "iOS Mail": (_ios, True),
    "Outlook desktop": (_outlook_desktop, False),
    "Outlook classic": (_outlook_classic, False),
    "Outlook web": (_outlook_web, False),
    "Outlook mobile": (_outlook(("________________________________",), appended=True), False),
    "Samsung": (_samsung, False),
    "Thunderbird": (_thunderbird, True),
    "mutt": (_mutt, True),
    "Yahoo": (_yahoo, True),
    "Proton": (_proton, True),
    "Zoho": (_zoho, False),
    "K-9": (_k9, True),
}
"""Each with whether one writes below the quote in it."""

SIGNATURES = ("", "-- \nOlive Ops\nApproval desk, Example Inc.\nyes we can")


def cases(said: tuple[str, ...] = ("approve", "no, the one before")) -> Iterator[ReplyCase]:
    """Every program in every language, above and below the quote, with and without a signature, and only the quote."""
    for program, (write, may_bottom) in PROGRAMS.items():
        for language, tongue in TONGUES.items():
            for words in said:
                for posting in ("top", "bottom") if may_bottom else ("top",):
                    for signature in SIGNATURES:
                        yield _case(program, language, posting, words, write(words, tongue, posting, signature))
            for signature in SIGNATURES:
                yield _case(program, language, "none", "", write("", tongue, "none", signature))


def inline_cases() -> Iterator[ReplyCase]:
    """Words between quoted lines, or above and below."""
    for language, tongue in TONGUES.items():
        attribution = tongue.gmail.format(from_=f"{NAME} <{BOT}>")
        middle = f"{attribution}\n\n{_quoted(LINES[:9])}\n\napprove\n\n{_quoted(LINES[9:])}\n"
        yield _case("inline", language, "between", "approve", ReplyManner(middle, ""))
        both = f"approve\n\n{attribution}\n\n{_quoted()}\n\nbut only after lunch\n"
        yield _case("inline", language, "both", "approve", ReplyManner(both, ""))
        unmarked, page = _unquoted(tongue, ())
        yield _case(
            "inline",
            language,
            "below Outlook",
            "approve",
            ReplyManner(f"\n{unmarked}\n\napprove\n", f"{page}<p>approve</p>"),
        )
        quoted_before = f"approve\n\n{unmarked}\n\nno, wait\n"
        yield _case("inline", language, "both in Outlook", "approve", ReplyManner(quoted_before, ""))


def _case(program: str, language: str, posting: str, said: str, written: ReplyManner) -> ReplyCase:
    dice = random.Random(f"{program} {language} {posting} {said} {len(written.plain)}")
    encoding = dice.choice(["8bit", "quoted-printable", "base64"])
    plain = written.plain
    kind = "text/plain; charset=utf-8"
    if written.flowed:
        plain = "\n".join(" " + line if line.startswith(" ") else line for line in plain.split("\n"))
        kind += "; format=flowed"
    given = [part(plain, kind, encoding)]
    if written.html:
        given.append(part(f"<html><body>{written.html}</body></html>", "text/html; charset=utf-8", encoding))
    head = f"Delivered-To: {TOKEN}\r\nSubject: Re: [approval] deploy\r\n"
    return ReplyCase(program, language, posting, said, parts(*given, head=head))
