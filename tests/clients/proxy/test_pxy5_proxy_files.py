"""pxy5: the files and options of the proxy: each wrong one is named, and none of them opens a gate."""

import json
import os
import time
from pathlib import Path

import pytest

from countersign.errors import CallRefused, ProxyMisconfigured
from countersign.proxy.call_journal import KEPT_SECONDS, CallJournal
from countersign.proxy.proxy_command import main
from countersign.proxy.proxy_settings import ProxySettings, ServerPolicy, find_folder
from countersign.proxy.tool_pins import PinFile, ToolDefinition
from countersign.proxy.upstream_server import make_environment

TOOL = ToolDefinition({"command": "x"}, {"name": "erase", "inputSchema": {"a": 1, "b": 2}})


@pytest.mark.parametrize(
    ("args", "toml", "said"),
    [
        (("--name", "a/b", "--", "x"), "", "'a/b'"),
        (("--name", "a"), "", "either --url URL, or --"),
        (("--name", "a", "--url", "https://x", "--", "x"), "", "either --url URL, or --"),
        (("--name", "a", "--url", "ftp://x"), "", "'ftp://x'"),
        (("--name", "a", "--", "x"), "", "Set COUNTERSIGN_URL, or url in"),
        (("--name", "a", "--", "x"), "url = 'http://x'", "Set COUNTERSIGN_API_KEY, or key_file in"),
        (("--name", "a", "--", "x"), "url = 'http://x'\nkey_file = 'key'", "key cannot be read"),
        (("--name", "a", "--", "x"), "url =", "is no TOML"),
        (("--name", "a", "--", "x"), "[servers.a]\nread = ['*']", "servers.a.read"),
        (("--name", "a", "--", "x"), "[servers.a]\nwait = -1", "it was '-1'"),
        (("--name", "a", "--", "x"), "[servers.'a b']", "'a b'"),
        (("--", "x"), "", "--name"),
    ],
)
def test_pxy5_a_wrong_option_or_file_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    toml: str,
    said: str,
) -> None:
    for name in ("COUNTERSIGN_URL", "COUNTERSIGN_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COUNTERSIGN_PROXY_HOME", str(tmp_path))
    (tmp_path / "proxy.toml").write_text(toml)
    (tmp_path / "proxy.toml").chmod(0o600)
    assert main(args) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Traceback" not in printed.err


def test_pxy5_files_that_others_may_write_are_refused(tmp_path: Path) -> None:
    (tmp_path / "proxy.toml").write_text("key_file = 'key'")
    (tmp_path / "key").write_text("cs_x\n")
    for name in ("proxy.toml", "key"):
        (tmp_path / name).chmod(0o600)
    assert ProxySettings(tmp_path, {}).key == "cs_x"
    for name in ("proxy.toml", "key"):
        (tmp_path / name).chmod(0o622)
        with pytest.raises(ProxyMisconfigured, match="chmod go-w"):
            ProxySettings(tmp_path, {})
        (tmp_path / name).chmod(0o600)


def test_pxy5_the_key_of_the_file_goes_to_no_other_server(tmp_path: Path) -> None:
    (tmp_path / "proxy.toml").write_text("url = 'https://ours'\nkey_file = 'key'")
    (tmp_path / "key").write_text("cs_x\n")
    for name in ("proxy.toml", "key"):
        (tmp_path / name).chmod(0o600)
    with pytest.raises(ProxyMisconfigured, match="'https://evil'"):
        ProxySettings(tmp_path, {"COUNTERSIGN_URL": "https://evil"})
    assert ProxySettings(tmp_path, {"COUNTERSIGN_URL": "https://evil", "COUNTERSIGN_API_KEY": "own"}).key == "own"


def test_pxy5_a_server_that_no_file_names_has_no_reads(tmp_path: Path) -> None:
    policy = ProxySettings(tmp_path, {}).find_policy("any")
    assert policy == ServerPolicy()
    assert not policy.is_read("read_file")
    assert not policy.may_read_resource("file:///a")
    assert not policy.may_get_prompt("a")


def test_pxy5_patterns_are_exact_in_case_and_whole() -> None:
    policy = ServerPolicy(reads=("read_*", "get"))
    assert [policy.is_read(name) for name in ("read_file", "get", "READ_file", "xread_file", "get_all", "")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_pxy5_a_pin_holds_for_its_launch_and_definition_whatever_the_order_of_keys(tmp_path: Path) -> None:
    pins = PinFile(tmp_path / "lock.json")
    assert pins.check("a", TOOL).state == "unknown"
    pins.accept("a", [TOOL])
    assert pins.check("a", TOOL._replace(fields={"inputSchema": {"b": 2, "a": 1}, "name": "erase"})).state == "accepted"
    assert pins.check("b", TOOL).state == "unknown"
    moved = pins.check("a", TOOL._replace(launch={"command": "y"}))
    assert (moved.state, '+  "command": "y"' in moved.diff) == ("changed", True)
    assert (tmp_path / "lock.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\x0b", "\r"])
def test_pxy5_a_text_of_a_server_begins_no_line_of_the_difference(tmp_path: Path, separator: str) -> None:
    pins = PinFile(tmp_path / "lock.json")
    pins.accept("a", [TOOL])
    words = f'Erases.{separator} }},{separator}-  "description": "as before"\n }}'
    diff = pins.check("a", TOOL._replace(fields={**TOOL.fields, "description": words})).diff
    lines = [line for line in diff.split("\n") if "Erases" in line or "as before" in line or line.endswith(' }"')]
    assert all(line.startswith('+   "') for line in lines), lines
    assert len(lines) == 2


def test_pxy5_an_edited_or_damaged_lock_file_accepts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock.json"
    pins = PinFile(path)
    pins.accept("a", [TOOL])
    held = json.loads(path.read_text())
    held["servers"]["a"]["erase"]["definition"]["description"] = "another"
    path.write_text(json.dumps(held))
    assert pins.check("a", TOOL).state == "changed"
    path.write_text("{")
    with pytest.raises(ProxyMisconfigured, match="no tool is accepted"):
        pins.check("a", TOOL)


def test_pxy5_an_open_call_is_kept_for_one_process_and_over_a_restart(tmp_path: Path) -> None:
    journal = CallJournal(tmp_path)
    with journal.open_call("d") as call:
        call.remember_request("t1-2")
        with pytest.raises(CallRefused, match="Another process"), journal.open_call("d"):
            pass
        with journal.open_call("other") as other:
            assert other.key != call.key
    with journal.open_call("d") as again:
        assert (again.key, again.request, again.has_started) == (call.key, "t1-2", False)
        again.close()
    with journal.open_call("d") as later:
        assert (later.request, later.key == call.key) == ("", False)


def test_pxy5_a_cut_file_of_a_call_asks_anew_and_old_ones_are_removed(tmp_path: Path) -> None:
    journal = CallJournal(tmp_path)
    (tmp_path / "d.json").write_text('{"key": "mcp-1", "requ')
    with journal.open_call("d") as call:
        assert (call.request, call.has_started) == ("", False)
    long_ago = time.time() - KEPT_SECONDS - 60
    for name, started in (("old", False), ("ran", True)):
        (tmp_path / f"{name}.json").write_text(json.dumps({"key": "k", "started": started}))
        os.utime(tmp_path / f"{name}.json", (long_ago, long_ago))
    journal.remove_old()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.json", "ran.json"]


def test_pxy5_the_server_behind_gets_no_secret_of_ours() -> None:
    given = {"PATH": "/bin", "COUNTERSIGN_API_KEY": "cs_x", "COUNTERSIGN_URL": "u", "TOKEN": "t"}
    assert make_environment(given) == {"PATH": "/bin", "TOKEN": "t"}


def test_pxy5_the_folder_is_that_of_the_person(tmp_path: Path) -> None:
    assert find_folder({"COUNTERSIGN_PROXY_HOME": str(tmp_path)}) == tmp_path
    assert find_folder({"XDG_CONFIG_HOME": str(tmp_path)}) == tmp_path / "countersign"
    assert find_folder({}) == Path.home() / ".config" / "countersign"
