"""Text from outside is printed without escape sequences and without hidden or reordering characters."""

import pytest

from bot.cli.terminal_output import format_event, format_table
from bot.cli.terminal_text import escape_text
from tests.cli.terminal import StagedTerminal

NASTY = "deploy the latest backend \x1b[31mred\x1b]0;owned\x07 \x9b2J \u202egnp.exe\u202c \u200bhidden\r\x08\x00 end"
HIDDEN = "\x1b\x07\x9b\u202e\u202c\u200b\r\x08\x00"


def test_no_verb_lets_a_control_character_through(terminal: StagedTerminal) -> None:
    ran = terminal("launch", "deploybot", NASTY.replace("\x00", ""), "--as", "sam")
    assert ran.code == 0, ran.err
    thread = ran.out.split("\n")[0]
    said = ran.out
    for verb in (("show", thread), ("threads",), ("requests",), ("show", thread, "--json"), ("threads", "--json")):
        said += terminal(*verb).out
    for request in terminal("requests", "--json").json["items"]:
        said += terminal("approve", request["id"], "--as", "olive").out
    assert not set(HIDDEN) & set(said)
    assert "\\u{1b}[31mred" in said


def test_an_error_repeats_nothing_that_moves_a_cursor(terminal: StagedTerminal) -> None:
    ran = terminal("show", "\x1b[2J\u202e")
    assert ran.code == 3
    assert not set(HIDDEN) & set(ran.err)


@pytest.mark.parametrize("char", HIDDEN)
def test_plain_writes_what_does_not_print_as_its_number(char: str) -> None:
    assert escape_text(f"a{char}b\n") == f"a\\u{{{ord(char):x}}}b\n"


def test_an_event_that_nobody_knows_is_shown_with_all_its_fields() -> None:
    event = {"seq": 7, "at": "2026-11-21T09:00:00Z", "type": "Teleported", "v": 9}
    lines = format_event({**event, "data": {"to": "\x1b[0mMars", "via": ["a", "b"], "n": 3}})
    assert lines == "   7  09:00:00  Teleported        \\u{1b}[0mMars  a, b  n=3"


def test_a_table_shows_every_cell_whole() -> None:
    long = "x" * 500
    assert format_table(("A", "B"), [("1", long)], "none") == f"A  B\n1  {long}"
    assert format_table(("A",), [], "none") == "none"
