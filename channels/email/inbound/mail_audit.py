"""The records about an inbound mail after it is judged: its id, a log line, an audit note."""

from bot.core.channel_messages import DiscardedInput
from bot.core.errors import Conflict
from bot.core.ports import ChannelGateway
from channels.email.inbound.inbound_mail import InboundMail
from channels.email.log_lines import log_mail
from channels.email.mailbox_and_transport_ports import CHANNEL


class MailRegister:
    """Records the result of each mail."""

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    async def pass_over(self, inbound: InboundMail, what: str, why: str = "") -> None:
        """Note why a mail is not taken, then keep its id. A crash in between repeats the note and loses nothing."""
        await self.note_passed(inbound, what, why)
        await self.keep_id(inbound)

    async def note_passed(self, inbound: InboundMail, what: str, why: str = "") -> None:
        """Note why a mail is not taken. Its id is kept later, with the sentence to its writer."""
        if inbound.is_aside:
            return  # the quarantine writes its own note
        log_mail(self.gateway, inbound.fetched, "ignored", f"{what}: {why}" if why else what)
        await self.write_note(what, about=inbound.fetched.message_id, detail=why)

    def note_judged(self, inbound: InboundMail) -> DiscardedInput | None:
        """Return the record that the mail was judged; None for a quarantined mail."""
        if inbound.is_aside:
            return None
        return DiscardedInput(
            channel=CHANNEL, id=inbound.fetched.id, body=inbound.fetched.body, at=self.gateway.clock()
        )

    async def keep_id(self, inbound: InboundMail) -> None:
        """Keep the id of a mail, so that the mail is not judged again. Raises Unavailable."""
        judged = self.note_judged(inbound)
        if judged is None:
            return
        try:
            await self.gateway.keep_ignored(judged)
        except Conflict as error:
            await self.write_note("same id, other body", about=inbound.fetched.id, detail=str(error))

    async def write_note(self, what: str, *, about: str, detail: str) -> None:
        """Write a row of the audit. Raises Unavailable."""
        await self.gateway.write_note(what, door=CHANNEL, about=about[:255], detail=detail)
