"""The kinds of request mail, and readers of both parts of a composed mail."""

from channels.email.outbound.view_context import MailContent
from tests.channels.email.mail_reader import MailPage, check_harmless

SECRET = "gh" + "p_" + "a1B2" * 9


def read(made: MailContent) -> MailPage:
    page = MailPage(made.html)
    check_harmless(page, made.html)
    return page


def buttons(made: MailContent) -> list[str]:
    return [label.strip() for _, label in read(made).links]
