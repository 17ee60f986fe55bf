"""A release is approved for one repository: the address of its remote is shown, and another one voids the approval."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.git_remote import remove_user
from bot.core import events as e
from bot.core.agent import Agent
from bot.core.errors import ToolError
from tests.agents.deploybot.conftest import StagedShop
from tests.platform_fixture import MANAGERS, PlatformFixture, choose


async def target(agent: Agent) -> str:
    asked = agent.registry["tag_release"].target
    assert asked is not None
    return await asked()


async def test_out3_the_target_of_a_release_is_the_address_of_the_remote_and_the_branch(shop: StagedShop) -> None:
    assert await target(shop.agent) == f"main at {shop.origin} (origin of {shop.clone})"
    shop.git("remote", "set-url", "origin", "https://deploy:hunter2hunter2@git.example/shop.git", at=shop.clone)
    assert await target(shop.agent) == f"main at https://git.example/shop.git (origin of {shop.clone})"
    shop.git("remote", "set-url", "--push", "origin", "git@git.example:acme/shop", at=shop.clone)
    said = await target(shop.agent)
    assert (
        said == f"main at git@git.example:acme/shop (read from https://git.example/shop.git) (origin of {shop.clone})"
    )
    shop.git("config", "url.https://evil.example/.pushInsteadOf", "git@git.example:", at=shop.clone)
    assert "main at git@git.example:acme/shop (read" in await target(shop.agent)  # an explicit pushurl is not rewritten


async def test_out3_a_rewritten_address_is_shown_as_git_uses_it(shop: StagedShop) -> None:
    shop.git("remote", "set-url", "origin", "https://git.example/shop.git", at=shop.clone)
    shop.git("config", "url.https://evil.example/.pushInsteadOf", "https://git.example/", at=shop.clone)
    assert await target(shop.agent) == (
        f"main at https://evil.example/shop.git (read from https://git.example/shop.git) (origin of {shop.clone})"
    )


async def test_out3_a_remote_that_is_gone_is_no_target(shop: StagedShop) -> None:
    shop.git("remote", "remove", "origin", at=shop.clone)
    with pytest.raises(ToolError, match="no remote origin"):
        await target(shop.agent)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://user:pw@host/a.git", "https://host/a.git"),
        ("https://ghp_token@host/a@b.git", "https://host/a@b.git"),
        ("ssh://git@host:22/a", "ssh://host:22/a"),
        ("git@host:a/b", "git@host:a/b"),
        ("/srv/a@b.git", "/srv/a@b.git"),
    ],
)
def test_out3_nobodys_name_or_password_stands_in_a_target(address: str, shown: str) -> None:
    assert remove_user(address) == shown


def test_out3_another_clone_remote_or_branch_is_another_tool_to_an_approver() -> None:
    options = DeploybotOptions(repository="/srv/shop")
    changes: list[dict[str, str]] = [{}, {"repository": "/srv/bank"}, {"remote": "up"}, {"branch": "next"}]
    signatures = [build(options.model_copy(update=change)).registry["tag_release"].signature for change in changes]
    assert len(set(signatures)) == 4
    assert build(DeploybotOptions(repository="/srv/shop")).registry["tag_release"].signature == signatures[0]


def _set_url(shop: StagedShop, bank: Path) -> Agent:
    shop.git("remote", "set-url", "origin", str(bank), at=shop.clone)
    return build(DeploybotOptions(repository=str(shop.clone), approval=MANAGERS))


def _other_clone(shop: StagedShop, bank: Path) -> Agent:
    other = bank.with_name("bank-clone")
    shop.git("clone", "--quiet", str(bank), str(other), at=bank.parent)
    return build(DeploybotOptions(repository=str(other), approval=MANAGERS))


@pytest.mark.parametrize("state", ["asked", "approved"])
@pytest.mark.parametrize("move", [_set_url, _other_clone])
async def test_out3_no_release_of_another_repository_runs_by_the_approval_of_this_one(
    shop: StagedShop, tmp_path: Path, move: Callable[[StagedShop, Path], Agent], state: str
) -> None:
    bank = tmp_path / "bank.git"
    shop.git("clone", "--quiet", "--bare", str(shop.origin), str(bank), at=tmp_path)
    commit = shop.at_origin("main")
    one = replace(build(DeploybotOptions(repository=str(shop.clone), approval=MANAGERS)), prefetch=())
    (tmp_path / "house").mkdir()
    async with PlatformFixture(
        tmp_path / "house", choose("tag_release", tag="v9.9.9", commit=commit), agents=[one]
    ) as platform:
        thread = await platform.app.launch("deploybot", "release", by="sam")
        await platform.settle()
        (request,) = await platform.pending()
        if state == "approved":
            await platform.decide(request)
        other = replace(move(shop, bank), prefetch=())
        await platform.app.replace_rules(platform.app.directory, [other], {"deploybot": platform.model})
        await platform.settle()
        if state == "asked" and (await platform.pending())[0].digest == request.digest:
            await platform.decide(request)
            await platform.settle()
        (anew,) = await platform.pending()
        assert anew.digest != request.digest
        assert anew.card is not None
        shown = {fact.label: fact.lines for fact in anew.card.facts}
        assert str(bank) in shown["Acts on"][0]
        assert shown["Asked again"][0] == "It acts on something else now."
        assert str(shop.origin) in shown["Asked again"][1]
        assert "ToolStarted" not in platform.types(thread)
        await platform.decide(anew)
        await platform.settle()
        assert [event.result for event in platform.log(thread) if isinstance(event, e.ToolFinished)] != []
    at_bank = shop.git("rev-parse", "--verify", "v9.9.9", at=bank)
    assert (at_bank, shop.at_origin("v9.9.9")) == (commit, "")
