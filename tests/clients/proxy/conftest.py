"""The world of a test of the proxy."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from tests.clients.bridge_server import BridgeServer
from tests.clients.proxy.proxy_world import ProxyWorld


@pytest.fixture
def world(bridge_server: BridgeServer, tmp_path: Path, request: pytest.FixtureRequest) -> ProxyWorld:
    """A folder of the proxy, and a server name that is the test's own."""
    name = f"{re.sub(r'[^A-Za-z0-9]+', '-', request.node.name)[5:40].strip('-')}-{uuid4().hex[:8]}"
    return ProxyWorld(bridge_server, tmp_path / "home", name)
