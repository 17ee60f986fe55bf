"""GitHub's word that a pull request was merged, as a question to deploybot. Believes no shape, type or size it is sent.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from agents.deploybot.steps import CommitSha
from bot.core.agent import WebhookMessage
from bot.core.values import JSON


class _PayloadPart(BaseModel):
    """The fields that we look at, of these exact types; the many others are passed over."""

    model_config = ConfigDict(strict=True, extra="ignore")


GitHubLogin = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$")]


class _GitHubUser(_PayloadPart):
    """An account. `type` is "Bot" for an app or a workflow: GitHub says so, a login alone does not prove it."""

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
    """The question whether to deploy what was just merged into `branch`; None for every other event. Never raises."""
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
    return WebhookMessage(
        text=_compose_question(pull, branch), sender=sender.login, account=account, others=_find_authors(pull)
    )


def _find_authors(pull: _PullRequest) -> tuple[str, ...]:
    """The people who wrote it and had it merged. A deleted author was a person all the same: GitHub calls them ghost."""
    enabled = pull.auto_merge.enabled_by if pull.auto_merge else None
    users = [pull.user or _GitHubUser(login="ghost"), pull.merged_by, enabled]
    return tuple(dict.fromkeys(user.login for user in users if user is not None and user.type != "Bot"))


def _compose_question(pull: _PullRequest, branch: str) -> str:
    """The title stands in the middle: whatever it says, the text ends with the true commit. JSON may hold lone surrogates."""
    title = " ".join(pull.title.encode("utf-8", "replace").decode().split())[:200]
    author = pull.user.login if pull.user else "a deleted account"
    return (
        f'Pull request #{pull.number} "{title}" by {author} was merged into {branch} as {pull.merge_commit_sha}. '
        "Should it be deployed?"
    )
