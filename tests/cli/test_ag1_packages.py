"""A wrong package of an agent is told by `doctor` and by every verb that needs the agent, and several agents are checked each."""

from agents.deploybot.demo_project import TOML
from tests.cli.terminal import StagedTerminal


def test_ag1_a_wrong_package_fails_in_doctor_and_at_the_start(terminal: StagedTerminal) -> None:
    config = terminal.folder / "countersign.toml"
    config.write_text(
        config.read_text().replace("[agents.deploybot]\n", '[agents.deploybot]\npackage = "deploybt"\n', 1)
    )
    says = "[agents.deploybot] package is 'deploybt', and neither agents/ nor an entry point countersign.agents has it; did you mean deploybot?"
    found = terminal("doctor")
    assert found.code == 1
    assert f"fail  Agents and channels: countersign.toml cannot be used: {says}" in found.out
    started = terminal("serve")
    assert (started.code, started.out) == (2, "")
    assert says in started.err


def test_ag1_doctor_examines_each_of_several_agents_of_one_package(terminal: StagedTerminal) -> None:
    another = f'[agents.shop-api]\npackage = "deploybot"\nrepository = "{terminal.folder}/nowhere"\n'
    text = TOML.format(folder=terminal.folder, secret="a-webhook-secret-of-32-characters")
    (terminal.folder / "countersign.toml").write_text(text + another)
    found = terminal("doctor").out
    assert "ok    Gate of tag_release of deploybot: " in found
    assert "fail  Gate of tag_release of shop-api: nobody; so it can never be approved" in found
    assert "in [agents.shop-api.approval]" in found
    assert f"fail  Repository {terminal.folder}/nowhere: " in found
    assert "Agent shop-api: 5 tools, model offline-rules" in found
