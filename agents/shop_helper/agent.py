"""The contract of this package: `OPTIONS`, and `build`, which makes the agent from them."""

from pathlib import Path

from agents.shop_helper.steps import ListShopHelperEntries
from agents.shop_helper.tools import ShopHelperFile, build_tools
from bot.core.agent import Agent, AgentLimits, SuggestedPrompt
from bot.core.base_types import FrozenModel
from bot.core.people import ApproverClause
from bot.core.policy import Policy

FOLDER = Path(__file__).parent


class ShopHelperOptions(FrozenModel):
    """The agent's table in countersign.toml. `approval` is the policy of the writing tool; by default nobody may approve."""

    file: str = "data/shop_helper.txt"
    approval: Policy = Policy()
    owners: ApproverClause = ApproverClause()
    limits: AgentLimits = AgentLimits()


OPTIONS = ShopHelperOptions
"""The class that validates the agent's table."""


def build(options: ShopHelperOptions) -> Agent:
    """Build the agent. It opens no file: that is left to the tools."""
    return Agent(
        name="shop-helper",
        job="Keeps a list, and adds to it once the approvers said yes.",
        prompt=(FOLDER / "prompt.md").read_text(encoding="utf-8"),
        tools=build_tools(ShopHelperFile(Path(options.file)), options.approval),
        prefetch=(ListShopHelperEntries(),),
        limits=options.limits,
        owners=options.owners,
        suggestions=(SuggestedPrompt(title="What is there?", message="What is in the list?"),),
    )
