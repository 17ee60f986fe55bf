"""What proves who sent a mail, and whose word counts as proof. Values only: they read no mail and decide nothing."""

from typing import Literal

from bot.core.values import FrozenModel, TableName
from channels.email.inbound.authentication.receiver_names import ReceiverNames

SenderProof = Literal["dmarc", "dkim", "internal"]
"""DMARC pass; DKIM pass of the very domain in From; Exchange Online's word that the mail never left the tenant."""


class VerifiedSender(FrozenModel):
    """The mail is from this address, lower case; `by` says how that is known."""

    address: str
    by: SenderProof


class UnverifiedSender(FrozenModel):
    """Nothing proves who sent the mail; why, in one sentence."""

    why: str


class ExchangeTrust(FrozenModel):
    """Whose mail within one Exchange Online tenant is believed: `auth_sources` are names and suffixes of the tenant's own
    servers as they stand in `X-MS-Exchange-Organization-AuthSource`, `people` ids of people, and `senders` the addresses in
    lower case that they had when this was read."""

    auth_sources: ReceiverNames
    people: tuple[TableName, ...] = ()
    senders: frozenset[str]


class ReceiverTrust(FrozenModel):
    """Whose verdict counts.

    `authserv_id`: how our own receivers sign their Authentication-Results, names and suffixes (`.yahoo.com`) between
    commas; empty: nobody's does. `trust_unnamed`: the topmost header counts when it names nobody, or one of
    `own_domains`, as with Exchange Online. Only for a mailbox whose receiver takes such headers out of what comes in.
    `dkim_instead`: where a domain has no DMARC (`dmarc=none`), a DKIM pass of the very domain in From is enough.
    `internal`: whose mail within the tenant is believed without either; None: nobody's.
    """

    authserv_id: str = ""
    trust_unnamed: bool = False
    dkim_instead: bool = True
    own_domains: frozenset[str] = frozenset()
    internal: ExchangeTrust | None = None

    @property
    def names(self) -> ReceiverNames:
        """The names and suffixes of our receivers."""
        return ReceiverNames.parse_setting(self.authserv_id)
