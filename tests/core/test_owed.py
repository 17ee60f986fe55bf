"""What goes out of a thread: owed until it is taken, rewritten where it stands, once, from the latest state."""

from bot.core import events as e
from bot.core.contact import Delivery, Route
from bot.core.owed import Copy, Out, asked, changed, delivered, failed, fronts, said, tidied

HERE, THERE = Route(channel="slack", address="T1/C1/1.0"), Route(channel="slack", address="T1/@U1")


def card(seq: int = 3, route: Route = HERE, kind: str = "approval") -> str:
    return Delivery.model_validate({"thread": "t", "seq": seq, "kind": kind, "route": route}).id


ASKED = asked(Out(), "t", 3, "approval", "t-2", (HERE, THERE))
SHOWN = delivered(ASKED, e.Delivered(delivery=card(), reference="1.5", shown=3))


def kinds(out: Out) -> list[tuple[str, Route]]:
    return [(one.delivery.kind, one.delivery.route) for one in out.owed.values()]


def test_a_card_is_owed_once_to_each_route() -> None:
    assert kinds(asked(Out(), "t", 3, "approval", "t-2", (HERE, THERE, HERE))) == [
        ("approval", HERE),
        ("approval", THERE),
    ]


def test_a_card_that_was_taken_stands_there() -> None:
    assert SHOWN.copies == (Copy("t-2", HERE, "1.5"),)
    assert SHOWN.reference("t-2", HERE) == "1.5"
    assert SHOWN.reference("t-2", THERE) == ""
    assert SHOWN.places("t-2") == (HERE, THERE)


def test_a_change_is_owed_where_the_card_stands_and_where_it_is_on_its_way() -> None:
    assert kinds(changed(SHOWN, "t", 5, "t-2")) == [("approval", THERE), ("update", HERE), ("update", THERE)]
    assert changed(SHOWN, "t", 5, "t-9") == SHOWN


def test_many_changes_are_one_update() -> None:
    out = changed(changed(SHOWN, "t", 5, "t-2"), "t", 6, "t-2")
    assert [one.delivery.seq for one in out.owed.values() if one.delivery.kind == "update"] == [6, 6]


def test_web5_an_update_that_was_replaced_while_a_channel_took_it_still_names_the_card_that_stands() -> None:
    """Else what it posted is not known: a mail would be sent twice, a card that was deleted be posted twice."""
    out = changed(changed(changed(SHOWN, "t", 5, "t-2"), "t", 6, "t-2"), "t", 7, "t-2")
    late = delivered(out, e.Delivered(delivery=card(5), reference="9.9", shown=5))
    assert late.reference("t-2", HERE) == "9.9"
    assert [one.delivery.seq for one in late.owed.values() if one.delivery.route == HERE] == [7]
    assert delivered(late, e.Delivered(delivery=card(6), reference="8.8", shown=6)) == late, "it was never taken"
    assert not delivered(late, e.Delivered(delivery=card(7), shown=7)).may_be_taken(card(5))


def test_what_was_shown_with_the_change_owes_no_update() -> None:
    out = changed(ASKED, "t", 5, "t-2")
    assert kinds(delivered(out, e.Delivered(delivery=card(), reference="1", shown=5))) == [
        ("approval", THERE),
        ("update", THERE),
    ]
    behind = delivered(out, e.Delivered(delivery=card(), reference="1", shown=4))
    assert ("update", HERE) in kinds(behind)


def test_an_update_keeps_the_name_of_the_card_unless_it_had_to_be_posted_anew() -> None:
    out = changed(SHOWN, "t", 5, "t-2")
    same = delivered(out, e.Delivered(delivery=card(5), shown=5))
    assert same.reference("t-2", HERE) == "1.5"
    anew = delivered(out, e.Delivered(delivery=card(5), reference="9.9", shown=5))
    assert anew.reference("t-2", HERE) == "9.9"


def test_asked_anew_what_stands_is_rewritten_and_other_routes_get_a_card() -> None:
    once = delivered(asked(Out(), "t", 3, "approval", "t-2", (HERE,)), e.Delivered(delivery=card(), reference="1"))
    assert kinds(asked(once, "t", 7, "approval", "t-2", (HERE, THERE))) == [("update", HERE), ("approval", THERE)]


def test_a_card_that_was_given_up_owes_no_update_and_may_go_elsewhere() -> None:
    out = changed(asked(Out(), "t", 3, "approval", "t-2", (HERE,)), "t", 5, "t-2")
    gone = failed(out, e.DeliveryFailed(delivery=card(), error="x"))
    assert not gone.owed
    assert gone.places("t-2") == ()
    moved = failed(out, e.DeliveryFailed(delivery=card(), error="x", instead=(THERE,)))
    assert kinds(moved) == [("approval", THERE)]


def test_what_waits_holds_back_only_what_is_behind_it_at_its_own_route() -> None:
    out = said(said(Out(), "t", 1, (HERE, THERE)), "t", 2, (HERE,))
    assert [(one.delivery.seq, one.delivery.route) for one in fronts(out)] == [(1, HERE), (1, THERE)]


def test_copies_are_forgotten_once_the_request_is_closed_and_nothing_is_owed() -> None:
    assert tidied(SHOWN, ["t-2"]).copies
    assert tidied(SHOWN, []).copies, "its other card is still on its way"
    done = delivered(SHOWN, e.Delivered(delivery=card(3, THERE), reference="2"))
    assert not tidied(done, []).copies


def test_eml13_a_card_that_came_back_stands_there_no_more_and_goes_elsewhere() -> None:
    out = changed(SHOWN, "t", 5, "t-2")
    back = failed(out, e.DeliveryFailed(delivery=card(), error="5.1.1", returned="1.5", instead=(THERE,)))
    assert back.reference("t-2", HERE) == ""
    assert ("update", HERE) not in kinds(back)
    assert failed(SHOWN, e.DeliveryFailed(delivery=card(), error="x", returned="unknown")) == SHOWN
    alone = asked(Out(), "t", 3, "approval", "t-2", (HERE,))
    taken = delivered(alone, e.Delivered(delivery=card(), reference="1.5", shown=3))
    moved = failed(taken, e.DeliveryFailed(delivery=card(), error="5.1.1", returned="1.5", instead=(THERE,)))
    assert kinds(moved) == [("approval", THERE)]
