"""Arguments that the steps refuse before git is started."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from bot.core.steps import InvalidAnswer, ModelAnswer, Step, read_step, write_tool_schema

STEPS: dict[str, type[Step]] = {step.intent: step for step in (ListCommits, ListTags, DiffSince, TagRelease)}
SHA = "0123456789abcdef0123456789abcdef01234567"


def tag_release(tag: str, commit: str = SHA) -> Step | InvalidAnswer:
    import json

    return read_step(ModelAnswer(tool="tag_release", arguments=json.dumps({"tag": tag, "commit": commit})), STEPS)


@pytest.mark.parametrize(
    "tag", ["v1.4.2", "1.0.0", "v2.0.0-rc.1", "v1.0.0+build.5", "backend/v1.2.3", "release_7", "a" * 100]
)
def test_a_sane_tag_is_taken(tag: str) -> None:
    assert isinstance(tag_release(tag), TagRelease)


@pytest.mark.parametrize(
    "tag",
    [
        "", "-d", "--force", "v1 2", " v1", "v1\n", "v1\t", "v1..2", "v1~1", "v1^", "v1:v2", "v1?", "v*", "v[1]", "v\\1",
        "v1.lock", "a.lock/b", "v1/", "/v1", "a//b", ".v1", "a/.b", "v1.", "a./b", "v@{1}", "@", "HEAD", SHA, "a" * 101,
        "v1\u0000", "v1\u202e", "vé", "v１",
    ],
)  # fmt: skip
def test_a_tag_that_git_or_a_reader_would_stumble_over_is_refused(tag: str) -> None:
    assert isinstance(tag_release(tag), InvalidAnswer)


@pytest.mark.parametrize("commit", ["", "HEAD", SHA[:7], SHA.upper(), SHA + "0", SHA + "\n", f"-{SHA[1:]}", "main"])
def test_a_commit_is_exactly_forty_lowercase_hex_digits(commit: str) -> None:
    assert isinstance(tag_release("v1.0.0", commit), InvalidAnswer)


@given(st.text(max_size=20))
def test_no_ref_that_passes_can_be_an_option_or_another_revision(ref: str) -> None:
    try:
        step = DiffSince(ref=ref)
    except ValueError:
        return
    assert not step.ref.startswith("-")
    assert not set(step.ref) & set(" ~^:?*[\\\n\t@{")
    assert ".." not in step.ref


@pytest.mark.parametrize("limit", [0, 51, -1])
def test_a_limit_is_between_1_and_50(limit: int) -> None:
    for step in (ListCommits, ListTags):
        with pytest.raises(ValueError, match="limit"):
            step(limit=limit)


@pytest.mark.parametrize("step", STEPS.values())
def test_every_step_has_a_strict_schema(step: type[Step]) -> None:
    function = write_tool_schema(step)["function"]
    assert function["strict"] is True
    assert function["description"]
