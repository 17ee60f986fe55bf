"""Replies to our own composed mail as real mail programs write them: its real HTML and text, put into each program's quote.

The forms follow the programs' own sources and replies in public archives. A writer takes the person's words and gives the
two parts of the mail; the quote is the mail that our sender made.
"""

import html as markup
import re
import textwrap

from tests.channels.email.quoted_mails import (
    FROM,
    NAME,
    NARROW,
    REPLY_TO,
    PersonWords,
    ReplyParts,
    SentText,
    Writer,
    above,
    above_html,
    below,
    below_html,
    boxed,
    flow,
    inner,
    page,
    quoted,
    rendered,
)


def _gmail(
    said: PersonWords, mail: SentText, *, direction: str, style: str, attribution: str, wraps: bool = True
) -> ReplyParts:
    attr = f"{attribution} <{REPLY_TO}> wrote:"
    shown = f'{markup.escape(attribution)} &lt;<a href="mailto:{REPLY_TO}">{REPLY_TO}</a>&gt; wrote:<br>'
    quote = (
        f'<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{shown}</div>'
        f'<blockquote class="gmail_quote" style="{style}">{inner(mail, said, "m_1323047936219179829")}</blockquote></div>'
    )
    written = f'<div dir="{direction}">{above_html(said)}</div><br>{quote}{below_html(said)}'
    wrapped = "\n".join(textwrap.wrap(attr, 78, break_long_words=False)) if wraps else attr
    lines = [*([said.banner] if said.banner else []), *rendered(mail, said, width=76)]
    return ReplyParts(f"{above(said)}\n\n{wrapped}\n\n{quoted(lines)}{below(said)}", page(written))


def gmail_web(said: PersonWords, mail: SentText) -> ReplyParts:
    style = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"
    return _gmail(
        said, mail, direction="ltr", style=style, attribution=f"On Sat, Nov 21, 2026 at 1:02{NARROW}PM {NAME}"
    )


def gmail_phone(said: PersonWords, mail: SentText) -> ReplyParts:
    style = "margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex"
    return _gmail(said, mail, direction="auto", style=style, attribution=f"On Sat, Nov 21, 2026, 13:02 {NAME}")


def gmail_old(said: PersonWords, mail: SentText) -> ReplyParts:
    made = gmail_web(said, mail)
    old = made.html.replace("gmail_quote gmail_quote_container", "gmail_quote").replace(
        '<br><div class="gmail_quote">', '<div class="gmail_extra"><br><div class="gmail_quote">'
    )
    return ReplyParts(made.text, old.replace("</blockquote></div>", "</blockquote></div></div>"))


def apple_mac(said: PersonWords, mail: SentText) -> ReplyParts:
    attr = f"On 21 Nov 2026, at 13:02, {NAME} <{REPLY_TO}> wrote:"
    quote = (
        f'<div><blockquote type="cite"><div>{markup.escape(attr)}</div><br class="Apple-interchange-newline">'
        f"<div>{inner(mail, said, keeps_style=True)}</div></blockquote></div>"
    )
    banner = [said.banner] if said.banner else []
    text = f"{above(said)}\n\n> {attr}\n> \n{quoted([*banner, *rendered(mail, said)])}{below(said)}"
    return ReplyParts(text, page(f"{above_html(said)}<br>{quote}{below_html(said)}"))


def ios(said: PersonWords, mail: SentText) -> ReplyParts:
    said = PersonWords(
        said.words, f"{said.between}\n\nSent from my iPhone".strip(), said.below, said.label, said.banner, said.link
    )
    attr = f"On 21 Nov 2026, at 13:02, {NAME} <{REPLY_TO}> wrote:"
    quote = f'<div dir="ltr"><br><blockquote type="cite">{markup.escape(attr)}<br><br></blockquote></div>'
    quote += f'<blockquote type="cite"><div dir="ltr">\ufeff{inner(mail, said, keeps_style=True)}</div></blockquote>'
    banner = [said.banner] if said.banner else []
    lines = [*banner, *rendered(mail, said)]
    lines[0] = f"\ufeff{lines[0]}"
    html = f'<div dir="ltr">{above_html(said)}</div>{quote}{below_html(said)}'
    return ReplyParts(f"{above(said)}\n\n> {attr}\n> \n{quoted(lines)}{below(said)}", page(html))


def _block(separator: str = "", labels: tuple[str, ...] = ("From", "Sent", "To", "Subject"), bold: str = "") -> str:
    values = (
        FROM,
        "Saturday, November 21, 2026 1:02 PM",
        "Olive Ops <olive@example.org>",
        "[approval] tag_release (th_01-3)",
    )
    lines = [f"{bold}{label}:{bold} {value}" for label, value in zip(labels, values, strict=True)]
    return "\n".join([separator, *lines] if separator else lines)


def _block_html(labels: tuple[str, ...] = ("From", "Sent", "To", "Subject")) -> str:
    lines = _block(labels=labels).split("\n")
    return "<br>".join(f"<b>{line.partition(':')[0]}:</b>{markup.escape(line.partition(':')[2])}" for line in lines)


def _paragraphs(text: str) -> str:
    lines = (markup.escape(line) or "<o:p>&nbsp;</o:p>" for line in text.split("\n"))
    return "".join(f'<p class="MsoNormal">{line}</p>' for line in lines)


def outlook_classic(said: PersonWords, mail: SentText) -> ReplyParts:
    """Word's HTML: conditional comments opened, a paragraph for every text, sizes in points, links spelt out in the text part."""
    ghosts = re.sub(r"<!--\[if mso \| IE\]>(.*?)<!\[endif\]-->", r"\1", inner(mail, said), flags=re.S)
    ghosts = re.sub(r"<!--\[if[^>]*>.*?<!\[endif\]-->|<!--<!\[[^>]*>-->|<!--<!\[endif\]-->", "", ghosts, flags=re.S)
    ghosts = re.sub(r"font-size:(\d+)px", lambda found: f"font-size:{int(found[1]) * 0.75 or 1:.1f}pt", ghosts)
    ghosts = ghosts.replace("display:none", "display:none;mso-hide:all")
    box = '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">'
    html = (
        f'<div class="WordSection1">{above_html(said, _paragraphs)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div>{box}'
        f'<p class="MsoNormal">{_block_html()}<o:p></o:p></p></div></div><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
        f"{ghosts}{below_html(said)}</div>"
    )
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\n{_block()}\n\n{banner}" + "\n\n".join(
        line for line in rendered(mail, said, links=True) if line
    )
    return ReplyParts(text + below(said), page(html))


def _outlook(said: PersonWords, mail: SentText, top: str, prefix: str = "x_") -> ReplyParts:
    block = f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000">{_block_html()}</font><div>&nbsp;</div></div>'
    rule = '<hr style="display:inline-block;width:98%" tabindex="-1">'
    html = f'{top}<div id="appendonsend"></div>{rule}{block}<div class="rps_1a2b">{inner(mail, said, prefix)}</div>{below_html(said)}'
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\n{_block('_' * 32)}\n\n{banner}" + "\n".join(rendered(mail, said, links=True))
    return ReplyParts(text + below(said), page(html))


def outlook_web(said: PersonWords, mail: SentText) -> ReplyParts:
    return _outlook(said, mail, f'<div class="elementToProof">{above_html(said)}</div>')


def outlook_mobile(said: PersonWords, mail: SentText) -> ReplyParts:
    """The person types inside the box of the signature."""
    app = '<div>Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div>'
    block = f'<div id="divRplyFwdMsg" dir="ltr">{_block_html()}</div><br>'
    html = (
        f'<div id="ms-outlook-mobile-body-separator-line"><br></div><div id="ms-outlook-mobile-signature">{above_html(said)}<br>{app}</div>'
        f'<div id="mail-editor-reference-message-container" class="ms-outlook-mobile-reference-message"><hr>{block}'
        f"{inner(mail, said, 'x_')}</div>{below_html(said)}"
    )
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n{_block('_' * 32)}\n\n{banner}"
    return ReplyParts(text + "\n".join(rendered(mail, said, links=True)) + below(said), page(html))


def outlook_mac(said: PersonWords, mail: SentText) -> ReplyParts:
    labels = ("From", "Date", "To", "Subject")
    box = f'<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{_block_html(labels)}</p></div>'
    html = (
        f'<div class="WordSection1">{above_html(said)}<div id="mail-editor-reference-message-container"><div>{box}'
        f"{inner(mail, said)}</div></div>{below_html(said)}</div>"
    )
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\n{_block(labels=labels, bold='*')}\n{banner}" + "\n".join(rendered(mail, said, links=True))
    return ReplyParts(text + below(said), page(html))


def thunderbird(said: PersonWords, mail: SentText) -> ReplyParts:
    attr = f"On 21/11/2026 13:02, {NAME} wrote:"
    quote = f'<div class="moz-cite-prefix">{attr}<br></div><blockquote type="cite" cite="mid:cs@bots.example">{inner(mail, said, keeps_style=True)}</blockquote>'
    banner = [said.banner] if said.banner else []
    lines = quoted([*banner, *rendered(mail, said)])
    return ReplyParts(
        flow(f"{above(said)}\n\n{attr}\n{lines}{below(said)}"),
        page(f"<p>{above_html(said)}</p>{quote}{below_html(said)}"),
        flowed=True,
    )


def thunderbird_below(said: PersonWords, mail: SentText) -> ReplyParts:
    """Bottom posting."""
    attr = f"On 21/11/2026 13:02, {NAME} wrote:"
    quote = f'<div class="moz-cite-prefix">{attr}<br></div><blockquote type="cite" cite="mid:cs@bots.example">{inner(mail, said, keeps_style=True)}</blockquote>'
    banner = [said.banner] if said.banner else []
    lines = quoted([*banner, *rendered(mail, said)])
    text = flow(f"{said.label}\n\n{attr}\n{lines}\n\n{said.words}\n\n{said.between}{below(said)}".lstrip("\n"))
    words = boxed(said.words) + (f"<br>{boxed(said.between)}" if said.between else "")
    label = f"<p>{markup.escape(said.label)}</p>" if said.label else ""
    return ReplyParts(text, page(f"{label}{quote}<p>{words}</p>{below_html(said)}"), flowed=True)


def yahoo(said: PersonWords, mail: SentText) -> ReplyParts:
    """The address is in the HTML as it is, and the text part has no quote marks."""
    attr = f"On Saturday, November 21, 2026 at 01:02:41 PM GMT+1, {NAME} <{REPLY_TO}> wrote:"
    quote = (
        f'<div id="ydp1a2b3cyahoo_quoted_9876543210" class="ydp1a2b3cyahoo_quoted"><div style="font-size:13px"><div>{attr}</div>'
        f"<div><br></div><div>{inner(mail, said, 'yiv1234567890')}</div></div></div>"
    )
    html = (
        f'<div class="ydp1a2b3cyahoo-style-wrap"><div dir="ltr">{above_html(said)}</div></div>{quote}{below_html(said)}'
    )
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\n    {attr}  \n\n {banner}" + "\n".join(f" {line}" for line in rendered(mail, said))
    return ReplyParts(text + below(said), page(html))


def proton(said: PersonWords, mail: SentText) -> ReplyParts:
    sent = "Sent with Proton Mail secure email."
    attr = f"On Saturday, November 21st, 2026 at 1:02 PM, {NAME} <{REPLY_TO}> wrote:"
    block = f'<div class="protonmail_signature_block"><div class="protonmail_signature_block-user protonmail_signature_block-empty"></div><div class="protonmail_signature_block-proton">{sent.replace("Proton Mail", "<a>Proton Mail</a>")}</div></div>'
    quote = (
        f'<div class="protonmail_quote">-------- Original Message --------<br>{markup.escape(attr)}<br><br>'
        f'<blockquote class="protonmail_quote" type="cite">{inner(mail, said)}</blockquote><br></div>'
    )
    banner = [said.banner] if said.banner else []
    lines = quoted([*banner, *rendered(mail, said)])
    text = f"{above(said)}\n\n{sent}\n\n-------- Original Message --------\n{attr}\n\n{lines}{below(said)}"
    return ReplyParts(text, page(f"{above_html(said)}{block}<br>{quote}{below_html(said)}"))


def fastmail(said: PersonWords, mail: SentText) -> ReplyParts:
    attr = f"On Sat, Nov 21, 2026, at 13:02, {NAME} wrote:"
    html = f'{above_html(said)}<div>{attr}</div><blockquote type="cite" id="qt" style="">{inner(mail, said, "qt-")}</blockquote>{below_html(said)}'
    banner = [said.banner] if said.banner else []
    return ReplyParts(f"{above(said)}\n\n{attr}\n{quoted([*banner, *rendered(mail, said)])}{below(said)}", page(html))


def samsung(said: PersonWords, mail: SentText) -> ReplyParts:
    signature = '<div id="composer_signature" dir="auto"><div style="font-size:85%">Sent from my Galaxy</div></div>'
    labels = ("From", "Date", "To", "Subject")
    html = (
        f'<div dir="auto">{above_html(said)}</div><div><br></div>{signature}<div><br></div><div style="font-size:100%"><div>-------- Original message --------</div>'
        f"<div>{'</div><div>'.join(_block_html(labels).split('<br>'))}</div><div><br></div></div>{inner(mail, said)}{below_html(said)}"
    )
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = (
        f"{above(said)}\n\nSent from my Galaxy\n\n\n{_block('-------- Original message --------', labels)}\n\n{banner}"
    )
    return ReplyParts(text + "\n".join(rendered(mail, said)) + below(said), page(html))


def notes(said: PersonWords, mail: SentText) -> ReplyParts:
    """Labels in the cells of a table, tabs behind them in the text part, in an order of their own."""
    rows = (
        ("From", FROM),
        ("To", "olive@example.org"),
        ("Date", "21.11.2026 13:02"),
        ("Subject", "[approval] tag_release (th_01-3)"),
    )
    table = "".join(
        f"<tr><td><font size=1>{label}:</font></td><td><font size=1>{markup.escape(value)}</font></td></tr>"
        for label, value in rows
    )
    html = f"<font size=2>{above_html(said)}</font><br><br><br><table>{table}</table><br><hr noshade><br>{inner(mail, said)}{below_html(said)}"
    lines = "\n".join(f"{label}:\t{value}" for label, value in rows)
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\n\n\n{lines}\n\n\n\n{banner}" + "\n".join(rendered(mail, said))
    return ReplyParts(text + below(said), page(html))


def notes_sentence(said: PersonWords, mail: SentText) -> ReplyParts:
    attr = f'"{NAME}" <{REPLY_TO}> wrote on 21.11.2026 13:02:12:'
    html = f"{above_html(said)}<br><br><tt>{markup.escape(attr)}</tt><br><br>{inner(mail, said)}{below_html(said)}"
    banner = [said.banner] if said.banner else []
    return ReplyParts(f"{above(said)}\n\n{attr}\n\n{quoted([*banner, *rendered(mail, said)])}{below(said)}", page(html))


def zimbra(said: PersonWords, mail: SentText) -> ReplyParts:
    html = (
        f'<div style="font-size:12pt">{above_html(said)}<br><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">{_block_html()}</div>'
        f'<br><div data-marker="__QUOTED_TEXT__">{inner(mail, said)}</div></div>{below_html(said)}'
    )
    banner = f"{said.banner}\n\n" if said.banner else ""
    text = f"{above(said)}\n\n{_block('----- Original Message -----')}\n\n{banner}" + "\n".join(rendered(mail, said))
    return ReplyParts(text + below(said), page(html))


def roundcube(said: PersonWords, mail: SentText) -> ReplyParts:
    """The answer is below the quote by default; the text is flowed."""
    attr = f"On 2026-11-21 13:02, {NAME} wrote:"
    banner = [said.banner] if said.banner else []
    lines = quoted([*banner, *rendered(mail, said)])
    label = f"{said.label}\n\n" if said.label else ""
    text = flow(f"{label}{attr}\n{lines}\n\n{said.words}\n\n{said.between}{below(said)}")
    words = boxed(said.words) + (f"<br>{boxed(said.between)}" if said.between else "")
    shown = f"<p>{markup.escape(said.label)}</p>" if said.label else ""
    html = f'{shown}<p id="reply-intro">{attr}</p><blockquote type="cite" style="padding: 0 0.4em">{inner(mail, said, "v1")}</blockquote>{words}{below_html(said)}'
    return ReplyParts(text, page(html), flowed=True)


def front(said: PersonWords, mail: SentText) -> ReplyParts:
    attr = f"On November 21, 2026 at 1:02 PM GMT+1 {REPLY_TO} wrote:"
    html = f'{above_html(said)}<br><blockquote type="cite" class="front-blockquote">{attr}<br><br>{inner(mail, said)}</blockquote>{below_html(said)}'
    banner = [said.banner] if said.banner else []
    lines = [attr, "", *banner, *rendered(mail, said)]
    return ReplyParts(f"{above(said)}\n\n{quoted(lines)}{below(said)}", page(html))


def k9(said: PersonWords, mail: SentText) -> ReplyParts:
    attr = f"On 21 November 2026 13:02:12 CET, {NAME} <{REPLY_TO}> wrote:"
    html = (
        f'<div dir="auto">{above_html(said)}</div><br><br><div class="gmail_quote"><div dir="auto">{markup.escape(attr)}</div>'
        f'<blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex; border-left: 1px solid rgb(204, 204, 204); padding-left: 1ex;">'
        f"{inner(mail, said)}</blockquote></div>{below_html(said)}"
    )
    banner = [said.banner] if said.banner else []
    return ReplyParts(
        f"{above(said)}\n\n{attr}\n{quoted([*banner, *rendered(mail, said, width=72)], '>')}{below(said)}", page(html)
    )


def zoho(said: PersonWords, mail: SentText) -> ReplyParts:
    frame = f"---- On Sat, 21 Nov 2026 13:02:12 +0100 {NAME} <{REPLY_TO}> wrote ----"
    html = f'<div>{above_html(said)}</div><div class="zmail_extra_hr"></div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">{markup.escape(frame)}</div><br><blockquote>{inner(mail, said)}</blockquote></div>{below_html(said)}'
    banner = f"{said.banner}\n\n" if said.banner else ""
    return ReplyParts(
        f"{above(said)}\n\n\n{frame}\n\n{banner}" + "\n".join(rendered(mail, said)) + below(said), page(html)
    )


def mailto(said: PersonWords, mail: SentText) -> ReplyParts:
    """A button's or a phone's answer without a quote."""
    text = f"{above(said)}{below(said)}"
    return ReplyParts(text, page(f'<div dir="auto">{above_html(said)}</div>{below_html(said)}'))


PROGRAMS: dict[str, Writer] = {
    writer.__name__: writer
    for writer in (
        gmail_web, gmail_phone, gmail_old, apple_mac, ios, outlook_classic, outlook_web, outlook_mobile, outlook_mac, thunderbird,
        thunderbird_below, yahoo, proton, fastmail, samsung, notes, notes_sentence, zimbra, roundcube, front, k9, zoho, mailto,
    )
}  # fmt: skip
BELOW = frozenset({"thunderbird_below", "roundcube"})
