"""Pauses or resumes the threads that a filter finds, each by the same act and with the same right as a single one."""

from collections import Counter

from bot.core.errors import BrokenThread, Conflict, NotFound, UnreadThread
from bot.core.threads.batch_pause_filter import (
    LISTED,
    BatchAction,
    BatchItem,
    BatchOutcome,
    BatchReport,
    ThreadFilter,
    judge_thread,
)
from bot.engine.authorized_platform import AuthorizedPlatform
from bot.engine.queries import MOST as PAGE
from bot.store.records import ThreadRecord

MOST_CHANGES = 1_000
"""Threads that one batch changes; the same batch again takes the next ones."""
MOST_LISTED = 1_000
"""Threads that one report names without changing them. The counts are of all."""


class ThreadBatch:
    """One batch over the threads that a subject reads."""

    def __init__(self, platform: AuthorizedPlatform, action: BatchAction, chosen: ThreadFilter) -> None:
        self.platform, self.action, self.chosen = platform, action, chosen
        person = platform.check.subject.person
        self.by = person.id if person else ""

    async def run(self, *, is_applied: bool) -> BatchReport:
        """Do the batch, or only list its effects. Raises `Unavailable`; acts done until then stay done."""
        rows, has_more = await self._find_rows()
        items: list[BatchItem] = []
        counts: Counter[BatchOutcome] = Counter()
        for row in rows:
            if counts["changed"] == MOST_CHANGES:
                has_more = True
                break
            item = await self._handle_row(row, is_applied=is_applied)
            if item is None:
                continue
            counts[item.outcome] += 1
            if item.outcome == "changed" or (item.outcome in LISTED and len(items) < MOST_CHANGES + MOST_LISTED):
                items.append(item)
        return BatchReport(
            action=self.action, applied=is_applied, items=tuple(items), counts=dict(counts), has_more=has_more
        )

    async def _find_rows(self) -> tuple[list[ThreadRecord], bool]:
        """All rows that fit, before any of them is changed: a change moves a thread to the front of the list."""
        found: list[ThreadRecord] = []
        cursor: str | None = None
        while True:
            page = await self.platform.list_threads(
                status=self.chosen.status or None, agent=self.chosen.agent or None, cursor=cursor, limit=PAGE
            )
            for row in page.items:
                if len(found) == 10 * MOST_CHANGES:
                    return found, True
                if self.chosen.is_of_age(row.opened, row.touched):
                    found.append(row)
            if (cursor := page.next_cursor) is None:
                return found, False

    async def _handle_row(self, row: ThreadRecord, *, is_applied: bool) -> BatchItem | None:
        """Judge one thread by its log, and change it. None: the subject does not read it, or it is gone."""
        try:
            thread = await self.platform.find_thread(row.id)
            outcome, detail = judge_thread(self.action, thread, self.by, self.chosen.paused_by)
            if outcome == "changed" and not self.platform.check.may_access("operate", thread):
                outcome, detail = "not_allowed", str(self.platform.check.make_refusal("operate", thread.agent))
            if outcome == "changed" and is_applied:
                if self.action == "pause":
                    await self.platform.pause(row.id)
                else:
                    await self.platform.resume(row.id, thread.paused_at)
        except NotFound:
            return None
        except (BrokenThread, UnreadThread) as error:
            outcome, detail = "resting", str(error)
        except Conflict:  # somebody else did it, or ended it, meanwhile
            outcome, detail = "unchanged", ""
        return BatchItem(
            thread=row.id, agent=row.agent, title=row.title, status=row.status, outcome=outcome, detail=detail
        )
