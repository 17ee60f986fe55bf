"""The signed evidence of the log in PostgreSQL: signing anew, missing threads, and the check of all threads."""

import asyncio
from collections.abc import Callable
from functools import partial

import psycopg

from bot.core.errors import Unavailable
from bot.store.log_report import LogReport
from bot.store.log_signing import LogEvidence, NoEvidence
from bot.store.postgres import log_resigning, log_verification, restored_copies, signed_log_summary
from bot.store.postgres.audit_row_insert import add_notes
from bot.store.postgres.connecting import SqlConnection, connect_for_reading
from bot.store.postgres.database import PostgresDatabase
from bot.store.postgres.server_error_refusals import shorten_error
from bot.store.records import AuditNote


class PostgresEvidenceStore:
    """The `EvidenceStore` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._signer = database, database.signer

    async def read_evidence(self) -> LogEvidence:
        row = await self._database.reader.fetch_one("SELECT body, mac FROM evidence WHERE name = 'log'")
        return signed_log_summary.parse_log_evidence(row, self._signer)

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
            batch = await self._database.write_unit(unit)
            after, threads, broken = batch.last, threads + batch.threads, broken + len(batch.faults)
            report(threads)
        signed = evidence.model_copy(update={"key_name": self._signer.key_name})

        def write_signed(connection: SqlConnection) -> None:
            restored_copies.keep_place(connection, self._signer)
            signed_log_summary.write_log_evidence(connection, self._signer, signed)

        await self._database.write_unit(write_signed)
        return threads - broken, broken

    async def describe_missing_threads(self) -> str:
        def describe() -> str:
            with connect_for_reading(self._database.url) as connection:
                return signed_log_summary.describe_missing_threads(connection, self._signer)

        try:
            return await asyncio.to_thread(describe)
        except psycopg.Error as error:
            raise Unavailable(f"The database cannot be read now: {shorten_error(error)}. Try again.") from error

    async def note_missing_threads(self, missing: str, at: int) -> None:
        def unit(connection: SqlConnection) -> None:
            evidence = signed_log_summary.read_log_evidence(connection, self._signer)
            found = evidence.model_copy(update={"missing_at": at, "missing": missing, "is_open": True})
            signed_log_summary.write_log_evidence(connection, self._signer, found)
            signed_log_summary.write_thread_sum(connection, self._signer, signed_log_summary.count_threads(connection))
            add_notes(connection, [AuditNote(at, "threads are missing", detail=missing)])

        await self._database.write_unit(unit)

    async def acknowledge_missing(self, at: int) -> bool:
        def unit(connection: SqlConnection) -> bool:
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
            return await asyncio.to_thread(log_verification.inspect_log, self._database.url, self._signer, thread)
        except NoEvidence as error:
            raise Unavailable(f"The log cannot be verified now: {error}.") from error

    async def _write_evidence(self, evidence: LogEvidence) -> None:
        await self._database.write_unit(
            lambda connection: signed_log_summary.write_log_evidence(connection, self._signer, evidence)
        )
