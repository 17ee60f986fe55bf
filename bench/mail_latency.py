"""The time from an approving reply to the start of the tool: `python -m bench.mail_latency [--replies 40]`.

A real Dovecot, submission and MX server on the loopback; the platform watches its mailbox over IMAP IDLE. Measured from the moment
when the MX accepted the reply to `ToolStarted` in the log. About half a second of it is Dovecot's: it collects changes before
it notifies IDLE clients.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.core import events as e
from tests.channels.email.mail_world import MailFixture, correspondence
from tests.platform_fixture import choose
from tests.servers.mail import Servers


async def measure_replies(servers: Servers, replies: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        script = [
            answer for _ in range(replies) for answer in (choose("push", tag="v1"), choose("done", message="Done."))
        ]
        async with correspondence(servers, Path(folder), *script) as here:
            return _make_report([await _measure_reply(here, number) for number in range(replies)])


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


def _make_report(seconds: Sequence[float]) -> dict[str, Any]:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    return {
        "replies": len(seconds),
        "sent to resumed ms p50": round(cuts[9] * 1000),
        "sent to resumed ms p95": round(cuts[18] * 1000),
        "max": round(max(seconds) * 1000),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--replies", type=int, default=40)
    given = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="mail"))
    servers = Servers(root)
    servers.start()
    os.environ["SSL_CERT_FILE"] = str(root / "ca.pem")
    try:
        print(json.dumps(asyncio.run(measure_replies(servers, given.replies)), indent=2))
    finally:
        servers.stop()
        shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
