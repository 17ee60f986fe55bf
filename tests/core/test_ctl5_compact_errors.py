"""Errors as a model reads them: type, source, cause and remedy, in 200 characters."""

import pytest

from bot.core.card.readable_times_errors_and_answers import spell_error
from bot.core.compact_errors import MAX_LINE, OTHERWISE, CompactError, compact_error
from bot.core.errors import ToolError
from bot.engine.tools.result_text import describe_failure


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            TimeoutError(),
            "TimeoutError: it took too long and was stopped [in look; remedy: ask for less, or try again later]",
        ),
        (
            ConnectionRefusedError(111, "refused"),
            "ConnectionRefusedError: [Errno 111] refused [in look; remedy: the other side cannot be reached: try again"
            " later, once]",
        ),
        (KeyError("v9"), "KeyError: 'v9' [in look; remedy: it names what does not exist: list what exists first]"),
        (
            ValueError("no such day"),
            "ValueError: no such day [in look; remedy: change the arguments as the cause says]",
        ),
        (RuntimeError(), f"RuntimeError: it says no more [in look; remedy: {OTHERWISE}]"),
        (
            ToolError("There is no v9. Choose one that list_tags shows."),
            "There is no v9. Choose one that list_tags shows.",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_ctl5_an_error_has_a_type_a_source_a_cause_and_a_remedy(error: Exception, line: str) -> None:
    assert describe_failure(error, source="look") == line


def test_ctl5_a_long_cause_is_cut_and_the_remedy_stays() -> None:
    line = describe_failure(ValueError("x\n" * 5_000), source="list_commits")
    assert len(line) <= MAX_LINE
    assert line.startswith("ValueError: x x x")
    assert line.endswith("… [in list_commits; remedy: change the arguments as the cause says]")


def test_ctl5_people_read_the_cause_alone() -> None:
    assert spell_error(describe_failure(ValueError("no such day"), source="look")) == "no such day"
    assert spell_error("It has brackets [in itself].") == "It has brackets [in itself]."


def test_ctl5_secrets_in_the_cause_are_hidden() -> None:
    line = describe_failure(ValueError("token s3cret"), lambda text: text.replace("s3cret", "[hidden]"), source="look")
    assert "s3cret" not in line


def test_ctl5_no_length_of_names_breaks_the_limit() -> None:
    assert len(CompactError("E" * 300, "s" * 300, "c" * 300, "r" * 300).line) <= MAX_LINE
    assert compact_error(OSError("x"), "x", "").line == "OSError: x"
