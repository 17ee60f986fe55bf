"""The work of rendering an agent's text is proportional to its length, for any content (SL2)."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from channels.slack.views import blocks
from channels.slack.views.markdown import render_messages, render_mrkdwn

LONGEST = 12_000
HOSTILE = {
    "nested lists": "1. a\n   - b\n",
    "items": "- a\n",
    "rules": "a\n\n---\n\n",
    "numbered": "1. a\n",
    "quotes": "> a\n\nb\n\n",
    "fences": "```\na\n```\n",
    "headings": "# a\n",
    "stars": "*a ",
    "bold": "**a** ",
    "links": "[a](https://e.example) ",
    "addresses": "https://e.example ",
    "code": "`a` ",
    "tables": "|a|\n|-|\n|b|\n\n",
    "brackets": "[",
    "ampersands": "&",
    "backticks": "`",
    "paragraphs": "a\n\n",
    "lines": "a\n",
    "nothing but letters": "a",
}


def calls_in(work: Callable[[], Any]) -> dict[str, int]:
    """How many calls of Python functions the work makes, and how many of them weigh a piece of blocks."""
    found: dict[str, int] = {"all": 0, "weight": 0}

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            found["all"] += 1
            found["weight"] += frame.f_code is blocks.measure_blocks.__code__

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def message(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def said(text: str) -> None:
    """The rendering of a text, as a delivery does it."""
    pages = render_messages(text)
    render_mrkdwn(text, pages)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.drawn
def test_sl2_eight_times_the_markdown_is_about_eight_times_the_work(piece: str) -> None:
    part, whole = (calls_in(partial(said, message(piece, size))) for size in (LONGEST // 8, LONGEST))
    assert whole["weight"] <= 9 * part["weight"] + 200
    assert whole["all"] <= 10 * part["all"] + 3 * LONGEST  # what has to be cut is gone through letter by letter


def test_sl2_the_plain_text_of_pages_that_are_made_parses_nothing_again() -> None:
    text = message(HOSTILE["nested lists"], LONGEST)
    pages = render_messages(text)
    assert calls_in(lambda: render_mrkdwn(text, pages))["weight"] == 0
    assert render_mrkdwn(text, pages) == render_mrkdwn(text)


def test_sl2_every_piece_of_a_hostile_text_is_still_there() -> None:
    text = "".join(f"1. a{number}\n   - b{number}\n" for number in range(300))
    shown = str(render_messages(text))
    assert all(f"'a{number}'" in shown and f"'b{number}'" in shown for number in range(300))
