"""`countersign audit sign` proves no earlier event: approved and started calls are doubted."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.secret_keys import SecretKeys
from bot.store.log_signing import HeadSigner
from bot.store.sqlite import backup_and_restore
from bot.store.sqlite.log_resigning import sign_all
from bot.store.sqlite.log_verification import inspect_log
from bot.store.sqlite.signed_log_summary import read_log_evidence
from tests.engine.failing_tools import approved, restart
from tests.engine.test_out4_restored import start
from tests.platform_fixture import PlatformFixture, choose
from tests.sqlite_access import sqlite_of
from tests.store.log_forgery import APPROVED, add_events, forge, sql

OLD, NEW = "an-old-secret-of-more-than-32-characters", "a-new-secret-of-more-than-32-characters"


def sign(path: Path, secret: str) -> None:
    """Signs the file as the command does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        sign_all(connection, HeadSigner(SecretKeys([secret])), "command")
        connection.execute("COMMIT")


def platform_under(folder: Path, secret: str, *script: Any) -> PlatformFixture:
    return PlatformFixture(folder, *script, keys=lambda: SecretKeys([secret]))


async def test_out2_an_approval_whose_call_ran_does_not_run_again_after_a_signing(tmp_path: Path) -> None:
    """The file is from before the call ran; its secret is lost."""
    async with platform_under(tmp_path, OLD, choose("push", tag="v1")) as platform:
        thread = await approved(platform)
        backup_and_restore.back_up_database(
            tmp_path / "house.db", tmp_path / "b.db", sqlite_of(platform.app).signer, lambda text: None
        )
        await platform.settle()
        assert len(platform.ledger.lines) == 1
    (tmp_path / "b.db").replace(tmp_path / "house.db")
    sign(tmp_path / "house.db", NEW)
    async with platform_under(tmp_path, NEW) as platform:
        await start(platform)
        assert len(platform.ledger.lines) == 1
        (doubted,) = [event for event in platform.log(thread) if isinstance(event, e.OutcomeDoubted)]
        assert doubted.reason == "the log was signed anew"
        assert platform.types(thread)[-1] == "Finished"
    async with platform_under(tmp_path, NEW) as platform:
        await restart(platform)
        assert platform.types(thread).count("OutcomeDoubted") == 1


async def test_out2_a_forged_approval_does_not_run_after_a_signing(tmp_path: Path) -> None:
    async with platform_under(tmp_path, OLD, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
    forge(tmp_path / "house.db", thread, add_events(*APPROVED))
    sign(tmp_path / "house.db", NEW)
    async with platform_under(tmp_path, NEW) as platform:
        await start(platform)
        assert platform.ledger.lines == []
        assert len(await platform.pending()) == 1


@pytest.mark.parametrize("secret", [OLD, NEW])
async def test_out2_a_signing_keeps_what_is_known_to_have_happened(tmp_path: Path, secret: str) -> None:
    async with platform_under(tmp_path, OLD) as platform:
        thread = await platform.launch()
        backup_and_restore.back_up_database(
            tmp_path / "house.db", tmp_path / "b.db", sqlite_of(platform.app).signer, lambda text: None
        )
    backup_and_restore.restore_backup(
        tmp_path / "b.db", tmp_path / "house.db", HeadSigner(SecretKeys([OLD])), lambda text: None, force=True
    )
    forge(tmp_path / "house.db", thread, sql("DELETE FROM evidence WHERE name='threads'"))
    sign(tmp_path / "house.db", secret)
    found = inspect_log(tmp_path / "house.db", HeadSigner(SecretKeys([secret])))
    assert any("A backup was restored on" in line for line in found.history)
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
        assert read_log_evidence(connection, HeadSigner(SecretKeys([secret]))).is_open
