"""What could be wrong with the Slack app's own set-up: asked of Slack itself, for `countersign doctor`. Changes nothing."""

import asyncio
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.findings import Finding
from bot.core.ports import House
from channels.slack.address import CHANNEL
from channels.slack.needs import SCOPES
from channels.slack.tell import code_of
from channels.slack.workspaces import OneWorkspace, Workspaces, web_client

PATIENCE = 8.0
SKEW, TOO_LATE = 60, 300
"""Seconds that our clock may differ from Slack's before it is said, and from which on Slack's signatures are refused."""


@dataclass(frozen=True)
class Examining:
    """What is examined: the app as it is configured."""

    house: House
    base_url: str
    workspaces: Workspaces
    has_secret: bool
    app_token: str
    fallback: str | None


async def examine(given: Examining) -> list[Finding]:
    """The findings, in order. What Slack does not answer is a finding too."""
    found = [_transport(given)]
    if isinstance(given.workspaces, OneWorkspace):
        found += await _token(given, given.workspaces.web)
    else:
        found.append(Finding("Slack", f"workspaces install the app at {given.house.origin}/slack/install"))
    if given.app_token:
        found.append(await _sockets(given))
    return found


UNLINKED = (
    "COUNTERSIGN_BASE_URL is an address of this machine alone, which leads nobody to the inbox who reads a card elsewhere, "
    "so cards have no link to it. Set it to the address at which people reach this server."
)


def is_loopback(origin: str) -> bool:
    """Whether only this very machine can open the address."""
    host = (urlsplit(origin).hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return False


def _transport(given: Examining) -> Finding:
    url = f"{given.house.origin}/slack/events"
    if given.app_token and is_loopback(given.house.origin):
        return Finding("Slack transport", f"Socket Mode, with the inbox at {given.house.origin}", "warn", UNLINKED)
    if given.app_token:
        return Finding("Slack transport", "Socket Mode" + (f", and HTTP at {url}" if given.has_secret else ""))
    if not given.house.origin.startswith("https://"):
        hint = "Put a proxy with TLS before it and set COUNTERSIGN_BASE_URL, or use Socket Mode: set SLACK_APP_TOKEN."
        return Finding("Slack transport", f"HTTP at {url}, which Slack cannot reach", "warn", hint)
    return Finding("Slack transport", f"HTTP at {url}")


async def _token(given: Examining, web: AsyncWebClient) -> list[Finding]:
    try:
        async with asyncio.timeout(PATIENCE):
            answer = await web.auth_test()
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        hint = "Copy the bot token of the installed app into SLACK_BOT_TOKEN; see docs/slack.md."
        return [Finding("Slack token", code_of(error), "fail", hint)]
    body: Mapping[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    team, headers = str(body.get("team_id")), {str(k).lower(): v for k, v in answer.headers.items()}
    found = [Finding("Slack token", f"{body.get('user')} ({body.get('user_id')}) in {body.get('team')} ({team})")]
    found += [_scopes(headers.get("x-oauth-scopes")), _clock(headers.get("date"))]
    return [*found, *_accounts(given.house, team), await _interactivity(given.house)]


def _scopes(granted: str | None) -> Finding:
    if granted is None:
        return Finding("Slack scopes", "Slack did not say which are granted", "warn", "Compare them with manifest.yml.")
    missing = sorted(SCOPES - {scope.strip() for scope in granted.split(",")})
    if missing:
        hint = "Add them under OAuth & Permissions (or paste manifest.yml anew) and install the app again."
        return Finding("Slack scopes", f"missing: {', '.join(missing)}", "fail", hint)
    return Finding("Slack scopes", f"all {len(SCOPES)} are granted")


def _clock(date: str | None) -> Finding:
    """By the Date header of Slack's answer, to the second."""
    try:
        seconds = time.time() - parsedate_to_datetime(date or "").timestamp()
    except (TypeError, ValueError):
        return Finding("Slack clock", "Slack did not say what time it is", "warn", "Check this machine's clock.")
    text = f"{abs(seconds):.0f} s {'ahead of' if seconds > 0 else 'behind'} Slack's"
    if abs(seconds) < SKEW:
        return Finding("Slack clock", text)
    hint = "Set this machine's clock (NTP): Slack's signatures hold for five minutes."
    return Finding("Slack clock", text, "fail" if abs(seconds) >= TOO_LATE else "warn", hint)


def _accounts(house: House, team: str) -> Iterator[Finding]:
    """Which people of countersign.toml have an account in this workspace."""
    accounts = {person.name: person.accounts.get(CHANNEL, "") for person in house.directory.people.values()}
    known = [name for name, text in accounts.items() if any(_is_in(one, team) for one in text.split())]
    if not known:
        hint = 'Add accounts = { slack = "U…" } to people: their profile in Slack has "Copy member ID".'
        yield Finding("Slack people", f"nobody has an account in {team}, so nobody can decide there", "fail", hint)
        return
    yield Finding("Slack people", f"{len(known)} of {len(accounts)} people have an account in {team}")


def _is_in(account: str, team: str) -> bool:
    where, slash, _ = account.rpartition("/")
    return bool(account) and (not slash or where == team or where.startswith("E"))


async def _interactivity(house: House) -> Finding:
    """No token tells whether Interactivity is on: the first click does."""
    if await house.vault.get("slack seen", "interaction"):
        return Finding("Slack interactivity", "clicks arrive")
    hint = f"It is on in manifest.yml. By hand: Interactivity & Shortcuts, {house.origin}/slack/events; not needed for Socket Mode."
    return Finding("Slack interactivity", "no click has come in yet", "warn", hint)


async def _sockets(given: Examining) -> Finding:
    """Asks for the address of a socket, and opens none."""
    try:
        async with asyncio.timeout(PATIENCE):
            await web_client(given.base_url).apps_connections_open(app_token=given.app_token)
    except (SlackApiError, aiohttp.ClientError, OSError, TimeoutError) as error:
        hint = (
            "SLACK_APP_TOKEN is an app-level token (xapp-…) with connections:write, and Socket Mode is on in the app."
        )
        return Finding("Slack Socket Mode", code_of(error), "fail", hint)
    return Finding("Slack Socket Mode", "connections are granted")
