"""The table [channels.email] of countersign.toml, and the receivers and tenants that it trusts."""

from collections.abc import Iterable, Mapping, Sequence

from bot.core.base_types import FrozenModel, TableName
from bot.core.errors import BadSetting
from bot.core.people import PeopleDirectory, fold_account
from channels.email.google_and_microsoft_tokens import OAuthTable
from channels.email.inbound.authentication.mail_server_names import ReceiverNames
from channels.email.inbound.authentication.sender_verification import HOSTS
from channels.email.inbound.authentication.verification_values import ExchangeTrust, ReceiverTrust
from channels.email.mailbox_and_transport_ports import CHANNEL

LOCALES = ("de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr", "ru", "uk", "ja", "zh", "ko")
"""The languages besides English in which yes and no are known."""


class ExchangeInternal(FrozenModel):
    """The table [channels.email.exchange_internal]: people with the right to decide by mail that never left their Exchange Online tenant.

    `auth_sources` are the tenant's own servers, names or suffixes; `people` are ids of people.
    """

    auth_sources: tuple[str, ...] = ()
    people: tuple[TableName, ...] = ()


class EmailOptions(FrozenModel):
    """The table [channels.email]. Servers and passwords are in the environment: SMTP_URL, IMAP_URL, EMAIL_FROM.

    `agent` answers mails to EMAIL_FROM, `agents` (agent -> address) mails to an address of its own. `plus`: the addresses take
    `+details`, so that a reply goes to an address of its own. `authserv_id` is the name of our own mail server in its verdicts (or
    EMAIL_AUTHSERV_ID), several names and suffixes separated by commas; `trust_unnamed` and `dkim_instead`: see `ReceiverTrust`;
    `exchange_internal`: see there; where that server writes none, `local_dkim` checks the DKIM signature of the domain in From here.
    `allow` are addresses and domains that may start conversations without being people of the directory. `token_command` prints an
    OAuth 2 access token, which replaces the password (XOAUTH2); `oauth` gets it from a provider's library. `locales` are languages
    besides English in which replies decide. `direct`: approvers get mail when they would not see the request in its conversation.
    """

    agent: TableName | None = None
    agents: Mapping[TableName, str] = {}
    plus: bool = True
    authserv_id: str = ""
    trust_unnamed: bool = False
    dkim_instead: bool = True
    exchange_internal: ExchangeInternal | None = None
    local_dkim: bool = False
    allow: tuple[str, ...] = ()
    locales: tuple[str, ...] = LOCALES
    token_command: tuple[str, ...] = ()
    oauth: OAuthTable | None = None
    direct: bool = True

    def find_agents(self, configured: Sequence[str]) -> Sequence[str]:
        usual = self.agent or (configured[0] if len(configured) == 1 else None)
        return tuple(dict.fromkeys(name for name in (usual, *self.agents) if name))


def read_receiver_trust(
    options: EmailOptions, environ: Mapping[str, str], directory: PeopleDirectory, host: str, bots: frozenset[str]
) -> ReceiverTrust:
    """Return the trusted receivers of the mailbox at this IMAP host, which takes mail for `bots`. Raises BadSetting."""
    authserv_id = options.authserv_id or environ.get("EMAIL_AUTHSERV_ID", "")
    if not authserv_id and not options.trust_unnamed and not options.local_dkim:
        raise BadSetting("EMAIL_AUTHSERV_ID", "", "set it to the name in your server's Authentication-Results headers")
    if wrong := ReceiverNames.parse_setting(authserv_id).find_complaint():
        raise BadSetting("EMAIL_AUTHSERV_ID", authserv_id, wrong)
    trust = ReceiverTrust(
        authserv_id=authserv_id,
        trust_unnamed=options.trust_unnamed,
        dkim_instead=options.dkim_instead,
        own_domains=frozenset(address.rpartition("@")[2] for address in bots),
    )
    internal, where = options.exchange_internal, "[channels.email.exchange_internal]"
    if internal is None:
        return trust
    if host.lower() not in HOSTS:  # elsewhere any sender can write the trusted headers
        hosts = " or ".join(sorted(HOSTS))
        raise BadSetting(where, host, f"only Exchange Online can say so; IMAP_URL has to name {hosts}")
    sources = ReceiverNames(names=tuple(source.lower() for source in internal.auth_sources))
    if not sources or (wrong := sources.find_complaint()):
        why = wrong if sources else "name your tenant's servers, as they stand in X-MS-Exchange-Organization-AuthSource"
        raise BadSetting(f"{where} auth_sources", ", ".join(internal.auth_sources), why)
    if strangers := [id for id in internal.people if directory.find_person(id) is None]:
        raise BadSetting(f"{where} people", ", ".join(strangers), "countersign.toml has no person with this id")
    senders = _list_addresses(internal.people, directory)
    if not senders:
        raise BadSetting(f"{where} people", ", ".join(internal.people), "list people who have an e-mail account")
    exchange = ExchangeTrust(auth_sources=sources, people=internal.people, senders=senders)
    return trust.model_copy(update={"internal": exchange})


def renew_receiver_trust(trust: ReceiverTrust, directory: PeopleDirectory) -> ReceiverTrust:
    """Return the same trust with the current addresses of its people.

    An address that now belongs to another person, or to a person that left, is no longer trusted.
    """
    if trust.internal is None:
        return trust
    senders = _list_addresses(trust.internal.people, directory)
    return trust.model_copy(update={"internal": trust.internal.model_copy(update={"senders": senders})})


def _list_addresses(people: Iterable[str], directory: PeopleDirectory) -> frozenset[str]:
    """Return the addresses, in lower case, that belong to these people alone."""
    known = [person for id in people if (person := directory.find_person(id))]
    return frozenset(
        fold_account(CHANNEL, address)
        for person in known
        for address in person.accounts.get(CHANNEL, "").split()
        if directory.find_by_account(CHANNEL, address) == person
    )
