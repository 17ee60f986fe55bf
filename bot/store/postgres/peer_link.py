"""The `PeerLink` port of a database that several processes share."""

import asyncio
from collections.abc import Sequence

from bot.core.errors import Unavailable
from bot.store.peer_port import JobClaim, LeasedJob, PeerChanges, PeerListener
from bot.store.postgres import ownership
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.job_leases import JobLeases
from bot.store.postgres.peer_feed import JOBS, TURNS, PeerFeed, make_notes, parse_payloads, read_version, write_offer
from bot.store.postgres.turn_takers import TurnTakers
from bot.store.postgres.writer import PostgresWriter
from bot.store.thread_append import ThreadAppend


class PostgresPeers:
    """The link of this process. `name` stands for it in leases and notes, which `writer` sends with its commits."""

    def __init__(self, url: str, name: str, writer: PostgresWriter, *, is_first: bool) -> None:
        self.name, self.is_first = name, is_first
        self._url, self._writer = url, writer
        self._takers = TurnTakers()
        self._feed: PeerFeed | None = None
        self._leases: JobLeases | None = None

    async def admit_others(self) -> None:
        if self.is_first:
            await self._writer.write_unit(ownership.admit_others)

    async def start(self, listener: PeerListener) -> None:
        loop = asyncio.get_running_loop()

        def take_payloads(payloads: Sequence[str] | None) -> None:
            for payload in payloads or ():
                self._takers.note_payload(payload)
                told = read_version(payload)
                if told is not None and told[0] != self.name:
                    self._writer.sums.note_version(*told)
            changes = PeerChanges(is_lost=True) if payloads is None else parse_payloads(payloads, self.name)
            if changes != PeerChanges():
                listener.take_changes(changes)

        self._leases = JobLeases(self._url, self.name, loop, listener.lose_claims, make_notes(self.name, [JOBS]))
        self._feed = PeerFeed(self._url, loop, take_payloads)
        await self._feed.is_listening

    async def announce_rules(self, version: str) -> None:
        def unit(connection: SqlConnection) -> None:
            connection.execute("UPDATE owner SET rules = %s", (version,))

        await self._writer.write_unit(unit)

    async def claim_jobs(self, jobs: Sequence[LeasedJob]) -> list[JobClaim]:
        if self._leases is None:
            raise Unavailable("The other processes are not listened to.")
        return await self._leases.claim(jobs)

    def release_job(self, claim: JobClaim) -> None:
        if self._leases is not None:
            self._leases.release(claim)

    def offer_job(self, job: LeasedJob) -> None:
        if self._leases is not None:
            self._leases.offer(job)

    def list_words(self, append: ThreadAppend) -> list[str]:
        """What the others are told of this append besides its thread."""
        words = [TURNS] if append.fence is not None and append.fence.claim is not None else []
        if append.offers:
            taker = self._takers.choose_taker(append.head.id)
            words += [JOBS, *(write_offer(job, taker) for job in append.offers)]
        return words

    async def close(self) -> None:
        leases, feed = self._leases, self._feed
        self._leases = self._feed = None
        for part in (leases, feed):
            if part is not None:
                await asyncio.to_thread(part.close)
