"""One copy of the checkout for each file: what an author writes stays out of the repository."""

import asyncio
from pathlib import Path

import pytest

from agents.deploybot.demo_project import stage
from tests.cli.terminal import StagedTerminal, write_config
from tests.scaffold.checkout_copy import CopiedCheckout, copy_checkout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> CopiedCheckout:
    return copy_checkout(tmp_path_factory.mktemp("checkout"))


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> StagedTerminal:
    asyncio.run(stage(tmp_path))
    write_config(tmp_path)
    return StagedTerminal(tmp_path, monkeypatch, capsys)
