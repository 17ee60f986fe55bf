"""Records a database and the links, buttons and keys that people hold: `python -m tests.recorded.record VERSION`. See README.md."""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.bootstrap import CountersignPlatform
from bot.core.agent import Agent
from bot.core.base_types import to_micros
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from slack_double.messages import SlackMessage
from tests.channels.email.mail_world import ORIGIN, MailFixture, correspondence
from tests.channels.slack.slack_workspace import SlackFixture, slack_platform
from tests.http.http_client import HttpFixture
from tests.http.page_browser import PageClient
from tests.platform_fixture import OutsideLedger, PlatformFixture, agent, choose
from tests.servers.mail import RECORDED, Servers
from tests.sqlite_access import sqlite_of

WITHOUT_END = Policy(approvers=(ApproverClause(groups=("managers",)),), expires_after=None)
"""A recorded request must still be open when a later version reads it."""

QUESTION = choose("ask_human", question="Which colour?", format="multiple_choice", choices=["red", "blue"])
DONE = choose("done", message="It is out.")
ASKS = (choose("push", tag="v1"), DONE, choose("push", tag="v2"), QUESTION)
"""One thread that has come to its end, one with an open approval, one with an open question."""


def recorded_agent(ledger: OutsideLedger) -> Agent:
    return agent(ledger, policy=WITHOUT_END)


def main(version: str) -> None:
    folder = Path(__file__).parent / version
    folder.mkdir()
    asyncio.run(record_slack(folder))
    with tempfile.TemporaryDirectory(prefix="mail") as root:
        servers = Servers(Path(root))
        os.environ["SSL_CERT_FILE"] = str(servers.dove.root / "ca.pem")
        servers.start()
        try:
            asyncio.run(record_mail(folder, servers))
        finally:
            servers.stop()


async def record_slack(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as work:
        async with slack_platform(Path(work), *ASKS, agents=recorded_agent) as here:
            await here.ask("sam", "push v1")
            await here.app.click(here.user("olive"), await here.card(), "Approve")
            await here.until(lambda: here.types()[-1] == "Delivered" and "Finished" in here.types())
            approval = await _new_card(here, "push v2", "v2")
            question = await _new_card(here, "which colour?", "Which colour?")
            kept = {"approval": _as_posted(approval), "question": _as_posted(question)}
            await here.until(lambda: _is_at_rest(here.platform))
        _copy(Path(work) / "house.db", folder / "slack.db")
    (folder / "slack.json").write_text(json.dumps(kept, indent=1) + "\n")


async def record_mail(folder: Path, servers: Servers) -> None:
    people = {name: account for name, account in RECORDED.items() if name != "bot"}
    with tempfile.TemporaryDirectory() as work:
        async with correspondence(
            servers, Path(work), *ASKS, agents=recorded_agent, bot=RECORDED["bot"], people=people
        ) as here:
            await here.platform.launch("pusher", "push v1", by="sam")
            await here.replies("olive", await here.mail("olive", "Approval needed"), "approve")
            await here.until(lambda: here.ledger.lines and "Finished" in here.types())
            await here.platform.launch("pusher", "push v2", by="sam")
            approval = await here.mail("olive", "Approval needed", "v2")
            await here.replies("olive", approval, "Looks good to me!")
            confirmation = await here.mail("olive", "Please confirm")
            await here.writes("sam", "which colour shall it be?", "A colour")
            question = await here.mail("olive", "Which colour")
            conversation = await here.mail("sam", "Which colour")
            kept = await _secrets(here)
            await here.until(lambda: _is_at_rest(here.platform))
        _copy(Path(work) / "house.db", folder / "mail.db")
    (folder / "mail.json").write_text(json.dumps(kept, indent=1) + "\n")
    mails = {"approval": approval, "confirmation": confirmation, "question": question, "conversation": conversation}
    for name, mail in mails.items():
        (folder / f"{name}.eml").write_bytes(mail.as_bytes())


async def _new_card(here: SlackFixture, words: str, shown: str) -> SlackMessage:
    """Sam asks; the card with these words and a button."""
    await here.ask("sam", words)
    found: SlackMessage = await here.until(
        lambda: next((m for m in here.ours(here.channel()) if m.buttons() and shown in m.text), None)
    )
    return found


def _as_posted(card: SlackMessage) -> dict[str, Any]:
    return {"ts": card.ts, "thread_ts": card.thread_ts, "text": card.text, "blocks": card.blocks}


async def _secrets(here: MailFixture) -> dict[str, str]:
    """An API key, a session and an unopened sign-in link, as the web server makes them."""
    platform = PlatformFixture.__new__(PlatformFixture)
    platform.app = here.platform
    page_client = PageClient(platform, ORIGIN)
    browser = await page_client.sign_in("olive")
    return {
        "at": here.platform.clock().isoformat(),
        "cookie": "; ".join(f"{each.name}={each.value}" for each in browser.client.cookies.jar),
        "key": await HttpFixture(platform).secret("olive"),
        "sign_in": await page_client.link("olive"),
    }


def _is_at_rest(platform: CountersignPlatform) -> bool:
    """Nothing is due any more: turns and deliveries are done."""
    now = to_micros(platform.clock())
    (due,) = sqlite_of(platform).reading.execute("SELECT count(*) FROM job WHERE run_at <= ?", (now,)).fetchone()
    return int(due) == 0


def _copy(database: Path, to: Path) -> None:
    """The database in one file, without its log."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


if __name__ == "__main__":
    main(*sys.argv[1:])
