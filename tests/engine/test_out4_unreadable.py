"""An event of a known type that verifies and does not fit its shape: its thread rests, and the others go on."""

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.errors import BrokenThread
from tests.engine.failing_tools import approved
from tests.engine.test_out2_signed_anew import OLD, platform_under, sign
from tests.engine.test_out4_restored import start
from tests.platform_fixture import choose
from tests.store.log_forgery import chain_anew, edit_body, forge


async def test_out4_an_event_that_does_not_fit_rests_its_thread_and_stops_no_start(tmp_path: Path) -> None:
    async with platform_under(tmp_path, OLD, choose("push", tag="v1")) as platform:
        thread = await approved(platform)
    forge(tmp_path / "house.db", thread, edit_body("ApprovalAsked", b'"digest"', b'"digess"'), chain_anew)
    sign(tmp_path / "house.db", OLD)
    async with platform_under(tmp_path, OLD) as platform:
        with capture_logs() as lines:
            await start(platform)
            for _ in range(5):
                platform.clock.passes(minutes=10)
                await platform.settle()
        assert [line["event"] for line in lines].count("thread does not verify") == 1
        assert "job put off" not in [line["event"] for line in lines]
        assert list(platform.app.repository.broken) == [thread]
        assert platform.ledger.lines == []
        with pytest.raises(BrokenThread, match="at event 4: it cannot be read"):
            await platform.app.say(thread, "go on", by="sam")
        with pytest.raises(BrokenThread):
            await platform.app.queries.list_events(thread)
        other = await platform.launch("hello")
        assert platform.types(other)[-1] == "Finished"
