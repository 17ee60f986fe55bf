"""Mail within one Exchange Online tenant, which carries no DMARC verdict: whether Exchange itself says who sent it.

Exchange writes `X-MS-Exchange-Organization-AuthAs: Internal` on what an account of the tenant sent, and takes headers of
that name out of what comes from outside. Any other server leaves them as a stranger wrote them.
"""

from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.authentication.proof import ExchangeTrust
from channels.email.inbound.authentication.receiver_names import find_origin, find_receiver
from channels.email.inbound.authentication.authentication_results import parse_results

HOSTS = frozenset({"outlook.office365.com", "outlook.office.com", "outlook.office365.us", "partner.outlook.cn"})
"""The names of Exchange Online's IMAP."""

_MAILBOX_SERVERS = (".prod.outlook.com", ".prod.exchangelabs.com", ".prod.partner.outlook.cn")
"""Where mailboxes are. What takes mail from outside is called otherwise (`.prod.protection.outlook.com`)."""


def is_internal_sender(mail: ParsedMail, sender: str, gate: ExchangeTrust) -> bool:
    """Whether the mail came from `sender`, a listed one, and never left the tenant.

    All of it must hold: every server that handled it is one of Exchange Online's mailbox servers; there is one AuthAs,
    `Internal` to the letter, and one AuthSource, of the tenant's own; no receiver gave a verdict, but that a mail without a
    signature has none.
    """
    said = mail.headers.get("x-ms-exchange-organization-authas", ())
    sources = mail.headers.get("x-ms-exchange-organization-authsource", ())
    return (
        sender in gate.senders
        and said == ("Internal",)
        and len(sources) == 1
        and gate.auth_sources.has_host(sources[0])
        and _is_inside_tenant(mail)
        and _is_unjudged(mail, sender)
    )


def _is_inside_tenant(mail: ParsedMail) -> bool:
    hops = [value for name, value in mail.trace if name == "received"]
    servers = [host or "" for value in hops for host in (find_origin(value), find_receiver(value))]
    return bool(servers) and all(host.endswith(_MAILBOX_SERVERS) for host in servers)


def _is_unjudged(mail: ParsedMail, sender: str) -> bool:
    """No verdict at all, or Exchange's own `dkim=none … dmarc=none`."""
    headers = [value for name, value in mail.trace if name == "authentication-results"]
    if not headers:
        return True
    found = parse_results(headers[0])
    if len(headers) > 1 or found is None or found.authserv_id:
        return False
    about = {each.lower() for result in found.results for each in result.list_values("header.from")}
    verdicts = {result.method: result.value for result in found.results}
    is_none = verdicts == {"dkim": "none", "dmarc": "none"} and len(found.results) == 2
    return is_none and about == {sender.rpartition("@")[2]}
