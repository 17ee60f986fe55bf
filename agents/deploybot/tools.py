"""The four tools: three read, and `tag_release` needs an approval. Each returns the text that the model reads."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from agents.deploybot.git_remote import FileChange, GitRemote, RemoteCommit, RemoteTag, TagExists, TagOnOtherCommit
from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from agents.deploybot.versions import find_latest
from bot.core.agent import EffectDidNotHappen, EffectHappened, OutcomeUnsure, ProbeResult, Tool, ToolContext
from bot.core.doctor_findings import CheckFinding
from bot.core.errors import OutcomeUnclear, ToolError
from bot.core.events import CallFact
from bot.core.policy import Policy

PATIENCE = timedelta(minutes=2)
"""The timeout of a tool: it makes at most two network calls, and git ends each of them after less than half of this."""

PROBE_AFTER = timedelta(minutes=5)
"""Time after the start of an abandoned push in which it may still create the tag: git, ssh and a slow hook at the remote end before."""

SHOWN_SINCE = 20

COMMIT_LINE = re.compile(r"^(?P<sha>[0-9a-f]{40}) .+?  (?P<subject>.+?)(?:  \(tags: (?P<tags>.+)\))?$", re.M)
TAG_LINE = re.compile(r"^(?P<name>\S+)  (?P<sha>[0-9a-f]{40})  (?P<date>\S+)$", re.M)
SHA_END = re.compile(r"(?<=\b[0-9a-f]{7})[0-9a-f]{33}\b")


def build_tools(origin: GitRemote, approval: Policy, probe_after: timedelta = PROBE_AFTER) -> tuple[Tool[Any], ...]:
    """Build the tools for this remote; `approval` is the policy of `tag_release`.

    `list_commits` and `list_tags` are pre-fetched, and offered to list again after news.
    An irreversible policy without `typed` gets `typed = "tag"`, because a commit has 40 digits.
    """
    if approval.irreversible and not approval.typed:
        approval = approval.model_copy(update={"typed": "tag"})
    place = "\0".join((str(origin.git.folder), origin.remote, origin.branch))
    # Another clone, remote or branch in the configuration is another version: open requests are asked again.
    version = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return (
        Tool(step=ListCommits, run=partial(list_commits, origin), timeout=PATIENCE, offered=True),
        Tool(step=ListTags, run=partial(list_tags, origin), timeout=PATIENCE, offered=True),
        Tool(step=DiffSince, run=partial(read_diff, origin), timeout=PATIENCE),
        Tool(
            step=TagRelease,
            run=partial(tag_release, origin),
            title="Release {tag} at {commit:7}",
            first="tag",
            writes=True,
            policy=approval,
            check=partial(check_release, origin),
            facts=partial(find_facts, origin),
            target=partial(describe_target, origin),
            version=f"1-{version}",
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
    """`<sha> 2026-11-20 Olive  subject  (tags: v1.4.0)`: a field holds no two spaces in a row, so no field can be forged."""
    named: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        named[tag.commit].append(tag.name)
    return [
        f"{c.sha} {c.date} {c.author}  {c.subject}" + (f"  (tags: {', '.join(named[c.sha])})" if c.sha in named else "")
        for c in commits
    ]


class ListedCommit(NamedTuple):
    sha: str
    subject: str
    tags: tuple[str, ...]


class ListedTag(NamedTuple):
    sha: str
    date: str


Listing: TypeAlias = Sequence[ListedCommit]


def read_commits(listing: str) -> list[ListedCommit]:
    """The commits of a text that `format_commits` wrote lines of."""
    return [
        ListedCommit(found["sha"], found["subject"], tuple(filter(None, (found["tags"] or "").split(", "))))
        for found in COMMIT_LINE.finditer(listing)
    ]


def read_tags(listing: str) -> dict[str, ListedTag]:
    """The tags of a text of `list_tags`, by their names."""
    return {found["name"]: ListedTag(found["sha"], found["date"]) for found in TAG_LINE.finditer(listing)}


def describe_latest_release(commits: Listing, tags: Mapping[str, ListedTag], offer: str) -> str:
    """The latest of these tags for people, and how many of the commits are newer; `offer` ends it where one is."""
    if (latest := find_latest(tags)) is None:
        return "Nothing is released yet: there is no tag with a version."
    (sha, date), shas = tags[latest], [commit.sha for commit in commits]
    head = f"The latest release is {latest} on {sha[:7]}, of {date}; the pipeline deploys that tag."
    if sha not in shas:
        return f"{head} It is not among the newest {len(shas)} commits."
    if not (newer := shas.index(sha)):
        return f"{head} No commit is newer."
    return f"{head} {'1 commit is' if newer == 1 else f'{newer} commits are'} newer. {offer}"


def shorten_commits(text: str) -> str:
    """A text of `read_diff` for people: commits by seven digits, fields parted by a colon."""
    return SHA_END.sub("", text).replace("  (tags", " (tags").replace("  ", ": ")


def format_change(change: FileChange) -> str:
    """`+10 -2  path`"""
    return f"binary  {change.path}" if change.added is None else f"+{change.added} -{change.deleted}  {change.path}"


def _format_count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _format_rest(count: int) -> list[str]:
    return [f"... and {count} more"] if count > 0 else []


async def check_release(origin: GitRemote, step: TagRelease) -> None:
    """Check that the commit is on the branch at the remote and that the remote has no such tag. Raises `ToolError` with a remedy."""
    await origin.fetch_refs()
    if not await origin.has_commit(step.commit):
        where = f"{origin.branch} at {origin.remote}"
        raise ToolError(f"The commit {step.commit} is not on {where}. Choose one that list_commits shows.")
    if any(tag.name == step.tag for tag in await origin.list_tags()):
        raise TagExists(origin.remote, step.tag)


async def describe_target(origin: GitRemote) -> str:
    """The address of the remote as the clone has it now, and the branch."""
    return f"{origin.branch} at {await origin.address()} ({origin.remote} of {origin.git.folder})"


async def find_facts(origin: GitRemote, step: TagRelease) -> tuple[CallFact, ...]:
    """The facts of a release, read from the repository: the commit, the previous tag, the commits since."""
    await origin.fetch_refs()
    commit = (await origin.list_commits(1, until=step.commit))[0]
    within = await origin.list_tags(within=step.commit)
    before = next((tag for tag in within if tag.name == find_latest(t.name for t in within)), None)
    since = before.commit if before else None
    new = await origin.list_commits(SHOWN_SINCE, until=step.commit, since=since)
    more = _format_rest(await origin.count_commits(step.commit, since) - len(new))
    lines = tuple(f"{c.sha[:10]} {c.date} {c.author}: {c.subject}" for c in new)
    previous: tuple[str, ...] = (f"{before.name} on {before.commit[:10]}" if before else "none",)
    newest = find_latest(tag.name for tag in await origin.list_tags())
    if newest is not None and (before is None or newest != before.name):
        previous += (f"Attention: this commit does not contain the latest release, {newest}.",)
    return (
        CallFact(label="Commit", lines=(commit.subject, f"by {commit.author} on {commit.date}")),
        CallFact(label="Previous tag", lines=previous),
        CallFact(label=f"Commits since {before.name}" if before else "Commits", lines=(*lines, *more) or ("none",)),
    )


async def tag_release(origin: GitRemote, step: TagRelease, at: ToolContext) -> str:
    """Create the tag. Raises `ToolError` when it certainly was not created, `OutcomeUnclear` when that is not known.

    A second try that finds the tag on its commit succeeds: the first try reached the remote. It raises `TagOnOtherCommit` when the
    tag is on another commit, because no try has created it or can create it.
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
    """Ask the remote for the tag. On another commit, the effect did not happen and cannot happen any more.

    A missing tag does not exclude a push that still runs at the remote: see `Tool.probe_after`.
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
    """Findings for `countersign doctor`: the clone, its lock files, and whether the remote answers and has the branch."""
    what = f"Repository {origin.git.folder}"
    try:
        locks = await origin.locks.find()
    except ToolError as error:
        return (CheckFinding(what, str(error), "fail", "Correct repository in countersign.toml, or make the clone."),)
    found = []
    for lock in locks:
        stale, held = (
            f"The next fetch removes it. Or remove {lock.path} now.",
            f"If it stays and no git works there, remove {lock.path}.",
        )
        found.append(CheckFinding(what, lock.warning, "warn", stale if lock.is_stale else held))
    return (*(found or [CheckFinding(what, "no lock is in the way")]), await _check_remote(origin))


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
