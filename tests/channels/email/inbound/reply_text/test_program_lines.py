"""Single lines that programs and organisations write, by rule in any language; and lines of people that look like them."""

import pytest

from channels.email.inbound.reply_text.header_blocks import read_label
from channels.email.inbound.reply_text.program_lines import is_device, is_image, normalize_line
from channels.email.inbound.reply_text.reply_extraction import is_class_label
from channels.email.inbound.reply_text.signatures_and_footers import (
    is_disclaimer,
    is_footer,
    is_name_line,
    is_signature,
)

DEVICES = """Sent from my iPhone|Von meinem iPhone gesendet|Envoyé de mon iPhone|Enviado desde mi iPhone|Inviato da iPhone|Enviado do meu iPhone
Verstuurd vanaf mijn iPhone|Wysłane z iPhone'a|Skickat från min iPhone|Sendt fra min iPhone|Lähetetty iPhonesta|Odesláno z iPhonu
iPhone'umdan gönderildi|iPhoneから送信|发自我的 iPhone|從我的 iPhone 傳送|나의 iPhone에서 보냄|Отправлено с iPhone|Надіслано з iPhone
Sent from my Galaxy|Sent from my Galaxy S24 Ultra|Sent from Outlook for Android|Sent from Yahoo Mail on Android|Sent with Proton Mail secure email.
Get Outlook for iOS<https://aka.ms/o0ukef>|Get Outlook for iOS|Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>|Sent via Superhuman
Sent from my Android device with K-9 Mail. Please excuse my brevity.|Sent from my Pixel 8 Pro|Gesendet mit der GMX Mail App|Sent from my mobile
Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.|Obtenir Outlook pour Android|Sent from my iPad|Trimis de pe iPhone
Sent from Proton Mail for iOS|[Sent from my iPhone]|Sent from my BlackBerry|Envoyé depuis mon Samsung Galaxy"""

NO_DEVICES = """Sent from my iPhone but wait|Sent from my samsung do not approve|Sent from my iPhone, staging|Get Outlook for staging|iPhone only
Approve the Android build|for iPhone users|Send the Outlook plugin later|Android|Sent from the wrong account|approve|Galaxy release sent to testers
I sent it from my iPhone yesterday, so ask Max before you run it"""


def table(text: str) -> list[str]:
    return [line for row in text.split("\n") for line in row.split("|")]


@pytest.mark.parametrize("line", table(DEVICES))
def test_ml3_the_line_of_a_device_is_known_in_any_language(line: str) -> None:
    assert is_device(line)


@pytest.mark.parametrize("line", table(NO_DEVICES))
def test_ml3_a_persons_line_about_a_device_is_theirs(line: str) -> None:
    assert not is_device(line)


@pytest.mark.parametrize(
    "line", ["[cid:image001.png@01DB4A2C.5D3E7F10]", "[image: logo.png]", "<image001.png>", "[cid:a] [cid:b]"]
)
def test_ml3_pictures_are_no_words(line: str) -> None:
    assert is_image(line)
    assert not is_image(line + " approve")


@pytest.mark.parametrize(
    ("line", "is_label"),
    [
        ("[AMD Official Use Only - Internal Distribution Only]", True), ("Classification: Internal", True), ("Sensitivity: Confidential", True),
        ("TLP:AMBER", True), ("Internal", False), ("[Public]", True), ("[EXTERNAL]", True), ("INTERNAL USE ONLY", False), ("[only staging]", False), ("[staging]", False),
        ("[do not approve]", False), ("approve", False), ("Classification: not yet", False), ("[wait]", False), ("[x]", False),
    ],
)  # fmt: skip
def test_ml1_a_classification_is_known_and_a_condition_in_brackets_is_none(line: str, is_label: bool) -> None:
    assert is_class_label(line) is is_label


@pytest.mark.parametrize(
    "text",
    [
        "This e-mail and any attachments are confidential and intended solely for the addressee.",
        "Ce courriel est confidentiel et réservé à son destinataire. Si vous l'avez reçu par erreur, merci de le détruire.",
        "If you are not the intended recipient, please notify the sender and delete this message from your system.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, vernichten Sie diese Mail, Empfänger.",
        "Please consider the environment before printing this e-mail, thank you for your help.",
    ],
)
def test_ml3_a_disclaimer_is_a_footer(text: str) -> None:
    assert is_disclaimer([text])
    assert is_footer(["", text, ""])


@pytest.mark.parametrize(
    "text",
    [
        "but only after lunch", "This message is confidential, please run it only after legal agreed to it and the recipients know.",
        "Max must agree first", "not yet", "approve", "no", "wait for the confidential report, then delete this message",
        "Deploy v2: https://example.com/v2", "Please ask https://example.com first", "on Monday", "staging",
    ],
)  # fmt: skip
def test_ml3_a_persons_afterthought_is_no_footer(text: str) -> None:
    assert not is_footer([text])


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("Olive Ops", True), ("Olive", True), ("Olive J. Ops", True), ("Olive Ops, Release Manager", False), ("Olive Ops | Example Inc.", False),
        ("Olive Bob", False), ("Bob", False), ("Olive only", False), ("Olive and Max", False), ("Olive)", False), ("olive ops", True), ("Olive approves", False),
    ],
)  # fmt: skip
def test_ml3_a_name_line_is_the_persons_whole_name(line: str, is_one: bool) -> None:
    assert is_name_line(line, ("Olive Ops",)) is is_one


@pytest.mark.parametrize(
    ("lines", "is_one"),
    [
        ("Olive", True), ("Olive Ops\nRelease Manager", False), ("Olive Ops\nHead of Releases", True), ("Olive\nCTO", True),
        ("Olive Ops\nRelease Manager | Example GmbH\n+49 30 1234567\nwww.example.com", True), ("Olive\nTel. +49 30 1234567 · olive@example.org", True),
        ("Olive Ops\n12 Main Street, London\n+49 30 1234567\nwww.example.com", True), ("Olive\nwww.example.com", True), ("Olive\nBob", False),
        ("Olive\nVersion 1.4.2\n+49 30 1234567\nwww.example.com", False), ("Olive\nNext Week\n+49 30 1234567\nwww.example.com", False),
        ("Olive\ncall me +49 30 123456 first\nwww.example.com", False), ("Olive\n2026-12-24", False), ("Olive\nstaging.example.com/x", False),
        ("Olive\nhttps://example.org/issue/7\nhttps://example.org/issue/8", False), ("Olive\nOnly Staging\n+49 30 1234567\nwww.example.com", False),
    ],
)  # fmt: skip
def test_ml3_a_signature_is_a_name_and_what_is_proved_below_it(lines: str, is_one: bool) -> None:
    assert is_signature(lines.split("\n"), ("Olive Ops",), ("Head of Releases",)) is is_one


def test_lines_are_compared_without_what_programs_change() -> None:
    ours = 'On silence: it expires after 4 hours · "v1"'
    for theirs in (
        f"> {ours}",
        f"\ufeff{ours}",
        ours.replace(" ", "\u202f"),
        f"*{ours}*",
        f"{ours} <https://x.test/?u=1>",
        ours.replace("·", "?"),
    ):
        assert normalize_line(theirs) == normalize_line(ours)


def test_ml7_a_label_is_known_in_any_writing() -> None:
    assert read_label("*From:* Bot <bot@x>") == ("from", "Bot <bot@x>")
    assert read_label("差出人：Bot") == ("差出人", "Bot")
    assert read_label("https://example.com") is None
    assert read_label("On Fri, Nov 20, 2026 at 10:00 AM Bot wrote") is None
