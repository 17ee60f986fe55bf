"""One branch and the tags of a repository as its remote has them. It can create a tag, and change nothing else there.

The refs of the remote are fetched into `refs/countersign/<remote>/…`: the clone's own branches and tags
are neither read nor moved, so a stale or local tag there cannot be taken for one at the remote.
"""

import asyncio
import re
from dataclasses import dataclass

from agents.deploybot.git_command import GitCommand, GitFailed, GitResult, GitTimedOut, find_complaint, format_one_line
from agents.deploybot.stale_ref_locks import RefLocks
from agents.deploybot.versions import parse_version, refuse_option
from bot.core.agent import ToolContext
from bot.core.errors import EffectImpossible, OutcomeUnclear, ToolError

_SHA = re.compile(r"[0-9a-f]{40}")
_ABBREVIATED = re.compile(r"[0-9a-f]{7,40}")
_FETCH = "fetch --quiet --no-tags --prune --no-prune-tags --no-recurse-submodules --no-write-fetch-head --no-auto-maintenance"
_BEFORE_ANYTHING_WAS_SENT = re.compile(
    r"fatal: (?:unable to (?:access|connect)|could not read (?:from remote repository|username|password)|authentication failed|transport '|repository '"
    r"|.* does not appear to be a git repository)",
    re.IGNORECASE,
)
_EXISTS = ("stale info", "already exists")
_UNCLEAR = re.compile(
    r"\block|failed to|unable to|unpack|internal|remote failure|time[d ]*out|hung up|error",
    re.IGNORECASE,
)
"""Reasons of a refusal that leave open whether the remote created the ref: see git-receive-pack(1)."""
_LOCKED = re.compile(r"\.lock': |cannot lock ref", re.IGNORECASE)
_LOOKS_AT_LOCKS = 3  # a git may end between the look that removes and the look that tells


class NotCreated(ToolError):
    """{0}"""


class TagExists(NotCreated):
    """{0} has the tag {1} already, and a tag is never moved. Propose a tag that does not exist."""


class TagOnOtherCommit(TagExists, EffectImpossible):
    """{0} has the tag {1} on another commit, and a tag is never moved. Propose a tag that does not exist."""


@dataclass(frozen=True)
class RemoteCommit:
    """One commit. `date` is the author's day (YYYY-MM-DD); `author` and `subject` are one line with single spaces."""

    sha: str
    date: str
    author: str
    subject: str


@dataclass(frozen=True)
class RemoteTag:
    """One tag and the commit that it points to, annotated or not."""

    name: str
    commit: str
    date: str

    @property
    def rank(self) -> tuple[tuple[int, int, int], str, str]:
        """The sort key, ascending: other tags by date and name, then versions by their numbers."""
        version = parse_version(self.name)
        return (version, "", "") if version else ((-1, 0, 0), self.date, self.name)


@dataclass(frozen=True)
class FileChange:
    """One changed file; the counts of lines are None for a binary file."""

    path: str
    added: int | None
    deleted: int | None


class GitRemote:
    """The remote of a clone, read with git. Every method raises `ToolError` when git fails."""

    def __init__(self, git: GitCommand, remote: str, branch: str) -> None:
        self.git, self.remote, self.branch = git, refuse_option(remote), refuse_option(branch)
        self.tags_at = f"refs/countersign/{remote}/tags/"
        self.head = f"refs/countersign/{remote}/heads/{branch}"
        self.locks = RefLocks(git, remote)
        self._one_fetch = asyncio.Lock()

    async def fetch_refs(self) -> None:
        """Fetch the branch and all tags, and prune `refs/countersign` alone. After a failure by locks, remove stale ones and try once more."""
        wanted = (f"+refs/heads/{self.branch}:{self.head}", f"+refs/tags/*:{self.tags_at}*")
        async with self._one_fetch:
            ran = await self.git.run(*_FETCH.split(), operands=(self.remote, *wanted))
            if ran.code and _LOCKED.search(ran.err):
                for _ in range(_LOOKS_AT_LOCKS):
                    await self.locks.clear_stale()
                    in_the_way = await self.locks.find()
                    if not any(lock.is_stale for lock in in_the_way):
                        break
                if in_the_way:
                    raise GitFailed("fetch", " ".join(lock.warning for lock in in_the_way[:3]))
                ran = await self.git.run(*_FETCH.split(), operands=(self.remote, *wanted))
        if ran.code:
            raise GitFailed("fetch", find_complaint(ran))

    async def list_commits(self, limit: int, until: str | None = None, since: str | None = None) -> list[RemoteCommit]:
        """The newest commits that `until` (default: the branch) contains and `since` does not, newest first."""
        shape = ("-z", "--format=%H%x00%as%x00%an%x00%s", f"--max-count={limit}", "--no-show-signature")
        printed = await self.git.read("log", *shape, operands=(_format_range(since, until or self.head),))
        fields = printed.split("\0")
        return [
            RemoteCommit(
                sha, date, format_one_line(author, 60) or "unknown", format_one_line(subject, 120) or "(no subject)"
            )
            for sha, date, author, subject in zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False)
        ]

    async def count_commits(self, until: str, since: str | None) -> int:
        return int(await self.git.read("rev-list", "--count", operands=(_format_range(since, until),)))

    async def list_tags(self, within: str | None = None) -> list[RemoteTag]:
        """The tags that point to a commit (with `within`: in its history): versions, highest first, then others, newest first."""
        fields = "%(refname)%00%(objectname) %(*objectname)%00%(objecttype) %(*objecttype)%00%(creatordate:short)"
        merged = (f"--merged={refuse_option(within)}",) if within else ()
        printed = await self.git.read("for-each-ref", f"--format={fields}", *merged, operands=(self.tags_at,))
        found = []
        for ref, shas, kinds, date in (line.split("\0") for line in printed.splitlines()):
            kind, commit = kinds.split()[-1], None
            if kind == "tag":  # a tag of a tag: git peels one level here
                commit = await self._resolve_revision(ref)
            elif kind == "commit":
                commit = shas.split()[-1]
            if commit:
                found.append(RemoteTag(ref.removeprefix(self.tags_at), commit, date))
        return sorted(found, key=lambda tag: tag.rank, reverse=True)

    async def list_changes(self, since: str) -> list[FileChange]:
        """The files that differ between the branch and its merge base with `since`."""
        how = ("--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")
        printed = await self.git.read("diff", *how, operands=(f"{since}...{self.head}",))
        rows = (record.split("\t", 2) for record in printed.split("\0") if record.count("\t") >= 2)
        return [
            FileChange(format_one_line(path, 200), _read_line_count(added), _read_line_count(deleted))
            for added, deleted, path in rows
        ]

    async def resolve_commit(self, ref: str) -> str:
        """The commit of a tag at the remote, else of 7 to 40 hex digits. Raises `ToolError` when `ref` is neither."""
        found = None if _SHA.fullmatch(ref) else await self._resolve_revision(self.tags_at + ref)
        if found is None and _ABBREVIATED.fullmatch(ref):
            found = await self._resolve_revision(ref)
        if found is None:
            raise ToolError(f"There is no tag or commit {ref!r} at {self.remote}. Choose one that a list shows.")
        return found

    async def _resolve_revision(self, revision: str) -> str | None:
        ran = await self.git.run("rev-parse", "--verify", "--quiet", operands=(f"{revision}^{{commit}}",))
        sha = ran.out.strip()
        return sha if ran.code == 0 and _SHA.fullmatch(sha) else None

    async def has_commit(self, commit: str) -> bool:
        """Whether the branch, as last fetched, contains this commit."""
        if not _SHA.fullmatch(commit) or await self._resolve_revision(commit) is None:
            return False
        ran = await self.git.run("merge-base", "--is-ancestor", operands=(commit, self.head))
        if ran.code > 1:
            raise GitFailed("merge-base", find_complaint(ran))
        return ran.code == 0

    async def fetch_tag_commit(self, tag: str) -> str | None:
        """Ask the remote for the commit of this tag (of an annotated tag: the peeled one); None when it has no such tag."""
        ref = f"refs/tags/{refuse_option(tag)}"
        printed = await self.git.read("ls-remote", "--quiet", operands=(self.remote, ref, f"{ref}^{{}}"))
        shown = {name: sha for sha, _, name in (line.partition("\t") for line in printed.splitlines())}
        return shown.get(f"{ref}^{{}}") or shown.get(ref)

    async def address(self) -> str:
        """The addresses that pushes and fetches use, without user names and passwords: `https://host/shop.git`."""
        if await self.describe_missing_remote():
            raise ToolError(f"The clone has no remote {self.remote}.")
        if set(self.remote) & {"/", ":"}:
            return remove_user(self.remote)
        addresses = []
        for options in (("--push", "--all"), ("--all",)):
            printed = await self.git.read("remote", "get-url", *options, operands=(self.remote,))
            addresses.append(", ".join(map(remove_user, printed.splitlines())))
        pushed, fetched = addresses
        return pushed if pushed == fetched else f"{pushed} (read from {fetched})"

    async def fetch_branch_commit(self) -> str | None:
        """Ask the remote for the commit of the branch; None when it has no such branch."""
        printed = await self.git.read("ls-remote", "--quiet", operands=(self.remote, f"refs/heads/{self.branch}"))
        return printed.split("\t")[0] or None

    async def describe_missing_remote(self) -> str:
        """Why the remote does not exist, as a clause; empty when the clone has a remote of this name, or it is an address."""
        names = (await self.git.read("remote")).split()
        if self.remote in names or set(self.remote) & {"/", ":"}:
            return ""
        return f"the clone has no remote {self.remote}; it has {', '.join(names) or 'none'} (git remote add {self.remote} URL)"

    async def create_tag(self, tag: str, commit: str, at: ToolContext | None = None) -> None:
        """Create the tag at the remote on this commit. The push has a lease on "no such tag", so the remote moves no tag.

        Raises `TagExists`, `NotCreated` (this try certainly did not create it) and `OutcomeUnclear`.
        """
        ref = f"refs/tags/{refuse_option(tag)}"
        if not _SHA.fullmatch(commit) or await self._resolve_revision(commit) is None:
            raise NotCreated(f"The commit {commit!r} is not in the clone. Choose one that list_commits shows.")
        guard = (
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--recurse-submodules=no",
            f"--force-with-lease={ref}:",
        )
        try:
            ran = await self.git.run("push", *guard, operands=(self.remote, f"{commit}:{ref}"), at=at)
        except GitTimedOut as error:
            raise OutcomeUnclear(f"{error} Nobody knows yet whether {tag} was created.") from error
        check_push_report(ran, self.remote, tag, ref)


def remove_user(address: str) -> str:
    """The address of a remote without its user information (RFC 3986, 3.2.1). An scp-like address has no password."""
    return re.sub(r"(?<=://)[^/@]*@|(?<=://)\*\*\*@", "", address)


def check_push_report(ran: GitResult, remote: str, tag: str, ref: str) -> None:
    """Raise by the line of `git push --porcelain` for this ref: `*` created, `=` exists, `!` refused. See git-push(1).

    Raises `TagExists`, `NotCreated`, and `OutcomeUnclear` for a refusal that is no rule of the remote (a lock, a fault).
    """
    rows = [line.split("\t") for line in ran.out.splitlines() if line.count("\t") >= 2]
    flag, reason = next(((row[0], row[2]) for row in rows if row[1].endswith(f":{ref}")), ("", ""))
    if flag == "*":
        return
    if flag == "=" or (flag == "!" and any(word in reason for word in _EXISTS)):
        raise TagExists(remote, tag)
    if flag == "!" and not _UNCLEAR.search(reason):
        said = (line.removeprefix("remote:").strip() for line in ran.err.splitlines() if line.startswith("remote:"))
        remark = next((line for line in said if line), "")  # such as the reason of a hook
        raise NotCreated(format_one_line(f"{remote} refused the tag {tag}: {reason} {remark}"))
    if not flag and ran.code > 0 and any(_BEFORE_ANYTHING_WAS_SENT.match(line) for line in ran.err.splitlines()):
        raise NotCreated(
            format_one_line(f"The tag {tag} was not created, {remote} cannot be reached: {find_complaint(ran)}")
        )
    raise OutcomeUnclear(
        format_one_line(f"Nobody knows yet whether {remote} created {tag}: {reason or find_complaint(ran)}")
    )


def _format_range(since: str | None, until: str) -> str:
    return f"{since}..{until}" if since else until


def _read_line_count(count: str) -> int | None:
    return int(count) if count.isdigit() else None
