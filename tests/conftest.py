"""Fixtures that all tests share, the seed of the run, which files run first, where its files lie, and when its garbage is collected."""

import gc
import os
import shutil
import ssl
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import httpcore2
import hypothesis
import pytest
import structlog
from _pytest.python import CallSpec
from hypothesis.internal.conjecture import providers

from bot.garbage_collection import YOUNG
from tests.joined_cases import call_each, find_cases, join_cases
from tests.random_seed import IS_FULL_CAMPAIGN, VARIABLE, draw_cases, draw_seed, seed_of_run, share

if TYPE_CHECKING:
    from tests.servers.postgres import PostgresServer

draw_seed()
os.environ.setdefault("SLACK_DOUBLE_SECONDS", "30")

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""Bytes. A run needs a tenth of it: the folders of passed tests are deleted one by one."""


def use_memory() -> None:
    """Lets the tests' files lie in memory where there is room: a commit waits for the disk longer than it computes.

    The product is the same, and so are its `fsync`s. A killed process loses nothing there that it would keep on a disk.
    """
    if os.access(MEMORY, os.W_OK) and os.path.ismount(MEMORY) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def share_certificates() -> None:
    """Lets the HTTP clients of a process share the certificates that they trust: to load them takes as long as a short test."""
    load = httpcore2.default_ssl_context

    @cache
    def load_once(trusts_environment: bool, *_: str | None) -> ssl.SSLContext:
        return load(_trust_env=trusts_environment)

    def find(_trust_env: bool = True) -> ssl.SSLContext:
        return load_once(_trust_env, *map(os.environ.get, ("SSL_CERT_FILE", "SSL_CERT_DIR")))

    httpcore2.default_ssl_context = find


def read_no_constants() -> None:
    """Lets hypothesis draw no constants of our modules without a full campaign: it would parse all of them in every worker."""
    if not IS_FULL_CAMPAIGN:
        providers._get_local_constants = lambda: providers._local_constants


use_memory()
share_certificates()
read_no_constants()
hypothesis.settings.register_profile(
    "patient", deadline=None, max_examples=share(100)
)  # a deadline is of the wall, and files run beside each other
hypothesis.settings.load_profile("patient")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Looks for no garbage while tests are collected, and later for none among them and their modules: they stay to the end.

    From then on it is looked for as seldom as in a server (`bot.garbage_collection`).
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
        gc.enable()


LONG = (
    "tests/test_demo.py",
    "tests/cli/test_see2_reload.py",
    "tests/channels/email/test_ml1_wire.py",
    "tests/scaffold/",
)
"""Files that take a minute and would come late. The last one to start decides when a run ends, so they are started first."""


DRAWN = {
    "tests/channels/email/inbound/authentication/": 4,
    "tests/channels/email/test_attacks_": 1,
    "tests/channels/slack/test_attacks_": 1,
    "tests/channels/email/": 20,
    "tests/channels/slack/": 10,
    "tests/channels/test_chg1_": 20,
    "tests/channels/test_card1_": 20,
    "tests/channels/shared/": 4,
    "tests/core/secrets/": 10,
    "tests/llm/": 8,
    "tests/http/test_see1_": 6,
    "tests/http/test_mod6_canaries.py": 6,
    "tests/http/test_request_guard.py": 3,
    "tests/http/pages/": 6,
    "tests/store/": 6,
    "tests/engine/": 6,
    "tests/agents/deploybot/test_git.py": 4,
}
"""By beginning of a path: of the cases of a test with parameters a run tries one in so many, drawn by its seed; the first that fits counts.

A mark `drawn` says another number for its test. `make test-full` tries all.
"""

ONE_CASE = ("tests/browser/",)
"""Of a test of these folders one case is enough: with or without scripts, in one of its places. A case of a browser takes seconds."""


def draw_share(node: pytest.Item | pytest.Function, cases: list[CallSpec]) -> list[CallSpec]:
    """The cases of this test that the run tries."""
    if node.nodeid.startswith(ONE_CASE):
        return draw_cases(node.nodeid, cases, len(cases), least=1)
    if (mark := node.get_closest_marker("drawn")) is not None:
        one_in = int(mark.kwargs.get("one_in", 10))
    else:
        one_in = next((one_in for beginning, one_in in DRAWN.items() if node.nodeid.startswith(beginning)), 1)
    return draw_cases(node.nodeid, cases, one_in)


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> Generator[None, None, None]:
    """Keeps a drawn share of the cases of each test of `DRAWN`, and of each that is marked `drawn`; of cases that are named one by one, all.

    Joins the cases that are left (`tests.joined_cases`), unless one is named. Both before pytest makes an item of each: that
    takes as long as a short test, in every worker.
    """
    yield
    definition, cases = metafunc.definition, metafunc._calls
    if not IS_FULL_CAMPAIGN:
        cases = [case for case in cases if all(mark.name != "full_only" for mark in case.marks)] or cases
    if len(cases) > 1 and not any("[" in argument for argument in metafunc.config.args):
        cases = join_cases(metafunc, draw_share(definition, cases))
    metafunc._calls = cases


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Runs all cases of a test whose cases were joined."""
    if cases := find_cases(pyfuncitem):
        pyfuncitem.obj = call_each(pyfuncitem.obj, cases)
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keeps no test that is marked `full_only` without a full campaign, and puts the `LONG` files in front."""
    if not IS_FULL_CAMPAIGN:
        items[:] = [item for item in items if item.get_closest_marker("full_only") is None]
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keeps what a test wrote where it fails: a worker would send the log of each passed test to the one that prints."""
    report = yield
    if report.passed:
        report.sections.clear()
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"{VARIABLE}={seed_of_run()}")


@pytest.fixture(autouse=True)
def plain_logging() -> Iterator[None]:
    """No test gets the log's level and form of another one, which a verb set in this process."""
    yield
    if structlog.is_configured():
        structlog.reset_defaults()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator["PostgresServer"]:
    """The PostgreSQL of this run, started by the first test that needs it."""
    from tests.servers.postgres import shared_server

    with shared_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: "PostgresServer") -> Iterator[str]:
    """The URL of an empty database, at the newest schema and signed with `tests.postgres_databases.KEYS`."""
    from tests.postgres_databases import empty_database

    with empty_database(postgres_server) as url:
        yield url
