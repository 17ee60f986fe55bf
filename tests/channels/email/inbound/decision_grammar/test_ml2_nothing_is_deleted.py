"""Nothing is taken out of a reply that is not proved to be software's: what else stands beside an approval is asked about once."""

from typing import Any

import pytest

from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    ReplyAuthor,
    ReplyDecision,
    decide_reply,
)
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from channels.email.options import LOCALES
from tests.channels.email.mail_programs import gmail_web, ios, outlook_web, thunderbird
from tests.channels.email.quoted_mails import NAME, PersonWords, ReplyParts, Writer, ours, raw

OURS = ours()
OLIVE = ReplyAuthor(
    locales=LOCALES,
    signs=("Olive Ops", "Olive", "Release Manager"),
    names=("Olive Ops",),
    bot=NAME,
    bots=("deploybot",),
)


def mailto(said: PersonWords, _: object) -> ReplyParts:
    return ReplyParts(f"{said.words}\n", "")


WAYS: dict[str, tuple[Writer, str]] = {
    "gmail": (gmail_web, "both"),
    "outlook": (outlook_web, "both"),
    "apple": (ios, "both"),
    "thunderbird": (thunderbird, "text"),
    "mailto": (mailto, "text"),
}


def reply(said: PersonWords, way: str = "gmail") -> ExtractedReply:
    write, kind = WAYS[way]
    mail = parse_mail(raw(write(said, OURS), kind))
    assert isinstance(mail, ParsedMail), mail
    return extract_reply(mail, OURS.sent)


def verdict(words: str, way: str = "gmail", speaker: ReplyAuthor = OLIVE, **said: Any) -> ReplyDecision:
    return decide_reply(reply(PersonWords(words, **said), way), speaker)


def leanings(words: str, speaker: ReplyAuthor = OLIVE, **said: Any) -> set[str]:
    """How every program's reply with these words is taken: "approved", or what is asked about."""
    found = [verdict(words, way, speaker, **said) for way in WAYS if not (way == "mailto" and said)]
    return {"approved" if each == ApprovingReply() else getattr(each, "leaning", "rejected") for each in found}


MARKED = (
    'approve\n\n| tag = "v1.4.4"', 'approve:\n| tag = "v1.4.4"', '| tag = "v1.4.4"\n\napprove', "approve\n> only on staging",
    "approve\n\n| but only staging", "| tag | v1.4.4 |\n\napprove", "approve\n>> wait for Max", "> No\n\napprove", "approve\n＞ wait",
    "approve\n\n> use v1.4.2", '> tag = "v1.4.4"\napprove', "approve\n\n> Staging, please.\n\nOlive",
)  # fmt: skip


@pytest.mark.parametrize("words", MARKED)
def test_ml1_a_line_that_the_person_marks_is_their_own(words: str) -> None:
    assert "approved" not in leanings(words)


NAMES = (
    "Dale Smith", "Lance Armstrong", "Bora Kim", "Sim Lee", "Vai Sikahema", "Zgoda Anna", "Los Max", "Go Tanaka", "Yes Man",
    "Ja Rule", "Da Ly", "Faz Ahmed", "Siga Dan", "Fiat Luigi", "Granted A", "Continua M", "Vamos P", "Lance", "Vas Y",
)  # fmt: skip
POLITE = (
    "Thanks,\n{0}", "Noted, thanks.\n\n{0}", "{0}", "Hi,\n\n{0}", "Ok. {0}", "OK\n{0}", "Got it, thanks!\n{1}", "Good morning\n{0}",
    "Thank you, {0}", "Got it. {0}", "{0}, thanks", "{0} thanks", "Hi {0}", "Thanks, {0}!", "{1}",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.drawn
def test_ml2_a_name_that_is_a_yes_in_some_language_approves_nothing(name: str) -> None:
    first = name.split()[0]
    own = ReplyAuthor(locales=LOCALES, signs=(name, first), names=(name,), bot=NAME)
    other = ReplyAuthor(locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), others=(name,), bot=NAME)
    for polite in POLITE:
        for speaker in (own, other):
            assert decide_reply(ExtractedReply(text=polite.format(first, name)), speaker) != ApprovingReply(), polite
            assert verdict(polite.format(first, name), speaker=speaker) != ApprovingReply(), polite


def test_ml2_a_person_with_such_a_name_still_approves_by_other_words() -> None:
    for name in ("Dale Smith", "Lance Armstrong", "Bora Kim"):
        speaker = ReplyAuthor(locales=LOCALES, signs=(name, name.split()[0]), names=(name,), bot=NAME)
        assert decide_reply(ExtractedReply(text=f"Approved, thanks\n\n{name.split()[0]}"), speaker) == ApprovingReply()
        assert decide_reply(ExtractedReply(text=name.split()[0]), speaker).model_dump()["leaning"] == "approve"


BELOW_THE_NAME = (
    "Version 1.4.2", "V1.4.2", "Tag V1.4.2", "Use Commit C0FFEE", "Next Week", "From 1 December", "Effective 1 Dec 2026", "At 18:00", "18:00 Uhr",
    "Staging Cluster", "Just Kidding", "Max Decides", "Όχι Ακόμα", "Csak Holnap", "Nächste Woche", "Ab 1. Dezember", "Call Me", "Ping Max",
    "Canary 10%", "See Ticket OPS-12", "Sau Ngày Mai", "Jangan Dulu", "Doar Mâine", "Тек Сутра", "2026-12-24", "24/12", "Use The Old One",
    "Rename To V2", "Max First", "Ask Max", "Ask Manager", "Staging, Then Prod", "Prod Freeze Friday", "Friday", "In 2 Hours", "Tonight", "2 PM",
    "QA", "Wrong Tag", "Hotfix 1.4.2", "EU Region", "Budget 100 EUR", "Nur Staging", "Test", "Draft", "Platform Team\nFreeze Until Monday",
    "https://example.org/issue/7\nhttps://example.org/issue/8", "Director First", "call me +49 30 1234567 first",
)  # fmt: skip


@pytest.mark.parametrize("line", BELOW_THE_NAME)
@pytest.mark.drawn
def test_ml3_a_line_below_the_name_that_is_no_contact_is_asked_about(line: str) -> None:
    for words in (
        f"approve\n\nOlive\n{line}",
        f"approve\n\nOlive Ops\n{line}\n",
        f"approve\nOlive\n+49 30 1234567\n{line}\nwww.example.com",
    ):
        assert "approved" not in leanings(words)
    for words in (
        f"approve\n\nOlive, {line}",
        f"approve\n\nOlive - {line}",
        f"approve\n\nOlive | {line}",
        f"approve\n-- \n{line}",
    ):
        assert decide_reply(ExtractedReply(text=words), OLIVE) != ApprovingReply()


@pytest.mark.parametrize(
    "signature",
    [
        "Olive", "Olive Ops\nRelease Manager", "Olive Ops, Release Manager", "Best regards,\nOlive\nCTO", "Olive\n+49 30 1234567\nolive@example.org",
        "Olive Ops\nHead of Releases | Example Inc.\n+49 30 1234567 | www.example.com", "Olive Ops\nTel.: +49 30 1234567\nMobil: +49 170 1234567",
        "Olive Ops\nExample GmbH\nSitz der Gesellschaft: Berlin, Amtsgericht Charlottenburg, HRB 12345\nwww.example.com",
        "-- \nOlive Ops\nPlatform Team", "-- \nOlive Ops\nApproval desk, Example Inc.",
    ],
)  # fmt: skip
def test_ml3_a_signature_with_evidence_approves_at_once(signature: str) -> None:
    assert leanings(f"approve\n\n{signature}") == {"approved"}


def test_ml3_an_unproved_line_makes_us_ask_whether_it_is_meant_as_a_yes() -> None:
    assert leanings("approve\n\nOlive\nVersion 1.4.2") == leanings("approve\n\nOlive\nPlatform Team") == {"approve"}


NO_DISCLAIMERS = (
    "The privacy policy in the release message is the old one, replace it with the new text.",
    "This message contains confidential customer names in the changelog. Do not tag before they are gone.",
    "There is a virus in the attachments of this build and I want it out of the tag.",
    "The disclaimer in the e-mail contents is the old one; use the new text for this.",
    "Confidential: this message is about v1.4.3, and Max asked me to leave the customer data out.",
    "If you received the message of Max about the confidential rows: leave them out, please.",
    "Si vous avez le message de Max sur les données confidentielles: retirez ces lignes.",
    "Attachments: the changelog has confidential names in it, take these out until Max has looked.",
    "The message to the addressees has a virus in it, take the file out please.",
    "Anhänge sind vertraulich, bitte die Datei entfernen und das Tag neu setzen.",
    "Le message contient des données confidentielles, retirez-les de la version s'il vous plaît",
    "El mensaje tiene datos confidenciales: quítalos del changelog, por favor, y usa v1.4.2",
    "This message was received in error by Max, so tag_release has to name the intended recipient c0ffee.",
)
DISCLAIMERS = (
    "This e-mail and any attachments are confidential and intended solely for the addressee.\nIf you are not the intended recipient, please delete it.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind oder diese E-Mail irrtümlich erhalten haben, vernichten Sie diese Mail.",
    "Ce courriel est confidentiel et réservé à son destinataire. Si vous l'avez reçu par erreur, merci de le détruire.",
)


@pytest.mark.parametrize("text", NO_DISCLAIMERS)
def test_ml3_a_sentence_about_the_call_is_no_disclaimer(text: str) -> None:
    assert "approved" not in leanings(f"approve\n\n{text}")
    assert "approved" not in leanings(f"approve\n\nOlive\n\n{text}")
    assert "approved" not in leanings("approve", below=text)


@pytest.mark.parametrize("text", DISCLAIMERS)
def test_ml3_a_disclaimer_that_names_recipients_or_errors_is_left_out(text: str) -> None:
    assert leanings(f"approve\n\n{text}") == leanings(f"approve\n\nOlive\n\n{text}") == {"approved"}
    assert leanings("approve", below=text) == {"approved"}


BELOW_THE_QUOTE = (
    "Version 1.4.2", "But Only Staging", "Next Week", "Wait For Max", "v1.4.2", "Confidential e-mail contents: take the customer list out",
    "PS Max First", "call me +49 30 123456 first", "see https://example.org/issue/7 first", "Ab 1. Dezember", "The files are confidential",
    "www.example.org has a bug", "not ok www.example.org", "Hotfix 1.4.2", "Όχι Ακόμα", "Stop", "No", "Internal", "-- \nnot really",
)  # fmt: skip


@pytest.mark.parametrize("text", BELOW_THE_QUOTE)
def test_ml3_words_below_our_mail_never_go_unseen_beside_an_approval(text: str) -> None:
    assert "approved" not in leanings("approve", below=text)


FOREIGN_FOOTERS = (
    "Ez az üzenet bizalmas információkat tartalmaz, kizárólag a megnevezett személynek szól.",
    "Το παρόν μήνυμα είναι εμπιστευτικό και προορίζεται μόνο για τους αποδέκτες του.",
    "Acest e-mail conține informații confidențiale.", "Ova poruka je povjerljiva.", "อีเมลนี้เป็นความลับ", "הודעה זו חסויה", "هذه الرسالة سرية",
)  # fmt: skip


@pytest.mark.parametrize("text", FOREIGN_FOOTERS)
def test_ml3_a_footer_in_another_language_costs_one_question_and_blocks_no_refusal(text: str) -> None:
    assert leanings("approve", below=text) == {"approve"}
    assert leanings("no, wrong commit", below=text) == {"rejected"}


def test_ml3_a_yes_below_our_mail_is_no_answer() -> None:
    assert leanings("no", below="approve") == {""}
    assert leanings("Which commit?", below="approve") == {""}


LABELS = (
    "Internal only", "label: release candidate", "Label: staging", "[internal users]", "[Restricted rollout, EU customers]", "Public only", "Private",
    "Secret", "Sensitivity: staging", "Classification: hotfix", "label: rc-2", "Internal users only", "[internal]", "General",
    "Caution: the external links in this message are suspicious, please fix them.", "CAUTION: external sender, do not trust this message",
    "The links to the external company site are wrong. Click on them and see.", "Attention: external e-mail template has phishing links, remove them",
)  # fmt: skip


@pytest.mark.parametrize("line", LABELS)
def test_ml1_a_first_line_without_softwares_mark_is_the_persons(line: str) -> None:
    assert "approved" not in leanings(f"{line}\n\napprove")


def test_ml1_a_classification_is_left_out_where_its_form_or_a_header_proves_it() -> None:
    for line in ("[EXTERNAL]", "Sensitivity: Internal", "Classification: Confidential", "【社外秘】", "TLP:AMBER"):
        assert leanings(f"{line}\n\napprove") == {"approved"}, line
    for line in ("Internal", "Classified as Public", "Confidential - Internal"):
        assert "approved" not in leanings(f"{line}\n\napprove"), line
        written = raw(gmail_web(PersonWords(f"{line}\n\napprove"), OURS), "both")
        mail = parse_mail(b"msip_labels: MSIP_Label_1_Enabled=true\r\n" + written)
        assert isinstance(mail, ParsedMail)
        assert decide_reply(extract_reply(mail, OURS.sent), OLIVE) == ApprovingReply(), line


LIKE_DEVICES = (
    "Get rid of the Android one", "Get v2 for Android", "Send it to my Mac", "Get the APK to Android QA", "Sent to v1 Android", "Get Outlook in too",
    "Get it on Android and iOS", "Download for iPad 1st", "Make v2 for iPhone", "(Sent v2 to Android)", "Send v2 via Outlook", "Get it off my iPhone 1st",
    "Send iOS app out, hold Android", "Get the old Galaxy app in 1st", "[image shows the wrong version]", "[logo is wrong]", "[cid: stop]",
    "[inline image says no]", "[image of the diff shows an error, please correct]", "[image: red cross]", "[Bild zeigt falsches Datum]",
)  # fmt: skip


@pytest.mark.parametrize("line", LIKE_DEVICES)
def test_ml3_an_order_about_a_device_or_a_picture_is_the_persons(line: str) -> None:
    assert "approved" not in leanings(f"approve\n{line}") | leanings(f"{line}\napprove")
    assert "approved" not in leanings("approve", below=line)


def html_verdict(words: str, style: str = "") -> ReplyDecision:
    written = gmail_web(PersonWords("approve"), OURS)
    html = written.html.replace("approve", words, 1)
    mail = parse_mail(raw(ReplyParts(written.text, style + html), "both"))
    assert isinstance(mail, ParsedMail)
    return decide_reply(extract_reply(mail, OURS.sent), OLIVE)


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ('<span class="s1">approve</span>', "<style>.s1{text-decoration:line-through}</style>"),
        ('<span class="s1">approve</span>', "<style>.s1{text-decoration:line\\2dthrough}</style>"),
        ('<span style="-webkit-text-decoration:line-through">approve</span>', ""),
        ('<span style="-webkit-text-decoration-line:line-through">approve</span>', ""),
        ('<span style="text-line-through:single">approve</span>', ""),
        ('<span style="text-decoration:line\\2d through">approve</span>', ""),
        ('<span style="text-decor\\61 tion:line-through">approve</span>', ""),
        ('<img alt="approve" src="cid:a">', ""),
    ],
)
def test_ml1_words_that_are_struck_out_or_in_a_picture_approve_nothing(words: str, style: str) -> None:
    assert html_verdict("approve") == ApprovingReply()
    assert html_verdict(words, style) != ApprovingReply()


def test_ml1_a_picture_of_the_word_alone_and_a_question_mark_of_any_script_approve_nothing() -> None:
    mail = parse_mail(raw(ReplyParts("", '<img alt="approve" src="cid:a">'), "html"))
    assert isinstance(mail, ParsedMail)
    found = decide_reply(extract_reply(mail, OURS.sent).model_copy(update={"is_html_only": False}), OLIVE)
    assert found != ApprovingReply()
    for words in ("yes\u037e", "approve\u037e", "approve\u061f", "Ja, ja", "ja, ja."):
        assert "approved" not in leanings(words)
    assert leanings("no, no") == {"rejected"}


@pytest.mark.parametrize("first", ["Gesendet", "Datum"])
def test_ml1_a_header_block_may_begin_with_the_moment(first: str) -> None:
    written = outlook_web(PersonWords("genehmigt"), OURS).text
    lines = written.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("From:"))
    assert lines[at + 1].startswith("Sent:")
    lines[at : at + 2] = [lines[at + 1].replace("Sent", first), lines[at].replace("From", "Von")]
    mail = parse_mail(raw(ReplyParts("\n".join(lines), ""), "text"))
    assert isinstance(mail, ParsedMail)
    assert decide_reply(extract_reply(mail, OURS.sent), OLIVE) == ApprovingReply(), extract_reply(mail, OURS.sent)
    lines.insert(at, "start: 14:30 on 3.5.2026")
    mail = parse_mail(raw(ReplyParts("\n".join(lines), ""), "text"))
    assert isinstance(mail, ParsedMail)
    assert decide_reply(extract_reply(mail, OURS.sent), OLIVE) != ApprovingReply()


def test_ml1_marks_of_direction_around_an_attribution_do_not_hide_it() -> None:
    written = (
        gmail_web(PersonWords("approve"), OURS)
        .text.replace("\nOn ", "\n\u202b\u202aOn ")
        .replace("wrote:", "wrote:\u202c\u200e")
    )
    assert "\u202b" in written
    mail = parse_mail(raw(ReplyParts(written, ""), "text"))
    assert isinstance(mail, ParsedMail)
    assert decide_reply(extract_reply(mail, OURS.sent), OLIVE) == ApprovingReply(), extract_reply(mail, OURS.sent)


@pytest.mark.parametrize(
    "words",
    [
        "Unable to approve", "承認できかねます", "👎👎", "👎", "🛑", "🙅", "NG", "Se rechaza", "Brak akceptacji", "Merci d'annuler",
    ],
)  # fmt: skip
def test_ml3_a_refusal_is_one_and_never_asked_about_as_an_approval(words: str) -> None:
    assert leanings(words) == {"rejected"}
