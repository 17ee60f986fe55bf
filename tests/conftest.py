"""Fixtures that all tests share, and the seed of the run."""

import os

import pytest

from tests.seeding import VARIABLE, draw_seed, seed_of_run

draw_seed()
os.environ.setdefault("SLACK_DOUBLE_SECONDS", "30")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"{VARIABLE}={seed_of_run()}")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
