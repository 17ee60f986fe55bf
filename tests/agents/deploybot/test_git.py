"""The git program: the arguments it never receives, the text it never shows, and how it is ended."""

import asyncio
import os
import shutil
import stat
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from agents.deploybot.git_command import MAX_OUTPUT, GitCommand, GitFailed, GitTimedOut, format_one_line, scrub_secrets
from bot.core.agent import ToolContext
from bot.core.errors import ToolError
from tests.agents.deploybot.conftest import StagedShop


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def is_gone(pid: int) -> bool:
    """Whether the process ends within five seconds: a killed one may take a moment to be gone."""
    for _ in range(500):
        if not is_alive(pid):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("operand", ["--upload-pack=touch /tmp/x", "-d", "-", "", "a\nb", "a\0b"])
@pytest.mark.parametrize("verb", ["log", "diff", "rev-parse", "ls-remote", "push", "fetch"])
async def test_an_operand_that_git_could_take_for_an_option_is_refused(
    shop: StagedShop, verb: str, operand: str
) -> None:
    with pytest.raises(ToolError, match="cannot be handed to git"):
        await GitCommand(shop.clone).run(verb, operands=(operand,))


@pytest.mark.parametrize(
    "secret",
    [
        "https://sam:hunter2@git.example/shop.git",
        "https://hunter2@git.example/shop.git",
        "https://sam:hun/ter2@git.example/shop.git",
        "https://sam:p@hunter2@git.example/shop.git",
        "ssh://sam:hunter2@git.example:22/shop",
        "ghp_hunter2hunter2hunter2hunter2hunter2",
        "github_pat_11AAAAA_hunter2hunter2hunter2",
        "ghs_hunter2hunter2hunter2",
        "glpat-hunter2hunter2hunter2",
        "Authorization: Bearer hunter2hunter2",
        "authorization: basic hunter2",
        "bearer hunter2.hunter2-hunter2==",
        "https://git.example/shop?access_token=hunter2",
    ],
)
def test_credentials_are_removed_from_text(secret: str) -> None:
    assert "hunter2" not in scrub_secrets(f"fatal: {secret}\0next")
    assert scrub_secrets(f"{secret}\0next").endswith("\0next")


@pytest.mark.parametrize(
    "text",
    [
        "Add basic auth",
        "the bearer of news",
        "mail olive@shop.example",
        "https://example.com/a",
        "task-management-tool",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert scrub_secrets(text) == text


async def test_a_password_in_the_address_of_origin_is_in_no_error(shop: StagedShop) -> None:
    shop.git("remote", "set-url", "origin", "http://sam:hunter2@127.0.0.1:9/shop.git", at=shop.clone)
    with pytest.raises(GitFailed) as failed:
        await GitCommand(shop.clone).read("ls-remote", operands=("origin",))
    assert "hunter2" not in str(failed.value)
    assert "127.0.0.1" in str(failed.value)


async def test_a_token_in_a_commit_is_not_shown(shop: StagedShop) -> None:
    shop.commit("Use ghp_0123456789abcdefghij0123456789abcdef")
    await shop.remote.fetch_refs()
    assert [commit.subject for commit in await shop.remote.list_commits(1)] == ["Use ***"]


def test_one_line_is_one_line_and_short() -> None:
    assert format_one_line("a\n  b\tc") == "a b c"
    assert len(format_one_line("x" * 500)) == 200


async def test_a_folder_inside_another_repository_is_not_taken_for_it(shop: StagedShop) -> None:
    inside = shop.clone / "inside"
    inside.mkdir()
    with pytest.raises(GitFailed, match="not a git repository"):
        await GitCommand(inside).read("rev-parse", "--show-toplevel")


async def test_a_missing_folder_is_a_tool_error(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="cannot change to"):
        await GitCommand(tmp_path / "nowhere").read("log")


async def test_a_missing_git_is_a_tool_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="git cannot be started"):
        await GitCommand(tmp_path).read("version")


async def test_the_environment_is_ours(shop: StagedShop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.git("config", "alias.env", "!env", at=shop.clone)
    for name in (
        "GIT_DIR",
        "GIT_SSH_COMMAND",
        "GIT_EXTERNAL_DIFF",
        "OPENAI_API_KEY",
        "SSH_ASKPASS",
        "GIT_CONFIG_COUNT",
    ):
        monkeypatch.setenv(name, "1")
    printed = await GitCommand(shop.clone).read("env")
    names = {line.partition("=")[0] for line in printed.splitlines()}
    assert {"PATH", "GIT_TERMINAL_PROMPT", "GIT_CONFIG_NOSYSTEM"} <= names
    assert not names & {"GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "OPENAI_API_KEY", "SSH_ASKPASS", "GIT_CONFIG_COUNT"}


async def test_hooks_fsmonitor_pagers_and_external_diffs_of_the_clone_do_not_run(
    shop: StagedShop, tmp_path: Path
) -> None:
    ran = tmp_path / "ran"
    touch = script(tmp_path / "touch", f"touch {ran}")
    for hook in ("post-checkout", "reference-transaction", "pre-push", "post-index-change"):
        script(shop.clone / ".git" / hook, f"touch {ran}").rename(_hooks(shop) / hook)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "diff.external",
        "gpg.program",
        "core.askPass",
        "diff.tea.textconv",
    ):
        shop.git("config", setting, str(touch), at=shop.clone)
    shop.git("config", "log.showSignature", "true", at=shop.clone)
    (shop.clone / ".git" / "info").mkdir(exist_ok=True)
    (shop.clone / ".git" / "info" / "attributes").write_text("* diff=tea\n")
    await shop.remote.fetch_refs()
    await shop.remote.list_commits(5)
    await shop.remote.list_changes("refs/countersign/origin/tags/v1.3.0")
    await shop.remote.create_tag("v9.9.9", shop.at_origin("main"))
    assert shop.at_origin("refs/tags/v9.9.9")
    assert not ran.exists()


def _hooks(shop: StagedShop) -> Path:
    hooks = shop.clone / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    return hooks


async def test_a_remote_helper_that_runs_programs_is_refused(shop: StagedShop, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    shop.git("config", "protocol.ext.allow", "always", at=shop.clone)
    shop.git("remote", "set-url", "origin", f"ext::touch {ran}", at=shop.clone)
    with pytest.raises(ToolError, match="transport 'ext' not allowed"):
        await shop.remote.fetch_refs()
    assert not ran.exists()


async def test_output_is_capped(shop: StagedShop) -> None:
    shop.git("config", "alias.flood", "!yes | head -c 3000000", at=shop.clone)
    assert len(await GitCommand(shop.clone).read("flood")) == MAX_OUTPUT


def slow_remote(shop: StagedShop, tmp_path: Path) -> Path:
    """An ssh that writes down its process id and then says nothing for a minute."""
    pid = tmp_path / "pid"
    ssh = script(tmp_path / "ssh", f"echo $$ > {pid}.part; mv {pid}.part {pid}; sleep 60")
    shop.git("config", "core.sshCommand", str(ssh), at=shop.clone)
    shop.git("config", "ssh.variant", "simple", at=shop.clone)
    shop.git("remote", "set-url", "origin", "ssh://git.example/shop", at=shop.clone)
    return pid


def _written(path: Path) -> int:
    """The number in a file that another process writes soon; waits on a thread."""
    for _ in range(1000):
        if path.exists():
            return int(path.read_text())
        time.sleep(0.01)
    raise AssertionError(f"{path} was never written")


async def test_a_remote_that_says_nothing_is_given_up_and_its_ssh_is_ended(shop: StagedShop, tmp_path: Path) -> None:
    pid = slow_remote(shop, tmp_path)
    with pytest.raises(GitTimedOut, match=r"git fetch took longer than 0\.5 seconds"):
        await GitCommand(shop.clone, patience=0.5).read("fetch", operands=("origin",))
    assert is_gone(await asyncio.to_thread(_written, pid))


async def test_a_cancelled_task_ends_its_git(shop: StagedShop, tmp_path: Path) -> None:
    pid = slow_remote(shop, tmp_path)
    task = asyncio.create_task(GitCommand(shop.clone).read("fetch", operands=("origin",)))
    ssh = await asyncio.to_thread(_written, pid)
    assert is_alive(ssh)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_gone(ssh)


async def test_a_task_that_is_cancelled_while_its_git_is_being_started_ends_it(
    shop: StagedShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid, goes_on, start = slow_remote(shop, tmp_path), asyncio.Event(), asyncio.create_subprocess_exec

    async def slow_start(*command: str, **given: Any) -> asyncio.subprocess.Process:
        process = await start(*command, **given)
        if "fetch" in command:
            await goes_on.wait()
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slow_start)
    task = asyncio.create_task(GitCommand(shop.clone).read("fetch", operands=("origin",)))
    ssh = await asyncio.to_thread(_written, pid)
    task.cancel()
    asyncio.get_running_loop().call_soon(goes_on.set)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_gone(ssh)


async def test_a_process_that_ignores_the_polite_signal_is_killed(shop: StagedShop, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    shop.git("config", "alias.stay", f"!trap '' TERM; echo $$ > {pid}; while :; do sleep 1; done", at=shop.clone)
    with pytest.raises(GitTimedOut):
        await GitCommand(shop.clone, patience=0.5).read("stay")
    assert is_gone(int(pid.read_text()))


async def test_a_process_left_behind_with_our_output_open_does_not_hold_us(shop: StagedShop, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    shop.git("config", "alias.leave", f"!setsid sleep 30 & echo $! > {pid}; echo done", at=shop.clone)
    assert await GitCommand(shop.clone).read("leave") == "done\n"
    left = int(pid.read_text())
    assert is_alive(left)
    os.kill(left, 9)


KILLED = """
import asyncio, sys
from pathlib import Path
from agents.deploybot.git_command import GitCommand
from bot.core.agent import ToolContext

async def note(pid):
    Path(sys.argv[2]).with_suffix(".git").write_text(str(pid))

at = ToolContext("t", "t-3", note_process=note)
asyncio.run(GitCommand(sys.argv[1]).run("fetch", operands=("origin",), at=at))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a death signal of Linux")
async def test_out1_git_is_ended_when_the_process_that_started_it_is_killed(shop: StagedShop, tmp_path: Path) -> None:
    pid = slow_remote(shop, tmp_path)
    ours = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, str(shop.clone), str(pid))
    ssh = await asyncio.to_thread(_written, pid)
    git = await asyncio.to_thread(_written, pid.with_suffix(".git"))
    assert os.getpgid(git) == os.getpgid(ssh) == git
    assert b"COUNTERSIGN_CALL=t-3\0" in Path(f"/proc/{ssh}/environ").read_bytes()  # noqa: ASYNC240
    ours.kill()
    await ours.wait()
    assert is_gone(git)
    with suppress(ProcessLookupError):
        os.kill(ssh, 9)


async def test_out1_git_runs_also_where_no_death_signal_can_be_set(
    shop: StagedShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A setpriv that does not know the option, as in busybox."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in ("git", "true"):
        (folder / name).symlink_to(shutil.which(name) or "")
    script(folder / "setpriv", "exit 1")
    monkeypatch.setenv("PATH", str(folder))
    assert (await GitCommand(shop.clone).read("rev-parse", "HEAD")).strip() == shop.at_origin("main")


async def test_out1_a_process_that_cannot_be_noted_is_ended(shop: StagedShop, tmp_path: Path) -> None:
    noted = []
    slow_remote(shop, tmp_path)

    async def note(process: int) -> None:
        noted.append(process)
        raise ConnectionError("the log cannot be written")

    with pytest.raises(ConnectionError):
        await GitCommand(shop.clone).run("fetch", operands=("origin",), at=ToolContext("t", "t-3", note_process=note))
    assert is_gone(noted[0])
