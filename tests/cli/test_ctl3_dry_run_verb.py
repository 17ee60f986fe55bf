"""`countersign dry-run`: an agent in a throw-away database; its gated calls are asked, approved and not executed."""

from tests.cli.terminal import StagedTerminal, write_config


def test_ctl3_the_verb_asks_approves_and_executes_nothing_and_keeps_nothing(terminal: StagedTerminal) -> None:
    terminal.launched()
    database = terminal.folder / "data" / "countersign.db"
    before = database.read_bytes()
    waiting = terminal("dry-run", "deploybot", "deploy the latest", "--as", "sam")
    assert waiting.code == 0, waiting.err
    assert "DRY RUN: Release v1.4.2" in waiting.out
    ran = terminal("dry-run", "deploybot", "deploy the latest", "--as", "sam", "--approve-as", "olive")
    assert ran.code == 0, ran.err
    assert "dry run: not executed" in ran.out
    assert "Dry run: nothing was executed, and nothing is kept." in ran.out
    assert terminal.tag("v1.4.2") == ""
    assert database.read_bytes() == before
    refused = terminal("dry-run", "deploybot", "deploy the latest", "--as", "sam", "--approve-as", "sam")
    assert (refused.code, "may not decide" in refused.err) == (1, True)
    assert terminal("dry-run", "nobody", "x", "--as", "sam").code == 3
    assert terminal("dry-run", "deploybot", "x", "--as", "ghost").code == 3


def test_ctl3_the_verb_takes_the_agents_that_get_tasks_along(terminal: StagedTerminal) -> None:
    """An agent with `delegates` did not start without them."""
    write_config(terminal.folder)
    path = terminal.folder / "countersign.toml"
    text = path.read_text()
    own = text[text.index("[agents.deploybot]") : text.index("[channels.")].replace("agents.deploybot", "agents.boss")
    path.write_text(text + own.replace("]\n", ']\npackage = "deploybot"\ndelegates = ["deploybot"]\n', 1))
    ran = terminal("dry-run", "boss", "deploy the latest", "--as", "sam", "--approve-as", "olive")
    assert ran.code == 0, ran.err
    assert "dry run: not executed" in ran.out
    assert terminal.tag("v1.4.2") == ""
