"""Events are stored under an explicit type and version. A change of an event's fields is a new version with an upcaster."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from bot.core import events as e
from bot.core.base_types import JSON
from bot.core.event_upcasters import UPCASTERS, EventBody, list_missing_upcasters, upcast_body
from bot.store.compression import unpack_body
from bot.store.hash_chain import NO_HASH, hash_row

TYPES = {type: kind for type, kind in e.EVENT_TYPES.items() if kind.__module__.startswith("bot.")}

STORED = {
    "ThreadOpened": e.ThreadOpened,
    "MessageReceived": e.MessageReceived,
    "ContextFetched": e.ContextFetched,
    "StepChosen": e.StepChosen,
    "StepRefused": e.StepRefused,
    "PromptChosen": e.PromptChosen,
    "PersonaChosen": e.PersonaChosen,
    "BudgetReached": e.BudgetReached,
    "HookApplied": e.HookApplied,
    "LookedBack": e.LookedBack,
    "ToolStarted": e.ToolStarted,
    "ToolProcessStarted": e.ToolProcessStarted,
    "ToolFinished": e.ToolFinished,
    "ToolFailed": e.ToolFailed,
    "EffectNotFound": e.EffectNotFound,
    "OutcomeUnknown": e.OutcomeUnknown,
    "OutcomeSettled": e.OutcomeSettled,
    "OutcomeDoubted": e.OutcomeDoubted,
    "ApprovalAsked": e.ApprovalAsked,
    "QuestionAsked": e.QuestionAsked,
    "Answered": e.Answered,
    "ApprovalSettled": e.ApprovalSettled,
    "ApprovalLapsed": e.ApprovalLapsed,
    "QuestionSettled": e.QuestionSettled,
    "Said": e.Said,
    "PeopleNotified": e.PeopleNotified,
    "Slept": e.Slept,
    "Woke": e.Woke,
    "Paused": e.Paused,
    "Resumed": e.Resumed,
    "HoldPlaced": e.HoldPlaced,
    "HoldLifted": e.HoldLifted,
    "Cancelled": e.Cancelled,
    "Forked": e.Forked,
    "LimitReached": e.LimitReached,
    "Delivered": e.Delivered,
    "DeliveryFailed": e.DeliveryFailed,
    "Finished": e.Finished,
    "CallSubmitted": e.CallSubmitted,
    "CallTermsSet": e.CallTermsSet,
    "ClaimExpired": e.ClaimExpired,
    "CallAmended": e.CallAmended,
    "CallbackRepeated": e.CallbackRepeated,
    "CallCommented": e.CallCommented,
    "ExecutionReported": e.ExecutionReported,
    "TaskDelegated": e.TaskDelegated,
    "TaskStarted": e.TaskStarted,
    "TaskRecalled": e.TaskRecalled,
    "TaskEnded": e.TaskEnded,
    "TaskReceived": e.TaskReceived,
    "TaskReported": e.TaskReported,
    "CallbackNamed": e.CallbackNamed,
    "MessageForwarded": e.MessageForwarded,
    "EventAwaited": e.EventAwaited,
    "WaitRegistered": e.WaitRegistered,
    "EventArrived": e.EventArrived,
    "EventMissed": e.EventMissed,
    "GrantRequested": e.GrantRequested,
    "GrantUsed": e.GrantUsed,
}
"""The stored types. A row is added; none is changed or removed: databases in the field hold these names."""

FINGERPRINTS = json.loads((Path(__file__).parent / "event_fingerprints.json").read_text())
"""The SHA-256 of the fields of each version of each type, see `take_fingerprint`. Rows are added, never changed."""

DATABASES = sorted((Path(__file__).parent.parent / "recorded").glob("*/*.db"))


class RenamedGreeting(e.Event):
    """Its class has another name than its type, as after a rename. It is in its second version."""

    type: ClassVar[str] = "TestOnlyGreeting"
    version: ClassVar[int] = 3
    words: str
    to: str = "all"


del e.EVENT_TYPES["TestOnlyGreeting"]  # the class is of these tests alone


@pytest.fixture(autouse=True)
def greeting_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(e.EVENT_TYPES, "TestOnlyGreeting", RenamedGreeting)


def to_second(body: EventBody) -> EventBody:
    """Version 1 had `text`."""
    return {**{name: value for name, value in body.items() if name != "text"}, "words": body["text"]}


def to_third(body: EventBody) -> EventBody:
    """Version 2 wrote the words in lower case."""
    return {**body, "words": body["words"].capitalize()}


GREETINGS = {("TestOnlyGreeting", 1): to_second, ("TestOnlyGreeting", 2): to_third}


def take_fingerprint(kind: type[e.Event]) -> str:
    """The SHA-256 of the names, types, defaults and limits of the fields, also of the values in them; not of any name of
    a class, nor of a docstring."""
    schema = kind.model_json_schema(mode="validation")
    return hashlib.sha256(
        json.dumps(without_names(schema, schema.get("$defs", {})), sort_keys=True).encode()
    ).hexdigest()


def without_names(value: JSON, parts: Mapping[str, JSON]) -> JSON:
    match value:
        case {"$ref": str() as name, **more}:
            return without_names({**parts[name.rpartition("/")[2]], **more}, parts)
        case dict():
            kept = {key: each for key, each in value.items() if key not in ("title", "description", "$defs")}
            if isinstance(value.get("properties"), dict):  # a field may be called `title`
                kept["properties"] = {key: without_names(each, parts) for key, each in value["properties"].items()}
                rest = {key: without_names(each, parts) for key, each in kept.items() if key != "properties"}
                return {**rest, "properties": kept["properties"]}
            return {key: without_names(each, parts) for key, each in kept.items()}
        case list():
            return [without_names(each, parts) for each in value]
        case _:
            return value


def test_evt4_every_event_is_stored_under_its_explicit_type() -> None:
    assert TYPES == STORED
    assert [kind for kind in TYPES.values() if "type" not in kind.__dict__] == []


def test_evt4_a_renamed_class_reads_and_writes_the_same_rows() -> None:
    event = e.load_event("TestOnlyGreeting", 3, b'{"words":"Hello"}')
    assert event == RenamedGreeting(words="Hello")
    assert (event.row_type, event.row_version, event.body()) == ("TestOnlyGreeting", 3, b'{"words":"Hello"}')
    assert isinstance(e.load_event("RenamedGreeting", 3, b'{"words":"Hello"}'), e.UnreadEvent)


def test_evt4_an_event_without_a_type_or_with_a_taken_one_is_refused() -> None:
    with pytest.raises(TypeError, match="Nameless declares no `type`"):
        type("Nameless", (e.Event,), {"__module__": __name__})
    with pytest.raises(TypeError, match="Heir declares no `type`"):
        type("Heir", (e.Finished,), {"__module__": __name__})
    with pytest.raises(TypeError, match="'Finished', which is that of Finished"):
        type(
            "Twin", (e.Event,), {"__module__": __name__, "type": "Finished", "__annotations__": {"type": ClassVar[str]}}
        )
    assert e.EVENT_TYPES["Finished"] is e.Finished


@pytest.mark.parametrize(
    ("version", "body", "words", "to"),
    [
        (1, b'{"text":"hello"}', "Hello", "all"),
        (1, b'{"text":"hello","to":"sam"}', "Hello", "sam"),
        (2, b'{"words":"hello"}', "Hello", "all"),
        (3, b'{"words":"hello"}', "hello", "all"),
    ],
)
def test_evt4_an_older_version_is_brought_up_to_the_current_one(version: int, body: bytes, words: str, to: str) -> None:
    assert e.load_event("TestOnlyGreeting", version, body, GREETINGS) == RenamedGreeting(words=words, to=to)


@pytest.mark.parametrize("version", [-1, 0, 4, 10**9])
def test_evt4_a_version_that_never_was_or_is_newer_is_unread(version: int) -> None:
    event = e.load_event("TestOnlyGreeting", version, b'{"words":"hello"}', GREETINGS)
    assert event == e.UnreadEvent(unread_type="TestOnlyGreeting", unread_version=version, raw=b'{"words":"hello"}')


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"{", b"{}", b'{"text":7}', b'{"text":"a","words":1,"odd":2}'])
def test_evt4_a_body_that_does_not_fit_its_version_is_refused(body: bytes) -> None:
    with pytest.raises((ValueError, ValidationError)):
        e.load_event("TestOnlyGreeting", 1, body, GREETINGS)


def test_evt4_an_upcaster_changes_nothing_in_the_stored_body() -> None:
    stored: EventBody = {"text": "hello"}
    assert upcast_body("TestOnlyGreeting", 1, 3, stored, GREETINGS) == {"words": "Hello"}
    assert stored == {"text": "hello"}


def test_evt4_no_version_of_an_event_lacks_its_upcaster() -> None:
    versions = {type: kind.version for type, kind in TYPES.items()}
    assert list_missing_upcasters(versions, UPCASTERS) == []
    assert set(UPCASTERS) <= {(type, v) for type, last in versions.items() for v in range(1, last)}
    assert list_missing_upcasters({"TestOnlyGreeting": 4}, GREETINGS) == [("TestOnlyGreeting", 3)]


@pytest.mark.parametrize("type", TYPES)
def test_evt4_the_fields_of_a_version_do_not_change(type: str) -> None:
    """New fields, types, defaults or limits are a new version: add its fingerprint, an upcaster and a recorded example."""
    kind = TYPES[type]
    assert sorted(map(int, FINGERPRINTS[type])) == list(range(1, kind.version + 1))
    assert FINGERPRINTS[type][str(kind.version)] == take_fingerprint(kind), "see docs/events.md"


def test_evt4_the_fingerprints_are_those_of_the_stored_types() -> None:
    assert FINGERPRINTS.keys() == TYPES.keys()


@pytest.mark.parametrize(
    "changed",
    [{"why": (str, "")}, {"call": (int, ...)}, {"call": (str, "")}, {"until": (str, ...)}, {"why": (str | None, "")}],
    ids=["a new field", "a type", "a default", "a field's type", "a wider type"],
)
def test_evt4_a_fingerprint_tells_every_change_of_a_field(changed: dict[str, Any]) -> None:
    from pydantic import create_model

    fields: dict[str, Any] = {"call": (str, ...), "until": (int, ...)}
    first = create_model("First", **fields)
    other = create_model("Other", **{**fields, **changed})
    same = create_model("Renamed", **fields)
    assert take_fingerprint(same) == take_fingerprint(first)  # type: ignore[arg-type]
    assert take_fingerprint(other) != take_fingerprint(first)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", DATABASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_evt4_the_rows_of_an_earlier_version_are_written_with_the_same_bytes_and_hashes(
    path: Path, tmp_path: Path
) -> None:
    shutil.copy(path, tmp_path / "old.db")
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        rows = connection.execute(
            "SELECT thread, seq, type, v, at, body, hash FROM event ORDER BY thread, seq"
        ).fetchall()
    assert len(rows) > 10
    before = NO_HASH
    for thread, seq, type, v, at, stored, hash in rows:
        event = e.load_event(type, v, unpack_body(stored, thread))
        assert (event.row_type, event.row_version, event.body()) == (type, v, unpack_body(stored, thread))
        before = hash_row(
            thread, NO_HASH if seq == 1 else before, seq, event.row_type, event.row_version, at, event.body()
        )
        assert before == hash
