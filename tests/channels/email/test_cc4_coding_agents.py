"""cc4: a call of a coding agent, and a grant, are approved by replies to our real mails; the hook then lets the call run."""

from pathlib import Path

import httpx2
import pytest

from agents.external.agent import ExternalOptions, build
from bot.core.agent import Agent
from bot.http.api.api_keys import make_key
from bot.http.asgi_app import create_server
from countersign import Countersign
from countersign.coding_agents.hook_call import HookCall
from countersign.coding_agents.hook_call_approval import HookDecision, decide_call
from tests.channels.email.mail_world import MailFixture, body, correspondence
from tests.http.http_client import ORIGIN, SETTINGS
from tests.platform_fixture import OutsideLedger, agent
from tests.servers.mail import Servers

pytestmark = pytest.mark.usefixtures("trusted")


def make_agents(ledger: OutsideLedger) -> list[Agent]:
    return [agent(ledger), build(ExternalOptions())]


async def make_hook_client(here: MailFixture) -> Countersign:
    """The client of a hook with Sam's key, of which the managers approve the calls."""
    platform = here.platform
    key, secret = await make_key(platform, "sam", "agent", agents=("external",))
    policy = {"keys": [key.id], "approval": {"approvers": [{"groups": ["managers"]}]}, "grants": "PT8H"}
    agents = [agent(here.ledger), build(ExternalOptions.model_validate({"policies": {"coding": policy}}))]
    await platform.replace_rules(platform.directory, agents, {each.name: here.model for each in agents})
    transport = httpx2.ASGITransport(app=create_server(platform, SETTINGS))
    return Countersign(ORIGIN, secret, transport=transport)


async def decide(client: Countersign, session: str) -> HookDecision:
    call = HookCall("Claude Code", session, "Bash", "/srv/shop", {"command": "npm test", "description": "Test"})
    return await decide_call(client, call, None, may_edit=True, is_waiting=False)


async def test_cc4_a_call_and_a_grant_are_approved_by_mail(mail: Servers, tmp_path: Path) -> None:
    async with correspondence(mail, tmp_path, agents=make_agents, options={"agent": "pusher"}) as here:
        client = await make_hook_client(here)
        assert (await decide(client, "s1")).verdict == "undecided"
        call = await here.request()
        sent_mail = await here.mail("olive", "npm test")
        assert "/srv/shop" in body(sent_mail)
        await here.replies("olive", sent_mail, "approve")
        await here.until(here.decisions)
        assert (await client.wait(call.id, within=60)).status == "approved"
        assert (await decide(client, "s1")).verdict == "allow"
        assert (await decide(client, "s2")).verdict == "undecided"
        (second,) = await here.pending()
        asked = await client.ask_grant(second.id, begins_with="npm test", hours=2)
        grant_mail = await here.mail("olive", "without asking")
        for shown in ("begins_with", "npm test", "/srv/shop", "any_value", "until its hours are over"):
            assert shown in " ".join(body(grant_mail).split())
        await here.replies("olive", grant_mail, "approve")
        assert (await client.wait(asked.id, within=60)).status == "approved"
        assert (await decide(client, "s3")).verdict == "allow"
        assert here.types(asked.thread_id).count("GrantUsed") == 1
