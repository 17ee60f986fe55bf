"""A mail is composed from its content and its envelope: the same bytes every time, its own headers and no others."""

import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.errors import NaiveTime, NotUnderstood
from channels.email.outbound.message import MailHeaders, compose_mail, is_message_id, serialize_mail
from channels.email.outbound.request_mail import render_card
from channels.email.outbound.view_context import MailContent
from tests.channels.email.mail_reader import REPLY_TO, look
from tests.channels.slack.sample_cards import approval
from tests.random_seed import share

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LETTER = MailContent(
    "[approval] tag_release (th_01-3)",
    "Grüße,\n" + "x" * 2_000 + "\n.\nFrom me\n",
    "<p>Grüße " + "y" * 2_000 + "</p>\n",
)
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Reply-To", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Loop", "MIME-Version", "Content-Type", "Content-Language",
]  # fmt: skip


def envelope(**changed: Any) -> MailHeaders:
    return MailHeaders(
        sender="bot@bots.example",
        to="olive@example.org",
        message_id="<cs.r-abc.1@bots.example>",
        date=NOON,
        sender_name="Deploy Bot",
        to_name="Olive",
        reply_to=REPLY_TO,
        references=("<root@example.org>", "<cs.t-abc.1@bots.example>"),
    )._replace(**changed)


def sent(sent_mail: MailContent = LETTER, **changed: Any) -> EmailMessage:
    """The mail as its recipient reads it."""
    raw = compose_mail(sent_mail, envelope(**changed)).as_bytes()
    found = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(found, EmailMessage)
    return found


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")


def test_a_mail_has_its_headers_and_no_others() -> None:
    mail = sent()
    assert mail.keys() == [*HEADERS]
    assert [str(mail[name]) for name in HEADERS[:11]] == [
        "Deploy Bot <bot@bots.example>",
        "Olive <olive@example.org>",
        "Re: [approval] tag_release (th_01-3)",
        "Sat, 21 Nov 2026 12:00:00 +0000",
        "<cs.r-abc.1@bots.example>",
        f"Deploy Bot <{REPLY_TO}>",
        "<cs.t-abc.1@bots.example>",
        "<root@example.org> <cs.t-abc.1@bots.example>",
        "auto-generated",
        "DR, RN, NRN, AutoReply",
        "bot@bots.example",
    ]
    assert mail["Content-Language"] == "en"


def test_a_mail_has_its_text_first_and_the_same_in_html() -> None:
    mail = sent()
    assert mail.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]
    assert (part(mail, "plain"), part(mail, "html")) == (LETTER.text, LETTER.html)
    for each in mail.iter_parts():
        assert each["Content-Transfer-Encoding"] == "quoted-printable"
        assert each.get_content_charset() == "utf-8"


def test_the_same_letter_is_the_same_bytes_in_ascii_and_short_lines() -> None:
    sent_mail = render_card(approval({"notes": "Grüße 😀 " + "z" * 3_000}), look())
    raw = compose_mail(sent_mail, envelope()).as_bytes()
    assert raw == compose_mail(sent_mail, envelope()).as_bytes()
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert (part(sent(sent_mail), "plain"), part(sent(sent_mail), "html")) == (sent_mail.text, sent_mail.html + "\n")


def test_the_first_mail_of_a_conversation_answers_nothing() -> None:
    mail = sent(references=(), reply_to="")
    assert mail["Subject"] == LETTER.subject
    assert not {"In-Reply-To", "References", "Reply-To"} & set(mail.keys())


@pytest.mark.parametrize("subject", ["deploy it", "Re: deploy it", "RE: re: deploy it"])
def test_a_conversation_keeps_its_subject(subject: str) -> None:
    assert sent(LETTER._replace(subject=subject))["Subject"] == "Re: deploy it"


def test_a_long_conversation_keeps_its_root_and_its_latest() -> None:
    ids = tuple(f"<{number}@example.org>" for number in range(50))
    mail = sent(references=(*ids, ids[-1]))
    assert str(mail["References"]).split() == [ids[0], *ids[31:]]
    assert len(str(mail["References"]).split()) == 20
    assert mail["In-Reply-To"] == ids[49]


def test_a_long_id_stays_the_id_it_is() -> None:
    ids = tuple(f"<{'x' * 200}{number}@example.org>" for number in range(3))
    raw = compose_mail(LETTER, envelope(message_id=ids[0], references=ids)).as_bytes()
    assert b"=?" not in raw.split(b"\r\n\r\n")[0]
    assert str(sent(message_id=ids[0], references=ids)["References"]).split() == list(ids)
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("name", ["Déploy “Bot”", 'say "hi", Inc.', "ボット", "a\\b", "x" * 300, "bot@evil.example"])
def test_a_name_arrives_as_it_is(name: str) -> None:
    address = sent(sender_name=name)["From"].addresses[0]
    assert (address.display_name, address.addr_spec) == (name, "bot@bots.example")


ATTACKS = [
    "a\r\nBcc: evil@example.org",
    "a\nBcc: x",
    "a\rBcc: x",
    "a\x00b",
    "a\x0bb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "\ud800",
]


@pytest.mark.parametrize("attack", [*ATTACKS, "=?utf-8?q?a=0D=0ABcc:_evil?=", "=?utf-8?B?DQpCY2M6IHg=?= b", "x" * 401])
@pytest.mark.parametrize(
    ("header", "field"), [("Subject", ""), ("From", "sender_name"), ("To", "to_name"), ("X-Loop", "loop")]
)  # fmt: skip
def test_eml15_a_text_that_would_break_out_of_its_header_is_refused_by_name(
    header: str, field: str, attack: str
) -> None:
    sent_mail = LETTER if field else LETTER._replace(subject=attack)
    with pytest.raises(NotUnderstood) as refused:
        compose_mail(sent_mail, envelope(**({field: attack} if field else {})))
    assert str(refused.value).startswith(f"The mail's {header} {attack[:120]!r} cannot be sent: it ")


@pytest.mark.parametrize(
    "attack",
    [*ATTACKS, "", "a", "a@b.cd, e@f.gh", "A <a@b.cd>", "a b@c.de", '"a b"@c.de', "é@b.cd", "a@b..cd", "a@[::1]"],
)
@pytest.mark.parametrize(("header", "field"), [("From", "sender"), ("To", "to"), ("Reply-To", "reply_to")])
def test_eml15_what_is_no_plain_address_is_refused_by_name(header: str, field: str, attack: str) -> None:
    if field == "reply_to" and not attack:
        return
    with pytest.raises(NotUnderstood, match=f"^The mail's {header} .* cannot be sent: it is no plain address"):
        compose_mail(LETTER, envelope(**{field: attack}))


IDS = [*ATTACKS, "", "a@b", "<a@b", "<a b@c>", "<a@b> <c@d>", "<a@b>\r\n", "<é@b>", "<<@@>", f"<{'x' * 240}@b>", "<ab>"]
ODD = ["<a(b@c>", '<"a@b>', "<a@b@c>", "<.@[>"]
"""What RFC 5322 does not give to anybody, but some send: it may be answered, and is none of ours."""


@pytest.mark.parametrize("attack", IDS)
def test_eml15_what_is_no_message_id_is_refused_by_name(attack: str) -> None:
    assert not is_message_id(attack)
    with pytest.raises(NotUnderstood, match=r"^The mail's Message-ID .* cannot be sent: it is no Message-ID"):
        compose_mail(LETTER, envelope(message_id=attack))
    with pytest.raises(NotUnderstood, match=r"^The mail's References .* cannot be sent: it is no Message-ID"):
        compose_mail(LETTER, envelope(references=("<root@example.org>", attack)))


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_id_of_somebody_elses_is_answered_as_it_is(odd: str) -> None:
    assert sent(references=(odd,))["In-Reply-To"] == odd
    with pytest.raises(NotUnderstood, match=r"^The mail's Message-ID "):
        compose_mail(LETTER, envelope(message_id=odd))


@pytest.mark.parametrize("language", ["", "e", "en\r\nX: y", "en us", "é"])
def test_eml15_what_is_no_language_is_refused_by_name(language: str) -> None:
    with pytest.raises(NotUnderstood, match=r"^The mail's Content-Language "):
        compose_mail(LETTER, envelope(language=language))


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        compose_mail(LETTER, envelope(date=datetime(2026, 11, 21, 12, 0)))  # noqa: DTZ001


anything = st.text(max_size=30) | st.text(alphabet="ab \r\n:=?_<>@,;\"'()\\.é\u2028\x00Bcc", max_size=30)
ids = st.from_regex(r"<[!-;=?-~]{1,90}@[!-;=?-~]{1,90}>", fullmatch=True)
ours = st.from_regex(r"<[a-z0-9._+=-]{1,90}@[a-z0-9.-]{1,90}>", fullmatch=True)


@settings(max_examples=share(400), deadline=None)
@given(subject=anything, name=anything, text=anything, html=anything, id=ours | ids | anything, other=ids)
@example(subject="=?", name="?=", text="\n.\n", html="", id="<a@b>", other="<(@)>")
@example(subject=" " * 100 + "é" * 100, name="", text="", html="", id="<a@b>", other='<"@">')
def test_eml15_a_mail_is_refused_or_has_exactly_the_headers_we_gave_it(
    subject: str, name: str, text: str, html: str, id: str, other: str
) -> None:
    sent_mail = MailContent(subject, text.replace("\r", "").encode("utf-8", "replace").decode(), html.replace("\r", ""))
    try:
        raw = compose_mail(
            sent_mail, envelope(sender_name=name, to_name=name, message_id=id, references=(other, id))
        ).as_bytes()
    except NotUnderstood:
        return
    head, _, _ = raw.partition(b"\r\n\r\n")
    names = [line.split(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t")]
    assert names == HEADERS
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    assert [address.addr_spec for name in ("From", "To") for address in mail[name].addresses] == [
        "bot@bots.example",
        "olive@example.org",
    ]
    assert str(mail["References"]).split() == list(dict.fromkeys([other, id]))
    assert not mail.defects


@pytest.mark.parametrize(
    "subject", ["[approval] " + "tag " * 30 + "end", "x" * 140, "[approval] tag ü " + "tag " * 30 + "end"]
)
def test_ml7_a_long_subject_begins_on_its_own_line(subject: str) -> None:
    mail = compose_mail(LETTER._replace(subject=subject), envelope(references=()))
    for raw in (mail.as_bytes(), serialize_mail(mail, "bot@bots.example", ["olive@example.org"]).raw):
        assert not re.search(rb"Subject: *\r\n", raw)
    assert str(sent(LETTER._replace(subject=subject), references=())["Subject"]) == subject
