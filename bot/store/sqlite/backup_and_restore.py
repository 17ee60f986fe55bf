"""Copies a database while it is in use, and replaces a database by a copy. Both check the copy first."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.core.errors import BackupRefused, DamagedDatabase
from bot.store.log_report import ThreadFault
from bot.store.log_signing import HeadSigner, NoEvidence
from bot.store.sqlite import migrate, signed_log_summary
from bot.store.sqlite.database import APPLICATION_ID, lock_file, mark_signed
from bot.store.sqlite.log_verification import verify_all

PAGES = 1024
"""Pages that are copied between two reports of progress."""

SIDE_FILES = ("-wal", "-shm", "-journal")

ProgressReport = Callable[[str], None]


def back_up_database(source: Path, target: Path, signer: HeadSigner, say: ProgressReport) -> list[ThreadFault]:
    """Copy the database as it is at one moment, also while a server writes. The file appears under its name once it is
    whole.

    Returns the threads that do not verify in it. Raises BackupRefused, CannotStart's children.
    """
    if not source.exists():
        raise BackupRefused(source, "there is no such database")
    if target.exists():
        raise BackupRefused(target, "it exists; choose another name or move it away")
    with _open_draft(target) as draft:
        _copy_database(source, draft, say)
        faults = _examine_draft(draft, signer, say, source)
        try:
            os.link(draft, target)
        except FileExistsError as error:
            raise BackupRefused(target, "it exists; choose another name or move it away") from error
        except OSError as error:
            raise BackupRefused(target, f"it cannot be made: {error.strerror}") from error
    _sync_folder(target)
    return faults


def restore_backup(
    backup: Path, target: Path, signer: HeadSigner, say: ProgressReport, *, force: bool
) -> list[ThreadFault]:
    """Replace an unused database by a backup and mark it: calls that were open in it may have run since.

    The old file is kept beside it. Sessions are not restored. Returns the threads that do not verify. Raises
    BackupRefused, DatabaseInUse and others of CannotStart's children.
    """
    if not backup.exists() or not backup.stat().st_size:
        raise BackupRefused(backup, "there is no such backup")
    if target.exists() and backup.samefile(target):
        raise BackupRefused(backup, "it is the database itself")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(lock_file(target)):
        if target.exists() and target.stat().st_size and not force:
            raise BackupRefused(target, "it exists. Restore with --force; it is then kept beside the restored one")
        with _open_draft(target) as draft:
            _copy_database(backup, draft, say)
            faults = _examine_draft(draft, signer, say, backup)
            migrate.upgrade_schema(draft, signer)
            if faults and not force:
                first = f"the first is {faults[0].thread} at event {faults[0].seq}: {faults[0].why}"
                why = f"{len(faults)} threads do not verify, {first}. Restore with --force; such threads then rest"
                raise BackupRefused(backup, why)
            _mark_restored(draft, signer)
            _keep_aside(target, say)
            os.replace(draft, target)
            mark_signed(target)
    _sync_folder(target)
    return faults


def _copy_database(source: Path, draft: Path, say: ProgressReport) -> None:
    """Copy in one read transaction, which fixes the copied moment during later writes."""

    def report(status: int, remaining: int, total: int) -> None:
        if total > PAGES:
            say(f"{total - remaining} of {total} pages")

    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=5, isolation_level=None)) as one,
            closing(sqlite3.connect(draft, isolation_level=None)) as two,
        ):
            one.execute("BEGIN")
            (application,) = one.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise BackupRefused(source, "it is not a Countersign database")
            one.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            one.backup(two, pages=PAGES, progress=report, sleep=0)
            two.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise BackupRefused(source, f"it cannot be copied: {error}") from error


def _examine_draft(draft: Path, signer: HeadSigner, say: ProgressReport, named: Path) -> list[ThreadFault]:
    """Check that the copy is whole for SQLite and signed with a known secret. Returns the threads in it that do not
    verify.
    """
    revision = migrate.read_revision(draft)
    if revision is not None and revision not in migrate.list_revisions():
        raise migrate.make_newer_schema(named, revision)
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise DamagedDatabase(named, found)
        known = signer if migrate.is_signed(revision) else None
        if known:
            try:
                signed_log_summary.read_log_evidence(connection, known)
                if missing := signed_log_summary.describe_missing_threads(connection, known):
                    say(f"warning: {missing}")
            except NoEvidence as error:
                raise BackupRefused(named, f"nothing proves the log in it: {error}") from error
        faults: list[ThreadFault] = []
        threads = 0
        for batch in verify_all(connection, known):
            faults += batch.faults
            threads += batch.threads
        say(
            f"{threads} threads were verified, {len(faults)} of them do not verify"
            if faults
            else f"{threads} threads verify"
        )
        return faults


def _mark_restored(draft: Path, signer: HeadSigner) -> None:
    with closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        evidence = signed_log_summary.read_log_evidence(connection, signer)
        restored = evidence.model_copy(update={"restored_at": time.time_ns() // 1000, "is_open": True})
        signed_log_summary.write_log_evidence(connection, signer, restored)
        connection.execute("DELETE FROM session")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=DELETE")


def _keep_aside(target: Path, say: ProgressReport) -> None:
    """Link the old database, with its checkpointed side files, to a second name. Its first name stays until the one
    replace.

    Its side files are deleted, since SQLite would apply them to the restored file. Raises BackupRefused when one stays.
    """
    if target.exists() and target.stat().st_size:
        with suppress(sqlite3.Error), closing(sqlite3.connect(target, timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # then the file alone has all of it
    if target.exists():
        name = base = f"{target.name}.replaced-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"
        number = 1
        while any(target.with_name(name + end).exists() for end in ("", *SIDE_FILES)):
            number += 1
            name = f"{base}-{number}"
        for end in ("", *SIDE_FILES):
            with suppress(FileNotFoundError):
                os.link(target.with_name(target.name + end), target.with_name(name + end))
        _sync_folder(target)
        say(f"what was there is kept as {target.with_name(name)}")
    for end in SIDE_FILES:
        side = target.with_name(target.name + end)
        try:
            side.unlink(missing_ok=True)
        except OSError as error:
            raise BackupRefused(target, f"{side} beside it cannot be deleted: {error.strerror}") from error


@contextmanager
def _open_draft(target: Path) -> Iterator[Path]:
    """An empty file beside the target, readable for this user only, that is deleted afterwards."""
    draft = target.with_name(f"{target.name}.{os.getpid()}.draft")
    try:
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise BackupRefused(target, f"nothing can be written beside it: {error.strerror}") from error
    try:
        yield draft
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def _sync_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
