"""A process dies between the judgement of a mail and the sentence to its writer: the next one says it, once."""

import asyncio
import json
import random
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.store.sqlite.database import SqliteDatabase
from channels.email.inbound.mail_audit import MailRegister
from channels.email.outbound.durable_note_outbox import OWED, NoteOutbox
from tests.channels.email.hostile_mails import (
    DONE,
    PUSH,
    WAIT,
    answer,
    asked,
    fresh_mail,
    judged,
    post,
    pusher,
    reply,
    sent_to,
    stranger,
    taken,
    token_of,
)
from tests.channels.email.mail_world import MailFixture, body, correspondence, make_environ
from tests.channels.email.reply_scenarios import TWO
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run
from tests.servers.mail import Servers
from tests.sqlite_access import sqlite_of

pytestmark = pytest.mark.usefixtures("trusted")

Kill = Callable[[pytest.MonkeyPatch, asyncio.Event], None]


def stands_still(died: asyncio.Event) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Where the process dies: nothing behind this line happens any more."""

    async def dies(*_: Any, **__: Any) -> None:
        died.set()
        await asyncio.Event().wait()

    return dies


def end_at_once(here: MailFixture) -> None:
    """Cancels what stands still; closing the platform would wait for it, as for work that is still going on."""
    for task in (here.surface._task, here.surface._notes):
        assert task is not None
        task.cancel()


def before_it_is_kept(patch: pytest.MonkeyPatch, died: asyncio.Event) -> None:
    patch.setattr(NoteOutbox, "add_note", stands_still(died))


def in_the_transaction(patch: pytest.MonkeyPatch, died: asyncio.Event) -> None:
    """All of its rows are written, and it is not committed."""
    write = SqliteDatabase.write_unit

    async def dying(self: SqliteDatabase, unit: Callable[..., Any], *more: Any, **given: Any) -> Any:
        def rolled_back(connection: Any) -> Any:
            found = unit(connection)
            if connection.execute("SELECT 1 FROM channel_data WHERE kind=?", (OWED,)).fetchone():
                died.set()
                raise RuntimeError("the process died")
            return found

        try:
            return await write(self, rolled_back, *more, **given)
        except RuntimeError:
            return await asyncio.Event().wait()

    patch.setattr(SqliteDatabase, "write_unit", dying)


def before_it_is_sent(patch: pytest.MonkeyPatch, died: asyncio.Event) -> None:
    patch.setattr(NoteOutbox, "_try_note", stands_still(died))


LINES = ("add_note", "commit", "_try_note")
"""The same moments in a process of its own, which reads the language rules anew: a run kills one at one of them."""
KILLS = (before_it_is_kept, in_the_transaction, before_it_is_sent)


async def unclear(here: MailFixture) -> str:
    sent_mail = await asked(here)
    await here.replies("olive", sent_mail, "What is in it?")
    return "olive"


async def foreign(here: MailFixture) -> str:
    sent_mail = await asked(here)
    to = str(sent_mail["Reply-To"]).replace(token_of(sent_mail), "a" * 26)
    await post(here, reply(here, "olive", sent_mail, To=to), to)
    return "olive"


async def unknown(here: MailFixture) -> str:
    await asked(here)
    await post(here, fresh_mail(here, stranger(here), "hello"), here.bot.address)
    return "eve"


async def passed_on(here: MailFixture) -> str:
    sent_mail = await asked(here)
    await here.replies("max", sent_mail, "approve")
    return "olive"


async def unproven(here: MailFixture) -> str:
    sent_mail = await asked(here)
    await answer(here, sent_mail, reply(here, "olive", sent_mail), verdict="dmarc=fail header.from=example.test")
    return "olive"


async def cancelled(here: MailFixture) -> str:
    await asked(here)
    told = await here.mail("sam", '"v1"')
    await here.platform.cancel(here.thread_ids()[0], by="max")
    await answer(here, told, reply(here, "sam", told, "and now?"))
    return "sam"


async def paused(here: MailFixture) -> str:
    await asked(here)
    told = await here.mail("sam", '"v1"')
    await here.platform.pause(here.thread_ids()[0], by="max")
    await answer(here, told, reply(here, "sam", told, "and now?"))
    return "sam"


Writes = Callable[[MailFixture], Coroutine[Any, Any, str]]
MAILS: dict[Writes, str] = {
    unclear: "Nothing was decided.",
    foreign: "none of mine",
    unknown: "do not know this address",
    passed_on: "has replied to the mail that asked you",
    unproven: "nothing proves that it is from you",
    cancelled: "takes no more messages",
    paused: "is paused",
}


def told(here: MailFixture, who: str, words: str) -> int:
    return sum(words in " ".join(body(each).split()) for each in sent_to(here, who))


@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("writes", MAILS)
@pytest.mark.drawn
async def test_ml4_a_sentence_is_said_once_whenever_the_process_dies(
    mail: Servers,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    writes: Writes,
    kill: Kill,
) -> None:
    people = {name: mail.fresh() for name in ("sam", "olive", "max")}
    bot, died = mail.fresh(), asyncio.Event()
    with monkeypatch.context() as patch:
        async with correspondence(mail, tmp_path, PUSH, WAIT, people=dict(people), bot=bot) as here:
            kill(patch, died)
            who = await writes(here)
            await asyncio.wait_for(died.wait(), 60)
            assert told(here, who, MAILS[writes]) == 0
            patch.undo()
            end_at_once(here)
    async with correspondence(mail, tmp_path, WAIT, WAIT, people=people, bot=bot) as again:
        again.people = {**here.people}
        await again.until(lambda: told(again, who, MAILS[writes]))
        await judged(again, 2)
        await again.until(
            lambda: (
                not sqlite_of(again.platform)
                .reading.execute("SELECT 1 FROM channel_data WHERE kind=?", (OWED,))
                .fetchone()
            )
        )
        await post(again, fresh_mail(again, f"Sam <{people['sam'].address}>", "one more"), bot.address)
        await judged(again, 3)
        assert told(again, who, MAILS[writes]) == 1
        assert again.decisions() == []


async def test_ml4_a_vote_that_is_judged_twice_counts_once_and_its_sentence_comes(
    mail: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {name: mail.fresh() for name in ("sam", "olive", "max")}
    bot, died = mail.fresh(), asyncio.Event()
    with monkeypatch.context() as patch:
        async with correspondence(mail, tmp_path, PUSH, WAIT, people=people, bot=bot, agents=pusher(**TWO)) as here:
            sent_mail = await asked(here)
            before_it_is_kept(patch, died)
            await here.replies("olive", sent_mail, "approve")
            await asyncio.wait_for(died.wait(), 60)
            assert len(here.decisions()) == 1
            patch.undo()
            end_at_once(here)
    async with correspondence(mail, tmp_path, WAIT, people=people, bot=bot, agents=pusher(**TWO)) as again:
        await again.until(lambda: told(again, "olive", "still open") + told(again, "olive", "already"))
        assert len(again.decisions()) == 1
        assert again.ledger.lines == []


async def test_ml4_an_answered_question_that_is_judged_twice_is_never_said_to_have_decided_nothing(
    mail: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = {name: mail.fresh() for name in ("sam", "olive", "max")}
    bot, died = mail.fresh(), asyncio.Event()
    with monkeypatch.context() as patch:
        async with correspondence(mail, tmp_path, PUSH, DONE, people=people, bot=bot) as here:
            sent_mail = await asked(here)
            await here.replies("olive", sent_mail, "sounds good to me")
            question = await here.mail("olive", "Please confirm")
            await judged(here, 2)
            patch.setattr(MailRegister, "keep_id", stands_still(died))
            await here.replies("olive", question, "approve")
            await asyncio.wait_for(died.wait(), 60)
            await here.until(lambda: here.ledger.lines)
            patch.undo()
            end_at_once(here)
    async with correspondence(mail, tmp_path, DONE, people=people, bot=bot) as again:
        await judged(again, 3)
        assert taken(again) == 3
        assert told(again, "olive", "none of mine") == 0
        assert len(again.decisions()) == 1
        assert len(again.ledger.lines) == 1


@pytest.mark.parametrize("line", LINES if IS_FULL_CAMPAIGN else random.Random(seed_of_run()).sample(LINES, 1))
async def test_ml4_a_killed_process_leaves_the_sentence_to_the_next_one(
    mail: Servers, tmp_path: Path, line: str
) -> None:
    people = {name: mail.fresh() for name in ("sam", "olive", "max")}
    bot = mail.fresh()
    async with correspondence(mail, tmp_path, PUSH, WAIT, people=people, bot=bot) as here:
        sent_mail = await asked(here)
    addresses = {name: account.address for name, account in people.items()}
    settings = json.dumps({"environ": make_environ(mail, bot), "people": addresses})
    command = (sys.executable, "-m", "tests.channels.email.killed_process", str(tmp_path), line, settings)
    process = await asyncio.create_subprocess_exec(*command)
    try:
        await here.replies("olive", sent_mail, "What is in it?")
        assert await asyncio.wait_for(process.wait(), 120) == -signal.SIGKILL
    finally:
        if process.returncode is None:
            process.kill()
    assert told(here, "olive", MAILS[unclear]) == 0
    async with correspondence(mail, tmp_path, WAIT, people=people, bot=bot) as again:
        await again.until(lambda: told(again, "olive", MAILS[unclear]))
        await post(again, fresh_mail(again, f"Sam <{addresses['sam']}>", "one more"), bot.address)
        await judged(again, 3)
        assert told(again, "olive", MAILS[unclear]) == 1
        assert again.decisions() == []
