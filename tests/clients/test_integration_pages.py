"""Every page of docs/integrations is executed by a test: the program, the commands or the settings that it shows."""

from pathlib import Path

import pytest

from tests.clients.bridge_server import PAGES

TESTS = Path(__file__).parent.parent
EXECUTED_BY = {
    "ag-ui": "clients/test_br1_ag_ui.py",
    "claude-code": "clients/coding_agents/test_cc5_claude_code_page.py",
    "codex": "clients/coding_agents/test_cx1_page.py",
    "curl": "clients/test_br1_plain_programs.py",
    "gate": "clients/test_br1_gate_command.py",
    "github-deployments": "clients/test_br1_github_rule.py",
    "humanlayer": "clients/humanlayer/test_hl1_page.py",
    "langgraph": "clients/test_br1_langgraph.py",
    "mcp": "cli/test_mcp1_guide.py",
    "mcp-proxy": "clients/proxy/test_pxy6_guide.py",
    "openai-agents": "clients/test_br1_openai_agents.py",
    "openai-loop": "clients/test_br1_plain_programs.py",
    "pydantic-ai": "clients/test_br1_pydantic_ai.py",
}


def test_br1_every_page_is_executed_by_a_test() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == EXECUTED_BY.keys()


@pytest.mark.parametrize(("page", "test"), EXECUTED_BY.items(), ids=EXECUTED_BY.keys())
def test_br1_the_test_of_a_page_reads_it(page: str, test: str) -> None:
    text = (TESTS / test).read_text("utf-8")
    assert f'"{page}"' in text or f'"{page}.md"' in text
    assert any(runs in text for runs in ("PageProgram(", "begin(", "subprocess.run(", "Popen("))
