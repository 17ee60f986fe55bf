"""The contract of the package `deploybot`: `OPTIONS`, and `build`, which makes the agent from them."""

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from agents.deploybot.git_command import GitCommand
from agents.deploybot.git_remote import GitRemote
from agents.deploybot.steps import GitRef, ListCommits, ListTags
from agents.deploybot.tools import PROBE_AFTER, build_tools, examine_remote
from agents.deploybot.webhooks import listen
from bot.core.agent import Agent, AgentLimits, SuggestedPrompt
from bot.core.base_types import FrozenModel
from bot.core.people import ApproverClause
from bot.core.policy import Policy

PROMPT = Path(__file__).with_name("prompt.md")
SUGGESTIONS = (
    SuggestedPrompt(title="What can you do?", message="help"),
    SuggestedPrompt(title="Latest commits", message="What are the last 5 commits?"),
    SuggestedPrompt(title="What changed?", message="What changed since the last release?"),
    SuggestedPrompt(title="Release", message="Deploy the latest"),
)


WEB_URL = r"^(https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?)?$"
LINKS = PROMPT.with_name("links")
"""The sentences about links: `plain.md` without a page of the repository, `linked.md` with one."""


class DeploybotOptions(FrozenModel):
    """The table of a deploybot in countersign.toml, one for each repository. `approval` is the policy of `tag_release`; by default it has no approvers.

    `web` is the page of the repository, such as https://github.com/acme/shop: answers then link commits and tags.
    `probe_after` is the time after the start of an interrupted push from which the remote's "there is no such tag" counts.
    """

    repository: str = Field(min_length=1, description="Path of a local clone.")
    remote: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")] = "origin"
    branch: GitRef = "main"
    approval: Policy = Policy()
    owners: ApproverClause = ApproverClause()
    limits: AgentLimits = AgentLimits()
    web: Annotated[str, StringConstraints(pattern=WEB_URL)] = ""
    probe_after: timedelta = Field(default=PROBE_AFTER, gt=timedelta(0), le=timedelta(days=1))


OPTIONS = DeploybotOptions
"""The class that validates the table of a deploybot."""


def build(options: DeploybotOptions) -> Agent:
    """Build the agent. Reads the files of its prompts and not the repository; a wrong repository is reported by the tools and by `examine`."""
    links_text = (LINKS / ("linked.md" if options.web else "plain.md")).read_text(encoding="utf-8").strip()

    def read_prompt(path: Path) -> str:
        text = path.read_text(encoding="utf-8")
        links = links_text.replace("{web}", options.web.rstrip("/"))
        return text.replace("{branch}", options.branch).replace("{remote}", options.remote).replace("{links}", links)

    origin = GitRemote(GitCommand(options.repository), options.remote, options.branch)
    return Agent(
        name="deploybot",
        job=f"Releases commits of {options.branch} by tagging them, once the approvers said yes.",
        prompt=read_prompt(PROMPT),
        variants={path.stem: read_prompt(path) for path in sorted(PROMPT.parent.glob("prompts/*.md"))},
        step_texts={path.stem: read_prompt(path).strip() for path in sorted(PROMPT.parent.glob("prompts/steps/*.md"))},
        personas={path.stem: read_prompt(path) for path in sorted(PROMPT.parent.glob("prompts/personas/*.md"))},
        tools=build_tools(origin, options.approval, options.probe_after),
        prefetch=(ListTags(), ListCommits()),
        limits=options.limits,
        owners=options.owners,
        consent=options.approval,
        listen=partial(listen, branch=options.branch),
        examine=partial(examine_remote, origin),
        suggestions=SUGGESTIONS,
    )
