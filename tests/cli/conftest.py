"""A staged shop for every test, and a terminal in its folder."""

import asyncio
from pathlib import Path

import pytest

from agents.deploybot.demo_project import stage
from tests.cli.terminal import StagedTerminal, write_config
from tests.servers.mail import mail, mail_servers

__all__ = ["mail", "mail_servers", "terminal"]


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> StagedTerminal:
    """No server runs: verbs work on the file."""
    asyncio.run(stage(tmp_path))
    write_config(tmp_path)
    return StagedTerminal(tmp_path, monkeypatch, capsys)
