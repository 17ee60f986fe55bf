"""The callbacks that are told of each append to a thread."""

from collections.abc import Callable

import structlog

from bot.core.gateway_ports import Unsubscribe

log = structlog.get_logger()


class ChangeSubscribers:
    """A set of callbacks. A failing one is logged and stops neither the others nor the append."""

    def __init__(self) -> None:
        self._callbacks: dict[object, Callable[[str], None]] = {}

    def subscribe(self, changed: Callable[[str], None]) -> Unsubscribe:
        """Call `changed` with the thread's id after each append, until the result is called."""
        key = object()
        self._callbacks[key] = changed

        def unsubscribe() -> None:
            self._callbacks.pop(key, None)

        return unsubscribe

    def notify_subscribers(self, thread: str) -> None:
        """Call each subscriber. One that is removed by an earlier one during this call is not called."""
        for key, changed in [*self._callbacks.items()]:
            if key in self._callbacks:
                try:
                    changed(thread)
                except Exception:
                    log.exception("subscriber of changed threads failed", thread=thread)

    def __len__(self) -> int:
        return len(self._callbacks)
