"""Mails as a browser shows them: readable in light and in dark, no wider than a telephone, without any request."""

import pytest
from playwright.async_api import Browser

from bot.core.card.card import RequestCard
from channels.email.outbound.request_mail import render_card
from tests.channels.email.mail_reader import look, note
from tests.channels.email.screenshots import LOOK, RELEASE, SETTINGS, seen
from tests.channels.slack.sample_cards import approval, outcome, question

pytestmark = pytest.mark.browser

NOTE = """# Done

I tagged `v1.4.3` on [the commit](https://git.example/c/4f2a91c), see https://git.example/a/very/long/path/without/any/blank/in/it.

- one
- two

| name | what |
|---|---|
| averyveryverylongnamewithoutanyblankinit | 1 |

> said before

```
a_very_long_line_of_code_without_a_blank_in_it = "that goes on and on and on and on and on and on"
```
"""

CARDS = {
    "approval": RELEASE,
    "unbroken": approval({"token_" + "y" * 200: "x" * 2_000, "branch": "m\u0430in"}, typed="x", words="w" * 500),
    "rejected": approval(outcome=outcome("rejected", reason="Not that one.")),
    "question": question(urgency="high", choices=("v" * 300, "v2")),
    "note": note(NOTE),
}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", CARDS)
async def test_eml23_a_letter_is_readable_fits_its_width_and_fetches_nothing(
    chromium: Browser, name: str, setting: str
) -> None:
    made: RequestCard = CARDS[name]
    shown = await seen(chromium, render_card(made, LOOK if made is RELEASE else look()).html, SETTINGS[setting])
    assert (shown.wide, shown.faint, shown.fetched) == (0, [], [])


async def test_the_buttons_of_a_letter_stand_on_one_line_where_there_is_room(chromium: Browser) -> None:
    page = await chromium.new_page(viewport={"width": 700, "height": 400})
    await page.set_content(render_card(RELEASE, LOOK).html)
    boxes = [await page.get_by_role("link", name=name).bounding_box() for name in ("Approve by mail", "Reject by mail")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["height"] == boxes[1]["height"] < 50
    await page.close()
