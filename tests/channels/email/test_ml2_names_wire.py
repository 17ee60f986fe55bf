"""A colleague whose first name is a yes in some language: thanking or greeting them in a reply decides nothing, over the wire."""

from pathlib import Path

import pytest

from tests.channels.email.hostile_mails import DONE, PUSH, asked, judged, sent_to, still_waits
from tests.channels.email.mail_world import body, correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")

POLITE = ("Thank you, Dale", "Hi Dale,", "Dale", "Thanks,\nDale", "Got it. Dale!")


async def test_ml2_a_colleagues_name_that_is_a_yes_approves_nothing(mail: Servers, tmp_path: Path) -> None:
    """`dale` approves in Spanish; Dale is a person of this company, whom Olive thanks."""
    people = {name: mail.fresh() for name in ("sam", "olive", "dale")}
    options = {"locales": ["en", "es"]}
    async with correspondence(mail, tmp_path, PUSH, DONE, people=people, options=options) as here:
        sent_mail = await asked(here)
        assert "Dale" in body(sent_mail)
        for number, words in enumerate(POLITE):
            await here.replies("olive", sent_mail, words)
            await judged(here, number + 2)
            still_waits(here)
        await here.replies("olive", sent_mail, "Approved.\n\nOlive")
        await here.until(lambda: here.ledger.lines)
        (decided,) = here.decisions()
        assert (decided.person, decided.decision) == ("olive", "approve")


async def test_ml2_who_is_called_like_a_yes_signs_with_it_and_approves_nothing(mail: Servers, tmp_path: Path) -> None:
    people = {name: mail.fresh() for name in ("sam", "olive", "dale")}
    options = {"locales": ["en", "es"]}
    async with correspondence(mail, tmp_path, PUSH, DONE, people=people, options=options) as here:
        sent_mail = await asked(here, "dale")
        for number, words in enumerate(("Noted, thanks.\n\nDale", "Dale", "Thanks,\nDale")):
            await here.replies("dale", sent_mail, words)
            await judged(here, number + 2)
            still_waits(here)
        assert sent_to(here, "dale")[1:]
        await here.replies("dale", sent_mail, "Adelante.\n\nDale")
        await here.until(lambda: here.ledger.lines)
        assert [each.person for each in here.decisions()] == ["dale"]


@pytest.mark.parametrize("who", ["Olive", "Max"])
async def test_ml2_the_same_word_is_a_yes_where_nobody_is_called_so(mail: Servers, tmp_path: Path, who: str) -> None:
    """The name makes the difference, not the word: without a Dale in the company, Spanish `dale` approves."""
    options = {"locales": ["en", "es"]}
    async with correspondence(mail, tmp_path, PUSH, DONE, options=options) as here:
        sent_mail = await asked(here, who.lower())
        await here.replies(who.lower(), sent_mail, "Dale")
        await here.until(lambda: here.ledger.lines)
        assert [each.person for each in here.decisions()] == [who.lower()]


async def test_ml2_an_approval_that_thanks_a_dale_decides_nothing_and_its_writer_is_asked_once(
    mail: Servers, tmp_path: Path
) -> None:
    """Whose yes it is, is open: `Thank you, Dale` may end it in Dale's name."""
    people = {name: mail.fresh() for name in ("sam", "olive", "dale")}
    options = {"locales": ["en", "es"]}
    async with correspondence(mail, tmp_path, PUSH, DONE, people=people, options=options) as here:
        sent_mail = await asked(here)
        await here.replies("olive", sent_mail, "Approved.\nThank you, Dale\nOlive")
        question = await here.mail("olive", "Please confirm")
        still_waits(here)
        assert not here.ledger.lines
        await here.replies("olive", question, "approve")
        await here.until(lambda: here.ledger.lines)
        assert [(each.person, each.decision) for each in here.decisions()] == [("olive", "approve")]
