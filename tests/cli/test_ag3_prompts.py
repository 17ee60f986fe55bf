"""`countersign prompts` lists the versions that threads used; the text of an older one is printed by `countersign prompt`."""

from bot.cli.prompt_versions_command import name_calls
from tests.cli.terminal import StagedTerminal


def test_ag3_the_versions_of_the_prompts_are_listed_with_their_runs(terminal: StagedTerminal) -> None:
    first, _ = terminal.launched()
    listed = terminal("prompts", "deploybot", "--json").json
    assert [(each["name"], each["threads"], each["refused"]) for each in listed] == [("prompt.md", 1, 0)]
    shown = terminal("prompts", "deploybot").out
    assert listed[0]["sha256"][:12] in shown
    assert "You are deploybot." in terminal("prompt", first, "1").out
    assert "No thread of external has asked a model." in terminal("prompts", "external").out


def test_ag3_a_call_is_listed_under_the_prompt_that_its_log_names() -> None:
    calls = [{"type": "StepChosen", "at": "", "data": {"model": {"n": n}}} for n in range(4)]
    chosen = [{"type": "PromptChosen", "at": "", "data": {"name": name}} for name in ("terse", "v1")]
    log = [{"type": "ThreadOpened", "data": {}}, calls[0], chosen[0], calls[1], calls[2], chosen[1], calls[3]]
    assert [name for name, _ in name_calls(log)] == ["terse", "terse", "v1", "v1"]
