"""Finds the thread with the question that a person's next words answer: that of their conversation, or a child of it."""

from typing import NamedTuple

from bot.core.base_types import UtcMoment
from bot.core.decisions import find_awaited_question
from bot.core.errors import BrokenThread, NotFound, UnreadThread
from bot.core.people import Person
from bot.core.threads.thread import Thread
from bot.engine.repository.thread_repository import ThreadRepository


class AwaitedAnswer(NamedTuple):
    """The thread that words go to, and whether they may answer a question there."""

    thread: str
    may_answer: bool = True


async def find_awaited_answer(
    repository: ThreadRepository, conversation: Thread, person: Person, now: UtcMoment
) -> AwaitedAnswer:
    """Return where the words of a person in this conversation go. Where questions of several threads wait for them, words
    alone do not tell which of them they answer: they are a message to the conversation."""
    asking = [
        thread.id
        for thread in [conversation, *await list_children(repository, conversation)]
        if find_awaited_question(thread, person, now) is not None
    ]
    if len(asking) == 1:
        return AwaitedAnswer(asking[0])
    return AwaitedAnswer(conversation.id, may_answer=not asking)


async def list_children(repository: ThreadRepository, thread: Thread) -> list[Thread]:
    """Return the open children of this thread, with theirs. One that cannot be read is left out."""
    found: list[Thread] = []
    for call in thread.calls.values():
        if call.delegation is None or not call.is_child_open:
            continue
        try:
            child = (await repository.load_thread(call.delegation.child)).thread
            child.require_readable()
        except (NotFound, BrokenThread, UnreadThread):
            continue
        found += [child, *await list_children(repository, child)]
    return found
