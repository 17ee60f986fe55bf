"""Replies of mail programs with everything in them drawn that differs from mail to mail: addresses, moments, the call, the person.

The writers of `mail_programs` and `other_mail_programs` name one address, one moment and one subject. `redraw` puts others in their
place, and breaks anew the lines that the program breaks at its width.
"""

import html as markup
import random
import re
import string
import textwrap
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from channels.email.inbound.decision_grammar.decision_parser import ReplyAuthor
from channels.email.options import LOCALES
from channels.email.outbound.view_context import MailViewContext
from channels.email.reply_tokens import make_marker_line, make_reply_address
from tests.channels.email.other_mail_programs import OLIVE, SUBJECT
from tests.channels.email.quoted_mails import LINK, NAME, NARROW, REPLY_TO, ReplyParts, SentText, ours
from tests.channels.slack.sample_cards import approval

BASE32 = string.ascii_lowercase + "234567"
TOKEN_LETTERS = 26
AWKWARD = ("2345", "5h27", "777777", "2h33", "7no2", "3if4", "prod", "tags", "6am", "on5", "22", "re4")
"""Pieces of a token that read like a date, a time, or a word of doubt."""

WIDTHS = {
    "gmail_web": 78,
    "gmail_old": 78,
    "gmail_phone": 78,
    "gmail_hu": 78,
    "gmail_hu_narrow": 70,
    "gmail_he": 78,
    "gmail_ar": 78,
}
"""Columns at which a program breaks its attribution."""

MOMENTS = {
    f"Sat, Nov 21, 2026 at 1:02{NARROW}PM": f"{{a}}, {{b}} {{d}}, {{Y}} at {{h}}:{{M}}{NARROW}{{p}}",
    "Saturday, November 21, 2026 at 01:02:41 PM GMT+1": "{A}, {B} {d}, {Y} at {I}:{M}:{S} {p} GMT+1",
    "Saturday, November 21st, 2026 at 1:02 PM": "{A}, {B} {d}th, {Y} at {h}:{M} {p}",
    "Saturday, November 21, 2026 at 1:00 PM": "{A}, {B} {d}, {Y} at {h}:{M} {p}",
    "Saturday, November 21, 2026, 1:00:00 PM": "{A}, {B} {d}, {Y}, {h}:{M}:{S} {p}",
    "Saturday, November 21, 2026 1:02 PM": "{A}, {B} {d}, {Y} {h}:{M} {p}",
    "Saturday, November 21, 2026 13:00": "{A}, {B} {d}, {Y} {H}:{M}",
    "November 21, 2026 at 1:02 PM GMT+1": "{B} {d}, {Y} at {h}:{M} {p} GMT+1",
    "Saturday, 21 November 2026 13:00:00": "{A}, {d} {B} {Y} {H}:{M}:{S}",
    "21 November 2026 13:02:12": "{d} {B} {Y} {H}:{M}:{S}",
    "21 November 2026 13:00": "{d} {B} {Y} {H}:{M}",
    "Sat, 21 Nov 2026 13:02:12 +0100": "{a}, {d} {b} {Y} {H}:{M}:{S} +0100",
    "Sat, 21 Nov 2026 13:00:00 +0100": "{a}, {d} {b} {Y} {H}:{M}:{S} +0100",
    "Sat, Nov 21, 2026, at 13:02": "{a}, {b} {d}, {Y}, at {H}:{M}",
    "Sat, Nov 21, 2026, 13:02": "{a}, {b} {d}, {Y}, {H}:{M}",
    "Sat, Nov 21, 2026 01:00 PM": "{a}, {b} {d}, {Y} {I}:{M} {p}",
    "21 Nov 2026, at 13:02": "{d} {b} {Y}, at {H}:{M}",
    "Nov 21, 2026, 13:00": "{b} {d}, {Y}, {H}:{M}",
    "21. Nov. 2026, 13:00": "{d}. Nov. {Y}, {H}:{M}",
    "21. November 2026, 13:00:00": "{d}. November {Y}, {H}:{M}:{S}",
    "21. November 2026 13:00:00": "{d}. November {Y} {H}:{M}:{S}",
    "21. November 2026 um 13:00": "{d}. November {Y} um {H}:{M}",
    "21 novembre 2026, 13:00:00": "{d} novembre {Y}, {H}:{M}:{S}",
    "2026. nov. 21., Szo, 13:00": "{Y}. nov. {d}., Szo, {H}:{M}",
    "21 בנוב׳ 2026 ב-13:00": "{d} בנוב׳ {Y} ב-{H}:{M}",
    "21 نوفمبر 2026 في 1:00": "{d} نوفمبر {Y} في {h}:{M}",
    "2026-11-21 (토) 13:00:00": "{Y}-{m}-{D} (토) {H}:{M}:{S}",
    "2026-11-21T13:00:00": "{Y}-{m}-{D}T{H}:{M}:{S}",
    "2026-11-21 13:02": "{Y}-{m}-{D} {H}:{M}",
    "21/11/2026 13:02": "{D}/{m}/{Y} {H}:{M}",
    "21.11.2026 13:02:12": "{D}.{m}.{Y} {H}:{M}:{S}",
    "21.11.2026 13:00:00": "{D}.{m}.{Y} {H}:{M}:{S}",
    "21.11.2026 13:02": "{D}.{m}.{Y} {H}:{M}",
    "11/21/26 1:00 PM": "{m}/{d}/{y} {h}:{M} {p}",
}
"""Every moment in the writers, and its form. Month and day keep their names in the languages for which Python has none."""


@dataclass(frozen=True)
class DrawnMail:
    """A mail of ours to one person: `bot` is our address, `at` the moment of sending, `shift` the person's zone, in quarters of an hour."""

    mail: SentText
    bot: str
    token: str
    at: datetime
    shift: int
    person: str
    address: str

    @property
    def reply_to(self) -> str:
        return make_reply_address("reply", self.token, self.bot)

    @property
    def author(self) -> ReplyAuthor:
        first = self.person.split()[0]
        return ReplyAuthor(
            locales=LOCALES,
            signs=(self.person, first),
            names=(self.person,),
            bot=NAME,
            bots=("deploybot",),
            asked=("Rita",),
        )


LOCALS = ("bot", "b", "countersign", "bot-2026", "release.approvals.7", "box1234", "no-reply-to-8h30", "a" * 30)
DOMAINS = ("bots.example", "x.io", "mail-2026.corp.example", "a.very-long.subdomain.of.a.company.example", "1und1.example")  # fmt: skip
PERSONS = ("Olive Ops", "Olive Ops-Nolan", "Olive Ops 2026", "Olive Ops (Team 7)")
ADDRESSES = ("olive@example.org", "olive.1984@example.org", "o@e.org", "olive-no.if_12h45@mail2026.example.org")
TOOLS = ("tag_release", "push", "run_at_1030", "send_2026_mails", "t")
VALUES = (
    "v1.4.3", "v2026.11", "2026-11-30", "12:30", "x", "", 7, 20261130, True, "a b c d " * 12, "see https://x.example/2026/1h30",
    "10:30 on 3.5.2026", "max@example.org", "two\nlines",
)  # fmt: skip


def draw_mail(dice: random.Random, piece: str | None = None, at: int = 0) -> DrawnMail:
    """Draw one mail. Its token has `piece` at `at`; None: half of the tokens have a drawn one of `AWKWARD` somewhere."""
    if piece is None:
        piece = dice.choice(("", dice.choice(AWKWARD)))
        at = dice.randrange(TOKEN_LETTERS - len(piece) + 1)
    token = "".join(dice.choice(BASE32) for _ in range(TOKEN_LETTERS))
    token = token[:at] + piece + token[at + len(piece) :]
    bot = f"{dice.choice(LOCALS)}@{dice.choice(DOMAINS)}"
    sent_at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(3 * 365 * 86_400))
    names = ("tag", "sha", "at", "count", "note", "to")
    card = approval(
        {dice.choice(names): dice.choice(VALUES) for _ in range(dice.randint(1, 3))},
        tool=dice.choice(TOOLS),
        expires_at=sent_at + timedelta(minutes=dice.randrange(10_000)),
        requested_by=dice.choice(("Rita", "Rita 2026", "")),
    )
    context = MailViewContext(
        link=LINK,
        reply_to=make_reply_address("reply", token, bot),
        marker=make_marker_line("".join(dice.choice(BASE32) for _ in range(TOKEN_LETTERS))),
        others=("Max",),
        is_live=True,
    )
    mail = ours(card, context)
    sent = mail.sent.model_copy(update={"bot": bot, "dates": (sent_at,)})
    return DrawnMail(
        replace(mail, sent=sent),
        bot,
        token,
        sent_at,
        dice.randrange(-48, 57),
        dice.choice(PERSONS),
        dice.choice(ADDRESSES),
    )


def redraw(parts: ReplyParts, program: str, drawn: DrawnMail) -> ReplyParts:
    """Return the reply of this program to `drawn`, whose parts it wrote around `drawn.mail`."""
    text, html = (_put(text, drawn, is_html=is_html) for text, is_html in ((parts.text, False), (parts.html, True)))
    width = WIDTHS.get(program)
    return ReplyParts(_break_anew(text, drawn.reply_to, width) if width else text, html, parts.flowed)


def _put(text: str, drawn: DrawnMail, *, is_html: bool) -> str:
    def shown(words: str) -> str:
        return markup.escape(words) if is_html else words

    pairs = {
        SUBJECT: drawn.mail.sent_mail.subject,
        OLIVE: f'"{drawn.person}" <{drawn.address}>',
        "Olive Ops <olive@example.org>": f"{drawn.person} <{drawn.address}>",
        "olive@example.org": drawn.address,
        REPLY_TO: drawn.reply_to,
        **find_moments(drawn),
    }
    found = {shown(old): shown(new) for old, new in pairs.items()}
    pattern = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
    return pattern.sub(lambda each: found[each[0]], text)


def find_moments(drawn: DrawnMail) -> dict[str, str]:
    """Return the moment of `drawn`, in the person's zone, for each one in the writers."""
    local = drawn.at + timedelta(minutes=15 * drawn.shift)
    return {moment: write_moment(form, local) for moment, form in MOMENTS.items()}


def write_moment(form: str, at: datetime) -> str:
    """Return the moment in a program's form. Letters are those of strftime, without a zero in `{d}` and `{h}`; `{D}` has one."""
    letters = {letter: at.strftime(f"%{letter}") for letter in "aAbBYymIHMSp"}
    return form.format(**letters, d=at.day, D=f"{at.day:02}", h=(at.hour - 1) % 12 + 1)


def _break_anew(text: str, reply_to: str, width: int) -> str:
    """Break the attribution for the length that it has: the first paragraph with our address."""
    paragraphs = text.split("\n\n")
    at = next(number for number, paragraph in enumerate(paragraphs) if reply_to in paragraph)
    paragraphs[at] = break_lines(paragraphs[at].replace("\n", " "), width)
    return "\n\n".join(paragraphs)


def break_lines(line: str, width: int) -> str:
    """Break a line between words at `width` columns, as programs do: an address stays whole."""
    return "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
