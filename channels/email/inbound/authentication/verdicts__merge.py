"""What our own receiver says of a mail: the run of its Authentication-Results on top, and the one verdict that it makes.

A sender can write any header. What the sender wrote stands below what the receiver wrote, so only the unbroken run of the
topmost Authentication-Results of our receiver is read: it ends at a header of another receiver, at one that cannot be
read, and at the first Received below it; and no server that is not ours may have written a Received above it.
"""

import re
from typing import NamedTuple

from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.authentication.proof import ReceiverTrust, UnverifiedSender
from channels.email.inbound.authentication.receiver_names import EXCHANGE, is_local_delivery, is_own_hop, find_organisation, find_origin, find_receiver
from channels.email.inbound.authentication.authentication_results import MethodResult, AuthenticationResults, parse_results
from channels.email.log_lines import quote_for_log

MAX_RESULTS = 20
"""How many Authentication-Results headers our receiver may write on one mail."""

_CORE = frozenset({"spf", "dkim", "dmarc"})
_NAME = re.compile(r"[ \t]*([A-Za-z0-9._-]+)[ \t]*(?:;|$)")


class DmarcVerdict(NamedTuple):
    """The verdict, and what our receiver says of the DKIM signatures: a tuple for each of its headers."""

    result: MethodResult
    dkim: tuple[tuple[MethodResult, ...], ...]


def find_dmarc_verdict(mail: ParsedMail, gate: ReceiverTrust) -> DmarcVerdict | UnverifiedSender:
    """Our receiver's one DMARC verdict, pass or not.

    Some receivers write one header for each method, others one for all. One that says nothing, or has two of SPF, DKIM and
    DMARC, is whole: a header below it adds nothing, since it may be the sender's. It can still contradict.
    """
    run = find_receiver_headers(mail, gate)
    if isinstance(run, UnverifiedSender):
        return run
    speaking = run[: next((number for number, each in enumerate(run, 1) if _is_whole(each)), len(run))]
    of_each = [_filter_method(header, "dmarc") for header in run]
    if most := next((verdicts for verdicts in of_each if len(verdicts) > 1), None):
        return UnverifiedSender(why=f"Our receiver's header has {len(most)} DMARC verdicts, exactly one counts.")
    verdicts = [verdict for verdicts in of_each for verdict in verdicts]
    if len({(each.value, _lower_values(each.list_values("header.from"))) for each in verdicts}) > 1:
        said = ", ".join(quote_for_log(each.value) for each in verdicts)
        return UnverifiedSender(why=f"Our receiver's DMARC verdicts do not agree: {said}.")
    if not any(of_each[: len(speaking)]):
        return UnverifiedSender(why="Our receiver's header has 0 DMARC verdicts, exactly one counts.")
    return DmarcVerdict(verdicts[0], tuple(_filter_method(header, "dkim") for header in speaking))


def find_receiver_headers(mail: ParsedMail, gate: ReceiverTrust) -> tuple[AuthenticationResults, ...] | UnverifiedSender:
    """The headers of our receiver that nobody else can have written, the topmost first; one at least."""
    if not gate.names and not gate.trust_unnamed:
        return UnverifiedSender(why="No receiver's verdict is trusted: EMAIL_AUTHSERV_ID is not set.")
    found: list[AuthenticationResults] = []
    is_inside = True  # Exchange Online stamps above the hop that took the mail from outside
    ours = gate.names.list_organisations() | (_list_unnamed_organisations(gate) if gate.trust_unnamed else frozenset())
    for number, (name, value) in enumerate(mail.trace):
        if name == "received" and found:
            break
        if name == "received":
            if not is_own_hop(value, gate.names, ours) and not (number == 0 and is_local_delivery(value)):
                return UnverifiedSender(why=_explain_missing(mail, gate, find_receiver(value) or ""))
            is_inside &= _is_within_exchange(value)
            continue
        header = parse_results(value)
        if header is None and (not found or _may_be_own(value, gate)):
            return UnverifiedSender(why=f"The header Authentication-Results {quote_for_log(value)} cannot be read.")
        if header is None or not _is_own_header(header, gate, is_topmost=not found):
            break
        if not is_inside and _is_unnamed(header, gate):
            break
        found.append(header)
        if len(found) > MAX_RESULTS:
            return UnverifiedSender(why=f"Our receiver wrote more than {MAX_RESULTS} headers Authentication-Results.")
        if _is_unnamed(header, gate):
            break
    return tuple(found) or UnverifiedSender(why=_explain_missing(mail, gate))


def find_topmost_results(mail: ParsedMail) -> AuthenticationResults | None:
    """The topmost Authentication-Results, whoever wrote it; None when there is none that can be read."""
    topmost = next((value for name, value in mail.trace if name == "authentication-results"), None)
    return parse_results(topmost) if topmost is not None else None


def _is_own_header(header: AuthenticationResults, gate: ReceiverTrust, *, is_topmost: bool) -> bool:
    return gate.names.has_host(header.authserv_id) or (is_topmost and _is_unnamed(header, gate))


def _is_unnamed(header: AuthenticationResults, gate: ReceiverTrust) -> bool:
    """Whether it is a header as Exchange Online writes it, of which only the topmost counts."""
    id = header.authserv_id.lower()
    return gate.trust_unnamed and not gate.names.has_host(id) and (not id or id in gate.own_domains)


def _list_unnamed_organisations(gate: ReceiverTrust) -> frozenset[str]:
    return EXCHANGE | {find_organisation(domain) for domain in gate.own_domains}


def _is_within_exchange(received: str) -> bool:
    """Whether a hop is from one server of Exchange Online to another: not the edge, which takes whatever name a sender gives."""
    is_edge = (find_receiver(received) or "").endswith(".mail.protection.outlook.com")
    return not is_edge and find_organisation(find_origin(received) or "") in EXCHANGE


def _may_be_own(value: str, gate: ReceiverTrust) -> bool:
    named = _NAME.match(value)
    return named is None or gate.names.has_host(named[1])


def _is_whole(header: AuthenticationResults) -> bool:
    return not header.results or len(_CORE & {result.method for result in header.results}) > 1


def _filter_method(header: AuthenticationResults, method: str) -> tuple[MethodResult, ...]:
    return tuple(result for result in header.results if result.method == method)


def _lower_values(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.lower() for value in values)


def _explain_missing(mail: ParsedMail, gate: ReceiverTrust, server: str = "") -> str:
    """Why there is no verdict. `server` is one that is not ours and that handled the mail later than our receiver."""
    topmost = find_topmost_results(mail)
    if topmost is None:
        return f"{_describe_carried(gate)}, nor of any other that can be read."
    if _is_own_header(topmost, gate, is_topmost=True):
        return f"{_describe_carried(gate)} on top: above it the server {quote_for_log(server)} has handled the mail."
    if not topmost.authserv_id:
        return f"{_describe_carried(gate)}: the topmost one names nobody."
    return f"{_describe_carried(gate)}: the topmost one is of {quote_for_log(topmost.authserv_id)}."


def _describe_carried(gate: ReceiverTrust) -> str:
    named = f" {quote_for_log(gate.authserv_id)}" if gate.authserv_id else ""
    return f"The mail carries no verdict of our receiver{named}"
