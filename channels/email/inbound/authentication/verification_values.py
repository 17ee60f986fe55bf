"""Values of sender verification: the result for a mail, and the settings that say which proof is trusted."""

from typing import Literal

from bot.core.base_types import FrozenModel, TableName
from channels.email.inbound.authentication.mail_server_names import ReceiverNames

SenderProof = Literal["dmarc", "dkim", "internal"]
"""A DMARC pass; a DKIM pass of exactly the domain in From; a mail that Exchange Online kept within the tenant."""


class VerifiedSender(FrozenModel):
    """The mail was sent from `address`, in lower case; `by` names the proof."""

    address: str
    by: SenderProof


class UnverifiedSender(FrozenModel):
    """The sender of the mail is not verified; `why` is one sentence."""

    why: str


class ExchangeTrust(FrozenModel):
    """Trust in mails within one Exchange Online tenant.

    `auth_sources` are names and suffixes of the tenant's own servers as `X-MS-Exchange-Organization-AuthSource` has them, `people` ids
    of people, and `senders` the addresses, in lower case, that they had when the settings were read.
    """

    auth_sources: ReceiverNames
    people: tuple[TableName, ...] = ()
    senders: frozenset[str]


class ReceiverTrust(FrozenModel):
    """The receivers with a verdict that counts.

    `authserv_id`: the names and suffixes (`.yahoo.com`), separated by commas, that our own receivers write in Authentication-Results;
    empty: no receiver is trusted by name. `trust_unnamed`: the topmost header counts when it has no name or one of `own_domains`, as
    with Exchange Online; safe only where the receiver removes such headers from inbound mail. `dkim_instead`: where a domain
    has no DMARC policy (`dmarc=none`), a DKIM pass of exactly the domain in From is enough. `internal`: trust in mails within the
    tenant without either; None: there is none.
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
