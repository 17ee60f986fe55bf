"""The author of the text below a reply: our mail in every program and language, and no other mail."""

import pytest

from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import is_about_another
from tests.channels.email.synthetic_replies import SENT, cases, inline_cases
from tests.random_seed import draw_cases


def test_what_programs_quote_of_ours_is_ours() -> None:
    for case in (*draw_cases("quotes", list(cases()), 6), *inline_cases()):
        mail = parse_mail(case.raw)
        assert isinstance(mail, ParsedMail)
        assert not is_about_another((mail.text, mail.html), SENT), (case.program, case.language, case.posting)


@pytest.mark.parametrize(
    ("text", "is_another"),
    [
        ("yes", False),
        ("yes\n\n> Lunch at noon?", True),
        ("yes\n\n  > Lunch at noon?\n", True),
        ("yes\n\n| Lunch at noon, at the usual place?", True),
        ("yes\n\n＞ Lunch at noon?", True),
        ("yes\n>\n> \n", False),
        (f"yes\n\n> Lunch?\n> {SENT.marker}", False),
        (f"yes\n\n> {SENT.texts[0].splitlines()[2][:30]}", False),
    ],
)
def test_a_quote_without_a_line_of_ours_is_another_ones(text: str, is_another: bool) -> None:
    assert is_about_another((text,), SENT) is is_another


def test_where_nothing_of_ours_is_known_every_quote_is_another_ones() -> None:
    assert is_about_another(("yes\n\n> Please approve.",), None)
    assert not is_about_another(("yes",), None)


def test_one_part_about_another_is_enough() -> None:
    assert is_about_another(("yes", "yes\n> Lunch at noon?"), SENT)
