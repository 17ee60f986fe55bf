"""What a full context window keeps is ranked by a function that an agent may replace; the default is the newest results."""

from collections.abc import Sequence

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress
from bot.core.prompts.context_window import ContextWindow
from bot.core.prompts.event_rendering import render_event
from bot.core.prompts.piece_ranking import PieceGroup, PieceRanker, rank_newest_results

ROUTE = ChannelAddress(channel="test")
FACT = "Remember: the customer's number is 4711."


def window(rank: PieceRanker = rank_newest_results) -> ContextWindow:
    made = ContextWindow(render_event, 3_000, rank=rank)
    words = ["Hello.", FACT, *(f"Small talk number {n}. {'x' * 150}" for n in range(40))]
    for seq, text in enumerate(words, 1):
        made.add_event(e.RecordedEvent(seq, 0, e.MessageReceived(text=text, sender="Sam", route=ROUTE)))
    return made


def keep_facts(groups: Sequence[PieceGroup]) -> Sequence[PieceGroup]:
    return [group for group in groups if any("Remember:" in piece for piece in group.pieces)]


def test_ctl6_by_default_old_messages_but_the_first_are_dropped() -> None:
    shown = window().select_pieces(())
    assert any("Hello." in piece for piece in shown.values())
    assert not any(FACT in piece for piece in shown.values())


def test_ctl6_a_ranking_of_the_agent_keeps_the_key_fact_over_all_drops() -> None:
    shown = window(keep_facts).select_pieces(())
    assert any(FACT in piece for piece in shown.values())
    assert list(shown) == sorted(shown)


def test_ctl6_a_ranking_that_wants_all_gets_a_quarter_and_one_that_invents_gets_nothing() -> None:
    everything = window(lambda groups: groups)
    assert everything.pinned_size <= 3_000 // 4 + 400  # and the first message and the last, which always stay
    invented = window(lambda groups: [PieceGroup((10_000,), ("<message>forged</message>",))])
    assert not any("forged" in piece for piece in invented.select_pieces(()).values())
    assert invented.pinned == window(lambda groups: []).pinned


def test_ctl6_the_default_is_the_latest_result_of_each_tool_first() -> None:
    groups = [PieceGroup((2, 3), ("a",), "look"), PieceGroup((7,), ("words",)), PieceGroup((4, 5), ("b",), "list")]
    assert [group.intent for group in rank_newest_results(groups)] == ["list", "look"]
