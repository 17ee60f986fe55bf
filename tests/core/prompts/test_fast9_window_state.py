"""A window that is made again from its state, and goes on, is the window that saw the whole log."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import events as e
from bot.core.prompts.context_window import ContextWindow, WindowState
from bot.core.prompts.event_rendering import mark_same_read, render_event
from tests.core.prompts.test_mod5_context_window import chatting, happened
from tests.core.test_next_action_sequences import MOVES, moved
from tests.core.thread_log import ThreadLog, log
from tests.random_seed import IS_FULL_CAMPAIGN, share

ACTS = ["said", "read", "chose", "asked", "settled", "replied", "failed", "lost", "refused"]
READS = ("list_tags", "tag_release")


def empty_window(limit: int, render: Callable[[e.RecordedEvent], str | None] = render_event) -> ContextWindow:
    return ContextWindow(render, limit, READS, mark_same_read)


def everything_of(window: ContextWindow) -> dict[str, Any]:
    """All that a window holds, in the order in which it holds it; the hidden events are chosen by the caller."""
    held = {name: value for name, value in vars(window).items() if name not in ("render", "same_read")}
    return {name: list(value.items()) if isinstance(value, dict) else value for name, value in held.items()}


def assert_goes_on(told: ThreadLog, limit: int, cut: int) -> None:
    """Cut the log, keep the state as JSON, make the window again from it, and read the rest."""
    whole, first = empty_window(limit), empty_window(limit)
    recorded = list(told)
    for each in recorded:
        whole.add_event(each)
    for each in recorded[:cut]:
        first.add_event(each)
    state = WindowState.model_validate_json(first.save_state().model_dump_json())
    again = empty_window(limit)
    assert again.restore(state)
    assert everything_of(again) == everything_of(first)
    for each in recorded[cut:]:
        again.add_event(each)
    assert everything_of(again) == everything_of(whole)
    hidden = told.thread.hidden
    shown = whole.select_pieces(hidden)
    assert list(again.select_pieces(hidden).items()) == list(shown.items())
    assert again.find_same_reads(shown) == whole.find_same_reads(shown)


@settings(max_examples=share(150))
@given(MOVES, st.integers(200, 3_000), st.floats(0, 1))
def test_fast9_a_window_from_its_state_is_the_one_from_the_log(
    moves: list[tuple[int, int, int]], limit: int, share: float
) -> None:
    told = log().opened().said("x" * 50)
    for move in moves:
        told = moved(told, move)
    assert_goes_on(told, limit, round(share * len(list(told))))


@settings(max_examples=share(100))
@given(st.lists(st.sampled_from(ACTS), max_size=30), st.integers(200, 4_000), st.floats(0, 1))
def test_fast9_it_keeps_pins_reads_and_open_calls(acts: list[str], limit: int, share: float) -> None:
    told = log().opened().said("please")
    for n, act in enumerate(acts):
        told = happened(told, act, n)
    assert_goes_on(told, limit, round(share * len(list(told))))


def test_fast9_a_state_is_as_large_as_what_the_window_shows_and_not_as_the_log() -> None:
    costs = []
    for times in (30, 300) if IS_FULL_CAMPAIGN else (20, 160):
        told = chatting(log().opened().said("please"), times)
        window = empty_window(3_000)
        for each in told:
            window.add_event(each)
        state = window.save_state()
        costs.append((len(list(told)), len(state.shown) + len(state.pinned)))
    (short, few), (long, still_few) = costs
    assert long > (9 if IS_FULL_CAMPAIGN else 7) * short
    assert still_few <= few + 3


def test_fast9_a_state_of_other_settings_is_not_used() -> None:
    window = empty_window(3_000)
    for each in chatting(log().opened().said("please"), 20):
        window.add_event(each)
    state = window.save_state()
    other = empty_window(2_999)
    assert not other.restore(state)
    assert everything_of(other) == everything_of(empty_window(2_999))
    assert not ContextWindow(render_event, 3_000, ("list_tags",), mark_same_read).restore(state)
    assert empty_window(3_000).restore(state)


@pytest.mark.parametrize("at", [0, 1, 999_999, 1_000_000, 1_795_262_399_999_999])
def test_fast9_a_time_is_cut_to_the_second(at: int) -> None:
    woke = e.RecordedEvent(1, at, e.Woke())
    assert render_event(woke) == f'<woke at="{woke.moment:%Y-%m-%dT%H:%M:%S}Z"/>'
