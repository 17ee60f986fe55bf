"""The four tools: three that read, and tag_release, which people must approve. What the model reads is made here."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from agents.deploybot.ref_locks import RefLock
from agents.deploybot.remote import FileChange, GitRemote, RemoteCommit, RemoteTag, TagExists, TagOnOtherCommit
from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from agents.deploybot.versions import find_latest
from bot.core.agent import EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult, Tool, ToolContext
from bot.core.errors import OutcomeUnclear, ToolError
from bot.core.events import CallFact
from bot.core.findings import CheckFinding
from bot.core.policy import Policy

PATIENCE = timedelta(minutes=2)
"""A tool asks the network twice at most, and git gives up on each after less than half of this."""

PROBE_AFTER = timedelta(minutes=5)
"""How long after its start a push that nobody waits for any more may still create the tag: git and ssh give up before, a slow hook at the remote too."""

SHOWN_SINCE = 20


def build_tools(origin: GitRemote, approval: Policy, probe_after: timedelta = PROBE_AFTER) -> tuple[Tool[Any], ...]:
    """The tools over this remote; `approval` is the policy of tag_release.

    Where it asks for a typed word and names no argument, that is the tag: nobody types 40 digits of a commit.
    """
    if approval.irreversible and not approval.typed:
        approval = approval.model_copy(update={"typed": "tag"})
    return (
        Tool(step=ListCommits, run=partial(list_commits, origin), timeout=PATIENCE),
        Tool(step=ListTags, run=partial(list_tags, origin), timeout=PATIENCE),
        Tool(step=DiffSince, run=partial(read_diff, origin), timeout=PATIENCE),
        Tool(
            step=TagRelease,
            run=partial(tag_release, origin),
            writes=True,
            policy=approval,
            check=partial(check_release, origin),
            facts=partial(find_facts, origin),
            target=partial(describe_target, origin),
            version=f"1-{_describe_place(origin)}",
            probe=partial(probe_release, origin),
            timeout=PATIENCE,
            probe_after=probe_after,
        ),
    )


async def list_commits(origin: GitRemote, step: ListCommits, at: ToolContext) -> str:
    await origin.fetch_refs()
    found = await origin.list_commits(step.limit)
    head = f"The newest {_format_count(len(found), 'commit')} on {origin.branch} at {origin.remote}, newest first:"
    return "\n".join([head, *format_commits(found, await origin.list_tags())])


async def list_tags(origin: GitRemote, step: ListTags, at: ToolContext) -> str:
    await origin.fetch_refs()
    found = await origin.list_tags()
    if not found:
        return f"There are no tags at {origin.remote}."
    shown = found[: step.limit]
    head = f"{len(shown)} of {len(found)} tags at {origin.remote}, highest version first:"
    return "\n".join([head, *(f"{tag.name}  {tag.commit}  {tag.date}" for tag in shown)])


async def read_diff(origin: GitRemote, step: DiffSince, at: ToolContext) -> str:
    await origin.fetch_refs()
    since = await origin.resolve_commit(step.ref)
    count = await origin.count_commits(origin.head, since)
    changes = await origin.list_changes(since)
    head = f"{_format_count(count, 'commit')} on {origin.branch} at {origin.remote} since {step.ref} ({since}), newest first:"
    commits = format_commits(await origin.list_commits(step.limit, since=since), await origin.list_tags())
    files = [format_change(change) for change in changes[: step.limit]]
    more, more_files = _format_rest(count - len(commits)), _format_rest(len(changes) - len(files))
    return "\n".join([head, *commits, *more, f"{_format_count(len(changes), 'file')} changed:", *files, *more_files])


def format_commits(commits: Iterable[RemoteCommit], tags: Iterable[RemoteTag]) -> list[str]:
    """`<sha> 2026-11-20 Olive  subject  (tags: v1.4.0)`: two spaces stand only between the fields, so none is forged."""
    named: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        named[tag.commit].append(tag.name)
    return [
        f"{c.sha} {c.date} {c.author}  {c.subject}" + (f"  (tags: {', '.join(named[c.sha])})" if c.sha in named else "")
        for c in commits
    ]


def format_change(change: FileChange) -> str:
    """`+10 -2  path`"""
    return f"binary  {change.path}" if change.added is None else f"+{change.added} -{change.deleted}  {change.path}"


def _format_count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _format_rest(count: int) -> list[str]:
    return [f"... and {count} more"] if count > 0 else []


async def check_release(origin: GitRemote, step: TagRelease) -> None:
    """The commit is on the branch at the remote, and the tag is free there. Raises ToolError, with what to do."""
    await origin.fetch_refs()
    if not await origin.has_commit(step.commit):
        where = f"{origin.branch} at {origin.remote}"
        raise ToolError(f"The commit {step.commit} is not on {where}. Choose one that list_commits shows.")
    if any(tag.name == step.tag for tag in await origin.list_tags()):
        raise TagExists(origin.remote, step.tag)


async def describe_target(origin: GitRemote) -> str:
    """The address of the remote as the clone has it now, and the branch."""
    return f"{origin.branch} at {await origin.address()} ({origin.remote} of {origin.git.folder})"


def _describe_place(origin: GitRemote) -> str:
    """Stands for the clone, the remote and the branch of the configuration: with other ones open requests are asked anew."""
    named = "\0".join((str(origin.git.folder), origin.remote, origin.branch))
    return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:8]


async def find_facts(origin: GitRemote, step: TagRelease) -> tuple[CallFact, ...]:
    """What the repository itself says of this release: the commit, the tag before it, what is new since."""
    await origin.fetch_refs()
    commit = (await origin.list_commits(1, until=step.commit))[0]
    within = await origin.list_tags(within=step.commit)
    before = next((tag for tag in within if tag.name == find_latest(t.name for t in within)), None)
    since = before.commit if before else None
    new = await origin.list_commits(SHOWN_SINCE, until=step.commit, since=since)
    more = _format_rest(await origin.count_commits(step.commit, since) - len(new))
    lines = tuple(f"{c.sha[:10]} {c.date} {c.author}: {c.subject}" for c in new)
    return (
        CallFact(label="Commit", lines=(commit.subject, f"by {commit.author} on {commit.date}")),
        CallFact(label="Previous tag", lines=await _describe_previous_release(origin, before)),
        CallFact(label=f"Commits since {before.name}" if before else "Commits", lines=(*lines, *more) or ("none",)),
    )


async def _describe_previous_release(origin: GitRemote, before: RemoteTag | None) -> tuple[str, ...]:
    """The tag before, and a warning when the latest release is not part of what is to be released."""
    line = f"{before.name} on {before.commit[:10]}" if before else "none"
    newest = find_latest(tag.name for tag in await origin.list_tags())
    if newest is None or (before and newest == before.name):
        return (line,)
    return (line, f"Attention: this commit does not contain the latest release, {newest}.")


async def tag_release(origin: GitRemote, step: TagRelease, at: ToolContext) -> str:
    """Create the tag. Raises ToolError when it definitely was not created, OutcomeUnclear when nobody knows.

    A second try that finds its own tag there says so: the first one had reached the remote after all. When it finds the
    tag on another commit, no try can have made it nor can make it any more.
    """
    try:
        await origin.create_tag(step.tag, step.commit, at)
    except TagExists:
        if at.attempt == 1:
            raise
        found = await origin.fetch_tag_commit(step.tag)
        if found is None:
            raise OutcomeUnclear(
                f"{origin.remote} said that it has the tag {step.tag}, and does not show it."
            ) from None
        if found != step.commit:
            raise TagOnOtherCommit(origin.remote, step.tag) from None
    return confirm_release(origin, step)


def confirm_release(origin: GitRemote, step: TagRelease) -> str:
    return f"Tag {step.tag} now points to {step.commit} at {origin.remote}."


async def probe_release(origin: GitRemote, step: TagRelease, at: ToolContext) -> ProbeResult:
    """Ask the remote. A tag on another commit was made by somebody else: ours is not there, and cannot come any more.

    That it has no such tag says nothing yet about a push that still runs there: see `Tool.probe_after`.
    """
    try:
        found = await origin.fetch_tag_commit(step.tag)
    except ToolError as error:
        return OutcomeUnsure(f"{origin.remote} does not say whether it has the tag {step.tag}: {error}")
    if found == step.commit:
        return EffectHappened(confirm_release(origin, step))
    if found is None:
        return EffectDidNotHappen(f"{origin.remote} has no tag {step.tag}.")
    return EffectDidNotHappen(
        f"At {origin.remote} the tag {step.tag} points to {found}, not to {step.commit}.", is_final=True
    )


async def examine_remote(origin: GitRemote) -> tuple[CheckFinding, ...]:
    """Whether the clone is one, whether its remote answers and has the branch, and whether a lock of a killed git is in the way."""
    what = f"Repository {origin.git.folder}"
    try:
        locks = await origin.locks.find()
    except ToolError as error:
        return (CheckFinding(what, str(error), "fail", "Correct repository in countersign.toml, or make the clone."),)
    found = [_check_lock(what, lock) for lock in locks] or [CheckFinding(what, "no lock is in the way")]
    return (*found, await _check_remote(origin))


async def _check_remote(origin: GitRemote) -> CheckFinding:
    what = f"Remote {origin.remote} of {origin.git.folder}"
    try:
        if missing := await origin.describe_missing_remote():
            return CheckFinding(
                what, missing, "fail", "Add it, or name another by the key remote: releases are tags at that remote."
            )
        head = await origin.fetch_branch_commit()
    except ToolError as error:
        hint = "Correct remote in countersign.toml, or what git needs to reach it: the network, a key for ssh, a credential helper."
        return CheckFinding(what, str(error), "fail", hint)
    if head is None:
        hint = "Push it, or name another by the key branch."
        return CheckFinding(what, f"it has no branch {origin.branch}", "fail", hint)
    return CheckFinding(what, f"it answers; {origin.branch} is at {head[:12]}")


def _check_lock(what: str, lock: RefLock) -> CheckFinding:
    if lock.is_stale:
        return CheckFinding(what, lock.warning, "warn", f"The next fetch removes it. Or remove {lock.path} now.")
    return CheckFinding(what, lock.warning, "warn", f"If it stays and no git works there, remove {lock.path}.")
