"""Keeps our mails in the channel's store: the bindings of their tokens, and the texts that a reply may quote."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import cast

from bot.core.base_types import FrozenModel, UtcMoment
from bot.core.channel_messages import ChannelEntry
from bot.core.ports import ChannelGateway
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.reply_text.own_identity import strip_subject_prefix
from channels.email.inbound.reply_text.program_lines import normalize_line
from channels.email.inbound.reply_text.reply_extraction import SentMail, is_quoted_in
from channels.email.outbound.message import clean_subject
from channels.email.reply_tokens import (
    MAX_SEEN,
    TokenClaims,
    TokenKind,
    TokenReference,
    find_markers,
    find_tokens_by_reference,
    hash_token,
    is_token_for,
    make_marker,
    make_public_token,
    make_token,
)

TOKENS, TEXTS, SUBJECTS, ASKED = "mail token", "mail text", "mail subject", "mail asked back"
MARKED, ASKED_AS = "mail marker", "mail request by subject"
"""Kinds of entries in the store."""

KEPT = timedelta(days=400)
"""How long a conversation, and a settled request, can be answered by mail: what comes back every year finds its thread."""
TEXT_KEPT = timedelta(days=180)
"""How long the texts of a mail are kept that decides nothing (any more). They are the largest rows, and after half a year a
quoted mail is read as any other quotation."""
BOUNCE_KEPT = timedelta(days=60)
"""How long a returned mail finds its delivery. Servers give up after days (RFC 5321, 4.5.4.1)."""
DAY_KEPT = timedelta(days=2)
"""How long a count of one hour or one day is kept."""
MAX_EXTENDED = 20
"""Earlier mails of a conversation whose texts are kept longer when a mail is sent in it: programs quote the latest ones."""

VAULT_KINDS = {TOKENS: KEPT, MARKED: KEPT, ASKED_AS: KEPT, TEXTS: KEPT, SUBJECTS: KEPT, ASKED: KEPT}
"""Lifetimes of the entries that older releases kept in the vault. It is unknown which of those requests still wait, so their
texts are kept as long as their addresses."""

MAX_TEXTS = 5
"""Mails named by a reply of which the texts are loaded."""
RENAMING = ("amazonses.com", "mtasv.net")
"""Domains of the Message-IDs that Amazon SES and Postmark write in place of ours."""
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


class SentMailStore:
    """Stores tokens and texts. Writing the same entry again changes nothing."""

    def __init__(self, gateway: ChannelGateway) -> None:
        self.gateway = gateway

    def make_token(self, claims: TokenClaims) -> str:
        """Return the token of the claims by the current key."""
        return make_token(claims, self.gateway.derive(PURPOSE)[0])

    def compute_end(self, kept: timedelta = KEPT) -> UtcMoment:
        """Return the end of an entry that is kept for this time from now on."""
        return self.gateway.clock() + kept

    async def keep_binding(self, token: str, binding: TokenBinding, expires: UtcMoment | None) -> None:
        """Keep a binding until `expires`; None: until `limit_request`."""
        public, body = make_public_token(token), binding.model_dump_json().encode()
        entries = [ChannelEntry(TOKENS, hash_token(name), body, expires) for name in (token, public)]
        named = f"{binding.bound.kind} {public}".encode()
        await self.gateway.store.put_all([*entries, ChannelEntry(MARKED, make_marker(public), named, expires)])

    async def limit_request(self, reference: TokenReference, message_id: str) -> None:
        """Let the token of a mail end `KEPT` after its request was settled, or a newer mail replaced it.

        `reference` is the token in the mail's id, `message_id`. Until then a late reply is told the state of the request.
        """
        binding, end = await self.find_by_id(reference), self.compute_end()
        if binding is None:
            return
        for token in self._list_tokens(binding.bound):
            public = make_public_token(token)
            await self.gateway.store.set_end(TOKENS, (hash_token(token), hash_token(public)), end)
            await self.gateway.store.set_end(MARKED, (make_marker(public),), end)
        await self.gateway.store.set_end(TEXTS, (message_id,), self.compute_end(TEXT_KEPT))

    async def drop_tokens(self, claims: TokenClaims) -> None:
        """End the tokens of the claims: they find no binding any more."""
        for token in self._list_tokens(claims):
            for name in (token, make_public_token(token)):
                await self.gateway.store.delete(TOKENS, hash_token(name))
            await self.gateway.store.delete(MARKED, make_marker(make_public_token(token)))

    def _list_tokens(self, claims: TokenClaims) -> list[str]:
        """Return the token of the claims by each key, the current one first."""
        return [make_token(claims, key) for key in self.gateway.derive(PURPOSE)]

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
        tokens = self._list_tokens(binding.bound)
        is_ours = reference.token in {*tokens, *map(make_public_token, tokens)}
        return binding if is_ours else None

    async def find_token(self, reference: TokenReference) -> TokenReference:
        """Return the token of an address for the token of a Message-ID; any other token as it is."""
        binding = await self._read_kept(reference)
        tokens = self._list_tokens(binding.bound) if binding else []
        return next(
            (TokenReference(reference.kind, token) for token in tokens if make_public_token(token) == reference.token),
            reference,
        )

    async def find_marked(self, marker: str) -> TokenReference | None:
        """Return the token, as in a Message-ID, of the mail with this marker in its marker line."""
        kind, _, token = (await self.gateway.store.get(MARKED, marker) or b"").decode().partition(" ")
        return TokenReference(cast(TokenKind, kind), token) if token else None

    async def keep_asked(self, address: str, subject: str, request: str, expires: UtcMoment | None) -> None:
        """Keep the request that was put to this address under this subject, without "Re:"; None: until `limit_asked`."""
        key = _make_subject_key(address, subject)
        await self.gateway.store.put(ASKED_AS, key, request.encode(), expires=expires)

    async def limit_asked(self, about: str, address: str, request: str) -> None:
        """Let the subject of a settled request end after `KEPT`. A later request of the same subject keeps its own entry."""
        subject, end = await self.find_subject(about), self.compute_end()
        await self.gateway.store.set_end(SUBJECTS, (about,), end)
        if await self.find_asked(address, subject) == request:
            await self.gateway.store.set_end(ASKED_AS, (_make_subject_key(address, subject),), end)

    async def find_asked(self, address: str, subject: str) -> str:
        """Return the request that was put to this address under this subject; empty: none."""
        return (await self.gateway.store.get(ASKED_AS, _make_subject_key(address, subject)) or b"").decode()

    async def _read_kept(self, reference: TokenReference) -> TokenBinding | None:
        kept = await self.gateway.store.get(TOKENS, hash_token(reference.token))
        binding = TokenBinding.model_validate_json(kept) if kept else None
        return binding if binding is not None and binding.bound.kind == reference.kind else None

    async def keep_texts(
        self, message_id: str, texts: Sequence[str], at: datetime, expires: UtcMoment | None, frame: str = ""
    ) -> None:
        """Keep the texts of a mail until `expires`; None: until `limit_request`."""
        kept = KeptTexts(texts=tuple(texts), at=at, frame=frame)
        await self.gateway.store.put(TEXTS, message_id, kept.model_dump_json().encode(), expires=expires)

    async def extend_texts(self, message_ids: Sequence[str], end: UtcMoment) -> None:
        """Keep the texts of the latest of these mails of a conversation, oldest first, until `end`."""
        await self.gateway.store.set_end(TEXTS, message_ids[-MAX_EXTENDED:], end)

    async def find_quotable_mails(
        self, message_ids: Iterable[str], marker: str = "", bot: str = "", answered: str = ""
    ) -> SentMail | None:
        """Return our mails among these, as a reply may quote them; None when none of them is ours.

        `marker` is their marker line; empty: none. `answered` is the mail with the frame that counts.
        """
        found: list[KeptTexts] = []
        frame = ""
        for id in list(message_ids)[:MAX_TEXTS]:
            kept = await self.gateway.store.get(TEXTS, id)
            if not kept:
                continue
            is_list = kept.startswith(b"[")  # older releases kept the texts alone
            found.append(KeptTexts(texts=tuple(json.loads(kept))) if is_list else KeptTexts.model_validate_json(kept))
            frame = found[-1].frame if id == answered else frame
        texts = tuple(text for each in found for text in each.texts)
        dates = tuple(each.at for each in found if each.at is not None)
        sent = SentMail(texts=texts, marker=marker, bot=bot, name="Countersign", dates=dates, frame=frame)
        return sent if texts else None

    async def is_about_other_request(
        self, mail: ParsedMail, binding: TokenBinding, public: str, bot: str, writer: str
    ) -> bool:
        """Whether a reply to the request of `binding`, with the marker line of `public`, is about another request as well.

        True when it quotes the marker line of another request or only that of a conversation, quotes a mail about another request, or
        has the subject under which `writer`, an address, was asked for another request. `bot` is the address in our Message-IDs.
        """
        request = binding.bound.request
        marks, own = find_markers((mail.text, mail.html)), {make_marker(public)}
        for mark in marks[:MAX_SEEN]:
            found = await self.find_marked(mark)
            marked = await self.find_by_id(found) if found else None
            if marked is not None and marked.bound.request == request:
                own.add(mark)
            elif marked is not None and marked.bound.request:
                return True
        if marks and own.isdisjoint(marks):
            return True
        # it quotes a line of our mails about another request that our mails about this one do not have
        own_ids, other_ids = [binding.reference], list[str]()
        for id in dict.fromkeys((mail.in_reply_to, *reversed(mail.references))):
            named = find_tokens_by_reference(mail._replace(in_reply_to=id, references=()), bot)
            about = await self.find_by_id(named[0]) if named else None
            if about is not None and about.bound.request:
                (own_ids if about.bound.request == request else other_ids).append(id)
        if other_ids:
            ours, theirs = await self.find_quotable_mails(own_ids), await self.find_quotable_mails(other_ids)
            if is_quoted_in((mail.text, mail.html), theirs, but_not_in=ours):
                return True
        return (await self.find_asked(writer, mail.subject) or request) != request

    async def is_placed_without_quote(
        self, mail: ParsedMail, request: str, thread: str, bot: str, addresses: Collection[str]
    ) -> bool:
        """Whether a mail that quotes nothing is certainly about `request`: by its subject, and by the mail that it answers, if any.

        People reply from watches and locked phones, which quote nothing, to any mail with the request's address among its recipients.
        `addresses` are those of the person that was asked. A mail of ours whose Message-ID a server replaced counts as ours.
        """
        kept = [await self.find_subject(name_conversation(thread, each, request)) for each in addresses]
        subject = f" {normalize_line(mail.subject)} "
        ours = [words for each in kept if (words := strip_subject_prefix(each))]
        if ours and not any(f" {words} " in subject for words in ours):
            return False
        answered = mail.in_reply_to or next(reversed(mail.references), "")
        if not answered or answered.rpartition("@")[2].rstrip(">").lower().endswith(RENAMING):
            return True
        named = find_tokens_by_reference(mail._replace(in_reply_to=answered, references=()), bot)
        return bool(named) and await self.find_by_id(named[0]) is not None

    async def find_subject(self, about: str) -> str:
        """Return the subject of the conversation `about`: a thread's id, or `name_conversation`; empty while it has none."""
        return (await self.gateway.store.get(SUBJECTS, about) or b"").decode()

    async def keep_conversation_name(self, about: str, subject: str, expires: UtcMoment | None) -> None:
        """Keep the subject of the conversation `about` until `expires`, in place of a later subject the one that it has."""
        if await self.gateway.store.set_end(SUBJECTS, (about,), expires) == 0 and subject:
            kept = clean_subject(subject)[:200].encode()
            await self.gateway.store.put(SUBJECTS, about, kept, expires=expires)

    async def count_asked_back(self, about: str, mail: str) -> int:
        """Count a question back about `about`; return how many there were, this one included.

        `mail` is the id of the unclear mail: one that is judged again after a crash counts once.
        """
        count, last = await self._find_asked(about)
        if last != mail:
            count += 1
            await self.gateway.store.put(ASKED, about, f"{count} {mail}".encode(), expires=self.compute_end())
        return count

    async def count_answers(self, about: str) -> int:
        """Return the number of sentences that were kept about `about`."""
        return (await self._find_asked(about))[0]

    def make_answer_count(self, about: str, times: int, kept: timedelta = KEPT) -> ChannelEntry:
        """Return the entry that is kept with a sentence: it is number `times` about `about`."""
        return ChannelEntry(ASKED, about, str(times).encode(), self.compute_end(kept))

    async def _find_asked(self, about: str) -> tuple[int, str]:
        count, _, last = (await self.gateway.store.get(ASKED, about) or b"0").decode().partition(" ")
        return int(count), last


def _make_subject_key(address: str, subject: str) -> str:
    return hashlib.sha256(f"{address.lower()} {strip_subject_prefix(subject)}".encode()).hexdigest()


def name_conversation(thread: str, address: str, request: str | None) -> str:
    """Return the name of one person's mails about one request; without a request, of those about the thread."""
    return " ".join(filter(None, (thread, request, address)))
