"""What our mails stand for, kept in the vault: by their tokens, and by the texts that a reply may quote. Decides nothing."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from bot.core.contact import KeptSecret
from bot.core.ports import House
from bot.core.word import Word
from channels.email.extract import Sent
from channels.email.quoted_sender import bare_subject
from channels.email.subjects import plain
from channels.email.tokens import Bound, Kind, Named, is_token_of, kept_as, marked_as, public_of, token_of

TOKENS, TEXTS, SUBJECTS, ASKED = "mail token", "mail text", "mail subject", "mail asked back"
MARKED, ASKED_AS = "mail marker", "mail request by subject"
"""The vault's kinds."""
MAX_TEXTS = 5
"""How many of the mails that a reply names are looked for in what it quotes."""
PURPOSE = b"mail addresses"


class Binding(Word):
    """What a token stands for, and what a reply to it may do: `approves` is false for what was not shown whole.

    `paused`: the mail said that its request was paused, so another one has to say when it no longer is.
    """

    bound: Bound
    reference: str = ""
    approves: bool = False
    paused: bool = False


class KeptTexts(Word):
    """A mail of ours as replies may quote it: its texts, and the time in its header Date; None of mails of older releases.

    `frame`: text that it said is no part of the answer to it.
    """

    texts: tuple[str, ...]
    at: datetime | None = None
    frame: str = ""


class Bindings:
    """Tokens and texts. Putting one again puts the same."""

    def __init__(self, house: House) -> None:
        self.house = house

    def token(self, bound: Bound) -> str:
        """The token of this, by the current key."""
        return token_of(bound, self.house.derive(PURPOSE)[0])

    async def keep(self, token: str, binding: Binding) -> None:
        for name in (token, public_of(token)):
            await self.house.vault.put(TOKENS, kept_as(name), binding.model_dump_json().encode())
        named = f"{binding.bound.kind} {public_of(token)}"
        await self.house.vault.put(MARKED, marked_as(public_of(token)), named.encode())

    async def drop(self, bound: Bound) -> None:
        """Ends the tokens of this: nothing is found by them any more."""
        for token in (token_of(bound, key) for key in self.house.derive(PURPOSE)):
            for name in (token, public_of(token)):
                await self.house.vault.drop(TOKENS, kept_as(name))
            await self.house.vault.drop(MARKED, marked_as(public_of(token)))

    async def find(self, named: Named) -> Binding | None:
        """What an address's token stands for; None for one that we did not make, and for one that is named as another kind."""
        binding = await self._kept(named)
        is_ours = binding is not None and is_token_of(named.token, binding.bound, self.house.derive(PURPOSE))
        return binding if is_ours else None

    async def find_by_id(self, named: Named) -> Binding | None:
        """What the token in a Message-ID of ours stands for. Mails of older releases have the address's token in it."""
        binding = await self._kept(named)
        if binding is None:
            return None
        tokens = [token_of(binding.bound, key) for key in self.house.derive(PURPOSE)]
        is_ours = named.token in {*tokens, *map(public_of, tokens)}
        return binding if is_ours else None

    async def find_marked(self, mark: str) -> Named | None:
        """The token whose mail has this mark in its marker line, as a Message-ID would name it."""
        kind, _, token = (await self.house.vault.get(MARKED, mark) or b"").decode().partition(" ")
        return Named(cast(Kind, kind), token) if token else None

    async def keep_asked(self, address: str, subject: str, request: str) -> None:
        """Keeps which request was put to this address under this subject, without "Re:"."""
        await self.house.vault.put(ASKED_AS, _subject_key(address, subject), request.encode())

    async def find_asked(self, address: str, subject: str) -> str:
        """The request that was put to this address under this subject; empty: none."""
        return (await self.house.vault.get(ASKED_AS, _subject_key(address, subject)) or b"").decode()

    async def _kept(self, named: Named) -> Binding | None:
        kept = await self.house.vault.get(TOKENS, kept_as(named.token))
        binding = Binding.model_validate_json(kept) if kept else None
        return binding if binding is not None and binding.bound.kind == named.kind else None

    async def keep_texts(self, message_id: str, texts: Sequence[str], at: datetime, frame: str = "") -> None:
        kept = KeptTexts(texts=tuple(texts), at=at, frame=frame)
        await self.house.vault.put(TEXTS, message_id, kept.model_dump_json().encode())

    async def sent(
        self, message_ids: Iterable[str], marker: str, bot: str, name: str, answered: str = ""
    ) -> Sent | None:
        """Our mails among these, as what a reply to them may quote; None when none of them is ours. `answered` is the one whose
        frame is left out of the reply."""
        found: list[KeptTexts] = []
        frame = ""
        for id in list(message_ids)[:MAX_TEXTS]:
            kept = await self.house.vault.get(TEXTS, id)
            found += [_read_texts(kept)] if kept else []
            frame = found[-1].frame if kept and id == answered else frame
        texts = tuple(text for each in found for text in each.texts)
        dates = tuple(each.at for each in found if each.at is not None)
        return Sent(texts=texts, marker=marker, bot=bot, name=name, dates=dates, frame=frame) if texts else None

    async def subject(self, about: str) -> str:
        """What the conversation about this is called: a thread's id, or `conversation_of`; empty while it has no name."""
        return (await self.house.vault.get(SUBJECTS, about) or b"").decode()

    async def name(self, about: str, subject: str) -> None:
        """Names the conversation about this, once."""
        if subject and not await self.subject(about):
            await self.house.vault.put(SUBJECTS, about, plain(subject)[:200].encode())

    async def asked_back(self, about: str, mail: str) -> int:
        """How often we have asked what was meant about this, this time included. `mail` is the id of the mail that we ask about: one
        that is judged again, since a process died over it, counts once."""
        count, last = await self._asked(about)
        if last != mail:
            count += 1
            await self.house.vault.put(ASKED, about, f"{count} {mail}".encode())
        return count

    async def times_told(self, about: str) -> int:
        """How often a sentence about this was kept for somebody."""
        return (await self._asked(about))[0]

    async def _asked(self, about: str) -> tuple[int, str]:
        count, _, last = (await self.house.vault.get(ASKED, about) or b"0").decode().partition(" ")
        return int(count), last


def told_times(about: str, times: int) -> KeptSecret:
    """What is kept with a sentence: that it is so many about this."""
    return KeptSecret(ASKED, about, str(times).encode())


def _subject_key(address: str, subject: str) -> str:
    return hashlib.sha256(f"{address.lower()} {bare_subject(subject)}".encode()).hexdigest()


def _read_texts(kept: bytes) -> KeptTexts:
    """Older releases kept the texts alone, as a list."""
    found = json.loads(kept)
    return KeptTexts(texts=tuple(found)) if isinstance(found, list) else KeptTexts.model_validate_json(kept)


def conversation_of(thread: str, address: str, request: str | None) -> str:
    """What one person's mails about one request are called together; without a request, those about the thread."""
    return " ".join(filter(None, (thread, request, address)))
