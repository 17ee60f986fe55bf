"""Draws the pictures of docs/slack.md: `python -m tests.channels.slack.screenshots`. The cards are those that the platform sent, as Slack's double shows them."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from playwright.async_api import Browser, async_playwright

from bot.core.agent import Agent, Tool, ToolContext
from bot.core.events import CallFact
from bot.core.people import ApproverClause, PeopleDirectory, Person
from bot.core.policy import Policy, RejectOption
from bot.core.steps import Step
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.platform_fixture import OutsideLedger, choose

DOCS = Path(__file__).parents[3] / "docs"
WIDTH = 760
PEOPLE = PeopleDirectory(
    people={
        "sam": Person(id="sam", name="Sam", accounts={"slack": "U0SAM"}),
        "olive": Person(id="olive", name="Olive", groups=("release-managers",), accounts={"slack": "U0OLIVE"}),
        "max": Person(id="max", name="Max", groups=("release-managers",), accounts={"slack": "U0MAX"}),
    }
)
POLICY = Policy(
    approvers=(ApproverClause(groups=("release-managers",), quorum=2),),
    edits=True,
    expires_after=timedelta(hours=4),
    reject_options=(
        RejectOption(name="Freeze", text="We are in a freeze until Monday."),
        RejectOption(name="Not this one", text="Not this one, the one before."),
    ),
)


class TagRelease(Step):
    """Tag a commit as a release and push the tag."""

    intent: ClassVar[str] = "tag_release"
    tag: str
    commit: str
    notify: bool = True


def deploybot(ledger: OutsideLedger) -> Agent:
    async def push(step: TagRelease, at: ToolContext) -> str:
        return f"Tag {step.tag} now points to {step.commit[:7]}."

    async def facts(step: TagRelease) -> tuple[CallFact, ...]:
        lines = ("a1c4e9b Retry the webhook on 502 (Sam)", "6f02d71 Smaller images (Max)")
        return (CallFact(label="Since v1.4.1", lines=lines),)

    tool = Tool(step=TagRelease, run=push, writes=True, policy=POLICY, facts=facts)
    owners = ApproverClause(groups=("release-managers",))
    return Agent(name="deploybot", job="Releases.", prompt="You release.", tools=(tool,), owners=owners)


COMMIT = "a1c4e9b07d3f5e2c8b6a9d1f4e7c0b3a6d9f2e5c"
TAG = choose("tag_release", words="The latest commit of main; its checks are green.", tag="v1.4.2", commit=COMMIT)
QUESTION = choose(
    "ask_human",
    question="Which environment first?",
    format="multiple_choice",
    choices=["staging", "canary", "production"],
)
Shot = Callable[[str, str], Awaitable[None]]


async def approval(here: SlackFixture, shoot: Shot) -> None:
    root = await here.ask("sam", "deploy the latest backend")
    card = await here.card()
    page = f"/_page/T0ACME/C0OPS?thread_ts={root.ts}"
    await here.app.click(here.user("max"), card, "Approve")
    await here.until(lambda: "1 of 2" in str(card.blocks))
    await shoot("slack-approval", page)
    await here.app.click(here.user("olive"), card, "Reject…")
    view = await here.modal("olive")
    await here.app.click(here.user("olive"), view, "countersign.option", entered="Not this one")
    await here.until(lambda: "the one before" in str(view.content))
    await shoot("slack-reject", f"/_modal/{view.id}")
    await here.app.open_home(here.user("olive"))
    await here.until(lambda: here.slack.home(here.user("olive")))
    await shoot("slack-home", "/_home/T0ACME/U0OLIVE")
    await here.app.click(here.user("olive"), card, "Approve")
    await here.until(lambda: any("points to" in text for text in here.texts()))
    await shoot("slack-decided", page)


async def question(here: SlackFixture, shoot: Shot) -> None:
    root = await here.ask("sam", "roll out v1.4.2")
    await here.card()
    await shoot("slack-question", f"/_page/T0ACME/C0OPS?thread_ts={root.ts}")


STORIES: tuple[tuple[Callable[[SlackFixture, Shot], Awaitable[None]], tuple[Any, ...]], ...] = (
    (approval, (TAG, choose("done", message="**v1.4.2** is out: it points to `a1c4e9b`."))),
    (question, (QUESTION,)),
)


async def draw(browser: Browser) -> None:
    for story, script in STORIES:
        with tempfile.TemporaryDirectory() as folder:
            async with slack_platform(Path(folder), *script, agents=deploybot, directory=PEOPLE) as here:

                async def shoot(name: str, path: str, here: SlackFixture = here) -> None:
                    page = await browser.new_page(viewport={"width": WIDTH, "height": 100}, device_scale_factor=1.5)
                    await page.goto(f"{here.slack.url}{path}")
                    await page.screenshot(path=DOCS / f"{name}.png", full_page=True)
                    await page.close()

                await story(here, shoot)


async def main() -> None:
    async with async_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        await draw(browser)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
