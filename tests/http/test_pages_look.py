"""How pages look where a machine can tell: contrast in both schemes, hidden characters, times, editable arguments."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.escaping import make_visible
from bot.http.pages import templating

CSS = (templating.STATIC / "style.css").read_text()
SCHEMES = dict(zip(("light", "dark"), re.findall(r":root \{(.*?)\}", CSS, re.S), strict=True))

PAIRS = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "raised"), ("ink", "green-wash"), ("ink", "red-wash"), ("ink", "blue-wash"),
    ("soft", "paper"), ("soft", "sheet"), ("soft", "raised"), ("green", "paper"), ("green", "sheet"), ("green", "green-wash"),
    ("red", "sheet"), ("red", "red-wash"), ("red", "paper"), ("amber", "amber-wash"), ("green-ink", "green"), ("paper", "ink"),
]  # fmt: skip
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", SCHEMES[scheme]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_has_the_contrast_that_wcag_asks_for(scheme: str, text: str, ground: str) -> None:
    found = colours(scheme)
    dark, light = sorted(luminance(found[name]) for name in (text, ground))
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in templating.STATIC.iterdir():
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|url\(", file.read_text()), file.name


def test_templates_hold_no_inline_script_or_style_and_never_switch_escaping_off() -> None:
    for file in (templating.HERE / "templates").iterdir():
        text = file.read_text()
        assert not re.search(r"<style|style=|\son[a-z]+=|\|\s*safe|autoescape|Markup|<script(?! src)", text), file.name


def test_a_static_address_changes_with_its_file() -> None:
    assert re.fullmatch(r"/static/live\.js\?v=[0-9a-f]{12}", templating.make_static_url("live.js"))


@given(st.text())
def test_visible_text_hides_and_reorders_nothing(text: str) -> None:
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\u200e\u200f\ufeff\x00-\x08\x7f-\x9f]", make_visible(text))


@pytest.mark.parametrize("text", ["Grüße, “Olive” — 你好 👩\u200d🚀 می\u200cخواهم", "line\nline\ttab", "<b>&amp;"])
def test_visible_text_leaves_other_languages_alone(text: str) -> None:
    assert make_visible(text) == text


@given(st.dictionaries(st.text(), st.text() | st.integers(-(2**50), 2**50) | st.booleans() | st.none()))
def test_editable_arguments_mean_the_same_and_hide_nothing(arguments: dict[str, object]) -> None:
    text = templating.format_editable_json(arguments)
    assert json.loads(text) == arguments
    assert re.fullmatch(r"[\n -~À-ÿ€]*", text)


def test_what_is_left_is_said_in_words() -> None:
    spans = [
        timedelta(seconds=-1),
        timedelta(seconds=30),
        timedelta(minutes=59),
        timedelta(hours=4),
        timedelta(days=2, hours=3),
    ]
    said = [templating.describe_time_left(NOON, NOON + span) for span in spans]
    assert said == ["", "0 min", "59 min", "4 h 0 min", "2 d 3 h"]
    assert templating.describe_time_left(NOON, None) == ""
    assert all(first != second for first, second in pairwise(said))
