"""Old logs load for ever: one recorded example of every event lies in `recorded/` and is never edited."""

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core import events as e
from bot.core.base_types import JSON, from_micros, to_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.events import EVENT_TYPES, Event, UnreadEvent, load_event
from bot.core.policy import Policy
from tests.core.thread_log import NOON, SLACK, asked_to_tag, log

RECORDED = Path(__file__).parent / "recorded"
ROWS = sorted(path for path in RECORDED.glob("*.json") if not path.name.endswith(".full.json"))
KINDS = {type: kind for type, kind in EVENT_TYPES.items() if kind.__module__.startswith("bot.")}


def row(path: Path) -> tuple[str, int, bytes]:
    found = json.loads(path.read_text())
    return found["type"], found["v"], found["body"].encode()


def meaning(path: Path) -> JSON:
    return json.loads(path.with_suffix(".full.json").read_text())


def agrees(found: JSON, recorded: JSON) -> bool:
    """Whether all recorded fields are still the same; a later release may have added fields with defaults."""
    match recorded:
        case dict():
            return all(key in found and agrees(found[key], value) for key, value in recorded.items())
        case list():
            return len(found) == len(recorded) and all(map(agrees, found, recorded))
        case _:
            return type(found) is type(recorded) and bool(found == recorded)


@pytest.mark.parametrize("path", ROWS, ids=lambda path: path.stem)
def test_eng18_a_recorded_event_means_what_it_meant(path: Path) -> None:
    type, v, body = row(path)
    event = load_event(type, v, body)
    assert event.type == type
    assert not isinstance(event, UnreadEvent)
    assert agrees(event.model_dump(mode="json"), meaning(path))


@pytest.mark.parametrize("path", ROWS, ids=lambda path: path.stem)
def test_a_recorded_event_of_this_version_is_written_with_the_same_bytes(path: Path) -> None:
    type, v, body = row(path)
    event = load_event(type, v, body)
    if v == event.version:
        assert event.body() == body
    assert load_event(type, event.version, event.body()) == event


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_every_event_has_a_recorded_example_of_each_version(kind: type[Event]) -> None:
    for v in range(1, kind.version + 1):
        assert (RECORDED / f"{kind.type}.v{v}.json").exists(), "record one, once; see recorded/README.md"
        assert (RECORDED / f"{kind.type}.v{v}.full.json").exists()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.__name__)
def test_a_recorded_example_shows_every_field_that_the_event_had(kind: type[Event]) -> None:
    """A field that came later must have a default, and so is in no example of the version before it."""
    known = meaning(RECORDED / f"{kind.type}.v1.json").keys()
    for name, field in kind.model_fields.items():
        assert name in known or not field.is_required(), f"{kind.__name__}.{name} would break old logs"


def test_no_recorded_event_has_vanished() -> None:
    assert {row(path)[0] for path in ROWS} == KINDS.keys()


def test_bodies_leave_out_what_equals_its_default() -> None:
    assert e.Woke().body() == b"{}"
    assert e.Finished().body() == b"{}"
    assert e.ToolStarted(call="a").body() == b'{"call":"a"}'
    asked = e.ApprovalAsked(call="a", digest="b", tool_version="1", policy=Policy())
    assert asked.body() == b'{"call":"a","digest":"b","tool_version":"1","policy":{}}'
    opened = e.ThreadOpened(agent="a", title="b", origin=ChannelAddress(channel="web"))
    assert opened.body() == b'{"agent":"a","title":"b","origin":{"channel":"web"}}'


@given(st.text(min_size=1, max_size=20), st.integers(1, 99), st.binary(max_size=50))
def test_f5_3_an_unknown_event_survives_a_round_trip_byte_for_byte(type: str, v: int, body: bytes) -> None:
    event = load_event(f"Future{type}", v, body)
    assert isinstance(event, UnreadEvent)
    assert (event.row_type, event.row_version, event.body()) == (f"Future{type}", v, body)


def test_f5_3_a_newer_version_of_an_event_is_kept_as_it_is() -> None:
    body = b'{"call": "t1-3",  "verdict":"approved", "mood":"\\u00e9"}'
    event = load_event("ApprovalSettled", e.ApprovalSettled.version + 1, body)
    assert isinstance(event, UnreadEvent)
    assert event.body() == body
    assert event.data()["mood"] == "é"


@pytest.mark.parametrize("type", ["Unread", "UnreadEvent", "Event", "Word", "", "approvalsettled", "ApprovalSettled "])
def test_what_is_no_events_name_is_unread(type: str) -> None:
    assert isinstance(load_event(type, 1, b"{}"), UnreadEvent)


def test_f5_3_an_event_of_another_release_rests_the_thread_and_changes_no_call() -> None:
    before = asked_to_tag()
    after = before.happened(
        load_event("ApprovalGranted", 1, b'{"call":"t1-3"}'), load_event("ApprovalSettled", 9, b"{}")
    )
    assert after.thread.calls == before.thread.calls
    assert after.thread.seq == before.thread.seq + 2
    assert after.thread.unread is not None
    assert (after.thread.unread.type, after.thread.unread.version) == ("ApprovalGranted", 1)


def test_an_event_of_ours_with_a_field_we_never_had_is_refused() -> None:
    with pytest.raises(ValidationError):
        load_event("Paused", 1, b'{"by":"olive","approved":true}')


def test_an_event_is_never_edited() -> None:
    event = e.Paused(by="olive")
    with pytest.raises(ValidationError, match="frozen"):
        event.by = "otto"  # type: ignore[misc]


def test_f5_3_a_whole_log_loads_to_the_same_thread() -> None:
    told = asked_to_tag().voted("olive", edit={"tag": "v2", "sha": "c0ffee"}).started().lost().replied()
    again = [e.RecordedEvent(r.seq, r.at, load_event(r.event.type, r.event.version, r.event.body())) for r in told]
    assert tuple(again) == told.recorded
    copy = log().happened(*(one.event for one in again))
    assert copy.thread == told.thread


@given(st.integers(-(10**15), 10**17))
def test_a_moment_is_kept_to_the_microsecond(at: int) -> None:
    assert to_micros(from_micros(at)) == at
    assert e.RecordedEvent(1, at, e.Woke()).moment == from_micros(at)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        e.Slept(call="t1-1", until=NOON.replace(tzinfo=None))
    assert e.MessageReceived(text="x", sender="y", route=SLACK).body()


def test_no_recorded_event_was_ever_edited() -> None:
    """Old logs must load for ever: change a shape by a new version and a new file, never by editing one of these."""
    lines = [line.split("  ") for line in (RECORDED / "SHA256SUMS").read_text().splitlines()]
    kept = {name: digest for digest, name in lines}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in RECORDED.glob("*.v*.json")}
    assert {name: digest for name, digest in found.items() if ".full." not in name} == kept
