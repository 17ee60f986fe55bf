"""Lock files that a killed git left in the clone. Only those of refs that our own fetches write, and only when nothing can hold them.

A lock is stale when it is older than any command of ours may run and no git works in the clone. Where /proc does not
show who works there (not Linux), no lock is taken for stale. Locks at the remote are never touched.
"""

import os
import stat
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from agents.deploybot.git import GitCommand

PROC = Path("/proc")
_FILES = ("packed-refs.lock", "shallow.lock")


@dataclass(frozen=True)
class RefLock:
    """One lock file: its age in seconds, and whether nothing can hold it any more."""

    path: Path
    age: float
    is_stale: bool
    identity: tuple[int, int, int]

    @property
    def warning(self) -> str:
        """What a person needs to know who finds it in the way, with the end of a long path first."""
        name = str(self.path)
        where = name if len(name) <= 100 else f"…{name[-99:]}"
        use = "no git holds it" if self.is_stale else "it may be in use"
        return f"The lock {where} is {max(0, self.age):.0f} s old; {use}."


class RefLocks:
    """The locks on what a fetch of `remote` writes: our own refs, the clone's remote-tracking refs, and the two files beside them."""

    def __init__(self, git: GitCommand, remote: str) -> None:
        self.git, self.remote = git, remote

    async def find(self) -> Sequence[RefLock]:
        """The locks that there are now, by path. Raises ToolError when git does not say where the clone keeps its refs."""
        folder = await self._find_common_folder()
        is_idle = PROC.joinpath("self/cwd").exists() and not any(
            _find_git_processes((folder, self.git.folder.resolve()))
        )
        found = []
        for path in self._list_paths(folder):
            with suppress(OSError):
                status = path.lstat()
                age = time.time() - status.st_mtime
                is_stale = is_idle and stat.S_ISREG(status.st_mode) and age > 2 * self.git.patience
                found.append(RefLock(path, age, is_stale, (status.st_dev, status.st_ino, status.st_mtime_ns)))
        return found

    async def clear_stale(self) -> Sequence[Path]:
        """Removes the stale locks, and returns their paths. One that was made anew meanwhile stays."""
        gone = []
        for lock in await self.find():
            with suppress(OSError):
                status = lock.path.lstat()
                if lock.is_stale and (status.st_dev, status.st_ino, status.st_mtime_ns) == lock.identity:
                    lock.path.unlink()
                    gone.append(lock.path)
        return gone

    async def _find_common_folder(self) -> Path:
        printed = await self.git.read("rev-parse", "--path-format=absolute", "--git-common-dir")
        return Path(printed.rstrip("\n"))

    def _list_paths(self, folder: Path) -> Iterator[Path]:
        yield from (folder / name for name in _FILES)
        for ours in (folder / "refs" / "countersign" / self.remote, folder / "refs" / "remotes" / self.remote):
            yield from sorted(ours.rglob("*.lock"))


def _find_git_processes(folders: Sequence[Path]) -> Iterator[int]:
    """The processes of git that work in one of the folders, by their working folder or by an argument. Also one that does not say."""
    for entry in PROC.iterdir():
        if not entry.name.isdecimal() or int(entry.name) == os.getpid():
            continue
        try:
            words = [os.fsdecode(word) for word in (entry / "cmdline").read_bytes().split(b"\0")]
            if not Path(words[0]).name.startswith("git"):
                continue
            works_at = [Path(os.readlink(entry / "cwd")), *(Path(word) for word in words[1:] if word.startswith("/"))]
        except FileNotFoundError:
            continue
        except OSError:
            yield int(entry.name)
            continue
        if any(_is_within(place, folder) for place in works_at for folder in folders):
            yield int(entry.name)


def _is_within(place: Path, folder: Path) -> bool:
    return place == folder or folder in place.parents
