"""The packages of HumanLayer as processes, and a server on a port that they speak to."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.clients.humanlayer.foreign_environments import OUTSIDE, make_node_environment, make_python_environment
from tests.clients.humanlayer.foreign_program import ForeignProgram, foreign_program
from tests.http.http_client import API, listening
from tests.http.programs import ProgramFixture, programs_in


@pytest.fixture(scope="module")
def python() -> Iterator[ForeignProgram]:
    with foreign_program(str(make_python_environment()), "-I", str(OUTSIDE / "python_cases.py")) as found:
        yield found


@pytest.fixture(scope="module")
def typescript() -> Iterator[ForeignProgram]:
    with foreign_program("node", str(make_node_environment() / "typescript_cases.mjs")) as found:
        yield found


class PackageServer:
    """A server on a port, the key of a program, and the people who decide."""

    def __init__(self, server: ProgramFixture, given: dict[str, Any]) -> None:
        self.server, self.given = server, given

    async def decide(self, by: str = "olive", **more: Any) -> None:
        """Decide the oldest open approval, as the inbox and the API do."""
        request = (await self.server.platform.pending())[-1]
        answer = await self.server.decide({"id": request.id, "digest": request.digest}, by=by, **more)
        assert answer.status_code == 200, answer.text

    async def answer(self, text: str, by: str = "olive") -> None:
        (request,) = await self.server.platform.pending()
        client = await self.server.as_(by)
        answer = await client.post(f"{API}/requests/{request.id}/answer", json={"answer": text})
        assert answer.status_code == 200, answer.text

    async def key_of(self, person: str) -> dict[str, Any]:
        """The parameters of a person who uses the package with an operator key."""
        return {**self.given, "key": await self.server.secret(person)}


@asynccontextmanager
async def package_server(server: ProgramFixture) -> AsyncIterator[PackageServer]:
    program = await server.program()
    async with listening(server.platform) as (host, port):
        key = program.headers["Authorization"].removeprefix("Bearer ")
        yield PackageServer(server, {"key": key, "url": f"http://{host}:{port}/humanlayer/v1"})


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[PackageServer]:
    async with programs_in(tmp_path) as server, package_server(server) as found:
        yield found
