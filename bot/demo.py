"""`countersign demo`: prepares a sample project, launches its agent, and serves the inbox. A second start continues it.

The sample is the module `demo_project` of a package in agents/, see agents/README.md.
"""

import asyncio
import importlib
import importlib.util
import json
import os
import pkgutil
import secrets
import shlex
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import AsyncExitStack, closing, suppress
from pathlib import Path
from typing import Protocol, cast

from bot.bootstrap import build_platform
from bot.core.errors import CannotStart, ForeignDatabase, SameIdOtherBody, ToolError
from bot.core.policy import Verdict
from bot.engine.platform import CountersignPlatform
from bot.http.api.api_keys import make_key
from bot.http.asgi_app import create_server
from bot.serve import GracefulServer, PrintLine, bind_listener, list_models, make_server, serve_until_replaced
from bot.settings import EnvironmentSettings, read_config, read_environment, read_settings
from bot.store.sqlite.inspection import inspect_database

FOLDER = Path("data/demo")
ONCE = "demo-first-message"
"""The idempotency key of the first message: a second start does not send it again."""

DECIDED: tuple[Verdict, ...] = ("approved", "rejected")
POLL_INTERVAL = 0.1
"""Seconds between two checks for a decision."""
AFTERWARDS = 1.0
"""Seconds in which a browser may load the page after its decision."""


class DemoStage(Protocol):
    """The interface of an agent's module `demo_project`. `TOML` has the fields `{folder}` and `{secret}`, inside quotes."""

    ASKED_BY: str
    APPROVER: str
    FIRST_MESSAGE: str
    TOML: str

    async def stage(self, folder: Path) -> Mapping[str, str]: ...


def demo_settings(port: int | None = None) -> EnvironmentSettings:
    """The environment's settings with the demo's own folder, database and countersign.toml. Raises `BadSetting`."""
    found = read_settings(**({} if port is None else {"port": port}))
    folder = (found.data if "data" in found.model_fields_set else FOLDER).absolute()
    changed = {"data": folder, "config": folder / "countersign.toml", "database_url": ""}
    return found.model_copy(update=changed)


async def run_demo(settings: EnvironmentSettings, say: PrintLine, *, browser: bool, exit_after_decision: bool) -> None:
    """Prepare the files, launch the agent once, serve. Raises subclasses of `CannotStart`."""
    agent, stage = find_stage()
    async with AsyncExitStack() as open_things:
        listening = open_things.enter_context(closing(bind_listener(settings)))
        database = settings.data / "countersign.db"
        if fault := inspect_database(database).fault:  # checked before any file of the demo is written beside it
            raise ForeignDatabase(database, fault)
        await _prepare_files(stage, settings)
        platform = await open_things.enter_async_context(build_platform(settings, read_config(settings.config)))
        server_app = create_server(platform, settings)
        with suppress(SameIdOtherBody):  # a folder of an older release, with another first message
            await platform.launch(agent, stage.FIRST_MESSAGE, by=stage.ASKED_BY, key=ONCE)
        secret = await _keep_key(platform, settings, stage.APPROVER)
        link = await server_app.state.sessions.make_link(stage.APPROVER, kind="demo-link")
        server = make_server(server_app)
        say(_describe_demo(platform, settings, stage, link, secret))
        tasks = await open_things.enter_async_context(asyncio.TaskGroup())
        # Only where there is a screen: a browser inside the terminal would take the terminal away.
        if browser and (sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & set(read_environment())):
            tasks.create_task(asyncio.to_thread(webbrowser.open, link))
        watch = tasks.create_task(stop_after_decision(platform, server)) if exit_after_decision else None
        await serve_until_replaced(server, listening, platform)
        if watch:
            watch.cancel()
        say(f"Stopped. Nothing is lost: start it again and it goes on from {settings.data}.")


def find_stage() -> tuple[str, DemoStage]:
    """The first agent that has a module `demo_project`, and that module. Raises `CannotStart` when there is none."""
    agents = importlib.import_module("agents")
    for package in sorted(found.name for found in pkgutil.iter_modules(agents.__path__) if found.ispkg):
        if importlib.util.find_spec(f"agents.{package}.demo_project"):
            return package, cast(DemoStage, importlib.import_module(f"agents.{package}.demo_project"))
    raise CannotStart("No package in agents/ has a module demo_project, so there is nothing to show.")


async def _prepare_files(stage: DemoStage, settings: EnvironmentSettings) -> None:
    """Make the sample project and countersign.toml, each only when it does not exist. Raises `CannotStart`."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        await stage.stage(settings.data)
        if not settings.config.exists():
            folder = json.dumps(str(settings.data), ensure_ascii=False)[1:-1]
            _write_private(settings.config, stage.TOML.format(folder=folder, secret=secrets.token_urlsafe(32)))
    except (OSError, ToolError) as error:
        hint = "Set COUNTERSIGN_DATA to a folder that this user may write."
        raise CannotStart(f"The demo cannot be staged in {settings.data}: {error}. {hint}") from error


async def _keep_key(platform: CountersignPlatform, settings: EnvironmentSettings, person: str) -> str:
    """The admin key of this person, kept in demo.env: that of the last start while it works, or else a new one.

    The file has the variables with which the command line calls the demo and finds its files.
    """
    env, secret = settings.data / "demo.env", ""
    with suppress(OSError, UnicodeDecodeError):
        kept = dict(line.split("=", 1) for line in env.read_text().splitlines() if "=" in line)
        secret = kept.get("COUNTERSIGN_API_KEY", "")
    found = await platform.store.access.find_key(secret) if secret else None
    if found is None or found.person != person or found.scope != "admin":
        _, secret = await make_key(platform, person, "admin", "demo")
    words = {
        "COUNTERSIGN_URL": settings.origin,
        "COUNTERSIGN_API_KEY": secret,
        "COUNTERSIGN_DATA": str(settings.data),
        "COUNTERSIGN_CONFIG": str(settings.config),
    }
    _write_private(env, "".join(f"{name}={shlex.quote(value)}\n" for name, value in words.items()))
    return secret


def _write_private(path: Path, text: str) -> None:
    """Write the file atomically, with mode 0600."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    part.replace(path)


def _describe_demo(
    platform: CountersignPlatform, settings: EnvironmentSettings, stage: DemoStage, link: str, secret: str
) -> str:
    asker, approver = (platform.directory.find_name(person) for person in (stage.ASKED_BY, stage.APPROVER))
    program, here = Path(sys.executable).with_name("countersign"), Path.cwd()  # installed beside the interpreter
    program = program.relative_to(here) if program.is_relative_to(here) else program
    offline = "" if settings.has_model else " (rules, no model; set OPENAI_API_KEY or OPENAI_BASE_URL to use one)"
    return f"""
{asker} asked: "{stage.FIRST_MESSAGE}". {approver} decides.

  Inbox   {link}
          signs you in as {approver}, on this machine, for a day
  Key     {secret}
          {approver}'s, for the API and the command line; also in {settings.data / "demo.env"}:
          set -a; . {shlex.quote(str(settings.data / "demo.env"))}; set +a; {shlex.quote(str(program))} requests
  Model   {list_models(platform)}{offline}
  Folder  {settings.data}

Ctrl-C stops it.
"""


async def stop_after_decision(platform: CountersignPlatform, server: GracefulServer) -> None:
    """Stop the server after a person decided a request and its thread has come to rest."""
    before = await _find_decided(platform)
    while True:
        fresh = [thread for request, thread in (await _find_decided(platform)).items() if request not in before]
        if fresh and "working" not in [await platform.queries.find_status(thread) for thread in fresh]:
            break
        await asyncio.sleep(POLL_INTERVAL)
    await asyncio.sleep(AFTERWARDS)
    server.stop_serving()


async def _find_decided(platform: CountersignPlatform) -> dict[str, str]:
    """The requests that people decided, with the thread of each."""
    pages = [await platform.queries.list_requests(status=status, limit=200) for status in DECIDED]
    return {request.id: request.thread_id for page in pages for request in page.items}
