"""Deciding in a terminal beyond yes and no: a word that is typed, a reason that is chosen, a form that is filled in."""

import asyncio

import pytest

from bot.bootstrap import CountersignPlatform
from bot.core import events as e
from bot.core.forms import FormField
from bot.core.people import ApproverClause, PeopleDirectory
from bot.core.threads.thread import make_call_id
from bot.store.sqlite.store import open_sqlite_store
from tests.cli.terminal import HEAD, StagedTerminal, write_config

FINAL = """
irreversible = true
typed = "tag"
edits = "by_editor"
"""
OPTIONS = """
[[agents.deploybot.approval.reject_options]]
name = "Not today"
text = "Not today: stop here."
"""
MAX = """
[people.max]
name = "Max"
groups = ["release-managers"]
"""
FIELDS = (
    FormField(name="tag", label="Tag", kind="text", help="Such as v1.4.2."),
    FormField(name="count", label="How\u202e many", kind="integer", required=False),
    FormField(name="zones", label="Zones", kind="choices", choices=("eu", "us"), required=False, blank=[]),
)


@pytest.fixture
def final(terminal: StagedTerminal) -> StagedTerminal:
    """A deploybot whose call is irreversible and has reasons to reject."""
    text = (terminal.folder / "countersign.toml").read_text()
    (terminal.folder / "countersign.toml").write_text(text.replace('expires_after = "PT4H"', FINAL) + OPTIONS)
    return terminal


def status(terminal: StagedTerminal, request: str) -> str:
    items = terminal("requests", "--status", "all", "--json").json["items"]
    return str(next(each["status"] for each in items if each["id"] == request))


def test_what_cannot_be_undone_is_approved_by_typing_its_word(final: StagedTerminal) -> None:
    _, request = final.launched()
    for typed in ("", "y\n", "yes\n", "v1.4\n", "V1.4.2\n"):
        ran = final("approve", request, "--as", "olive", typed=typed)
        assert (ran.code, "Nothing was decided." in ran.out) == (1, True)
    assert "It cannot be undone: type v1.4.2" in ran.out
    assert "This cannot be undone. Type v1.4.2 to approve it:" in ran.out
    ran = final("approve", request, "--as", "olive", typed="v1.4.2\n")
    assert ran.code == 0, ran.err
    assert final.tag("v1.4.2") == HEAD


def test_a_script_names_the_word_and_yes_alone_is_not_enough(final: StagedTerminal) -> None:
    _, request = final.launched()
    ran = final("approve", request, "--as", "olive", "--yes")
    assert (ran.code, ran.err) == (
        1,
        "error: This cannot be undone, so --yes is not enough. Add what is to be typed: --confirm 'v1.4.2'\n",
    )
    ran = final("approve", request, "--as", "olive", "--yes", "--confirm", "v1")
    assert (
        ran.code,
        "You typed 'v1'. tag_release cannot be undone. To approve it, type exactly this: v1.4.2" in ran.err,
    ) == (1, True)
    assert final("approve", request, "--as", "olive", "--confirm", "v1.4.2", typed="n\n").code == 1
    assert final.tag("v1.4.2") == ""
    assert final("approve", request, "--as", "olive", "--yes", "--confirm", "v1.4.2").code == 0
    assert final.tag("v1.4.2") == HEAD


def test_llm11_who_changes_the_arguments_types_the_new_word(final: StagedTerminal) -> None:
    _, request = final.launched()
    edited = ("--arguments", f'{{"tag": "v1.9.0", "commit": "{HEAD}"}}')
    ran = final("approve", request, *edited, "--as", "olive", typed="v1.4.2\n")
    assert (ran.code, "Type v1.9.0 to approve it" in ran.out) == (1, True)
    assert final("approve", request, *edited, "--as", "olive", typed="v1.9.0\n").code == 0
    assert final.tag("v1.9.0") == HEAD


def test_gate2_who_changes_the_arguments_is_told_that_somebody_else_must_approve(terminal: StagedTerminal) -> None:
    text = (terminal.folder / "countersign.toml").read_text()
    ruled = text.replace('expires_after = "PT4H"', 'edits = "by_another"')
    assert ruled != text
    (terminal.folder / "countersign.toml").write_text(ruled + MAX)
    _, request = terminal.launched()
    edited = ("--arguments", f'{{"tag": "v1.9.0", "commit": "{HEAD}"}}')
    ran = terminal("approve", request, *edited, "--as", "olive", typed="y\n")
    assert ran.code == 0, ran.err
    assert "You change it. Somebody else must approve the present arguments:" in ran.out
    assert "Propose this?" in ran.out
    assert "Your change is in; you may not approve it. Somebody else must approve the present arguments" in ran.out
    assert terminal.tag("v1.9.0") == ""
    ran = terminal("approve", request, "--yes", "--as", "olive")
    assert (ran.code, "who edited the arguments may not approve them" in ran.err) == (1, True), ran
    ran = terminal("approve", request, *edited, "--yes", "--as", "max")
    assert (ran.code, "nothing was proposed and nothing was decided" in ran.err) == (1, True)
    assert terminal("approve", request, "--yes", "--as", "max").code == 0
    assert terminal.tag("v1.9.0") == HEAD


def test_a_reason_may_be_chosen(final: StagedTerminal) -> None:
    _, request = final.launched()
    assert "Not today: Not today: stop here." in final("approve", request, "--as", "olive").out
    ran = final("reject", request, "--option", "nonsense", "--as", "olive")
    assert (ran.code, "There is no option 'nonsense'. There are: Not today." in ran.err) == (1, True)
    assert final("reject", request, "--as", "olive").code == 2
    ran = final("reject", request, "--option", "Not today", "--as", "olive")
    assert ran.code == 0, ran.err
    assert "Not today: stop here." in ran.out
    assert status(final, request) == "rejected"


def test_tools_tell_what_cannot_be_undone(final: StagedTerminal) -> None:
    assert "arguments may be edited, cannot be undone: tag is typed to approve" in final("tools").out


def test_a_word_to_type_that_is_no_argument_does_not_start(terminal: StagedTerminal) -> None:
    write_config(terminal.folder)
    text = (terminal.folder / "countersign.toml").read_text().replace('expires_after = "PT4H"', FINAL)
    (terminal.folder / "countersign.toml").write_text(text.replace('typed = "tag"', 'typed = "tga"'))
    ran = terminal("threads")
    assert (ran.code, "typed = 'tga', which is not one of its fields" in ran.err) == (2, True)


def asked(terminal: StagedTerminal) -> str:
    """The id of a question with a form in a thread of Sam's, as the agent would have asked it."""
    thread, _ = terminal.launched()

    async def ask() -> None:
        store = open_sqlite_store(f"sqlite:///{terminal.folder / 'data' / 'countersign.db'}")
        platform = CountersignPlatform(store, [], PeopleDirectory(), {})
        try:
            await platform.repository.commit_events(
                thread,
                lambda found: [
                    e.QuestionAsked(
                        call=make_call_id(thread, found.seq + 1),
                        digest="a" * 64,
                        question="What exactly?",
                        format="form",
                        fields=FIELDS,
                        to=ApproverClause(people=("sam",)),
                    )
                ],
            )
        finally:
            await platform.close()

    asyncio.run(ask())
    items = terminal("requests", "--thread", thread, "--json").json["items"]
    return str(next(each["id"] for each in items if each["kind"] == "question"))


def answers(terminal: StagedTerminal, question: str) -> list[str]:
    thread = question.rpartition("-")[0]
    events = terminal("show", thread, "--json").json["items"]
    return [each["data"]["answer"] for each in events if each["type"] == "QuestionSettled"]


def test_a_form_is_filled_in_field_by_field(terminal: StagedTerminal) -> None:
    question = asked(terminal)
    assert "Tag, How\\u{202e} many, Zones" in terminal("show", question.rpartition("-")[0]).out
    fields = ("--field", "tag=v1=x", "--field", "zones=us", "--field", "zones=eu")
    ran = terminal("answer", question, *fields, "--field", "count=three", "--as", "sam")
    assert (ran.code, ran.err) == (1, 'error: count: "three" is not an integer\n')
    ran = terminal("answer", question, *fields, "--field", "count=3", "--as", "sam")
    assert ran.code == 0, ran.err
    assert answers(terminal, question) == ['{"count":3,"tag":"v1=x","zones":["us","eu"]}']


def test_a_form_is_filled_in_as_json(terminal: StagedTerminal) -> None:
    question = asked(terminal)
    ran = terminal("answer", question, "v1", "--as", "sam")
    assert (ran.code, "Write one with: tag, count, zones." in ran.err) == (1, True)
    assert terminal("answer", question, '{"tag": "v1"}', "--as", "sam").code == 0
    assert answers(terminal, question) == ['{"count":null,"tag":"v1","zones":[]}']


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("v1", "--field", "tag=v1"), "give either a text or fields"),
        (("--field", "tag"), "'tag' is not NAME=VALUE"),
        (("--field", "=v1"), "'=v1' is not NAME=VALUE"),
    ],
)
def test_an_answer_that_is_none_is_refused_before_anything_is_asked(
    terminal: StagedTerminal, given: tuple[str, ...], why: str
) -> None:
    ran = terminal("answer", "t-1", *given, "--as", "sam")
    assert (ran.code, why in ran.err) == (2, True)


def test_without_an_answer_the_question_is_shown(terminal: StagedTerminal) -> None:
    ran = terminal("answer", asked(terminal), "--as", "sam")
    assert (ran.code, "Nothing was answered." in ran.err) == (1, True)
    for line in (
        "The agent asks:\n  | What exactly?",
        "tag (text): Tag (Such as v1.4.2.)",
        "count (integer, may stay empty): How\\u{202e} many",
        "zones (choices of eu, us, may stay empty): Zones",
    ):
        assert line in ran.out


def test_one_value_is_one_value(terminal: StagedTerminal) -> None:
    ran = terminal("answer", asked(terminal), "--field", "tag=a", "--field", "tag=b", "--as", "sam")
    assert (ran.code, "'tag' takes one value, and was given 2" in ran.err) == (2, True)


def test_gate5_what_no_surface_shows_whole_is_not_approved_in_a_terminal_either(terminal: StagedTerminal) -> None:
    path = terminal.folder / "countersign.toml"
    path.write_text(path.read_text() + OPTIONS.replace('Not today"', 'ghp_0123456789abcdefABCDEF"', 1))
    _, request = terminal.launched()
    ran = terminal("approve", request, "--as", "olive", "--yes")
    assert ran.code == 1
    assert "The name of a reason to reject holds a secret" in ran.err
    assert "ghp_" not in ran.out + ran.err
    assert status(terminal, request) == "pending"
    assert terminal("reject", request, "--as", "olive", "--reason", "It shows a token.").code == 0
