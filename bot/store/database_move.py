"""Moves a whole installation from a SQLite file into an empty PostgreSQL database.

All rows are copied in one transaction of the target. Before it is committed the source is marked as moved, so at no moment can
both be started: a move that is cut off in between leaves a marked source and an empty target, and is made again.
"""

from collections.abc import Callable

from bot.secret_keys import SecretKeys
from bot.store.log_report import LogReport
from bot.store.log_signing import HeadSigner
from bot.store.postgres.connecting import name_database
from bot.store.postgres.log_verification import inspect_log
from bot.store.postgres.move_target import list_tables, open_target
from bot.store.sqlite.move_source import open_source

Report = Callable[[str, int], None]


def move_database(source: str, target: str, keys: SecretKeys, report: Report) -> LogReport:
    """Move the SQLite file of the URL `source` to the PostgreSQL database of the URL `target`; return its verified log.

    `report` gets each table and its number of rows. Raises CannotStart's children: the source runs, has an older schema or does
    not verify; the target is in use or not empty.
    """
    signer = HeadSigner(keys)
    with (
        open_source(source, name_database(target), signer) as file,
        open_target(target, signer, before_commit=file.mark_moved) as database,
    ):
        for table in list_tables():
            report(table.name, database.copy_rows(table, file.read_rows(table.name, table.columns)))
    return inspect_log(target, signer)
