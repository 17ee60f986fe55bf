"""OUT4: lock files that a killed git left in the clone heal when they are provably stale, and only then."""

import os
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.git_command import GitFailed
from agents.deploybot.stale_ref_locks import find_git_processes
from bot.core.doctor_findings import CheckFinding
from tests.agents.deploybot.conftest import StagedShop
from tests.random_seed import share

OURS = ["refs/countersign/origin/heads/main.lock", "refs/remotes/origin/main.lock", "packed-refs.lock"]


def lock(shop: StagedShop, name: str, age: float = 3600, at: Path | None = None) -> Path:
    """A lock of this age in the clone's folder of git, or in `at`."""
    path = (at or shop.clone / ".git") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.utime(path, (time.time() - age,) * 2)
    return path


async def moved(shop: StagedShop) -> str:
    """Something new at origin that needs all of the clone's locks: a commit, and a packed tag that is gone."""
    await shop.remote.fetch_refs()
    shop.git("pack-refs", "--all", at=shop.clone)
    shop.git("push", "--quiet", "origin", ":refs/tags/v1.3.0")
    return shop.commit("New")


@pytest.mark.parametrize("name", OURS)
async def test_out4_a_stale_lock_in_our_own_refs_heals(shop: StagedShop, name: str) -> None:
    new, remote = await moved(shop), shop.remote
    path = lock(shop, name)
    await remote.fetch_refs()
    assert not path.exists()
    assert [commit.sha for commit in await remote.list_commits(1)] == [new]
    assert "v1.3.0" not in [tag.name for tag in await remote.list_tags()]


async def test_out4_all_stale_locks_of_ours_heal_together(shop: StagedShop) -> None:
    await moved(shop)
    found = [lock(shop, name) for name in (*OURS, "shallow.lock", "refs/countersign/origin/tags/v9.lock")]
    await shop.remote.fetch_refs()
    assert [path for path in found if path.exists()] == []


@pytest.mark.parametrize("age", [0, 60, -3600])
@pytest.mark.parametrize("name", OURS)
async def test_out4_a_lock_that_may_be_in_use_stays_and_the_error_says_so(
    shop: StagedShop, name: str, age: float
) -> None:
    await moved(shop)
    path = lock(shop, name, age)
    with pytest.raises(GitFailed, match=r"\.lock") as failed:
        await shop.remote.fetch_refs()
    assert name in str(failed.value)
    assert "it may be in use" in str(failed.value)
    assert path.exists()


@contextmanager
def git_at_work(shop: StagedShop, ready: Path) -> Iterator[None]:
    """Somebody's git that works in the clone."""
    shop.git("config", "alias.stay", f"!touch {ready}; while test -e {ready}; do sleep 0.1; done", at=shop.clone)
    working = subprocess.Popen(["git", "stay"], cwd=shop.clone)
    try:
        while not ready.exists():
            assert working.poll() is None
            time.sleep(0.01)
        yield
    finally:
        ready.unlink()
        working.wait()


async def test_out4_an_old_lock_stays_while_a_git_works_in_the_clone(shop: StagedShop, tmp_path: Path) -> None:
    await moved(shop)
    path = lock(shop, OURS[0])
    with git_at_work(shop, tmp_path / "ready"):
        with pytest.raises(GitFailed):
            await shop.remote.fetch_refs()
        assert path.exists()
        (found,) = await examined(shop)
        assert "may be in use" in found.text
    await shop.remote.fetch_refs()
    assert not path.exists()


@pytest.mark.parametrize(
    "name", ["index.lock", "HEAD.lock", "config.lock", "refs/heads/main.lock", "refs/tags/v1.lock"]
)
async def test_out4_a_lock_of_somebody_else_is_never_touched(shop: StagedShop, name: str) -> None:
    await moved(shop)
    theirs, ours = lock(shop, name), lock(shop, OURS[0])
    await shop.remote.fetch_refs()
    assert (theirs.exists(), ours.exists()) == (True, False)


async def test_out4_a_lock_at_the_remote_is_never_touched(shop: StagedShop) -> None:
    await moved(shop)
    there = [lock(shop, name, at=shop.origin) for name in ("refs/tags/v1.4.2.lock", "packed-refs.lock", "shallow.lock")]
    lock(shop, OURS[0])
    await shop.remote.fetch_refs()
    assert all(path.exists() for path in there)


async def test_out4_a_lock_that_is_a_link_or_a_folder_is_not_followed(shop: StagedShop, tmp_path: Path) -> None:
    await moved(shop)
    target = tmp_path / "target"
    target.touch()
    os.utime(target, (1, 1))
    (shop.clone / ".git" / "packed-refs.lock").symlink_to(target)
    with pytest.raises(GitFailed):
        await shop.remote.fetch_refs()
    assert target.exists()


async def examined(shop: StagedShop) -> list[CheckFinding]:
    """The findings about the clone."""
    examine = shop.agent.examine
    assert examine is not None
    return [finding for finding in await examine() if finding.what.startswith("Repository")]


async def test_out4_doctor_says_that_no_lock_is_in_the_way(shop: StagedShop) -> None:
    (found,) = await examined(shop)
    assert (found.mark, found.text) == ("ok", "no lock is in the way")
    assert str(shop.clone) in found.what


async def test_out4_doctor_names_each_lock_and_removes_none(shop: StagedShop) -> None:
    stale, young = lock(shop, OURS[0]), lock(shop, OURS[2], age=5)
    findings = await examined(shop)
    assert [each.mark for each in findings] == ["warn", "warn"]
    of_young, of_stale = sorted(findings, key=lambda each: str(stale) in each.hint)
    assert str(young) in of_young.hint
    assert "may be in use" in of_young.text
    assert "The next fetch removes it" in of_stale.hint
    assert stale.exists()


async def test_out4_doctor_says_what_is_wrong_with_a_folder_that_is_no_clone(shop: StagedShop, tmp_path: Path) -> None:
    examine = build(DeploybotOptions(repository=str(tmp_path / "nowhere"))).examine
    assert examine is not None
    (found,) = await examine()
    assert found.mark == "fail"
    assert "cannot change to" in found.text


async def test_see3_doctor_says_whether_the_remote_answers_and_has_the_branch(shop: StagedShop) -> None:
    async def asked(branch: str = "main") -> CheckFinding:
        examine = build(DeploybotOptions(repository=str(shop.clone), branch=branch)).examine
        assert examine is not None
        (found,) = [finding for finding in await examine() if finding.what.startswith("Remote origin of")]
        return found

    assert (await asked()).mark == "ok"
    assert str((await asked()).text).startswith("it answers; main is at ")
    lacking = await asked("release")
    assert (lacking.mark, lacking.text) == ("fail", "it has no branch release")
    shop.origin.rename(shop.origin.with_name("elsewhere"))
    away = await asked()
    assert away.mark == "fail"
    assert "git ls-remote failed" in away.text


def test_out4_a_git_elsewhere_that_ends_while_it_is_read_holds_no_lock(tmp_path: Path) -> None:
    looking = True

    def start_short_gits() -> None:
        while looking:
            subprocess.run(["git", "--version"], cwd=tmp_path, stdout=subprocess.DEVNULL, check=True)

    with ThreadPoolExecutor() as pool:
        started = [pool.submit(start_short_gits) for _ in range(4)]
        try:
            found = [pid for _ in range(share(300)) for pid in find_git_processes([tmp_path / "clone"])]
        finally:
            looking = False
        for each in started:
            each.result()
    assert found == []
