"""A platform with mail as a process that can be killed: `python -m tests.campaigns.mail_process FOLDER` (settings: environment)."""

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap import CountersignPlatform
from bot.core.people import PeopleDirectory
from bot.core.prompts.event_rendering import ModelPrompt, write_chat_request
from bot.core.steps import ModelAnswer
from bot.engine.channel_gateway import PlatformChannelGateway
from bot.secret_keys import SecretKeys
from bot.store.sqlite.store import open_sqlite_store
from channels.email.channel import build
from channels.email.options import EmailOptions
from tests.platform_fixture import OutsideLedger, agent, choose

KEYS = SecretKeys(("a-secret-of-the-campaign-that-is-long-enough",))


class Obliging:
    """Answers every mail once."""

    name = "obliging"

    def write_request(self, prompt: ModelPrompt) -> bytes:
        return write_chat_request(prompt)

    async def choose(self, request: bytes) -> ModelAnswer:
        return choose("done", message="Heard.")


async def run(folder: Path) -> None:
    pusher = agent(OutsideLedger(folder / "ledger"))
    store = open_sqlite_store(f"sqlite:///{folder / 'house.db'}", lambda: KEYS)
    platform = CountersignPlatform(store, [pusher], PeopleDirectory(), {pusher.name: Obliging()})
    gateway = PlatformChannelGateway(platform, "email", dict(os.environ), "https://inbox.example.test")
    platform.add_channels([build(EmailOptions(allow=("example.test",)), gateway)])
    async with platform:
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
