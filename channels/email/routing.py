"""Where a mail belongs: which of our addresses it was sent to, the token that it names, and what that stands for."""

from collections.abc import Collection

from channels.email.bindings import Binding, Bindings
from channels.email.extract import Sent
from channels.email.letters import Letters
from channels.email.mail import Mail
from channels.email.tokens import (
    MAX_SEEN,
    RECIPIENTS,
    Named,
    marks_in,
    named_by_recipient,
    named_by_reference,
    public_of,
)


class MailRouting:
    """Finds tokens and what they stand for. `addresses` are the agents' own; `letters.plus`: addresses take `+` details."""

    def __init__(self, letters: Letters, bindings: Bindings, addresses: Collection[str]) -> None:
        self.letters, self.bindings, self.addresses = letters, bindings, addresses

    def bot_of(self, mail: Mail) -> str:
        """Which of our addresses it was sent to: an agent's own before the mailbox's, since servers name both for an alias."""
        usual = self.letters.bot
        names = [value for name in RECIPIENTS for value in mail.headers.get(name, ())[:MAX_SEEN]]
        received = [each for each in map(_undetailed, names) if each in self.addresses]
        if own := next((each for each in received if each != usual), None):
            return own
        written = [each for each in map(_undetailed, mail.to) if each in self.addresses]
        if usual in written or named_by_recipient(mail, usual):
            return usual
        return next(iter(written), usual)

    def named_by(self, mail: Mail, bot: str) -> Named | None:
        """The token of the address that it was delivered to; where addresses take no `+`, of our mail that it answers."""
        if self.letters.plus:
            written = any(mail.headers.get(name) for name in RECIPIENTS)
            return named_by_recipient(mail, bot, RECIPIENTS if written else ("to",))
        return self.nearest(mail, bot)

    def nearest(self, mail: Mail, bot: str) -> Named | None:
        """The token of the nearest mail of ours that this one says it answers."""
        return next((each for each in named_by_reference(mail, bot) if each.kind != "bounce"), None)

    async def answered(self, mail: Mail, bot: str) -> Named | None:
        """The token of the very mail of ours that this one answers: by its id, or by the marker line that it quotes, since servers
        give mails other ids on their way (Amazon SES). Other references may name what was written before. None where it quotes
        no marker line or two."""
        direct = mail._replace(references=() if mail.in_reply_to else mail.references[-1:])
        if named := self.nearest(direct, bot):
            return named
        marks = marks_in((mail.text, mail.html))
        return await self.bindings.find_marked(marks[0]) if len(marks) == 1 else None

    def returned(self, mail: Mail, bot: str) -> Named | None:
        """The request that is in a mail of ours that came back, where no address of ours names it."""
        ids = mail.returned.get("message-id", ())[:1]
        found = named_by_reference(mail._replace(in_reply_to="", references=ids), bot)
        return next((each for each in found if each.kind == "reply" and not self.letters.plus), None)

    async def find(self, named: Named) -> Binding | None:
        """What a mail's token stands for: that of its address, or where addresses take no `+`, of the mail that it answers."""
        return await (self.bindings.find(named) if self.letters.plus else self.bindings.find_by_id(named))

    def public_of(self, named: Named) -> str:
        return public_of(named.token) if self.letters.plus else named.token

    async def sent(self, mail: Mail, marker: str, bot: str, reference: str) -> Sent | None:
        """Our mails that this one may quote; None when it names none."""
        ids = [each for each in (reference, mail.in_reply_to, *reversed(mail.references)) if each]
        return await self.bindings.sent(dict.fromkeys(ids), marker, bot, "Countersign", answered=reference)


def _undetailed(address: str) -> str:
    """An address without what stands behind its `+`."""
    local, _, domain = address.strip(" <>").lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
