"""A thread that is made again from its snapshot, and goes on, is the thread that was folded from the whole log."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.prompts.context_window import ContextWindow
from bot.core.prompts.event_rendering import mark_same_read, render_event
from bot.core.threads.fold import fold_events
from bot.core.threads.thread import Thread
from bot.core.threads.thread_snapshot import ThreadSnapshot, decode_snapshot, encode_snapshot
from tests.core.test_next_action_sequences import MOVES, moved
from tests.core.thread_log import log
from tests.random_seed import share


def make_window(events: Iterable[e.RecordedEvent]) -> ContextWindow:
    window = ContextWindow(render_event, 2_000, ("list_tags",), mark_same_read)
    for each in events:
        window.add_event(each)
    return window


def assert_made_again(recorded: list[e.RecordedEvent], cut: int, id: str) -> None:
    before = fold_events(Thread(id=id), recorded[:cut])
    found = decode_snapshot(
        encode_snapshot(ThreadSnapshot(before, make_window(recorded[:cut]).save_state(), "render 1"))
    )
    assert found is not None
    assert found.thread == before
    assert fold_events(found.thread, recorded[cut:]) == fold_events(Thread(id=id), recorded)
    again = make_window(())
    assert again.restore(found.window)
    for each in recorded[cut:]:
        again.add_event(each)
    assert again.select_pieces(()) == make_window(recorded).select_pieces(())


@settings(max_examples=share(100))
@given(MOVES, st.floats(0, 1))
def test_fast9_a_thread_from_its_snapshot_is_the_one_from_its_log(
    moves: list[tuple[int, int, int]], share: float
) -> None:
    told = log().opened().said("ship v1.4.2, \u202e please")
    for move in moves:
        told = moved(told, move)
    recorded = list(told)
    assert_made_again(recorded, round(share * len(recorded)), told.thread.id)


def test_fast9_bytes_of_another_shape_are_no_snapshot() -> None:
    whole = encode_snapshot(ThreadSnapshot(Thread(id="t"), make_window(()).save_state(), "render 1"))
    assert decode_snapshot(whole) is not None
    for other in (b"", b"{}", b"[]", whole[:-1], whole.replace(b'"t"', b"7")):
        assert decode_snapshot(other) is None
