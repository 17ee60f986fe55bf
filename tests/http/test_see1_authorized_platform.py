"""The API and the pages reach threads, requests, prompts and holds through `AuthorizedPlatform` alone."""

import re
from pathlib import Path

import bot.http.pages

PAGES = Path(bot.http.pages.__file__).parent
SOURCES = [PAGES.parent / "api.py", PAGES.parent / "holds.py", *sorted(PAGES.glob("*.py"))]
ROUND_IT = re.compile(
    r"(?:desk\.house|house_of\(request\)|request\.app\.state\.house)\s*\.\s*"
    r"(?:views|prompts|events|record\.load|record\.rows|record\.holds|holds|control|decisions|intake|take|ignore"
    r"|launch|say|pause|resume|cancel|fork|decide|answer|place_hold|lift_hold)\b"
)
ALLOWED = {"review.py": 1}
"""A review link is signed for one person and one request: its card is shown before anybody signs in."""


def test_see1_no_page_and_no_route_goes_round_the_rights() -> None:
    found = {path.name: len(ROUND_IT.findall(path.read_text())) for path in SOURCES}
    assert len(found) > 12
    assert {name: count for name, count in found.items() if count} == ALLOWED
    assert ROUND_IT.search("await desk.house.launch(")
    assert ROUND_IT.search("house_of(request).views.thread(id)")
