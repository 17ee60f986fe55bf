"""An edit whose tool asks a real git remote that does not answer: acknowledged at once, judged when it does (SL1)."""

import asyncio
from pathlib import Path

from agents.deploybot.agent import DeploybotOptions as DeployOptions
from agents.deploybot.agent import build as build_deploybot
from agents.deploybot.demo_project import stage
from bot.core.agent import Agent
from bot.core.people import ApproverClause
from bot.core.policy import Policy
from tests.channels.slack.hostile_requests import settled
from tests.channels.slack.slack_workspace import slack_platform
from tests.platform_fixture import OutsideLedger, choose

INPUT = "countersign.input"
FINE = choose("done", message="Fine, then.")


async def run_git(clone: str, *arguments: str) -> str:
    command = ("git", "-C", clone, *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return said.decode().strip()


SLOW = """#!/bin/sh
while test -e {gate}; do : > {gate}.reached; sleep 0.05; done
exec git-upload-pack "$@"
"""


async def test_sl1_a_git_remote_that_does_not_answer_keeps_no_edit_from_being_acknowledged(tmp_path: Path) -> None:
    clone = (await stage(tmp_path / "scene"))["repository"]
    gate, program = tmp_path / "gate", tmp_path / "upload-pack"
    program.write_text(SLOW.format(gate=gate))
    program.chmod(0o755)
    await run_git(clone, "config", "remote.origin.uploadpack", str(program))
    head = await run_git(clone, "rev-parse", "HEAD")
    policy = Policy(approvers=(ApproverClause(groups=("managers",)),), edits="by_editor")

    def deploybot(ledger: OutsideLedger) -> Agent:
        return build_deploybot(DeployOptions(repository=clone, approval=policy))

    script = (choose("tag_release", commit=head, tag="v9.0.0"), FINE)
    async with slack_platform(tmp_path, *script, agents=deploybot) as here:
        await here.ask()
        card = await here.card()
        await here.app.click(here.user("olive"), card, "Edit & approve…")
        await here.modal("olive")
        gate.touch()
        sent = await here.app.submit(here.user("olive"), values={"field.tag": {INPUT: "v9.0.1"}})
        assert (sent.outcome, here.decisions()) == ("updated", [])
        await here.until((tmp_path / "gate.reached").exists)
        assert here.decisions() == []
        gate.unlink()
        await here.until(lambda: settled(here))
        assert settled(here)[0].verdict == "approved"
