"""The verbs demo, serve, doctor and migrate. Each imports its modules when it runs, so that other verbs start faster."""

import asyncio
import logging
import sys
from functools import partial
from typing import Annotated

import typer

from bot.cli import logging_setup
from bot.cli.command_options import make_command
from bot.cli.terminal_text import print_text
from bot.core.errors import CannotStart
from bot.garbage_collection import pause_collector
from bot.settings import EnvironmentSettings, read_address, read_needed, read_settings


@make_command
async def demo(
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    exit_after_decision: Annotated[
        bool, typer.Option("--exit-after-decision", help="Stop once a decision was made and the agent rests again.")
    ] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port to listen on.", show_default="PORT, or 8080")
    ] = None,
) -> None:
    """Start a sample project with an agent that waits for your approval."""
    with pause_collector():
        from bot import demo as sample

    logging_setup.log_to_stderr(logging.WARNING, tracebacks=True)
    settings = sample.demo_settings(port)
    await sample.run_demo(settings, print_text, browser=not no_browser, exit_after_decision=exit_after_decision)


@make_command
async def serve(
    standby: Annotated[
        bool, typer.Option("--standby", help="Wait while another process owns the database, then take over.")
    ] = False,
    shared: Annotated[
        bool, typer.Option("--shared", help="Share the PostgreSQL database with other processes, such as workers.")
    ] = False,
    no_turns: Annotated[
        bool, typer.Option("--no-turns", help="As --shared, and leave turns and deliveries to the other processes.")
    ] = False,
) -> None:
    """Run everything in one process: agents, inbox, API, webhooks. SIGTERM stops it cleanly, SIGHUP applies countersign.toml."""
    if standby and (shared or no_turns):
        raise typer.BadParameter("a process that shares the database needs no --standby", param_hint="--standby")
    settings = read_settings()
    form = logging_setup.choose_format(settings.log_format)
    logging_setup.log_to_stderr(logging.INFO, tracebacks=True, form=form)
    content = read_needed(settings.config)
    with pause_collector():
        from bot import serve as server
        from bot.engine.platform import ProcessPart

    if standby:
        await server.stand_by(settings, print_text)
    elif shared or no_turns:
        part = ProcessPart.WEB if no_turns else ProcessPart.EVERYTHING
        await server.run_server(settings, content, print_text, part)
    else:
        await server.run_server(settings, content, print_text)


@make_command
async def worker(
    metrics: Annotated[
        str,
        typer.Option(
            "--metrics",
            metavar="HOST:PORT",
            help="Answer /healthz, /readyz and /metrics at this address.",
            show_default="COUNTERSIGN_WORKER_METRICS, or none",
        ),
    ] = "",
) -> None:
    """Take turns and deliver, beside servers that share a PostgreSQL database. SIGTERM stops it cleanly."""
    settings = read_settings()
    if metrics:
        try:
            read_address(metrics)
        except ValueError as error:
            raise typer.BadParameter(f"{metrics!r}: {error}", param_hint="--metrics") from error
        settings = settings.model_copy(update={"worker_metrics": metrics})
    form = logging_setup.choose_format(settings.log_format)
    logging_setup.log_to_stderr(logging.INFO, tracebacks=True, form=form)
    content = read_needed(settings.config)
    with pause_collector():
        from bot import serve as server

    await server.run_worker(settings, content, print_text)


@make_command
async def doctor(
    send_test: Annotated[
        bool, typer.Option("--send-test", help="Let each channel that can send itself a message, and wait for it.")
    ] = False,
) -> None:
    """Check this installation, its configuration and its database."""
    with pause_collector():
        from bot import doctor as checks

    if send_test:
        print_text("A test message is sent and waited for; that may take a minute.", to=sys.stderr)
    found = await checks.examine_installation(send_test=send_test)
    for number, finding in enumerate(found, 1):
        print_text(f"{number:>2}. {finding.mark:<4}  {finding.what}: {finding.text}")
        if finding.hint:
            print_text(f"          {finding.hint}")
    failed, warned = (sum(finding.mark == severity for finding in found) for severity in ("fail", "warn"))
    print_text(f"\n{len(found)} checks: {failed} failed, {warned} with a warning.")
    if failed:
        raise typer.Exit(1)


@make_command
async def migrate(
    source: Annotated[
        str, typer.Option("--from", metavar="URL", help="Move this installation, of a SQLite file, to --to.")
    ] = "",
    target: Annotated[
        str, typer.Option("--to", metavar="URL", help="The empty PostgreSQL database that --from is moved to.")
    ] = "",
) -> None:
    """Bring the database to this release's schema. `serve` does so too."""
    from bot.secret_keys import open_keys
    from bot.store.opening import is_postgres, name_database, open_store, require_postgres_library
    from bot.store.revisions import find_newest_revision

    settings = read_settings()
    if source or target:
        if not source.startswith("sqlite:///") or not is_postgres(target):
            raise typer.BadParameter(
                "--from takes sqlite:///PATH, and --to postgresql+psycopg://…", param_hint="--from"
            )
        require_postgres_library()
        await asyncio.to_thread(_move_database, settings, source, target)
        return
    keys = partial(open_keys, settings.secrets, settings.key_file)
    store = await asyncio.to_thread(open_store, settings.database, keys=keys)
    await store.close()
    print_text(f"{name_database(settings.database)} has the schema {find_newest_revision()}.")


def _move_database(settings: EnvironmentSettings, source: str, target: str) -> None:
    """Raises CannotStart's children."""
    from bot.secret_keys import FILE, SecretKeys, read_key_file
    from bot.store.database_move import move_database
    from bot.store.opening import name_database
    from bot.store.sqlite.database import read_database_path

    file = read_database_path(source).with_name(FILE)
    keys = SecretKeys(settings.secrets) if settings.secrets else read_key_file(file)
    if keys is None:
        raise CannotStart(
            f"There is no secret: neither COUNTERSIGN_SECRET_KEY nor {file}. Without it the log is not proved."
        )

    def report(table: str, rows: int) -> None:
        print_text(f"{table}: {rows} rows", to=sys.stderr)

    found = move_database(source, target, keys, report)
    print_text(f"{name_database(target)} has the installation: {found.threads} threads, all of them verify.")
    secret = (
        "the same COUNTERSIGN_SECRET_KEY" if settings.secrets else f"the content of {file} as COUNTERSIGN_SECRET_KEY"
    )
    print_text(
        f"Start it with COUNTERSIGN_DATABASE_URL set to that database, and {secret}. {source} is not used any more."
    )
