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
