"""A real server for the tests of the bridges."""

from collections.abc import Iterator

import pytest

from tests.clients.bridge_server import BridgeServer


@pytest.fixture(scope="session")
def bridge_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BridgeServer]:
    """One server for all bridges of a worker. A test that restarts it leaves it running."""
    server = BridgeServer(tmp_path_factory.mktemp("bridges"))
    server.start()
    try:
        yield server
    finally:
        server.stop()
        server.olive.close()
