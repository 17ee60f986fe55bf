"""The main path and its branches, on the real store: the log and the effects outside."""

from pathlib import Path

import pytest

from bot.core.errors import AlreadySettled
from tests.platform_fixture import PlatformFixture, choose


async def test_a_thread_stops_for_a_person_and_goes_on(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        assert platform.types(thread) == [
            "ThreadOpened",
            "MessageReceived",
            "StepChosen",
            "ToolStarted",
            "ToolFinished",
            "StepChosen",
            "ApprovalAsked",
        ]
        assert platform.ledger.lines == []
        (request,) = await platform.pending()
        after = await platform.decide(request)
        assert after.status == "approved"
        assert (after.decided_by, after.decided_by_name) == ("olive", "Olive")
        await platform.settle()
        assert platform.types(thread)[7:] == [
            "Answered",
            "ApprovalSettled",
            "ToolStarted",
            "ToolFinished",
            "StepChosen",
            "Said",
            "Finished",
        ]
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]
        with pytest.raises(AlreadySettled, match="already approved by Olive at 2026-11-21 09:00:00"):
            await platform.decide(request, by="max")
        assert await platform.app.queries.find_broken_event(thread) is None


async def test_every_model_call_can_be_rebuilt_to_the_byte(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("look"), choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request, "reject", reason="not <that> one")
        await platform.settle()
        assert len(platform.model.seen) == 3
        for n, sent in enumerate(platform.model.seen, 1):
            rebuilt = await platform.app.prompts.rebuild_prompt(thread, n)
            assert rebuilt.request == sent
            assert rebuilt.is_exact
