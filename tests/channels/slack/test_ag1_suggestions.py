"""Above an empty conversation Slack shows what the agent that answers there suggests, or what the table says instead."""

from pathlib import Path

from bot.core.agent import SuggestedPrompt
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import agent

OFFERS = tuple(SuggestedPrompt(title=f"Push {n}", message=f"push v{n}") for n in range(5))


async def test_ag1_an_empty_conversation_offers_the_first_four_suggestions_of_its_agent(tmp_path: Path) -> None:
    async with slack_platform(tmp_path, agents=lambda ledger: agent(ledger, suggestions=OFFERS)) as here:
        sam = here.user("sam")
        await here.app.open_messages(sam)
        offered = await here.until(lambda: here.slack.world.prompts.get((here.app.direct(sam).id, None)))
        assert offered["prompts"] == [offer.model_dump() for offer in OFFERS[:4]]
        assert here.slack.complaints == []


async def test_ag1_the_prompts_of_the_table_replace_the_suggestions_of_the_agents(tmp_path: Path) -> None:
    mine = {"title": "Mine", "message": "list mine"}
    async with slack_platform(
        tmp_path, agents=lambda ledger: agent(ledger, suggestions=OFFERS), options={"prompts": [mine]}
    ) as here:
        sam = here.user("sam")
        await here.app.open_messages(sam)
        offered = await here.until(lambda: here.slack.world.prompts.get((here.app.direct(sam).id, None)))
        assert offered["prompts"] == [mine]


async def test_ag1_an_agent_without_suggestions_offers_none(tmp_path: Path) -> None:
    async with slack_platform(tmp_path) as here:
        sam = here.user("sam")
        await here.app.open_messages(sam)
        await here.app.dm(sam, "hello")
        await here.until(lambda: any("That is all." in text for text in here.texts(here.app.direct(sam))))
        assert here.slack.world.prompts == {}
        assert here.slack.complaints == []
