"""A reader who follows a click from the edge to its result changes the file twenty times at the most (WAY1).

The functions of the channel are followed in the order of their first call in a real request. A step is a call into another
file than the caller's, into a new one or back into one that was left. A task and a callback belong to the file that makes them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.inbound.test_form_submissions import EDITED, editable
from tests.channels.slack.slack_workspace import slack_platform

BASE = f"{Path(__file__).parents[4] / 'channels' / 'slack'}/"
LISTENERS = "inbound/bolt_listeners.py"
MADE_IN = {
    "HttpEntry.receive_event": "Slack",
    **dict.fromkeys(("_acknowledge", "PayloadStore.begin_judging", "PayloadStore.show_later"), LISTENERS),
}
"""The makers of the functions that are called back; any other one is made in its own file."""
MOST = 20


class FollowedCalls:
    """The steps of one request, "caller -> function"; work that it does not wait for (other cards, Home) is left out."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self._files: dict[CodeType, str | None] = {}

    def note_call(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(BASE) or code in self._files or "<" in code.co_name:
            return
        file, caller = code.co_filename.removeprefix(BASE), self._find_caller(frame.f_back)
        if caller is None and not file.startswith("inbound/"):
            self._files[code] = None
            return
        before = self._files[caller] if caller else MADE_IN.get(code.co_qualname, file)
        self._files[code] = file if before is not None else None
        if before not in (None, file):
            self.steps.append(f"{before} -> {file} {code.co_qualname}")

    def _find_caller(self, frame: FrameType | None) -> CodeType | None:
        while frame is not None and frame.f_code not in self._files:
            frame = frame.f_back
        return frame.f_code if frame else None


@contextmanager
def followed_calls() -> Iterator[FollowedCalls]:
    followed = FollowedCalls()
    sys.setprofile(followed.note_call)
    try:
        yield followed
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("way", ["Approve", "Edit & approve…", "a form"])
async def test_way1_a_click_is_followed_in_twenty_changes_of_file(tmp_path: Path, way: str) -> None:
    async with slack_platform(tmp_path, *PUSH, agents=editable) as here:
        await here.ask()
        card, olive = await here.card(), here.user("olive")
        if way == "a form":
            await here.app.click(olive, card, "Edit & approve…")
            await here.modal("olive")
        await here.at_rest()
        with followed_calls() as followed:
            if way == "a form":
                await here.app.submit(olive, values=EDITED)
            else:
                await here.app.click(olive, card, way)
            if way == "Edit & approve…":
                await here.modal("olive")
            else:
                await here.until(lambda: settled(here))
            await here.quiet()
        assert 10 < len(followed.steps) <= MOST, "\n".join(followed.steps)
        assert followed.steps[0] == "Slack -> inbound/http.py HttpEntry.receive_event"
        assert any("EphemeralSender.show_result" in step for step in followed.steps)
