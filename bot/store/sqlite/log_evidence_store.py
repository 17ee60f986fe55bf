"""The signed evidence of the log in SQLite: signing anew, missing threads, and the check of all threads."""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial

from bot.core.errors import Unavailable
from bot.store.log_report import LogReport
from bot.store.log_signing import LogEvidence, NoEvidence
from bot.store.records import AuditNote
from bot.store.sqlite import log_resigning, log_verification, signed_log_summary
from bot.store.sqlite.audit_log import add_notes
from bot.store.sqlite.database import SqliteDatabase


class SqliteEvidenceStore:
    """The `EvidenceStore` port."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database, self._signer = database, database.signer

    async def read_evidence(self) -> LogEvidence:
        with self._database.read() as connection:
            return signed_log_summary.read_log_evidence(connection, self._signer)

    async def close_doubt(self) -> None:
        await self._write_evidence((await self.read_evidence()).model_copy(update={"is_open": False}))

    async def sign_anew(self, report: Callable[[int], None]) -> tuple[int, int] | None:
        evidence = await self.read_evidence()
        if evidence.key_name == self._signer.key_name:
            return None
        threads, broken = 0, 0
        after: str | None = ""
        while after is not None:
            unit = partial(log_resigning.sign_anew, signer=self._signer, after=after)
            batch = await self._database.write_unit(unit, is_long=True)
            after, threads, broken = batch.last, threads + batch.threads, broken + len(batch.faults)
            report(threads)
        with self._database.read() as connection:
            kept = signed_log_summary.read_thread_sum(connection, self._signer)
        signed = evidence.model_copy(update={"key_name": self._signer.key_name})

        def write_signed(connection: sqlite3.Connection) -> None:
            signed_log_summary.write_thread_sum(connection, self._signer, kept)
            signed_log_summary.write_log_evidence(connection, self._signer, signed)

        await self._database.write_unit(write_signed)
        return threads - broken, broken

    async def describe_missing_threads(self) -> str:
        with self._database.read() as connection:
            return signed_log_summary.describe_missing_threads(connection, self._signer)

    async def note_missing_threads(self, missing: str, at: int) -> None:
        def unit(connection: sqlite3.Connection) -> None:
            evidence = signed_log_summary.read_log_evidence(connection, self._signer)
            found = evidence.model_copy(update={"missing_at": at, "missing": missing, "is_open": True})
            signed_log_summary.write_log_evidence(connection, self._signer, found)
            signed_log_summary.write_thread_sum(connection, self._signer, signed_log_summary.count_threads(connection))
            add_notes(connection, [AuditNote(at, "threads are missing", detail=missing)])

        await self._database.write_unit(unit, is_long=True)

    async def acknowledge_missing(self, at: int) -> bool:
        def unit(connection: sqlite3.Connection) -> bool:
            evidence = signed_log_summary.read_log_evidence(connection, self._signer)
            if not evidence.missing:
                return False
            done = evidence.model_copy(update={"missing": "", "missing_at": None})
            signed_log_summary.write_log_evidence(connection, self._signer, done)
            add_notes(connection, [AuditNote(at, "missing threads acknowledged", detail=evidence.missing)])
            return True

        return await self._database.write_unit(unit)

    async def verify(self, thread: str | None = None) -> LogReport:
        try:
            return await asyncio.to_thread(log_verification.inspect_log, self._database.path, self._signer, thread)
        except NoEvidence as error:
            raise Unavailable(f"The log cannot be verified now: {error}.") from error

    async def _write_evidence(self, evidence: LogEvidence) -> None:
        await self._database.write_unit(
            lambda connection: signed_log_summary.write_log_evidence(connection, self._signer, evidence)
        )
