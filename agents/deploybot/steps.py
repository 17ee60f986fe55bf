"""The typed steps of deploybot, beside the built-in ones. Data: this module runs no git."""

from collections.abc import Callable
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field, StringConstraints

from agents.deploybot.versions import explain_wrong_ref, explain_wrong_tag
from bot.core.steps import Step


def _make_check(explain: Callable[[str], str]) -> AfterValidator:
    """A check of a name that raises ValueError with the explanation of its fault, if there is one."""

    def check(name: str) -> str:
        if wrong := explain(name):
            raise ValueError(f"{name!r} {wrong}")
        return name

    return AfterValidator(check)


_CHARACTERS = StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._+/-]*$")
GitRef = Annotated[str, _CHARACTERS, _make_check(explain_wrong_ref)]
TagName = Annotated[str, _CHARACTERS, _make_check(explain_wrong_tag)]
CommitSha = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


class ListCommits(Step):
    """Show the newest commits of the release branch at the remote, with their tags."""

    intent: ClassVar[str] = "list_commits"
    limit: int = Field(default=10, ge=1, le=50, description="How many, newest first.")


class ListTags(Step):
    """Show the tags at the remote: versions from the highest down, then other tags."""

    intent: ClassVar[str] = "list_tags"
    limit: int = Field(default=10, ge=1, le=50, description="How many.")


class DiffSince(Step):
    """Show the commits and the changed files between a tag or commit and the head of the release branch."""

    intent: ClassVar[str] = "diff_since"
    ref: GitRef = Field(description="A tag such as v1.4.0, or a commit of 7 to 40 hex digits.")
    limit: int = Field(default=20, ge=1, le=50, description="How many commits and how many files.")


class TagRelease(Step):
    """Release one commit: create a new tag on exactly this commit at the remote. Needs approval, and asks for it itself."""

    intent: ClassVar[str] = "tag_release"
    tag: TagName = Field(description="A new tag such as v1.4.2. A tag that exists is never moved.")
    commit: CommitSha = Field(description="The full 40 hex digits of a commit that list_commits showed.")
