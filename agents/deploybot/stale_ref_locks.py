"""Lock files that a killed git left in the clone, of the refs that the fetches of this package write.

A lock is stale when it is older than twice the time that one command may take and no git process works in the clone. Without
/proc (not Linux) no lock counts as stale. Locks at the remote are not touched.
"""

import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agents.deploybot.git_command import GitCommand

PROC = Path("/proc")
_FILES = ("packed-refs.lock", "shallow.lock")


@dataclass(frozen=True)
class RefLock:
    """One lock file: its age in seconds, whether it is stale, and its device, inode and time of change (ns)."""

    path: Path
    age: float
    is_stale: bool
    identity: tuple[int, int, int]

    @property
    def warning(self) -> str:
        """One sentence for people: the path (the last 99 characters of a long one), the age, and whether it may be in use."""
        name = str(self.path)
        where = name if len(name) <= 100 else f"…{name[-99:]}"
        use = "no git holds it" if self.is_stale else "it may be in use"
        return f"The lock {where} is {max(0, self.age):.0f} s old; {use}."


class RefLocks:
    """The locks of the files that a fetch of `remote` writes: `refs/countersign`, the remote-tracking refs, and `_FILES`."""

    def __init__(self, git: GitCommand, remote: str) -> None:
        self.git, self.remote = git, remote

    async def find(self) -> Sequence[RefLock]:
        """The locks that exist now. Raises `ToolError` when git does not name the folder of the clone's refs."""
        printed = await self.git.read("rev-parse", "--path-format=absolute", "--git-common-dir")
        folder = Path(printed.rstrip("\n"))
        is_idle = PROC.joinpath("self/cwd").exists() and not any(
            find_git_processes((folder, self.git.folder.resolve()))
        )
        written = (folder / "refs" / "countersign" / self.remote, folder / "refs" / "remotes" / self.remote)
        found = []
        for path in (
            *(folder / name for name in _FILES),
            *(path for refs in written for path in sorted(refs.rglob("*.lock"))),
        ):
            with suppress(OSError):
                status = path.lstat()
                age = time.time() - status.st_mtime
                is_stale = is_idle and stat.S_ISREG(status.st_mode) and age > 2 * self.git.patience
                found.append(RefLock(path, age, is_stale, (status.st_dev, status.st_ino, status.st_mtime_ns)))
        return found

    async def clear_stale(self) -> Sequence[Path]:
        """Remove the stale locks and return their paths. A lock that was made again meanwhile stays."""
        gone = []
        for lock in await self.find():
            with suppress(OSError):
                status = lock.path.lstat()
                if lock.is_stale and (status.st_dev, status.st_ino, status.st_mtime_ns) == lock.identity:
                    lock.path.unlink()
                    gone.append(lock.path)
        return gone


def find_git_processes(folders: Sequence[Path]) -> Iterator[int]:
    """The ids of git processes with a working folder or an argument in one of the folders, and of git processes that cannot be read."""
    for entry in PROC.iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            words = [os.fsdecode(word) for word in (entry / "cmdline").read_bytes().split(b"\0")]
            if not Path(words[0]).name.startswith("git"):
                continue
            works_at = [Path(os.readlink(entry / "cwd")), *(Path(word) for word in words[1:] if word.startswith("/"))]
        except (FileNotFoundError, ProcessLookupError):  # ended before or while it was read
            continue
        except OSError:
            yield int(entry.name)
            continue
        if any(place == folder or folder in place.parents for place in works_at for folder in folders):
            yield int(entry.name)
