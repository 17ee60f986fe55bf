"""The forms in which programs and servers pack a reply to our mail: words are read, other parts are reported."""

import base64
import quopri
from pathlib import Path

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.parsing.part_text import decode_text
from channels.email.inbound.parsing.unsupported_forms import explain_unread_form
from channels.email.inbound.reply_text.reply_extraction import extract_reply
from channels.email.options import LOCALES
from tests.channels.email import mime_forms as forms
from tests.channels.email.hostile_mails import DONE, PUSH, WAIT, answer, asked, judged, outgoing, post, still_decidable
from tests.channels.email.mail_programs import gmail_web, ios
from tests.channels.email.mail_world import body, correspondence
from tests.channels.email.mime_forms import HTML, PICTURE, TEXT, leaf, multi
from tests.channels.email.quoted_mails import PersonWords, ours
from tests.servers.mail import Servers

OURS = ours()
SPEAKER = ReplyAuthor(locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), bot="Countersign")


def read(body: bytes) -> ParsedMail:
    mail = parse_mail(forms.mail(body))
    assert isinstance(mail, ParsedMail)
    return mail


def judge(body: bytes) -> ApprovingReply | RejectingReply | UndecidedReply:
    return decide_reply(extract_reply(read(body), OURS.sent), SPEAKER)


def both(words: str) -> bytes:
    written = gmail_web(PersonWords(words), OURS)
    return multi(
        "alternative", leaf(TEXT, written.text, "quoted-printable"), leaf(HTML, written.html, "quoted-printable")
    )


def packed(words: str) -> dict[str, bytes]:
    """The same reply in forms that are read whole."""
    written, phone = gmail_web(PersonWords(words), OURS), ios(PersonWords(""), OURS)
    return {
        "text and winmail.dat": multi("mixed", leaf(TEXT, written.text), forms.TNEF),
        "S/MIME signed": multi("signed", both(words), forms.SMIME_SIGNATURE),
        "PGP/MIME signed": multi("signed", multi("mixed", both(words)), forms.PGP_SIGNATURE),
        "PGP signed in the text": leaf(TEXT, forms.armoured(written.text)),
        "a disclaimer as a part of its own": multi("mixed", both(words), forms.DISCLAIMER),
        "iOS, a picture between two texts": multi(
            "mixed", leaf(TEXT, f"{words}\n\n"), PICTURE, leaf(TEXT, f"\n\nSent from my iPhone\n{phone.text}")
        ),
        "the second text moved to a file by Exchange": multi(
            "mixed", leaf(TEXT, f"{words}\n\n"), PICTURE, leaf(TEXT, f"\n\n{phone.text}", name="ATT00001.txt")
        ),
        "an empty text moved to a file": multi(
            "mixed", leaf(TEXT, written.text), PICTURE, leaf(TEXT, "\r\n", name="ATT00001.txt")
        ),
        "a file with a name": multi("mixed", both(words), leaf("text/plain", "a log of the tests\n", name="tests.txt")),
        "AMP beside text and HTML": multi(
            "alternative",
            leaf(TEXT, written.text),
            leaf("text/x-amp-html", "<html amp4email><body>no</body></html>"),
            leaf(HTML, written.html),
        ),
        "enriched beside text": multi(
            "alternative", leaf(TEXT, written.text), leaf("text/enriched", f"<bold>{words}</bold>")
        ),
        "quoted-printable broken inside a word": leaf(
            TEXT,
            quopri.encodestring(written.text.encode()).replace(
                words[1:3].encode(), f"{words[1]}=\n{words[2]}".encode(), 1
            ),
        ).replace(b"8bit", b"quoted-printable", 1),
    }


@pytest.mark.parametrize("form", packed("approve"))
def test_ml1_a_reply_is_read_in_every_form_that_holds_its_text(form: str) -> None:
    assert judge(packed("approve")[form]) == ApprovingReply()
    assert judge(packed("no, wrong tag")[form]) == RejectingReply(reason="wrong tag")
    assert isinstance(judge(packed("approve but only on staging")[form]), UndecidedReply)


CONDITION = "\n\nbut only on staging\n"
APART = {
    "a text behind a picture": leaf(TEXT, CONDITION),
    "moved to a text file by Exchange": leaf(TEXT, CONDITION, name="ATT00001.txt"),
    "moved to an HTML file by Exchange": leaf(HTML, f"<p>{CONDITION}</p>", name="ATT00002.htm"),
    "declared an attachment without a name": leaf(TEXT, CONDITION).replace(
        b"Content-Transfer", b"Content-Disposition: attachment\r\nContent-Transfer", 1
    ),
    "a file that is shown among the words": leaf(TEXT, CONDITION, name="conditions.txt", shown="inline"),
}


@pytest.mark.parametrize("form", APART)
def test_ml1_words_in_a_part_apart_are_a_part_of_the_answer(form: str) -> None:
    assert isinstance(judge(multi("mixed", leaf(TEXT, "approve\n\n"), PICTURE, APART[form])), UndecidedReply)


@pytest.mark.parametrize(
    "coded",
    [
        base64.b64encode(b"approve\n") + b"\r\n" + base64.b64encode(b"but only on staging\n"),
        base64.b64encode(b"approve\n") + b"\r\nbut only on staging\r\n",
        base64.b64encode(b"approve\n")[:6] + "ß".encode() + base64.b64encode(b"approve\n")[6:],
    ],
)
def test_ml1_what_stands_behind_the_end_of_base64_or_inside_it_is_not_left_out(coded: bytes) -> None:
    assert isinstance(judge(leaf(TEXT, coded).replace(b"8bit", b"base64", 1)), UndecidedReply)


def test_ml1_base64_with_line_ends_behind_its_padding_is_whole() -> None:
    coded = base64.b64encode(b"approve\n\n") + b"\r\n \r\n"
    assert judge(leaf(TEXT, coded).replace(b"8bit", b"base64", 1)) == ApprovingReply()


@pytest.mark.parametrize(
    "line",
    ["Comment: only on staging", "only on staging", "Hash: SHA512\nonly on staging", "=abc but wait"],
)
def test_ml1_a_signature_in_the_text_that_holds_words_stays_text(line: str) -> None:
    signed = forms.armoured("approve").replace("=abC1", f"=abC1\n{line}")
    assert isinstance(judge(leaf(TEXT, signed)), UndecidedReply)
    assert isinstance(judge(leaf(TEXT, f"only on staging\n{forms.armoured('approve')}")), UndecidedReply)
    assert isinstance(judge(leaf(TEXT, f"{forms.armoured('approve')}\nonly on staging")), UndecidedReply)


WORDS = [
    ("승인합니다", "ks_c_5601-1987"),
    ("승인합니다", "iso-2022-kr"),
    ("承認します", "iso-2022-jp"),
    ("承認します", "shift_jis"),
    ("同意", "gb18030"),
    ("одобряю", "koi8-r"),
    ("одобряю", "windows-1251"),
    ("genehmigt – danke", "windows-1252"),
]


@pytest.mark.parametrize(("words", "charset"), WORDS)
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_ml1_words_are_read_in_the_charset_that_they_name(words: str, charset: str, encoding: str) -> None:
    written = gmail_web(PersonWords(words), OURS).text
    raw = written.encode(charset, "replace")
    assert judge(leaf(f"text/plain; charset={charset}", raw, encoding)) == ApprovingReply()


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("iso-8859-1", b"it\x92s \x93fine\x94", "it’s “fine”"),
        ("iso-8859-8-i", b"\xee\xe0\xf9\xf8", "מאשר"),
        ("tis-620", b"\xcd\xb9\xd8\xc1\xd1\xb5\xd4", "อนุมัติ"),
        ("ks_c_5601-1987", "똠방각하".encode("cp949"), "똠방각하"),
        ("gb2312", "镕".encode("gb18030"), "镕"),
        ("shift_jis", "①".encode("cp932"), "①"),
        ("windows-874", b"\xa1", "ก"),
    ],
)
def test_ml1_programs_name_a_charset_and_write_its_successor(charset: str, raw: bytes, text: str) -> None:
    assert decode_text(raw, charset) == (text, True)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "x-unknown", "rot13", "unicode-1-1-utf-7"])
def test_ml1_words_in_a_charset_that_is_not_read_decide_nothing(charset: str) -> None:
    found = judge(leaf(f"text/plain; charset={charset}", "approve"))
    assert found == UndecidedReply(why="Your mail could not be read whole.")


@pytest.mark.parametrize("form", forms.UNREAD)
def test_ml4_a_form_that_is_not_read_is_named(form: str) -> None:
    raw, word = forms.UNREAD[form]
    mail = read(raw)
    assert word in explain_unread_form(mail.types, (mail.text, mail.html))


@pytest.mark.parametrize("form", packed("approve"))
def test_ml4_no_form_that_is_read_is_called_unread(form: str) -> None:
    mail = read(packed("approve")[form])
    assert explain_unread_form(mail.types, (mail.text, mail.html)) == ""


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("form", ["winmail.dat alone", "S/MIME opaque signed", "PGP/MIME encrypted", "RTF alone"])
async def test_ml4_whoever_replies_in_a_form_that_is_not_read_hears_which(
    mail: Servers, tmp_path: Path, form: str
) -> None:
    raw, word = forms.UNREAD[form]
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await answer(
            here, sent_mail, _below(here.people["olive"].address, sent_mail["Reply-To"], sent_mail["Message-ID"], raw)
        )
        told = " ".join(body(await here.mail("olive", "nothing of it was read" if "RTF" not in form else word)).split())
        assert word in told
        assert "Nothing was decided." in told
        await still_decidable(here, sent_mail)


def _below(sender: str, to: str, id: str, raw: bytes) -> bytes:
    head = f"From: Olive <{sender}>\r\nTo: {to}\r\nIn-Reply-To: {id}\r\nMessage-ID: <form-1@mail.test>\r\n"
    return f"{head}Subject: Re: it\r\nMIME-Version: 1.0\r\n".encode() + raw


@pytest.mark.usefixtures("trusted")
async def test_ml4_a_new_mail_that_is_encrypted_reaches_no_agent_and_its_writer_hears_why(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, WAIT) as here:
        sender = here.people["sam"].address
        await post(here, _below(sender, here.bot.address, "<none@mail.test>", forms.PGP_ENCRYPTED), here.bot.address)
        told = " ".join(body(await here.mail("sam", "encrypted")).split())
        assert "No agent reads it." in told
        assert here.thread_ids() == []


@pytest.mark.usefixtures("trusted")
async def test_ml4_an_encrypted_mail_that_nothing_proves_gets_no_answer(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, WAIT) as here:
        raw = _below("eve@elsewhere.test", here.bot.address, "<none@mail.test>", forms.ENVELOPED)
        await post(here, raw, here.bot.address, verdict="dmarc=fail header.from=elsewhere.test")
        await judged(here, 1)
        assert outgoing(here) == []
