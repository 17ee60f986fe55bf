"""Calls that a framework holds back until people decide: asked about whole, bound by digest, claimed once, reported."""

import asyncio
import base64
import hashlib
import json
import logging
import zlib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from countersign.errors import ApiRefusal, ApprovalLost, ApprovalRefused, ServerUnreachable, StateRefused
from countersign.models import Request

if TYPE_CHECKING:
    from countersign.client import Countersign

MAX_STATE = 7_000
"""Characters of a packed state that is kept on its request: the server takes 8,000 bytes of metadata."""
MAX_RESULT = 2_000
"""Characters of a result or an error that are reported."""

_log = logging.getLogger("countersign")


@dataclass(frozen=True)
class PausedCall:
    """A call of a tool. `id` names it within its run. `may_edit`, `may_reject`: what its framework takes for an answer.

    `is_question`: the call is not run, and the answer of a person is its result.
    """

    id: str
    tool: str
    arguments: Mapping[str, Any]
    may_edit: bool = True
    may_reject: bool = True
    is_question: bool = False


@dataclass(frozen=True)
class CallDecision:
    """The decision of people. `may_run`: its approval was claimed, and the call runs once, with exactly `arguments`.

    Else `reason` is a sentence for the model; of a question, the answer.
    """

    call: PausedCall
    request: Request
    may_run: bool
    arguments: Mapping[str, Any]
    reason: str = ""

    @property
    def is_edited(self) -> bool:
        """Whether an approver changed the arguments."""
        return not is_same_json(self.arguments, self.call.arguments)


class CallReviewer:
    """Asks people about paused calls.

    `titles` and `policies` are by the name of a tool; a title may name arguments in braces. `states` keeps what is too long
    for a request, by its SHA-256, for example a `shelve`. `on_asked` gets the requests of a pause as soon as people are asked,
    for a program that goes on with them after a restart. `options` are those of `Countersign.approve`.
    """

    def __init__(
        self,
        client: "Countersign",
        *,
        titles: Mapping[str, str] | None = None,
        policies: Mapping[str, str] | None = None,
        states: MutableMapping[str, str] | None = None,
        on_asked: Callable[[Sequence[Request]], object] | None = None,
        **options: Any,
    ) -> None:
        self.client, self.titles, self.policies = client, titles or {}, policies or {}
        self.states, self.on_asked, self.options = states, on_asked, options

    async def ask(self, calls: Sequence[PausedCall], run: Mapping[str, Any]) -> list[Request]:
        """Ask about all of these calls of one pause. `run` names the pause: it is the metadata of each request, and a part of its
        key. The question of a call is its only argument, or all of them as JSON.

        A repeat asks nothing new, also after a restart. Raises `ApiRefusal` (409) when a call is not the one that was asked.
        """
        asked = [await self._ask(call, run) for call in calls]
        if self.on_asked and asked:
            self.on_asked(asked)
        return asked

    async def _ask(self, call: PausedCall, run: Mapping[str, Any]) -> Request:
        title, policy = self.titles.get(call.tool, call.tool), self.policies.get(call.tool)
        key = hash_json([run, call.id, call.tool])[:40]
        if not call.is_question:
            return await self.client.approve(
                title, call.arguments, policy=policy, key=key, metadata=run, **self.options
            )
        (first, *more) = [*call.arguments.values(), None]
        is_alone = isinstance(first, str) and len(more) == 1
        question = first if is_alone else json.dumps(dict(call.arguments), ensure_ascii=False)
        return await self.client.open_question(question, policy=policy, key=key, metadata=run)

    async def decide(
        self, calls: Sequence[PausedCall], run: Mapping[str, Any], *, within: float | None = None
    ) -> list[CallDecision]:
        """Ask, wait for all decisions, and claim the approvals. The decisions are in the order of the calls.

        Raises `ApprovalRefused` for a question that nobody answered, and a call that may not be rejected; `TimeoutError` when
        they are not decided `within` seconds: the same call later goes on.
        """
        asked = await self.ask(calls, run)
        async with asyncio.timeout(within):
            decided = await asyncio.gather(*(self.client.wait(each.id) for each in asked))
        for call, request in zip(calls, decided, strict=True):
            is_good = request.status == ("answered" if call.is_question else "approved")
            if not is_good and (call.is_question or not call.may_reject):
                raise ApprovalRefused(request)
        return [await self._claim(call, request) for call, request in zip(calls, decided, strict=True)]

    async def _claim(self, call: PausedCall, request: Request) -> CallDecision:
        if call.is_question:
            return _refuse(call, request, request.reason)
        if request.status != "approved":
            return _refuse(call, request, request.reason or f"Nobody approved it: it is {request.status}.")
        found = CallDecision(call, request, True, request.arguments)
        if found.is_edited and not call.may_edit:
            withdrawn = await self.client.withdraw(request.id, "Its program runs no changed call.")
            wanted = f"Call it again with exactly these arguments: {json.dumps(request.arguments)}"
            return _refuse(call, withdrawn, f"An approver changed it. {wanted}")
        try:
            claimed = await self.client.claim(request.id)
        except ApprovalLost as lost:
            was_used = lost.request.status == "approved"
            reason = "Its approval was used before, or cannot be used now. It may have run." if was_used else ""
            return _refuse(call, lost.request, reason or f"Its approval was taken back: it is {lost.request.status}.")
        if claimed.digest != request.digest:
            await self.client.report(
                request.id, failed=True, text="It was changed as it was about to run. It did not run."
            )
            return _refuse(call, claimed, "It was changed as it was about to run. It did not run.")
        return found

    async def report(self, decision: CallDecision, text: str, *, failed: bool = False) -> None:
        """Say how an approved call ended. A server that is away loses the report, and not the result."""
        try:
            await self.client.report(decision.request.id, failed=failed, text=text[:MAX_RESULT])
        except (ServerUnreachable, ApiRefusal) as error:
            _log.warning("%s ran, and its end was not reported: %s", decision.request.id, error)

    async def report_all(self, decisions: Sequence[CallDecision], results: Mapping[str, tuple[str, bool]]) -> None:
        """Report the calls that could run: `results` has the text of each, by the id of the call, and whether it is a result."""
        for each in decisions:
            if each.may_run:
                text, is_done = results.get(each.call.id, ("The run stopped before the result was known.", False))
                await self.report(each, text, failed=not is_done)

    def keep(self, run: str, state: str) -> dict[str, Any]:
        """Return the metadata of a pause that keeps the state of its run. Raises `StateRefused` when it is too long."""
        packed = base64.b64encode(zlib.compress(state.encode(), 9)).decode()
        if self.states is None and len(packed) > MAX_STATE:
            raise StateRefused(f"The state has {len(packed)} characters, {MAX_STATE} fit. Give CallReviewer(states=…).")
        if len(packed) <= MAX_STATE:
            return {"run": run, "state": packed}
        digest = hashlib.sha256(state.encode()).hexdigest()
        assert self.states is not None
        self.states[digest] = state
        return {"run": run, "sha256": digest}

    async def load(self, request: str) -> tuple[dict[str, Any], str]:
        """Return the metadata and the state of the pause that this request belongs to. Raises `StateRefused`."""
        found = await self.client.get(request)
        run = (found.submission and found.submission.metadata) or {}
        if "state" in run:
            return run, zlib.decompress(base64.b64decode(run["state"])).decode()
        state = (self.states or {}).get(run.get("sha256", ""))
        if state is None or hashlib.sha256(state.encode()).hexdigest() != run["sha256"]:
            raise StateRefused(f"{request} keeps no state, and `states` has none with its SHA-256.")
        return run, state


def _refuse(call: PausedCall, request: Request, reason: str) -> CallDecision:
    return CallDecision(call, request, False, call.arguments, reason)


def read_arguments(text: str) -> dict[str, Any] | None:
    """Return the arguments of a call as a model wrote them; None for what is no JSON object."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def hash_json(value: Any) -> str:
    """The SHA-256 of a JSON value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def is_same_json(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal as the server writes them: 2.0 is 2, and true is not 1."""

    def read_number(text: str) -> float | int:
        number = float(text)
        return int(number) if number.is_integer() else number

    return hash_json(json.loads(json.dumps(one), parse_float=read_number)) == hash_json(
        json.loads(json.dumps(other), parse_float=read_number)
    )
