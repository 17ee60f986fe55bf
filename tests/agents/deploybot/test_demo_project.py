"""The sample repository of the demo, and the rejections that it prepares."""

import tomllib
from pathlib import Path

import pytest

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.demo_project import APPROVER, ASKED_BY, FIRST_MESSAGE, HISTORY, TOML, stage
from agents.deploybot.steps import TagRelease
from bot.core.agent import Agent, ToolContext
from bot.core.people import PeopleDirectory, Person
from bot.core.policy import explain_refusal
from tests.agents.deploybot.conftest import StagedShop
from tests.agents.deploybot.thread_log import PromptStory

HEAD = "f4b7f10cc6eb2567f282f55083a2b1afdea910fa"
TAGS = {
    "v1.3.0": "21a7d07efdd86ede097d9f59fdcace89600209ba",
    "v1.4.0": "e5bf6ab9ca95c57afe49c87b8a18da15acdebfce",
    "v1.4.1": "68a2f8ced7b337a2fe7f67200c6117372ef5ec1a",
}


def test_the_history_is_the_same_on_every_machine(shop: StagedShop) -> None:
    assert shop.at_origin("main") == HEAD
    assert {tag: shop.at_origin(f"refs/tags/{tag}") for tag in TAGS} == TAGS
    assert shop.git("rev-parse", "HEAD", at=shop.clone) == HEAD
    assert shop.git("status", "--porcelain", at=shop.clone) == ""


def test_fourteen_commits_by_three_people_and_three_after_the_last_tag(shop: StagedShop) -> None:
    assert shop.git("rev-list", "--count", "main", at=shop.origin) == str(len(HISTORY)) == "14"
    assert shop.git("rev-list", "--count", "v1.4.1..main", at=shop.origin) == "3"
    assert len({work.author for work in HISTORY}) == 3


async def test_what_is_there_already_is_left_alone(shop: StagedShop, tmp_path: Path) -> None:
    commit = shop.commit("A visitor's own")
    shop.tag("v5.0.0", commit)
    (shop.clone / "mine").write_text("mine")
    again = await stage(tmp_path)
    assert again == {"origin": str(shop.origin), "repository": str(shop.clone)}
    assert shop.at_origin("main") == shop.at_origin("refs/tags/v5.0.0") == commit
    assert (shop.clone / "mine").read_text() == "mine"


async def test_half_a_staging_is_made_whole(tmp_path: Path) -> None:
    (tmp_path / "origin.git.part").mkdir()
    (tmp_path / "origin.git.part" / "rest").write_text("of a crash")
    staged = await stage(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"origin.git", "shop"}  # noqa: ASYNC240
    assert (Path(staged["repository"]) / "README.md").exists()


async def test_a_visitors_own_git_settings_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text(
        "[init]\n\tdefaultBranch = trunk\n\ttemplateDir = /nowhere\n[clone]\n\tdefaultRemoteName = upstream\n"
        "[user]\n\tname = Somebody\n[core]\n\tautocrlf = true\n"
    )
    monkeypatch.setenv("HOME", str(home))
    staged = await stage(tmp_path / "demo")
    text = await _run(build(DeploybotOptions(repository=staged["repository"])), "list_commits")
    assert HEAD in text


def _written(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    return tomllib.loads(TOML.format(folder=folder, secret="whsec_1"))


async def test_the_configuration_builds_the_agent_that_releases_the_latest(shop: StagedShop, tmp_path: Path) -> None:
    tables = _written(tmp_path)
    agent = build(DeploybotOptions.model_validate(tables["agents"]["deploybot"]))
    commits, tags = [await _run(agent, intent) for intent in ("list_commits", "list_tags")]
    assert PromptStory().message(FIRST_MESSAGE).fetched(commits, tags).next_step() == TagRelease(
        tag="v1.4.2", commit=HEAD
    )


async def _run(agent: Agent, intent: str) -> str:
    tool = agent.registry[intent]
    return await tool.run(tool.step(), ToolContext("t", "t-1"))


def test_the_approver_may_decide_and_who_asks_may_not(tmp_path: Path) -> None:
    tables = _written(tmp_path)
    people = {id: Person.model_validate({"id": id, **row}) for id, row in tables["people"].items()}
    directory = PeopleDirectory(people=people)
    policy = DeploybotOptions.model_validate(tables["agents"]["deploybot"]).approval
    assert explain_refusal(policy, people[APPROVER], {ASKED_BY: ("asked",)}) is None
    assert explain_refusal(policy, people[ASKED_BY], {ASKED_BY: ("asked",)}) is not None
    assert policy.requester_may_decide
    assert policy.shapers_may_decide
    assert policy.expires_after is not None
    assert policy.expires_after.total_seconds() == 4 * 3600
    found = directory.find_by_account("github", "olive")
    assert found is not None
    assert found.id == APPROVER


def test_the_webhook_of_the_configuration_is_the_shops(tmp_path: Path) -> None:
    assert _written(tmp_path)["channels"]["webhook"]["shop"] == {
        "scheme": "github",
        "secret": "whsec_1",
        "agent": "deploybot",
    }
