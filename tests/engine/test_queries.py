"""Lists are read while others write."""

from pathlib import Path

import pytest

from bot.core import events as e
from bot.core.errors import Unavailable
from bot.core.people import ApproverClause
from bot.engine.repository.thread_repository import ThreadRepository
from tests.platform_fixture import PlatformFixture, choose


async def test_a_request_that_is_committed_and_not_yet_held_is_listed(tmp_path: Path) -> None:
    """Between the commit and the moment that memory takes it in, a list saw the row and found no such request."""
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread, app = await platform.launch(), platform.app
        writer = ThreadRepository(app.store, app.queue, app.clock, app.agents, app.directory)
        question = e.QuestionAsked(
            call=f"{thread}-9", digest="a" * 64, question="Which?", to=ApproverClause(people=("sam",))
        )
        await writer.commit_events(thread, lambda now: [question])
        assert question.call not in (await app.repository.load_thread(thread)).thread.calls
        assert sorted(request.kind for request in await platform.pending()) == ["approval", "question"]


async def test_prt2_a_list_that_cannot_be_read_is_refused_and_not_shorter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        await platform.launch()

        async def failing(*_: object) -> set[str]:
            raise Unavailable("The database cannot be read now.")

        monkeypatch.setattr(platform.app.store.requests, "filter_rejected", failing)
        with pytest.raises(Unavailable):
            await platform.pending()
