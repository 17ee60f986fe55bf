"""A real origin and a real clone for every test, as the demo stages them."""

import asyncio
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from agents.deploybot.agent import DeploybotOptions, build
from agents.deploybot.demo_project import stage
from agents.deploybot.git_command import GitCommand
from agents.deploybot.git_remote import GitRemote
from bot.core.agent import Agent


@dataclass(frozen=True)
class StagedShop:
    """A bare `origin`, the agent's clone of it, and the clone of a colleague who pushes other changes."""

    origin: Path
    clone: Path
    colleague: Path

    @property
    def remote(self) -> GitRemote:
        return GitRemote(GitCommand(self.clone), "origin", "main")

    @property
    def agent(self) -> Agent:
        return build(DeploybotOptions(repository=str(self.clone)))

    def git(self, *arguments: str, at: Path | None = None) -> str:
        """Plain git, as a person runs it."""
        who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in _MIRA.items()}
        command = ["git", "-c", "protocol.file.allow=always", *arguments]
        ran = subprocess.run(
            command, cwd=at or self.colleague, env={**os.environ, **who}, check=True, capture_output=True, text=True
        )
        return ran.stdout.strip()

    def commit(self, subject: str, push: bool = True) -> str:
        """A colleague's commit on main; its sha."""
        self.git("commit", "--quiet", "--allow-empty", "--cleanup=verbatim", "-m", subject)
        if push:
            self.git("push", "--quiet", "origin", "main")
        return self.git("rev-parse", "HEAD")

    def tag(self, name: str, commit: str, *options: str) -> None:
        """A colleague's tag, at origin."""
        self.git("tag", *options, name, commit)
        self.git("push", "--quiet", "origin", f"refs/tags/{name}")

    def at_origin(self, ref: str) -> str:
        """The commit that a ref of origin points to, peeled; empty when the ref does not exist."""
        found = subprocess.run(
            ["git", "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"],
            cwd=self.origin,
            check=False,
            capture_output=True,
            text=True,
        )
        return found.stdout.strip()


_MIRA = {"NAME": "Mira", "EMAIL": "mira@shop.example", "DATE": "2026-11-21T08:00:00+00:00"}


@pytest.fixture
def shop(tmp_path: Path) -> StagedShop:
    staged = asyncio.run(stage(tmp_path))
    colleague = tmp_path / "colleague"
    made = StagedShop(Path(staged["origin"]), Path(staged["repository"]), colleague)
    made.git("clone", "--quiet", str(made.origin), str(colleague), at=tmp_path)
    return made
