"""The time from an approving reply to the start of the tool: `python -m bench.mail_latency [--replies 30]`.

A real Dovecot, submission and MX server on the loopback; the platform watches its mailbox over IMAP IDLE. Measured from the moment
when the MX accepted the reply to `ToolStarted` in the log. About half a second of it is Dovecot's: it collects changes before
it notifies IDLE clients.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

from bench.goal_section import GoalSection, choose_page
from bench.notice_latency import find_percentile, list_notice_times
from bench.report import JudgedGoal
from bot.core import events as e
from tests.channels.email.mail_world import MailFixture, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers

USUAL = 30


async def measure_replies(servers: Servers, replies: int) -> tuple[list[float], list[float]]:
    """Seconds from each reply to the start of its tool, and from each mail's event in the log until the server had taken the mail."""
    with tempfile.TemporaryDirectory() as folder:
        script = [
            answer for _ in range(replies) for answer in (choose("push", tag="v1"), choose("done", message="Done."))
        ]
        async with correspondence(servers, Path(folder), *script) as here:
            taken = [await _measure_reply(here, number) for number in range(replies)]
            logs = [await here.platform.queries.list_events(thread) for thread in here.thread_ids()]
            return taken, [seconds for log in logs for seconds in list_notice_times(log)]


async def _measure_reply(here: MailFixture, number: int) -> float:
    """Ask by mail, wait for the request's mail, approve by a reply; returns the seconds from the reply to the start of the tool."""
    before = len(await here.mails("olive"))
    await here.writes("sam", f"push number {number}", f"Release {number}")
    request_mail = await here.mail("olive", "Approval needed", after=before)
    thread = here.thread_ids()[-1]
    await here.replies("olive", request_mail, "approve")
    sent = time.time()
    await here.until(lambda: any(isinstance(event, e.ToolStarted) for event in here.log(thread)))
    started = next(r for r in await here.platform.queries.list_events(thread) if isinstance(r.event, e.ToolStarted))
    await here.until(lambda: here.types(thread)[-1] == "Finished")
    return started.at / 1_000_000 - sent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replies", type=int, default=USUAL)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="mail"))
    servers = Servers(root)
    servers.start()
    os.environ["SSL_CERT_FILE"] = str(root / "ca.pem")
    section = GoalSection("Mail", root)
    try:
        taken, notices = asyncio.run(measure_replies(servers, given.replies))
    finally:
        servers.stop()
    section.print_verdicts(
        [
            JudgedGoal("notice to SMTP, p99 ms", find_percentile(notices, 99), 1000, 1000, True),
            JudgedGoal("reply to the start of the tool, p95 ms", find_percentile(taken, 95), 1500, 1500, True),
        ],
        [
            f"{len(notices)} mails, p50 {find_percentile(notices, 50)} ms; {len(taken)} replies, p50 {find_percentile(taken, 50)} ms, of"
            " which about half a second is Dovecot's."
        ],
        page=choose_page(given.replies >= USUAL),
    )
    shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
