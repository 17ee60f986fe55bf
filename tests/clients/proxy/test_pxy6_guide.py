"""pxy6: the page of the proxy works as it is written: its commands run in order, and its entry of a client starts the proxy."""

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

from countersign.proxy.proxy_settings import ServerPolicy
from tests.cli.terminal import clean_environment, free_port
from tests.clients.bridge_server import CLIENT, PAGES, ROOT, read_blocks
from tests.clients.proxy.proxy_world import text_of
from tests.clients.proxy.published_servers import FILESYSTEM, find_command

SHIMS = {
    "countersign": f'exec "{sys.executable}" -m bot "$@"',
    "countersign-proxy": f'exec "{sys.executable}" -m countersign.proxy.proxy_command "$@"',
    "npx": 'shift 2; exec {server} "$@"',  # it has installed the package that is named
}


def make_machine(folder: Path) -> dict[str, str]:
    """The environment of a person with a home of their own, and the three commands of the page."""
    (folder / "bin").mkdir()
    for name, line in SHIMS.items():
        command = folder / "bin" / name
        command.write_text(f"#!/bin/sh\n{line.replace('{server}', ' '.join(find_command(FILESYSTEM)))}\n")
        command.chmod(0o755)
    more = {"HOME": str(folder), "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "PORT": str(free_port())}
    more["PYTHONPATH"] = f"{ROOT}:{CLIENT}"
    environment = {**clean_environment(folder), **more}
    return {name: value for name, value in environment.items() if not name.startswith("XDG_")}


def run(script: str, folder: Path, environment: dict[str, str]) -> str:
    command = ["bash", "-euo", "pipefail", "-c", script]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


async def write_note(folder: Path, environment: dict[str, str], decide: str) -> str:
    """What a client with the page's entry reads of a call, while the page's last commands decide it."""
    (configuration,) = read_blocks("mcp-proxy", "json")
    (given,) = json.loads(configuration.replace("/path/to/notes", str(folder / "notes")))["mcpServers"].values()
    started = StdioServerParameters(command=str(folder / "bin" / given["command"]), args=given["args"], env=environment)
    async with Client(started) as client:
        note = {"path": str(folder / "notes" / "a.txt"), "content": "hello"}
        calling = asyncio.create_task(client.call_tool("write_file", note))
        said = await asyncio.to_thread(run, decide, folder, environment)
        assert said.splitlines() == ['["notes","write_file","hello"]', "approved"]
        return text_of(await calling)


@pytest.mark.full_only
def test_pxy6_the_page_leads_from_nothing_to_the_first_approval(tmp_path: Path) -> None:
    environment = make_machine(tmp_path)
    serve, configure, decide = read_blocks("mcp-proxy", "sh")
    try:
        run(serve + configure, tmp_path, environment)
        environment["COUNTERSIGN_URL"] = f"http://127.0.0.1:{environment['PORT']}"
        assert "Successfully wrote" in asyncio.run(write_note(tmp_path, environment, decide))
        assert (tmp_path / "notes" / "a.txt").read_text() == "hello"
    finally:
        if (pid := tmp_path / "server.pid").exists():
            os.kill(int(pid.read_text()), signal.SIGTERM)


def test_pxy6_the_keys_of_the_page_are_those_of_a_policy() -> None:
    page = (PAGES / "mcp-proxy.md").read_text("utf-8")
    table = page[page.index("| key |") :].split("\n\n")[0]
    named = re.findall(r"`([a-z_]+)`", " ".join(line.split("|")[1] for line in table.splitlines()[2:]))
    assert set(named) == set(ServerPolicy.model_fields)
    for name, value in re.findall(r"^\| `([a-z_]+)` \|[^|]*\(([0-9,]+)\)", table, re.MULTILINE):
        assert getattr(ServerPolicy(), name) == int(value.replace(",", "")), name
