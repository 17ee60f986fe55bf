"""Runs a house behind HTTP until it is told to stop; a stop lets what runs come to a durable point. Prints through `say`."""

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any, TypeAlias

import uvicorn
from fastapi import FastAPI

from bot.bootstrap import build_platform
from bot.config_reload import ConfigReloader
from bot.core.errors import CannotStart
from bot.engine.platform import CountersignPlatform
from bot.hangup_signal import catch_hangup
from bot.http.asgi_app import create_server
from bot.http.change_feed import ChangeFeed
from bot.http.listening_socket import BoundedListener, is_accept_failure, open_listener
from bot.http.request_timeouts import DeadlineProtocol
from bot.http.signin_links import list_messengers
from bot.settings import EnvironmentSettings, parse_working_config

PrintLine: TypeAlias = Callable[[str], None]

SIGNALS = (signal.SIGINT, signal.SIGTERM)
GRACE = 3
"""Seconds that open responses get at a stop. The worker gets its own, see Worker.stop."""


class GracefulServer(uvicorn.Server):
    """uvicorn, for which SIGTERM and Ctrl-C are an end like any other: exit code 0. A second one does not wait."""

    live: ChangeFeed

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(report_loop_fault)
        await super().serve(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop_serving)
        yield

    def stop_serving(self) -> None:
        """Ends the open live pages too: they would hold a stop for its whole grace."""
        self.live.close()
        self.force_exit = self.should_exit
        self.should_exit = True


def report_loop_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What `asyncio` has to complain about, but for what the listener says once a minute."""
    if not is_accept_failure(context):
        loop.default_exception_handler(context)


async def run_server(settings: EnvironmentSettings, content: bytes, say: PrintLine) -> None:
    """Opens the house of these settings and of this content of countersign.toml, and serves it; it follows the file.

    Raises CannotStart's children, DatabaseReplaced.
    """
    hangup = catch_hangup()
    config = parse_working_config(content, settings.config)
    with closing(bind_listener(settings)) as listening:
        async with build_platform(settings, config) as platform:
            server = make_server(create_server(platform, settings))
            reloader = ConfigReloader(platform, settings, config, content)
            hangup.react(asyncio.get_running_loop(), reloader.request_reload, server.stop_serving)
            say("\n".join(compose_greeting(platform, settings)))
            following = asyncio.create_task(reloader.follow_file())
            try:
                await serve_until_replaced(server, listening, platform)
            finally:
                following.cancel()
                await asyncio.wait([following])
            say("Stopping: what runs comes to a durable point first.")


async def serve_until_replaced(server: GracefulServer, listening: socket.socket, platform: CountersignPlatform) -> None:
    """Serves until it is told to stop. Raises DatabaseReplaced once the database's file is another one."""
    watch = asyncio.create_task(platform.database.wait_until_replaced())
    watch.add_done_callback(lambda done: None if done.cancelled() else server.stop_serving())
    try:
        await server.serve(sockets=[listening])
    finally:
        replaced = watch.result() if watch.done() else None
        watch.cancel()
    if replaced is not None:
        raise replaced


def compose_greeting(platform: CountersignPlatform, settings: EnvironmentSettings) -> Sequence[str]:
    """Where it is, which agents it has, which models they ask, and how people sign in."""
    agents = ", ".join(platform.agents) or "none; add [agents.<name>] to countersign.toml"
    return (
        f"Countersign is at {settings.origin}",
        f"Agents: {agents}",
        f"Model: {list_models(platform)}",
        *tell_sign_in(platform, settings),
    )


def tell_sign_in(platform: CountersignPlatform, settings: EnvironmentSettings) -> Sequence[str]:
    """How people get into the inbox: by a link that a channel sends them, or by one that the operator makes."""
    own = "countersign link NAME (NAME is a person of countersign.toml; it needs an admin key)"
    if channels := ", ".join(messenger.name for messenger in list_messengers(platform)):
        return (f"Sign in: {settings.origin}/sign-in sends a link by {channels}; or make one: {own}",)
    return (f"Sign in: {settings.origin}/sign-in; no channel here can send a link, so make one: {own}",)


def list_models(platform: CountersignPlatform) -> str:
    """The models in use, such as "offline-rules" or "gpt-5-mini"."""
    return ", ".join(sorted({model.name for model in platform.models.values()})) or "none"


def make_server(app: FastAPI) -> GracefulServer:
    server = GracefulServer(
        uvicorn.Config(
            app,
            http=DeadlineProtocol,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=GRACE,
        )
    )
    server.live = app.state.live
    return server


def bind_listener(settings: EnvironmentSettings) -> BoundedListener:
    """The listening socket. Raises CannotStart when the address is taken or is not ours."""
    host, port = settings.host, settings.port
    try:
        return open_listener(host, port, _find_address_family(host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(
                f"Port {port} on {host} is taken. Set PORT to a free one, such as PORT={port + 1}."
            ) from error
        raise CannotStart(f"Cannot listen on {host}, port {port}: {error}. Set COUNTERSIGN_HOST or PORT.") from error


def _find_address_family(host: str, port: int) -> socket.AddressFamily:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
