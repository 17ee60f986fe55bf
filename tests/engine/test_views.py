"""Lists are read while others write."""

from pathlib import Path

from bot.core import events as e
from bot.core.people import Clause
from bot.engine.record import Record
from tests.house import House, choose


async def test_a_request_that_is_committed_and_not_yet_held_is_listed(tmp_path: Path) -> None:
    """Between the commit and the moment that memory takes it in, a list saw the row and found no such request."""
    async with House(tmp_path, choose("push", tag="v1")) as house:
        thread, app = await house.launch(), house.app
        writer = Record(app.database, app.queue, app.clock, app.agents, app.directory)
        question = e.QuestionAsked(call=f"{thread}-9", digest="a" * 64, question="Which?", to=Clause(people=("sam",)))
        await writer.commit(thread, lambda now: [question])
        assert question.call not in app.record.load(thread).thread.calls
        assert sorted(request.kind for request in await house.pending()) == ["approval", "question"]
