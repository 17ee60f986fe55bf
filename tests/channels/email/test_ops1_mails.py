"""Inbound mails are counted by their end, each once, as each has its one line in the log."""

from collections import Counter
from pathlib import Path

import pytest

from bot.core.telemetry_observations import InboundHandled, TelemetryObservation
from tests.channels.email.hostile_mails import PASS, PUSH, WAIT, asked, judged, post, reply
from tests.channels.email.mail_world import correspondence
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


async def test_ops1_mails_are_counted_by_their_end(mail: Servers, tmp_path: Path) -> None:
    seen: Counter[tuple[str, str, str]] = Counter()

    def count(observation: TelemetryObservation) -> None:
        if isinstance(observation, InboundHandled):
            seen[observation.channel, observation.kind, observation.outcome] += 1

    async with correspondence(mail, tmp_path, PUSH, WAIT) as here:
        here.platform.repository.telemetry.subscribe(count)
        sent = await asked(here)
        to = str(sent["Reply-To"]).rpartition("<")[2].strip("> ")
        await post(here, reply(here, "olive", sent, "approve", Message_ID="<forged@x>"), to, verdict="none")
        await post(here, reply(here, "olive", sent, "approve", Message_ID="<decides@x>"), to, verdict=PASS)
        await here.until(lambda: here.ledger.lines)
        await judged(here, 3)
    assert seen == {("email", "mail", "taken"): 2, ("email", "mail", "ignored"): 1}
