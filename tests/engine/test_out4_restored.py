"""A restored backup is older than the outside: approved and started calls in it count as unknown until a person looked."""

import os
from pathlib import Path
from typing import Any

import pytest

from bot.core import events as e
from bot.core.agent import OutcomeUnsure, Tool
from bot.core.errors import BackupRefused, DatabaseInUse
from bot.store.sqlite import backup_and_restore
from bot.store.sqlite.log_verification import inspect_log
from tests.engine.failing_tools import Died, approved, die_in_the_tool, reader, restart, says, with_tools
from tests.engine.test_out2_forged_logs import older
from tests.platform_fixture import MANAGERS, FakeClock, LookStep, OutsideLedger, PlatformFixture, agent, choose
from tests.sqlite_access import sqlite_of
from tests.store.log_forgery import APPROVED, add_events, forge


def back_up(platform: PlatformFixture) -> Path:
    file = platform.folder / "backup_and_restore.db"
    assert (
        backup_and_restore.back_up_database(
            platform.folder / "house.db", file, sqlite_of(platform.app).signer, lambda text: None
        )
        == []
    )
    return file


def restore(folder: Path, platform: PlatformFixture) -> None:
    restore_into(folder, platform, "house.db", force=True)


def restore_into(folder: Path, platform: PlatformFixture, name: str, *, force: bool) -> None:
    backup_and_restore.restore_backup(
        folder / "backup_and_restore.db", folder / name, sqlite_of(platform.app).signer, lambda text: None, force=force
    )


async def start(platform: PlatformFixture) -> None:
    await platform.app.prepare_start()
    await restart(platform)


def outcomes(platform: PlatformFixture, thread: str) -> list[tuple[bool, str]]:
    return [(event.happened, event.by) for event in platform.log(thread) if isinstance(event, e.OutcomeSettled)]


async def test_out4_what_ran_after_the_backup_does_not_run_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await approved(platform)
        back_up(platform)
        await platform.settle()
        assert len(platform.ledger.lines) == 1
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert "OutcomeDoubted" in platform.types(thread)
        assert outcomes(platform, thread) == [(True, "probe")]
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread)[-1] == "Finished"
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert platform.types(thread).count("OutcomeDoubted") == 1


async def test_out4_what_did_not_run_is_asked_anew_and_not_run_under_the_old_approval(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await approved(platform)
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert platform.ledger.lines == []
        (request,) = await platform.pending()
        assert "Asked again" in [fact.label for fact in request.card.facts]
        assert [fact.lines[-1] for fact in request.card.facts if fact.label == "Asked again"] == ["v1 is not there."]
        await platform.settle()
        assert platform.ledger.lines == []
        await platform.decide(request, by="max")
        await platform.settle()
        assert len(platform.ledger.lines) == 1
        assert platform.types(thread).count("ToolStarted") == 1
        assert platform.types(thread)[-1] == "Finished"


async def test_out4_who_approved_before_may_approve_again_and_reject_again(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        await approved(platform)
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path, choose("reply", message="Hm.")) as platform:
        await start(platform)
        (request,) = await platform.pending()
        settled = await platform.decide(request, "reject", by="olive", reason="no longer")
        await platform.settle()
        assert settled.status == "rejected"
        assert platform.ledger.lines == []


@pytest.mark.parametrize("idempotent", [True, False])
@pytest.mark.parametrize("word", ["it happened", "it did not happen"])
async def test_out4_a_person_says_when_the_probe_cannot(tmp_path: Path, idempotent: bool, word: str) -> None:
    given: dict[str, Any] = {
        "idempotent": idempotent,
        "probe": lambda step, at: says(OutcomeUnsure("The remote is down.")),
    }
    async with PlatformFixture(tmp_path, choose("push", tag="v1"), agents=[with_tools(tmp_path, **given)]) as platform:
        thread = await approved(platform)
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path, agents=[with_tools(tmp_path, **given)]) as platform:
        await start(platform)
        (question,) = await platform.pending()
        assert question.text == "push was started and its end is not known. Did it happen?"
        await platform.answer(question, word)
        await platform.settle()
        assert platform.ledger.lines == []
        assert outcomes(platform, thread) == [(word == "it happened", "olive")]


@pytest.mark.parametrize("before", [True, False])
async def test_out4_a_started_call_is_looked_up_and_not_run_again(tmp_path: Path, before: bool) -> None:
    thread = await die_in_the_tool(tmp_path, before=before)
    async with PlatformFixture(tmp_path) as platform:
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert len(platform.ledger.lines) == (not before)
        assert len(await platform.pending()) == before
        assert outcomes(platform, thread) == ([] if before else [(True, "probe")])


async def test_out4_what_waited_for_people_waits_on_and_needs_no_second_asking(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert "OutcomeDoubted" not in platform.types(thread)
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        assert len(platform.ledger.lines) == 1


async def test_out4_an_approval_in_a_paused_thread_is_doubted_too(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        await platform.app.pause(thread, by="olive")
        (request,) = await platform.pending()
        await platform.decide(request)
        await platform.settle()
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        await platform.app.resume(thread, by="olive")
        await platform.settle()
        assert platform.ledger.lines == []
        assert len(await platform.pending()) == 1


async def test_out4_a_gated_read_is_asked_anew(tmp_path: Path) -> None:
    ledger = OutsideLedger(tmp_path / "ledger")
    gated = agent(ledger, tools=(Tool(step=LookStep, run=reader(), policy=MANAGERS),))
    async with PlatformFixture(tmp_path, choose("look"), agents=[gated]) as platform:
        thread = await approved(platform)
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path, agents=[gated]) as platform:
        await start(platform)
        assert "ToolStarted" not in platform.types(thread)
        (request,) = await platform.pending()
        await platform.decide(request, by="max")
        await platform.settle()
        assert platform.types(thread)[-1] == "Finished"


async def test_out4_a_read_that_was_started_is_read_again(tmp_path: Path) -> None:
    died = with_tools(tmp_path, look=reader(Died()))
    async with PlatformFixture(tmp_path, choose("look"), agents=[died]) as platform:
        thread = await platform.app.launch("pusher", "look", by="sam")
        with pytest.raises(Died):
            await platform.app.worker.handlers["turn"](thread)
        back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert platform.types(thread)[-1] == "Finished"
        assert await platform.pending() == []


async def test_out4_it_is_marked_until_a_start_has_seen_it(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path) as platform:
        back_up(platform)
    restore(tmp_path, platform)
    found = inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer)
    assert any("A backup was restored on" in line for line in found.history)
    async with PlatformFixture(tmp_path) as platform:
        with pytest.raises(DatabaseInUse):
            restore(tmp_path, platform)


async def test_out4_a_backup_of_a_live_platform_is_one_moment(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, clock=FakeClock()) as platform:
        for n in range(30):
            await platform.launch(f"go {n}")
        file = back_up(platform)
        await platform.launch("one more")
        with pytest.raises(BackupRefused, match="it exists"):
            back_up(platform)
        found = inspect_log(file, sqlite_of(platform.app).signer)
        assert (found.threads, found.is_sound) == (30, True)
        assert sorted(name for name in os.listdir(tmp_path) if name.startswith("backup")) == ["backup_and_restore.db"]
        assert file.stat().st_mode & 0o777 == 0o600


async def test_out4_a_backup_of_the_release_before_is_signed_when_it_is_restored(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await approved(platform)
    older(tmp_path, thread)
    back_up(platform)
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        history = inspect_log(tmp_path / "house.db", sqlite_of(platform.app).signer).history
        assert [("at an upgrade" in line, "was restored" in line) for line in history] == [(True, False), (False, True)]
        await start(platform)
        assert platform.ledger.lines == []
        assert len(await platform.pending()) == 1


async def test_out4_forged_threads_of_a_backup_are_restored_only_by_force_and_rest(tmp_path: Path) -> None:
    async with PlatformFixture(tmp_path, choose("push", tag="v1")) as platform:
        thread = await platform.launch()
        back_up(platform)
    forge(tmp_path / "backup_and_restore.db", thread, add_events(*APPROVED))
    with pytest.raises(BackupRefused, match=f"the first is {thread} at event"):
        restore_into(tmp_path, platform, "elsewhere.db", force=False)
    assert not (tmp_path / "elsewhere.db").exists()
    restore(tmp_path, platform)
    async with PlatformFixture(tmp_path) as platform:
        await start(platform)
        assert await platform.pending() == []
        assert platform.ledger.lines == []
        assert list(platform.app.repository.broken) == [thread]
