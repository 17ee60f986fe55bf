"""`countersign try` runs a read and never more; `countersign lint` names what makes an agent hard to choose for, or unused."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.deploybot.demo_project import TOML
from bot.agent_lint import lint_agents
from bot.core.errors import Conflict, NotFound, NotUnderstood, ToolError
from bot.settings import FileConfig
from bot.tool_trial import try_tool
from tests.cli.terminal import StagedTerminal

CODE = '''
from pathlib import Path
from typing import ClassVar
from pydantic import Field
from bot.core.agent import Agent, Tool
from bot.core.base_types import FrozenModel
from bot.core.policy import Policy
from bot.core.secrets.secret_reference import Secret
from bot.core.steps import Step

class {prefix}Options(FrozenModel):
    file: str
    reads: int = 1
    about: int = 0

OPTIONS = {prefix}Options

class {prefix}Step(Step):
    """Leave a mark."""
    intent: ClassVar[str] = "mark"

class {prefix}Gated(Step):
    """Read what is gated."""
    intent: ClassVar[str] = "gated_read"

class {prefix}Forgotten(Step):
    """Nothing takes it."""
    intent: ClassVar[str] = "forgotten"

class {prefix}Reveal(Step):
    """Use a secret."""
    intent: ClassVar[str] = "reveal"
    key: Secret
    fail: bool = False

def build(options):
    async def mark(step, at):
        Path(options.file).write_text("done")
        return "marked"
    async def reveal(step, at):
        value = at.reveal(step.key)
        if step.fail:
            raise RuntimeError(f"the key {{value}} is wrong")
        return f"used {{value}}"
    tools = [Tool(step={prefix}Step, run=mark, writes=True), Tool(step={prefix}Gated, run=mark, policy=Policy())]
    tools.append(Tool(step={prefix}Reveal, run=reveal))
    for n in range(options.reads):
        about = "Words. " * options.about
        kind = type(f"Read{{n}}", (Step,), {{"__doc__": f"Read {{n}}. {{about}}", "intent": f"read_{{n}}", "__annotations__": {{"intent": ClassVar[str]}}}})
        async def read(step, at, n=n):
            return f"read {{n}}"
        tools.append(Tool(step=kind, run=read))
    return Agent(name="x", job="Reads.", prompt="You read.", tools=tuple(tools))
'''


@pytest.fixture
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that a gated tool would write, beside the package `acme_lint.bot`."""
    package = tmp_path / "acme_lint" / "bot"
    package.mkdir(parents=True)
    (package / "agent.py").write_text(CODE.format(prefix="Acme"))
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "marker"
    for name in [name for name in sys.modules if name.startswith("acme_lint")]:
        del sys.modules[name]


def config_of(marker: Path, **more: int) -> FileConfig:
    return FileConfig(agents={"reader": {"package": "acme_lint.bot", "file": str(marker), **more}})


def has_run(marker: Path) -> bool:
    return marker.exists()


async def test_ag2_try_runs_a_read(marker: Path) -> None:
    assert await try_tool(config_of(marker), "reader", "read_0", []) == "read 0"


@pytest.mark.parametrize("tool", ["mark", "gated_read"])
async def test_ag2_try_never_runs_a_tool_that_has_a_policy_or_writes(marker: Path, tool: str) -> None:
    with pytest.raises(Conflict, match=f"{tool} needs an approval, so it is not tried"):
        await try_tool(config_of(marker), "reader", tool, [])
    assert not has_run(marker)


@pytest.mark.parametrize("tool", ["request_approval", "reply", "forgotten", "__init__", "run", "MARK", "mark "])
async def test_ag2_try_knows_the_tools_of_the_agent_alone(marker: Path, tool: str) -> None:
    with pytest.raises(NotUnderstood, match="reader has no tool"):
        await try_tool(config_of(marker), "reader", tool, [])
    assert not has_run(marker)


async def test_ag2_try_explains_wrong_agents_and_arguments(marker: Path) -> None:
    with pytest.raises(NotFound):
        await try_tool(config_of(marker), "deploybot", "read_0", [])
    with pytest.raises(NotUnderstood, match=r"read_0 has no argument 'limit'.*Write: read_0"):
        await try_tool(config_of(marker), "reader", "read_0", ["limit=3"])


async def test_ag2_try_shows_no_secret(marker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOL_SECRET_VERCEL_TOKEN", "s3cr3t-value")
    said = await try_tool(config_of(marker), "reader", "reveal", ["key=secret:vercel-token"])
    assert said == "used [secret vercel-token removed]"
    with pytest.raises(
        ToolError, match=r"reveal failed: RuntimeError: the key \[secret vercel-token removed\] is wrong"
    ):
        await try_tool(config_of(marker), "reader", "reveal", ["key=secret:vercel-token", "fail=true"])
    with pytest.raises(NotUnderstood, match="There is no secret 'other'"):
        await try_tool(config_of(marker), "reader", "reveal", ["key=secret:other"])


def test_ag2_lint_names_a_step_that_no_tool_takes(marker: Path) -> None:
    (finding,) = lint_agents(config_of(marker))
    assert finding.text == "no tool takes the step AcmeForgotten (forgotten) of acme_lint.bot.agent"
    assert finding.mark == "warn"


@pytest.mark.parametrize(("reads", "warns"), [(9, False), (10, True)])
def test_ag2_lint_warns_above_twelve_tools(marker: Path, reads: int, warns: bool) -> None:
    texts = [finding.text for finding in lint_agents(config_of(marker, reads=reads))]
    assert ("13 tools, more than 12" in texts) == warns


@pytest.mark.parametrize(("about", "warns"), [(0, False), (700, True)])
def test_ag2_lint_warns_above_1500_tokens_of_schema(marker: Path, about: int, warns: bool) -> None:
    texts = " ".join(finding.text for finding in lint_agents(config_of(marker, about=about)))
    assert ("tokens of each request, more than 1500" in texts) == warns


def test_ag2_the_agents_of_the_checkout_have_nothing_to_warn_of(terminal: StagedTerminal) -> None:
    text = TOML.format(folder=terminal.folder, secret="a-webhook-secret-of-32-characters")
    (terminal.folder / "countersign.toml").write_text(f"{text}[agents.external]\n")
    ran = terminal("lint")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("ok    Agent deploybot: 4 tools, about ")
    assert terminal("lint", "nobody").code == 3
    listed = terminal("try", "deploybot", "list_tags", "limit=2")
    assert (listed.code, listed.out.count("\nv1.4.")) == (0, 2)
    refused = terminal("try", "deploybot", "tag_release", "tag=v9.9.9", f"commit={'a' * 40}")
    assert (refused.code, refused.out) == (1, "")
    assert "needs an approval" in refused.err
    assert terminal.tag("v9.9.9") == ""
