"""Keeps our mails in the vault: the bindings of their tokens, and the texts that a reply may quote."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from bot.core.channel_messages import VaultEntry
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
"""Kinds of entries in the vault."""
MAX_TEXTS = 5
"""Mails named by a reply of which the texts are loaded."""
PURPOSE = b"mail addresses"


class TokenBinding(FrozenModel):
    """The claims of a token with its mail. `approves`: a reply may approve, because the mail showed the whole call.

    `paused`: the mail says that its request was paused, so a new mail has to follow when it no longer is.
    """

    bound: TokenClaims
    reference: str = ""
    approves: bool = False
    paused: bool = False


class KeptTexts(FrozenModel):
    """The texts of a mail of ours as replies may quote it, and the time in its header Date; None for mails of older releases.

    `frame`: text that the mail showed as no part of its answer.
    """

    texts: tuple[str, ...]
    at: datetime | None = None
    frame: str = ""


class TokenStore:
    """Stores tokens and texts. Writing the same entry again changes nothing."""

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    def make_token(self, claims: TokenClaims) -> str:
        """Return the token of the claims by the current key."""
        return make_token(claims, self.gateway.derive(PURPOSE)[0])

    async def keep_binding(self, token: str, binding: TokenBinding) -> None:
        for name in (token, make_public_token(token)):
            await self.gateway.vault.put(TOKENS, hash_token(name), binding.model_dump_json().encode())
        named = f"{binding.bound.kind} {make_public_token(token)}"
        await self.gateway.vault.put(MARKED, make_marker(make_public_token(token)), named.encode())

    async def drop_tokens(self, claims: TokenClaims) -> None:
        """End the tokens of the claims: they find no binding any more."""
        for token in (make_token(claims, key) for key in self.gateway.derive(PURPOSE)):
            for name in (token, make_public_token(token)):
                await self.gateway.vault.delete(TOKENS, hash_token(name))
            await self.gateway.vault.delete(MARKED, make_marker(make_public_token(token)))

    async def find_binding(self, reference: TokenReference) -> TokenBinding | None:
        """Return the binding of an address's token; None for a token that we did not make, or one named as another kind."""
        binding = await self._read_kept(reference)
        is_ours = binding is not None and is_token_for(reference.token, binding.bound, self.gateway.derive(PURPOSE))
        return binding if is_ours else None

    async def find_by_id(self, reference: TokenReference) -> TokenBinding | None:
        """Return the binding of the token in a Message-ID of ours. Mails of older releases have the address's token in it."""
        binding = await self._read_kept(reference)
        if binding is None:
            return None
        tokens = [make_token(binding.bound, key) for key in self.gateway.derive(PURPOSE)]
        is_ours = reference.token in {*tokens, *map(make_public_token, tokens)}
        return binding if is_ours else None

    async def find_marked(self, marker: str) -> TokenReference | None:
        """Return the token, as in a Message-ID, of the mail with this marker in its marker line."""
        kind, _, token = (await self.gateway.vault.get(MARKED, marker) or b"").decode().partition(" ")
        return TokenReference(cast(TokenKind, kind), token) if token else None

    async def keep_asked(self, address: str, subject: str, request: str) -> None:
        """Keep the request that was put to this address under this subject, without "Re:"."""
        await self.gateway.vault.put(ASKED_AS, _make_subject_key(address, subject), request.encode())

    async def find_asked(self, address: str, subject: str) -> str:
        """Return the request that was put to this address under this subject; empty: none."""
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
        """Return our mails among these, as a reply may quote them; None when none of them is ours. `answered` is the one with the frame that counts."""
        found: list[KeptTexts] = []
        frame = ""
        for id in list(message_ids)[:MAX_TEXTS]:
            kept = await self.gateway.vault.get(TEXTS, id)
            if not kept:
                continue
            is_list = kept.startswith(b"[")  # older releases kept the texts alone
            found.append(KeptTexts(texts=tuple(json.loads(kept))) if is_list else KeptTexts.model_validate_json(kept))
            frame = found[-1].frame if id == answered else frame
        texts = tuple(text for each in found for text in each.texts)
        dates = tuple(each.at for each in found if each.at is not None)
        return SentMail(texts=texts, marker=marker, bot=bot, name=name, dates=dates, frame=frame) if texts else None

    async def find_subject(self, about: str) -> str:
        """Return the subject of the conversation `about`: a thread's id, or `name_conversation`; empty while it has none."""
        return (await self.gateway.vault.get(SUBJECTS, about) or b"").decode()

    async def keep_conversation_name(self, about: str, subject: str) -> None:
        """Keep the subject of the conversation `about`, unless it has one."""
        if subject and not await self.find_subject(about):
            await self.gateway.vault.put(SUBJECTS, about, clean_subject(subject)[:200].encode())

    async def count_asked_back(self, about: str, mail: str) -> int:
        """Count a question back about `about`; return how many there were, this one included.

        `mail` is the id of the unclear mail: one that is judged again after a crash counts once.
        """
        count, last = await self._find_asked(about)
        if last != mail:
            count += 1
            await self.gateway.vault.put(ASKED, about, f"{count} {mail}".encode())
        return count

    async def count_answers(self, about: str) -> int:
        """Return the number of sentences that were kept about `about`."""
        return (await self._find_asked(about))[0]

    async def _find_asked(self, about: str) -> tuple[int, str]:
        count, _, last = (await self.gateway.vault.get(ASKED, about) or b"0").decode().partition(" ")
        return int(count), last


def read_answer_count(about: str, times: int) -> VaultEntry:
    """Return the vault entry that is kept with a sentence: it is number `times` about `about`."""
    return VaultEntry(ASKED, about, str(times).encode())


def _make_subject_key(address: str, subject: str) -> str:
    return hashlib.sha256(f"{address.lower()} {strip_subject_prefix(subject)}".encode()).hexdigest()


def name_conversation(thread: str, address: str, request: str | None) -> str:
    """Return the name of one person's mails about one request; without a request, of those about the thread."""
    return " ".join(filter(None, (thread, request, address)))
