"""The text beside the blocks: the same words as mrkdwn, with nothing in it that Slack would act on."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.slack.views.markdown import render_mrkdwn
from tests.random_seed import share


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**v1** is out.", "*v1* is out."),
        ("_a_ and ~~b~~ and `c`", "_a_ and ~b~ and `c`"),
        ("# Title\n\ntext", "*Title*\ntext"),
        ("- a\n- b\n  - c", "• a\n• b\n    • c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("> said", "> said"),
        ("```\nx < y\n```", "```\nx &lt; y\n```"),
        ("[docs](https://a.example/x)", "<https://a.example/x|docs (a.example)>"),
        ("https://a.example/x", "https://a.example/x"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
    ],
)
def test_the_same_words_as_mrkdwn(markdown: str, text: str) -> None:
    assert re.sub(r"\n+", "\n", render_mrkdwn(markdown)) == text


@settings(max_examples=share(300), deadline=None)
@given(st.text(alphabet="a*_~`[]()<>!@|&\n# -1.:/https", max_size=80))
def test_llm13_the_only_mark_is_a_link_that_shows_its_host(markdown: str) -> None:
    for mark in re.findall(r"<[^>]*>", render_mrkdwn(markdown)):
        assert re.fullmatch(r"<(https?://|mailto:)[^|>]+\|[^>]+>", mark)
