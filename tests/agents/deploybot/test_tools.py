"""The four tools as the executor sees them, over a real origin."""

from pathlib import Path

import pytest

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.demo_project import HISTORY
from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from agents.deploybot.tools import COMMIT_LINE, read_commits, read_tags
from bot.core.agent import Agent, EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult, ToolContext
from bot.core.errors import EffectImpossible, OutcomeUnclear, ToolError
from bot.core.events import CallFact
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from bot.core.steps import Step
from tests.agents.deploybot.conftest import StagedShop
from tests.agents.deploybot.test_git import script

AT = ToolContext("t", "t-3")
AGAIN = ToolContext("t", "t-3", attempt=2)


async def run(agent: Agent, step: Step, at: ToolContext = AT) -> str:
    return await agent.registry[step.intent].run(step, at)


async def check(agent: Agent, step: TagRelease) -> None:
    asked = agent.registry["tag_release"].check
    assert asked is not None
    await asked(step)


async def facts(agent: Agent, step: TagRelease) -> dict[str, CallFact]:
    asked = agent.registry["tag_release"].facts
    assert asked is not None
    return {fact.label: fact for fact in await asked(step)}


async def probe(agent: Agent, step: TagRelease) -> ProbeResult:
    asked = agent.registry["tag_release"].probe
    assert asked is not None
    return await asked(step, AT)


def release(shop: StagedShop, of: str = "main", tag: str = "v1.4.2") -> TagRelease:
    return TagRelease(tag=tag, commit=shop.at_origin(of))


def test_only_tag_release_writes_and_nobody_may_approve_it_by_default(shop: StagedShop) -> None:
    gates = {
        intent: shop.agent.find_policy(intent) for intent in ("list_commits", "list_tags", "diff_since", "tag_release")
    }
    assert gates == {"list_commits": None, "list_tags": None, "diff_since": None, "tag_release": Policy()}
    assert [tool.step.intent for tool in shop.agent.tools if tool.writes] == ["tag_release"]
    assert not any(tool.idempotent for tool in shop.agent.tools)


def test_the_options_policy_is_the_gate_of_tag_release() -> None:
    policy = Policy(approvers=(ApproverClause(groups=("release-managers",)),))
    agent = build(DeploybotOptions(repository="/nowhere", approval=policy))
    assert agent.find_policy("tag_release") == policy


def test_tags_and_commits_are_fetched_before_the_first_call_and_stay_offered(shop: StagedShop) -> None:
    assert shop.agent.prefetch == (ListTags(), ListCommits())
    assert {"list_tags", "list_commits", "diff_since", "tag_release"} <= set(shop.agent.steps)


@pytest.mark.parametrize("name", ["--upload-pack=x", "", "a b", "-x"])
def test_options_refuse_a_remote_or_branch_like_an_option(name: str) -> None:
    for field in ("remote", "branch"):
        with pytest.raises(ValueError, match=field):
            DeploybotOptions.model_validate({"repository": "/nowhere", field: name})


def test_options_refuse_a_field_they_do_not_know() -> None:
    with pytest.raises(ValueError, match="token"):
        DeploybotOptions.model_validate({"repository": "/nowhere", "token": "x"})


def test_the_prompt_names_the_branch_and_the_remote() -> None:
    prompt = build(DeploybotOptions(repository="/nowhere", remote="upstream", branch="stable")).prompt
    assert "`stable`" in prompt
    assert "`upstream`" in prompt
    assert "{" not in prompt.replace("{agent}", "")  # the platform puts the agent's name there


async def test_commits_are_one_line_each_with_full_sha_and_tags(shop: StagedShop) -> None:
    lines = (await run(shop.agent, ListCommits(limit=4))).splitlines()
    assert lines[0] == "The newest 4 commits on main at origin, newest first:"
    assert lines[1] == f"{shop.at_origin('main')} 2026-11-20 Olive  Round totals to whole cents"
    assert lines[4].endswith("Mira  Correct the price of sencha  (tags: v1.4.1)")


async def test_a_commit_pushed_after_the_clone_was_made_is_listed(shop: StagedShop) -> None:
    sha = shop.commit("Fresh")
    assert sha in await run(shop.agent, ListCommits(limit=1))


async def test_tags_are_listed_with_the_commit_they_lead_to(shop: StagedShop) -> None:
    lines = (await run(shop.agent, ListTags(limit=2))).splitlines()
    assert lines[0] == "2 of 3 tags at origin, highest version first:"
    assert lines[1] == f"v1.4.1  {shop.at_origin('refs/tags/v1.4.1')}  2026-11-12"


async def test_a_subject_cannot_forge_a_tag_an_author_or_a_line(shop: StagedShop) -> None:
    shop.commit(f"x  (tags: v9.9.9)\x0b{'a' * 40} 2026-01-01 Olive  Fine  (tags: v8.0.0)")
    text = await run(shop.agent, ListCommits(limit=1))
    (found,) = COMMIT_LINE.finditer(text)
    assert len(text.splitlines()) == 2
    assert found["tags"] is None
    assert found[0].split("  ")[0].endswith(" Mira")


async def test_an_empty_subject_is_still_a_line(shop: StagedShop) -> None:
    shop.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", "")
    shop.git("push", "--quiet", "origin", "main")
    (found,) = read_commits(await run(shop.agent, ListCommits(limit=1)))
    assert found.subject == "(no subject)"


async def test_what_the_tools_print_is_what_the_offline_model_reads(shop: StagedShop) -> None:
    commits = read_commits(await run(shop.agent, ListCommits(limit=14)))
    assert [found.sha for found in commits] == shop.git("log", "--format=%H", at=shop.origin).split()
    assert [found.subject for found in commits] == [work.subject for work in reversed(HISTORY)]
    assert [tag for found in commits for tag in found.tags] == ["v1.4.1", "v1.4.0", "v1.3.0"]
    assert list(read_tags(await run(shop.agent, ListTags()))) == ["v1.4.1", "v1.4.0", "v1.3.0"]


async def test_a_difference_names_commits_and_files(shop: StagedShop) -> None:
    text = await run(shop.agent, DiffSince(ref="v1.4.1"))
    assert text.startswith(f"3 commits on main at origin since v1.4.1 ({shop.at_origin('refs/tags/v1.4.1')})")
    assert "3 files changed:\n+1 -1  shop/cart.py\n+1 -1  shop/catalogue.py\n+4 -1  shop/checkout.py" in text


async def test_a_long_difference_is_cut_with_its_count(shop: StagedShop) -> None:
    text = await run(shop.agent, DiffSince(ref="v1.3.0", limit=2))
    assert "... and 7 more" in text
    assert len(text.splitlines()) == 8


async def test_a_difference_to_nothing_known_is_a_tool_error(shop: StagedShop) -> None:
    with pytest.raises(ToolError, match="no tag or commit 'v9'"):
        await run(shop.agent, DiffSince(ref="v9"))


async def test_a_free_tag_on_a_commit_of_the_branch_passes_the_check(shop: StagedShop) -> None:
    await check(shop.agent, release(shop))


async def test_a_commit_that_is_not_on_the_branch_at_origin_fails_the_check(shop: StagedShop) -> None:
    commit = shop.commit("Not pushed", push=False)
    with pytest.raises(ToolError, match=r"is not on main at origin\. Choose one that list_commits shows"):
        await check(shop.agent, TagRelease(tag="v1.4.2", commit=commit))


async def test_a_tag_that_exists_fails_the_check_even_on_the_same_commit(shop: StagedShop) -> None:
    for of in ("main", "refs/tags/v1.4.1"):
        with pytest.raises(ToolError, match=r"has the tag v1\.4\.1 already"):
            await check(shop.agent, release(shop, of, "v1.4.1"))


async def test_the_facts_say_what_would_be_released(shop: StagedShop) -> None:
    found = await facts(shop.agent, release(shop))
    assert found["Commit"].lines == ("Round totals to whole cents", "by Olive on 2026-11-20")
    assert found["Previous tag"].lines == (f"v1.4.1 on {shop.at_origin('refs/tags/v1.4.1')[:10]}",)
    assert [line.split(": ")[1] for line in found["Commits since v1.4.1"].lines] == [
        "Round totals to whole cents",
        "Retry a card payment once",
        "Add darjeeling",
    ]


async def test_the_facts_warn_when_the_latest_release_would_be_left_out(shop: StagedShop) -> None:
    found = await facts(shop.agent, release(shop, "v1.4.0"))
    assert found["Previous tag"].lines[1] == "Attention: this commit does not contain the latest release, v1.4.1."
    assert found["Commits since v1.4.0"].lines == ("none",)


async def test_many_commits_are_cut_in_the_facts(shop: StagedShop) -> None:
    for n in range(30):
        shop.commit(f"Change {n}", push=n == 29)
    lines = (await facts(shop.agent, release(shop)))["Commits since v1.4.1"].lines
    assert len(lines) == 21
    assert lines[-1] == "... and 13 more"


async def test_the_facts_of_a_repository_without_tags(shop: StagedShop) -> None:
    shop.git("push", "--quiet", "--delete", "origin", "v1.3.0", "v1.4.0", "v1.4.1")
    found = await facts(shop.agent, release(shop))
    assert found["Previous tag"].lines == ("none",)
    assert len(found["Commits"].lines) == 14


async def test_a_release_says_what_is_now_so(shop: StagedShop) -> None:
    step = release(shop, "main~1")
    assert await run(shop.agent, step) == f"Tag v1.4.2 now points to {step.commit} at origin."
    assert shop.at_origin("refs/tags/v1.4.2") == step.commit


async def test_a_tag_made_between_asking_and_running_is_never_moved(shop: StagedShop) -> None:
    step = release(shop)
    await check(shop.agent, step)
    shop.tag("v1.4.2", shop.at_origin("main~1"))
    for at, end in ((AT, ToolError), (AGAIN, EffectImpossible)):
        with pytest.raises(end, match="a tag is never moved"):
            await run(shop.agent, step, at)
    assert shop.at_origin("refs/tags/v1.4.2") == shop.at_origin("main~1")


async def test_a_second_try_that_finds_its_own_tag_has_succeeded(shop: StagedShop) -> None:
    step = release(shop)
    await run(shop.agent, step)
    assert await run(shop.agent, step, AGAIN) == f"Tag v1.4.2 now points to {step.commit} at origin."
    with pytest.raises(ToolError, match="already"):
        await run(shop.agent, step, AT)


async def test_a_release_whose_end_nobody_heard_is_found_by_the_probe(shop: StagedShop) -> None:
    hooks = shop.origin / "hooks"
    hooks.mkdir(exist_ok=True)
    script(hooks / "reference-transaction", 'test "$1" != committed || kill -9 $PPID')
    step = release(shop)
    with pytest.raises(OutcomeUnclear):
        await run(shop.agent, step)
    assert await probe(shop.agent, step) == EffectHappened(f"Tag v1.4.2 now points to {step.commit} at origin.")


@pytest.mark.parametrize("at", [AT, AGAIN])
async def test_out1_a_lock_that_somebody_holds_at_origin_makes_the_end_unclear(
    shop: StagedShop, at: ToolContext
) -> None:
    lock = shop.origin / "refs" / "tags" / "v1.4.2.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    with pytest.raises(OutcomeUnclear, match="Nobody knows yet whether origin created v1"):
        await run(shop.agent, release(shop), at)
    assert lock.exists()
    assert not shop.at_origin("refs/tags/v1.4.2")


async def test_out1_the_options_say_when_a_missing_tag_begins_to_count() -> None:
    tool = build(DeploybotOptions(repository="/nowhere")).registry["tag_release"]
    assert tool.probe_after > tool.timeout
    sooner = build(DeploybotOptions.model_validate({"repository": "/nowhere", "probe_after": "PT30S"}))
    assert sooner.registry["tag_release"].probe_after.total_seconds() == 30
    with pytest.raises(ValueError, match="probe_after"):
        DeploybotOptions.model_validate({"repository": "/nowhere", "probe_after": "PT0S"})


async def test_the_probe_says_what_origin_says(shop: StagedShop) -> None:
    step = release(shop)
    assert await probe(shop.agent, step) == EffectDidNotHappen("origin has no tag v1.4.2.")
    shop.tag("v1.4.2", "HEAD~1", "-a", "-m", "somebody else's")
    found = await probe(shop.agent, step)
    assert isinstance(found, EffectDidNotHappen)
    assert found.is_final
    assert shop.at_origin("main~1") in found.detail


async def test_the_probe_sees_through_an_annotated_tag(shop: StagedShop) -> None:
    shop.tag("v1.4.2", "HEAD", "-a", "-m", "annotated")
    assert isinstance(await probe(shop.agent, release(shop)), EffectHappened)


async def test_the_probe_is_unsure_when_origin_cannot_be_reached(shop: StagedShop) -> None:
    step = release(shop)
    shop.git("remote", "set-url", "origin", "http://sam:hunter2@127.0.0.1:9/shop.git", at=shop.clone)
    found = await probe(shop.agent, step)
    assert isinstance(found, OutcomeUnsure)
    assert "does not say whether it has the tag v1.4.2" in found.facts
    assert "hunter2" not in found.facts


async def test_a_repository_that_is_not_there_is_an_error_of_the_tool_and_not_of_the_start(tmp_path: Path) -> None:
    agent = build(DeploybotOptions(repository=str(tmp_path / "nowhere")))
    with pytest.raises(ToolError, match="cannot change to"):
        await run(agent, ListTags())


def test_sl4_who_approves_an_irreversible_release_types_the_tag_and_not_the_commit() -> None:
    typed = {
        asked: build(DeploybotOptions(repository="/shop", approval=Policy(irreversible=True, typed=asked))).registry[
            "tag_release"
        ]
        for asked in ("", "commit")
    }
    gates = {asked: tool.gate for asked, tool in typed.items()}
    assert [gate.typed for gate in gates.values() if gate] == ["tag", "commit"]
    plain = build(DeploybotOptions(repository="/shop")).registry["tag_release"].gate
    assert plain == Policy()
