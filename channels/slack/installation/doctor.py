"""Checks the setup of the Slack app by asking Slack, for `countersign doctor`. Changes nothing."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.doctor_findings import CheckFinding
from bot.core.gateway_ports import PeopleSource
from bot.core.ports import ChannelGateway
from channels.slack.addresses import CHANNEL
from channels.slack.installation.scopes import SCOPES
from channels.slack.installation.workspaces import OneWorkspace, WorkspaceClients, make_web_client
from channels.slack.outbound.interaction_replies import read_error_code

PATIENCE = 8.0
SKEW, TOO_LATE = 60, 300
"""Seconds that our clock may differ from Slack's without a warning, and from which on Slack's signatures are refused."""

SEEN = ("slack seen", "interaction")
"""Kind and key of the note in the store that a click has come in."""


@dataclass(frozen=True)
class SetupToExamine:
    """The app as it is configured."""

    gateway: ChannelGateway
    base_url: str
    workspaces: WorkspaceClients
    has_secret: bool
    app_token: str
    fallback: str | None


async def examine_setup(given: SetupToExamine) -> list[CheckFinding]:
    """The findings, in order. A missing answer of Slack is a finding too."""
    found = [_check_transport(given)]
    if isinstance(given.workspaces, OneWorkspace):
        found += await _check_token(given, given.workspaces.web)
    else:
        found.append(CheckFinding("Slack", f"workspaces install the app at {given.gateway.origin}/slack/install"))
    if given.app_token:
        try:  # asks for the address of a socket, and opens none
            async with asyncio.timeout(PATIENCE):
                await make_web_client(given.base_url).apps_connections_open(app_token=given.app_token)
        except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
            hint = "SLACK_APP_TOKEN is an app-level token (xapp-…) with connections:write, and Socket Mode is on in the app."
            found.append(CheckFinding("Slack Socket Mode", read_error_code(error), "fail", hint))
        else:
            found.append(CheckFinding("Slack Socket Mode", "connections are granted"))
    return found


UNLINKED = (
    "COUNTERSIGN_BASE_URL is an address of this machine alone, which leads nobody to the inbox who reads a card elsewhere, "
    "so cards have no link to it. Set it to the address at which people reach this server."
)


def is_loopback(origin: str) -> bool:
    """Whether only this machine can open the address."""
    host = (urlsplit(origin).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


def _check_transport(given: SetupToExamine) -> CheckFinding:
    url = f"{given.gateway.origin}/slack/events"
    if given.app_token and is_loopback(given.gateway.origin):
        return CheckFinding(
            "Slack transport", f"Socket Mode, with the inbox at {given.gateway.origin}", "warn", UNLINKED
        )
    if given.app_token:
        return CheckFinding("Slack transport", "Socket Mode" + (f", and HTTP at {url}" if given.has_secret else ""))
    if not given.gateway.origin.startswith("https://"):
        hint = "Put a proxy with TLS before it and set COUNTERSIGN_BASE_URL, or use Socket Mode: set SLACK_APP_TOKEN."
        return CheckFinding("Slack transport", f"HTTP at {url}, which Slack cannot reach", "warn", hint)
    return CheckFinding("Slack transport", f"HTTP at {url}")


async def _check_token(given: SetupToExamine, web: AsyncWebClient) -> list[CheckFinding]:
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await web.auth_test()
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        hint = "Copy the bot token of the installed app into SLACK_BOT_TOKEN; see docs/slack.md."
        return [CheckFinding("Slack token", read_error_code(error), "fail", hint)]
    body: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    team, headers = str(body.get("team_id")), {str(k).lower(): v for k, v in answer.headers.items()}
    found = [CheckFinding("Slack token", f"{body.get('user')} ({body.get('user_id')}) in {body.get('team')} ({team})")]
    found += [_check_scopes(headers.get("x-oauth-scopes")), check_clock(headers.get("date"))]
    found.append(_check_accounts(given.gateway, team))
    if await given.gateway.store.get(*SEEN):  # no token tells whether Interactivity is on
        return [*found, CheckFinding("Slack interactivity", "clicks arrive")]
    url = f"{given.gateway.origin}/slack/events"
    hint = f"It is on in manifest.yml. By hand: Interactivity & Shortcuts, {url}; not needed for Socket Mode."
    return [*found, CheckFinding("Slack interactivity", "no click has come in yet", "warn", hint)]


def _check_scopes(granted: str | None) -> CheckFinding:
    if granted is None:
        return CheckFinding(
            "Slack scopes", "Slack did not say which are granted", "warn", "Compare them with manifest.yml."
        )
    missing = sorted(SCOPES - {scope.strip() for scope in granted.split(",")})
    if missing:
        hint = "Add them under OAuth & Permissions (or paste manifest.yml anew) and install the app again."
        return CheckFinding("Slack scopes", f"missing: {', '.join(missing)}", "fail", hint)
    return CheckFinding("Slack scopes", f"all {len(SCOPES)} are granted")


def check_clock(date: str | None) -> CheckFinding:
    """Compares our clock with the Date header of Slack's answer, to the second."""
    try:
        seconds = time.time() - parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError):
        return CheckFinding("Slack clock", "Slack did not say what time it is", "warn", "Check this machine's clock.")
    text = f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} Slack's"
    if abs(seconds) < SKEW:
        return CheckFinding("Slack clock", text)
    hint = "Set this machine's clock (NTP): Slack's signatures hold for five minutes."
    return CheckFinding("Slack clock", text, "fail" if abs(seconds) >= TOO_LATE else "warn", hint)


def _check_accounts(gateway: PeopleSource, team: str) -> CheckFinding:
    """Counts the people of countersign.toml with an account in this workspace."""
    people = gateway.directory.people.values()
    spaces = [[one.rpartition("/")[0] for one in person.accounts.get(CHANNEL, "").split()] for person in people]
    known = [places for places in spaces if any(not at or at == team or at.startswith("E") for at in places)]
    if known:
        return CheckFinding("Slack people", f"{len(known)} of {len(spaces)} people have an account in {team}")
    hint = 'Add accounts = { slack = "U…" } to people: their profile in Slack has "Copy member ID".'
    return CheckFinding("Slack people", f"nobody has an account in {team}, so nobody can decide there", "fail", hint)
