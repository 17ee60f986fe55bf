"""A real server whose policy `coding` a hook's key may use, and a folder for an agent with its replayed model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.bridge_server import BridgeServer
from tests.clients.coding_agents.agent_programs import AgentFolder
from tests.clients.coding_agents.fake_models import replaying


@pytest.fixture(scope="session")
def agent_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BridgeServer]:
    """One server for all agents of a worker. A test that restarts it leaves it running."""
    server = BridgeServer(tmp_path_factory.mktemp("agents"))
    config = server.folder / "countersign.toml"
    config.write_text(config.read_text().replace("policies.refunds]", "policies.coding]") + 'grants = "PT8H"\n')
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.olive.close()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[AgentFolder]:
    """A home, a project, and a model without turns: a test adds them to `folder.model.turns`."""
    with replaying([]) as model:
        for name in ("home", "project"):
            (tmp_path / name).mkdir()
        yield AgentFolder(tmp_path / "home", tmp_path / "project", model)
