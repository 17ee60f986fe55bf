"""`countersign pause-threads` and `resume-threads`: the listing first, then --yes."""

from tests.cli.terminal import StagedTerminal


def test_ctl1_the_verbs_list_first_and_do_it_with_yes(terminal: StagedTerminal) -> None:
    thread, _ = terminal.launched()
    listed = terminal("pause-threads", "--agent", "deploybot", "--as", "olive")
    assert listed.code == 0, listed.err
    assert thread in listed.out
    assert "1 thread to pause. Nothing was changed: say --yes to do it." in listed.out
    assert "waiting" in terminal("threads").out
    paused = terminal("pause-threads", "--agent", "deploybot", "--yes", "--as", "olive")
    assert "1 thread paused." in paused.out
    again = terminal("pause-threads", "--agent", "deploybot", "--yes", "--as", "olive")
    assert "No thread fits." in again.out
    assert "0 threads paused, 1 unchanged." in again.out
    other = terminal("resume-threads", "--yes", "--as", "sam")
    assert "paused by olive: say --paused-by" in other.out
    assert "paused" in terminal("threads").out
    resumed = terminal("resume-threads", "--yes", "--as", "olive")
    assert "1 thread resumed." in resumed.out
    for wrong in ("2 hours", "h", "0h", "-1d", "9" * 9 + "d"):
        refused = terminal("pause-threads", "--older-than", wrong, "--as", "olive")
        assert (refused.code, "is no age" in refused.err) == (2, True), wrong
    assert terminal("pause-threads", "--as", "olive").code == 1
    assert (
        terminal("pause-threads", "--status", "waiting", "--older-than", "1d", "--as", "olive", "--json").json[
            "changed"
        ]
        == 0
    )
