"""A house with mail as a process that can be killed: `python -m tests.campaigns.mail_resident FOLDER` (settings: environment)."""

import asyncio
import os
import sys
from pathlib import Path

from bot.app import Countersign
from bot.core.context import Prompt, chat_request
from bot.core.people import Directory
from bot.core.steps import Chosen
from bot.engine.hall import Hall
from bot.engine.house import utc_now
from bot.secret import Keys
from channels.email.channel import build
from channels.email.options import Options
from tests.house import Ledger, agent, choose

KEYS = Keys(("a-secret-of-the-campaign-that-is-long-enough",))


class Obliging:
    """Answers every mail once."""

    name = "obliging"

    def request(self, prompt: Prompt) -> bytes:
        return chat_request(prompt)

    async def choose(self, request: bytes) -> Chosen:
        return choose("done", message="Heard.")


async def run(folder: Path) -> None:
    inhabitant = agent(Ledger(folder / "ledger"))
    hall = Hall({inhabitant.name: inhabitant}, Directory(), utc_now, dict(os.environ), "https://inbox.example.test")
    surface = build(Options(allow=("example.test",)), hall)
    url, models = f"sqlite:///{folder / 'house.db'}", {inhabitant.name: Obliging()}
    house = Countersign(url, [inhabitant], Directory(), models, [surface], keys=lambda: KEYS)
    hall.house = house
    async with house:
        print("ready", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1])))
