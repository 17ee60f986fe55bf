"""A thread that the terminal begins. `docs/factors.md` names this test."""

from tests.cli.terminal import StagedTerminal


def test_fac11_1_the_terminal_begins_a_thread(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched("deploy the latest backend")
    opened, received = terminal("show", thread, "--json").json["items"][:2]
    assert (opened["type"], received["type"]) == ("ThreadOpened", "MessageReceived")
    assert opened["data"]["origin"] == received["data"]["route"]
    assert (received["data"]["text"], received["data"]["route"]["channel"]) == ("deploy the latest backend", "api")
