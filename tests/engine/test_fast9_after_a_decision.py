"""The request after a decision is built from the events that were just appended, and is the one that the log gives."""

from pathlib import Path

import pytest

from bot.core.threads.thread import Thread
from bot.engine.repository.thread_cache import MAX_LATEST, CachedThread, make_window
from tests.platform_fixture import PlatformFixture, choose


@pytest.mark.parametrize("verb", ["approve", "reject"])
async def test_fast9_2_the_request_after_a_decision_is_that_of_the_log(tmp_path: Path, verb: str) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), choose("done", message="ok")) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        before = (await platform.app.repository.load_thread(request.thread_id)).thread
        after = await platform.decide(request, verb, reason="no" if verb == "reject" else "")
        assert after.status == {"approve": "approved", "reject": "rejected"}[verb]
        await platform.settle()
        from_memory = await platform.app.queries.find_request_since(before, request.id)
        cached = await platform.app.repository.load_thread(request.thread_id)
        assert cached.list_latest(before.seq) is not None
        platform.app.repository.forget_threads()
        from_log = await platform.app.queries.find_request(request.id)
        assert from_memory.model_dump_json() == from_log.model_dump_json()


async def test_fast9_2_events_that_are_not_in_memory_are_read_from_the_log(tmp_path: Path) -> None:
    looks = [choose("look") for _ in range(MAX_LATEST)]
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), *looks, choose("done", message="ok")) as platform:
        await platform.launch()
        (request,) = await platform.pending()
        before = (await platform.app.repository.load_thread(request.thread_id)).thread
        await platform.decide(request)
        await platform.settle()
        cached = await platform.app.repository.load_thread(request.thread_id)
        assert cached.list_latest(before.seq) is None
        assert cached.list_latest(cached.thread.seq - MAX_LATEST) == list(cached.latest)
        assert len(cached.latest) == MAX_LATEST
        after = await platform.app.queries.find_request_since(before, request.id)
        assert after == await platform.app.queries.find_request(request.id)


def test_fast9_2_a_thread_without_events_has_none_in_memory() -> None:
    assert CachedThread(Thread(id="t"), make_window(None)).list_latest(0) is None
