"""`countersign-agents discover`: finds the MCP servers of the clients of this machine, and puts the proxy before them after a yes.

Exit codes: 0 done, or nothing to do · 1 nothing was written · 2 wrong usage.
"""

import argparse
import difflib
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from countersign.proxy.client_configurations import (
    ConfigurationFile,
    EntryWrapper,
    WrappedEntry,
    list_entries,
    list_files,
    read_document,
)
from countersign.proxy.configuration_edits import write_document

DONE, NOT_WRITTEN, INTERRUPTED = 0, 1, 130
BACKUP = ".before-countersign"


class ProposedChange(NamedTuple):
    """A file, its text, and its new text."""

    file: ConfigurationFile
    before: bytes
    after: str
    wrapped: tuple[WrappedEntry, ...]


def main(args: Sequence[str] | None = None, program: Sequence[str] = (), name: str = "countersign-agents") -> int:
    """Propose, ask, and write. `program`: the words that start the proxy; by default `countersign-proxy` of this environment."""
    parser = argparse.ArgumentParser(name, description=__doc__, allow_abbrev=False)
    act = parser.add_subparsers(dest="act", required=True).add_parser(
        "discover", description=__doc__, allow_abbrev=False
    )
    act.add_argument("--yes", action="store_true", help="write without the question")
    act.add_argument("--project", type=Path, default=Path.cwd(), help="the folder of the project; by default this one")
    try:
        given = parser.parse_args(args)
        return discover(Path.home(), given.project, program or find_program(), is_sure=given.yes)
    except SystemExit as end:  # of argparse
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED


def find_program() -> list[str]:
    """The command of the proxy with its whole path: programs with windows have another PATH."""
    beside = shutil.which("countersign-proxy", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("countersign-proxy")
    return [found] if found else [sys.executable, "-m", "countersign.proxy.proxy_command"]


def discover(home: Path, project: Path, program: Sequence[str], *, is_sure: bool) -> int:
    """Print a diff of each file, ask once, keep a backup of each, and write."""
    wrapper = EntryWrapper(program)
    files = list_files(home, project, sys.platform, os.environ)
    changes = [change for file in files if (change := propose_change(file, wrapper))]
    if not changes:
        _say("No MCP server was found that is not behind Countersign.")
        return DONE
    for change in changes:
        _print_change(change)
    if not is_sure and not _is_confirmed(f"Write {len(changes)} files? A backup of each is kept. [y/N] "):
        _say("Nothing was written.")
        return NOT_WRITTEN
    written = [write_change(change) for change in changes]
    _say("Accept the tools of each server next; until then each call waits for people:")
    for words in dict.fromkeys(each.words for change in changes for each in change.wrapped):
        _say(f"  {shlex.join([*program, *words[:2], '--accept', *words[2:]])}")
    return DONE if all(written) else NOT_WRITTEN


def propose_change(file: ConfigurationFile, wrapper: EntryWrapper) -> ProposedChange | None:
    """The new text of a file; None: it is not there, or is left as it is, and why is printed."""
    try:
        before = file.path.read_bytes()
        text = before.decode("utf-8")
        entries = [wrapper.wrap(each) for each in list_entries(file, read_document(file, text))]
        for each in entries:
            if each.reason:
                _say(f"{file.client}, {file.path}: {each.entry.name} is left as it is: {each.reason}.")
        wrapped = tuple(each for each in entries if not each.reason)
        return ProposedChange(file, before, write_document(file, text, wrapped), wrapped) if wrapped else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError) as error:
        _say(f"{file.client}, {file.path} is left as it is: {error}.")
        return None


def write_change(change: ProposedChange) -> bool:
    """Keep a backup and replace the file. A file that changed meanwhile is left as it is."""
    path = change.file.path.resolve()  # a link stays one
    if path.read_bytes() != change.before:
        _say(f"{path} changed meanwhile and is left as it is: run this again.")
        return False
    number, backup = 1, path.with_name(path.name + BACKUP)
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}{BACKUP}-{number}")
    shutil.copy2(path, backup)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as draft:
        draft.write(change.after)
    shutil.copymode(path, draft.name)
    Path(draft.name).replace(path)
    _say(f"{path} is written; before it was {backup}")
    return True


def _print_change(change: ProposedChange) -> None:
    _say(f"{change.file.client}:")
    before, after = change.before.decode("utf-8").splitlines(), change.after.splitlines()
    path = str(change.file.path)
    for line in difflib.unified_diff(before, after, path, path, lineterm=""):
        _say(line)


def _is_confirmed(question: str) -> bool:
    print(question, end="", flush=True)  # noqa: T201
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _say(text: str) -> None:
    """Print one line. Characters that a terminal would obey are written as escapes."""
    print("".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text))  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
