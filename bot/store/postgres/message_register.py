"""The ids of inbound messages, kept for ever, so that a redelivery is recognised after years; and the thread of each
message of ours, by its reference in the channel: an answer below it goes to this thread.
"""

from collections.abc import Sequence
from typing import Any

from bot.store.postgres.channel_data import write_entries
from bot.store.postgres.connecting import SqlConnection
from bot.store.postgres.database import PostgresDatabase
from bot.store.refusals import AlreadyReceived
from bot.store.thread_append import InboundId, InboundRecord

KNOWN = """SELECT arrival.thread, arrival.body FROM unnest(%(arrival_channels)s::text[], %(arrival_ids)s::text[])
    WITH ORDINALITY r (channel, id, n) JOIN arrival ON arrival.channel = r.channel AND arrival.id = r.id
    ORDER BY r.n LIMIT 1"""
ARRIVALS = """INSERT INTO arrival (channel, id, body, thread, at) SELECT r.* FROM {source}
    unnest(%(arrival_channels)s::text[], %(arrival_ids)s::text[], %(arrival_bodies)s::bytea[], %(arrival_threads)s::text[],
    %(arrival_ats)s::bigint[]) r ON CONFLICT DO NOTHING"""
"""`{source}` is empty, or the part of an append that the ids depend on."""

PLACE = """INSERT INTO place (channel, reference, thread)
    SELECT %(reference_channel)s, %(reference)s, %(reference_thread)s FROM won ON CONFLICT DO NOTHING"""
"""The first thread of a reference stays."""
TAKEN = """SELECT thread FROM place WHERE channel = %(reference_channel)s AND reference = %(reference)s
    AND thread <> %(reference_thread)s"""


def list_arrival_values(ids: Sequence[InboundId]) -> dict[str, Any]:
    return {
        "arrival_channels": [each.channel for each in ids],
        "arrival_ids": [each.id for each in ids],
        "arrival_bodies": [bytes.fromhex(each.body) for each in ids],
        "arrival_threads": [each.thread for each in ids],
        "arrival_ats": [each.at for each in ids],
    }


class PostgresInboundRegister:
    """The `InboundRegister` port."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database, self._reader = database, database.reader

    async def find_message_id(self, channel: str, id: str) -> AlreadyReceived | None:
        row = await self._reader.fetch_one(
            "SELECT thread, body FROM arrival WHERE channel = %s AND id = %s", (channel, id)
        )
        return AlreadyReceived(row[0], row[1].hex()) if row else None

    async def find_thread(self, channel: str, reference: str) -> str | None:
        row = await self._reader.fetch_one(
            "SELECT thread FROM place WHERE channel = %s AND reference = %s", (channel, reference)
        )
        return str(row[0]) if row else None

    async def keep(self, record: InboundRecord) -> None:
        values = list_arrival_values(record.inbound_ids)

        def unit(connection: SqlConnection) -> None:
            known = connection.execute(KNOWN, values).fetchone()
            if known is not None:
                raise AlreadyReceived(known[0], known[1].hex())
            connection.execute(ARRIVALS.format(source=""), values)
            write_entries(connection, record.channel, record.entries, record.inbound_ids[0].at)

        await self._database.write_unit(unit)
