"""The prompt of the deploybot: links, what is deployed, a closing question, and a pre-fetch that is not listed again."""

import pytest

from agents.deploybot import agent as deploybot
from agents.deploybot.agent import DeploybotOptions, build
from bot.bootstrap import load_agent
from bot.core.errors import BadConfiguration


def prompt(web: str = "") -> str:
    return build(DeploybotOptions(repository=".", web=web)).prompt


def test_prm5_commits_and_tags_are_links_where_the_repository_has_a_page() -> None:
    linked = prompt("https://github.com/acme/shop/")
    assert "[4d1c000](https://github.com/acme/shop/commit/4d1c…)" in linked
    assert "[v1.4.2](https://github.com/acme/shop/releases/tag/v1.4.2)" in linked
    plain = (deploybot.LINKS / "plain.md").read_text("utf-8").strip()
    assert plain not in linked
    assert plain in prompt()
    assert "http" not in prompt()


@pytest.mark.parametrize(
    "web", ["javascript:alert(1)", "https://a b", "https://x/](evil)", "github.com/acme", "https://u@h/"]
)
def test_prm5_a_page_that_is_no_address_does_not_start(web: str) -> None:
    with pytest.raises(BadConfiguration, match="web"):
        load_agent("deploybot", {"repository": ".", "web": web})


def test_prm5_the_prompt_has_all_its_points_and_no_place_left_open() -> None:
    text = prompt()
    for point in (
        "What is deployed?",
        "end it with one question about the next step",
        "One release at a time",
        "older than the latest release only when a person names it",
        "propose from these lists",
        "List again only when a message or a rejection came after the last list.",
    ):
        assert point in text, point
    assert "List again before you propose" not in text
    assert "{" not in text.replace("{agent}", "")
