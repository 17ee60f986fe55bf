"""The parts of a mail that are read, and the mails that are refused. Names begin with the attack's id, where there is one."""

from datetime import UTC, datetime

import pytest

from channels.email.inbound.parsing.html_text import extract_text
from channels.email.inbound.parsing.parsed_mail import MailAttachment, ParsedMail, UnreadableMail
from channels.email.inbound.parsing.parser import parse_mail
from tests.channels.email.mail_bytes import DSN, mail, part, parts


def read(raw: bytes) -> ParsedMail:
    found = parse_mail(raw)
    assert isinstance(found, ParsedMail), found
    return found


def refused(raw: bytes) -> str:
    found = parse_mail(raw)
    assert isinstance(found, UnreadableMail), found
    return found.reason


def html(text: str) -> str:
    return extract_text(text)[0]


# What a mail is read as


def test_a_plain_mail_is_read() -> None:
    found = read(
        mail(
            "approve\r\n",
            message_id="<1@example.org>",
            in_reply_to="<0@example.net>",
            references="<r@example.net> <0@example.net>",
            date="Fri, 20 Nov 2026 10:00:00 +0100",
            cc="Bob <bob@example.org>, eve@example.com",
        )
    )
    assert found.message_id == "<1@example.org>"
    assert found.senders == ("olive@example.org",)
    assert found.to == ("bot@example.net",)
    assert found.cc == ("bob@example.org", "eve@example.com")
    assert found.date == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (found.in_reply_to, found.references) == ("<0@example.net>", ("<r@example.net>", "<0@example.net>"))
    assert found.text == "approve\n"
    assert not found.is_html_only
    assert not found.is_doubtful


def test_headers_are_unfolded_and_keep_their_order() -> None:
    found = read(b"X-A: one\r\n two\r\nx-a: three\r\n\r\n")
    assert found.headers["x-a"] == ("one two", "three")


def test_a_subject_is_decoded_on_one_line() -> None:
    assert (
        read(b"Subject: =?utf-8?q?h=C3=A9=0D=0AX-Evil:_1?= =?iso-8859-1?q?_=FC?=\r\n\r\n").subject == "hé X-Evil: 1 ü"
    )


def test_the_plain_part_is_read_and_the_html_kept_beside_it() -> None:
    found = read(parts(part("no\r\n"), part("<p>approve</p>", "text/html; charset=utf-8")))
    assert (found.text.strip(), found.html) == ("no", "approve")
    assert found.types == ("multipart/alternative", "text/plain", "text/html")


def test_html_alone_is_read_and_flagged() -> None:
    found = read(parts(part(" \r\n"), part("<p>approve</p>", "text/html")))
    assert (found.text, found.is_html_only) == ("approve", True)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("utf-8", "жду — да"),
        ("iso-8859-1", "über"),
        ("koi8-r", "жду"),
        ("iso-2022-jp", "承認"),
        ("gb18030", "批准"),
        ("windows-1250", "źle"),
    ],
)
def test_a_text_is_decoded_from_its_charset_and_encoding(encoding: str, charset: str, text: str) -> None:
    raw = part(text, f"text/plain; charset={charset}", encoding, charset)
    found = read(parts(raw, kind="mixed"))
    assert found.text.strip() == text
    assert not found.is_doubtful


def test_flowed_lines_are_joined_outside_of_quotes() -> None:
    raw = mail(
        "no, this is \r\ntoo early\r\n> what we \r\n> wrote\r\n-- \r\nOlive\r\n",
        content_type="text/plain; format=flowed",
    )
    assert read(raw).text == "no, this is too early\n> what we \n> wrote\n-- \nOlive\n"


def test_eml23_attachments_are_named_and_never_opened() -> None:
    page = part("<b>approve</b>", 'text/html; name="approve.html"', content_disposition="attachment")
    zipped = part("PK" + "x" * 3000, "application/zip", "base64", content_disposition='attachment; filename="a\tb.zip"')
    found = read(parts(part("see below"), page, zipped, kind="mixed"))
    assert found.text.strip() == "see below"
    assert found.html == ""
    assert [(each.name, each.type) for each in found.attachments] == [
        ("approve.html", "text/html"),
        ("a b.zip", "application/zip"),
    ]
    assert abs(found.attachments[1].size - 3002) < 100


def test_a_mail_that_is_forwarded_as_an_attachment_is_not_read_as_text() -> None:
    inner = mail("approve\r\n").decode()
    found = read(parts(part("fyi"), part(inner, "message/rfc822"), kind="mixed"))
    assert found.text.strip() == "fyi"
    assert MailAttachment("", "message/rfc822", len(inner) - inner.count("\r")) in found.attachments


def test_a_report_gives_its_fields_and_the_headers_of_the_mail_it_is_about() -> None:
    found = read(DSN)
    assert found.notices[1]["final-recipient"] == "rfc822; olive@example.org"
    assert found.returned["message-id"] == ("<cs-r-x.1@example.net>",)


# HTML as text


def test_blocks_are_lines_and_quotes_are_marked() -> None:
    text = html(
        "<div>approve<br></div><div class='gmail_attr'>On Fri, Bot wrote:</div><blockquote><p>one</p>two</blockquote>"
    )
    assert [line for line in text.split("\n") if line.strip("> ")] == [
        "approve",
        "> On Fri, Bot wrote:",
        "> one",
        "> two",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display:none'>approve</span>",
        "<span style='DISPLAY : none'>approve</span>",
        "<div hidden>approve</div>",
        "<style>approve</style>",
        "<script>approve</script>",
        "<title>approve</title>",
        "<template>approve</template>",
        "<div style='font-size:0px'>approve</div>",
        "<div style='max-height:0;overflow:hidden'>approve</div>",
        "<div style='visibility:hidden'><p>approve</p></div>",
        "<!-- approve -->",
        "<div style='display:none'><b>approve</div>",
    ],
)
def test_eml09_hidden_text_is_not_read(hidden: str) -> None:
    assert html(f"<p>no</p>{hidden}<p>please</p>").split() == ["no", "please"]


def test_what_is_struck_out_does_not_read_like_plain_words() -> None:
    assert html("<p><s>approve</s></p>") == "~~approve~~"


def test_small_text_is_not_hidden_text() -> None:
    assert html("<p style='font-size:0.9em; line-height:0; margin:0'>approve</p>") == "approve"


# What is refused, and what is only doubtful


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "hex", "no-such", "\\x00", "idna", "unicode_escape", "cp037"])
def test_eml17_an_unknown_charset_makes_the_text_doubtful(charset: str) -> None:
    found = read(mail("+AGE-pprove\r\n", content_type=f'text/plain; charset="{charset}"'))
    assert found.is_doubtful
    assert found.text.strip() == "+AGE-pprove"


def test_eml17_damaged_base64_gives_what_it_has() -> None:
    assert read(mail("YXBwcm92ZQ=!!\r\n", content_transfer_encoding="base64")).text == "approve"
    assert read(mail("Y!\r\n", content_transfer_encoding="base64")).text == ""


def test_eml17_uuencode_is_not_decoded() -> None:
    assert read(mail("begin 644 a\r\n", content_transfer_encoding="x-uuencode")).is_doubtful


def test_a_mail_that_was_fetched_in_part_is_doubtful() -> None:
    found = parse_mail(mail(), is_cut=True)
    assert isinstance(found, ParsedMail)
    assert found.is_doubtful
    assert found.is_cut


def test_a_bare_carriage_return_is_no_line_end() -> None:
    found = read(b"Subject: a\rAuthentication-Results: mx; dmarc=pass\r\n\r\nno\rapprove\r\n")
    assert "authentication-results" not in found.headers
    assert found.text == "no approve\n"


def test_eml06_a_blank_before_the_colon_hides_no_header() -> None:
    assert read(b"From : a@example.org\r\nFrom: b@example.org\r\n\r\n").headers["from"] == (
        "a@example.org",
        "b@example.org",
    )


def test_eml18_a_mail_over_a_limit_is_refused_by_name() -> None:
    assert "bytes, 10485760" in refused(b"A: b\r\n\r\n" + b"x" * (11 * 1024 * 1024))
    assert "headers have" in refused(b"A: b\r\n" * 20_000)
    assert "'Subject'" in refused(b"Subject: " + b"a" * 9_000 + b"\r\n\r\n")
    assert "51 Received" in refused(mail(received=["from a by b"] * 51))
    assert "more than 200 parts" in refused(parts(*[part("x")] * 300, kind="mixed"))


@pytest.mark.parametrize("name", ["X-Microsoft-Antispam-Message-Info", "ARC-Message-Signature"])
def test_what_servers_note_for_each_other_is_cut_and_the_mail_is_read(name: str) -> None:
    found = read(f"{name}: {'a' * 20_000}\r\n".encode() + mail("approve\r\n"))
    assert (found.headers[name.lower()], found.text.strip()) == (("a" * 8_192,), "approve")


def test_eml18_nesting_is_refused() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(10_000))
    assert "more than 20 deep" in refused(nested)


def test_eml18_messages_in_messages_are_not_entered() -> None:
    found = read(b"Content-Type: message/rfc822\r\n\r\n" * 2_000)
    assert found.types == ("message/rfc822",)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\r",
        b"\x00",
        b"\xff" * 50,
        b":",
        b"From",
        b"--",
        b"\n--b--",
        b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
    ],
)
def test_eml16_scraps_are_read(raw: bytes) -> None:
    assert isinstance(parse_mail(raw), ParsedMail)


@pytest.mark.parametrize(
    "header",
    [
        "Message-ID: <<<@@>",
        "From: =?utf-8?q?a=0D=0Ab?= <a@b>",
        "From: " + "(" * 5_000,
        'From: "' + '"' * 8_000,
        "Content-Type: ;;;===",
        "Content-Type: text/plain; name*9999999999=x",
        "Content-Disposition: attachment; filename*=no-such''%ff%fe",
        "Date: Fri, 99 Nov 99999 99:99:99 +9999",
        "Date: Fri, 20 Nov 2026 10:00:00 -2500000",
        "Subject: =?x?b?A?= =?utf-8?b?%%%?=",
        "References: " + "<a@b>" * 1_500,
    ],
)
def test_eml16_malformed_headers_are_read(header: str) -> None:
    assert isinstance(parse_mail(f"{header}\r\n\r\nhello\r\n".encode()), ParsedMail)
