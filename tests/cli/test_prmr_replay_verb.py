"""`countersign replay` on the database file of a project."""

from tests.cli.terminal import StagedTerminal


def test_prmr_the_verb_prints_the_differences_and_changes_no_byte_of_the_database(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    terminal("requests")
    before = (terminal.folder / "data" / "countersign.db").read_bytes()
    ran = terminal("replay", thread)
    assert ran.code == 0, ran.err
    assert "1 calls, 1 the same, 0 different" in ran.out
    assert "tag_release" in ran.out
    other = terminal("replay", thread, "--persona", "brief", "--agent", "deploybot")
    assert (other.code, "other" in other.out) == (0, True), other.err
    assert (terminal.folder / "data" / "countersign.db").read_bytes() == before
    assert terminal("replay", thread, "--agent", "nobody").code == 3
    assert "there is no prompt 'v9'" in terminal("replay", thread, "--variant", "v9").err
    assert terminal("replay", "t-unknown").code == 3
