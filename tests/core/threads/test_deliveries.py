"""Deliveries of a thread: owed until they are taken, rewritten in place, once, from the latest state."""

from bot.core import events as e
from bot.core.channel_messages import ChannelAddress, OutboundDelivery
from bot.core.threads.deliveries import (
    DeliveryState,
    PostedCard,
    drop_closed_cards,
    list_front_deliveries,
    owe_card,
    owe_message,
    owe_rewrites,
    owe_vote_update,
    record_delivery,
    record_failure,
)

HERE, THERE = ChannelAddress(channel="slack", address="T1/C1/1.0"), ChannelAddress(channel="slack", address="T1/@U1")


def card(seq: int = 3, route: ChannelAddress = HERE, kind: str = "approval") -> str:
    return OutboundDelivery.model_validate({"thread": "t", "seq": seq, "kind": kind, "route": route}).id


ASKED = owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE, THERE))
SHOWN = record_delivery(ASKED, e.Delivered(delivery=card(), reference="1.5", shown=3))


def kinds(out: DeliveryState) -> list[tuple[str, ChannelAddress]]:
    return [(one.delivery.kind, one.delivery.route) for one in out.owed.values()]


def test_a_card_is_owed_once_to_each_route() -> None:
    assert kinds(owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE, THERE, HERE))) == [
        ("approval", HERE),
        ("approval", THERE),
    ]


def test_a_card_that_was_taken_stands_there() -> None:
    assert SHOWN.posted_cards == (PostedCard("t-2", HERE, "1.5", shown=3),)
    assert SHOWN.find_reference("t-2", HERE) == "1.5"
    assert SHOWN.find_reference("t-2", THERE) == ""
    assert SHOWN.list_addresses("t-2") == (HERE, THERE)


def test_a_change_is_owed_where_the_card_stands_and_where_it_is_on_its_way() -> None:
    assert kinds(owe_rewrites(SHOWN, "t", 5, "t-2")) == [("approval", THERE), ("update", HERE), ("update", THERE)]
    assert owe_rewrites(SHOWN, "t", 5, "t-9") == SHOWN


def test_many_changes_are_one_update() -> None:
    out = owe_rewrites(owe_rewrites(SHOWN, "t", 5, "t-2"), "t", 6, "t-2")
    assert [one.delivery.seq for one in out.owed.values() if one.delivery.kind == "update"] == [6, 6]


def test_web5_an_update_that_was_replaced_while_a_channel_took_it_still_names_the_card_that_stands() -> None:
    """Else the posted message is unknown: a mail would be sent twice, a deleted card posted twice."""
    out = owe_rewrites(owe_rewrites(owe_rewrites(SHOWN, "t", 5, "t-2"), "t", 6, "t-2"), "t", 7, "t-2")
    late = record_delivery(out, e.Delivered(delivery=card(5), reference="9.9", shown=5))
    assert late.find_reference("t-2", HERE) == "9.9"
    assert [one.delivery.seq for one in late.owed.values() if one.delivery.route == HERE] == [7]
    assert record_delivery(late, e.Delivered(delivery=card(6), reference="8.8", shown=6)) == late, "it was never taken"
    assert not record_delivery(late, e.Delivered(delivery=card(7), shown=7)).may_be_taken(card(5))


def test_what_was_shown_with_the_change_owes_no_update() -> None:
    out = owe_rewrites(ASKED, "t", 5, "t-2")
    assert kinds(record_delivery(out, e.Delivered(delivery=card(), reference="1", shown=5))) == [
        ("approval", THERE),
        ("update", THERE),
    ]
    behind = record_delivery(out, e.Delivered(delivery=card(), reference="1", shown=4))
    assert ("update", HERE) in kinds(behind)


def test_an_update_keeps_the_name_of_the_card_unless_it_had_to_be_posted_anew() -> None:
    out = owe_rewrites(SHOWN, "t", 5, "t-2")
    same = record_delivery(out, e.Delivered(delivery=card(5), shown=5))
    assert same.find_reference("t-2", HERE) == "1.5"
    anew = record_delivery(out, e.Delivered(delivery=card(5), reference="9.9", shown=5))
    assert anew.find_reference("t-2", HERE) == "9.9"


def test_asked_anew_what_stands_is_rewritten_and_other_routes_get_a_card() -> None:
    once = record_delivery(
        owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE,)), e.Delivered(delivery=card(), reference="1")
    )
    assert kinds(owe_card(once, "t", 7, "approval", "t-2", (HERE, THERE))) == [("update", HERE), ("approval", THERE)]


def test_a_card_that_was_given_up_owes_no_update_and_may_go_elsewhere() -> None:
    out = owe_rewrites(owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE,)), "t", 5, "t-2")
    gone = record_failure(out, e.DeliveryFailed(delivery=card(), error="x"))
    assert not gone.owed
    assert gone.list_addresses("t-2") == ()
    moved = record_failure(out, e.DeliveryFailed(delivery=card(), error="x", instead=(THERE,)))
    assert kinds(moved) == [("approval", THERE)]


def test_what_waits_holds_back_only_what_is_behind_it_at_its_own_route() -> None:
    out = owe_message(owe_message(DeliveryState(), "t", 1, (HERE, THERE)), "t", 2, (HERE,))
    assert [(one.delivery.seq, one.delivery.route) for one in list_front_deliveries(out)] == [(1, HERE), (1, THERE)]


def test_copies_are_forgotten_once_the_request_is_closed_and_nothing_is_owed() -> None:
    assert drop_closed_cards(SHOWN, ["t-2"]).posted_cards
    assert drop_closed_cards(SHOWN, []).posted_cards, "its other card is still on its way"
    done = record_delivery(SHOWN, e.Delivered(delivery=card(3, THERE), reference="2"))
    assert not drop_closed_cards(done, []).posted_cards


def test_eml13_a_card_that_came_back_stands_there_no_more_and_goes_elsewhere() -> None:
    out = owe_rewrites(SHOWN, "t", 5, "t-2")
    back = record_failure(out, e.DeliveryFailed(delivery=card(), error="5.1.1", returned="1.5", instead=(THERE,)))
    assert back.find_reference("t-2", HERE) == ""
    assert ("update", HERE) not in kinds(back)
    assert record_failure(SHOWN, e.DeliveryFailed(delivery=card(), error="x", returned="unknown")) == SHOWN
    alone = owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE,))
    taken = record_delivery(alone, e.Delivered(delivery=card(), reference="1.5", shown=3))
    moved = record_failure(taken, e.DeliveryFailed(delivery=card(), error="5.1.1", returned="1.5", instead=(THERE,)))
    assert kinds(moved) == [("approval", THERE)]


# A change of what runs (web2): the card that stands is left without buttons, and a new one comes below it

NEW = OutboundDelivery(thread="t", seq=5, kind="approval", route=HERE, request="t-2", nth=1)
ONCE = record_delivery(
    owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE,)),
    e.Delivered(delivery=card(), reference="1.5", shown=3),
)
EDITED = owe_card(ONCE, "t", 5, "approval", "t-2", (), (HERE,))


def deliveries(out: DeliveryState) -> list[tuple[str, int, int]]:
    return [(one.delivery.kind, one.delivery.seq, one.delivery.nth) for one in out.owed.values()]


def take(out: DeliveryState, delivery: str, reference: str, shown: int) -> DeliveryState:
    return record_delivery(out, e.Delivered(delivery=delivery, reference=reference, shown=shown))


def test_web2_an_edit_owes_the_end_of_the_old_card_and_then_a_new_one_at_the_same_route() -> None:
    assert deliveries(EDITED) == [("update", 5, 0), ("approval", 5, 1)]
    assert [one.delivery.nth for one in list_front_deliveries(EDITED)] == [0], "the old one loses its buttons first"
    assert len({one.delivery.id for one in EDITED.owed.values()}) == 2
    assert EDITED.is_replaced(OutboundDelivery(thread="t", seq=5, kind="update", route=HERE, request="t-2"))
    assert not EDITED.is_replaced(NEW)


def test_web2_both_cards_stand_and_both_show_how_it_ended() -> None:
    both = take(take(EDITED, card(5), "", 5), NEW.id, "2.5", 5)
    assert both.posted_cards == (PostedCard("t-2", HERE, "1.5", 0, 3), PostedCard("t-2", HERE, "2.5", 1, 5))
    assert both.find_reference("t-2", HERE) == "2.5"
    assert deliveries(owe_rewrites(both, "t", 8, "t-2")) == [("update", 8, 0), ("update", 8, 1)]
    done = take(take(owe_rewrites(both, "t", 8, "t-2"), card(8), "", 8), f"t.8.slack~1.{HERE.address}", "", 8)
    assert (done.owed, len(done.posted_cards)) == ({}, 2)


def test_web2_a_vote_rewrites_the_newest_card_alone() -> None:
    both = take(take(EDITED, card(5), "", 5), NEW.id, "2.5", 5)
    assert deliveries(owe_vote_update(both, "t", 6, "t-2")) == [("update", 6, 1)]
    assert deliveries(owe_vote_update(ONCE, "t", 4, "t-2")) == [("update", 4, 0)]
    waiting = owe_vote_update(EDITED, "t", 6, "t-2")
    assert ("update", 5, 0) in deliveries(waiting), "the old card still loses its buttons"


def test_web2_two_edits_leave_one_card_to_decide_on() -> None:
    both = take(take(EDITED, card(5), "", 5), NEW.id, "2.5", 5)
    again = owe_card(both, "t", 7, "approval", "t-2", (), (HERE,))
    assert deliveries(again) == [("update", 7, 0), ("update", 7, 1), ("approval", 7, 2)]
    live = [copy for copy in again.posted_cards if not again.is_replaced(NEW.model_copy(update={"nth": copy.nth}))]
    assert live == []
    quick = owe_card(EDITED, "t", 6, "approval", "t-2", (), (HERE,))
    assert [each for each in deliveries(quick) if each[0] == "approval"] == [("approval", 5, 1), ("approval", 6, 2)]
    skipped = take(take(quick, card(6), "", 6), NEW.id, "", 6)
    assert [copy.reference for copy in skipped.posted_cards] == ["1.5"], "what never went out stands nowhere"
    assert deliveries(skipped) == [("approval", 6, 2)]


def test_web2_a_card_that_was_posted_while_it_was_changed_is_replaced_too() -> None:
    owed = owe_card(DeliveryState(), "t", 3, "approval", "t-2", (HERE,))
    edited = owe_card(owed, "t", 5, "approval", "t-2", (), (HERE,))
    raced = take(edited, card(), "1.5", 3)
    assert raced.posted_cards == (PostedCard("t-2", HERE, "1.5", 0, 3),)
    assert deliveries(raced) == [("update", 5, 0), ("approval", 5, 1)]
    never = take(edited, card(), "", 5)
    assert (never.posted_cards, deliveries(never)) == ((), [("approval", 5, 1)])
    found = take(edited, card(), "1.5", 5)
    assert [copy.reference for copy in found.posted_cards] == ["1.5"], "it was there already: it is known, for its end"


def test_web2_where_the_new_card_cannot_be_posted_the_old_one_is_decided_on_again() -> None:
    stripped = take(EDITED, card(5), "", 5)
    gone = record_failure(stripped, e.DeliveryFailed(delivery=NEW.id, error="x"))
    assert deliveries(gone) == [("update", 5, 0)]
    assert not gone.is_replaced(next(iter(gone.owed.values())).delivery)
    moved = record_failure(stripped, e.DeliveryFailed(delivery=NEW.id, error="x", instead=(THERE,)))
    assert ("approval", THERE) in kinds(moved)


def test_web2_a_log_of_an_older_release_owes_no_new_card() -> None:
    assert deliveries(owe_card(ONCE, "t", 5, "approval", "t-2", (), ())) == [("update", 5, 0)]
    assert card(5) == f"t.5.slack.{HERE.address}"


def test_web2_a_route_without_a_card_is_not_renewed() -> None:
    assert deliveries(owe_card(ONCE, "t", 5, "approval", "t-2", (), (THERE,))) == [("update", 5, 0)]
