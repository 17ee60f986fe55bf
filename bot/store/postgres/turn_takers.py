"""Which of the other processes takes the next turn of a thread: the one that took its last, since it has it in memory."""

import itertools
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.store.postgres.peer_feed import OFFER, TURNS, VERSION

HEARD_SECONDS = 10.0
"""How long a process that takes turns is counted on after its last note. One that is gone meanwhile delays a turn by a second: then
another one finds the job in its table."""
MAX_THREADS = 10_000


class TurnTakers:
    """What the notes of other processes say. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: dict[str, float] = {}
        self._last: OrderedDict[str, str] = OrderedDict()
        self._numbers = itertools.count()

    def note_payload(self, payload: str) -> None:
        """A note of any process. Those that take turns say so with each append of one."""
        sender, *words = payload.split(" ")
        if TURNS not in words:
            return
        self._heard[sender] = self._clock()
        for word in words:
            if word != TURNS and not word.startswith((OFFER, VERSION)):
                self._note_thread(word, sender)

    def choose_taker(self, thread: str) -> str:
        """The process for the next turn of this thread: its last one, or each in turn. Empty: none is known."""
        end = self._clock() - HEARD_SECONDS
        self._heard = {process: at for process, at in self._heard.items() if at >= end}
        if not self._heard:
            return ""
        chosen = self._last.get(thread, "")
        if chosen not in self._heard:
            names = sorted(self._heard)
            chosen = names[next(self._numbers) % len(names)]
        self._note_thread(thread, chosen)
        return chosen

    def _note_thread(self, thread: str, process: str) -> None:
        self._last[thread] = process
        self._last.move_to_end(thread)
        if len(self._last) > MAX_THREADS:
            self._last.popitem(last=False)
