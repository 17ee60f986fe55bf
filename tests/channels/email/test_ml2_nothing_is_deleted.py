"""Nothing is taken out of a reply that is not proved to be software's: what else stands beside an approval is asked about once."""

import pytest

from channels.email.decision import Approve, Decision, Speaker, Unclear, decide
from channels.email.extract import Reply, reply_of
from channels.email.mail import Mail
from channels.email.options import LOCALES
from channels.email.parse import parse
from tests.channels.email.programs import ios, gmail_web, outlook_web, thunderbird
from tests.channels.email.quoting import NAME, Parts, Said, Writer, ours, raw

OURS = ours()
OLIVE = Speaker(
    locales=LOCALES,
    signs=("Olive Ops", "Olive", "Release Manager"),
    names=("Olive Ops",),
    bot=NAME,
    bots=("deploybot",),
)


def mailto(said: Said, _: object) -> Parts:
    return Parts(f"{said.words}\n", "")


WAYS: dict[str, tuple[Writer, str]] = {
    "gmail": (gmail_web, "both"),
    "outlook": (outlook_web, "both"),
    "apple": (ios, "both"),
    "thunderbird": (thunderbird, "text"),
    "mailto": (mailto, "text"),
}


def reply(said: Said, way: str = "gmail") -> Reply:
    write, kind = WAYS[way]
    mail = parse(raw(write(said, OURS), kind))
    assert isinstance(mail, Mail), mail
    return reply_of(mail, OURS.sent)


def verdict(words: str, way: str = "gmail", speaker: Speaker = OLIVE, **said: str) -> Decision:
    return decide(reply(Said(words, **said), way), speaker)


def leanings(words: str, speaker: Speaker = OLIVE, **said: str) -> set[str]:
    """How every program's reply with these words is taken: "approved", or what is asked about."""
    found = [verdict(words, way, speaker, **said) for way in WAYS if not (way == "mailto" and said)]
    return {"approved" if each == Approve() else getattr(each, "leaning", "rejected") for each in found}


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
def test_ml2_a_name_that_is_a_yes_in_some_language_approves_nothing(name: str) -> None:
    first = name.split()[0]
    own = Speaker(locales=LOCALES, signs=(name, first), names=(name,), bot=NAME)
    other = Speaker(locales=LOCALES, signs=("Olive Ops", "Olive"), names=("Olive Ops",), others=(name,), bot=NAME)
    for polite in POLITE:
        for speaker in (own, other):
            assert decide(Reply(text=polite.format(first, name)), speaker) != Approve(), polite
            assert verdict(polite.format(first, name), speaker=speaker) != Approve(), polite


def test_ml2_a_person_with_such_a_name_still_approves_by_other_words() -> None:
    for name in ("Dale Smith", "Lance Armstrong", "Bora Kim"):
        speaker = Speaker(locales=LOCALES, signs=(name, name.split()[0]), names=(name,), bot=NAME)
        assert decide(Reply(text=f"Approved, thanks\n\n{name.split()[0]}"), speaker) == Approve()
        assert decide(Reply(text=name.split()[0]), speaker).model_dump()["leaning"] == "approve"
