"""Signs the log of a database again after the secret that signed it is lost (`countersign audit sign`)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.core.errors import CannotStart
from bot.store.log_signing import HeadSigner, LogEvidence
from bot.store.records import AuditNote
from bot.store.sqlite import audit_log, log_resigning, migrate, signed_log_summary
from bot.store.sqlite.database import lock_file, mark_signed, refuse_foreign_file


def sign_log(path: Path, signer: HeadSigner) -> LogEvidence:
    """Sign every head with this secret, in one commit, and note it in the audit.

    Raises CannotStart when there is no database, a server has it open, or it is signed with this secret already.
    """
    if not path.exists():
        raise CannotStart(f"There is no database {path}.")
    with closing(lock_file(path)):
        refuse_foreign_file(path)
        migrate.upgrade_schema(path, signer)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            if signed_log_summary.is_proven(connection, signer):
                raise CannotStart(f"The log in {path} is already signed with this secret. Nothing was signed.")
            connection.execute("BEGIN IMMEDIATE")
            evidence = log_resigning.sign_all(connection, signer, "command")
            audit_log.add_notes(connection, [AuditNote(evidence.signed_at, "log signed", door="terminal")])
            connection.execute("COMMIT")
        mark_signed(path)
    return evidence
