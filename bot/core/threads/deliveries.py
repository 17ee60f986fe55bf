"""The deliveries that the log owes to push channels, and the posted cards: a part of a thread's fold. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.core import events as e
from bot.core.base_types import UtcMoment
from bot.core.channel_messages import ChannelAddress, DeliveryKind, OutboundDelivery

EMPTY: Mapping[str, Any] = MappingProxyType({})

CARDS: tuple[DeliveryKind, ...] = ("approval", "question")
"""The kinds that post a new card at an address; an `update` rewrites a posted card."""


class PendingDelivery(NamedTuple):
    """A delivery that a push channel has not taken yet, the time of the next try (None: now), and the number of tries."""

    delivery: OutboundDelivery
    retry_at: UtcMoment | None = None
    attempt: int = 0


class PostedCard(NamedTuple):
    """A card that a channel has posted: its request, its address, and the channel's reference of the message.

    `nth` counts the cards of this request at this address, from 0; `shown` is the last event that it showed while it
    was the newest there.
    """

    request: str
    route: ChannelAddress
    reference: str
    nth: int = 0
    shown: int = 0


class DeliveryState(NamedTuple):
    """The deliveries of a thread: `owed` by the delivery's id, and the posted cards (`posted_cards`) of its requests.

    `overtaken` are updates that a newer one replaced, by their ids: a channel may be taking one at that moment.
    """

    owed: Mapping[str, PendingDelivery] = EMPTY
    posted_cards: tuple[PostedCard, ...] = ()
    overtaken: Mapping[str, OutboundDelivery] = EMPTY

    def may_be_taken(self, delivery: str) -> bool:
        """Return whether it counts when a channel has taken this delivery."""
        return delivery in self.owed or delivery in self.overtaken

    def find_card(self, delivery: OutboundDelivery) -> PostedCard | None:
        """Return the posted card that this delivery is about; None when there is none yet."""
        wanted = (delivery.request, delivery.route, delivery.nth)
        return next((card for card in self.posted_cards if (card.request, card.route, card.nth) == wanted), None)

    def find_reference(self, request: str, route: ChannelAddress) -> str:
        """Return the channel's reference of the newest card at this address; empty when there is none."""
        found = [
            (card.nth, card.reference) for card in self.posted_cards if (card.request, card.route) == (request, route)
        ]
        return max(found)[1] if found else ""

    def list_addresses(self, request: str) -> tuple[ChannelAddress, ...]:
        """Return the addresses where a card of this request is posted or owed."""
        return tuple(dict.fromkeys(route for route, _ in self.list_cards(request)))

    def list_cards(self, request: str) -> tuple[tuple[ChannelAddress, int], ...]:
        """Return the cards of this request, posted or owed: each by its address and its number there."""
        owed = (one.delivery for one in self.owed.values())
        coming = ((each.route, each.nth) for each in owed if each.request == request and each.kind in CARDS)
        standing = ((card.route, card.nth) for card in self.posted_cards if card.request == request)
        return tuple(dict.fromkeys((*standing, *coming)))

    def is_replaced(self, delivery: OutboundDelivery, shown: int | None = None) -> bool:
        """Return whether a newer card of the request is posted or owed at this address; `shown`: by this event at the
        latest."""
        owed = (one.delivery for one in self.owed.values())
        coming = (each for each in owed if each.kind in CARDS and (shown is None or each.seq <= shown))
        cards = [
            *((card.request, card.route, card.nth) for card in self.posted_cards),
            *((each.request, each.route, each.nth) for each in coming),
        ]
        here = (delivery.request, delivery.route)
        return any((request, route) == here and nth > delivery.nth for request, route, nth in cards)


def owe_message(out: DeliveryState, thread: str, seq: int, routes: Iterable[ChannelAddress]) -> DeliveryState:
    """Owe a message to these addresses."""
    return _add_pending(out, (OutboundDelivery(thread=thread, seq=seq, kind="said", route=route) for route in routes))


def owe_card(
    out: DeliveryState,
    thread: str,
    seq: int,
    kind: DeliveryKind,
    request: str,
    routes: Iterable[ChannelAddress],
    renewed: Iterable[ChannelAddress] = (),
) -> DeliveryState:
    """Owe a request's card to these addresses.

    A card that is posted there already is rewritten; where the request is `renewed`, that card loses its buttons and a
    new one is owed below it.
    """
    known = dict(sorted(out.list_cards(request), key=lambda card: card[1]))
    again = [route for route in dict.fromkeys(renewed) if route in known]
    nths = dict.fromkeys((route for route in routes if route not in known), 0) | {
        route: known[route] + 1 for route in again
    }
    new = (
        OutboundDelivery(thread=thread, seq=seq, kind=kind, route=route, request=request, nth=nth)
        for route, nth in nths.items()
    )
    return _add_pending(owe_rewrites(out, thread, seq, request), new)


def owe_rewrites(out: DeliveryState, thread: str, seq: int, request: str) -> DeliveryState:
    """Owe each posted card of `request` one rewrite from the latest state."""
    if not out.posted_cards and not out.owed:
        return out
    return _owe_updates(out, thread, seq, request, out.list_cards(request))


def owe_again(out: DeliveryState, thread: str, seq: int, request: str, route: ChannelAddress) -> DeliveryState:
    """Owe the latest state of a request to an address once more, as if nothing had been posted there."""
    here = (request, route)
    kept = {id: one for id, one in out.owed.items() if (one.delivery.request, one.delivery.route) != here}
    posted = tuple(card for card in out.posted_cards if (card.request, card.route) != here)
    delivery = OutboundDelivery(thread=thread, seq=seq, kind="update", route=route, request=request)
    return _add_pending(out._replace(owed=kept, posted_cards=posted), [delivery])


def owe_vote_update(out: DeliveryState, thread: str, seq: int, request: str) -> DeliveryState:
    """Owe a rewrite of the newest card at each address after a vote. The older cards show no votes."""
    if not out.posted_cards and not out.owed:
        return out
    newest = dict(sorted(out.list_cards(request), key=lambda card: card[1]))
    return _owe_updates(out, thread, seq, request, [card for card in out.list_cards(request) if card in newest.items()])


def _owe_updates(
    out: DeliveryState, thread: str, seq: int, request: str, cards: Sequence[tuple[ChannelAddress, int]]
) -> DeliveryState:
    """Owe one update of each of these cards, in place of older updates of the same cards."""
    if not cards:
        return out
    older = {id: one.delivery for id, one in out.owed.items() if _is_update(one, request, cards)}
    kept = {id: one for id, one in out.owed.items() if id not in older}
    new = (
        OutboundDelivery(thread=thread, seq=seq, kind="update", route=route, request=request, nth=nth)
        for route, nth in cards
    )
    return _add_pending(out._replace(owed=kept, overtaken={**out.overtaken, **older}), new)


def record_delivery(out: DeliveryState, event: e.Delivered) -> DeliveryState:
    """Record that a channel took a delivery. Updates of the same card up to the shown event are no longer owed.

    A replaced card that was not posted has no reference: it is not recorded.
    """
    found = out.owed.get(event.delivery)
    done = found.delivery if found else out.overtaken.get(event.delivery)
    if done is None:
        return out
    owed = {
        id: one
        for id, one in out.owed.items()
        if one is not found and not (done.request and _is_card_update(one, done) and one.delivery.seq <= event.shown)
    }
    if not done.request:
        return out._replace(owed=owed)
    standing, is_replaced = out.find_card(done), out.is_replaced(done, event.shown)
    if is_replaced and standing is None and not event.reference:
        return out._replace(owed=owed, overtaken=_drop_card_updates(out, done))
    others = (card for card in out.posted_cards if card is not standing)
    reference = event.reference or (standing.reference if standing else "")
    shown = standing.shown if standing and is_replaced else event.shown
    if is_replaced and standing is None:
        shown = 0
    card = PostedCard(done.request, done.route, reference, done.nth, shown)
    return DeliveryState(owed, (*others, card), _drop_card_updates(out, done))


def record_failure(out: DeliveryState, event: e.DeliveryFailed) -> DeliveryState:
    """Record a failed try: the delivery keeps its place until it is given up. Then it may be owed to other addresses,
    `instead`.

    Where a new card is given up, the card that it was to replace takes decisions again.
    """
    found = out.owed.get(event.delivery)
    if event.returned:
        return _record_return(out, event)
    if found is None:
        return out
    if event.retry_at is not None:
        again = PendingDelivery(found.delivery, event.retry_at, event.attempt)
        return out._replace(owed={**out.owed, event.delivery: again})
    done = found.delivery
    gone = {event.delivery, *(id for id, one in out.owed.items() if done.request and _is_card_update(one, done))}
    kept = {id: one for id, one in out.owed.items() if id not in gone}
    left = out._replace(owed=kept, overtaken=_drop_card_updates(out, done))
    left = _add_pending(left, (done.model_copy(update={"route": route}) for route in event.instead))
    if done.kind not in CARDS or not done.nth:
        return left
    older = [
        (card.route, card.nth) for card in left.posted_cards if (card.request, card.route) == (done.request, done.route)
    ]
    return _owe_updates(left, done.thread, done.seq, done.request, older)


def _record_return(out: DeliveryState, event: e.DeliveryFailed) -> DeliveryState:
    """Record that a taken delivery came back: its card is not posted, and may be owed elsewhere."""
    card = next((card for card in out.posted_cards if card.reference == event.returned), None)
    if card is None:
        return out
    thread, seq, *_ = event.delivery.split(".")
    done = OutboundDelivery(
        thread=thread, seq=int(seq), kind="approval", route=card.route, request=card.request, nth=card.nth
    )
    kept = {id: one for id, one in out.owed.items() if not _is_card_update(one, done)}
    left = out._replace(owed=kept, posted_cards=tuple(each for each in out.posted_cards if each is not card))
    return _add_pending(left, (done.model_copy(update={"route": route}) for route in event.instead))


def drop_closed_cards(out: DeliveryState, open_calls: Iterable[str]) -> DeliveryState:
    """Drop the posted cards of requests that are closed and owe nothing more."""
    if not out.posted_cards:
        return out
    alive = {*open_calls, *(one.delivery.request for one in out.owed.values())}
    return out._replace(posted_cards=tuple(card for card in out.posted_cards if card.request in alive))


def list_front_deliveries(out: DeliveryState) -> Iterator[PendingDelivery]:
    """Return the oldest owed delivery of each address: later ones wait for it, so that the order is kept."""
    oldest: dict[ChannelAddress, PendingDelivery] = {}
    for owed in out.owed.values():
        oldest.setdefault(owed.delivery.route, owed)
    return iter(oldest.values())


def _drop_card_updates(out: DeliveryState, done: OutboundDelivery) -> Mapping[str, OutboundDelivery]:
    """Return the overtaken updates without those of the card of this delivery: none of them is under way any more."""
    card = (done.request, done.route, done.nth)
    return {id: each for id, each in out.overtaken.items() if (each.request, each.route, each.nth) != card}


def _is_card_update(one: PendingDelivery, done: OutboundDelivery) -> bool:
    """Return whether this is an update of the card that the delivery showed."""
    return _is_update(one, done.request, [(done.route, done.nth)])


def _is_update(one: PendingDelivery, request: str, cards: Sequence[tuple[ChannelAddress, int]]) -> bool:
    delivery = one.delivery
    return delivery.kind == "update" and delivery.request == request and (delivery.route, delivery.nth) in cards


def _add_pending(out: DeliveryState, new: Iterable[OutboundDelivery]) -> DeliveryState:
    owed = {delivery.id: PendingDelivery(delivery) for delivery in new}
    return out._replace(owed={**out.owed, **owed}) if owed else out
