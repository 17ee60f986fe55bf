"""An agent whose budget is used up rests: its log and its people say so, nothing is lost, and it goes on by itself."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bootstrap import load_agent
from bot.core import events as e
from bot.core.budgets import AgentBudget, AgentLimits
from bot.core.errors import BadConfiguration
from bot.core.steps import ModelAnswer
from bot.core.token_prices import TokenPrices
from bot.store.postgres.store import open_postgres_store
from bot.testing import FakeClock
from tests.engine.test_pg4_shared_database import PeerPlatform
from tests.platform_fixture import START, PlatformFixture, choose
from tests.postgres_databases import KEYS

TWO = {"budget": AgentBudget(model_calls_per_hour=2)}
LOOKS = [choose("look") for _ in range(6)]


def rests(platform: PlatformFixture, thread: str) -> list[e.BudgetReached]:
    return [event for event in platform.log(thread) if isinstance(event, e.BudgetReached)]


def told(platform: PlatformFixture, thread: str) -> list[str]:
    return [event.text for event in platform.log(thread) if isinstance(event, e.PeopleNotified)]


async def test_ctl2_a_used_up_budget_rests_with_an_event_and_a_notice_and_goes_on_by_itself(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *LOOKS[:2], agent=TWO) as platform:
        thread = await platform.launch()
        (rest,) = rests(platform, thread)
        assert (rest.budget, rest.until) == ("model_calls", START + timedelta(hours=1))
        assert told(platform, thread) == [
            "pusher rests until 21 Nov 2026, 10:00 UTC: 2 model calls in the last hour, and its budget is 2. It goes on by"
            " itself, and nothing is lost."
        ]
        assert await platform.app.queries.find_status(thread) == "sleeping"
        platform.clock.passes(minutes=59)
        await platform.settle()
        assert len(platform.model.seen) == 2
        platform.clock.passes(minutes=1)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"
        assert len(platform.model.seen) == 3


async def test_ctl2_the_budget_is_of_the_agent_over_all_threads_and_restarts(tmp_path: Path) -> None:
    clock = FakeClock()
    async with PlatformFixture(tmp_path, choose("done", message="A."), agent=TWO, clock=clock) as platform:
        await platform.launch("one")
    async with PlatformFixture(tmp_path, choose("done", message="B."), agent=TWO, clock=clock) as platform:
        clock.passes(minutes=10)
        assert rests(platform, await platform.launch("two")) == []
        third = await platform.launch("three")
        assert [rest.until for rest in rests(platform, third)] == [START + timedelta(hours=1)]
    async with PlatformFixture(tmp_path, choose("done", message="C."), agent=TWO, clock=clock) as platform:
        clock.passes(minutes=51)
        await platform.settle()
        assert platform.types(third)[-1] == "Finished"


async def test_ctl2_a_resting_thread_is_decided_and_runs_what_is_approved(tmp_path: Path) -> None:
    one = {"budget": AgentBudget(model_calls_per_hour=1)}
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agent=one) as platform:
        thread = await platform.launch()
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert platform.ledger.lines == [f"{request.id} v1 c0ffee"]
        assert [rest.until for rest in rests(platform, thread)] == [START + timedelta(hours=1)]


async def test_ctl2_a_message_meanwhile_is_kept_answered_later_and_its_writer_is_told_once(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, *LOOKS[:2], agent=TWO) as platform:
        thread = await platform.launch()
        await platform.say(thread, "and?")
        await platform.settle()
        assert len(rests(platform, thread)) == len(told(platform, thread)) == 2
        assert len(platform.model.seen) == 2
        platform.clock.passes(hours=1)
        await platform.settle()
        assert b"and?" in platform.model.seen[2]


async def test_ctl2_many_threads_that_wait_for_the_same_place_write_an_event_a_minute_at_most(tmp_path: Path) -> None:
    one = {"budget": AgentBudget(model_calls_per_hour=1)}
    async with PlatformFixture(tmp_path, agent=one) as platform:
        threads = [await platform.launch(f"number {n}") for n in range(4)]
        platform.clock.passes(hours=1)
        await platform.settle()
        await platform.settle()
        assert sorted(len(rests(platform, thread)) for thread in threads) == [0, 1, 2, 2]
        assert all(len(told(platform, thread)) <= 1 for thread in threads)
        for _ in range(2):
            platform.clock.passes(hours=1)
            await platform.settle()
        assert {platform.types(thread)[-1] for thread in threads} == {"Finished"}


def answer(tokens: int, tool: str = "look", **arguments: Any) -> ModelAnswer:
    return choose(tool, **arguments).model_copy(update={"input_tokens": tokens, "output_tokens": 0})


async def test_ctl2_money_is_counted_by_the_prices_of_the_model(tmp_path: Path) -> None:
    given = {
        "budget": AgentBudget(money_per_day=1.0),
        "prices": TokenPrices(2.0, 8.0),
        "limits": AgentLimits(tokens=1_000_000),
    }
    script = [answer(200_000), answer(150_000), answer(150_000)]
    async with PlatformFixture(tmp_path, *script, agent=given) as platform:
        thread = await platform.launch()
        (rest,) = rests(platform, thread)
        assert (rest.budget, rest.detail) == ("money", "1.0000 spent in the last day, and its budget is 1.0000")
        assert rest.until == START + timedelta(days=1)
        platform.clock.passes(days=1)
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_ctl2_two_processes_at_once_make_no_more_calls_than_the_budget(postgres_url: str, tmp_path: Path) -> None:
    """Real PostgreSQL: each platform has its own connections, its own cache and half of the threads."""

    clock, three = FakeClock(), {"budget": AgentBudget(model_calls_per_hour=3)}
    async with AsyncExitStack() as opened:
        platforms = []
        for number in range(2):
            (tmp_path / str(number)).mkdir()
            store = open_postgres_store(postgres_url, lambda: KEYS, is_shared=True)
            made = PeerPlatform(tmp_path / str(number), store=store, agent=three, clock=clock)
            platforms.append(await opened.enter_async_context(made))
        await asyncio.gather(
            *(platform.app.launch("pusher", f"thread {n}", by="sam") for n in range(4) for platform in platforms)
        )
        await asyncio.gather(*(platform.settle() for platform in platforms))
        assert sum(len(platform.model.seen) for platform in platforms) == 3


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"budget": {"money_per_day": 5}}, "add input_price and output_price to [agents.deploybot.model]"),
        ({"budget": {"model_calls_per_hour": 0}}, "model_calls_per_hour"),
        ({"budget": {"calls": 5}}, "calls"),
        ({"dry_run": "yes please"}, "dry_run"),
        ({"show_resolved_errors": "sometimes"}, 'show_resolved_errors is "sometimes"; write true or false'),
    ],
)
def test_ctl2_a_budget_that_cannot_be_kept_does_not_start(table: dict[str, Any], why: str) -> None:
    with pytest.raises(BadConfiguration) as refused:
        load_agent("deploybot", {"repository": ".", **table})
    assert why in str(refused.value)
