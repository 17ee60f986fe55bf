"""Slack's own text as a person reads it: each mark once, no entity read twice."""

import pytest

from channels.slack.inbound.payload_parser import unescape_message


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("deploy the latest", "deploy the latest"),
        ("<@U0BOT> deploy", "deploy"),
        ("<@U0BOT|bot>: deploy", "deploy"),
        ("  <@U0BOT>,   deploy ", "deploy"),
        ("ask <@U0BOT> and <@U0SAM|sam>", "ask @U0BOT and @sam"),
        ("see <#C1|general> or <#C2>", "see #general or #C2"),
        ("<!here> <!channel> <!subteam^S1|@ops>", "@here @channel @ops"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<https://a.b/c>", "https://a.b/c"),
        ("<https://a.b|a.b>", "https://a.b"),
        ("<https://evil.example|https://good.example>", "https://good.example (https://evil.example)"),
        ("<mailto:sam@a.b|sam@a.b>", "sam@a.b"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;@U1&amp;gt;", "&lt;@U1&gt;"),
        ("&lt;@U1&gt;", "<@U1>"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("v1 < v2", "v1 < v2"),
        ("", ""),
    ],
)
def test_marks_are_read_once(raw: str, words: str) -> None:
    assert unescape_message(raw, "U0BOT") == words
