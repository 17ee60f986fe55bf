"""GitHub's word that a pull request was merged, as a question to deploybot. Believes no shape, type or size it is sent.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from agents.deploybot.steps import Sha
from bot.core.agent import Heard
from bot.core.word import JSON


class _Seen(BaseModel):
    """The fields that we look at, of these exact types; the many others are passed over."""

    model_config = ConfigDict(strict=True, extra="ignore")


Login = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$")]


class _User(_Seen):
    login: Login


class _Branch(_Seen):
    ref: str


class _Pull(_Seen):
    number: int = Field(ge=1, lt=2**53)
    title: str
    merged: bool
    merge_commit_sha: Sha
    base: _Branch
    user: _User | None = None


class _Closed(_Seen):
    action: Literal["closed"]
    pull_request: _Pull
    sender: _User


def listen(source: str, headers: Mapping[str, str], payload: JSON, *, branch: str = "main") -> Heard | None:
    """The question whether to deploy what was just merged into `branch`; None for every other event. Never raises."""
    if headers.get("x-github-event") != "pull_request":
        return None
    try:
        seen = _Closed.model_validate(payload)
    except ValidationError:
        return None
    pull = seen.pull_request
    if not pull.merged or pull.base.ref != branch:
        return None
    return Heard(text=_text(pull, branch), sender=seen.sender.login, account=seen.sender.login)


def _text(pull: _Pull, branch: str) -> str:
    """The title stands in the middle: whatever it says, the text ends with the true commit. JSON may hold lone surrogates."""
    title = " ".join(pull.title.encode("utf-8", "replace").decode().split())[:200]
    author = pull.user.login if pull.user else "a deleted account"
    return (
        f'Pull request #{pull.number} "{title}" by {author} was merged into {branch} as {pull.merge_commit_sha}. '
        "Should it be deployed?"
    )
