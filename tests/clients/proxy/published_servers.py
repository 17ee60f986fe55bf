"""MCP servers that others publish on npm: installed from a lock file into build/, once for each lock file."""

import shutil
from pathlib import Path

from tests.clients.humanlayer.foreign_environments import make_once, run

PUBLISHED = Path(__file__).parent / "published"
FILES = [PUBLISHED / name for name in ("package.json", "package-lock.json")]


def install_servers() -> Path:
    """The folder `node_modules` with the servers."""

    def install(folder: Path) -> None:
        folder.mkdir()
        for file in FILES:
            shutil.copy(file, folder)
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], folder)

    return make_once("mcp-servers", b"".join(file.read_bytes() for file in FILES), install) / "node_modules"


def find_command(package: str) -> list[str]:
    """The words that start a published server."""
    return ["node", str(install_servers() / package / "dist" / "index.js")]


FILESYSTEM, MEMORY, EVERYTHING = (
    f"@modelcontextprotocol/server-{name}" for name in ("filesystem", "memory", "everything")
)
MEMORY_BEFORE = "server-memory-before"
"""An earlier release of the memory server; its tools have other definitions."""
