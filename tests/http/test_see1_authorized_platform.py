"""The API and the pages reach threads, requests, prompts and holds through `AuthorizedPlatform` alone."""

import re
from pathlib import Path

import bot.http

HTTP = Path(bot.http.__file__).parent
SOURCES = sorted([*(HTTP / "api").glob("*.py"), *(HTTP / "pages").glob("*.py")])
ROUND_IT = re.compile(
    r"(?:(?:context|self|desk)\.platform|find_platform\(request\)|request\.app\.state\.house)\s*\.\s*"
    r"(?:queries|prompts|list_events|repository\.(?:load_thread|read_rows|holds)|holds|control|decisions|intake|take_message|keep_ignored"
    r"|launch|say|pause|resume|cancel|fork|decide|answer|rehearse|place_hold|lift_hold)\b"
)
ALLOWED = {"review_link_page.py": 1}
"""A review link is signed for one person and one request: its card is shown before anybody signs in."""


def test_see1_no_page_and_no_route_goes_round_the_rights() -> None:
    found = {path.name: len(ROUND_IT.findall(path.read_text())) for path in SOURCES}
    assert len(found) > 15
    assert sum(path.read_text().count("platform") for path in SOURCES) > 50
    assert {name: count for name, count in found.items() if count} == ALLOWED
    assert ROUND_IT.search("await context.platform.launch(")
    assert ROUND_IT.search("find_platform(request).queries.find_thread(id)")
