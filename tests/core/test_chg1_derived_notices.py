"""A notice of its own class, derived from `PeopleNotified`: told apart in the log, and otherwise a notice like others."""

from typing import ClassVar

import pytest

from bot.core import events as e
from bot.core.base_types import to_micros
from bot.core.channel_messages import ChannelAddress
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from tests.core.thread_log import NOON, asked_to_tag

THERE = ChannelAddress(channel="pager", address="C1")


class DeadlineNotified(e.PeopleNotified):
    """A test's own notice: a request ends soon."""

    type: ClassVar[str] = "TestOnlyDeadlineNotified"

    @property
    def remembered(self) -> frozenset[tuple[str, str]]:
        return frozenset({("deadline", self.about or "")})


del e.EVENT_TYPES["TestOnlyDeadlineNotified"]  # the class is of these tests alone


@pytest.fixture(autouse=True)
def notice_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(e.EVENT_TYPES, "TestOnlyDeadlineNotified", DeadlineNotified)


def tell(thread: Thread, event: e.Event) -> Thread:
    return fold_events(thread, [e.RecordedEvent(thread.seq + 1, to_micros(NOON), event)])


def test_chg1_a_derived_notice_is_stored_under_its_own_type() -> None:
    notice = DeadlineNotified(text="It ends soon.", to=("olive",), about="t1-3")
    assert e.load_event(notice.row_type, notice.row_version, notice.body()) == notice
    assert notice.row_type == "TestOnlyDeadlineNotified"


def test_chg1_a_derived_notice_is_owed_and_shown_as_a_notice_and_remembered_as_its_own() -> None:
    thread = asked_to_tag().thread
    plain = e.PeopleNotified(text="It ends soon.", to=("olive",), about="t1-3", routes=(THERE,))
    derived = DeadlineNotified(**dict(plain))
    with_plain, with_derived = tell(thread, plain), tell(thread, derived)
    assert [owed.delivery.kind for owed in with_derived.owed.values()] == ["said"]
    assert with_derived._replace(told=frozenset()) == with_plain
    assert (with_plain.told, with_derived.told) == (frozenset(), frozenset({("deadline", "t1-3")}))
    assert (derived.outbound_text, derived.notice_reach) == (plain.outbound_text, plain.notice_reach)
    assert derived.is_resting_fact
