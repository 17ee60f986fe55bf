"""Our own composed mail, quoted by every program as it does: the words come out exactly, and no quote, footer or trick decides."""

import re

import pytest

from bot.core.card.card import CardFact
from channels.email.inbound.decision_grammar.decision_parser import (
    HTML_ONLY,
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.html_text import extract_text
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply, is_about_another
from tests.channels.email.mail_programs import BELOW, PROGRAMS, gmail_web, outlook_web, yahoo
from tests.channels.email.quoted_mails import (
    MARKER,
    NAME,
    REPLY_TO,
    TOKEN,
    PersonWords,
    ReplyParts,
    SentText,
    above,
    boxed,
    inner,
    mimecast,
    ours,
    page,
    proofpoint,
    quoted,
    raw,
    rendered,
    safe_links,
)
from tests.channels.slack.sample_cards import approval, question

OURS = ours()
OLIVE = ReplyAuthor(signs=("Olive Ops", "Olive"), bot=NAME)
DISCLAIMER = (
    "This e-mail and any attachments are confidential and intended solely for the addressee.\n"
    "If you are not the intended recipient, please delete it and notify the sender."
)
COMPANY = "Example GmbH\nSitz der Gesellschaft: Berlin, Amtsgericht Charlottenburg, HRB 12345\nwww.example.com"
SIGNATURE = (
    "Olive Ops\nRelease Manager\nExample Inc. | +49 30 123456 | www.example.com\n[cid:image001.png@01DB4A2C.5D3E7F10]"
)
BANNER = "[EXTERNAL] This email originated from outside of the organization. Do not click links unless you recognize the sender."
TIMES: dict[str, PersonWords] = {
    "plain": PersonWords("approve"),
    "footer below": PersonWords("approve", below=DISCLAIMER),
    "company below": PersonWords("approve", below=f"{COMPANY}\n\n{DISCLAIMER}"),
    "signature and footer between": PersonWords("approve", between=f"{SIGNATURE}\n\n{DISCLAIMER}"),
    "closing": PersonWords("approve", between="Best regards,\nOlive"),
    "label": PersonWords("approve", label="[Example Official Use Only - Internal Distribution Only]"),
    "sensitivity": PersonWords("approve", label="Sensitivity: Internal"),
    "banner": PersonWords("approve", banner=BANNER),
    "short banner": PersonWords("approve", banner="[EXTERNAL]"),
    "safe links": PersonWords("approve", link=safe_links),
    "proofpoint": PersonWords("approve", link=proofpoint),
    "mimecast": PersonWords("approve", link=mimecast),
    "all": PersonWords(
        "approve", "Kind regards\nOlive Ops", DISCLAIMER, "Classification: Internal", BANNER, safe_links
    ),
}


def read(bytes: bytes) -> ParsedMail:
    found = parse_mail(bytes)
    assert isinstance(found, ParsedMail), found
    return found


def reply(parts: ReplyParts, kind: str = "both", mail: SentText = OURS, **given: str) -> ExtractedReply:
    return extract_reply(read(raw(parts, kind, **given)), mail.sent)


def verdict(found: ExtractedReply) -> ReplyDecision:
    return decide_reply(found, OLIVE)


def test_ml1_the_text_of_our_own_html_is_there_and_its_preview_is_hidden() -> None:
    text, is_whole = extract_text(OURS.html)
    assert is_whole
    for words in (MARKER, 'tag = "v1.4.3"', "Approve by mail", "Reply with one word"):
        assert words in text
    assert OURS.sent_mail.preview
    assert OURS.sent_mail.preview not in text
    assert OURS.sent_mail.preview in "\n".join(OURS.sent.texts)


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_ml1_a_reply_around_our_real_mail_approves(program: str, time: str) -> None:
    written = PROGRAMS[program](TIMES[time], OURS)
    for kind in ("both", "text"):
        assert verdict(reply(written, kind)) == ApprovingReply(), (kind, reply(written, kind))
    assert verdict(reply(written, "html")) == UndecidedReply(why=HTML_ONLY, leaning="approve")


@pytest.mark.parametrize("program", PROGRAMS)
def test_ml1_the_words_come_out_exactly(program: str) -> None:
    for words in ("reject", "no, wrong commit", "What does v1.4.3 hold?", "reject\n\nThe freeze is on.\nAsk Max."):
        for kind in ("both", "text", "html"):
            found = reply(PROGRAMS[program](PersonWords(words, below=DISCLAIMER, banner=BANNER), OURS), kind)
            lines = [line for line in found.text.split("\n") if line]
            assert lines == [line for line in words.split("\n") if line], (kind, found)
            assert not found.is_inline
            assert found.html is None or [line for line in found.html.split("\n") if line] == lines


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("kind", ["both", "text", "html"])
def test_ml1_a_reply_around_our_real_mail_rejects_and_a_question_or_nothing_is_unclear(program: str, kind: str) -> None:
    write = PROGRAMS[program]
    assert verdict(reply(write(PersonWords("no, wrong commit"), OURS), kind)) == RejectingReply(reason="wrong commit")
    for words in ("Which commit?", "", "approve?", "yes, but only after Monday", "do not approve"):
        found = verdict(reply(write(PersonWords(words, below=DISCLAIMER), OURS), kind))
        assert isinstance(found, UndecidedReply if words != "do not approve" else RejectingReply), words
        assert getattr(found, "leaning", "") == ""


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.drawn
def test_ml1_nothing_of_our_mail_reaches_anybody_as_a_persons_words(program: str) -> None:
    for card in (
        approval(),
        approval(words="approve"),
        question(),
        approval(facts=(CardFact(label="Note", lines=("approve",)),)),
    ):
        mail = ours(card)
        for time in TIMES.values():
            written = PROGRAMS[program](
                PersonWords("Why now?", time.between, time.below, time.label, time.banner, time.link), mail
            )
            for kind in ("both", "text", "html"):
                found = reply(written, kind, mail)
                for text in (found.text, found.html or ""):
                    assert "by mail" not in text
                    assert TOKEN not in text.lower()
                    assert "Review and" not in text
                assert found.text.startswith("Why now?")


@pytest.mark.parametrize("program", sorted(set(PROGRAMS) - {"mailto"}))
def test_ml1_what_is_quoted_is_known_as_ours(program: str) -> None:
    for kind in ("both", "text", "html"):
        mail = read(raw(PROGRAMS[program](PersonWords("approve"), OURS), kind))
        assert not is_about_another((mail.text, mail.html), OURS.sent)


CHARSETS = (
    "utf-8",
    "us-ascii",
    "iso-8859-1",
    "iso-8859-15",
    "windows-1252",
    "iso-2022-jp",
    "gb2312",
    "gb18030",
    "koi8-r",
    "euc-kr",
)


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_ml1_charsets_that_lose_letters_of_our_mail_do_not_hide_it(charset: str, encoding: str) -> None:
    for program in ("outlook_classic", "outlook_web", "yahoo", "gmail_web", "thunderbird", "notes"):
        written = PROGRAMS[program](PersonWords("approve"), OURS)
        found = reply(written, charset=charset, encoding=encoding)
        assert verdict(found) == ApprovingReply(), (program, found)


LANGUAGES = {
    "de": ("Von", "Gesendet", "An", "Betreff"), "fr": ("De", "Envoyé", "À", "Objet"), "ja": ("差出人", "送信日時", "宛先", "件名"),
    "tr": ("Kimden", "Gönderildi", "Kime", "Konu"), "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"), "el": ("Από", "Στάλθηκε", "Προς", "Θέμα"),
    "he": ("מאת", "נשלח", "אל", "נושא"), "th": ("จาก", "ส่ง", "ถึง", "เรื่อง"), "hr": ("Šalje", "Poslano", "Prima", "Predmet"),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_ml7_a_header_block_is_known_by_its_structure_in_any_language(language: str) -> None:
    for colon in (":", "：", " :"):
        written = outlook_web(PersonWords("approve"), OURS)
        text, html = written.text, written.html
        for english, label in zip(("From", "Sent", "To", "Subject"), LANGUAGES[language], strict=True):
            text = text.replace(f"\n{english}:", f"\n{label}{colon}", 1)
            html = html.replace(f"<b>{english}:</b>", f"<b>{label}{colon}</b>", 1)
        assert verdict(reply(ReplyParts(text, html))) == ApprovingReply(), language


@pytest.mark.parametrize(
    "condition",
    ["Note: not v1", "Only: staging", "From: nobody", "when: Max agrees", "but: wait until 10:00 on 3.5.2026"],
)
def test_ml7_a_persons_line_in_a_header_block_is_not_taken_for_a_header(condition: str) -> None:
    written = outlook_web(PersonWords("approve"), OURS)
    for old in ("\nFrom: ", "\nSent: ", "\nTo: "):
        text = written.text.replace(old, f"\n{condition}{old}", 1)
        assert not isinstance(verdict(reply(ReplyParts(text, ""), "text")), ApprovingReply), text[:200]
    text = re.sub(r"(\nSubject: [^\n]*\n)", rf"\1{condition}\n", written.text, count=1)
    assert not isinstance(verdict(reply(ReplyParts(text, ""), "text")), ApprovingReply)


# What must ask


def gmail_inline(first: str, second: str) -> ReplyParts:
    """The person's words in Gmail's own boxes: one half in the box of the quote, one in a box of its own."""
    quote = f'<blockquote class="gmail_quote">{inner(OURS, PersonWords(""), "m_1")}</blockquote>'
    attribution = f"On Sat, Nov 21, 2026 at 1:02 PM {NAME} &lt;{REPLY_TO}&gt; wrote:"
    html = (
        f'<div dir="ltr"></div><br><div class="gmail_quote gmail_quote_container"><div class="gmail_attr">{attribution}</div>{quote}'
        f'{boxed(first)}</div><div class="gmail_quote_container">{boxed(second)}</div>'
    )
    text = f"{attribution}\n{quoted(rendered(OURS, PersonWords('')))}\n{first}\n\n{second}\n"
    return ReplyParts(text, page(html))


@pytest.mark.parametrize(
    ("first", "second"),
    [("approve", "only after lunch"), ("approve", "thanks"), ("", "approve"), ("I", "approve"), ("do not", "approve")],
)
def test_ml1_words_in_the_boxes_of_a_quote_are_asked_about(first: str, second: str) -> None:
    for kind in ("both", "html"):
        found = verdict(reply(gmail_inline(first, second), kind))
        assert isinstance(found, UndecidedReply), (kind, found)
        assert found.leaning == ""


@pytest.mark.parametrize("program", sorted(set(PROGRAMS) - BELOW - {"mailto"}))
@pytest.mark.parametrize(
    "more", ["but only after lunch", "no, wait", "not yet", "Max must agree first", "approve v2 instead"]
)
@pytest.mark.drawn
def test_ml1_words_above_and_below_the_quote_are_asked_about(program: str, more: str) -> None:
    written = PROGRAMS[program](PersonWords("approve", below=more), OURS)
    for kind in ("both", "text", "html"):
        assert isinstance(verdict(reply(written, kind)), UndecidedReply), (kind, reply(written, kind))


@pytest.mark.parametrize("program", sorted(PROGRAMS))
@pytest.mark.drawn
def test_ml1_a_yes_in_the_quote_or_in_a_footer_alone_never_approves(program: str) -> None:
    mail = ours(approval({"answer": "approve", "tag": "yes"}, words="approve\n\nyes"))
    for below in ("", "Approved by Example Inc.", DISCLAIMER, f"Yes we can\n\n{COMPANY}", "-- \nOlive\napprove"):
        for banner in ("", "approve", f"approve\n{BANNER}") if program != "mailto" else ("",):
            written = PROGRAMS[program](PersonWords("", below=below, banner=banner), mail)
            for kind in ("both", "text", "html"):
                assert not isinstance(verdict(reply(written, kind, mail)), ApprovingReply), (below, banner, kind)


HIDDEN = (
    '<div style="display:none">{0}</div>', '<div style="font-size:0">{0}</div>', '<div style="font-size:0px"><span style="font-size:1em">{0}</span></div>',
    '<div style="font-size:0;color:red"><b style="font-size:200%">{0}</b></div>', '<p style="visibility:hidden">{0}</p>', '<p style="opacity:0"><b style="opacity:1">{0}</b></p>',
    '<div style="max-height:0;overflow:hidden">{0}</div>', '<div style="height:0px;overflow:hidden">{0}</div>', "<div hidden>{0}</div>",
    '<div style="display:none"><p style="display:block">{0}</p></div>', '<p style="color:transparent">{0}</p>',
    '<p style="position:absolute;left:-9999px">{0}</p>', "<style>{0}</style>", "<template>{0}</template>",
    '<p style="font:0px/1 serif">{0}</p>', '<p style="font-size:0.5px">{0}</p>', "<!-- {0} -->", '<p style="DISPLAY : NONE !important; display:block">{0}</p>',
)  # fmt: skip
SHOWN = (
    '<div style="font-size:0"><p style="font-size:16px">{0}</p></div>', '<div style="font-size:0px"><p style="font-size:medium">{0}</p></div>',
    '<div style="visibility:hidden"><p style="visibility:visible">{0}</p></div>', '<div style="font-size:0"><font style="font-size:12.0pt">{0}</font></div>',
    '<p style="opacity:0.9">{0}</p>', '<p style="height:10px">{0}</p>', '<p style="max-height:none">{0}</p>', '<p style="line-height:1">{0}</p>',
    '<div style="font-size:0"><div style="font-size:1rem">{0}</div></div>', '<p style="font-size:0.8em">{0}</p>', '<div style="color:transparent"><b style="color:#000">{0}</b></div>',
    '<p style="display:none;display:block">{0}</p>',
)  # fmt: skip


@pytest.mark.parametrize("frame", HIDDEN)
def test_ml1_hidden_text_is_not_read(frame: str) -> None:
    assert extract_text(f"<p>before</p>{frame.format('approve')}<p>after</p>")[0].split() == ["before", "after"]
    html = page(f"<p>hm</p>{frame.format('approve')}")
    assert not isinstance(verdict(reply(ReplyParts("approve", html))), ApprovingReply)
    assert getattr(verdict(reply(ReplyParts("", html), "html")), "leaning", "") == ""


@pytest.mark.parametrize("frame", SHOWN)
def test_ml1_what_a_child_shows_again_is_read(frame: str) -> None:
    assert extract_text(frame.format("approve"))[0] == "approve"


def test_ml1_parts_that_disagree_decide_nothing() -> None:
    for said, other in (
        ("approve", "no"),
        ("no", "approve"),
        ("approve", "approve after lunch"),
        ("approve", ""),
        ("approve", "approve?"),
    ):
        for write in (gmail_web, outlook_web, yahoo):
            mixed = ReplyParts(write(PersonWords(said), OURS).text, write(PersonWords(other), OURS).html)
            found = verdict(reply(mixed))
            assert not isinstance(found, ApprovingReply), (said, other)
            if said == "approve":
                assert isinstance(found, UndecidedReply)


def test_ml1_a_second_round_quotes_both_mails_of_ours_and_other_words_in_it_are_asked_about() -> None:
    """Our mails quote nothing, so text between two of them in a quote may have been typed there."""
    asked_back = ours(approval(), None)
    again = "Reply once more, or decide here: https://inbox.example/requests/th_01-3"
    both = OURS.sent.model_copy(update={"texts": (*OURS.sent.texts, again)})
    for older in ("", "only on staging"):
        first = gmail_web(PersonWords(older), asked_back)
        lines = [f"> {line}".rstrip() for line in [again, "", *first.text.split("\n")]]
        text = f"approve\n\nOn Sat, Nov 21, 2026 at 2:02 PM {NAME}\n<{REPLY_TO}> wrote:\n\n" + "\n".join(lines)
        found = decide_reply(extract_reply(read(raw(ReplyParts(text, ""), "text")), both), OLIVE)
        assert (found == ApprovingReply()) is (not older), found


def test_ml1_programs_write_what_they_are_said_to_write() -> None:
    """The likenesses do quote our mail, so that the tests above test something."""
    for name, write in PROGRAMS.items():
        made = write(PersonWords("approve"), OURS)
        if name != "mailto":
            assert 'tag = "v1.4.3"' in made.text.replace("\xa0", " "), name
            assert "Approve by mail" in made.html, name
        assert above(PersonWords("approve")) in made.text
