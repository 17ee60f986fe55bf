"""Turns GitHub's event of a merged pull request into a question to deploybot. Shapes, types and sizes are checked.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from agents.deploybot.steps import CommitSha
from bot.core.agent import WebhookMessage
from bot.core.base_types import JSON


class _PayloadPart(BaseModel):
    """The fields that are read, of exactly these types; others are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore")


GitHubLogin = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$")]


class _GitHubUser(_PayloadPart):
    """An account. GitHub sets `type` to "Bot" for an app or a workflow; the login alone does not show it."""

    login: GitHubLogin
    type: str = "User"


class _AutoMerge(_PayloadPart):
    enabled_by: _GitHubUser | None = None


class _BaseBranch(_PayloadPart):
    ref: str


class _PullRequest(_PayloadPart):
    number: int = Field(ge=1, lt=2**53)
    title: str
    merged: bool
    merge_commit_sha: CommitSha
    base: _BaseBranch
    user: _GitHubUser | None = None
    merged_by: _GitHubUser | None = None
    auto_merge: _AutoMerge | None = None


class _PullRequestEvent(_PayloadPart):
    action: Literal["closed"]
    pull_request: _PullRequest
    sender: _GitHubUser


def listen(source: str, headers: Mapping[str, str], payload: JSON, *, branch: str = "main") -> WebhookMessage | None:
    """The question whether to deploy a pull request that was merged into `branch`; None for every other event.

    A payload of another shape gives None and raises nothing.
    """
    if headers.get("x-github-event") != "pull_request":
        return None
    try:
        seen = _PullRequestEvent.model_validate(payload)
    except ValidationError:
        return None
    pull = seen.pull_request
    if not pull.merged or pull.base.ref != branch:
        return None
    sender = seen.sender
    account = None if sender.type == "Bot" else sender.login
    # The author and the people who merged it. GitHub calls a deleted author ghost; that was a person all the same.
    enabled_by = pull.auto_merge.enabled_by if pull.auto_merge else None
    users = [pull.user or _GitHubUser(login="ghost"), pull.merged_by, enabled_by]
    # The commit comes after the title, so that no title can replace it. Lone surrogates of JSON become `?`.
    title = " ".join(pull.title.encode("utf-8", "replace").decode().split())[:200]
    author = pull.user.login if pull.user else "a deleted account"
    text = (
        f'Pull request #{pull.number} "{title}" by {author} was merged into {branch} as {pull.merge_commit_sha}. '
        "Should it be deployed?"
    )
    return WebhookMessage(
        text=text,
        sender=sender.login,
        account=account,
        others=tuple(dict.fromkeys(user.login for user in users if user is not None and user.type != "Bot")),
    )
