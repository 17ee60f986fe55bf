"""A row of the inbox that was rendered before is shown again only while it would be rendered the same."""

from datetime import timedelta
from pathlib import Path

from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy
from bot.engine.queries import PlatformQueries
from bot.http.pages.inbox_row_cache import InboxRows
from bot.http.pages.request_view import build_request_view
from bot.http.pages.templating import build_environment
from tests.platform_fixture import START, FakeClock, PlatformFixture, choose

OLIVE = Person(id="olive", name="Olive", groups=("managers",))
PAIR = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),), expires_after=timedelta(hours=4))
TEAM = PeopleDirectory(
    people={
        "sam": Person(id="sam", name="Sam"),
        "olive": OLIVE,
        "max": Person(id="max", name="Max", groups=("managers",)),
    }
)


async def test_fast9_a_row_changes_with_its_request_its_reader_and_the_time(tmp_path: Path) -> None:
    clock, rows = FakeClock(), InboxRows(build_environment())
    async with PlatformFixture(
        tmp_path, choose("push", tag="v1"), clock=clock, directory=TEAM, agent={"policy": PAIR}
    ) as platform:
        thread = await platform.launch()
        queries: PlatformQueries = platform.app.queries

        async def show(person: Person, after: timedelta = timedelta()) -> str:
            (request,) = (await queries.list_requests(status="pending")).items
            view = build_request_view(
                request,
                await queries.find_thread(thread),
                person,
                platform.app.directory,
                platform.app.agents["pusher"],
            )
            return rows.render_row(view, START + after)

        first = await show(OLIVE)
        assert await show(OLIVE) is first
        assert "expires in 4" in first
        assert await show(OLIVE, timedelta(hours=1)) != first
        assert "You may not decide this" in await show(TEAM.people["sam"])
        assert await show(OLIVE) == first
        (request,) = await platform.pending()
        await platform.decide(request, by="max")
        voted = await show(OLIVE)
        assert "1 of 2" in voted
        assert voted != first


async def test_fast9_an_open_request_is_built_again_only_after_a_change(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), clock=FakeClock(), directory=TEAM) as platform:
        await platform.launch()
        queries: PlatformQueries = platform.app.queries
        ((first,), (again,)) = [(await queries.list_requests(status="pending")).items for _ in range(2)]
        assert again is first
        renamed = TEAM.model_copy(update={"people": {**TEAM.people, "sam": Person(id="sam", name="Samuel")}})
        await platform.app.replace_rules(renamed, [*platform.app.agents.values()], dict(platform.app.models))
        (under_new_rules,) = (await queries.list_requests(status="pending")).items
        assert under_new_rules.card.requested_by == "Samuel"
        await platform.app.place_hold("tool", "push", by="olive", reason="wait")
        (held,) = (await queries.list_requests(status="pending")).items
        assert held is not under_new_rules
        assert held.card.paused
