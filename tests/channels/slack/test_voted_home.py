"""Home of a request that needs several people: its approvals so far, and no Approve button for those who gave one (SL8)."""

from pathlib import Path

from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.channels.slack.inbound.test_acknowledgements import PUSH
from tests.channels.slack.slack_limits import text_of
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.platform_fixture import agent


def shown(here: SlackFixture, who: str) -> str:
    home = here.slack.home(here.user(who))
    return f"{text_of(home.blocks)}\n{home.content}" if home else ""


async def test_sl8_home_names_the_first_voter_who_has_nothing_more_to_approve(tmp_path: Path) -> None:
    policy = Policy(approvers=(ApproverClause(groups=("managers",), quorum=2),))
    async with slack_platform(tmp_path, *PUSH, agents=lambda ledger: agent(ledger, policy=policy)) as here:
        for who in ("olive", "max"):
            await here.app.open_home(here.user(who))
        await here.ask()
        card = await here.card()
        await here.until(lambda: all("countersign.approve" in shown(here, who) for who in ("olive", "max")))
        assert "Approved so far by" not in shown(here, "max")
        await here.app.click(here.user("olive"), card, "Approve")
        await here.until(lambda: all("Approved so far by: Olive" in shown(here, who) for who in ("olive", "max")))
        assert "countersign.approve" not in shown(here, "olive")
        assert "countersign.reject" in shown(here, "olive")
        assert "countersign.approve" in shown(here, "max")
        await here.app.click(here.user("max"), card, "Approve")
        await here.until(lambda: here.ledger.lines)
