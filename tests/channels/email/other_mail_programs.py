"""Replies of less common mail programs around our real mail: attributions in two lines, header blocks in other orders, marks.

The forms follow the programs' default templates and replies in public archives. Each writer is one of `programs.py`.
"""

import html as markup
import textwrap
from collections.abc import Callable

from tests.channels.email.quoted_mails import (
    NAME,
    REPLY_TO,
    PersonWords,
    ReplyParts,
    SentText,
    Writer,
    above,
    above_html,
    below,
    below_html,
    inner,
    page,
    quoted,
    rendered,
)

A = f"{NAME} <{REPLY_TO}>"
QUOTED = f'"{NAME}" <{REPLY_TO}>'
OLIVE = '"Olive Ops" <olive@example.org>'
SUBJECT = "[approval] tag_release (th_01-3)"
KMAIL = "21. November 2026 13:00:00"


def attributed(attribution: str, *, mark: str = "> ", is_plain: bool = True, sign: str = "", box: str = "") -> Writer:
    """An attribution, and the quote behind a mark. `sign`: the signature above the attribution; `box`: the HTML's frame."""

    def write(said: PersonWords, mail: SentText) -> ReplyParts:
        lines = [*([said.banner] if said.banner else []), *rendered(mail, said, width=74)]
        top = "\n\n".join(part for part in (above(said), sign) if part)
        text = f"{top}\n\n{attribution}\n\n{quoted(lines, mark)}{below(said)}"
        if is_plain:
            return ReplyParts(text, "")
        signed = f"<br><div>{markup.escape(sign)}</div>".replace("\n", "<br>") if sign else ""
        shown = markup.escape(attribution).replace("\n", "<br>")
        quote = (box or "<div>{a}</div><blockquote type='cite'>{q}</blockquote>").format(a=shown, q=inner(mail, said))
        return ReplyParts(text, page(f"<div>{above_html(said)}</div>{signed}<br>{quote}{below_html(said)}"))

    return write


def headed(
    rows: tuple[str, ...], rule: str = "", *, sign: str = "", box: str = "<div>{q}</div>", gap: str = "\n\n"
) -> Writer:
    """A header block under a rule, and our mail without marks. `gap`: the lines between the words and the block."""

    def write(said: PersonWords, mail: SentText) -> ReplyParts:
        block = [*([rule] if rule else []), *rows]
        banner = f"{said.banner}\n\n" if said.banner else ""
        top = "\n\n".join(part for part in (above(said), sign) if part)
        text = f"{top}{gap}" + "\n".join(block) + f"\n\n{banner}" + "\n".join(rendered(mail, said)) + below(said)
        signed = f"<br><div>{markup.escape(sign)}</div>" if sign else ""
        shown = "".join(f"<div>{markup.escape(line)}</div>" for line in block)
        quote = box.format(q=inner(mail, said))
        return ReplyParts(text, page(f"<div>{above_html(said)}</div>{signed}<br>{shown}<br>{quote}{below_html(said)}"))

    return write


def the_bat(said: PersonWords, mail: SentText) -> ReplyParts:
    """A greeting above the attribution, and the quoted person's initials in front of the marks."""
    lines = quoted(rendered(mail, said, width=70), "C> ")
    attribution = f"Hello {NAME},\n\nSaturday, November 21, 2026, 1:00:00 PM, you wrote:"
    return ReplyParts(f"{above(said)}\n\n{attribution}\n\n{lines}{below(said)}", "")


def the_bat_below(said: PersonWords, mail: SentText) -> ReplyParts:
    """The default: the cursor is below the quote, and a signature with a link below that."""
    lines = quoted(rendered(mail, said, width=70), "C> ")
    attribution = f"Hello {NAME},\n\nSaturday, November 21, 2026, 1:00:00 PM, you wrote:"
    sign = "-- \nBest regards,\n Olive                            mailto:olive@example.org"
    return ReplyParts(f"{attribution}\n\n{lines}\n\n{above(said)}\n\n{sign}{below(said)}", "")


def gmail_of(attribution: str, width: int = 78) -> Writer:
    wrapped = "\n".join(textwrap.wrap(attribution, width, break_long_words=False, break_on_hyphens=False))
    return attributed(wrapped, is_plain=False, box='<div class="gmail_attr">{a}</div><blockquote>{q}</blockquote>')


_EM = (f"From {QUOTED}", f"To {OLIVE}", "Date 21.11.2026 13:00:00", f"Subject {SUBJECT}")
_NAVER = (f'From: "{NAME}"<{REPLY_TO}>', "To: <olive@example.org>;", "Cc: ", "Sent: 2026-11-21 (토) 13:00:00 (GMT+09:00)", f"Subject: {SUBJECT}")  # fmt: skip
_TELEKOM = (f"Betreff: {SUBJECT}", "Datum: 2026-11-21T13:00:00+0100", f"Von: {QUOTED}", f"An: {OLIVE}")
_GMX = ("Gesendet: Samstag, 21. November 2026 um 13:00", f"Von: {A}", "An: olive@example.org", f"Betreff: {SUBJECT}")
_GMX_CC = (*_GMX[:3], "Cc: max@example.org", _GMX[3])
_GMX_EN = ("Sent: Saturday, November 21, 2026 at 1:00 PM", f"From: {A}", "To: olive@example.org", f"Subject: {SUBJECT}")
_BLACKBERRY = (f"From: {A}", "Sent: Saturday, November 21, 2026 13:00", "To: olive@example.org", f"Reply To: {REPLY_TO}", f"Subject: {SUBJECT}")  # fmt: skip
_QQ = (f'From: "{NAME}"<{REPLY_TO}>', "Date: Sat, Nov 21, 2026 01:00 PM", f"To: {OLIVE}", f"Subject: {SUBJECT}")
_SYLPHEED = ("Date: Sat, 21 Nov 2026 13:00:00 +0100", f"Subject: {SUBJECT}", f"From: {A}", "To: olive@example.org")

OTHERS: dict[str, Writer] = {
    "kmail": attributed(f"On Saturday, 21 November 2026 13:00:00 CET {NAME} wrote:"),
    "kmail_windows": attributed(f"On Samstag, {KMAIL} Mitteleuropäische Normalzeit {NAME} wrote:"),
    "kmail_de": attributed(f"Am Samstag, 21. November 2026, 13:00:00 CET schrieb {NAME}:"),
    "kmail_fr": attributed(f"Le samedi 21 novembre 2026, 13:00:00 CET {NAME} a écrit :"),
    "kmail_you": attributed("On Saturday, 21 November 2026 13:00:00 Central European Standard Time you wrote:"),
    "the_bat": the_bat,
    "the_bat_below": the_bat_below,
    "claws": attributed(f"On Sat, 21 Nov 2026 13:00:00 +0100\n{A} wrote:"),
    "claws_de": attributed(f"Am Sat, 21 Nov 2026 13:00:00 +0100\nschrieb {A}:"),
    "gmail_hu": gmail_of(f"{A} ezt írta (időpont: 2026. nov. 21., Szo, 13:00):"),
    "gmail_hu_narrow": gmail_of(f"{A} ezt írta (időpont: 2026. nov. 21., Szo, 13:00):", 70),
    "gmail_he": gmail_of(f"\u202bבתאריך שבת, 21 בנוב׳ 2026 ב-13:00 מאת \u202a{A}\u202c:\u202c"),
    "gmail_ar": gmail_of(f"\u202bفي السبت، 21 نوفمبر 2026 في 1:00 م تمت كتابة ما يلي بواسطة \u202a{A}\u202c:\u200f"),
    "tuta": attributed(f"Nov 21, 2026, 13:00 by {REPLY_TO}:", is_plain=False, sign="-- \nSecured with Tuta Mail:\nhttps://tuta.com/free-mail"),
    "tuta_de": attributed(f"21. Nov. 2026, 13:00 von {REPLY_TO}:", is_plain=False, sign="Gesendet mit Tuta"),
    "em_client": headed(_EM, "------ Original Message ------"),
    "naver": headed(_NAVER, "-----Original Message-----"),
    "t_online": headed(_TELEKOM, "-----Original-Nachricht-----"),
    "gmx": headed(_GMX, box='<div name="quote">{q}</div>'),
    "gmx_en": headed(_GMX_EN, box='<div name="quote">{q}</div>'),
    "web_de_cc": headed(_GMX_CC, "--- Ursprüngliche Nachricht ---"),
    "qq": headed(_QQ, "------------------ Original ------------------"),
    "sylpheed": headed(_SYLPHEED),
    "blackberry": headed(_BLACKBERRY, "  Original Message  ", sign="Sent from my BlackBerry 10 smartphone on the Verizon network.", gap="\n"),
    "bluemail": headed((f"From: {A}", "Sent: 21 November 2026 13:00", "To: olive@example.org", f"Subject: {SUBJECT}"), sign="Get BlueMail for Android"),
    "groupwise": attributed(f">>> {A} 11/21/26 1:00 PM >>>", mark=""),
}  # fmt: skip
BELOW_THE_QUOTE = frozenset({"the_bat_below"})

Rows = Callable[[str], Writer]


def _attribution(attribution: str) -> Rows:
    return lambda line: attributed(f"{line}\n{attribution}")


def _block(rows: tuple[str, ...], rule: str = "") -> Rows:
    return lambda line: headed((line, *([rule] if rule else []), *rows))


TOUCHED: dict[str, Rows] = {
    "kmail": _attribution(f"On Saturday, 21 November 2026 13:00:00 CET {NAME} wrote:"),
    "claws": _attribution(f"On Sat, 21 Nov 2026 13:00:00 +0100\n{A} wrote:"),
    "gnus": _attribution(f"{A} writes:"),
    "gmail_hu": _attribution(f"{A} ezt írta (időpont:\n2026. nov. 21., Szo, 13:00):"),
    "tuta": _attribution(f"21. Nov. 2026, 13:00 von {REPLY_TO}:"),
    "em_client": _block(_EM, "------ Original Message ------"),
    "naver": _block(_NAVER, "-----Original Message-----"),
    "t_online": _block(_TELEKOM, "-----Original-Nachricht-----"),
    "t_online_bare": _block(_TELEKOM),
    "gmx": _block(_GMX),
    "sylpheed": _block(_SYLPHEED),
    "qq": _block(_QQ),
}
"""Writers with a line of the person's own that touches what the program wrote."""
