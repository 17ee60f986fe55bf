"""How much one address may write into conversations: what a program sends again and again is no conversation. Reads no words."""

import hashlib
import json
from datetime import datetime, timedelta

from bot.core.ports import ChannelGateway
from channels.email.inbound.parsing.parsed_mail import ParsedMail

KIND = "mail pace"
"""The vault's."""
WHILE = timedelta(hours=1)
MOST = 40
"""Mails of one address in that time."""
SAME = 2
"""How often an address may send the same reply in that time: a sentence, not a word that people write again."""
A_SENTENCE = 40


class SenderRateLimit:
    """Counts the mails of each address. What is refused counts, too: a program that goes on is not heard again."""

    def __init__(self, house: ChannelGateway) -> None:
        self.house = house

    async def explain_refusal(self, address: str, mail: ParsedMail, id: str) -> str:
        """Why this mail is not heard; empty when it is. It counts once, however often it is asked about under its id."""
        now = self.house.clock()
        kept = json.loads(await self.house.vault.get(KIND, address) or b"[]")
        others = [each for each in kept if datetime.fromisoformat(each[0]) > now - WHILE and each[1] != _hash_text(id)]
        recent, what = others[-MOST:], _hash_repeat(mail)
        counted = [*recent, (now.isoformat(), _hash_text(id), what)]
        await self.house.vault.put(KIND, address, json.dumps(counted).encode())
        if len(recent) >= MOST:
            return f"{MOST} mails came from your address within an hour"
        if what and sum(what == before for *_, before in recent) >= SAME:
            return "the same reply came from your address again and again, as from a program"
        return ""


def _hash_repeat(mail: ParsedMail) -> str:
    """By what a reply is known to be the same; empty for what is no reply, and for a word or two."""
    words = " ".join((mail.newest or mail.text).split())
    is_reply = bool(mail.in_reply_to or mail.references) or mail.subject.strip().lower().startswith("re:")
    return _hash_text(words) if is_reply and len(words) >= A_SENTENCE else ""


def _hash_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
