"""What our own receiver says of a mail: the run of its Authentication-Results on top, and the one verdict that it makes.

A sender can write any header. What the sender wrote stands below what the receiver wrote, so only the unbroken run of the
topmost Authentication-Results of our receiver is read: it ends at a header of another receiver, at one that cannot be
read, and at the first Received below it; and no server that is not ours may have written a Received above it.
"""

import re
from typing import NamedTuple

from channels.email.mail import Mail
from channels.email.proof import Gate, Unverified
from channels.email.receivers import EXCHANGE, is_local_delivery, is_of, organisation_of, origin_of, receiver_of
from channels.email.results import Result, Results, results_of
from channels.email.telling import quoted

MAX_RESULTS = 20
"""How many Authentication-Results headers our receiver may write on one mail."""

_CORE = frozenset({"spf", "dkim", "dmarc"})
_NAME = re.compile(r"[ \t]*([A-Za-z0-9._-]+)[ \t]*(?:;|$)")


class DmarcVerdict(NamedTuple):
    """The verdict, and what our receiver says of the DKIM signatures: a tuple for each of its headers."""

    result: Result
    dkim: tuple[tuple[Result, ...], ...]


def dmarc_verdict(mail: Mail, gate: Gate) -> DmarcVerdict | Unverified:
    """Our receiver's one DMARC verdict, pass or not.

    Some receivers write one header for each method, others one for all. One that says nothing, or has two of SPF, DKIM and
    DMARC, is whole: a header below it adds nothing, since it may be the sender's. It can still contradict.
    """
    run = receiver_run(mail, gate)
    if isinstance(run, Unverified):
        return run
    speaking = run[: next((number for number, each in enumerate(run, 1) if _is_whole(each)), len(run))]
    of_each = [_of_method(header, "dmarc") for header in run]
    if most := next((verdicts for verdicts in of_each if len(verdicts) > 1), None):
        return Unverified(why=f"Our receiver's header has {len(most)} DMARC verdicts, exactly one counts.")
    verdicts = [verdict for verdicts in of_each for verdict in verdicts]
    if len({(each.value, _lower(each.all("header.from"))) for each in verdicts}) > 1:
        said = ", ".join(quoted(each.value) for each in verdicts)
        return Unverified(why=f"Our receiver's DMARC verdicts do not agree: {said}.")
    if not any(of_each[: len(speaking)]):
        return Unverified(why="Our receiver's header has 0 DMARC verdicts, exactly one counts.")
    return DmarcVerdict(verdicts[0], tuple(_of_method(header, "dkim") for header in speaking))


def receiver_run(mail: Mail, gate: Gate) -> tuple[Results, ...] | Unverified:
    """The headers of our receiver that nobody else can have written, the topmost first; one at least."""
    if not gate.names and not gate.trust_unnamed:
        return Unverified(why="No receiver's verdict is trusted: EMAIL_AUTHSERV_ID is not set.")
    found: list[Results] = []
    is_inside = True  # Exchange Online stamps above the hop that took the mail from outside
    ours = gate.names.organisations() | (_unnamed_organisations(gate) if gate.trust_unnamed else frozenset())
    for number, (name, value) in enumerate(mail.trace):
        if name == "received" and found:
            break
        if name == "received":
            if not is_of(value, gate.names, ours) and not (number == 0 and is_local_delivery(value)):
                return Unverified(why=_missing(mail, gate, receiver_of(value) or ""))
            is_inside &= _is_within_exchange(value)
            continue
        header = results_of(value)
        if header is None and (not found or _may_be_ours(value, gate)):
            return Unverified(why=f"The header Authentication-Results {quoted(value)} cannot be read.")
        if header is None or not _is_ours(header, gate, is_topmost=not found):
            break
        if not is_inside and _is_unnamed(header, gate):
            break
        found.append(header)
        if len(found) > MAX_RESULTS:
            return Unverified(why=f"Our receiver wrote more than {MAX_RESULTS} headers Authentication-Results.")
        if _is_unnamed(header, gate):
            break
    return tuple(found) or Unverified(why=_missing(mail, gate))


def topmost_results(mail: Mail) -> Results | None:
    """The topmost Authentication-Results, whoever wrote it; None when there is none that can be read."""
    topmost = next((value for name, value in mail.trace if name == "authentication-results"), None)
    return results_of(topmost) if topmost is not None else None


def _is_ours(header: Results, gate: Gate, *, is_topmost: bool) -> bool:
    return gate.names.has(header.authserv_id) or (is_topmost and _is_unnamed(header, gate))


def _is_unnamed(header: Results, gate: Gate) -> bool:
    """Whether it is a header as Exchange Online writes it, of which only the topmost counts."""
    id = header.authserv_id.lower()
    return gate.trust_unnamed and not gate.names.has(id) and (not id or id in gate.own_domains)


def _unnamed_organisations(gate: Gate) -> frozenset[str]:
    return EXCHANGE | {organisation_of(domain) for domain in gate.own_domains}


def _is_within_exchange(received: str) -> bool:
    """Whether a hop is from one server of Exchange Online to another: not the edge, which takes whatever name a sender gives."""
    is_edge = (receiver_of(received) or "").endswith(".mail.protection.outlook.com")
    return not is_edge and organisation_of(origin_of(received) or "") in EXCHANGE


def _may_be_ours(value: str, gate: Gate) -> bool:
    named = _NAME.match(value)
    return named is None or gate.names.has(named[1])


def _is_whole(header: Results) -> bool:
    return not header.results or len(_CORE & {result.method for result in header.results}) > 1


def _of_method(header: Results, method: str) -> tuple[Result, ...]:
    return tuple(result for result in header.results if result.method == method)


def _lower(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lower() for value in values)


def _missing(mail: Mail, gate: Gate, server: str = "") -> str:
    """Why there is no verdict. `server` is one that is not ours and that handled the mail later than our receiver."""
    topmost = topmost_results(mail)
    if topmost is None:
        return f"{_carries(gate)}, nor of any other that can be read."
    if _is_ours(topmost, gate, is_topmost=True):
        return f"{_carries(gate)} on top: above it the server {quoted(server)} has handled the mail."
    if not topmost.authserv_id:
        return f"{_carries(gate)}: the topmost one names nobody."
    return f"{_carries(gate)}: the topmost one is of {quoted(topmost.authserv_id)}."


def _carries(gate: Gate) -> str:
    named = f" {quoted(gate.authserv_id)}" if gate.authserv_id else ""
    return f"The mail carries no verdict of our receiver{named}"
