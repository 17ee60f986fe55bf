"""pxy6: `countersign proxy` and `countersign agents` are the commands of the client's package."""

from tests.cli.terminal import StagedTerminal


def test_pxy6_the_verbs_of_the_server_are_the_commands_of_the_client(terminal: StagedTerminal) -> None:
    ran = terminal("proxy", "--name", "a/b", "--", "x", "--yes")
    assert (ran.code, ran.out) == (2, "")
    assert "'a/b'" in ran.err
    assert terminal("agents").code == 2
    ran = terminal("agents", "discover", "--project", str(terminal.folder), HOME=str(terminal.folder))
    assert (ran.code, "No MCP server was found" in ran.out) == (0, True)
