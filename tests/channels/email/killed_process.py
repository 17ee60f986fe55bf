"""A platform that is killed where it is about to keep or send a sentence: `python -m tests.channels.email.killed_process FOLDER LINE SETTINGS`.

LINE is the name of the call before which it dies: "add_note" or "_try_note" of the outbox of sentences, "commit" of its transaction. SETTINGS is JSON:
the environment, and the people with their addresses. It is started by test_ml4_killed_sentences.
"""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.core.channel_messages import ChannelEntry
from bot.store.sqlite import channel_data, received_ids_and_message_references
from channels.email.outbound.durable_note_outbox import OWED, NoteOutbox
from tests.channels.email.hostile_mails import WAIT
from tests.channels.email.mail_world import directory_of, make_platform
from tests.platform_fixture import OutsideLedger, agent
from tests.servers.mail import Account


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_in_the_transaction() -> None:
    """All rows of the sentence are written, and nothing is committed."""
    writing = channel_data.write_entries

    def dying(connection: sqlite3.Connection, channel: str, entries: Iterable[ChannelEntry], at: int) -> None:
        kept = tuple(entries)
        writing(connection, channel, kept, at)
        if any(entry.kind == OWED for entry in kept):
            die()

    for module in (channel_data, received_ids_and_message_references):
        setattr(module, "write_entries", dying)  # noqa: B010  both names of the function


async def main(folder: Path, line: str, settings: dict[str, Any]) -> None:
    if line == "commit":
        die_in_the_transaction()
    else:
        setattr(NoteOutbox, line, die)
    people = {name: Account(address, "") for name, address in settings["people"].items()}
    ledger = OutsideLedger(folder / "ledger")
    platform, _, _ = make_platform(folder, ledger, directory_of(people), settings["environ"], agent(ledger), [WAIT])
    async with platform:
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])))
