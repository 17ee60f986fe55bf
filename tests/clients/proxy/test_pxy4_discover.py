"""pxy4: the configurations of MCP clients are found, shown as a diff, and written only after a yes, with a backup."""

import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from countersign.proxy.client_configurations import list_files
from countersign.proxy.discover_command import discover

PROGRAM = ["/opt/bin/countersign-proxy"]
NPX = {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-memory"], "env": {"TOKEN": "t-1"}}
WRAPPED = {
    "command": PROGRAM[0],
    "args": ["--name", "memory", "--", "npx", "-y", "@modelcontextprotocol/server-memory"],
    "env": {"TOKEN": "t-1"},
}
CODEX = """# mine
model = "gpt"

[mcp_servers.memory]
# with a comment
command = "npx"
args = [
  "-y",
  "@modelcontextprotocol/server-memory",
]
env = { TOKEN = "t-1" }

[mcp_servers.far]
url = "https://mcp.example/mcp"

[profiles.x]
model = "other"
"""


class ClientMachine:
    """A home and a project with files of clients."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.project, self.patch = folder / "home", folder / "project", monkeypatch
        for name in ("CODEX_HOME", "XDG_CONFIG_HOME", "APPDATA"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr("sys.platform", "linux")

    def write(self, path: str, content: Any) -> Path:
        file = (self.project if path.startswith((".mcp", ".vscode")) else self.home) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=4) + "\n")
        file.chmod(0o600)
        return file

    def discover(self, typed: str = "", *, is_sure: bool = False) -> int:
        self.patch.setattr("sys.stdin", io.StringIO(typed))
        return discover(self.home, self.project, PROGRAM, is_sure=is_sure)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ClientMachine:
    return ClientMachine(tmp_path, monkeypatch)


FILES: dict[str, tuple[tuple[str], dict[str, Any]]] = {
    ".claude.json": (("mcpServers",), {"other": 1, "projects": {"/srv": {"mcpServers": {"memory": NPX}, "k": [1]}}}),
    ".mcp.json": (("mcpServers",), {}),
    ".config/Claude/claude_desktop_config.json": (("mcpServers",), {"theme": "dark"}),
    ".cursor/mcp.json": (("mcpServers",), {}),
    ".vscode/mcp.json": (("servers",), {"inputs": [{"id": "key"}]}),
    ".config/Code/User/mcp.json": (("servers",), {}),
}


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize("typed", ["", "n\n", "maybe\n"])
def test_pxy4_nothing_is_written_without_a_yes(
    machine: ClientMachine, path: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (key,), more = FILES[path]
    file = machine.write(path, {**more, key: {"memory": NPX}})
    before = file.read_bytes()
    assert machine.discover(typed) == 1
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir() if each.is_file()] == [file.name]
    said = capsys.readouterr().out
    assert re.search(r'^-\s+"command": "npx",$', said, re.MULTILINE)
    assert '"/opt/bin/countersign-proxy"' in said


@pytest.mark.parametrize("path", FILES)
def test_pxy4_after_a_yes_each_server_is_wrapped_and_all_else_is_as_it_was(
    machine: ClientMachine, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (key,), more = FILES[path]
    whole = {**more, key: {"memory": NPX}}
    file = machine.write(path, whole)
    before = file.read_bytes()
    assert machine.discover("y\n") == 0
    expected = json.loads(json.dumps(whole))
    expected[key]["memory"] = WRAPPED
    for project in expected.get("projects", {}).values():
        project["mcpServers"]["memory"] = WRAPPED
    assert json.loads(file.read_text()) == expected
    assert file.read_text().startswith('{\n    "')
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.with_name(f"{file.name}.before-countersign").read_bytes() == before
    said = capsys.readouterr().out
    assert "/opt/bin/countersign-proxy --name memory --accept -- npx -y @modelcontextprotocol/server-memory" in said
    assert machine.discover() == 0
    assert "No MCP server was found that is not behind Countersign." in capsys.readouterr().out


def test_pxy4_the_file_of_codex_keeps_its_comments_and_other_tables(
    machine: ClientMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    file = machine.write(".codex/config.toml", CODEX)
    assert machine.discover(is_sure=True) == 0
    found = tomllib.loads(file.read_text())
    assert found["mcp_servers"]["memory"] == WRAPPED
    assert found["mcp_servers"]["far"] == {
        "command": PROGRAM[0],
        "args": ["--name", "far", "--url", "https://mcp.example/mcp"],
    }
    assert (found["model"], found["profiles"]) == ("gpt", {"x": {"model": "other"}})
    assert "# mine\n" in file.read_text()
    assert "# with a comment\n" in file.read_text()


REMOTE = {"type": "http", "url": "https://mcp.example/mcp", "headers": {"Authorization": "Bearer s-1"}}


@pytest.mark.parametrize(
    ("entry", "wrapped"),
    [
        (
            REMOTE,
            {
                "type": "stdio",
                "command": PROGRAM[0],
                "args": ["--name", "a-b", "--url", "https://mcp.example/mcp"],
                "env": {"COUNTERSIGN_PROXY_HEADERS": '{"Authorization": "Bearer s-1"}'},
            },
        ),
        ({"command": "x"}, {"command": PROGRAM[0], "args": ["--name", "a-b", "--", "x"]}),
        ({**REMOTE, "type": "sse"}, None),
        ({"command": ["x"]}, None),
        ({"command": "x", "args": "y"}, None),
        ({"url": "https://mcp.example/mcp", "bearer_token_env_var": "T"}, None),
        ({"command": "countersign", "args": ["mcp"]}, None),
        ({"command": "/opt/bin/countersign-proxy", "args": ["--name", "a", "--", "x"]}, None),
        ({}, None),
    ],
)
def test_pxy4_an_entry_is_wrapped_or_left_as_it_is_with_a_reason(
    machine: ClientMachine, entry: dict[str, Any], wrapped: dict[str, Any] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = machine.write(".mcp.json", {"mcpServers": {"a b": entry}})
    before = file.read_bytes()
    assert machine.discover(is_sure=True) == 0
    if wrapped is None:
        assert file.read_bytes() == before
        assert "a b is left as it is: " in capsys.readouterr().out
    else:
        assert json.loads(file.read_text()) == {"mcpServers": {"a b": wrapped}}


@pytest.mark.parametrize(
    "text",
    [
        '{"mcpServers": {"a": {"command": "x"}, "a": {"command": "y"}}}',
        '{"servers": {} // mine\n}',
        '["mcpServers"]',
        '{"mcpServers"',
        "\ufeff{}",
        "[" * 100_000,
    ],
)
def test_pxy4_a_file_that_cannot_be_read_with_one_meaning_is_left_and_named(
    machine: ClientMachine, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = machine.write(".mcp.json", text)
    assert machine.discover(is_sure=True) == 0
    assert file.read_text() == text
    assert f"{file} is left as it is: " in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        'mcp_servers.memory = { command = "npx", args = [] }\n',
        '[mcp_servers]\nmemory = { command = "npx" }\n',
        '[mcp_servers.memory]\n"command" = "npx"\n',
        '[mcp_servers.memory]\nurl = "https://a/mcp"\nhttp_headers = { A = "b" }\nenv = { C = "d" }\n',
    ],
)
def test_pxy4_a_form_of_toml_that_is_not_edited_safely_is_left_and_named(
    machine: ClientMachine, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = machine.write(".codex/config.toml", text)
    assert machine.discover(is_sure=True) == 0
    assert file.read_text() == text
    assert "by hand" in capsys.readouterr().out


def test_pxy4_two_servers_of_one_name_have_two_names_and_a_second_backup_keeps_the_first(
    machine: ClientMachine,
) -> None:
    one = machine.write(".mcp.json", {"mcpServers": {"memory": NPX}})
    other = machine.write(".cursor/mcp.json", {"mcpServers": {"memory": {"command": "other"}, "same": NPX}})
    (one.with_name(".mcp.json.before-countersign")).write_text("an earlier one")
    assert machine.discover(is_sure=True) == 0
    assert json.loads(one.read_text())["mcpServers"]["memory"]["args"][1] == "memory"
    servers = json.loads(other.read_text())["mcpServers"]
    assert [servers[name]["args"][1] for name in ("memory", "same")] == ["memory-2", "same"]
    assert one.with_name(".mcp.json.before-countersign").read_text() == "an earlier one"
    assert json.loads(one.with_name(".mcp.json.before-countersign-2").read_text())["mcpServers"]["memory"] == NPX


def test_pxy4_the_places_of_each_system_are_those_of_the_clients(tmp_path: Path) -> None:
    def places(platform: str, **environment: str) -> set[str]:
        files = list_files(tmp_path, tmp_path / "project", platform, environment)
        return {str(file.path.relative_to(tmp_path)) for file in files}

    assert "Library/Application Support/Claude/claude_desktop_config.json" in places("darwin")
    assert "Library/Application Support/Code/User/mcp.json" in places("darwin")
    assert ".config/Claude/claude_desktop_config.json" in places("linux")
    assert "roaming/Claude/claude_desktop_config.json" in places("win32", APPDATA=str(tmp_path / "roaming"))
    assert "codex/config.toml" in places("linux", CODEX_HOME=str(tmp_path / "codex"))
