"""What our mails stand for, kept in the vault: by their tokens, and by the texts that a reply may quote. Decides nothing."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from bot.core.messages import VaultEntry
from bot.core.ports import ChannelGateway
from bot.core.values import FrozenModel
from channels.email.inbound.reply_text.quoted_sender import strip_subject_prefix
from channels.email.inbound.reply_text.reply_extraction import SentMail
from channels.email.outbound.message import clean_subject
from channels.email.reply_tokens import (
    TokenClaims,
    TokenKind,
    TokenReference,
    hash_token,
    is_token_for,
    make_marker,
    make_public_token,
    make_token,
)

TOKENS, TEXTS, SUBJECTS, ASKED = "mail token", "mail text", "mail subject", "mail asked back"
MARKED, ASKED_AS = "mail marker", "mail request by subject"
"""The vault's kinds."""
MAX_TEXTS = 5
"""How many of the mails that a reply names are looked for in what it quotes."""
PURPOSE = b"mail addresses"


class TokenBinding(FrozenModel):
    """What a token stands for, and what a reply to it may do: `approves` is false for what was not shown whole.

    `paused`: the mail said that its request was paused, so another one has to say when it no longer is.
    """

    bound: TokenClaims
    reference: str = ""
    approves: bool = False
    paused: bool = False


class KeptTexts(FrozenModel):
    """A mail of ours as replies may quote it: its texts, and the time in its header Date; None of mails of older releases.

    `frame`: text that it said is no part of the answer to it.
    """

    texts: tuple[str, ...]
    at: datetime | None = None
    frame: str = ""


class TokenStore:
    """Tokens and texts. Putting one again puts the same."""

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    def make_token(self, claims: TokenClaims) -> str:
        """The token of this, by the current key."""
        return make_token(claims, self.gateway.derive(PURPOSE)[0])

    async def keep_binding(self, token: str, binding: TokenBinding) -> None:
        for name in (token, make_public_token(token)):
            await self.gateway.vault.put(TOKENS, hash_token(name), binding.model_dump_json().encode())
        named = f"{binding.bound.kind} {make_public_token(token)}"
        await self.gateway.vault.put(MARKED, make_marker(make_public_token(token)), named.encode())

    async def drop_tokens(self, claims: TokenClaims) -> None:
        """Ends the tokens of this: nothing is found by them any more."""
        for token in (make_token(claims, key) for key in self.gateway.derive(PURPOSE)):
            for name in (token, make_public_token(token)):
                await self.gateway.vault.delete(TOKENS, hash_token(name))
            await self.gateway.vault.delete(MARKED, make_marker(make_public_token(token)))

    async def find_binding(self, reference: TokenReference) -> TokenBinding | None:
        """What an address's token stands for; None for one that we did not make, and for one that is named as another kind."""
        binding = await self._read_kept(reference)
        is_ours = binding is not None and is_token_for(reference.token, binding.bound, self.gateway.derive(PURPOSE))
        return binding if is_ours else None

    async def find_by_id(self, reference: TokenReference) -> TokenBinding | None:
        """What the token in a Message-ID of ours stands for. Mails of older releases have the address's token in it."""
        binding = await self._read_kept(reference)
        if binding is None:
            return None
        tokens = [make_token(binding.bound, key) for key in self.gateway.derive(PURPOSE)]
        is_ours = reference.token in {*tokens, *map(make_public_token, tokens)}
        return binding if is_ours else None

    async def find_marked(self, mark: str) -> TokenReference | None:
        """The token whose mail has this mark in its marker line, as a Message-ID would name it."""
        kind, _, token = (await self.gateway.vault.get(MARKED, mark) or b"").decode().partition(" ")
        return TokenReference(cast(TokenKind, kind), token) if token else None

    async def keep_asked(self, address: str, subject: str, request: str) -> None:
        """Keeps which request was put to this address under this subject, without "Re:"."""
        await self.gateway.vault.put(ASKED_AS, _make_subject_key(address, subject), request.encode())

    async def find_asked(self, address: str, subject: str) -> str:
        """The request that was put to this address under this subject; empty: none."""
        return (await self.gateway.vault.get(ASKED_AS, _make_subject_key(address, subject)) or b"").decode()

    async def _read_kept(self, reference: TokenReference) -> TokenBinding | None:
        kept = await self.gateway.vault.get(TOKENS, hash_token(reference.token))
        binding = TokenBinding.model_validate_json(kept) if kept else None
        return binding if binding is not None and binding.bound.kind == reference.kind else None

    async def keep_texts(self, message_id: str, texts: Sequence[str], at: datetime, frame: str = "") -> None:
        kept = KeptTexts(texts=tuple(texts), at=at, frame=frame)
        await self.gateway.vault.put(TEXTS, message_id, kept.model_dump_json().encode())

    async def find_sent_mails(
        self, message_ids: Iterable[str], marker: str, bot: str, name: str, answered: str = ""
    ) -> SentMail | None:
        """Our mails among these, as what a reply to them may quote; None when none of them is ours. `answered` is the one whose
        frame is left out of the reply."""
        found: list[KeptTexts] = []
        frame = ""
        for id in list(message_ids)[:MAX_TEXTS]:
            kept = await self.gateway.vault.get(TEXTS, id)
            found += [_read_texts(kept)] if kept else []
            frame = found[-1].frame if kept and id == answered else frame
        texts = tuple(text for each in found for text in each.texts)
        dates = tuple(each.at for each in found if each.at is not None)
        return SentMail(texts=texts, marker=marker, bot=bot, name=name, dates=dates, frame=frame) if texts else None

    async def find_subject(self, about: str) -> str:
        """What the conversation about this is called: a thread's id, or `conversation_of`; empty while it has no name."""
        return (await self.gateway.vault.get(SUBJECTS, about) or b"").decode()

    async def keep_conversation_name(self, about: str, subject: str) -> None:
        """Names the conversation about this, once."""
        if subject and not await self.find_subject(about):
            await self.gateway.vault.put(SUBJECTS, about, clean_subject(subject)[:200].encode())

    async def count_asked_back(self, about: str, mail: str) -> int:
        """How often we have asked what was meant about this, this time included. `mail` is the id of the mail that we ask about: one
        that is judged again, since a process died over it, counts once."""
        count, last = await self._find_asked(about)
        if last != mail:
            count += 1
            await self.gateway.vault.put(ASKED, about, f"{count} {mail}".encode())
        return count

    async def count_answers(self, about: str) -> int:
        """How often a sentence about this was kept for somebody."""
        return (await self._find_asked(about))[0]

    async def _find_asked(self, about: str) -> tuple[int, str]:
        count, _, last = (await self.gateway.vault.get(ASKED, about) or b"0").decode().partition(" ")
        return int(count), last


def read_answer_count(about: str, times: int) -> VaultEntry:
    """What is kept with a sentence: that it is so many about this."""
    return VaultEntry(ASKED, about, str(times).encode())


def _make_subject_key(address: str, subject: str) -> str:
    return hashlib.sha256(f"{address.lower()} {strip_subject_prefix(subject)}".encode()).hexdigest()


def _read_texts(kept: bytes) -> KeptTexts:
    """Older releases kept the texts alone, as a list."""
    found = json.loads(kept)
    return KeptTexts(texts=tuple(found)) if isinstance(found, list) else KeptTexts.model_validate_json(kept)


def name_conversation(thread: str, address: str, request: str | None) -> str:
    """What one person's mails about one request are called together; without a request, those about the thread."""
    return " ".join(filter(None, (thread, request, address)))
