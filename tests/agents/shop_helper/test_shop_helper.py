"""The agent on the real engine, with a scripted model: what it reads, what it asks for, and what runs after the decision."""

from pathlib import Path

import pytest

from agents.shop_helper.agent import ShopHelperOptions, build
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.errors import Forbidden
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.testing import ASKER, ScriptedPlatform, choose

ADD = choose("add_entry", text="Buy tea")


@pytest.fixture
def agent(tmp_path: Path) -> Agent:
    approval = Policy(approvers=(ApproverClause(groups=("approvers",)),))
    return build(ShopHelperOptions(file=str(tmp_path / "entries.txt"), approval=approval))


async def test_the_list_is_read_without_an_approval(tmp_path: Path, agent: Agent) -> None:
    (tmp_path / "entries.txt").write_text("t1-1\tBuy milk\n", encoding="utf-8")
    async with ScriptedPlatform(tmp_path, agent, choose("list_entries", limit=5)) as here:
        thread = await here.launch("what is in the list?")
        results = [event.result for event in await here.list_events(thread) if isinstance(event, e.ToolFinished)]
        assert results == ["1 entries, newest first:\nBuy milk"]
        assert await here.list_pending() == []


async def test_an_entry_is_added_after_its_approval_and_once(tmp_path: Path, agent: Agent) -> None:
    async with ScriptedPlatform(tmp_path, agent, ADD) as here:
        await here.launch("write down: buy tea")
        (request,) = await here.list_pending()
        assert not (tmp_path / "entries.txt").exists()
        with pytest.raises(Forbidden):
            await here.approve(request, by=ASKER)
        await here.approve(request)
        assert (tmp_path / "entries.txt").read_text(encoding="utf-8") == f"{request.id}\tBuy tea\n"


async def test_nothing_is_added_after_a_rejection(tmp_path: Path, agent: Agent) -> None:
    async with ScriptedPlatform(tmp_path, agent, ADD) as here:
        await here.launch("write down: buy tea")
        (request,) = await here.list_pending()
        await here.reject(request, "We have tea.")
        assert not (tmp_path / "entries.txt").exists()


async def test_an_entry_that_exists_is_refused_before_anybody_is_asked(tmp_path: Path, agent: Agent) -> None:
    (tmp_path / "entries.txt").write_text("t1-1\tBuy tea\n", encoding="utf-8")
    async with ScriptedPlatform(tmp_path, agent, ADD) as here:
        thread = await here.launch("write down: buy tea")
        refused = [event.reason for event in await here.list_events(thread) if isinstance(event, e.StepRefused)]
        assert refused == ["The list has 'Buy tea' already."]
        assert await here.list_pending() == []
