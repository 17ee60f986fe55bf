"""mcp1: the page for MCP works as it is written: its commands run in order, and its client configuration starts a server."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import StdioServerParameters
from mcp.client import Client

from tests.cli.terminal import StagedTerminal, clean_environment, free_port

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "integrations" / "mcp.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder; `countersign` is on the path."""
    command = tmp_path / "bin" / "countersign"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    command.chmod(0o755)
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def read_blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


async def list_tools(configuration: str, folder: Path, port: int) -> list[str]:
    """The tools that a client finds by the page's configuration, with its own key and port."""
    (given,) = json.loads(configuration)["mcpServers"].values()
    environment = {**given["env"], "COUNTERSIGN_URL": given["env"]["COUNTERSIGN_URL"].replace("8080", str(port))}
    environment["COUNTERSIGN_API_KEY"] = json.loads((folder / "program.json").read_text())["secret"]
    started = StdioServerParameters(
        command=str(folder.parent / "bin" / given["command"]),
        args=given["args"],
        env={**clean_environment(folder), "PYTHONPATH": str(ROOT), **environment},
    )
    async with Client(started) as client:
        return [tool.name for tool in (await client.list_tools()).tools]


def test_mcp1_the_guide_leads_from_nothing_to_the_first_approval(folder: Path) -> None:
    port = free_port()
    environment = clean_environment(folder)
    environment |= {"PATH": f"{folder.parent / 'bin'}:{environment['PATH']}", "PORT": str(port)}
    command = ["bash", "-euo", "pipefail", "-c", "\n".join(read_blocks("sh"))]
    try:
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        said = ran.stdout.splitlines()
        assert said[0] == "pending"
        assert said[2:] == ["approved", '["approved",{"amount":240,"customer":"ada"}]', "running", "done"]
        (configuration,) = read_blocks("json")
        assert "request_approval" in asyncio.run(list_tools(configuration, folder, port))
    finally:
        if (pid := folder / "server.pid").exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)


def test_mcp1_the_verb_needs_a_server(terminal: StagedTerminal) -> None:
    ran = terminal("mcp")
    assert ran.code == 2
    assert "COUNTERSIGN_URL" in ran.err
    assert "COUNTERSIGN_API_KEY" in ran.err
    assert ran.out == ""
