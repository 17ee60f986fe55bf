"""The refs of the remote, and the tag that is pushed there."""

import asyncio
from pathlib import Path

import pytest

from agents.deploybot.git_command import GitCommand, GitResult
from agents.deploybot.git_remote import GitRemote, NotCreated, TagExists, check_push_report
from bot.core.errors import OutcomeUnclear, ToolError
from tests.agents.deploybot.conftest import StagedShop
from tests.agents.deploybot.test_git import script, slow_remote


async def test_the_newest_commits_of_origin_are_shown_and_not_those_of_the_clone(shop: StagedShop) -> None:
    shop.git("commit", "--allow-empty", "-m", "Only in the clone", at=shop.clone)
    new = shop.commit("Pushed a minute ago")
    remote = shop.remote
    await remote.fetch_refs()
    assert [commit.sha for commit in await remote.list_commits(1)] == [new]


async def test_a_tag_of_the_clone_is_not_taken_for_one_at_origin(shop: StagedShop) -> None:
    shop.git("tag", "v7.0.0", at=shop.clone)
    shop.git("tag", "--force", "v1.4.1", "HEAD", at=shop.clone)
    remote = shop.remote
    await remote.fetch_refs()
    tags = {tag.name: tag.commit for tag in await remote.list_tags()}
    assert tags == {name: shop.at_origin(f"refs/tags/{name}") for name in ("v1.3.0", "v1.4.0", "v1.4.1")}


async def test_a_refresh_moves_and_removes_nothing_of_the_clones_own(shop: StagedShop) -> None:
    shop.git("tag", "mine", at=shop.clone)
    shop.git("config", "fetch.pruneTags", "true", at=shop.clone)
    before = shop.git("for-each-ref", "refs/heads", "refs/tags", at=shop.clone)
    shop.git("push", "--quiet", "origin", ":refs/tags/v1.3.0")
    shop.git("tag", "--force", "v1.4.0", "HEAD")
    shop.git("push", "--quiet", "--force", "origin", "refs/tags/v1.4.0")
    remote = shop.remote
    await remote.fetch_refs()
    assert shop.git("for-each-ref", "refs/heads", "refs/tags", at=shop.clone) == before
    assert {tag.name: tag.commit for tag in await remote.list_tags()} == {
        "v1.4.0": shop.at_origin("main"),
        "v1.4.1": shop.at_origin("refs/tags/v1.4.1"),
    }


async def test_annotated_nested_and_lightweight_tags_all_lead_to_their_commit(shop: StagedShop) -> None:
    head = shop.at_origin("main")
    shop.tag("v2.0.0", head, "-a", "-m", "annotated")
    shop.tag("v2.0.1", "v2.0.0", "-a", "-m", "nested")
    shop.tag("v2.0.2", head)
    shop.tag("blob", shop.git("rev-parse", "HEAD:README.md"))
    remote = shop.remote
    await remote.fetch_refs()
    found = {tag.name: tag.commit for tag in await remote.list_tags()}
    assert [found[name] for name in ("v2.0.0", "v2.0.1", "v2.0.2")] == [head] * 3
    assert "blob" not in found
    assert [await remote.fetch_tag_commit(name) for name in ("v2.0.0", "v2.0.1", "v2.0.2")] == [head] * 3


async def test_versions_come_first_and_highest_first(shop: StagedShop) -> None:
    for name in ("v1.10.0", "v1.9.0", "nightly-1", "zebra"):
        shop.tag(name, "HEAD")
    remote = shop.remote
    await remote.fetch_refs()
    names = [tag.name for tag in await remote.list_tags()]
    assert names == ["v1.10.0", "v1.9.0", "v1.4.1", "v1.4.0", "v1.3.0", "zebra", "nightly-1"]


async def test_two_refreshes_at_once_do_not_stumble_over_each_other(shop: StagedShop) -> None:
    shop.commit("New")
    remote = shop.remote
    await asyncio.gather(*(remote.fetch_refs() for _ in range(4)))
    assert (await remote.list_commits(1))[0].subject == "New"


async def test_a_branch_that_origin_does_not_have_is_a_tool_error(shop: StagedShop) -> None:
    with pytest.raises(ToolError, match="couldn't find remote ref"):
        await GitRemote(GitCommand(shop.clone), "origin", "nowhere").fetch_refs()


@pytest.mark.parametrize("name", ["--upload-pack=x", "-x", ""])
def test_a_remote_or_branch_that_reads_like_an_option_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ToolError):
        GitRemote(GitCommand(tmp_path), name, "main")
    with pytest.raises(ToolError):
        GitRemote(GitCommand(tmp_path), "origin", name)


async def test_a_ref_is_a_tag_at_origin_or_a_commit_and_nothing_else(shop: StagedShop) -> None:
    remote, head = shop.remote, shop.at_origin("main")
    await remote.fetch_refs()
    assert await remote.resolve_commit("v1.4.1") == shop.at_origin("refs/tags/v1.4.1")
    assert await remote.resolve_commit(head[:8]) == head
    for ref in ("main", "HEAD", "origin/main", "main~1", "@", "abcdef1"):
        with pytest.raises(ToolError, match="no tag or commit"):
            await remote.resolve_commit(ref)


async def test_a_tag_named_like_a_commit_does_not_stand_in_for_it(shop: StagedShop) -> None:
    head, other = shop.at_origin("main"), shop.at_origin("main~1")
    shop.git("push", "--quiet", "origin", f"{other}:refs/tags/{head}")
    remote = shop.remote
    await remote.fetch_refs()
    assert await remote.resolve_commit(head) == head


async def test_only_commits_of_the_branch_at_origin_are_had(shop: StagedShop) -> None:
    remote = shop.remote
    mine = shop.commit("Not pushed", push=False)
    shop.git("push", "--quiet", "origin", f"{mine}:refs/heads/feature")
    await remote.fetch_refs()
    shop.git("fetch", "--quiet", "origin", at=shop.clone)
    assert await remote.has_commit(shop.at_origin("main~3"))
    assert not await remote.has_commit(mine)
    assert not await remote.has_commit("0" * 40)
    assert not await remote.has_commit("main")
    assert not await remote.has_commit(shop.git("rev-parse", "main:README.md"))


async def test_changed_files_are_counted_since_where_the_lines_parted(shop: StagedShop) -> None:
    (shop.colleague / "leaf.png").write_bytes(b"\0\1\2")
    (shop.colleague / "a file\twith\nodd name").write_text("x\n")
    shop.git("add", ".")
    shop.commit("Add a picture")
    remote = shop.remote
    await remote.fetch_refs()
    changes = {c.path: (c.added, c.deleted) for c in await remote.list_changes(await remote.resolve_commit("v1.4.1"))}
    assert changes["leaf.png"] == (None, None)
    assert changes["a file with odd name"] == (1, 0)
    assert changes["shop/cart.py"] == (1, 1)


async def test_a_new_tag_is_on_exactly_this_commit_and_only_at_origin(shop: StagedShop) -> None:
    commit = shop.at_origin("main~1")
    await shop.remote.create_tag("v1.4.2", commit)
    assert shop.at_origin("refs/tags/v1.4.2") == commit
    assert "v1.4.2" not in shop.git("tag", at=shop.clone)


@pytest.mark.parametrize("to", ["main", "main~2"])
async def test_a_tag_that_exists_elsewhere_is_never_moved(shop: StagedShop, to: str) -> None:
    remote = shop.remote
    await remote.fetch_refs()
    shop.tag("v1.4.2", shop.at_origin(to))
    with pytest.raises(TagExists, match=r"origin has the tag v1\.4\.2 already"):
        await remote.create_tag("v1.4.2", shop.at_origin("main"))
    assert shop.at_origin("refs/tags/v1.4.2") == shop.at_origin(to)


async def test_a_tag_made_in_the_midst_of_the_push_is_not_moved(shop: StagedShop) -> None:
    """The race behind the guard: the tag appears after origin told us that there is none."""
    other = shop.at_origin("main~2")
    script(_hook(shop), f"env -u GIT_QUARANTINE_PATH git update-ref refs/tags/v1.4.2 {other}")
    with pytest.raises((TagExists, OutcomeUnclear)):
        await shop.remote.create_tag("v1.4.2", shop.at_origin("main"))
    assert shop.at_origin("refs/tags/v1.4.2") == other


def _hook(shop: StagedShop, name: str = "pre-receive") -> Path:
    hooks = shop.origin / "hooks"
    hooks.mkdir(exist_ok=True)
    return hooks / name


async def test_of_ten_pushes_at_once_one_wins(shop: StagedShop) -> None:
    commits = [shop.at_origin(f"main~{n}") for n in range(10)]
    remote = shop.remote
    ends = await asyncio.gather(*(remote.create_tag("v1.4.2", c) for c in commits), return_exceptions=True)
    won = [commit for commit, end in zip(commits, ends, strict=True) if end is None]
    assert won == [shop.at_origin("refs/tags/v1.4.2")]
    assert all(isinstance(end, NotCreated | OutcomeUnclear) for end in ends if end is not None)


async def test_a_refusal_of_origin_is_definite_and_says_why(shop: StagedShop) -> None:
    script(_hook(shop), "echo tags are protected >&2; exit 1")
    with pytest.raises(NotCreated, match=r"pre-receive hook declined\) tags are protected"):
        await shop.remote.create_tag("v1.4.2", shop.at_origin("main"))


async def test_an_origin_that_is_not_there_is_a_definite_refusal(shop: StagedShop) -> None:
    commit = shop.at_origin("main")
    shop.git("remote", "set-url", "origin", str(shop.origin / "gone"), at=shop.clone)
    with pytest.raises(NotCreated, match="cannot be reached"):
        await shop.remote.create_tag("v1.4.2", commit)


async def test_a_commit_that_the_clone_lacks_is_not_pushed(shop: StagedShop) -> None:
    blob = shop.git("rev-parse", "main:README.md")
    for sha in ("0" * 40, blob, "main"):
        with pytest.raises(NotCreated, match="not in the clone"):
            await shop.remote.create_tag("v1.4.2", sha)


async def test_a_push_that_takes_too_long_has_an_unclear_end(shop: StagedShop, tmp_path: Path) -> None:
    commit = shop.at_origin("main")
    slow_remote(shop, tmp_path)
    with pytest.raises(OutcomeUnclear, match="Nobody knows yet"):
        await GitRemote(GitCommand(shop.clone, patience=0.5), "origin", "main").create_tag("v1.4.2", commit)


async def test_a_connection_lost_after_the_push_was_sent_has_an_unclear_end(shop: StagedShop) -> None:
    """Origin takes the tag and dies before it says so."""
    script(_hook(shop, "reference-transaction"), 'test "$1" != committed || kill -9 $PPID')
    with pytest.raises(OutcomeUnclear, match="Nobody knows yet"):
        await shop.remote.create_tag("v1.4.2", shop.at_origin("main"))
    assert shop.at_origin("refs/tags/v1.4.2") == shop.at_origin("main")


ROW = "{flag}\tabc:refs/tags/v1\t{reason}\nDone\n"


@pytest.mark.parametrize(
    ("out", "err", "end"),
    [
        (ROW.format(flag="*", reason="[new tag]"), "", None),
        (ROW.format(flag="=", reason="[up to date]"), "", TagExists),
        (ROW.format(flag="!", reason="[rejected] (stale info)"), "", TagExists),
        (ROW.format(flag="!", reason="[remote rejected] (reference already exists)"), "", TagExists),
        (ROW.format(flag="!", reason="[remote rejected] (protected)"), "", NotCreated),
        (ROW.format(flag="!", reason="[remote rejected] (pre-receive hook declined)"), "", NotCreated),
        (ROW.format(flag="!", reason="[remote rejected] (deletion prohibited)"), "", NotCreated),
        (ROW.format(flag="!", reason="[remote rejected] (push blocked: you cannot create tags)"), "", NotCreated),
        (
            ROW.format(flag="!", reason="[remote rejected] (push declined due to repository rule violations)"),
            "",
            NotCreated,
        ),
        (ROW.format(flag="!", reason="[remote rejected] (failed to update ref)"), "", OutcomeUnclear),
        (ROW.format(flag="!", reason="[remote rejected] (failed to lock)"), "", OutcomeUnclear),
        (ROW.format(flag="!", reason="[remote rejected] (cannot lock ref 'refs/tags/v1')"), "", OutcomeUnclear),
        (ROW.format(flag="!", reason="[remote rejected] (unable to create 'v1.lock')"), "", OutcomeUnclear),
        (ROW.format(flag="!", reason="[remote rejected] (unpacker error)"), "remote unpack failed: x", OutcomeUnclear),
        (ROW.format(flag="!", reason="[remote rejected] (Internal Server Error)"), "", OutcomeUnclear),
        ("", "fatal: the remote end hung up upon initial contact", OutcomeUnclear),
        (ROW.format(flag="!", reason="[remote failure] (remote failed to report status)"), "", OutcomeUnclear),
        ("", "fatal: Authentication failed for 'https://git.example/'", NotCreated),
        ("", "fatal: unable to access 'https://git.example/': The requested URL returned error: 403", NotCreated),
        (
            "",
            "git@git.example: Permission denied (publickey).\nfatal: Could not read from remote repository.",
            NotCreated,
        ),
        ("", "fatal: the remote end hung up unexpectedly", OutcomeUnclear),
        ("", "remote: fatal: unable to access\nfatal: the remote end hung up unexpectedly", OutcomeUnclear),
        ("", "error: RPC failed; HTTP 500", OutcomeUnclear),
        ("", "", OutcomeUnclear),
        (ROW.format(flag="*", reason="[new tag]").replace("v1", "v2"), "", OutcomeUnclear),
    ],
)
def test_what_a_push_reports_is_done_refused_or_unclear(out: str, err: str, end: type[Exception] | None) -> None:
    ran = GitResult(1, out, err)
    if end is None:
        check_push_report(ran, "origin", "v1", "refs/tags/v1")
        return
    with pytest.raises(end) as found:
        check_push_report(ran, "origin", "v1", "refs/tags/v1")
    assert isinstance(found.value, end)
    assert len(str(found.value)) <= 200
