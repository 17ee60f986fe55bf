"""Serves the platform over HTTP until a signal stops it. At a stop, running calls come to a durable point first."""

import asyncio
import errno
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, closing, contextmanager, nullcontext
from typing import Any, TypeAlias

import uvicorn
from fastapi import FastAPI

from bot.bootstrap import build_platform
from bot.config_reload import ConfigReloader, warn_of_unknown_names
from bot.core.errors import CannotStart, DatabaseInUse
from bot.engine.platform import CountersignPlatform, ProcessPart
from bot.garbage_collection import freeze_loaded
from bot.hangup_signal import catch_hangup
from bot.http.asgi_app import create_server
from bot.http.bounded_listener import BoundedListener, is_accept_failure, open_listener
from bot.http.head_deadline import DeadlineProtocol
from bot.http.mcp.stateless_endpoint import McpEndpoint
from bot.http.monitoring_app import create_monitoring_app
from bot.http.page_change_feed import ChangeFeed
from bot.http.request_waits import RequestWaits
from bot.http.requested_signin_links import list_messengers
from bot.settings import EnvironmentSettings, parse_working_config, read_address, read_needed
from bot.store.offline_inspection import find_obstacle
from bot.telemetry.metrics import PlatformMetrics
from bot.telemetry.telemetry_setup import observe_platform

PrintLine: TypeAlias = Callable[[str], None]

SIGNALS = (signal.SIGINT, signal.SIGTERM)
STANDBY_SECONDS = 1.0
"""Seconds between two looks at the owner of the database."""
GRACE = 3
"""Seconds that open responses get at a stop. The worker has a limit of its own."""


class GracefulServer(uvicorn.Server):
    """uvicorn that ends with exit code 0 on SIGTERM and Ctrl-C. A second signal does not wait for open responses."""

    live: ChangeFeed
    waits: RequestWaits
    mcp: McpEndpoint

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        asyncio.get_running_loop().set_exception_handler(report_loop_fault)
        try:
            await super().serve(sockets)
        finally:
            await self.mcp.aclose()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop_serving)
        yield

    def stop_serving(self) -> None:
        """Stop serving. Closes the event streams of open pages and the waits of programs, which would delay the stop by `GRACE` seconds."""
        self.live.close()
        self.waits.close()
        self.force_exit = self.should_exit
        self.should_exit = True


class MonitoringServer(uvicorn.Server):
    """uvicorn of a worker, whose signals are the worker's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def report_loop_fault(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log an error of the event loop, except accept failures: `BoundedListener` reports those once a minute."""
    if not is_accept_failure(context):
        loop.default_exception_handler(context)


async def run_server(
    settings: EnvironmentSettings, content: bytes, say: PrintLine, part: ProcessPart | None = None
) -> None:
    """Build the platform from `settings` and the `content` of countersign.toml, serve it, and follow the file.

    `part`: see `build_platform`. Raises subclasses of `CannotStart`; `DatabaseReplaced`.
    """
    hangup = catch_hangup()
    config = parse_working_config(content, settings.config)
    with closing(bind_listener(settings)) as listening:
        async with build_platform(settings, config, part=part) as platform:
            app = create_server(platform, settings)
            server = make_server(app)
            reloader = ConfigReloader(platform, settings, config, content)
            hangup.react(asyncio.get_running_loop(), reloader.request_reload, server.stop_serving)
            say("\n".join(compose_greeting(platform, settings)))
            warn_of_unknown_names(platform)
            freeze_loaded()
            following = asyncio.create_task(reloader.follow_file())
            try:
                async with observe_platform(platform, app.state.metrics, settings):
                    await serve_until_replaced(server, listening, platform)
            finally:
                following.cancel()
                await asyncio.wait([following])
            say("Stopping: running calls come to a durable point first.")


async def run_worker(settings: EnvironmentSettings, content: bytes, say: PrintLine) -> None:
    """Take turns and deliver beside other processes over the same database, until a signal. Raises as `run_server`.

    `settings.worker_metrics` is an address at which the worker answers monitoring.
    """
    hangup, stopped = catch_hangup(), asyncio.Event()
    config = parse_working_config(content, settings.config)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report_loop_fault)
    for number in SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(bind_monitoring(settings))
        platform = await stack.enter_async_context(build_platform(settings, config, part=ProcessPart.TURNS))
        metrics = PlatformMetrics(platform)
        stack.callback(platform.repository.telemetry.subscribe(metrics.observe))
        reloader = ConfigReloader(platform, settings, config, content)
        hangup.react(loop, reloader.request_reload, stopped.set)
        say(f"Taking turns for {settings.origin}")
        say(f"Agents: {', '.join(platform.agents) or 'none'}")
        say(f"Model: {list_models(platform)}")
        warn_of_unknown_names(platform)
        freeze_loaded()
        watch = asyncio.create_task(platform.store.wait_until_replaced())
        watch.add_done_callback(lambda done: stopped.set())
        following = asyncio.create_task(reloader.follow_file())
        try:
            async with (
                observe_platform(platform, metrics, settings),
                serve_monitoring(listener, create_monitoring_app(platform, metrics, settings)),
            ):
                await stopped.wait()
        finally:
            replaced = watch.result() if watch.done() else None
            for task in (watch, following):
                task.cancel()
            await asyncio.wait([watch, following])
        if replaced is not None:
            raise replaced
        say("Stopping: running calls come to a durable point first.")


def bind_monitoring(settings: EnvironmentSettings) -> AbstractContextManager[BoundedListener | None]:
    """The socket of `worker --metrics`, None without one. Raises as `bind_address`."""
    if not settings.worker_metrics:
        return nullcontext()
    setting = "--metrics or COUNTERSIGN_WORKER_METRICS"
    return closing(bind_address(*read_address(settings.worker_metrics), f"{setting} to a free port", setting))


@asynccontextmanager
async def serve_monitoring(listening: socket.socket | None, app: FastAPI) -> AsyncIterator[None]:
    """Serve the app of a worker until the block ends. Without a socket nothing is served."""
    if listening is None:
        yield
        return
    server = MonitoringServer(make_server_options(app))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield
    finally:
        server.should_exit = True
        await asyncio.wait([serving])


async def stand_by(settings: EnvironmentSettings, say: PrintLine) -> None:
    """Wait while another process owns the database or its server is away, then serve. Raises as `run_server`.

    Until then nothing listens: a load balancer sees a server that is down.
    """
    bind_listener(settings).close()  # a taken port is told now, not at the takeover
    told = ""
    while True:
        obstacle = await asyncio.to_thread(find_obstacle, settings.database)
        if not obstacle:
            try:
                return await run_server(settings, await asyncio.to_thread(read_needed, settings.config), say)
            except DatabaseInUse as owned:  # another waiting process was faster
                obstacle = f"{owned.facts[1]} owns the database"
        if obstacle != told:
            told = obstacle
            say(f"Standing by: {obstacle}.")
        await asyncio.sleep(STANDBY_SECONDS)


async def serve_until_replaced(server: GracefulServer, listening: socket.socket, platform: CountersignPlatform) -> None:
    """Serve until a signal stops the server. Raises `DatabaseReplaced` when the database file is replaced."""
    watch = asyncio.create_task(platform.store.wait_until_replaced())
    watch.add_done_callback(lambda done: None if done.cancelled() else server.stop_serving())
    try:
        await server.serve(sockets=[listening])
    finally:
        replaced = watch.result() if watch.done() else None
        watch.cancel()
    if replaced is not None:
        raise replaced


def compose_greeting(platform: CountersignPlatform, settings: EnvironmentSettings) -> Sequence[str]:
    """The lines printed at the start: the URL, the agents, their models, and how people sign in."""
    agents = ", ".join(platform.agents) or "none; add [agents.<name>] to countersign.toml"
    return (
        f"Countersign is at {settings.origin}",
        f"Agents: {agents}",
        f"Model: {list_models(platform)}",
        *describe_sign_in(platform, settings),
    )


def describe_sign_in(platform: CountersignPlatform, settings: EnvironmentSettings) -> Sequence[str]:
    """How people sign in to the inbox: by a link that a channel sends, or by one that the operator makes."""
    own = "countersign link NAME (NAME is a person of countersign.toml; it needs an admin key)"
    if channels := ", ".join(messenger.name for messenger in list_messengers(platform)):
        return (f"Sign in: {settings.origin}/sign-in sends a link by {channels}; or make one: {own}",)
    return (f"Sign in: {settings.origin}/sign-in; no channel here can send a link, so make one: {own}",)


def list_models(platform: CountersignPlatform) -> str:
    """The names of the models in use, such as "offline-rules" or "gpt-5-mini"."""
    return ", ".join(sorted({model.name for model in platform.models.values()})) or "none"


def make_server(app: FastAPI) -> GracefulServer:
    """The server of this app, with our limits in place of uvicorn's."""
    server = GracefulServer(make_server_options(app))
    server.live, server.waits, server.mcp = app.state.live, app.state.waits, app.state.mcp
    return server


def make_server_options(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
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


def bind_listener(settings: EnvironmentSettings) -> BoundedListener:
    """The socket that the server listens to. Raises as `bind_address`."""
    port = settings.port
    return bind_address(settings.host, port, f"PORT to a free one, such as PORT={port + 1}", "COUNTERSIGN_HOST or PORT")


def bind_address(host: str, port: int, free: str, other: str) -> BoundedListener:
    """The listening socket. Raises `CannotStart` when the address is taken or not one of this machine.

    `free` and `other` say what to set then.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return open_listener(host, port, family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStart(f"Port {port} on {host} is taken. Set {free}.") from error
        raise CannotStart(f"Cannot listen on {host}, port {port}: {error}. Set {other}.") from error
