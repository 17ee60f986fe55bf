"""ext2: an operator has a callback posted once more, from the terminal."""

from bot.cli.lazy_commands import load_verb
from tests.cli.terminal import StagedTerminal


def test_ext2_the_verb_is_there_and_says_what_it_does() -> None:
    assert load_verb("callback").help == "Tell the program that asked of the decision once more."


def test_ext2_a_request_of_an_agent_has_nobody_to_tell(terminal: StagedTerminal) -> None:
    _, request = terminal.launched()
    told = terminal("callback", request, "--as", "olive")
    assert told.code != 0
    assert "callback_url" in told.err
