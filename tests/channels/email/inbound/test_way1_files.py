"""A reader who follows an approving mail from its intake to its end goes back to a file at most twenty times (WAY1).

The functions of the channel are followed in the order of their first call for a real mail. A step is a call from one file into
another; calls into the same file one after the other are one step. A step back leads into a file that was entered before. The
decision grammar is one file here: it has two entries, the author of a reply (`build_reply_author`) and its decision (`decide_reply`),
and its reader follows the mail without opening it. A task belongs to the file that makes it.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from bot.core.people import Person
from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, decide_reply
from channels.email.inbound.decision_grammar.replier_profile_builder import build_reply_author
from channels.email.inbound.handler import InboundMailHandler
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply
from channels.email.options import LOCALES
from tests.channels.email.hostile_mails import DONE, PUSH, asked
from tests.channels.email.mail_world import correspondence
from tests.servers.mail import Servers

BASE = f"{Path(__file__).parents[4] / 'channels' / 'email'}/"
GRAMMAR = "inbound/decision_grammar/"
MOST = 20
YES = "Yes.\n\nThanks,\nOlive"
ENTRY = InboundMailHandler.take_mail.__code__


class FollowedMail:
    """The steps of one mail, "caller -> function", in the tasks that begin with `ENTRY`."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.steps_back: list[str] = []
        self._files: dict[CodeType, str] = {}
        self._current = ""
        self._entered: set[str] = set()
        self._is_followed = ContextVar("is_followed", default=False)

    def note_call(self, frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(BASE) or code in self._files or "<" in code.co_name:
            return
        if code is ENTRY:
            self._is_followed.set(True)
        if not self._is_followed.get():
            return
        path = code.co_filename.removeprefix(BASE)
        file = GRAMMAR if path.startswith(GRAMMAR) else path
        before = self._find_caller(frame.f_back) or file
        self._files[code] = file
        if file not in (before, self._current):
            self.steps.append(f"{before} -> {path} {code.co_qualname}")
            self.steps_back += self.steps[-1:] if file in self._entered else []
        self._current = file
        self._entered |= {file}

    def _find_caller(self, frame: FrameType | None) -> str | None:
        while frame is not None and frame.f_code not in self._files:
            frame = frame.f_back
        return self._files[frame.f_code] if frame else None


@contextmanager
def followed_mail() -> Iterator[FollowedMail]:
    followed = FollowedMail()
    sys.setprofile(followed.note_call)
    try:
        yield followed
    finally:
        sys.setprofile(None)


@pytest.mark.usefixtures("trusted")
async def test_way1_a_mail_is_followed_with_twenty_steps_back(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, PUSH, DONE) as here:
        request_mail = await asked(here)
        # the rules of the grammar are built once in a process, which takes long while calls are followed
        olive = Person(id="olive", name="Olive")
        card = (await here.request()).card
        author = build_reply_author(card, olive, address="", sender_name="", others=(), locales=LOCALES)
        assert decide_reply(ExtractedReply(text=YES), author) == ApprovingReply()
        with followed_mail() as followed:
            await here.replies("olive", request_mail, YES)
            await here.until(lambda: here.ledger.lines)
        assert any("build_reply_author" in step for step in followed.steps), "\n".join(followed.steps)
        assert any("ReplyHandler.handle_reply" in step for step in followed.steps)
        assert len(followed.steps_back) <= MOST, "\n".join(followed.steps_back)
