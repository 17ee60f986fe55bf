"""Which addresses are ever called because a payload names them."""

import pytest

from channels.slack.outbound.interaction_replies import is_trusted

API = "https://slack.com/api/"


@pytest.mark.parametrize(
    ("url", "base_url", "trusted"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", API, True),
        ("https://hooks.slack-gov.com/actions/T1/1/x", "https://slack-gov.com/api/", True),
        ("http://hooks.slack.com/actions/T1/1/x", API, False),
        ("https://hooks.slack.com.evil.example/x", API, False),
        ("https://hooks.slack.com@evil.example/x", API, False),
        ("https://evil.example/hooks.slack.com", API, False),
        ("https://hooks.slack.com:8443/x", API, False),
        ("https://hooks.slack.com\\@evil.example", API, False),
        ("https://slack.com/api/x", API, False),
        ("file:///etc/passwd", API, False),
        ("http://169.254.169.254/latest", API, False),
        ("http://127.0.0.1:99999/x", API, False),
        ("", API, False),
        ("http://127.0.0.1:4000/hook/1", "http://127.0.0.1:4000/api/", True),
        ("http://127.0.0.1:4001/hook/1", "http://127.0.0.1:4000/api/", False),
        ("https://127.0.0.1:4000/hook/1", "http://127.0.0.1:4000/api/", False),
    ],
)
def test_slk33_a_response_url_that_is_not_slacks_is_never_called(url: str, base_url: str, trusted: bool) -> None:
    assert is_trusted(url, base_url) is trusted
