"""What the log owes to push channels, and where their cards stand: a part of a thread's fold. Pure; delivers nothing."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bot.core import events as e
from bot.core.contact import Delivery, Kind, Route
from bot.core.word import Moment

NONE: Mapping[str, Any] = MappingProxyType({})

CARDS: tuple[Kind, ...] = ("approval", "question")
"""The kinds that show a request for the first time at a route; an `update` rewrites what they showed."""


class Owed(NamedTuple):
    """A delivery that a push channel has not taken yet, when to try (None: now), and how often it was tried."""

    delivery: Delivery
    retry_at: Moment | None = None
    attempt: int = 0


class Copy(NamedTuple):
    """A card that stands somewhere: of which request, where, and what the channel calls the message."""

    request: str
    route: Route
    reference: str


class Out(NamedTuple):
    """All that goes out of a thread: `owed` by the delivery's id, and the `copies` of its requests' cards.

    `replaced` are updates that a newer one took the place of, by their ids: a channel may be taking one at that moment.
    """

    owed: Mapping[str, Owed] = NONE
    copies: tuple[Copy, ...] = ()
    replaced: Mapping[str, Delivery] = NONE

    def may_be_taken(self, delivery: str) -> bool:
        """Whether it counts when a channel has taken this delivery."""
        return delivery in self.owed or delivery in self.replaced

    def reference(self, request: str, route: Route) -> str:
        """What the channel calls the card that stands at this route; empty when none does."""
        found = (copy.reference for copy in self.copies if (copy.request, copy.route) == (request, route))
        return next(found, "")

    def places(self, request: str) -> tuple[Route, ...]:
        """Where a card of this request stands, or is still owed."""
        owed = (one.delivery for one in self.owed.values())
        coming = (delivery.route for delivery in owed if delivery.request == request and delivery.kind in CARDS)
        standing = (copy.route for copy in self.copies if copy.request == request)
        return tuple(dict.fromkeys((*standing, *coming)))


def said(out: Out, thread: str, seq: int, routes: Iterable[Route]) -> Out:
    """A message is owed to these routes."""
    return _owe(out, (Delivery(thread=thread, seq=seq, kind="said", route=route) for route in routes))


def asked(out: Out, thread: str, seq: int, kind: Kind, request: str, routes: Iterable[Route]) -> Out:
    """A request's card is owed to these routes; where one of it stands already, that one is rewritten."""
    known = out.places(request)
    new = (
        Delivery(thread=thread, seq=seq, kind=kind, route=route, request=request)
        for route in dict.fromkeys(routes)
        if route not in known
    )
    return _owe(changed(out, thread, seq, request), new)


def changed(out: Out, thread: str, seq: int, request: str) -> Out:
    """What stands of this request is no longer so: every copy is to be rewritten, once, from the latest state."""
    places = out.places(request)
    if not places:
        return out
    deliveries = {id: one.delivery for id, one in out.owed.items()}
    older = {id: each for id, each in deliveries.items() if each.kind == "update" and each.request == request}
    kept = {id: one for id, one in out.owed.items() if id not in older}
    new = (Delivery(thread=thread, seq=seq, kind="update", route=route, request=request) for route in places)
    return _owe(out._replace(owed=kept, replaced={**out.replaced, **older}), new)


def delivered(out: Out, event: e.Delivered) -> Out:
    """A channel took it. An update of the same card that is not newer than what was shown is no longer owed."""
    found = out.owed.get(event.delivery)
    done = found.delivery if found else out.replaced.get(event.delivery)
    if done is None:
        return out
    owed = {id: one for id, one in out.owed.items() if one is not found and not _is_shown(one, done, event.shown)}
    if not done.request:
        return out._replace(owed=owed)
    others = (copy for copy in out.copies if (copy.request, copy.route) != (done.request, done.route))
    reference = event.reference or out.reference(done.request, done.route)
    return Out(owed, (*others, Copy(done.request, done.route, reference)), _unreplaced(out, done))


def failed(out: Out, event: e.DeliveryFailed) -> Out:
    """A try failed: it keeps its place until it is given up. Then it may be owed to other routes `instead`."""
    found = out.owed.get(event.delivery)
    if event.returned:
        return _returned(out, event)
    if found is None:
        return out
    if event.retry_at is not None:
        again = Owed(found.delivery, event.retry_at, event.attempt)
        return out._replace(owed={**out.owed, event.delivery: again})
    done = found.delivery
    gone = {event.delivery, *(id for id, one in out.owed.items() if done.request and _is_of(one, done))}
    kept = {id: one for id, one in out.owed.items() if id not in gone}
    left = out._replace(owed=kept, replaced=_unreplaced(out, done))
    return _owe(left, (done.model_copy(update={"route": route}) for route in event.instead))


def _returned(out: Out, event: e.DeliveryFailed) -> Out:
    """What had been taken came back: the card does not stand there, and may be owed elsewhere."""
    copy = next((copy for copy in out.copies if copy.reference == event.returned), None)
    if copy is None:
        return out
    thread, seq, *_ = event.delivery.split(".")
    done = Delivery(thread=thread, seq=int(seq), kind="approval", route=copy.route, request=copy.request)
    kept = {id: one for id, one in out.owed.items() if not _is_of(one, done)}
    left = out._replace(owed=kept, copies=tuple(each for each in out.copies if each is not copy))
    return _owe(left, (done.model_copy(update={"route": route}) for route in event.instead))


def tidied(out: Out, open_calls: Iterable[str]) -> Out:
    """Without the copies of requests that are closed and owe nothing more."""
    if not out.copies:
        return out
    alive = {*open_calls, *(one.delivery.request for one in out.owed.values())}
    return out._replace(copies=tuple(copy for copy in out.copies if copy.request in alive))


def fronts(out: Out) -> Iterator[Owed]:
    """The oldest delivery that is owed to each route: what stands behind it waits for it, so that the order is kept."""
    oldest: dict[Route, Owed] = {}
    for owed in out.owed.values():
        oldest.setdefault(owed.delivery.route, owed)
    return iter(oldest.values())


def _unreplaced(out: Out, done: Delivery) -> Mapping[str, Delivery]:
    """The replaced updates without those of the card that this delivery was about: none of them is under way any more."""
    card = (done.request, done.route)
    return {id: each for id, each in out.replaced.items() if (each.request, each.route) != card}


def _is_of(one: Owed, done: Delivery) -> bool:
    """Whether this is an update of the card that the delivery showed."""
    delivery = one.delivery
    return delivery.kind == "update" and (delivery.request, delivery.route) == (done.request, done.route)


def _is_shown(one: Owed, done: Delivery, shown: int) -> bool:
    return bool(done.request) and _is_of(one, done) and one.delivery.seq <= shown


def _owe(out: Out, new: Iterable[Delivery]) -> Out:
    owed = {delivery.id: Owed(delivery) for delivery in new}
    return out._replace(owed={**out.owed, **owed}) if owed else out
