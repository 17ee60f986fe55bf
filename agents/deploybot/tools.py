"""The four tools: three that read, and tag_release, which people must approve. What the model reads is made here."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from agents.deploybot.locks import RefLock
from agents.deploybot.remote import Change, Commit, Origin, Tag, TagExists, TagIsElsewhere
from agents.deploybot.steps import DiffSince, ListCommits, ListTags, TagRelease
from agents.deploybot.versions import latest
from bot.core.agent import DidNotHappen, Happened, Probed, Running, Tool, Unsure
from bot.core.errors import OutcomeUnclear, ToolError
from bot.core.events import Fact
from bot.core.findings import Finding
from bot.core.policy import Policy

PATIENCE = timedelta(minutes=2)
"""A tool asks the network twice at most, and git gives up on each after less than half of this."""

PROBE_AFTER = timedelta(minutes=5)
"""How long after its start a push that nobody waits for any more may still create the tag: git and ssh give up before, a slow hook at the remote too."""

SHOWN_SINCE = 20


def tools_of(origin: Origin, approval: Policy, probe_after: timedelta = PROBE_AFTER) -> tuple[Tool[Any], ...]:
    """The tools over this remote; `approval` is the policy of tag_release.

    Where it asks for a typed word and names no argument, that is the tag: nobody types 40 digits of a commit.
    """
    if approval.irreversible and not approval.typed:
        approval = approval.model_copy(update={"typed": "tag"})
    return (
        Tool(step=ListCommits, run=partial(list_commits, origin), timeout=PATIENCE),
        Tool(step=ListTags, run=partial(list_tags, origin), timeout=PATIENCE),
        Tool(step=DiffSince, run=partial(diff_since, origin), timeout=PATIENCE),
        Tool(
            step=TagRelease,
            run=partial(tag_release, origin),
            writes=True,
            policy=approval,
            check=partial(check, origin),
            facts=partial(facts, origin),
            target=partial(target, origin),
            version=f"1-{_place(origin)}",
            probe=partial(probe, origin),
            timeout=PATIENCE,
            probe_after=probe_after,
        ),
    )


async def list_commits(origin: Origin, step: ListCommits, at: Running) -> str:
    await origin.refresh()
    found = await origin.commits(step.limit)
    head = f"The newest {_counted(len(found), 'commit')} on {origin.branch} at {origin.remote}, newest first:"
    return "\n".join([head, *commit_lines(found, await origin.tags())])


async def list_tags(origin: Origin, step: ListTags, at: Running) -> str:
    await origin.refresh()
    found = await origin.tags()
    if not found:
        return f"There are no tags at {origin.remote}."
    shown = found[: step.limit]
    head = f"{len(shown)} of {len(found)} tags at {origin.remote}, highest version first:"
    return "\n".join([head, *(f"{tag.name}  {tag.commit}  {tag.date}" for tag in shown)])


async def diff_since(origin: Origin, step: DiffSince, at: Running) -> str:
    await origin.refresh()
    since = await origin.commit_of(step.ref)
    count = await origin.count(origin.head, since)
    changes = await origin.changes(since)
    head = (
        f"{_counted(count, 'commit')} on {origin.branch} at {origin.remote} since {step.ref} ({since}), newest first:"
    )
    commits = commit_lines(await origin.commits(step.limit, since=since), await origin.tags())
    files = [change_line(change) for change in changes[: step.limit]]
    more, more_files = _more(count - len(commits)), _more(len(changes) - len(files))
    return "\n".join([head, *commits, *more, f"{_counted(len(changes), 'file')} changed:", *files, *more_files])


def commit_lines(commits: Iterable[Commit], tags: Iterable[Tag]) -> list[str]:
    """`<sha> 2026-11-20 Olive  subject  (tags: v1.4.0)`: two spaces stand only between the fields, so none is forged."""
    named: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        named[tag.commit].append(tag.name)
    return [
        f"{c.sha} {c.date} {c.author}  {c.subject}" + (f"  (tags: {', '.join(named[c.sha])})" if c.sha in named else "")
        for c in commits
    ]


def change_line(change: Change) -> str:
    """`+10 -2  path`"""
    return f"binary  {change.path}" if change.added is None else f"+{change.added} -{change.deleted}  {change.path}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _more(count: int) -> list[str]:
    return [f"... and {count} more"] if count > 0 else []


async def check(origin: Origin, step: TagRelease) -> None:
    """The commit is on the branch at the remote, and the tag is free there. Raises ToolError, with what to do."""
    await origin.refresh()
    if not await origin.has(step.commit):
        where = f"{origin.branch} at {origin.remote}"
        raise ToolError(f"The commit {step.commit} is not on {where}. Choose one that list_commits shows.")
    if any(tag.name == step.tag for tag in await origin.tags()):
        raise TagExists(origin.remote, step.tag)


async def target(origin: Origin) -> str:
    """The address of the remote as the clone has it now, and the branch."""
    return f"{origin.branch} at {await origin.address()} ({origin.remote} of {origin.git.folder})"


def _place(origin: Origin) -> str:
    """Stands for the clone, the remote and the branch of the configuration: with other ones open requests are asked anew."""
    named = "\0".join((str(origin.git.folder), origin.remote, origin.branch))
    return hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:8]


async def facts(origin: Origin, step: TagRelease) -> tuple[Fact, ...]:
    """What the repository itself says of this release: the commit, the tag before it, what is new since."""
    await origin.refresh()
    commit = (await origin.commits(1, until=step.commit))[0]
    within = await origin.tags(within=step.commit)
    before = next((tag for tag in within if tag.name == latest(t.name for t in within)), None)
    since = before.commit if before else None
    new = await origin.commits(SHOWN_SINCE, until=step.commit, since=since)
    more = _more(await origin.count(step.commit, since) - len(new))
    lines = tuple(f"{c.sha[:10]} {c.date} {c.author}: {c.subject}" for c in new)
    return (
        Fact(label="Commit", lines=(commit.subject, f"by {commit.author} on {commit.date}")),
        Fact(label="Previous tag", lines=await _previous(origin, before)),
        Fact(label=f"Commits since {before.name}" if before else "Commits", lines=(*lines, *more) or ("none",)),
    )


async def _previous(origin: Origin, before: Tag | None) -> tuple[str, ...]:
    """The tag before, and a warning when the latest release is not part of what is to be released."""
    line = f"{before.name} on {before.commit[:10]}" if before else "none"
    newest = latest(tag.name for tag in await origin.tags())
    if newest is None or (before and newest == before.name):
        return (line,)
    return (line, f"Attention: this commit does not contain the latest release, {newest}.")


async def tag_release(origin: Origin, step: TagRelease, at: Running) -> str:
    """Create the tag. Raises ToolError when it definitely was not created, OutcomeUnclear when nobody knows.

    A second try that finds its own tag there says so: the first one had reached the remote after all. When it finds the
    tag on another commit, no try can have made it nor can make it any more.
    """
    try:
        await origin.create_tag(step.tag, step.commit, at)
    except TagExists:
        if at.attempt == 1:
            raise
        found = await origin.commit_at(step.tag)
        if found is None:
            raise OutcomeUnclear(
                f"{origin.remote} said that it has the tag {step.tag}, and does not show it."
            ) from None
        if found != step.commit:
            raise TagIsElsewhere(origin.remote, step.tag) from None
    return done(origin, step)


def done(origin: Origin, step: TagRelease) -> str:
    return f"Tag {step.tag} now points to {step.commit} at {origin.remote}."


async def probe(origin: Origin, step: TagRelease, at: Running) -> Probed:
    """Ask the remote. A tag on another commit was made by somebody else: ours is not there, and cannot come any more.

    That it has no such tag says nothing yet about a push that still runs there: see `Tool.probe_after`.
    """
    try:
        found = await origin.commit_at(step.tag)
    except ToolError as error:
        return Unsure(f"{origin.remote} does not say whether it has the tag {step.tag}: {error}")
    if found == step.commit:
        return Happened(done(origin, step))
    if found is None:
        return DidNotHappen(f"{origin.remote} has no tag {step.tag}.")
    return DidNotHappen(
        f"At {origin.remote} the tag {step.tag} points to {found}, not to {step.commit}.", is_final=True
    )


async def examine(origin: Origin) -> tuple[Finding, ...]:
    """Whether the clone is one, whether its remote answers and has the branch, and whether a lock of a killed git is in the way."""
    what = f"Repository {origin.git.folder}"
    try:
        locks = await origin.locks.find()
    except ToolError as error:
        return (Finding(what, str(error), "fail", "Correct repository in countersign.toml, or make the clone."),)
    found = [_lock_finding(what, lock) for lock in locks] or [Finding(what, "no lock is in the way")]
    return (*found, await _remote_finding(origin))


async def _remote_finding(origin: Origin) -> Finding:
    what = f"Remote {origin.remote} of {origin.git.folder}"
    try:
        if missing := await origin.missing_remote():
            return Finding(
                what, missing, "fail", "Add it, or name another by the key remote: releases are tags at that remote."
            )
        head = await origin.branch_at_remote()
    except ToolError as error:
        hint = "Correct remote in countersign.toml, or what git needs to reach it: the network, a key for ssh, a credential helper."
        return Finding(what, str(error), "fail", hint)
    if head is None:
        hint = "Push it, or name another by the key branch."
        return Finding(what, f"it has no branch {origin.branch}", "fail", hint)
    return Finding(what, f"it answers; {origin.branch} is at {head[:12]}")


def _lock_finding(what: str, lock: RefLock) -> Finding:
    if lock.is_stale:
        return Finding(what, lock.warning, "warn", f"The next fetch removes it. Or remove {lock.path} now.")
    return Finding(what, lock.warning, "warn", f"If it stays and no git works there, remove {lock.path}.")
